"""One member of an archive that lies on a server, without the rest of it."""

from __future__ import annotations

import io
import urllib.request
import zipfile
from typing import IO

# So much is asked for at a time.
BLOCK = 1 << 20


class RemoteFile(io.RawIOBase):
    """The bytes at an address, read where they are asked for; raises OSError where none are given.

    That the server gives ranges is seen from its answer: one that does not sends the whole file,
    of which nothing is read.
    """

    def __init__(self, address: str, size: int, seconds: float) -> None:
        self._address, self._size, self._seconds = address, size, seconds
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        end = min(self._place + len(buffer), self._size)
        if end <= self._place:
            return 0
        asked = urllib.request.Request(
            self._address, headers={"Range": f"bytes={self._place}-{end - 1}"}
        )
        with urllib.request.urlopen(asked, timeout=self._seconds) as answer:
            given = f"bytes {self._place}-{end - 1}/{self._size}"
            if answer.status != 206 or answer.headers.get("Content-Range") != given:
                raise OSError("the server gives no ranges of this file")
            got = answer.read()
        if len(got) != end - self._place:
            raise OSError("the server's answer ended early")
        buffer[: len(got)] = got
        self._place = end
        return len(got)


def open_member(address: str, size: int, path: str, seconds: float) -> IO[bytes]:
    """One member of the zip archive of `size` bytes at an address. Raises OSError or KeyError."""
    file = io.BufferedReader(RemoteFile(address, size, seconds), BLOCK)
    try:
        return zipfile.ZipFile(file).open(path)
    except zipfile.BadZipFile as error:
        raise OSError(f"no archive can be read in parts at {address}") from error
