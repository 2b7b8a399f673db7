"""The course in a learning platform: progress and score are reported, and resumed on return."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_guard import Guard
from bundle import fetch, paths, pins, serve
from bundle.output import scorm
from page_objects import READY_WITHIN
from playwright.sync_api import FrameLocator, Page, expect

PLATFORM = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Platform</title><link rel="icon" href="data:,">
<body style="margin: 0"><script src="scorm-again.min.js"></script>
<script>
const {{ get, name }} = {version};
const api = new window[name]({{ autocommit: false, logLevel: 5 }});
window[name === "Scorm12API" ? "API" : "API_1484_11"] = api;
const earlier = localStorage.getItem("platform");
if (earlier) api.loadFromJSON(JSON.parse(earlier), "");
window.value = (key) => api[get](key);
</script>
<iframe src="package/index.html" style="width: 1400px; height: 850px"></iframe>"""
VERSIONS = {
    "12": {"name": "Scorm12API", "get": "lmsGetValue"},
    "2004": {"name": "Scorm2004API", "get": "lmsGetValue"},
}
KEYS = {
    "12": ("cmi.core.score.raw", "cmi.core.lesson_status"),
    "2004": ("cmi.score.raw", "cmi.completion_status"),
}


@pytest.fixture(params=scorm.NAMES)
def platform(request: pytest.FixtureRequest, tmp_path: Path, guard: Guard) -> Iterator[Any]:
    version = request.param
    with zipfile.ZipFile(paths.DIST / scorm.NAMES[version]) as package:
        package.extractall(tmp_path / "package")
    runtime = fetch.fetch(pins.SCORM_RUNTIME)
    (tmp_path / runtime.name).write_bytes(runtime.read_bytes())
    page = PLATFORM.format(version=json.dumps(VERSIONS[version]))
    (tmp_path / "index.html").write_text(page)
    server = serve.make_server(0, str(tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    guard.also.append(home)
    yield version, home
    server.shutdown()
    server.server_close()


def opened(page: Page, home: str) -> FrameLocator:
    page.goto(home)
    inner = page.frame_locator("iframe").frame_locator("iframe")
    expect(inner.locator("html")).to_have_attribute("data-status", "ready", timeout=READY_WITHIN)
    return inner


def test_answers_are_reported_and_resumed(
    platform: tuple[str, str], new_page: Callable[..., Page]
) -> None:
    version, home = platform
    score, status = KEYS[version]
    page = new_page()
    inner = opened(page, home)
    assert page.evaluate("(key) => value(key)", score) in ("0", 0)
    inner.get_by_role("link", name="Ridge regression").click()
    expect(inner.get_by_role("heading", name="Shrink the coefficients")).to_be_visible()
    answer = "() => playground.setState({ penalty: 'ridge', strength: 0.0001 })"
    inner.locator("html").evaluate(f"async () => {{ await ({answer})(); }}")
    page.wait_for_function("(key) => Number(value(key)) > 0", arg=score)
    assert page.evaluate("(key) => value(key)", status) == "incomplete"
    data = page.evaluate("() => value('cmi.suspend_data')")
    assert json.loads(data)["done"] == {"ridge": ["1"]}
    # Another device: only what the platform has stored is there.
    first = page.evaluate("(key) => value(key)", score)
    page.evaluate(
        "(text) => { localStorage.clear(); localStorage.setItem('platform', text); }",
        json.dumps({"cmi": {"suspend_data": data}}),
    )
    page.goto("about:blank")
    inner = opened(page, home)
    expect(inner.get_by_text("1 of ").first).to_be_visible()
    assert page.evaluate("(key) => value(key)", score) == first
