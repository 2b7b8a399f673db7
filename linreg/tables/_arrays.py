"""Columns in arrays, whose texts are made when asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from linreg._keys import decimal_text
from linreg.tables._columns import Column, TypedColumn, kind_of
from linreg.tables._numbers import POINT, Notation, Parsed, Part, parse, parse_part, settled
from linreg.tables._packed import Packed

__all__ = ["ArrayColumn", "FloatColumn", "PackedColumn", "from_arrays", "typed_column"]

FEW = 10_000  # so few texts may as well be made at once
_AT_ONCE = 4096  # texts made at a time


class ArrayColumn(Sequence[str]):
    """A column in arrays that is also the sequence of its texts: none of many stays in memory."""

    @cached_property
    def texts(self) -> Sequence[str]:
        """The cells: a tuple of a few, or the column itself."""
        return tuple(self) if len(self) <= FEW else self

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        if isinstance(at, slice):
            return tuple(map(self._text, range(*at.indices(len(self)))))
        return self._text(range(len(self))[at])

    def _text(self, i: int) -> str:
        raise NotImplementedError

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        """What `from_arrays` makes the column of, with its notation and its kind."""
        raise NotImplementedError

    def taken(self, rows: NDArray[np.intp]) -> "ArrayColumn":
        """Return the cells of these rows, in their order."""
        raise NotImplementedError

    def joined(self, texts: Sequence[str]) -> "ArrayColumn":
        """Return the column with more cells at its end, as typed in its notation."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class FloatColumn(ArrayColumn):
    """A column of floats; NaN is missing, an infinity is a bad cell.

    The text of a number is the shortest decimal that gives the same float: of a large file, digits
    beyond those of float64 are not kept, and a missing cell is empty.

    values : (N,) float64, read-only. rows, odd : which rows hold no number, and their texts as
    typed; their values are NaN.
    """

    values: NDArray[np.float64]
    notation: Notation = POINT
    kind: str = "number"
    rows: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    odd: Packed = field(default_factory=lambda: Packed.of(()))

    @property
    def plain(self) -> Sequence[str]:
        return self.texts

    @cached_property
    def parsed(self) -> Parsed:
        bad = np.isinf(self.values)
        bad[self.rows] = True
        missing = np.isnan(self.values)
        missing[self.rows] = False
        return Parsed(self.values, _thin(missing), _thin(bad))

    def decimal(self, i: int) -> str | None:
        found = self._odd(i)
        return self._text(i) if found is None else self.notation.canonical(found)

    def read_as(self, notation: Notation) -> "Column | None":
        return self if notation == self.notation else None

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        return self.values, self.rows, self.odd.data, self.odd.ends

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[str]:
        odd = dict(zip(self.rows.tolist(), self.odd, strict=True)) if len(self.rows) else {}
        for first in range(0, len(self), _AT_ONCE):
            for i, value in enumerate(self.values[first : first + _AT_ONCE].tolist(), first):
                yield odd[i] if i in odd else _decimal(value)

    def taken(self, rows: NDArray[np.intp]) -> "FloatColumn":
        places = np.searchsorted(self.rows, rows)
        if not len(self.rows):
            return FloatColumn(_fixed(self.values[rows]), self.notation, self.kind)
        odd = self.rows[np.minimum(places, len(self.rows) - 1)] == rows
        texts = self.odd.taken(places[odd])
        values = _fixed(self.values[rows])
        return FloatColumn(values, self.notation, self.kind, np.flatnonzero(odd), texts)

    def joined(self, texts: Sequence[str]) -> "FloatColumn":
        more = parse(texts, self.notation)
        wrong = np.flatnonzero(more.bad)
        rows = np.concatenate([self.rows, wrong + len(self)])
        odd = self.odd.joined(Packed.of(texts[i] for i in wrong.tolist()))
        values = _fixed(np.concatenate([self.values, more.values]))
        return FloatColumn(values, self.notation, self.kind, rows, odd)

    def _text(self, i: int) -> str:
        found = self._odd(i)
        return _decimal(float(self.values[i])) if found is None else found

    def _odd(self, i: int) -> str | None:
        """Return the text of a row that holds no number."""
        place = int(np.searchsorted(self.rows, i))
        here = place < len(self.rows) and self.rows[place] == i
        return self.odd[place] if here else None


@dataclass(frozen=True, eq=False)
class PackedColumn(ArrayColumn):
    """A column of a large file that keeps its texts: it holds categories, or is in doubt.

    parsed : NaN for all values where it holds categories.
    """

    packed: Packed
    notation: Notation
    parsed: Parsed
    kind: str

    @classmethod
    def of(cls, packed: Packed, notation: Notation) -> "PackedColumn":
        """Return the texts parsed, part after part."""
        parts = [
            parse_part(packed[first : first + _AT_ONCE], notation)
            for first in range(0, len(packed), _AT_ONCE)
        ]
        parsed = settled(Part(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True))))
        return cls(packed, notation, parsed, kind_of(parsed))

    @property
    def plain(self) -> Sequence[str]:
        if self.kind != "number":
            return self.texts
        rows = np.flatnonzero(self.parsed.bad)
        odd = self.packed.taken(rows)
        return FloatColumn(self.parsed.values, POINT, self.kind, rows, odd).texts

    def decimal(self, i: int) -> str | None:
        return self.notation.canonical(self.packed[i])

    def read_as(self, notation: Notation) -> "PackedColumn":
        return PackedColumn.of(self.packed, notation)

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        return self.packed.data, self.packed.ends

    def __len__(self) -> int:
        return len(self.packed)

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def taken(self, rows: NDArray[np.intp]) -> "PackedColumn":
        values, missing, bad = self.parsed
        parsed = Parsed(values[rows], missing[rows], bad[rows])
        return PackedColumn(self.packed.taken(rows), self.notation, parsed, self.kind)

    def joined(self, texts: Sequence[str]) -> "PackedColumn":
        more = parse(texts, self.notation)
        parsed = Parsed(
            np.concatenate([self.parsed.values, more.values]),
            np.concatenate([self.parsed.missing, more.missing]),
            np.concatenate([self.parsed.bad, more.bad]),
        )
        packed = self.packed.joined(Packed.of(texts))
        return PackedColumn(packed, self.notation, parsed, self.kind)

    def _text(self, i: int) -> str:
        return self.packed[i]


def typed_column(texts: Sequence[str], notation: Notation) -> Column:
    """Return a column of what was typed; one in arrays as it is."""
    if isinstance(texts, FloatColumn | PackedColumn):
        return texts
    return TypedColumn(tuple(texts), notation)


def from_arrays(
    arrays: Sequence[NDArray[Any]], notation: Notation, kind: str
) -> FloatColumn | PackedColumn:
    """Return the column of these `arrays`: (values, rows, data, ends), or (data, ends) of texts."""
    if len(arrays) == 2:
        return PackedColumn.of(Packed(arrays[0], arrays[1]), notation)
    values, rows, data, ends = arrays
    return FloatColumn(_fixed(values), notation, kind, rows, Packed(data, ends))


def _decimal(value: float) -> str:
    return "" if value != value else decimal_text(value)


def _fixed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    values.flags.writeable = False
    return values


def _thin(marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the same marks; where none is set, in no memory."""
    return marks if marks.any() else np.broadcast_to(np.bool_(False), marks.shape)
