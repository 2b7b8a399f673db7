"""The lessons as a reader takes them: every step, every link, and the way through them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import PHONE
from lesson_page import COURSE, Course
from page_objects import Playground
from playground.lessons import conditions
from playground.lessons.check import agrees
from playwright.sync_api import Locator, Page, expect

from linreg import links

# Opens a lesson while Python answers something older; resolves with how often it was hidden then.
OPEN_MEANWHILE = """async ([name, partial]) => {
  const earlier = playground.setState(partial);
  await new Promise((resolve) => setTimeout(resolve));
  const place = document.getElementById("lesson");
  let hidden = 0;
  const note = () => (hidden += place.hidden);
  new MutationObserver(note).observe(place, { attributeFilter: ["hidden"] });
  document.querySelector(`a[href="#lesson=${name}"]`).click();
  await earlier;
  await playground.getState();
  return hidden;
}"""
# Notes what the page shows at the moment at which it is ready.
AT_READY = """addEventListener("DOMContentLoaded", () => playground.ready.then(() => {
  window.atReady = {
    state: { ...playground.lastState },
    view: document.documentElement.dataset.view,
    title: document.querySelector("#lesson h2")?.textContent,
  };
}));"""


def words(link: Locator) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(str(link.get_attribute("data-state")))
    return said


def test_the_tab_lists_all_lessons_and_opens_one_beside_the_plot(course: Course) -> None:
    course.playground.open_tab("Lessons")
    expect(course.panel.get_by_role("listitem")).to_have_count(len(COURSE))
    expect(course.lesson).to_be_hidden()
    course.open("descent")
    course.playground.wait_state(lambda s: (s["lesson"], s["steps"]) == ("descent", 5))
    plot, lesson = course.playground.plot.area.bounding_box(), course.lesson.bounding_box()
    assert plot is not None
    assert lesson is not None
    assert lesson["x"] + lesson["width"] <= plot["x"]
    expect(course.page.get_by_role("tabpanel", name="Descent")).to_be_visible()


@pytest.mark.parametrize("name", COURSE)
def test_a_link_to_a_lesson_is_ready_in_the_state_of_its_step(
    site: str, new_page: Callable[..., Page], name: str
) -> None:
    playground = Playground(new_page())
    playground.page.add_init_script(AT_READY)
    playground.page.goto(f"{site}#lesson={name}")
    playground.wait_ready()
    found = playground.page.evaluate("() => window.atReady")
    decoded, _ = links.decode(COURSE[name].links[0].fragment)
    wanted = json.loads(json.dumps(decoded))
    assert {key: found["state"].get(key) for key in wanted} == wanted
    assert found["view"] == wanted.get("view", "fit")
    assert found["title"] == COURSE[name].title
    # What the link means is the state of the step: nothing leads back from it.
    back = playground.page.get_by_role("button", name="Back to the author's settings")
    expect(back).to_be_hidden()
    playground.set_state(seed=3)
    expect(back).to_be_visible()
    back.click()
    playground.wait_state(lambda s: s["seed"] == 1 and s["view"] == found["view"])
    expect(back).to_be_hidden()
    assert playground.page.evaluate("() => location.hash") == f"#lesson={name}"
    state = playground.state()
    assert {key: state[key] for key in wanted} == wanted


def test_a_link_with_a_state_of_its_own_keeps_it_beside_the_lesson(
    open_playground: Callable[..., Playground],
) -> None:
    playground = open_playground(link="lesson=descent&view=diagnostics")
    assert (playground.state()["view"], playground.state()["steps"]) == ("diagnostics", 0)
    again = playground.page.get_by_role("button", name="Restart this step")
    again.click()
    playground.wait_state(lambda s: (s["view"], s["steps"]) == ("descent", 5))
    expect(again).to_be_hidden()
    # Another tab is not the step's state either.
    playground.open_tab("Fit")
    expect(again).to_be_visible()


def test_no_lesson_is_fetched_before_it_is_wanted(course: Course) -> None:
    entries = "performance.getEntriesByType('resource')"
    asked = f"() => {entries}.filter((entry) => entry.name.includes('lessons-')).length"
    assert course.page.evaluate(asked) == 0
    course.playground.open_tab("Lessons")
    expect(course.panel.get_by_role("listitem")).to_have_count(len(COURSE))
    assert course.page.evaluate(asked) == 1


@pytest.mark.parametrize("name", COURSE)
def test_every_link_sets_the_page_and_every_number_is_what_it_computes(
    course: Course, name: str
) -> None:
    """In the browser's NumPy, too; the build has checked them with this machine's."""
    numbers = iter(COURSE[name].numbers)
    by_fragment: dict[str, list[Any]] = {}
    for number in numbers:
        by_fragment.setdefault(number.link.fragment, []).append(number)
    course.open(name)
    for step in course.steps():
        for i in range(course.lesson.locator("a.set").count()):
            link = course.lesson.locator("a.set").nth(i)
            if not link.is_visible():
                continue
            wanted = words(link)
            fragment = str(link.get_attribute("href")).partition("&")[2]
            link.click()
            state = course.playground.wait_state(
                lambda s, w=wanted: all(s[key] == value for key, value in w.items())
            )
            assert state["lesson"] == name
            expect(link).to_have_attribute("aria-current", "true")
            question = course.questions.first
            if question.is_visible() and conditions.value(
                COURSE[name].questions[step - 1].when, state
            ):
                # A link may answer the question; its "Show me" then goes.
                course.expect_answered(question)
            for number in by_fragment.get(fragment, []):
                computed = conditions.value(number.expression, state)
                assert agrees(number.quoted, computed), (name, number.line, computed)


def test_progress_stays_on_the_device_and_can_be_forgotten(course: Course) -> None:
    course.open("wrong-model")
    course.button("Next").click()
    course.playground.enter("Polynomial degree", 3)
    course.expect_answered(course.questions.first)
    course.button("Close").click()
    expect(course.lesson).to_be_hidden()
    # The address follows the state when that has come to rest, and is what is opened again.
    course.page.wait_for_function("() => !location.hash.includes('lesson=')")
    course.page.reload()
    course.playground.wait_ready()
    course.open("wrong-model")
    course.expect_step(2, 4)
    course.expect_answered(course.questions.first)
    course.playground.open_tab("Lessons")
    expect(course.panel.get_by_text("1 of 4 answered")).to_be_visible()
    course.panel.get_by_role("button", name="Reset progress").click()
    expect(course.panel.get_by_text("1 of 4 answered")).to_be_hidden()
    expect(course.questions.first.locator(".ask-done")).to_be_hidden()


def test_older_news_neither_close_a_lesson_nor_lead_it_elsewhere(course: Course) -> None:
    course.playground.open_tab("Lessons")
    expect(course.panel.get_by_role("listitem")).to_have_count(len(COURSE))
    assert course.page.evaluate(OPEN_MEANWHILE, ["ridge", {"seed": 5}]) == 0
    course.expect_open("ridge")
    expect(course.lesson.get_by_text(re.compile(r"^1 of \d+$"))).to_be_visible()


def test_a_step_can_be_set_up_again(course: Course) -> None:
    course.open("ridge")
    again = course.button("Restart this step")
    expect(again).to_be_hidden()
    course.playground.enter("Noise", 1)
    expect(again).to_be_visible()
    again.click()
    course.playground.wait_state(lambda s: (s["noise"], s["epsilon"]) == (0.5, 0.001))
    expect(again).to_be_hidden()


def test_a_hint_is_given_when_asked_for(course: Course) -> None:
    course.open("descent")
    hint = course.lesson.locator(".ask-hint")
    expect(hint).to_be_hidden()
    course.button("Hint").click()
    expect(hint).to_be_visible()


def test_the_controls_that_a_step_names_are_marked_while_it_is_open(course: Course) -> None:
    course.open("objective")
    noise = course.page.locator('[data-slot="noise"] [data-named]')
    expect(noise).to_have_count(0)
    course.button("Next").click()
    expect(noise).to_have_count(1)
    course.button("Next").click()
    expect(noise).to_have_count(0)
    expect(course.page.locator('[data-slot="view_fit"] h3[data-named]')).to_have_text(["Model"])
    course.button("Close").click()
    expect(course.page.locator("[data-named]")).to_have_count(0)


@pytest.mark.parametrize(
    "device", [{}, {"viewport": PHONE, "has_touch": True}], ids=["desk", "phone"]
)
def test_a_control_of_the_data_stands_in_the_step_that_names_it(
    open_playground: Callable[..., Playground], device: dict[str, Any]
) -> None:
    course = Course(open_playground(link="lesson=objective", **device))
    data = course.page.get_by_role("region", name="Data", exact=True)
    noise = course.lesson.get_by_role("slider", name="Noise")
    for _ in course.steps():
        if course.lesson.locator(".control", has_text="Noise").count():
            break
    before = course.playground.state()
    course.playground.settle()
    noise.focus()
    course.page.keyboard.press("ArrowRight")
    course.playground.wait_state(lambda state: state["noise"] > before["noise"])
    # What it does is in the same window.
    expect(noise).to_be_in_viewport()
    expect(course.playground.plot.area).to_be_in_viewport(ratio=0.9)
    course.button("Back").click()
    expect(noise).to_have_count(0)
    expect(data.get_by_role("slider", name="Noise")).to_have_count(1)


def test_another_lesson_follows_the_last_step(course: Course) -> None:
    course.open("objective")
    for _ in course.steps():
        pass
    expect(course.lesson.get_by_role("heading", name="Sources")).to_be_visible()
    course.button("Next lesson").click()
    course.expect_open("gradient")
    course.page.get_by_role("button", name=re.compile(r"^Lesson \d of")).click()
    expect(course.panel).to_be_visible()


def test_a_lesson_stays_open_while_data_and_tabs_change(course: Course) -> None:
    course.open("outliers")
    course.playground.open_tab("Diagnostics")
    course.playground.choose("Data", "sine")
    course.playground.wait_state(lambda s: s["data"] == "sine")
    course.expect_open("outliers")


def test_an_unknown_lesson_is_said_and_nothing_is_lost(course: Course) -> None:
    course.playground.set_state(lesson="nowhere", view="lessons", seed=7)
    expect(course.panel.get_by_role("alert")).to_contain_text('no lesson named "nowhere"')
    expect(course.lesson).to_be_hidden()
    assert course.playground.state()["seed"] == 7


def test_on_a_phone_the_plot_stays_above_the_text(
    open_playground: Callable[..., Playground],
) -> None:
    course = Course(open_playground(viewport=PHONE, has_touch=True, is_mobile=True))
    course.open("descent")
    course.playground.wait_state(lambda s: s["steps"] == 5)
    # It opens at its top, below the plot, whatever was looked at before.
    title = course.lesson.get_by_role("heading", level=2)
    expect(title).to_be_in_viewport()
    course.playground.settle()
    above, below = course.playground.plot.area.bounding_box(), title.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]
    expect(course.page.get_by_role("tab", name="Descent", exact=True)).to_be_in_viewport(ratio=1)
    course.page.mouse.wheel(0, 300)
    plot = course.playground.plot.area
    expect(plot).to_be_in_viewport(ratio=0.9)
    expect(course.lesson.get_by_role("heading", level=3).first).to_be_attached()
    wide = "() => document.documentElement.scrollWidth <= innerWidth"
    assert course.page.evaluate(wide)


def test_a_refused_storage_costs_the_memory_only(
    open_playground: Callable[..., Playground],
) -> None:
    playground = open_playground(wait=False)
    playground.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    )
    playground.page.reload()
    playground.wait_ready()
    course = Course(playground)
    course.open("wrong-model")
    course.questions.first.get_by_role("link", name="Show me").click()
    course.expect_answered(course.questions.first)
