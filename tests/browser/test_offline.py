"""Without a network: the server is really stopped, and everything goes on.

The cases of the copy itself are tried on a small site with the same modules and the same service
worker (test_offline_copy.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_guard import Guard
from hosts import NO_SERVER, SPOIL, Host, copy_site, offline_is, publish_another
from page_objects import READY_WITHIN, Playground
from playwright.sync_api import Page, expect

BUILD = "() => document.documentElement.dataset.build"
TABLE = b"a,b\n1,2\n2,4.1\n3,5.9\n"


@pytest.fixture
def host(tmp_path: Path, guard: Guard) -> Iterator[Host]:
    host = Host(copy_site(tmp_path / "site"))
    guard.home = host.origin
    guard.expected.extend(NO_SERVER)
    yield host
    host.stop()


def visit(page: Page, address: str) -> Playground:
    playground = Playground(page)
    page.goto(address)
    playground.wait_ready()
    return playground


def visit_and_keep(page: Page, address: str) -> Playground:
    playground = visit(page, address)
    offline_is(page, "ready")
    return playground


def test_after_the_first_visit_everything_works_without_a_server(host: Host, visitor: Page) -> None:
    visitor.add_init_script(
        """const register = ServiceWorkerContainer.prototype.register;
        ServiceWorkerContainer.prototype.register = function (...given) {
          window.__status = document.documentElement.dataset.status;
          return register.apply(this, given);
        };"""
    )
    playground = visit_and_keep(visitor, host.address)
    # The copy was not asked for before Python was ready.
    assert visitor.evaluate("() => window.__status") == "ready"
    expect(visitor.locator("#offline")).to_have_text("✓ Ready for offline")
    host.stop()
    # The session goes on, with modules that had not been asked for so far.
    playground.open_tab("Diagnostics")
    playground.upload("table.csv", TABLE)
    playground.wait_state(lambda state: state["data"] == "own")
    # So does another one, from the start.
    again = visit(visitor, f"{host.address}?from=mail")
    for name in again.tabs:
        again.open_tab(name)
    again.open_tab("Descent")
    again.press("Step")
    assert (again.results["n"], again.results["iterations"]) == (40, 1)
    offline_is(visitor, "ready")
    visitor.get_by_role("contentinfo").get_by_role("link", name="Licences").click()
    expect(visitor.get_by_role("heading", name="Licences")).to_be_visible()
    visitor.get_by_role("link", name="numpy").click()
    expect(visitor.locator("body")).to_contain_text("NumPy Developers")
    # In a network that shows everybody its login page the copy opens, and says so.
    host.become_portal()
    visit(visitor, f"{host.address}#n=12")
    expect(visitor.locator("css:light=#told")).to_contain_text(
        "The network answered with another page"
    )


def test_damaged_files_are_fetched_again(host: Host, visitor: Page, guard: Guard) -> None:
    visit_and_keep(visitor, host.address)
    for part in ("boot.js", "python-", "pyodide.asm.wasm", "image-"):
        assert visitor.evaluate(SPOIL, [part, "not what it was"]) > 0
    # The first of these may fall back to the plain boot, which has its own files mended.
    guard.expected.append("The quick start failed")
    playground = visit_and_keep(visitor, host.address)
    playground.open_tab("Diagnostics")
    host.stop()
    again = visit(visitor, host.address)
    assert again.page.evaluate("() => playground.diagnostics.path") == "image"


def test_two_versions_live_side_by_side(host: Host, visitor: Page) -> None:
    playground = visit_and_keep(visitor, host.address)
    old = visitor.evaluate(BUILD)
    playground.set_state(n=17)
    new = publish_another(host.folder)
    # Another tab brings the new one: its page is the network's.
    other = visit_and_keep(visitor.context.new_page(), host.address)
    assert other.page.evaluate(BUILD) == new != old
    offer = visitor.locator("#update")
    expect(offer).to_be_visible(timeout=READY_WITHIN)
    # The first goes on as it was, with files that the host has no more.
    host.stop()
    assert playground.results["n"] == 17
    playground.upload("table.csv", TABLE)
    playground.wait_state(lambda state: state["data"] == "own")
    playground.open_tab("Diagnostics")
    # Its visitor decides; the new version is kept, so no server is needed.
    offer.get_by_role("button", name="reload").click()
    expect(visitor.locator("html")).to_have_attribute("data-build", new, timeout=READY_WITHIN)
    playground.wait_ready()
    expect(offer).to_be_hidden()


def test_a_full_disk_is_said_and_harms_nothing(host: Host, visitor: Page) -> None:
    session = visitor.context.new_cdp_session(visitor)
    quota = {"origin": host.origin.rstrip("/"), "quotaSize": 5_000_000}
    session.send("Storage.overrideQuotaForOrigin", quota)
    playground = visit(visitor, host.address)
    offline_is(visitor, "full")
    expect(visitor.locator("#offline")).to_have_text("Not available offline: no space left")
    visitor.get_by_role("button", name="About").click()
    expect(visitor.locator("#offline-about")).to_contain_text("Not enough storage for the")
    visitor.get_by_role("button", name="Close").click()
    assert playground.set_state(n=12)["results"]["n"] == 12
    # With room again, the next visit keeps it.
    session.send("Storage.overrideQuotaForOrigin", {"origin": quota["origin"]})
    visit_and_keep(visitor, host.address)


def test_it_can_be_installed_and_opens_files(host: Host, visitor: Page) -> None:
    visitor.add_init_script(
        """Object.defineProperty(window, "launchQueue", { value: { setConsumer(take) {
          const file = new File(["a,b\\n1,2\\n2,4.1\\n3,5.9\\n"], "opened.csv");
          take({ files: [{ getFile: async () => file }] });
        } } });"""
    )
    playground = visit(visitor, host.address)
    playground.wait_state(lambda state: state["data"] == "own")
    assert playground.results["n"] == 3
    session = visitor.context.new_cdp_session(visitor)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"] == f"{host.address}manifest.webmanifest"
    problems = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A context of a test counts as private browsing; of the page nothing is amiss.
    assert [p["errorId"] for p in problems if p["errorId"] != "in-incognito"] == []
