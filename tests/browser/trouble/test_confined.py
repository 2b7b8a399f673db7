"""Where a browser forbids the page what it needs: scripts, its files, storage, frames to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_guard import Guard
from bundle import paths
from hosts import Host, offline_is
from page_objects import READY_WITHIN, Playground
from playwright.sync_api import FrameLocator, Page, expect

# Playwright finds no text there.
SENTENCE = "noscript p"
NO_SCRIPTS = "needs JavaScript, which is disabled"
ICON = '<link rel="icon" href="data:,">'


@pytest.fixture
def framed(
    site: str, tmp_path: Path, guard: Guard, new_page: Callable[..., Page]
) -> Iterator[Callable[..., FrameLocator]]:
    """Opens a page of another host with the playground in a frame of these attributes."""
    host = Host(tmp_path)
    outside = host.origin.replace("127.0.0.1", "localhost")
    guard.also.append(outside)

    def frame_in(attributes: str, before: str = "") -> FrameLocator:
        body = f"<!doctype html>{ICON}{before}<iframe {attributes}></iframe>"
        (tmp_path / "framing.html").write_text(body)
        page = new_page()
        page.goto(f"{outside}framing.html")
        return page.frame_locator("iframe")

    yield frame_in
    host.stop()


def test_without_scripts_the_page_says_that_it_needs_them(
    site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(site)
    expect(page.locator(SENTENCE)).to_contain_text(NO_SCRIPTS)
    expect(page.locator(SENTENCE)).to_be_visible()
    expect(page.get_by_text("Loading", exact=True)).to_be_hidden()


def test_in_a_frame_without_scripts_too(
    site: str, framed: Callable[..., FrameLocator], guard: Guard
) -> None:
    guard.expected.append("Blocked script execution")
    frame = framed(f'sandbox="" src="{site}"')
    expect(frame.locator(SENTENCE)).to_contain_text(NO_SCRIPTS)
    expect(frame.locator(SENTENCE)).to_be_visible()


@pytest.mark.parametrize("popups", [True, False])
def test_in_a_sandbox_the_page_says_why_it_cannot_run_and_offers_a_window(
    popups: bool, site: str, framed: Callable[..., FrameLocator], guard: Guard
) -> None:
    guard.expected += ["CORS", "ntegrity", "Failed to load", "sandbox", "Blocked"]
    more = "allow-popups allow-popups-to-escape-sandbox" if popups else ""
    frame = framed(f'sandbox="allow-scripts {more}" src="{site}#n=17"')
    panel = frame.get_by_role("alert")
    expect(panel).to_contain_text("a sandbox without allow-same-origin")
    # To be copied, where the frame forbids new windows too.
    expect(panel).to_contain_text(f"{site}#n=17")
    expect(panel.get_by_role("button", name="Retry")).to_be_hidden()
    window = panel.get_by_role("link", name="Open in a new window")
    expect(window).to_have_attribute("href", f"{site}#n=17")
    if popups:
        with window.page.expect_popup() as popup:
            window.click()
        playground = Playground(popup.value)
        playground.wait_ready()
        assert playground.results["n"] == 17


def test_opened_as_a_file_the_page_names_the_one_that_can_be(
    new_page: Callable[..., Page], guard: Guard
) -> None:
    guard.also.append("file:")
    guard.expected += ["CORS", "ntegrity", "Failed to load"]
    page = new_page()
    page.goto((paths.DIST / "index.html").as_uri())
    panel = page.get_by_role("alert").filter(has_text="The page cannot run here")
    expect(panel).to_contain_text("linreg-playground.html")


# As Chromium does it for a page whose cookies and storage are blocked.
REFUSED = """
const refuse = async () => { throw new DOMException("The request was denied.", "SecurityError"); };
LockManager.prototype.request = LockManager.prototype.query = refuse;
StorageManager.prototype.getDirectory = ServiceWorkerContainer.prototype.register = refuse;
const blocked = { get() { throw new DOMException("Access is denied.", "SecurityError"); } };
for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
  Object.defineProperty(window, name, blocked);
}
"""


def test_without_storage_everything_works_and_nothing_complains(
    site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.add_init_script(REFUSED)
    playground = Playground(page)
    page.goto(site)
    playground.wait_ready()
    assert playground.set_state(n=17)["results"]["n"] == 17
    playground.open_tab("Lessons")
    offline_is(page, "incomplete")
    # The guard fails on any error of nobody's.


def test_a_frame_that_nobody_sees_becomes_ready(
    site: str, framed: Callable[..., FrameLocator]
) -> None:
    frame = framed(f'src="{site}#embed=1"', '<div style="height: 9000px"></div>')
    expect(frame.locator("html")).to_have_attribute("data-status", "ready", timeout=READY_WITHIN)
