"""The files that Python starts from: the memory image or the plain ones, and any of them bad."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from browser_guard import Guard
from bundle import paths
from page_objects import IMAGE_IS_KEPT, READY_WITHIN, Playground, until
from playwright.sync_api import Page, Route, expect

Opener = Callable[..., Playground]
PATH = "() => [playground.diagnostics.path, playground.diagnostics.fellBack?.stage ?? null]"


def test_python_is_woken_from_the_memory_image(playground: Playground, guard: Guard) -> None:
    assert playground.page.evaluate(PATH) == ["image", None]
    names = [url.rpartition("/")[2] for url in guard.requests]
    assert sum(name.startswith("image-") for name in names) == 1
    assert not any(name.endswith(".zip") for name in names)


def test_the_plain_boot_can_be_asked_for_and_draws_nothing_again(
    site: str, new_page: Callable[..., Page]
) -> None:
    playground = Playground(new_page())
    playground.page.goto(f"{site}?boot=plain")
    playground.wait_ready()
    assert playground.page.evaluate(PATH) == ["plain", None]
    assert playground.results["n"] == 40


def packed_image() -> bytes:
    (packed,) = paths.DIST.glob("image-*.zst")
    return packed.read_bytes()


def damaged_image() -> bytes:
    """The image with one bit turned over."""
    damaged = bytearray(packed_image())
    damaged[len(damaged) // 2] ^= 1
    return bytes(damaged)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda route: route.fulfill(status=404, body="gone"), "answered 404"),
        (lambda route: route.fulfill(status=200, body=packed_image()[:100_000]), "is damaged"),
        (lambda route: route.fulfill(status=200, body="<html>login</html>"), "bytes long"),
        (lambda route: route.fulfill(status=200, body=packed_image() + b"!"), "bytes long"),
        (lambda route: route.fulfill(status=200, body=damaged_image()), "is damaged"),
    ],
    ids=["missing", "cut off", "another file", "too long", "one bit"],
)
def test_a_bad_image_leads_to_the_plain_boot(
    answer: Callable[[Route], None],
    reason: str,
    site: str,
    guard: Guard,
    new_page: Callable[..., Page],
) -> None:
    guard.expected += ["The quick start failed", "404"]
    playground = Playground(new_page())
    break_file(playground.page, r"image-\w+\.zst", answer)
    playground.page.goto(site)
    playground.wait_ready()
    assert playground.page.evaluate(PATH)[0] == "plain"
    assert reason in playground.page.evaluate("() => playground.diagnostics.fellBack.message")
    playground.set_state(steps=3)
    assert playground.results["iterations"] == 3
    playground.plot.click(1.0, -3.0)
    assert playground.results["n"] == 41


# Turns the last byte of what is kept into another, where no work of Python's has its data.
DAMAGE_KEPT = """async () => {
  for await (const folder of (await navigator.storage.getDirectory()).values()) {
    for await (const handle of folder.values()) {
      const file = await handle.getFile();
      const last = new Uint8Array(await file.slice(-1).arrayBuffer());
      const writer = await handle.createWritable({ keepExistingData: true });
      const data = last.map((byte) => byte ^ 1);
      await writer.write({ type: "write", position: file.size - 1, data });
      await writer.close();
    }
  }
}"""


# Writes down what the page says of itself, from the first on: the restart may come at any time.
WATCH = """new MutationObserver(() => {
  (window.was ??= []).push(document.documentElement.dataset.status);
}).observe(document, { subtree: true, attributeFilter: ["data-status"] });"""
RESTARTED = "() => String(window.was).endsWith('restarting,ready')"
STATE = "#seed=5&steps=12"


def is_started_again_as_it_was(playground: Playground) -> None:
    playground.page.wait_for_function(RESTARTED, timeout=READY_WITHIN)
    assert playground.page.evaluate(PATH) == ["image", None]
    assert playground.state()["seed"] == 5
    assert playground.results["iterations"] == 12


def test_an_image_that_was_damaged_where_it_is_kept_is_found_out(
    playground: Playground, site: str, guard: Guard
) -> None:
    page = playground.page
    until(page, IMAGE_IS_KEPT)
    # From a page whose worker has nothing more to do with it, and which has no icon.
    guard.expected.append("404")
    page.goto(f"{site}licenses/zstandard.txt")
    page.evaluate(DAMAGE_KEPT)
    page.add_init_script(WATCH)
    page.goto(f"{site}{STATE}")
    is_started_again_as_it_was(playground)
    # Once from the host at the first visit, and once more in the damaged one's place.
    assert sum("/image-" in url for url in guard.requests) == 2


# A section that says nothing: with it the file is still WebAssembly, but another.
NOTE = b"\0\5\4note"


def test_a_runtime_that_is_not_the_built_one_is_found_out(
    site: str, new_page: Callable[..., Page]
) -> None:
    (runtime,) = paths.DIST.glob("pyodide-*/pyodide.asm.wasm")
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            route.continue_()
        else:
            kind = {"Content-Type": "application/wasm"}
            route.fulfill(status=200, body=runtime.read_bytes() + NOTE, headers=kind)

    playground = Playground(new_page())
    break_file(playground.page, r"pyodide\.asm\.wasm", answer)
    playground.page.add_init_script(WATCH)
    # Asked for, because a busy machine may take what the test gives for a slow line.
    playground.page.goto(f"{site}?boot=image{STATE}")
    is_started_again_as_it_was(playground)


@pytest.mark.alone
def test_an_image_that_does_not_come_is_not_waited_for(
    site: str, new_page: Callable[..., Page], guard: Guard
) -> None:
    guard.expected.append("The quick start failed")
    playground = Playground(new_page())
    with playground.page.expect_request("**/image-*.zst"):
        playground.page.route("**/image-*.zst", lambda route: None)
        playground.page.clock.install()
        playground.page.goto(site)
    playground.page.clock.fast_forward(21_000)
    playground.wait_ready()
    assert playground.page.evaluate(PATH) == ["plain", "start"]
    assert "did not respond" in playground.page.evaluate(
        "() => playground.diagnostics.fellBack.message"
    )
    assert playground.results["n"] == 40


def test_a_server_that_declares_the_packing_as_an_encoding_is_understood(
    open_playground: Opener,
) -> None:
    headers = {"Content-Encoding": "zstd"}
    answer = partial(Route.fulfill, status=200, headers=headers, body=packed_image())
    playground = open_playground(hold=("**/image-*.zst", lambda route: answer(route)))
    assert playground.page.evaluate(PATH) == ["image", None]


def break_file(page: Page, pattern: str, answer: Callable[[Route], None]) -> None:
    page.route(re.compile(pattern), answer)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda route: route.fulfill(status=404, body="gone"), "answered 404"),
        (
            lambda route: route.fulfill(status=200, body="<html>login</html>"),
            "not a WebAssembly file",
        ),
    ],
)
def test_a_missing_runtime_is_said_and_can_be_tried_again(
    answer: Callable[[Route], None],
    reason: str,
    site: str,
    guard: Guard,
    new_page: Callable[..., Page],
) -> None:
    guard.expected += ["404", "wasm", "Failed to load", "The quick start failed"]
    playground = Playground(new_page())
    page = playground.page
    break_file(page, r"pyodide\.asm\.wasm", answer)
    page.goto(site)
    playground.status_is("failed")
    failure = page.get_by_role("alert").filter(has_text="Python could not be started")
    expect(failure).to_contain_text(reason)
    page.unroute(re.compile(r"pyodide\.asm\.wasm"))
    page.get_by_role("button", name="Retry").click()
    playground.wait_ready()
    expect(failure).to_be_hidden()
    assert playground.results["n"] == 40


def test_a_damaged_archive_is_noticed_by_its_hash(
    site: str, guard: Guard, new_page: Callable[..., Page]
) -> None:
    (archive,) = (p for p in paths.DIST.glob("python-*.zip") if "late" not in p.name)
    damaged = bytearray(archive.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    playground = Playground(new_page())
    fulfil = partial(Route.fulfill, status=200, body=bytes(damaged))
    playground.page.route(re.compile(re.escape(archive.name)), lambda route: fulfil(route))
    playground.page.goto(f"{site}?boot=plain")
    playground.status_is("failed")
    expect(playground.page.locator("#failure .reason")).to_contain_text("is damaged")


def test_a_stuck_worker_is_replaced_and_the_state_put_back(playground: Playground) -> None:
    page = playground.page
    playground.set_state(seed=5, steps=12)
    playground.plot.click(1.0, -3.0)
    before = playground.state()
    assert before["data"] == "own"
    page.workers[0].evaluate("() => { setTimeout(() => { for (;;); }); }")
    playground.press("Clear points")
    playground.status_is("restarting")
    playground.wait_ready()
    after = playground.state()
    assert {k: v for k, v in after.items() if k != "results"} == {
        k: v for k, v in before.items() if k != "results"
    }
    assert after["results"]["coefficients"] == before["results"]["coefficients"]
    playground.open_tab("Descent")
    playground.press("Step")
    assert playground.results["iterations"] == 13
