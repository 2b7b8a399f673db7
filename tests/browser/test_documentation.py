"""The documentation and the pages of lessons: read, searched, and opened from a disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_guard import Guard
from bundle import paths
from page_objects import READY_WITHIN, Playground
from playwright.sync_api import Page, expect
from test_accessibility import DESKTOP, PHONE, RULES

PAGES = (
    "docs/index.html",
    "docs/links.html",
    "docs/embedding.html",
    "docs/accuracy.html",
    "docs/reference/solvers.html",
    "lessons/index.html",
    "lessons/ridge/index.html",
    "lessons/digits/index.html",
)
NewPage = Callable[..., Page]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(
    site: str, new_page: NewPage, device: dict[str, Any], theme: str
) -> None:
    page = new_page(**device, color_scheme=theme)
    # The playground in its frames is looked at elsewhere.
    page.route("**/embed.js", lambda route: route.fulfill(body=""))
    found = []
    for name in PAGES:
        page.goto(site + name)
        expect(page.locator("h1")).to_be_visible()
        response = (
            Axe()
            .run(page, options={"runOnly": RULES["light"], "resultTypes": ["violations"]})
            .response
        )
        found += [
            f"{name}: {v['id']} ({v['impact']}): {v['help']}: {node['target']} {node['html'][:120]}"
            for v in response["violations"]
            for node in v["nodes"]
        ]
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), name
    assert not found, "\n".join(found)


def test_every_page_loads_whole_and_asks_no_other_host(
    site: str, new_page: NewPage, guard: Guard
) -> None:
    page = new_page()
    page.route("**/embed.js", lambda route: route.fulfill(body=""))
    failed = []
    page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
    for path in sorted(paths.DIST.glob("docs/**/*.html")):
        page.goto(site + path.relative_to(paths.DIST).as_posix())
        expect(page.locator("h1")).to_be_visible()
    assert failed == []
    assert len(guard.requests) > 50


def search(page: Page) -> None:
    # The theme listens to keys: a text that is put in without them is not searched for.
    page.get_by_label("Search", exact=True).locator("input").press_sequentially(
        "learning rate limit"
    )
    result = page.locator(".md-search-result__link").first
    expect(result).to_contain_text("spectrum")
    result.click()
    expect(page).to_have_url(re.compile(r"reference/spectrum\.html"))


def test_the_search_finds_what_the_reference_says(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site}docs/index.html")
    search(page)


def test_from_a_disk_pages_open_and_are_searched(new_page: NewPage, guard: Guard) -> None:
    guard.also.append("file://")
    page = new_page(offline=True)
    page.goto((paths.DIST / "docs" / "index.html").as_uri())
    search(page)
    page.get_by_role("link", name="Embedding", exact=True).first.click()
    expect(page.get_by_role("heading", name="Embedding and scripting")).to_be_visible()
    # A frame would be another origin: the one-file edition opens in its place.
    link = page.get_by_role("link", name="Open: Two nearly identical columns")
    expect(link).to_have_attribute("href", re.compile(r"linreg-playground\.html#data=collinear&"))
    expect(page.locator("linreg-playground")).to_have_count(0)
    page.goto((paths.DIST / "lessons" / "ridge" / "index.html").as_uri())
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('.open')).display") != "inline"
    )


def test_the_theme_follows_the_system_and_the_button(site: str, new_page: NewPage) -> None:
    page = new_page(color_scheme="dark")
    page.goto(f"{site}docs/index.html")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 23, 28)"
    page.get_by_title("Use light colours").click()
    page.wait_for_function(f"() => ({ground})() === 'rgb(255, 255, 255)'")


def test_a_key_and_its_example(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site}docs/links.html")
    row = page.get_by_role("row").filter(has=page.get_by_text("degree", exact=True))
    expect(row).to_contain_text("a whole number from 1 to 20")
    row.get_by_role("link").click()
    playground = Playground(page)
    playground.wait_ready()
    assert (playground.state()["data"], playground.state()["degree"]) == ("sine", 3)


def test_the_examples_on_the_page_run(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{site}docs/embedding.html")
    first = page.locator("linreg-playground").first
    first.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => document.querySelector('linreg-playground').status === 'ready'",
        timeout=READY_WITHIN,
    )
    state = first.evaluate("(element) => element.getState()")
    assert (state["data"], state["view"]) == ("collinear", "collinearity")
    views = [
        element.get_attribute("view") or "fit"
        for element in page.locator("linreg-playground").all()
    ]
    assert {*views} == {
        *("fit", "descent", "closed-form", "collinearity", "diagnostics", "code", "lessons")
    }


def test_a_lesson_is_read_without_scripts_and_opened(site: str, new_page: NewPage) -> None:
    reader = new_page(java_script_enabled=False)
    reader.goto(f"{site}lessons/ridge/")
    expect(reader.get_by_role("heading", name="Shrink the coefficients")).to_be_visible()
    picture = reader.locator(".picture img")
    expect(picture).to_be_visible()
    page = new_page()
    page.goto(f"{site}lessons/ridge/")
    page.get_by_role("link", name="Open in the playground").first.click()
    Playground(page).wait_ready()
    lesson = page.get_by_role("region", name="Lesson", exact=True)
    expect(lesson.get_by_role("heading", name="Shrink the coefficients")).to_be_visible()


def test_the_playground_leads_to_the_documentation(playground: Playground) -> None:
    page = playground.page
    assert page.locator('meta[property="og:title"]').get_attribute("content")
    picture = page.locator('meta[property="og:image"]').get_attribute("content")
    assert picture == "preview.jpg"
    assert page.request.get(page.url + picture).ok
    page.get_by_role("navigation", name="About").get_by_role("link", name="Documentation").click()
    expect(page.locator("h1")).to_contain_text("Start")


def test_share_offers_the_page_of_a_lesson_that_nothing_has_changed(
    open_playground: Callable[..., Playground], site: str
) -> None:
    clipboard = ["clipboard-read", "clipboard-write"]
    playground = open_playground(link="lesson=ridge", permissions=clipboard)
    page = playground.page
    playground.wait_state(lambda state: state["epsilon"] == 0.001)
    playground.press("Share")
    dialog = page.get_by_role("dialog", name="Share this state")
    link = dialog.get_by_role("link", name=f"{site}lessons/ridge/")
    expect(link).to_be_visible()
    dialog.get_by_role("button", name="Copy page link").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == f"{site}lessons/ridge/"
    dialog.get_by_role("button", name="Close").click()
    playground.set_state(epsilon=0.002)
    playground.press("Share")
    expect(dialog.get_by_role("textbox", name="Link")).to_have_value(re.compile("epsilon=0.002"))
    expect(dialog.get_by_role("button", name="Copy page link")).to_be_hidden()
