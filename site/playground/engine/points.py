"""Own data as they were typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Points:
    """Own data as they were typed. Immutable, so that undo can keep many of them."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]

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

    def column(self, name: str) -> tuple[str, ...]:
        return self.columns[self.names.index(name)]

    def with_row(self, cells: Mapping[str, str]) -> Points:
        """One more row; a column without a cell stays empty there."""
        pairs = zip(self.names, self.columns, strict=True)
        return Points(self.names, tuple((*old, cells.get(name, "")) for name, old in pairs))

    def with_cells(self, row: int, cells: Mapping[str, str]) -> Points:
        """Row `row` with these cells changed."""
        return Points(
            self.names,
            tuple(
                (*old[:row], cells[name], *old[row + 1 :]) if name in cells else old
                for name, old in zip(self.names, self.columns, strict=True)
            ),
        )

    def without_rows(self, rows: Iterable[int]) -> Points:
        gone = set(rows)
        kept = [row for row in range(len(self)) if row not in gone]
        return Points(self.names, tuple(tuple(old[row] for row in kept) for old in self.columns))

    def cells(self, row: int) -> tuple[str, ...]:
        """What stands in a row, by column."""
        return tuple(column[row] for column in self.columns)

    def with_rows(self, rows: Mapping[int, tuple[str, ...]]) -> Points:
        """With more rows, by where each is to stand among all."""
        kept = iter([self.cells(row) for row in range(len(self))])
        total = len(self) + len(rows)
        every = [rows[row] if row in rows else next(kept) for row in range(total)]
        return Points(self.names, tuple(zip(*every, strict=True)) if every else self.columns)

    def cleared(self) -> Points:
        return Points(self.names, tuple(() for _ in self.columns))
