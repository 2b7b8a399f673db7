"""The data that a state selects, as the numbers that are fitted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from linreg import datasets
from linreg._keys import decimal_text
from linreg.design import Design
from linreg.tables import POINT, Table, TableError
from playground.engine.limits.data_error import DataError
from playground.engine.limits.design_size import most_features
from playground.engine.point_cells import as_read
from playground.engine.points import Points
from playground.engine.sample_weights import weights_of

Array = NDArray[np.float64]
Mean = Callable[[Array], Array]

# More points than this are drawn as a picture of their density and so large a sample: a canvas
# shows no more, and each costs time.
MOST_DRAWN = 2000
SAMPLE = 800
# A column of more different texts than this is a name for each row rather than a category.
MOST_CATEGORIES = 30


@dataclass(frozen=True, eq=False)
class Data:
    """A table and what is fitted of it: features by name, each (N,), and the target y (N,).

    values: numbers, or text where the feature is a category. rows: (N,) the row of the table that
    each used row came from; rows with a missing value are left out. truth: intercept and slopes
    of the generator, where it is a line or plane. mean: E[y | x] for rows (M, k) of features.
    name: the value of the key `data` that selects them. weights: sample weights (N,) > 0 as typed,
    from the column weighted_by; rows of weight 0 are left out.
    """

    table: Table
    features: tuple[str, ...]
    target: str
    rows: NDArray[np.intp]
    values: Mapping[str, NDArray[Any]]
    y: Array
    truth: tuple[float, ...] | None = None
    mean: Mean | None = None
    name: str = "own"
    weights: Array | None = None
    weighted_by: str | None = None

    @property
    def N(self) -> int:
        return len(self.y)

    @property
    def count(self) -> int:
        """Number of points, those with missing values too."""
        return len(self.table)

    @cached_property
    def X(self) -> Array:
        """The ones and the features as they are, dummies for a category: (N, 1 + k)."""
        if not self.N:
            return np.zeros((0, 1 + len(self.features)))
        return Design.of(self.values).matrix(self.values)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of this X."""
        return Design.of(self.values).names if self.N else ("1", *self.features)

    @property
    def simple(self) -> bool:
        """Whether there is one feature of numbers, so that the points lie in a plane."""
        return len(self.features) == 1 and self.is_number(self.features[0])

    def is_number(self, name: str) -> bool:
        return self.values[name].dtype.kind == "f"

    @property
    def drawn_from_seed(self) -> bool:
        """Whether a generator with dials has made these points."""
        return bool(keys_of(self.name))

    @property
    def has_distance(self) -> bool:
        """Whether the distance between two columns is a key of their generator."""
        return "epsilon" in keys_of(self.name)

    @property
    def takes_all(self) -> bool:
        """Whether the features and the target are what own data would choose of this table."""
        return self.weights is None and self.table.columns == (*self.features, self.target)

    @property
    def editable(self) -> bool:
        """Whether every point is drawn where it can be taken hold of."""
        return self.simple and self.count <= MOST_DRAWN

    @cached_property
    def numeric(self) -> tuple[str, ...]:
        """The columns to choose from."""
        return usable_columns(self.table)

    @cached_property
    def choosable(self) -> tuple[str, ...]:
        """What can be a feature: columns of numbers, and of a few categories."""
        few = (name for name in self.table.columns if is_category(self.table, name))
        chosen = {*self.numeric, *(name for name in few if self._kinds(name) <= MOST_CATEGORIES)}
        return tuple(name for name in self.table.columns if name in chosen)

    def _kinds(self, name: str) -> int:
        return len(set(self.table.text(name)))

    def typed(self) -> tuple[dict[str, list[str]], list[str]]:
        """The used rows as typed: features by name, and the target, as plain decimals."""
        texts = {name: self.table.plain_text(name) for name in (*self.features, self.target)}
        used = {name: [text[row] for row in self.rows] for name, text in texts.items()}
        return used, used.pop(self.target)

    @property
    def weightless(self) -> int:
        """Number of rows that are left out because their weight is 0."""
        return int(self.table.kept((*self.features, self.target)).sum()) - self.N

    @cached_property
    def points(self) -> Points:
        """All points as own data: every cell as it was typed."""
        return Points(self.table.columns, tuple(map(self.table.text, self.table.columns)))

    @property
    def sampled(self) -> bool:
        """Whether there are too many points to draw each."""
        return self.N > MOST_DRAWN

    @cached_property
    def drawn(self) -> NDArray[np.intp]:
        """The used rows that are drawn: all, or an even sample and the outermost ones."""
        if not self.sampled:
            return np.arange(self.N)
        even = np.linspace(0, self.N - 1, SAMPLE).astype(np.intp)
        return np.union1d(even, _outermost(self))


def _outermost(data: Data) -> list[int]:
    """The used rows with the minimum and maximum of each number, and those farthest above and below
    the line of one feature: an outlier among many is seen."""
    numbers = [data.values[name] for name in data.features if data.is_number(name)]
    columns = [*numbers, data.y]
    if data.simple:
        columns.append(data.y - _line(numbers[0], data.y))
    return [int(row) for column in columns for row in (column.argmin(), column.argmax())]


def _line(x: Array, y: Array) -> Array:
    """What the straight line of least squares makes of x (N,), to a picture's accuracy."""
    centred = x - x.mean()
    spread = centred @ centred
    line: Array = y.mean() + (centred @ y / spread if spread > 0 else 0.0) * centred
    return line


def keys_of(name: str) -> tuple[str, ...]:
    """The keys of the state from which a set is generated; none for own data."""
    return () if name == "own" else datasets.get(name).keys


def defaults_of(name: str) -> Mapping[str, Any]:
    """The keys whose default is another for this set, with that default."""
    return {} if name == "own" else datasets.get(name).defaults


def source_note(data: Data) -> str:
    """Where the data come from, and on what terms, in sentences; empty for own points."""
    if data.name == "own":
        return ""
    chosen = datasets.get(data.name)
    # The controls beside them describe simulated data.
    return (
        f"{chosen.source}."
        if chosen.keys
        else f"{chosen.title}. {chosen.source}. {chosen.licence}."
    )


def from_set(
    name: str,
    drawn: Mapping[str, Any],
    features: Sequence[str] | None = None,
    target: str | None = None,
    weights: str | None = None,
    coded: Collection[str] = (),
) -> Data:
    """A set of `linreg.datasets`, drawn from the given keys; raises DataError.

    features, target: other columns than its own; weights: that of the sample weights. coded: those
    that are categories.
    """
    chosen = datasets.get(name)
    try:
        table = chosen.table(**drawn)
    except ValueError as error:
        raise DataError(str(error), getattr(error, "key", "data")) from error
    own = features is None and target in (None, chosen.target) and weights not in chosen.features
    target = chosen.target if target is None else target
    if features is None:
        features = chosen.features if own else usual_features(table, target, weights)
    found = select(table, tuple(features), target, weights, coded)
    if not (own and isinstance(chosen, datasets.Drawn)):
        return replace(found, name=name)
    slopes = [drawn["slope"]] * len(chosen.features) if chosen.is_plane else []
    truth = (drawn["intercept_true"], *slopes) if chosen.is_plane else None
    return replace(found, name=name, truth=truth, mean=lambda X: chosen.truth(X, **drawn))


class Usual(NamedTuple):
    """A table, and the features and target that are chosen where nobody says any."""

    table: Table
    features: tuple[str, ...]
    target: str


def usual_of_set(name: str, drawn: Mapping[str, Any]) -> Usual:
    """Of a set of `linreg.datasets`, drawn from the given keys; raises DataError."""
    found = from_set(name, drawn)
    return Usual(found.table, found.features, found.target)


def usual_of(points: Points | None) -> Usual:
    """Of own data; raises DataError where there are none."""
    table = _table_of(points)
    target = (usable_columns(table) or table.columns)[-1]
    return Usual(table, usual_features(table, target), target)


def _table_of(points: Points | None) -> Table:
    if points is None:
        raise DataError("There are no points of your own yet. Add points.")
    return Table.typed(dict(zip(points.names, as_read(points).columns, strict=True)), POINT)


def from_points(
    points: Points | None,
    features: Sequence[str] | None = None,
    target: str | None = None,
    weights: str | None = None,
    coded: Collection[str] = (),
) -> Data:
    """Own data; features, target and weights as in the state, None where the columns decide.

    coded: features that are categories, though they are numbers.

    Raises DataError where a chosen column is missing, or holds a cell that is not a number.
    """
    table = _table_of(points)
    usable = usable_columns(table)
    if len({*usable} - {weights}) < 2 and not (usable and features):
        raise DataError(
            f"A fit needs at least two numeric columns; these data have {len(usable)}. Add "
            "a column, "
            "or check the format of its numbers."
        )
    target = [name for name in usable if name != weights][-1] if target is None else target
    chosen = usual_features(table, target, weights) if features is None else tuple(features)
    return select(table, chosen, target, weights, coded)


def usual_features(table: Table, target: str, weights: str | None = None) -> tuple[str, ...]:
    """The features until others are chosen: all numeric columns, as far as the limits allow."""
    others = tuple(name for name in usable_columns(table) if name not in (target, weights))
    return others[: most_features(len(table))]


def select(
    table: Table,
    features: tuple[str, ...],
    target: str,
    weights: str | None = None,
    coded: Collection[str] = (),
) -> Data:
    """The chosen columns of a table; raises DataError."""
    weighted = [] if weights is None else [("weights", weights)]
    for key, name in [("target", target), *(("features", name) for name in features), *weighted]:
        if name not in table.columns:
            raise DataError(
                f"There is no column {name}. The columns are {', '.join(table.columns)}.", key
            )
    if target in features:
        raise DataError(
            f"Column {target} cannot be both feature and target. Choose other features.",
            "features",
        )
    if weights in (target, *features):
        part = "target" if weights == target else "feature"
        raise DataError(
            f"Column {weights} cannot be both {part} and weights. Choose another column of "
            "weights.",
            "weights",
        )
    rows = np.flatnonzero(table.kept((*features, target)))
    counted = None if weights is None else weights_of(table, weights, rows)
    if counted is not None:
        rows, counted = rows[counted > 0], counted[counted > 0]
    values = {name: _values(table, name, rows) for name in (*features, target)}
    y = values.pop(target)
    for name in set(coded) & set(features):
        values[name] = _as_text(values[name])
    if y.dtype.kind != "f":
        raise DataError(
            f"Column {target} contains text, not numbers. Choose another target.", "target"
        )
    return Data(table, features, target, rows, values, y, weights=counted, weighted_by=weights)


def _values(table: Table, name: str, rows: NDArray[np.intp]) -> NDArray[Any]:
    """The numbers of a column in some rows, or its text where it is a category."""
    if is_category(table, name):
        return np.array(table.text(name), dtype=str)[rows]
    if not len(rows):
        return np.zeros(0)
    try:
        # Without the rows where this column is missing; those in `rows` are among the others.
        kept = np.cumsum(table.kept(name)) - 1
        numbers: NDArray[Any] = table.array(name)[kept[rows], 0]
        return numbers
    except TableError as error:
        raise DataError(str(error)) from error


def _as_text(values: NDArray[Any]) -> NDArray[Any]:
    """Numbers (N,) as the names of categories."""
    if values.dtype.kind != "f":
        return values
    return np.array([decimal_text(value) for value in values.tolist()], dtype=str)


def is_category(table: Table, name: str) -> bool:
    """Whether a column holds text."""
    return table.cells[name].kind == "category"


def usable_columns(table: Table) -> tuple[str, ...]:
    """The columns of numbers; of a table without any value all of them."""
    return table.numeric or (table.columns if not len(table) else ())
