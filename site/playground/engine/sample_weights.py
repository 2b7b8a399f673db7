"""Sample weights: the numbers of a column, which say how much each row counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from linreg.tables import Table, TableError
from playground.engine.limits.data_error import DataError
from playground.engine.limits.magnitude import LARGEST
from playground.engine.numbers import whole

Array = NDArray[np.float64]

KEY = "weights"


def weights_of(table: Table, name: str, rows: NDArray[np.intp]) -> Array:
    """Return the weights (k,) >= 0 of some rows of a table, in the column of that name.

    Raises DataError where one is missing, negative or too large, and where all are 0.
    """
    if table.cells[name].kind == "category":
        raise DataError(
            f"Column {name} contains text, not numbers. Choose another column of weights.", KEY
        )
    there = table.kept(name)
    if not there[rows].all():
        first = rows[~there[rows]][0]
        raise _wrong(name, first, "has no weight", "Enter one, or choose another column of weights")
    if not len(rows):
        return np.zeros(0)
    try:
        weights: Array = table.array(name)[np.cumsum(there)[rows] - 1, 0]
    except TableError as error:
        raise DataError(str(error), KEY) from error
    if (weights < 0).any():
        first = int(np.flatnonzero(weights < 0)[0])
        text = table.text(name)[rows[first]].replace("-", "−")
        raise _wrong(name, rows[first], f"has the weight {text}", "Weights cannot be negative")
    if not weights.any():
        raise _wrong(
            name, rows[0], "and all others have the weight 0", "At least one must be above 0"
        )
    if not (LARGEST**-0.5 <= weights.max() <= LARGEST**0.5):
        first = int(weights.argmax())
        text = table.text(name)[rows[first]]
        remedy = "Divide all weights by a common factor: only their ratios matter"
        raise _wrong(name, rows[first], f"has the weight {text}", remedy)
    return weights


def _wrong(name: str, row: int, fault: str, remedy: str) -> DataError:
    return DataError(f"Row {whole(int(row) + 1)} {fault} in column {name}. {remedy}.", KEY)
