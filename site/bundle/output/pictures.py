"""The picture of each page for previews: taken where there is a browser, else the shipped one."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bundle import paths, serve
from bundle.browsers import browser
from bundle.output import social
from linreg import links

SHIPPED = paths.WEB / "landing" / social.PICTURE
_READY = "() => document.documentElement.dataset.status === 'ready'"
_STILL = """() => document.getAnimations().every(({ playState, effect }) =>
  playState === 'finished' || effect.getComputedTiming().endTime === Infinity)"""
_QUALITY = 80
# What is of no use in a picture.
_HIDDEN = "#present, #return, .messages, .bk-menu { display: none !important; }"


def write(dist: Path, states: Mapping[str, Mapping[str, Any]]) -> str:
    """Write a picture into each folder of dist/ that `states` names with its state.

    A state is what it sets away from the defaults. Returns what was done, in a sentence.
    """
    executable = browser.find()
    if executable is None:
        for folder in states:
            (dist / folder / social.PICTURE).write_bytes(SHIPPED.read_bytes())
        return "no browser on this machine: the shipped picture is used for previews"
    server = serve.make_server(0, str(dist))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    width, height = social.SIZE
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=[*browser.FLAGS])
        context = chromium.new_context(
            viewport={"width": width, "height": height}, service_workers="block"
        )
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/#present=1")
        page.wait_for_function(_READY, timeout=120_000)
        page.add_style_tag(content=_HIDDEN)
        for folder, state in states.items():
            _take(page, state, dist / folder / social.PICTURE)
        chromium.close()
    server.shutdown()
    return f"took {len(states)} pictures for previews"


def _take(page: Page, state: Mapping[str, Any], target: Path) -> None:
    whole = {**links.defaults(), **state, "present": 1, "theme": "light"}
    page.evaluate("(state) => playground.setState(state)", whole)
    page.wait_for_function(_STILL)
    page.screenshot(path=target, type="jpeg", quality=_QUALITY)
