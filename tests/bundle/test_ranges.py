"""One member of an archive on a server, taken without the rest."""

from __future__ import annotations

import hashlib
import io
import random
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from bundle import fetch, paths, pins, ranges

WANTED = random.Random(1).randbytes(3_000_000)
FILLER = random.Random(2).randbytes(5_000_000)


def packed() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("before.bin", FILLER)
        archive.writestr("folder/wanted.bin", WANTED)
        archive.writestr("after.bin", FILLER[::-1])
    return whole.getvalue()


ARCHIVE = packed()


class Server(ThreadingHTTPServer):
    """Gives ARCHIVE, in ranges or not, and counts the bytes that it has sent."""

    ranges = True
    sent = 0


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = self.headers.get("Range") if self.server.ranges else None
        body = ARCHIVE
        if asked:
            start, end = (int(part) for part in asked.removeprefix("bytes=").split("-"))
            body = ARCHIVE[start : end + 1]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{end}/{len(ARCHIVE)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            return
        self.server.sent += len(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/big.whl"


def test_a_member_is_read_without_the_rest(server: Server) -> None:
    with ranges.open_member(address(server), len(ARCHIVE), "folder/wanted.bin", 5) as member:
        assert member.read() == WANTED
    # It, and no more than a block before and behind it.
    assert server.sent < len(WANTED) + 3 * ranges.BLOCK < len(ARCHIVE)


@pytest.mark.parametrize("size", [len(ARCHIVE) - 1, len(ARCHIVE) + 1])
def test_a_file_of_another_size_is_not_the_one(server: Server, size: int) -> None:
    with pytest.raises(OSError, match="no archive can be read in parts"):
        ranges.open_member(address(server), size, "folder/wanted.bin", 5)


def test_a_server_without_ranges_is_told_apart(server: Server) -> None:
    server.ranges = False
    with pytest.raises(OSError, match="no archive can be read in parts"):
        ranges.open_member(address(server), len(ARCHIVE), "folder/wanted.bin", 5)


@pytest.fixture
def pin(tmp_path, monkeypatch: pytest.MonkeyPatch, server: Server) -> pins.Pin:
    """A file within a carrier that the server has, and that pip would bring as well."""
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    monkeypatch.setattr(paths, "FILES", tmp_path / "files")
    digest = hashlib.sha256(ARCHIVE).hexdigest()
    wheel = pins.Wheel("big==1")
    carrier = pins.Pin("big.whl", digest, len(ARCHIVE), (wheel,), keep=False)
    monkeypatch.setattr(pins, "CARRIER", carrier)
    monkeypatch.setattr(fetch, "_address_of", lambda _: address(server))
    monkeypatch.setattr(
        fetch, "_pip_download", lambda source, pin, target: target.write_bytes(ARCHIVE)
    )
    source = pins.Member("big.whl", "folder/wanted.bin")
    return pins.Pin("wanted.bin", hashlib.sha256(WANTED).hexdigest(), len(WANTED), (source,))


@pytest.mark.parametrize("given", [True, False], ids=["ranges", "no ranges"])
def test_the_file_comes_either_way(pin: pins.Pin, server: Server, given: bool) -> None:
    server.ranges = given
    assert fetch.fetch(pin).read_bytes() == WANTED
    assert (paths.FILES / "big.whl").exists() is not given


def test_other_bytes_in_the_carrier_stop_the_build(pin: pins.Pin) -> None:
    wrong = pins.Pin(pin.name, "0" * 64, pin.size, pin.sources)
    with pytest.raises(fetch.Mismatch, match=r"wanted\.bin"):
        fetch.fetch(wrong)
