"""Own data as they were typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg.tables import ArrayColumn

# Cells as typed; those of a large file in arrays, whose texts are made when asked for.
Cells = Sequence[str]


@dataclass(frozen=True, eq=False)
class Points:
    """Own data as they were typed. Immutable, so that undo can keep many of them."""

    names: tuple[str, ...]
    columns: tuple[Cells, ...]

    @classmethod
    def from_link(cls, points: Mapping[str, Any]) -> Points:
        """From the checked form that links and `setState` use."""
        columns = points["columns"]
        return cls(
            tuple(column["name"] for column in columns),
            tuple(tuple(column["values"]) for column in columns),
        )

    def to_link(self) -> dict[str, Any]:
        """The form that links and `getState` use."""
        pairs = zip(self.names, self.columns, strict=True)
        return {"columns": [{"name": name, "values": list(values)} for name, values in pairs]}

    def __len__(self) -> int:
        return len(self.columns[0])

    def column(self, name: str) -> Cells:
        return self.columns[self.names.index(name)]

    def with_row(self, cells: Mapping[str, str]) -> Points:
        """One more row; a column without a cell stays empty there."""
        pairs = zip(self.names, self.columns, strict=True)
        return Points(self.names, tuple(_joined(old, [cells.get(name, "")]) for name, old in pairs))

    def with_cells(self, row: int, cells: Mapping[str, str]) -> Points:
        """Row `row` with these cells changed."""
        return Points(
            self.names,
            tuple(
                _replaced(old, row, cells[name]) if name in cells else old
                for name, old in zip(self.names, self.columns, strict=True)
            ),
        )

    def without_rows(self, rows: Iterable[int]) -> Points:
        gone = set(rows)
        kept = [row for row in range(len(self)) if row not in gone]
        return Points(self.names, tuple(_taken(old, kept) for old in self.columns))

    def cells(self, row: int) -> tuple[str, ...]:
        """What stands in a row, by column."""
        return tuple(column[row] for column in self.columns)

    def with_rows(self, rows: Mapping[int, tuple[str, ...]]) -> Points:
        """With more rows, by where each is to stand among all."""
        more = {row: len(self) + k for k, row in enumerate(rows)}
        kept = iter(range(len(self)))
        order = [more[i] if i in more else next(kept) for i in range(len(self) + len(rows))]
        added = [[cells[j] for cells in rows.values()] for j in range(len(self.names))]
        pairs = zip(self.columns, added, strict=True)
        return Points(self.names, tuple(_taken(_joined(old, new), order) for old, new in pairs))

    def cleared(self) -> Points:
        return Points(self.names, tuple(() for _ in self.columns))


def _joined(old: Cells, more: Sequence[str]) -> Cells:
    return old.joined(more) if isinstance(old, ArrayColumn) else (*old, *more)


def _replaced(old: Cells, row: int, cell: str) -> Cells:
    if not isinstance(old, ArrayColumn):
        return (*old[:row], cell, *old[row + 1 :])
    order = np.arange(len(old))
    order[row] = len(old)
    return old.joined([cell]).taken(order)


def _taken(old: Cells, rows: Sequence[int]) -> Cells:
    if isinstance(old, ArrayColumn):
        return old.taken(np.array(rows, dtype=np.intp))
    return tuple(old[row] for row in rows)
