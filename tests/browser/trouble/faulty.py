"""A host that serves dist/ with one file spoilt, in each way under a path of its own."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from bundle import paths, serve

LOGIN = b"<!doctype html><html><title>Welcome</title><p>Log in to go on.</p></html>"
# Seconds that a slow file takes.
SLOW = 4.0


def corrupt(content: bytes) -> bytes:
    """The same with every bit of eight bytes in its midst turned over."""
    middle = len(content) // 2
    turned = bytes(byte ^ 0xFF for byte in content[middle : middle + 8])
    return content[:middle] + turned + content[middle + 8 :]


class Spoiler(serve.Handler):
    """Serves /<kind>/<name>: `name` of dist/, spoilt in that way where it is the host's target."""

    server: Host

    def do_GET(self) -> None:
        _, kind, name = self.path.partition("?")[0].split("/", 2)
        name = name or "index.html"
        if not self.server.spoils(name) or kind not in KINDS:
            self.path = f"/{name}"
            super().do_GET()
            return
        self._found = True
        self.server.asked.add(kind)
        KINDS[kind](self, (paths.DIST / name).read_bytes(), self.guess_type(name))

    def answer(self, content: bytes, kind: str, length: int | None = None) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def missing(self, content: bytes, kind: str) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def truncated(self, content: bytes, kind: str) -> None:
        self.answer(content[: len(content) // 2], kind)

    def html(self, content: bytes, kind: str) -> None:
        self.answer(LOGIN, "text/html")

    def slow(self, content: bytes, kind: str) -> None:
        self.server.ended.wait(SLOW)
        self.answer(content, kind)

    def stalled(self, content: bytes, kind: str) -> None:
        self.answer(content[:100], kind, len(content))
        self.server.ended.wait()
        self.close_connection = True

    def corrupt(self, content: bytes, kind: str) -> None:
        self.answer(corrupt(content), kind)

    def empty(self, content: bytes, kind: str) -> None:
        self.answer(b"", kind)

    def wrong_type(self, content: bytes, kind: str) -> None:
        self.answer(content, "application/octet-stream")

    def reset(self, content: bytes, kind: str) -> None:
        self.answer(content[: len(content) // 2], kind, len(content))
        self.close_connection = True


Spoil = Callable[[Spoiler, bytes, str], None]
KINDS: dict[str, Spoil] = {
    "missing": Spoiler.missing,
    "truncated": Spoiler.truncated,
    "html": Spoiler.html,
    "slow": Spoiler.slow,
    "stalled": Spoiler.stalled,
    "corrupt": Spoiler.corrupt,
    "empty": Spoiler.empty,
    "wrong-type": Spoiler.wrong_type,
    "reset": Spoiler.reset,
}


class Host(serve.Server):
    """target: a pattern of the names that are spoilt; None once the host is sound again."""

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), self._handler)
        self.target: str | None = target
        self.asked: set[str] = set()
        self.ended = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def _handler(self, *given: Any) -> Spoiler:
        return Spoiler(*given, directory=str(paths.DIST))

    def address(self, kind: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{kind}/"

    def spoils(self, name: str) -> bool:
        return self.target is not None and re.fullmatch(self.target, name) is not None

    def heal(self) -> None:
        """Be sound from now on; what was held up is let go."""
        self.target = None
        self.ended.set()

    def end(self) -> None:
        self.heal()
        self.shutdown()
        self.server_close()


def files() -> list[str]:
    """Every file of dist/, but for what is only taken away."""
    names = (path.relative_to(paths.DIST).as_posix() for path in Path(paths.DIST).rglob("*"))
    kept = (name for name in names if (paths.DIST / name).is_file())
    return sorted(name for name in kept if not name.startswith((".", "linreg-playground")))
