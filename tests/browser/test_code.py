"""The tab Code in the browser: the code shown, and rules of one's own, which have no way out."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_guard import Guard
from page_objects import Playground
from playwright.sync_api import expect
from rules.code_tab import CodeTab

BOOT = 30_000
# What the worker's scope must not offer any more, whatever the browser.
WAYS = (
    "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport",
    "BroadcastChannel", "MessageChannel", "Worker", "SharedWorker", "importScripts", "indexedDB",
    "caches", "navigator", "location", "postMessage", "onmessage", "addEventListener", "close",
    "webkitRequestFileSystem", "webkitRequestFileSystemSync", "webkitResolveLocalFileSystemURL",
    "FileSystemHandle", "StorageManager", "Notification", "RTCPeerConnection", "URL", "Blob",
    "Request", "Response", "cookieStore", "localStorage", "document", "window", "parent", "opener",
)  # fmt: skip
FOUND = """(names) => {
  const found = [];
  for (let holder = globalThis; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const there = (name) => Object.hasOwn(holder, name) && holder[name] !== undefined;
    found.push(...names.filter(there));
  }
  return found;
}"""
# Each resolves with the name of the error that it ends with. They run as tasks of their own, since
# the debugger, through which tests speak to a worker, is free to evaluate text.
ATTEMPTS: dict[str, str] = {
    "eval": "() => (0, eval)('1')",
    "Function": "() => new Function('return 1')()",
    "data: module": "() => import('data:text/javascript,1')",
}
LATER = """(act) => new Promise((resolve) => setTimeout(
  () => Promise.resolve().then(%s).then(() => resolve("got it"), (error) => resolve(error.name)),
))"""
# Each tries a way out from Python, and prints how it ends.
ESCAPES = '''import sys


def attempt(name, act):
    try:
        print(name, "got", type(act()).__name__)
    except BaseException as error:
        print(name, "ends:", type(error).__name__, error)


def by_import(name):
    __import__(name)
    return sys.modules[name]


def through_http():
    from pyodide.http import open_url
    return open_url("./index.html")


def through_fetch():
    from pyodide.http import pyfetch
    pyfetch("./index.html").send(None)


def through_run_js():
    from pyodide.code import run_js
    return run_js("fetch('./index.html')")


def through_urllib():
    import urllib.request
    return urllib.request.urlopen("http://127.0.0.1:8000/", timeout=0.2)


def through_socket():
    import socket
    return socket.create_connection(("127.0.0.1", 8000), timeout=0.2)


def proxies():
    """Every JavaScript object within reach: in frames, modules, and what the collector knows."""
    import gc
    seen, frame = [], sys._getframe()
    while frame is not None:
        seen += [*frame.f_locals.values(), *frame.f_globals.values()]
        frame = frame.f_back
    for module in list(sys.modules.values()):
        seen += list(vars(module).values())
    seen += gc.get_objects()
    of_proxies = {kind: "JsProxy" in str(kind) for kind in set(map(type, seen))}
    return [o for o in seen if of_proxies[type(o)]]


def through_proxies():
    got = []
    for proxy in proxies():
        for name in WAYS:
            try:
                got.append((name, getattr(proxy, name)))
            except BaseException:
                pass
    if not got:
        raise LookupError(len(proxies()))
    return got


def through_constructors():
    made, refused = [], set()
    for proxy in proxies():
        try:
            made.append(proxy.constructor.constructor("return 1")())
        except BaseException as error:
            refused.add(str(error)[:60])
    if not made:
        raise LookupError(sorted(refused))
    return made


def step(w, gradient, state):
    # One in each step, so that a slow machine gives signs of life in between.
    if state.iteration < len(NAMES):
        name = NAMES[state.iteration]
        attempt(f"import {name}", lambda: by_import(name))
    elif state.iteration < len(NAMES) + len(ACTS):
        act = ACTS[state.iteration - len(NAMES)]
        attempt(act.__name__, act)
    return w - state.learning_rate * gradient


NAMES = ("js", "pyodide_js", "micropip")
ACTS = (through_http, through_fetch, through_run_js, through_urllib, through_socket,
        through_proxies, through_constructors)
WAYS = ("fetch", "XMLHttpRequest", "WebSocket", "EventSource", "BroadcastChannel", "Worker",
        "importScripts", "indexedDB", "caches", "navigator", "storage", "postMessage")
'''
ENDLESS = "def step(w, gradient, state):\n    while True:\n        pass\n"


@pytest.fixture
def tab(playground: Playground) -> CodeTab:
    return CodeTab(playground)


def saved(tab: CodeTab, label: str) -> tuple[str, str]:
    """The name and text of the file that a button saves."""
    with tab.page.expect_download() as download:
        tab.playground.press(label)
    path = download.value.path()
    return download.value.suggested_filename, Path(path).read_text(encoding="utf-8")


def test_the_downloaded_code_computes_what_the_page_shows(tab: CodeTab, capsys: Any) -> None:
    state = tab.playground.set_state(data="collinear", epsilon=0.01, steps=30, penalty="ridge")
    name, source = saved(tab, "Download code")
    assert name == "linreg-playground.py"
    names: dict[str, Any] = {}
    exec(compile(source, name, "exec"), names)
    found = state["results"]
    assert names["best"] == pytest.approx(found["coefficients"]["refined"], rel=1e-14)
    assert names["reached"] == pytest.approx(found["coefficients"]["descent"], rel=1e-12)
    assert names["loss"] == pytest.approx(found["loss"]["refined"], rel=1e-14)
    assert names["step"].loss == pytest.approx(found["loss"]["descent"], rel=1e-12)
    assert capsys.readouterr().out.count("\n") == 5
    shown = tab.panel.get_by_role("region", name="The Python behind this page").inner_text()
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", source)
    name, text = saved(tab, "As notebook")
    assert name.endswith(".ipynb")
    assert json.loads(text)["nbformat"] == 4
    name, text = saved(tab, "Fit as JSON")
    assert json.loads(text)["results"]["coefficients"] == found["coefficients"]


def test_the_same_fit_is_written_for_others(tab: CodeTab, capsys: Any) -> None:
    state = tab.playground.set_state(data="collinear", epsilon=0.5, steps=3, lr=0.1)
    tab.playground.choose("Written for", "NumPy")
    expect(tab.words("Needs NumPy.")).to_be_visible()
    name, source = saved(tab, "Download code")
    assert name == "linreg-playground.py"
    assert "linreg." not in source.split('"""')[2]
    exec(compile(source, name, "exec"), {})
    rows = [line.split()[-2:] for line in capsys.readouterr().out.splitlines()[1:]]
    found = state["results"]
    for k, solver in enumerate(("refined", "descent")):
        wanted = [*found["coefficients"][solver], found["loss"][solver]]
        assert [float(row[k]) for row in rows] == pytest.approx(wanted, rel=1e-9)
    tab.playground.choose("Written for", "R")
    expect(tab.words("fit <- lm(y ~ x1 + x2)")).to_be_visible()
    assert saved(tab, "Download code")[0] == "linreg-playground.R"


def test_the_wheel_is_offered(tab: CodeTab) -> None:
    with tab.page.expect_download() as download:
        tab.page.get_by_role("link", name="Python wheel").click()
    assert re.fullmatch(r"linreg-.*-py3-none-any\.whl", download.value.suggested_filename)


def test_a_second_python_is_started_by_the_first_run_only(tab: CodeTab) -> None:
    assert tab.sandboxes == []
    tab.run()
    expect(tab.words("of the minimum loss after")).to_be_visible(timeout=BOOT)
    assert len(tab.sandboxes) == 1
    tab.playground.choose("Start from", "newton")
    tab.run()
    expect(tab.words("within 1% of the minimum loss after 1 step.")).to_be_visible()
    assert len(tab.sandboxes) == 1


def test_no_way_out_from_python(tab: CodeTab, guard: Guard) -> None:
    guard.expected = ["Content Security Policy", "unsafe-eval"]
    tab.run(ESCAPES)
    expect(tab.status).to_contain_text("through_constructors", timeout=BOOT)
    told = tab.status.inner_text().splitlines()
    assert len(told) == 10
    assert [line for line in told if "ends:" not in line] == []
    assert "EvalError" in told[-1], "the policy of the page holds for what Python can still reach"


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another host, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


def test_no_way_out_of_the_workers_scope(
    tab: CodeTab, guard: Guard, elsewhere: tuple[str, list[str]]
) -> None:
    host, asked = elsewhere
    # The browser tells of what it refuses too; that nothing arrives is seen at the other end.
    guard.also.append(host)
    guard.expected = ["Content Security Policy", "unsafe-eval", "dynamically imported"]
    tab.run()
    expect(tab.words("of the minimum loss after")).to_be_visible(timeout=BOOT)
    (worker,) = tab.sandboxes
    assert worker.evaluate(FOUND, list(WAYS)) == []
    for way, attempt in ATTEMPTS.items():
        assert worker.evaluate(LATER % attempt) in ("EvalError", "TypeError"), way
    foreign = f"() => import('{host}x.js')"
    assert worker.evaluate(LATER % foreign) == "TypeError"
    assert asked == []


def test_an_endless_loop_is_ended_and_the_page_never_notices(tab: CodeTab) -> None:
    tab.run()
    expect(tab.words("of the minimum loss after")).to_be_visible(timeout=BOOT)
    (first,) = tab.sandboxes
    heard = tab.playground.record("status")
    tab.editor.fill(ENDLESS)
    with first.expect_event("close", timeout=5000):
        tab.run()
        assert tab.playground.set_state(seed=2)["seed"] == 2
        assert first in tab.page.workers, "the page answers while the loop runs"
    expect(tab.status).to_contain_text("infinite loop")
    assert heard() == []
    tab.run("def step(w, gradient, state):\n    return w - 0.01 * gradient\n")
    expect(tab.words("the loss of your rule is")).to_be_visible(timeout=BOOT)


def test_a_mistake_is_marked_on_its_line(tab: CodeTab) -> None:
    tab.run("def step(w, gradient, state):\n    a = 1\n    return w - rate * gradient\n")
    expect(tab.status).to_have_text("Line 3: NameError: name 'rate' is not defined", timeout=BOOT)
    expect(tab.editor).to_have_attribute("aria-invalid", "true")
    marked = tab.page.locator(".code-error")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("return w - rate")
    tab.editor.press("End")
    tab.editor.type("  ")
    expect(marked).to_have_count(0)


def test_keys_in_the_editor_indent_and_let_one_leave(tab: CodeTab) -> None:
    editor = tab.editor
    # The rule to start from has come.
    expect(editor).not_to_have_value("")
    editor.fill("")
    editor.press_sequentially("def step(w, gradient, state):")
    editor.press("Enter")
    editor.press_sequentially("return w")
    editor.press("Enter")
    editor.press("Tab")
    assert editor.input_value() == "def step(w, gradient, state):\n    return w\n    "
    editor.press("Control+z")
    assert editor.input_value().endswith("return w\n")
    editor.press("Escape")
    editor.press("Tab")
    expect(tab.playground.button("Run your rule")).to_be_focused()


def test_the_editor_fits_a_phone(
    open_playground: Callable[..., Playground],
) -> None:
    tab = CodeTab(open_playground(viewport={"width": 360, "height": 640}))
    tab.run()
    expect(tab.words("of the minimum loss after")).to_be_visible(timeout=BOOT)
    width = tab.page.evaluate("() => document.documentElement.scrollWidth")
    assert width == 360


def test_the_view_is_saved_as_one_picture(tab: CodeTab) -> None:
    tab.playground.open_tab("Descent")
    with tab.page.expect_download() as download:
        tab.playground.press("Picture for slides")
    picture = Path(download.value.path()).read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    # Width and height stand in the header, big-endian.
    assert picture[16:24] == (3200).to_bytes(4) + (1800).to_bytes(4)
