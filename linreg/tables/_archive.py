"""Zip archives, read a member at a time and within bounds; nothing is written anywhere."""

import io
import zipfile
from collections.abc import Iterator

__all__ = ["Archive", "ArchiveError"]

_MOST_MEMBERS = 50_000
_CHUNK = 2**16
_ENTRY = b"PK\x01\x02"  # begins each entry of the directory
_ENCRYPTED = 1
# The others unpack without a bound on what a few bytes become.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class ArchiveError(ValueError):
    """What is wrong with an archive, as the end of a sentence: "is damaged or incomplete"."""


class Archive:
    """The members of a zip archive by name; what they unpack to is counted, not believed.

    most : bytes that all members together may unpack to.
    """

    def __init__(self, data: bytes, most: int) -> None:
        # Before the directory is read: it costs a kilobyte for each entry.
        if data.count(_ENTRY) > _MOST_MEMBERS:
            raise ArchiveError(f"has more than {_MOST_MEMBERS:,} members")
        # zipfile raises much besides BadZipFile on damaged archives: struct, zlib, index errors.
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {info.filename: info for info in self._zip.infolist()}
        except Exception:
            raise _damaged() from None
        self._folded = {_fold(name): name for name in self._members}
        self._most, self._left = most, most

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members."""
        return tuple(self._members)

    def find(self, name: str) -> str | None:
        """Return the member of that name, in capitals or not; None if there is none."""
        return self._folded.get(_fold(name))

    def read(self, name: str, most: int | None = None) -> bytes:
        """Return the bytes of a member. Raises ArchiveError; at more than `most` bytes, too."""
        return b"".join(self.chunks(name, most))

    def chunks(self, name: str, most: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of a member, a piece at a time. Raises ArchiveError."""
        member = self._members[name]
        if member.flag_bits & _ENCRYPTED:
            raise ArchiveError("is protected with a password")
        if member.compress_type not in _METHODS:
            raise ArchiveError("is compressed in an unusual way")
        left = self._left if most is None else min(most, self._left)
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    left -= len(chunk)
                    if left < 0:
                        raise ArchiveError(self._too_large(most))
                    yield chunk
        except ArchiveError:
            raise
        except Exception:
            raise _damaged() from None

    def _too_large(self, most: int | None) -> str:
        whole = self._left < 0 or most is None
        limit = self._most if whole else most
        what = "" if whole else "has a part that "
        return f"{what}unpacks to more than {(limit or 0) / 2**20:,.0f} MiB"


def _damaged() -> ArchiveError:
    return ArchiveError("is damaged or incomplete")


def _fold(name: str) -> str:
    # Some old writers put backslashes between folders.
    return name.replace("\\", "/").lower()
