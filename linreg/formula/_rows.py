"""The columns that a formula names, out of a table of any kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import _checks, _terms
from linreg._arrays import Array
from linreg._settings import shown
from linreg.formula._error import FormulaError
from linreg.formula._nodes import Column
from linreg.tables import Table

_MOST_LISTED = 10
# Comparing a name with many thousands of others takes long.
_MOST_COMPARED = 2000

# What a formula is computed for: a `linreg.Table`, columns by name, or a data frame.
TableLike = Table | Mapping[str, ArrayLike] | Any


@dataclass(frozen=True, eq=False)
class Rows:
    """Columns (N,), numbers as float64 and categories as text, and how errors number the rows."""

    formula: str
    columns: Mapping[str, NDArray[Any]]
    numbers: Sequence[int]

    def __len__(self) -> int:
        return len(self.numbers)

    def is_text(self, name: str) -> bool:
        return self.columns[name].dtype.kind == "U"

    def numeric(self, column: Column) -> Array:
        """Return a column of numbers. Raises FormulaError for text."""
        values = self.columns[column.name]
        if values.dtype.kind == "U":
            self.fail(
                f"Column {column.name} is text, not numbers. Use C() of it, or another column.",
                column.position,
            )
        return values

    def fail(
        self, sentence: str, position: int, bad: NDArray[np.intp] | Sequence[int] = ()
    ) -> NoReturn:
        """Raise FormulaError; bad: indices of the rows to blame."""
        raise FormulaError(
            sentence, self.formula, position, [int(self.numbers[int(i)]) for i in bad]
        )


def read_rows(
    table: TableLike,
    formula: str,
    wanted: Iterable[Column],
    aligned: Iterable[Column] = (),
    numbers: Sequence[int] | None = None,
) -> Rows:
    """Return the wanted columns of a table.

    numbers: how errors number the rows of what is no `linreg.Table`; by default from 0.

    Of a `linreg.Table` without the rows that have no value in a column that is wanted or, where
    the table has it, aligned. Raises FormulaError for unknown columns and values that are missing
    or not finite, TableError for bad cells.
    """
    columns: dict[str, Column] = {}
    for column in wanted:
        columns.setdefault(column.name, column)
    others = {column.name for column in aligned} - set(columns)
    if isinstance(table, Table):
        require(columns.values(), table.columns, formula)
        present = (*columns, *(name for name in others if name in table.cells))
        if not present:
            return Rows(formula, {}, list(table.rows))
        values, kept = table.mixed(present)
        return Rows(formula, values, np.asarray(table.rows)[kept].tolist())
    names, get = _access(table)
    require(columns.values(), names, formula)
    found = {name: _values(get(name), column, formula) for name, column in columns.items()}
    lengths = {name: len(values) for name, values in found.items()}
    if not found and names:
        lengths = {names[0]: np.size(_checks.plain(get(names[0])))}
    if len(set(lengths.values())) != 1 or 0 in lengths.values():
        raise FormulaError(f"The columns have lengths {lengths}. Use columns of one length.")
    count = next(iter(lengths.values()))
    return Rows(formula, found, range(count) if numbers is None else numbers)


def _access(table: Any) -> tuple[list[str], Callable[[str], Any]]:
    """Return the names of the columns of a mapping or a data frame, and how to get one."""
    labels = table.keys() if isinstance(table, Mapping) else getattr(table, "columns", None)
    if labels is None or callable(labels) or not hasattr(table, "__getitem__"):
        raise ValueError(
            f"table is {shown(table)}; expected a linreg.Table, a dictionary of columns by name, "
            "or a data frame."
        )
    by_name = {str(label): label for label in labels}
    return list(by_name), lambda name: table[by_name[name]]


def _values(values: Any, column: Column, formula: str) -> NDArray[Any]:
    try:
        if not _holds_text(values):
            return _terms.numeric(_without_na(values), column.name)
        return np.array(_terms.labels(_without_na(values), column.name), dtype=np.str_)
    except ValueError as error:
        raise FormulaError(str(error), formula, column.position) from None


def _holds_text(values: Any) -> bool:
    return _terms.is_text(values) or _checks.plain(values).dtype.kind == "T"


def _without_na(values: Any) -> NDArray[Any]:
    """Return the values with None for what neither is nor is not itself, as pandas' NA."""
    array = _checks.plain(values)
    if array.dtype.kind != "O":
        return array
    return np.array([_known(value) for value in array.ravel()], dtype=object).reshape(array.shape)


def _known(value: Any) -> Any:
    try:
        return value if value == value else None
    except (TypeError, ValueError):
        return None


def require(columns: Iterable[Column], names: Sequence[str], formula: str) -> None:
    """Raise FormulaError for the first column, from the left, that is not among the names."""
    known = set(names)
    missing = [column for column in columns if column.name not in known]
    if not missing:
        return
    first = min(missing, key=lambda column: column.position)
    near = _near(first.name, names)
    if near:
        advice = f"Did you mean {' or '.join(map(_quoted, near))}?"
    elif names:
        more = ", …" if len(names) > _MOST_LISTED else ""
        advice = f"The columns are {', '.join(map(_short, names[:_MOST_LISTED]))}{more}."
    else:
        advice = "The table has no columns."
    raise FormulaError(
        f"There is no column {_quoted(first.name)}. {advice}", formula, first.position
    )


def _near(name: str, names: Sequence[str]) -> list[str]:
    # Late, as few formulas need it.
    from difflib import get_close_matches

    same = [one for one in names if one.lower() == name.lower()]
    return same or get_close_matches(name[:100], names[:_MOST_COMPARED], n=2)


def _quoted(name: str) -> str:
    return f"'{_short(name)}'"


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:37] + "..."
