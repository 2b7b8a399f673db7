"""Many texts in two arrays, and arrays that grow: about as large as in their file."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import DTypeLike, NDArray

__all__ = ["Growing", "Packed", "Packer"]

_AT_ONCE = 4096  # texts unpacked at a time


class Growing:
    """An array that grows at its end; `expected` is how long it will probably be."""

    def __init__(self, dtype: DTypeLike, expected: int = 0) -> None:
        self._room = np.empty(expected, dtype)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    def extend(self, more: NDArray[Any]) -> None:
        """Append an array of any length."""
        end = self._used + len(more)
        if end > len(self._room):
            # Little more than is needed: the columns of a large table grow at the same time.
            self._resize(max(end, len(self._room) * 9 // 8))
        self._room[self._used : end] = more
        self._used = end

    def array(self) -> NDArray[Any]:
        """Return what was appended, read-only; nothing can be appended any more."""
        if len(self._room) > self._used * 17 // 16:
            self._resize(self._used)
        found = self._room[: self._used]
        found.flags.writeable = False
        return found

    def _resize(self, length: int) -> None:
        room = np.empty(length, self._room.dtype)
        room[: self._used] = self._room[: self._used]
        self._room = room


class Packed(Sequence[str]):
    """Texts as UTF-8, one after the other; each is made when asked for.

    data : (bytes,) uint8. ends : (N,) int64, where each ends.
    """

    def __init__(self, data: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self.data, self.ends = data, ends

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Packed":
        """Return these texts packed."""
        packer = Packer()
        packer.extend(list(texts))
        return packer.packed()

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        i = range(len(self))[at]
        return _text(self.data[self._start(i) : self.ends[i]].tobytes())

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), _AT_ONCE):
            ends = self.ends[first : first + _AT_ONCE]
            start = self._start(first)
            part = self.data[start : ends[-1]].tobytes()
            begin = 0
            for end in (ends - start).tolist():
                yield _text(part[begin:end])
                begin = end

    def taken(self, rows: NDArray[np.intp]) -> "Packed":
        """Return the texts of these rows, in their order."""
        lengths = np.diff(self.ends, prepend=0)[rows]
        ends = np.cumsum(lengths, dtype=np.int64)
        data = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
        starts = self.ends[rows] - lengths
        for first in range(0, len(rows), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            begin = int(ends[first] - lengths[first])
            # Where each byte comes from: as far behind the start of its old text as of its new one.
            new = np.arange(begin, int(ends[part][-1]))
            moved = np.repeat(starts[part] - ends[part] + lengths[part], lengths[part])
            data[new] = self.data[new + moved]
        return Packed(data, ends)

    def joined(self, other: "Packed") -> "Packed":
        """Return these texts and then the others."""
        ends = np.concatenate([self.ends, other.ends + self._start(len(self))])
        return Packed(np.concatenate([self.data, other.data]), ends)

    def _start(self, i: int) -> int:
        return int(self.ends[i - 1]) if i else 0


class Packer:
    """Packs texts that come bit by bit; `expected` is how many bytes and texts will come."""

    def __init__(self, expected: tuple[int, int] = (0, 0)) -> None:
        self._data = Growing(np.uint8, expected[0])
        self._ends = Growing(np.int64, expected[1])

    def extend(self, texts: Sequence[str]) -> None:
        """Append texts."""
        joined = "".join(texts)
        data = joined.encode("utf-8", "surrogatepass")
        if len(data) == len(joined):
            lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        else:
            each = (len(text.encode("utf-8", "surrogatepass")) for text in texts)
            lengths = np.fromiter(each, np.int64, len(texts))
        self._ends.extend(len(self._data) + np.cumsum(lengths))
        self._data.extend(np.frombuffer(data, np.uint8))

    def packed(self) -> Packed:
        """Return all texts; nothing can be appended any more."""
        return Packed(self._data.array(), self._ends.array())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
