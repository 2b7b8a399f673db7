"""Boot from localhost: against the plain boot of sources and against bare NumPy; medians in ms.
Firefox and WebKit, where they are installed, have a line each.

Each cold run has a browser and a profile of its own, which has come to rest before the visit, as a
visitor's has; `warm` is the second visit of one profile.
The ways take turns, so that what else the machine does meets all of them.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import drivers
from bundle import archive, make, paths, pins, serve
from bundle.browsers import browser
from bundle.python import app
from page_objects import IMAGE_IS_KEPT, until
from playwright.sync_api import BrowserContext, Page, sync_playwright

COMPRESSED = (".js", ".mjs", ".wasm", ".css", ".json", ".html", ".svg")
READY = "() => document.documentElement.dataset.status === 'ready'"
MARKS = "() => performance.getEntriesByType('mark').map((m) => [m.name, m.startTime])"
# Layout shifts are reported from the start; those after an input do not count.
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 100);
})"""
BARE_PAGE = b"""<!doctype html><script type="module">
new Worker("/bare.js", { type: "module" }).onmessage = () => {
  performance.mark("ready");
  document.documentElement.dataset.status = "ready";
};
</script>"""
BARE_WORKER = """
import { loadPyodide } from "/runtime/pyodide.mjs";
const python = await loadPyodide({
  indexURL: "/runtime/", lockFileContents: %s, packageBaseUrl: "./",
});
const wheel = await (await fetch("/numpy.whl")).arrayBuffer();
python.unpackArchive(wheel, "wheel");
postMessage(python.runPython("import numpy; int(numpy.arange(4).sum())"));
"""
# Mbit/s; each answer begins a round trip later.
LINES = (5, 10, 20, 50)
ROUND_TRIP = 0.04
# Milliseconds after which a browser has started and does nothing more.
STARTED_AFTER = 3000
# Milliseconds between two looks at whether a page is ready; it notes itself when that was.
POLL_EVERY = 100
# Bytes that a line takes at a time.
PIECE = 1 << 14


class Line:
    """A line that all connections share. Browsers do not slow down what a worker fetches."""

    def __init__(self, megabits: float) -> None:
        self._rate = megabits * 1e6 / 8
        self._lock = threading.Lock()
        self._free = 0.0

    def send(self, content: bytes, write: Callable[[bytes], object]) -> None:
        time.sleep(ROUND_TRIP)
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            with self._lock:
                begin = max(self._free, time.monotonic())
                self._free = begin + len(piece) / self._rate
                due = self._free
            time.sleep(max(0.0, due - time.monotonic()))
            write(piece)


class Handler(serve.Handler):
    """A folder and the pages to compare with; on a line, compressed as common static hosts do."""

    extra: ClassVar[Mapping[str, bytes]] = {}
    line: ClassVar[Line | None] = None
    packed: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        name = self.path.partition("?")[0]
        path = Path(self.translate_path(name))
        if path.is_dir():
            path /= "index.html"
        content = self.extra.get(name)
        if content is None and (self.line is None or not path.exists()):
            super().do_GET()
            return
        compressed = content is None and path.suffix in COMPRESSED
        if content is None:
            content = self.packed_file(path) if compressed else path.read_bytes()
        kind = self.guess_type(name if "." in name else "index.html")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if self.line:
            self.line.send(content, self.wfile.write)
        else:
            self.wfile.write(content)

    def packed_file(self, path: Path) -> bytes:
        if path.name not in self.packed:
            self.packed[path.name] = gzip.compress(path.read_bytes(), 6)
        return self.packed[path.name]


def compared_with() -> dict[str, bytes]:
    """What a bare page needs; and the sources of all modules, in place of compiled ones."""
    runtime = {f"/runtime/{p.name}": (paths.FILES / p.name).read_bytes() for p in pins.RUNTIME}
    lock = json.dumps({"info": pins.PLATFORM, "packages": {}})
    return runtime | {
        "/bare": BARE_PAGE,
        "/bare.js": (BARE_WORKER % lock).encode(),
        "/numpy.whl": (paths.FILES / pins.NUMPY).read_bytes(),
    }


def source_dist(target: Path) -> None:
    """dist/ as it would be with sources in place of bytecode: for the plain boot only."""
    shutil.copytree(paths.DIST, target, dirs_exist_ok=True)
    wheels = (paths.FILES / pin.name for pin in pins.PACKAGES)
    files = dict(app.vendor.members(wheels)) | dict(app.sources())
    (packed,) = (p for p in target.glob("python-*.zip") if "late" not in p.name)
    kept = archive.read_zip(packed)
    files = {n: c for n, c in files.items() if n in kept or f"{n}c" in kept} | {
        app.LATE_NAMES: kept[app.LATE_NAMES]
    }
    content = archive.zip_bytes(files)
    page = (target / "index.html").read_text()
    old = packed.read_bytes()
    for before, after in (
        (f'"sha256":"{hash_of(old)}"', f'"sha256":"{hash_of(content)}"'),
        (f'"size":{len(old)}', f'"size":{len(content)}'),
    ):
        assert before in page, before
        page = page.replace(before, after)
    (target / "index.html").write_text(page)
    packed.write_bytes(content)


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextlib.contextmanager
def served(folder: Path, line: Line | None = None) -> Iterator[str]:
    kind = type("Served", (Handler,), {"extra": compared_with(), "line": line, "packed": {}})
    server = serve.Server(("127.0.0.1", 0), partial(kind, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def profile(folder: str) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=browser.find_or_install(),
            args=list(browser.FLAGS),
            viewport={"width": 1440, "height": 900},
            service_workers="block",
        )
        try:
            context.pages[0].wait_for_timeout(STARTED_AFTER)
            yield context
        finally:
            context.close()


def visit(page: Page, address: str) -> dict[str, float]:
    """Milliseconds from navigation of every mark, and the layout shift."""
    page.goto(address)
    # Not at each frame, which the browser would have to draw for it.
    page.wait_for_function(READY, timeout=240_000, polling=POLL_EVERY)
    marks = {name.removeprefix("playground:"): time for name, time in page.evaluate(MARKS)}
    return marks | {"shift": page.evaluate(SHIFTS)}


def memory(folder: str) -> float:
    """Peak resident megabytes of the process that draws and runs Python; on Linux only."""
    commands: dict[int, bytes] = {}
    parents: dict[int, int] = {}
    peaks: dict[int, float] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, KeyError):
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
            number = int(fields["Pid"])
            commands[number] = status.with_name("cmdline").read_bytes()
            parents[number] = int(fields["PPid"])
            peaks[number] = int(fields["VmHWM"].split()[0]) / 1000

    def ours(number: int) -> bool:
        while number in parents:
            if folder.encode() in commands[number]:
                return True
            number = parents[number]
        return False

    found = [peaks[n] for n in peaks if b"--type=renderer" in commands[n] and ours(n)]
    return max(found, default=float("nan"))


def cold(address: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, profile(folder) as context:
        return visit(context.pages[0], address) | {"memory": memory(folder)}


def warm(address: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        with profile(folder) as context:
            visit(context.pages[0], address)
            # The image is kept once Python has nothing to do.
            until(context.pages[0], IMAGE_IS_KEPT)
            context.pages[0].wait_for_timeout(STARTED_AFTER)
        with profile(folder) as context:
            return visit(context.pages[0], address)


def elsewhere(kind: type[drivers.Driver], address: str) -> dict[str, float]:
    """As cold(), in another engine, which tells neither layout shifts nor memory."""
    with kind(kind.engine.find() or {}) as driver:
        driver.open(address)
        if driver.outcome() != "ready":
            raise SystemExit(f"{kind.engine.name} could not start {address}.")
        marks = {name.removeprefix("playground:"): time for name, time in driver.evaluate(MARKS)}
    return marks | {"shift": float("nan")}


def on_a_line(megabits: float, query: str = "") -> tuple[float, str]:
    """(milliseconds to ready on a first visit, the path taken)."""
    with (
        served(paths.DIST, Line(megabits)) as home,
        tempfile.TemporaryDirectory() as folder,
        profile(folder) as context,
    ):
        page = context.pages[0]
        found = visit(page, home + query)
        return found["ready"], str(page.evaluate("() => playground.diagnostics.path"))


def in_turn(runs: int, ways: Mapping[str, Callable[[], dict[str, float]]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            found[name].append(way())
    return found


def median(rows: list[dict[str, float]], name: str) -> float:
    return statistics.median(row[name] for row in rows)


def print_stages(title: str, rows: list[dict[str, float]]) -> None:
    names = sorted(rows[0], key=lambda name: median(rows, name))
    marks = [name for name in names if name not in ("shift", "memory", "image")]
    print(f"\n{title}: " + ", ".join(f"{name} {median(rows, name):.0f}" for name in marks))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="build.py bench boot", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lines", action="store_true", help="also on simulated slow lines")
    options = parser.parse_args(arguments)
    if not (paths.DIST / "index.html").exists() and (code := make.main([])):
        return code
    with (
        tempfile.TemporaryDirectory() as sources,
        served(paths.DIST) as home,
    ):
        source_dist(Path(sources))
        # Asked for, because a busy machine may take its own line for a slow one.
        others = {
            f"image, first visit, {kind.engine.name}": partial(
                elsewhere, kind, f"{home}?boot=image"
            )
            for kind in drivers.ALL
            if kind.engine.find() is not None
        }
        with served(Path(sources)) as plain:
            found = in_turn(
                options.runs,
                {
                    "image, first visit": lambda: cold(home),
                    "image, later visit": lambda: warm(home),
                    "plain, bytecode": lambda: cold(f"{home}?boot=plain"),
                    "plain, sources": lambda: cold(f"{plain}?boot=plain"),
                    "bare NumPy": lambda: cold(f"{home}bare"),
                    **others,
                },
            )
    ready = {name: median(rows, "ready") for name, rows in found.items()}
    print(f"Boot from localhost, {options.runs} runs, medians in ms\n")
    print("| | painted | ready | layout shift | peak memory, MB |\n|---|---|---|---|---|")
    for name, rows in found.items():
        painted = median(rows, "painted") if "painted" in rows[0] else float("nan")
        used = median(rows, "memory") if "memory" in rows[0] else float("nan")
        cells = (
            f"{painted:.0f}",
            f"{ready[name]:.0f}",
            f"{median(rows, 'shift'):.3f}",
            f"{used:.0f}",
        )
        print(f"| {name} | {' | '.join(cells)} |")
    for kind in drivers.ALL:
        if kind.engine.find() is None:
            print(f"\n{kind.engine.advice}")
    first, later = found["image, first visit"], ready["image, later visit"]
    print("\n| ratio | measured | aim |\n|---|---|---|")
    for text, ratio, aim in (
        ("plain sources / first visit, ready", ready["plain, sources"] / median(first, "ready"), 6),
        ("bare NumPy / first visit, ready", ready["bare NumPy"] / median(first, "ready"), 3),
        ("plain sources / later visit, ready", ready["plain, sources"] / later, 9),
        ("bare NumPy / first visit, painted", ready["bare NumPy"] / median(first, "painted"), 5),
    ):
        print(f"| {text} | {ratio:.1f} | {aim} |")
    for name, rows in found.items():
        print_stages(name, rows)
    if options.lines:
        print_lines()
    return 0


def print_lines() -> None:
    print("\nReady on a first visit on a slow line, ms\n")
    print("| Mbit/s | as the page chooses | it chose | plain |\n|---|---|---|---|")
    for megabits in LINES:
        chosen, path = on_a_line(megabits)
        plain, _ = on_a_line(megabits, "?boot=plain")
        print(f"| {megabits} | {chosen:.0f} | {path} | {plain:.0f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
