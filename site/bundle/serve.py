"""Serve dist/ on this machine only."""

from __future__ import annotations

import argparse
import contextlib
import http.server
import re
import sys
import webbrowser
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from bundle import paths

# Streaming compilation and module scripts depend on these; some systems' own tables lack them.
TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
    ".zst": "application/zstd",
}

HASHED = re.compile(r"-[0-9a-f]{10}[./]")


class Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | TYPES
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def send_head(self) -> Any:
        # By date alone, a file of an earlier build, or of the same second, would count as known.
        if not HASHED.search(self.path):
            del self.headers["If-Modified-Since"]
        return super().send_head()

    def send_response(self, code: int, message: str | None = None) -> None:
        self._found = code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
        super().send_response(code, message)

    def end_headers(self) -> None:
        # A name with a hash never changes its content; the page and its like do.
        hashed = self._found and HASHED.search(self.path)
        lasting = "public, max-age=31536000, immutable" if hashed else "no-cache"
        self.send_header("Cache-Control", lasting)
        super().end_headers()


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that goes away in the middle of an answer is no news.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(port: int, folder: str | None = None) -> Server:
    """A server on the loopback address; port 0 takes any free one."""
    handler = partial(Handler, directory=folder or str(paths.DIST))
    return Server(("127.0.0.1", port), handler)


def run(arguments: list[str], make: Callable[[int], Server], told: str = "") -> int:
    """Serve what `make` has put on a port, until Ctrl+C; `told` is printed after the address."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-browser", action="store_true")
    options = parser.parse_args(arguments)
    try:
        server = make(options.port)
    except OSError as error:
        print(f"Port {options.port} cannot be used ({error.strerror}); choose one with --port.")
        return 1
    address = f"http://127.0.0.1:{server.server_port}/"
    print(f"Serving {address}{told}", flush=True)
    if not options.no_browser:
        webbrowser.open(address)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    return 0


def main(arguments: list[str]) -> int:
    return run(arguments, make_server)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
