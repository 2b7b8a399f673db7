"""A served dist/, a browser, and for every test a page that must stay at home and not complain."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from browser_guard import Guard
from bundle import paths, serve
from bundle.browsers import browser as browsers
from lesson_page import Course
from page_objects import Playground
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

# As long as a machine with other work may need: how fast the page is, is measured, not expected.
expect.set_options(timeout=20_000)

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of dist/, served as `build.py serve` does."""
    if not (paths.DIST / "index.html").exists():
        pytest.fail("dist/ is not built: run python build.py build first")
    server = serve.make_server(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.find_for_tests(), args=list(browsers.FLAGS)
        )
        yield browser
        browser.close()


@pytest.fixture
def guard(site: str) -> Guard:
    return Guard(site)


@pytest.fixture
def new_page(chromium: Browser, guard: Guard) -> Iterator[Callable[..., Page]]:
    """Makes pages in contexts of their own; options are Playwright's."""
    contexts: list[BrowserContext] = []

    def make(**options: object) -> Page:
        settings = {"viewport": DESKTOP, "service_workers": "block"} | options
        context = chromium.new_context(**settings)
        contexts.append(context)
        guard.watch(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    guard.judge()


@pytest.fixture
def visitor(new_page: Callable[..., Page]) -> Page:
    """A page that keeps the site for use without a network."""
    return new_page(service_workers="allow")


@pytest.fixture
def open_playground(site: str, new_page: Callable[..., Page]) -> Callable[..., Playground]:
    """Opens the playground. `wait=False` returns before Python is ready; `link` is the fragment
    of the address; `hold` is a pattern of requests and what to do with their routes."""

    def open_it(
        wait: bool = True,
        link: str = "",
        hold: tuple[str, Callable[[Route], object]] | None = None,
        **options: object,
    ) -> Playground:
        playground = Playground(new_page(**options))
        if hold:
            playground.page.route(*hold)
        playground.page.goto(site + (f"#{link}" if link else ""))
        if wait:
            playground.wait_ready()
        return playground

    return open_it


@pytest.fixture
def playground(open_playground: Callable[..., Playground]) -> Playground:
    return open_playground()


@pytest.fixture
def descent(playground: Playground) -> Playground:
    playground.open_tab("Descent")
    return playground


@pytest.fixture
def course(playground: Playground) -> Course:
    return Course(playground)
