"""Whatever a host does to one of the files of the page, a visit ends: the page is ready, or says
what is wrong, with a button to try again. Its own limits are measured by its own clock."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import pytest
from browser_guard import Guard
from page_objects import READY_WITHIN, Playground
from playwright.sync_api import Page, expect
from trouble.faulty import KINDS, Host, files

# Every file in every way: takes an hour.
ALL = bool(os.environ.get("LINREG_ALL_CASES"))
# In which ways by default: one for each way in which the page can notice.
WAYS = tuple(KINDS) if ALL else ("missing", "html", "slow", "stalled", "corrupt")
# What the page is made of, by how it comes: the first scripts, the worker, and the runtime.
MATTER = {
    "boot.js": r"app-\w+/boot\.js",
    "BokehJS": r"bokeh-\w+\.min\.js",
    "worker.js": r"app-\w+/worker\.js",
    "style": r"style-\w+\.css",
    "runtime": r"pyodide-\w+/pyodide\.asm\.wasm",
}
# Where the page itself is not what was sent, nothing of it is there to say so.
EACH = {name: re.escape(name) for name in files() if name != "index.html"}
TARGETS = EACH if ALL else MATTER
# How these end of which nothing can be done without; what is only slow comes.
FATAL = ("boot.js", "BokehJS", "worker.js")
# Milliseconds from the start of the visit: 30 s, and what a machine with other work needs beside.
LIMIT = 45_000

# Notes when and how a visit ends.
RECORD = """(() => {
  const look = setInterval(() => {
    const root = document.documentElement;
    const panel = root?.querySelector("#failure");
    const retry = panel?.querySelector(".retry");
    const reason = panel?.querySelector(".reason")?.textContent;
    const offered = Boolean(retry?.checkVisibility() && reason);
    if (offered) (window.__said ??= { at: performance.now(), reason });
    const how = root?.dataset.status;
    if (how !== "ready" && !(how === "failed" && offered)) return;
    clearInterval(look);
    window.__end = { how, at: performance.now(), reason: offered ? reason : "" };
  }, 50);
})();"""
ENDED = "() => window.__end"


@pytest.fixture
def faulty(guard: Guard) -> Iterator[Callable[[str], Host]]:
    hosts: list[Host] = []

    def make(target: str) -> Host:
        hosts.append(Host(target))
        guard.home = f"http://127.0.0.1:{hosts[-1].server_port}/"
        # Browsers and the page say much about a broken host, and each in its own words.
        guard.expected.append("")
        return hosts[-1]

    yield make
    for host in hosts:
        host.end()


def visit(new_page: Callable[..., Page], host: Host, kind: str) -> Page:
    page = new_page()
    page.add_init_script(RECORD)
    page.goto(host.address(kind), wait_until="commit")
    return page


def end_of(page: Page) -> dict[str, object]:
    page.wait_for_function(ENDED, timeout=2 * READY_WITHIN)
    found: dict[str, object] = page.evaluate(ENDED)
    return found | {"said": page.evaluate("() => window.__said ?? null")}


@pytest.mark.parametrize("name", TARGETS)
def test_every_visit_ends(
    name: str, new_page: Callable[..., Page], faulty: Callable[[str], Host]
) -> None:
    host = faulty(TARGETS[name])
    # The longest goes beside the others, which go one after the other: each is a Python of its own.
    pages = {"stalled": visit(new_page, host, "stalled")}
    ends = {}
    for kind in (*(kind for kind in WAYS if kind != "stalled"), "stalled"):
        page = pages.get(kind) or pages.setdefault(kind, visit(new_page, host, kind))
        ends[kind] = end_of(page)
        if ends[kind]["how"] == "ready":
            page.close()
    for kind, end in ends.items():
        print(f"{name} {kind}: {end['how']} at {end['at']:.0f} ms {end['reason']}")
        if end["how"] == "failed":
            assert end["at"] < LIMIT, kind
            assert len(str(end["reason"])) > 10, kind
    if name in FATAL:
        # Browsers take a script that is no module whatever it is called.
        taken = {"slow", "wrong-type"} if name == "BokehJS" else {"slow"}
        hopeless = set(WAYS) - taken
        assert {kind for kind, end in ends.items() if end["how"] == "failed"} == hopeless
        for kind in hopeless:
            said = ends[kind]["said"]
            assert re.search(TARGETS[name].rpartition("/")[2], said["reason"]), kind
    # With the host sound again, the button leads to a page that works, past all that was kept.
    host.heal()
    failed = [kind for kind, end in ends.items() if end["how"] == "failed"]
    for kind in failed if ALL else failed[-1:]:
        pages[kind].locator("#failure .retry").click()
        Playground(pages[kind]).wait_ready()
        expect(pages[kind].locator("#failure")).to_be_hidden()
