"""The cells of one column as they come."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from linreg.tables._arrays import FloatColumn, PackedColumn
from linreg.tables._columns import kind_of
from linreg.tables._numbers import POINT, Notation, Part, is_text, parse_part, settled
from linreg.tables._packed import Growing, Packer

__all__ = ["Cells", "NumberCells", "TextCells"]


class Cells(Protocol):
    """Cells of one column, from the first on."""

    def extend(self, cells: Sequence[str]) -> None:
        """Take the next cells."""

    def column(self) -> FloatColumn | PackedColumn:
        """Return all of them; no more can be taken."""


class NumberCells:
    """Cells that are numbers but for a few, of which the texts are kept.

    expected : how many will come.
    """

    def __init__(self, notation: Notation, expected: int) -> None:
        self._notation = notation
        self._values = Growing(np.float64, expected)
        self._rows, self._absent = Growing(np.int64), Growing(np.bool_)
        self._odd = Packer()

    def extend(self, cells: Sequence[str]) -> None:
        part = parse_part(cells, self._notation)
        wrong = np.flatnonzero(part.wrong)
        if len(wrong):
            self._rows.extend(wrong + len(self._values))
            self._absent.extend(part.absent[wrong])
            self._odd.extend([cells[i] for i in wrong.tolist()])
        self._values.extend(part.values)

    def column(self) -> FloatColumn:
        values, rows, odd = self._values.array(), self._rows.array(), self._odd.packed()
        absent = self._absent.array()
        missing = int(np.isnan(values).sum()) - len(rows)
        if absent.any() and not is_text(missing, len(rows), int(absent.sum()), len(values)):
            kept = np.flatnonzero(~absent)
            rows, odd = rows[kept], odd.taken(kept)
        found = FloatColumn(values, POINT, "number", rows, odd)
        return replace(found, kind=kind_of(found.parsed))


class TextCells:
    """Cells whose texts are kept.

    expected : how many characters and cells will come.
    """

    def __init__(self, notation: Notation, expected: tuple[int, int]) -> None:
        self._notation = notation
        self._packer = Packer(expected)
        self._marks = [Growing(np.bool_, expected[1]) for _ in range(3)]

    def extend(self, cells: Sequence[str]) -> None:
        _, *marks = parse_part(cells, self._notation)
        self._packer.extend(cells)
        for growing, more in zip(self._marks, marks, strict=True):
            growing.extend(more)

    def column(self) -> PackedColumn:
        packed = self._packer.packed()
        missing, wrong, absent = (growing.array() for growing in self._marks)
        nothing = np.broadcast_to(np.nan, len(packed))
        parsed = settled(Part(nothing, missing, wrong, absent))
        if (kind := kind_of(parsed)) == "number":
            return PackedColumn.of(packed, self._notation)
        return PackedColumn(packed, self._notation, parsed, kind)
