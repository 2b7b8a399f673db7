"""The data that a state selects, as the numbers that are fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg import datasets
from linreg.tables import POINT, Table, TableError
from playground.state import Points

Array = NDArray[np.float64]

# More points than this are drawn as a sample: a canvas shows no more, and each costs time.
MOST_DRAWN = 2000


class Trouble(ValueError):
    """Why data cannot be fitted; the text is what the user reads, `key` names the word."""

    def __init__(self, sentence: str, key: str = "points") -> None:
        super().__init__(sentence)
        self.key = key


@dataclass(frozen=True, eq=False)
class Data:
    """A table and what is fitted of it: the ones column and the features X (N, p), y (N,).

    rows: (N,) the row of the table that each used row came from; rows with a missing value are
    left out. truth: (intercept, slope) of the generator, where there is one.
    """

    table: Table
    features: tuple[str, ...]
    target: str
    rows: NDArray[np.intp]
    X: Array
    y: Array
    truth: tuple[float, float] | None = None

    @property
    def N(self) -> int:
        return len(self.y)

    @property
    def count(self) -> int:
        """Number of points, those with missing values too."""
        return len(self.table)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of X."""
        return ("1", *self.features)

    @property
    def simple(self) -> bool:
        """Whether there is one feature, so that the points lie in a plane."""
        return len(self.features) == 1

    @property
    def editable(self) -> bool:
        """Whether every point is drawn where it can be taken hold of."""
        return self.simple and self.count <= MOST_DRAWN

    @cached_property
    def numeric(self) -> tuple[str, ...]:
        """The columns to choose from."""
        return usable_columns(self.table)

    @cached_property
    def points(self) -> Points:
        """All points as own data: every cell as it was typed."""
        return Points(self.table.columns, tuple(map(self.table.text, self.table.columns)))

    @cached_property
    def drawn(self) -> NDArray[np.intp]:
        """The used rows that are drawn: all, or a sample evenly spread over them."""
        if self.N <= MOST_DRAWN:
            return np.arange(self.N)
        return np.linspace(0, self.N - 1, MOST_DRAWN).astype(np.intp)


def words_of(name: str) -> tuple[str, ...]:
    """The state words that draw a generated set; none for own data."""
    return () if name == "own" else datasets.get(name).words


def from_set(name: str, words: Mapping[str, Any]) -> Data:
    """A set of `linreg.datasets`, drawn from the given words; raises Trouble."""
    chosen = datasets.get(name)
    try:
        table = chosen.table(**words)
    except ValueError as error:
        raise Trouble(str(error), getattr(error, "key", "data")) from error
    truth = (words["intercept_true"], words["slope"]) if name == "linear" else None
    return select(table, chosen.features, chosen.target, truth)


def from_points(
    points: Points | None, features: Sequence[str] | None = None, target: str | None = None
) -> Data:
    """Own data; features and target as in the state, None where the columns decide.

    Raises Trouble where a chosen column is missing, or holds a cell that is not a number.
    """
    if points is None:
        raise Trouble("There are no points of your own yet: give points.")
    # Only commas leave a doubt about how numbers are written.
    notation = None if any("," in "".join(column) for column in points.columns) else POINT
    table = Table.typed(dict(zip(points.names, points.columns, strict=True)), notation)
    usable = usable_columns(table)
    if len(usable) < 2:
        raise Trouble(
            f"A fit needs two columns of numbers, and these data have {len(usable)}. "
            "Add a column, or check how its numbers are written."
        )
    target = usable[-1] if target is None else target
    others = tuple(name for name in usable if name != target)
    return select(table, others if features is None else tuple(features), target)


def select(
    table: Table,
    features: tuple[str, ...],
    target: str,
    truth: tuple[float, float] | None = None,
) -> Data:
    """The chosen columns of a table; raises Trouble."""
    for key, name in [("target", target), *(("features", name) for name in features)]:
        if name not in table.columns:
            raise Trouble(
                f"There is no column {name}. The columns are {', '.join(table.columns)}.", key
            )
    if target in features:
        raise Trouble(
            f"Column {target} cannot be feature and target at once. Choose other features.",
            "features",
        )
    names = (*features, target)
    rows = np.flatnonzero(table.kept(names))
    try:
        used = table.array(names) if len(rows) else np.zeros((0, len(names)))
    except TableError as error:
        raise Trouble(str(error)) from error
    X = np.column_stack([np.ones(len(rows)), used[:, :-1]])
    return Data(table, features, target, rows, X, used[:, -1].copy(), truth)


def usable_columns(table: Table) -> tuple[str, ...]:
    """The columns of numbers; of a table without any value all of them."""
    return table.numeric or (table.columns if not len(table) else ())
