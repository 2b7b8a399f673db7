"""The lessons as a reader takes them: every step, every link, every question answered by doing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from bundle.lessons import conditions, lessons
from bundle.lessons.lesson_check import agrees
from conftest import PHONE
from page_objects import Playground
from playwright.sync_api import Locator, Page, expect

from linreg import links

COURSE = {lesson.name: lesson for lesson in lessons.read_all()}
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
KEPT = "() => JSON.parse(localStorage.getItem('linreg-lessons'))"


class Course:
    """The tab Lessons and the lesson that is open."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.page: Page = playground.page
        self.panel = self.page.get_by_role("tabpanel", name="Lessons", exact=True)
        self.lesson = self.page.get_by_role("region", name="Lesson", exact=True)
        self.questions = self.lesson.get_by_role("group", name="Question")

    def open(self, name: str) -> None:
        self.playground.open_tab("Lessons")
        self.panel.get_by_role("link", name=COURSE[name].title, exact=True).click()
        self.expect_open(name)
        # The page has been set beside it: until then the tab Lessons is still the open one.
        self.playground.wait_state(lambda s: s["lesson"] == name)

    def expect_open(self, name: str) -> None:
        expect(self.lesson.get_by_role("heading", level=2)).to_have_text(COURSE[name].title)

    def expect_step(self, number: int, of: int) -> None:
        expect(self.lesson.get_by_text(f"{number} of {of}", exact=True)).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.lesson.get_by_role("button", name=name, exact=True)

    def steps(self) -> Iterator[int]:
        """Walk through the open lesson by Next."""
        count = self.lesson.get_by_role("listitem").filter(has=self.page.locator(".dot")).count()
        for number in range(1, count + 1):
            self.expect_step(number, count)
            yield number
            if number < count:
                self.button("Next").click()

    def expect_answered(self, question: Locator) -> None:
        expect(question.locator(".ask-done")).to_be_visible()
        expect(question.get_by_role("button", name="Hint")).to_be_hidden()


@pytest.fixture
def course(playground: Playground) -> Course:
    return Course(playground)


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


def drag_line(course: Course) -> None:
    plot = course.playground.plot
    state = course.playground.state()
    (b, w), best = state["line"], state["results"]["coefficients"]["refined"]
    left, right, *_ = plot.ranges
    for share in (0.2, 0.8):
        x = left + share * (right - left)
        line = course.playground.state()["line"]
        plot.drag((x, line[0] + line[1] * x), (x, best[0] + best[1] * x))
        plot.drop()
    assert (b, w) != tuple(course.playground.state()["line"])


def drag_far_point(course: Course) -> None:
    """The point far out, to the left and down, among the others."""
    x, y = course.playground.plot.drawn
    far = int(np.argmax(x))
    course.playground.plot.drag((float(x[far]), float(y[far])), (0.1, 1.2))
    course.playground.plot.drop()


def step_until(course: Course, holds: Callable[[dict[str, Any]], bool]) -> None:
    for _ in range(60):
        if holds(course.playground.state()):
            return
        course.playground.press("Step")
    raise AssertionError("sixty steps were not enough")


def one_percent(state: dict[str, Any]) -> bool:
    loss = state["results"]["loss"]
    return bool(loss["descent"] <= 1.01 * loss["refined"])


def add_point(course: Course) -> None:
    plot = course.playground.plot
    plot.click(*plot.empty_place())


def mini_batches(course: Course) -> None:
    playground = course.playground
    playground.choose("Update rule", "minibatch")
    playground.enter("Batch size", 1)
    playground.enter("Learning rate", 0.02)
    for _ in range(20):
        playground.press("Step")


def to_the_end_without_intercept(course: Course) -> None:
    course.playground.open_tab("Fit")
    course.playground.choose("Intercept", "none")
    course.playground.open_tab("Descent")
    course.playground.press("Run to the end")


def no_outliers(course: Course) -> None:
    course.playground.enter("Outliers", 0)


def rate(value: float, steps: int) -> Callable[[Course], None]:
    def act(course: Course) -> None:
        course.playground.enter("Learning rate", value)
        course.playground.press("Reset descent")
        for _ in range(steps):
            course.playground.press("Step")

    return act


def small_steps(course: Course) -> None:
    course.playground.enter("Learning rate", 0.01)
    course.playground.press("Run to the end")


def enter(name: str, value: float) -> Callable[[Course], None]:
    return lambda course: course.playground.enter(name, value)


def choose(name: str, value: str) -> Callable[[Course], None]:
    return lambda course: course.playground.choose(name, value)


def ridge(strength: float) -> Callable[[Course], None]:
    def act(course: Course) -> None:
        course.playground.open_tab("Fit")
        course.playground.choose("Penalty", "ridge")
        course.playground.enter("Penalty strength", strength)

    return act


# What a person does, question by question; a lesson without an entry is answered by "Show me".
ANSWERS: dict[str, list[Callable[[Course], None]]] = {
    "objective": [drag_line, enter("Noise", 0.25), choose("Intercept", "none"),
                  enter("Number of points", 1000)],
    "gradient": [lambda c: c.playground.press("Run to the end"), mini_batches,
                 to_the_end_without_intercept],
    "descent": [lambda c: step_until(c, one_percent), rate(0.264, 5), rate(0.21, 10),
                enter("Column distance ε", 1)],
    "closed-form": [add_point, enter("Polynomial degree", 6), choose("Solver", "exact"),
                    lambda c: c.playground.radio("Mapped to [−1, 1]").check()],
    "collinearity": [enter("Column distance ε", 0.01), enter("Column distance ε", 1e-9),
                     enter("Noise", 0.005), lambda c: c.playground.toggle("x2").uncheck(),
                     lambda c: c.playground.enter("Iteration", 30000)],
    "ridge": [ridge(0.0001), enter("Penalty strength", 0.025), enter("Penalty strength", 0.05),
              enter("Penalty strength", 1)],
    "outliers": [no_outliers, drag_far_point, choose("Data", "anscombe4")],
    "robust": [choose("Loss", "huber"), enter("Huber threshold", 10), small_steps],
    "wrong-model": [enter("Number of points", 1000), enter("Polynomial degree", 3),
                    enter("Polynomial degree", 11), enter("Polynomial degree", 3)],
}  # fmt: skip


@pytest.mark.parametrize("name", COURSE)
def test_every_question_is_answered_by_doing(course: Course, name: str) -> None:
    course.open(name)
    acts = iter(ANSWERS.get(name, []))
    for number in course.steps():
        begin = COURSE[name].questions[number - 1].before.fragment if name in ANSWERS else None
        if begin is not None:
            # The step's own state has come.
            expect(course.button("Restart this step")).to_be_hidden()
        for question in course.questions.all():
            expect(question.locator(".ask-done")).to_be_hidden()
            act = next(acts, lambda c, q=question: q.get_by_role("link", name="Show me").click())
            act(course)
            course.expect_answered(question)
    kept = course.page.evaluate(KEPT)
    assert len(kept["done"][name]) == len(COURSE[name].questions)
    course.playground.open_tab("Lessons")
    expect(course.panel.get_by_text("All answered")).to_have_count(1)


def test_show_me_answers_every_question(course: Course) -> None:
    for name in ("objective", "outliers"):
        course.open(name)
        for _ in course.steps():
            for question in course.questions.all():
                question.get_by_role("link", name="Show me").click()
                course.expect_answered(question)


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
