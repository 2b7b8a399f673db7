"""The whole playground in one file, opened from a disk: no host, no network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser_guard import Guard
from bundle import paths
from bundle.output import single_file
from page_objects import Playground
from playwright.sync_api import Page, expect

OWN = {
    "columns": [
        {"name": "a", "values": ["1", "2.50", "4"]},
        {"name": "b", "values": ["1", "3", "-2"]},
    ]
}
Opener = Callable[..., Playground]


@pytest.fixture
def open_file(new_page: Callable[..., Page], guard: Guard) -> Opener:
    guard.also.append("file://")

    def open_it(file: Path = paths.DIST / single_file.NAME, fragment: str = "") -> Playground:
        page = new_page(offline=True, accept_downloads=True)
        page.goto(file.as_uri() + fragment)
        playground = Playground(page)
        playground.wait_ready()
        return playground

    return open_it


def words(playground: Playground) -> dict[str, Any]:
    return {key: value for key, value in playground.state().items() if key != "results"}


def save(playground: Playground, folder: Path) -> Path:
    with playground.page.expect_download() as download:
        playground.page.get_by_role("button", name="Save my work as a file").click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def test_it_opens_by_a_double_click(open_file: Opener, guard: Guard) -> None:
    playground = open_file()
    asked = {
        url.partition("#")[0] for url in guard.requests if not url.startswith(("blob:", "data:"))
    }
    assert asked == {(paths.DIST / single_file.NAME).as_uri()}
    playground.press("Add point")
    assert playground.state()["results"]["n"] == 41
    # What is fetched on demand elsewhere is in the file too.
    for tab in playground.tabs:
        playground.open_tab(tab)
        playground.state()
    expect(playground.page.locator("#failure")).to_be_hidden()


def test_it_is_small_enough_to_mail() -> None:
    assert (paths.DIST / single_file.NAME).stat().st_size <= single_file.MOST_BYTES


def test_links_work(open_file: Opener) -> None:
    state = open_file(fragment="#n=12&seed=3&view=descent&steps=4").state()
    assert (state["n"], state["seed"], state["view"], state["steps"]) == (12, 3, "descent", 4)
    assert state["results"]["iterations"] == 4


def test_a_copy_holds_ones_work_and_can_be_copied(open_file: Opener, tmp_path: Path) -> None:
    playground = open_file()
    playground.set_state(points=OWN, view="descent", steps=7)
    playground.page.get_by_role("tab", name="Fit").click()
    before = words(playground)
    copy = save(playground, tmp_path)
    mailed = open_file(copy)
    assert words(mailed) == before
    assert mailed.state()["points"] == OWN
    mailed.set_state(seed=9, data="linear")
    again = save(mailed, tmp_path)
    assert words(open_file(again))["seed"] == 9


def test_a_link_wins_over_what_was_saved(open_file: Opener, tmp_path: Path) -> None:
    playground = open_file()
    playground.set_state(n=33)
    copy = save(playground, tmp_path)
    assert open_file(copy).state()["n"] == 33
    assert open_file(copy, "#n=44").state()["n"] == 44


def test_a_copy_without_work_is_the_file_itself(open_file: Opener) -> None:
    code = """async () => {
      const blob = await playgroundSupply.copy("");
      const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
      return [...new Uint8Array(digest)];
    }"""
    copied = bytes(open_file().page.evaluate(code))
    assert copied == hashlib.sha256((paths.DIST / single_file.NAME).read_bytes()).digest()


def test_every_byte_survives_the_charset() -> None:
    content = bytes(range(256)) * 3
    encoded = single_file.encode(content)
    assert not set(encoded) & {0x00, 0x0D, ord("<")}
    back = bytearray()
    rest = iter(encoded)
    for byte in rest:
        plain = byte if byte != single_file.ESCAPE else next(rest) - single_file.ESCAPED_BY
        back.append((plain - single_file.SHIFT) % 256)
    assert bytes(back) == content


def test_a_rule_of_ones_own_is_sent_elsewhere(open_file: Opener) -> None:
    playground = open_file()
    playground.open_tab("Code")
    playground.press("Run your rule")
    expect(playground.page.get_by_text("Open the playground on a website")).to_be_visible()
