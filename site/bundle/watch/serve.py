"""Serve dist/ with the sources as they are now; the page loads again when one is saved."""

from __future__ import annotations

import sys
import threading
import time
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from bundle import paths, serve
from bundle.watch import sources

OVERLAY = paths.CACHE / "watch" / "overlay"
# Seconds between two looks at the sources.
EVERY = 0.2


class Changes:
    """How often the sources have changed, for those who wait for the next time."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = threading.Condition()

    def wait(self, seen: int) -> None:
        """Until there have been more than `seen` of them."""
        with self._changed:
            self._changed.wait_for(lambda: self.count > seen)

    def note(self) -> None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()


class Handler(serve.Handler):
    """Files of the overlay before those of dist/, and two addresses of its own."""

    def __init__(self, *args: Any, changes: Changes, **options: Any) -> None:
        self._changes = changes
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        found = Path(super().translate_path(path))
        above = OVERLAY / found.relative_to(paths.DIST)
        return str(above if above.exists() else found)

    def do_GET(self) -> None:
        path, _, asked = self.path.partition("?")
        match path:
            case "/watch/changes":
                self._changes.wait(int(asked.removeprefix("since=") or 0))
                self._answer()
            case "/watch/own.zip":
                changed = sources.changed_modules()
                if changed is None:
                    self._answer()
                else:
                    self._answer(changed.archive, Stale=" ".join(changed.stale))
            case _:
                super().do_GET()

    def _answer(self, content: bytes = b"", **headers: str) -> None:
        self.send_response(HTTPStatus.OK if content else HTTPStatus.NO_CONTENT)
        for name, value in (headers | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def lay_out(seen: int = 0) -> bool:
    """Make the overlay after `seen` changes; says what is wrong where that cannot be done."""
    try:
        sources.lay_out(OVERLAY, seen)
    except SystemExit as error:
        print(error, flush=True)
        return False
    return True


def watch(changes: Changes, ended: threading.Event) -> None:
    """Until `ended`: look at the sources, and tell of each change."""
    before = sources.stamps()
    while not ended.wait(EVERY):
        now = sources.stamps()
        if now == before:
            continue
        saved = sorted(path for path in {*before, *now} if before.get(path) != now.get(path))
        before = now
        begin = time.perf_counter()
        if lay_out(changes.count + 1):
            names = ", ".join(str(path.relative_to(paths.ROOT)) for path in saved)
            print(f"{names}: {time.perf_counter() - begin:.1f} s", flush=True)
            changes.note()


def make_server(port: int, changes: Changes) -> serve.Server:
    handler = partial(Handler, directory=str(paths.DIST), changes=changes)
    server = serve.Server(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


def main(arguments: list[str]) -> int:
    if not lay_out():
        return 1
    sources.read_imports()
    changes = Changes()
    threading.Thread(target=watch, args=(changes, threading.Event()), daemon=True).start()
    told = "; what you save in site/ or linreg/ is seen there."
    return serve.run(arguments, partial(make_server, changes=changes), told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
