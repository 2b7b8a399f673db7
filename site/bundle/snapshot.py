"""Boot the app once in a real browser and take the memory of its Python (see make_image.js)."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bundle import paths, pins, serve

SECONDS = 90
# What the maker and the page's restore must agree on.
SHARED = ("python_options.js", "frozen_references.js")
# A page that does nothing but hold the worker; resolves with what went wrong, or null.
RUN = """(job) => new Promise((resolve) => {
  const worker = new Worker("/make_image.js", { type: "module" });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => resolve(message || "The worker could not be started.");
  worker.postMessage(job);
})"""


class Failed(Exception):
    """The browser could not make an image; says why."""


@dataclass(frozen=True)
class Snapshot:
    """What a browser's Python looked like from outside and inside once the app was made."""

    meta: dict[str, Any]
    document: str
    modules: frozenset[str]
    # From address 0 to the end of the heap; and what instantiation alone puts below the heap.
    memory: bytes
    fresh: bytes


class _Handler(http.server.BaseHTTPRequestHandler):
    """Serves `files` (name -> path) and keeps what is posted in `results`."""

    protocol_version = "HTTP/1.1"

    def __init__(
        self, files: Mapping[str, Path], results: dict[str, bytes], *rest: Any, **more: Any
    ) -> None:
        self.files, self.results = files, results
        super().__init__(*rest, **more)

    def do_GET(self) -> None:
        path = self.files.get(self.path)
        content = path.read_bytes() if path else b""
        ending = Path(self.path).suffix
        self._answer(200 if path or self.path == "/" else 404, serve.TYPES.get(ending), content)

    def do_POST(self) -> None:
        name = self.path.removeprefix("/results/")
        self.results[name] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, None, b"")

    def _answer(self, status: int, kind: str | None, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind or "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def _served(files: Mapping[str, Path], results: dict[str, bytes]) -> Iterator[str]:
    server = serve.Server(("127.0.0.1", 0), partial(_Handler, files, results))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def take(browser_path: str, runtime: Mapping[str, Path], archives: list[Path]) -> Snapshot:
    """Boot the app of these archives in this browser. Raises Failed."""
    from playwright.sync_api import Error, sync_playwright

    from bundle import browser

    files = {"/make_image.js": paths.BUNDLE / "make_image.js"}
    files |= {f"/web/{name}": paths.WEB / name for name in SHARED}
    files |= {f"/runtime/{name}": path for name, path in runtime.items()}
    files |= {f"/archives/{i}": path for i, path in enumerate(archives)}
    job = {"platform": pins.PLATFORM, "archives": [n for n in files if n.startswith("/archives")]}
    results: dict[str, bytes] = {}
    with _served(files, results) as home, sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=browser_path, args=browser.FLAGS)
            page = chromium.new_page()
            page.set_default_timeout(SECONDS * 1000)
            page.goto(home)
            complaint = page.evaluate(RUN, job)
            chromium.close()
        except Error as error:
            raise Failed(error.message) from error
    if complaint is not None:
        raise Failed(complaint)
    return Snapshot(
        json.loads(results["meta"]),
        results["document"].decode(),
        frozenset(results["modules"].decode().split()),
        results["memory"],
        results["fresh"],
    )
