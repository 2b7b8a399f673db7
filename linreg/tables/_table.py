"""A table: named columns, each as typed and as numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import _settings as settings
from linreg._checks import numbers
from linreg.tables._arrays import FloatColumn, typed_column
from linreg.tables._columns import Column
from linreg.tables._error import TableError, column_called, quote
from linreg.tables._notation import doubts_of, guess_notations
from linreg.tables._numbers import COMMA, POINT, Notation
from linreg.tables._report import Origin, Report

__all__ = ["Table"]


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """N rows of named columns.

    Every cell is kept as it was typed (`text`), and read as a number when
    asked for (`array`, `decimals`). Made by `read_table`, `Table.typed` or
    `Table.of`.
    """

    cells: Mapping[str, Column]
    rows: Sequence[int]
    origin: Origin
    _dropped: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def typed(
        cls,
        columns: Mapping[str, Sequence[str]],
        notation: Notation | Mapping[str, Notation] | None = None,
        rows: Sequence[int] | None = None,
        origin: Origin | None = None,
    ) -> "Table":
        """Return a table of cells as typed.

        `notation`, of all columns or by name, is guessed from the cells if not given (then
        `report.doubts` says where that is not certain); `rows` are their rows in the file, from
        1 on if not given.
        """
        n = _common_length({name: len(texts) for name, texts in columns.items()})
        rows, origin = rows or range(1, n + 1), origin or Origin()
        if notation is None:
            guesses = guess_notations(columns)
            notation = {name: guess.notation for name, guess in guesses.items()}
            origin = replace(origin, doubts=doubts_of(columns, guesses, rows))
        by_name = dict.fromkeys(columns, notation) if isinstance(notation, Notation) else notation
        cells = {name: typed_column(texts, by_name[name]) for name, texts in columns.items()}
        return cls(MappingProxyType(cells), rows, origin)

    @classmethod
    def of(cls, columns: Mapping[str, ArrayLike], origin: Origin | None = None) -> "Table":
        """Return a table of floats, each column (N,); their text is the shortest decimal."""
        with np.errstate(invalid="ignore"):  # signalling NaNs of a file
            arrays = {name: numbers(v, name).copy() for name, v in columns.items()}
        n = _common_length({name: len(values) for name, values in arrays.items()})
        for values in arrays.values():
            values.flags.writeable = False
        cells = {name: FloatColumn(values) for name, values in arrays.items()}
        return cls(MappingProxyType(cells), range(1, n + 1), origin or Origin())

    def read_as(self, decimal: str, names: str | Iterable[str]) -> "Table":
        """Return the same cells, with another decimal mark, "." or ",", in the named columns."""
        notation = {".": POINT, ",": COMMA}[decimal]
        again = {name: self._read_as(notation, name) for name in _names(names)}
        left = tuple(doubt for doubt in self.origin.doubts if doubt.column not in again)
        origin = replace(self.origin, decimal=decimal, thousands="", doubts=left)
        return Table(MappingProxyType({**self.cells, **again}), self.rows, origin)

    def notation(self, name: str) -> Notation:
        """Return how the numbers of a column are written."""
        return self._column(name).notation

    def kind(self, name: str) -> str:
        """Return what a column holds: `number`, `category` or `empty`."""
        return self._column(name).kind

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.cells)

    @property
    def numeric(self) -> tuple[str, ...]:
        """The names of the columns of numbers."""
        return tuple(name for name, column in self.cells.items() if column.kind == "number")

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<Table: {self.report}>"

    def text(self, name: str) -> Sequence[str]:
        """Return all N cells of a column as typed, missing ones too.

        A tuple; of an array or a large file a sequence whose texts are made when asked for (see
        `read_table`).
        """
        return self._column(name).texts

    def plain_text(self, name: str) -> Sequence[str]:
        """Return all N cells of a column, numbers with every digit, a decimal point, ungrouped.

        What can be read without knowing how the file was written: "1.234,50" is "1234.50".
        """
        return self._column(name).plain

    def kept(self, names: str | Iterable[str]) -> NDArray[np.bool_]:
        """Return which rows have a value in all of the named columns: (N,)."""
        kept = np.ones(len(self), dtype=np.bool_)
        for name in _names(names):
            kept &= ~self._column(name).parsed.missing
        return kept

    def array(self, names: str | Iterable[str]) -> NDArray[np.float64]:
        """Return the named columns as numbers: (N, k) float64, without the rows missing in any.

        Ask for X and y in one call, so that their rows stay together; how many rows were
        left out is in `report`. Raises TableError on a cell that is no number, and when
        no row is left.
        """
        names = _names(names)
        self._refuse_bad(names)
        kept = self._complete(names)
        return np.column_stack([self._column(name).parsed.values[kept] for name in names])

    def mixed(
        self, names: str | Iterable[str]
    ) -> tuple[dict[str, NDArray[Any]], NDArray[np.bool_]]:
        """Return the named columns, categories as text, without the rows missing in any.

        Like `array`, but by name, (n,) float64 or (n,) str; and which rows they are, (N,).
        Raises TableError on a bad cell in a column of numbers, and when no row is left.
        """
        names = _names(names)
        coded = {name for name in names if self.kind(name) == "category"}
        numeric = tuple(name for name in names if name not in coded)
        if numeric:
            self._refuse_bad(numeric)
        kept = self._complete(names)
        columns: dict[str, NDArray[Any]] = {}
        for name in names:
            column = self._column(name)
            texts = name in coded
            columns[name] = (np.array(column.texts, str) if texts else column.parsed.values)[kept]
        return columns, kept

    def decimals(self, names: str | Iterable[str]) -> NDArray[np.object_]:
        """Return the rows of `array(names)` as decimal strings with every digit typed: (N, k) str.

        A decimal comma is a point here, and thousands are not apart: what
        `fractions.Fraction` and `decimal.Decimal` read.
        """
        names = _names(names)
        self._refuse_bad(names)
        kept = np.flatnonzero(self.kept(names)).tolist()
        decimals = np.empty((len(kept), len(names)), dtype=np.object_)
        for j, name in enumerate(names):
            column = self._column(name)
            decimals[:, j] = [column.decimal(i) for i in kept]
        return decimals

    @property
    def report(self) -> Report:
        """What was read, how, and what the latest `array` left out."""
        missing = {name: int(column.parsed.missing.sum()) for name, column in self.cells.items()}
        return Report(
            origin=self.origin,
            rows=len(self),
            kinds={name: column.kind for name, column in self.cells.items()},
            missing={name: count for name, count in missing.items() if count},
            bad=tuple(self._bad_cell(name, i) for name in self.numeric for i in self._bad(name)),
            **self._dropped,
        )

    def _complete(self, names: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return which rows have a value in all columns, and count the others in the report."""
        kept = self.kept(names)
        self._dropped.update(dropped=int((~kept).sum()), dropped_for=names)
        if not kept.any():
            raise TableError(
                f"No row has a value in each of {', '.join(names)}. Choose other columns."
            )
        return kept

    def _column(self, name: str) -> Column:
        if isinstance(name, str) and name in self.cells:
            return self.cells[name]
        raise TableError(
            f"There is no column {quote(str(name))}. The columns are {', '.join(self.columns)}.",
            column=str(name),
        )

    def _read_as(self, notation: Notation, name: str) -> Column:
        if (again := self._column(name).read_as(notation)) is not None:
            return again
        kept = f"Of {column_called(name)} only the numbers are kept."
        remedy = f"Read the file again with decimal={notation.decimal!r}."
        raise TableError(f"{kept} {remedy}", column=name)

    def _bad(self, name: str) -> list[int]:
        bad = self._column(name).parsed.bad
        return [int(i) for i in np.flatnonzero(bad)] if bad.any() else []

    def _refuse_bad(self, names: tuple[str, ...]) -> None:
        """Raise the error of the first bad cell, row by row."""
        if not names:
            raise TableError("No column is named. Name at least one.")
        bad = [(bad[0], j, name) for j, name in enumerate(names) if (bad := self._bad(name))]
        if bad:
            i, _, name = min(bad)
            raise self._bad_cell(name, i)

    def _bad_cell(self, name: str, i: int) -> TableError:
        column, row = self.cells[name], self.rows[i]
        cell = quote(column.texts[i])
        if column.kind == "category":
            sentence = f"Row {row}, {column_called(name)}: {cell} is text, not a number. "
            return TableError(sentence + "Choose another column.", row=row, column=name)
        wrong = "is not a number" if column.decimal(i) is None else "is too large for float64"
        return TableError(
            f"Row {row}, {column_called(name)}: {cell} {wrong}. Fix the cell or exclude "
            "the column.",
            row=row,
            column=name,
        )


def _names(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else settings.names(names, "names")


def _common_length(lengths: Mapping[str, int]) -> int:
    if len(set(lengths.values())) == 1:
        return next(iter(lengths.values()))
    counts = ", ".join(f"{name} {length}" for name, length in lengths.items()) or "no columns"
    raise TableError(f"The columns are not equally long: {counts}. Give each as many values.")
