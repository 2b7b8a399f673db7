"""The offline copy through everything that may happen to it.

On a small site with the page's own modules and the build's own service worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_guard import Guard
from bundle.output import precache
from hosts import NO_SERVER, SPOIL, Host, offline_is, small_site
from page_objects import READY_WITHIN, until
from playwright.sync_api import Page, expect

KEYS = "async () => (await caches.keys()).map((key) => key.split(' ').at(-1)).sort()"
UPDATE = "() => navigator.serviceWorker.getRegistration().then((r) => r.update())"
# Resolves with what the new worker reports when it cannot take its place.
FAILED_UPDATE = """async () => {
  const told = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the new worker reports nothing")), 60_000);
    const hear = ({ data }) => data.offline && resolve(data.offline.state);
    navigator.serviceWorker.addEventListener("message", hear);
  });
  await (await navigator.serviceWorker.getRegistration()).update();
  return told;
}"""
LATE = "() => late()"
DROP = """async (part) => {
  for (const key of await caches.keys()) {
    const cache = await caches.open(key);
    const all = await cache.keys();
    for (const request of all) if (request.url.includes(part)) await cache.delete(request);
  }
}"""
KEPT = """async () => {
  const keys = await caches.keys();
  const all = await Promise.all(keys.map(async (key) => (await caches.open(key)).keys()));
  return all.flat().map(({ url }) => url);
}"""

# An image of Python's memory, as the page keeps it, and another app's file beside it.
KEEP_FILES = """async () => {
  const root = await navigator.storage.getDirectory();
  const image = `linreg-playground-image ${encodeURIComponent(location.pathname)}`;
  for (const name of [image, "other"]) {
    const folder = await root.getDirectoryHandle(name, { create: true });
    await folder.getFileHandle("a", { create: true });
  }
}"""
FILES = """async () => {
  const names = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
  return names;
}"""


@pytest.fixture
def host(tmp_path: Path, guard: Guard) -> Iterator[Host]:
    small_site(tmp_path / "site")
    host = Host(tmp_path / "site")
    guard.home = host.origin
    guard.expected.extend(NO_SERVER)
    yield host
    host.stop()


def visit_and_keep(page: Page, address: str) -> None:
    page.goto(address)
    offline_is(page, "ready")


def build_is(page: Page, build: str) -> None:
    html = page.locator("html")
    expect(html).to_have_attribute("data-build", build, timeout=READY_WITHIN)


def only_kept(page: Page, build: str) -> None:
    """What is no more in use goes when the copy has been verified."""
    until(page, f"async (build) => String(await ({KEYS})()) === build", build)


def test_pages_files_and_other_addresses_of_the_page_work(host: Host, visitor: Page) -> None:
    visit_and_keep(visitor, host.address)
    host.stop()
    for address in ("?from=mail", "index.html", "#n=3", "notes/index.html", "notes/"):
        visitor.goto("about:blank")
        visitor.goto(host.address + address)
    expect(visitor.locator("body")).to_have_text("notes")
    visit_and_keep(visitor, host.address)
    assert visitor.evaluate(LATE) == "first"


def test_a_half_finished_copy_is_gone_on_with(host: Host, visitor: Page) -> None:
    (late,) = host.folder.glob("late-*.txt")
    late.unlink()
    visitor.goto(host.address)
    offline_is(visitor, "incomplete")
    expect(visitor.locator("#offline")).to_be_empty()
    expect(visitor.locator("#offline-about")).to_contain_text(f"{late.name} answered 404")
    begun = visitor.evaluate(KEPT)
    assert begun
    late.write_text("first")
    visit_and_keep(visitor, host.address)
    assert set(begun) < set(visitor.evaluate(KEPT))


def test_a_file_that_is_not_the_built_one_is_never_called_kept(host: Host, visitor: Page) -> None:
    (host.folder / "notes" / "index.html").write_text("something else")
    visitor.goto(host.address)
    offline_is(visitor, "incomplete")
    expect(visitor.locator("#offline-about")).to_contain_text(
        "differs from the file that was built"
    )


@pytest.mark.parametrize("part", ["start.js", "late-", ""])
def test_a_damaged_file_is_fetched_again(part: str, host: Host, visitor: Page) -> None:
    visit_and_keep(visitor, host.address)
    assert visitor.evaluate(SPOIL, [part, "not what it was"]) > 0
    visit_and_keep(visitor, host.address)
    host.stop()
    visit_and_keep(visitor, host.address)
    assert visitor.evaluate(LATE) == "first"


def test_without_a_network_a_missing_file_is_not_passed_over(host: Host, visitor: Page) -> None:
    visit_and_keep(visitor, host.address)
    visitor.evaluate(DROP, "notes")
    host.stop()
    visitor.goto(host.address)
    offline_is(visitor, "incomplete")
    expect(visitor.locator("#offline")).to_be_empty()


def test_a_copy_that_the_browser_threw_away_is_made_again(host: Host, visitor: Page) -> None:
    visit_and_keep(visitor, host.address)
    visitor.evaluate(
        "async () => { for (const key of await caches.keys()) await caches.delete(key); }"
    )
    visit_and_keep(visitor, host.address)
    host.stop()
    visit_and_keep(visitor, host.address)


def test_a_new_version_waits_for_its_visitor(host: Host, visitor: Page) -> None:
    old = visitor_build = small_site(host.folder, "first")
    visit_and_keep(visitor, host.address)
    new = small_site(host.folder, "second")
    visitor.evaluate(UPDATE)
    offer = visitor.locator("#update")
    expect(offer).to_be_visible()
    assert visitor.evaluate(KEYS) == sorted((old, new))
    offer.get_by_role("button", name="Later").click()
    expect(offer).to_be_hidden()
    build_is(visitor, visitor_build)
    assert visitor.evaluate(LATE) == "first"
    # Without a network the next session has the whole of one version.
    host.stop()
    visit_and_keep(visitor, host.address)
    build_is(visitor, old)
    assert visitor.evaluate(LATE) == "first"
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="reload").click()
    build_is(visitor, new)
    offline_is(visitor, "ready")
    assert visitor.evaluate(LATE) == "second"
    only_kept(visitor, new)


def test_two_versions_do_not_break_each_other(host: Host, visitor: Page) -> None:
    old = small_site(host.folder, "first")
    visit_and_keep(visitor, host.address)
    new = small_site(host.folder, "second")
    other = visitor.context.new_page()
    visit_and_keep(other, host.address)
    build_is(other, new)
    expect(visitor.locator("#update")).to_be_visible()
    build_is(visitor, old)
    host.stop()
    # The first version's files are no more on the host, nor is the host.
    assert (visitor.evaluate(LATE), other.evaluate(LATE)) == ("first", "second")
    assert visitor.evaluate(KEYS) == sorted((old, new))
    visitor.get_by_role("button", name="reload").click()
    build_is(visitor, new)
    offline_is(visitor, "ready")
    only_kept(visitor, new)


def test_what_has_not_changed_is_not_fetched_again(host: Host, visitor: Page) -> None:
    visit_and_keep(visitor, host.address)
    (late,) = host.folder.glob("late-*.txt")
    (host.folder / "notes" / "index.html").write_text("<!doctype html>news")
    precache.write(host.folder)
    # If it were asked for, it would be missed.
    late.unlink()
    visitor.reload()
    offline_is(visitor, "ready")
    host.stop()
    visit_and_keep(visitor, host.address)
    assert visitor.evaluate(LATE) == "first"


def test_an_update_that_is_cut_short_leaves_the_kept_version(host: Host, visitor: Page) -> None:
    old = small_site(host.folder, "first")
    visit_and_keep(visitor, host.address)
    small_site(host.folder, "second")
    for late in host.folder.glob("late-*.txt"):
        late.unlink()
    assert visitor.evaluate(FAILED_UPDATE) == "incomplete"
    host.stop()
    visit_and_keep(visitor, host.address)
    build_is(visitor, old)
    assert visitor.evaluate(LATE) == "first"


def test_a_full_disk_leaves_what_was_kept(host: Host, visitor: Page) -> None:
    session = visitor.context.new_cdp_session(visitor)
    origin = host.origin.rstrip("/")
    old = small_site(host.folder, "first")
    visit_and_keep(visitor, host.address)
    visitor.evaluate(KEEP_FILES)
    small_site(host.folder, "second" * 2_000_000)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 3_000_000})
    assert visitor.evaluate(FAILED_UPDATE) == "full"
    # The image only saves time: it goes first.
    assert visitor.evaluate(FILES) == ["other"]
    offline_is(visitor, "ready")
    assert visitor.evaluate(KEYS) == [old]
    host.stop()
    visit_and_keep(visitor, host.address)
    build_is(visitor, old)


def test_it_lives_under_a_path_beside_another_app(
    tmp_path: Path, guard: Guard, visitor: Page
) -> None:
    small_site(tmp_path / "teaching" / "linreg")
    small_site(tmp_path / "teaching" / "linreg" / "older", "older")
    (tmp_path / "other").mkdir()
    other_page = '<!doctype html><link rel="icon" href="data:,">other app'
    (tmp_path / "other" / "index.html").write_text(other_page)
    host = Host(tmp_path, "teaching/linreg/")
    guard.home = host.origin
    guard.expected.extend(NO_SERVER)
    other = visitor.context.new_page()
    other.goto(f"{host.origin}other/")
    other.evaluate("() => caches.open('other').then((c) => c.put('a', new Response('theirs')))")
    visit_and_keep(visitor, host.address)
    # A copy within the copy's own folder is another one.
    within = visitor.context.new_page()
    visit_and_keep(within, f"{host.address}older/")
    precache.write(host.folder / "teaching" / "linreg")
    visit_and_keep(visitor, host.address)
    assert other.evaluate("() => caches.match('a').then((r) => r.text())") == "theirs"
    assert other.evaluate("() => navigator.serviceWorker.controller") is None
    host.stop()
    visit_and_keep(visitor, host.address)
    visit_and_keep(within, f"{host.address}older/")
    assert (visitor.evaluate(LATE), within.evaluate(LATE)) == ("first", "older")
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        other.reload()


def test_a_server_that_does_not_answer_is_not_waited_for(host: Host, visitor: Page) -> None:
    visit_and_keep(visitor, host.address)
    visitor.context.route(re.compile(re.escape(host.address) + "$"), lambda route: None)
    visit_and_keep(visitor, host.address)


@pytest.mark.parametrize("redirecting", [False, True])
def test_a_network_that_wants_a_login_does_not_take_the_copys_place(
    redirecting: bool, host: Host, visitor: Page
) -> None:
    visit_and_keep(visitor, host.address)
    html = visitor.locator("html")
    expect(html).not_to_have_attribute("data-instead", "")
    host.become_portal(redirecting)
    for address in ("", "?from=mail", "#n=3"):
        visitor.goto("about:blank")
        visit_and_keep(visitor, host.address + address)
        expect(html).to_have_attribute("data-instead", "")
    visitor.goto(f"{host.address}notes/")
    expect(visitor.locator("body")).to_have_text("notes")
    # What is not of this page is shown as the network has it.
    visitor.goto(f"{host.origin}other")
    expect(visitor.locator("body")).to_contain_text("Log in")
    host.stop()
    host.start()
    visit_and_keep(visitor, host.address)
    expect(html).not_to_have_attribute("data-instead", "")


def test_a_new_version_is_no_foreign_page(host: Host, visitor: Page) -> None:
    visit_and_keep(visitor, host.address)
    new = small_site(host.folder, "second")
    visitor.goto("about:blank")
    visitor.goto(host.address)
    build_is(visitor, new)


def test_the_visitor_can_remove_the_copy_and_keep_it_again(host: Host, visitor: Page) -> None:
    visit_and_keep(visitor, host.address)
    visitor.evaluate(KEEP_FILES)
    visitor.get_by_role("button", name="Remove the offline copy").click()
    offline_is(visitor, "refused")
    assert visitor.evaluate(KEYS) == []
    assert visitor.evaluate(FILES) == ["other"]
    visitor.goto(host.address)
    offline_is(visitor, "refused")
    visitor.get_by_role("button", name="Save for offline use").click()
    offline_is(visitor, "ready")
    host.stop()
    visit_and_keep(visitor, host.address)


def test_the_kill_switch_takes_all_copies_away(host: Host, visitor: Page) -> None:
    visit_and_keep(visitor, host.address)
    visitor.evaluate(KEEP_FILES)
    precache.write(host.folder, offline=False)
    visitor.goto(host.address)
    until(
        visitor,
        "async () => !(await caches.keys()).length"
        " && !(await navigator.serviceWorker.getRegistration())",
    )
    assert visitor.evaluate(FILES) == ["other"]
    assert visitor.evaluate(LATE) == "first"


def test_in_the_frame_of_another_page_nothing_is_kept(host: Host, visitor: Page) -> None:
    (host.folder / "framing.html").write_text('<!doctype html><iframe src="./"></iframe>')
    visitor.goto(f"{host.address}framing.html")
    frame = visitor.frame_locator("iframe")
    expect(frame.locator("#offline-action")).to_be_visible()
    visitor.evaluate(
        "() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done)))"
    )
    assert visitor.evaluate("() => navigator.serviceWorker.getRegistrations()") == []
