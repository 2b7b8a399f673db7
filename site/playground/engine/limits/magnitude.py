"""Numbers beyond which sums and differences leave the floating-point range."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.limits.data_error import DataError
from playground.engine.numbers import typeset

# A thousand times this is still a float, and so are differences and the ends of axes.
LARGEST = 1e305
# Beyond N times this the penalty leaves no coefficient that is not zero to a float of use.
STRONGEST = 1e300
RESCALE = "Rescale the column."
SIMULATE = "Use a smaller slope, intercept_true or noise."


def check_column(name: str, values: NDArray[Any], key: str, remedy: str = RESCALE) -> None:
    """Raise DataError, under `key`, where a number (N,) of a column is too large."""
    largest = float(np.abs(values).max(initial=0.0)) if values.dtype.kind == "f" else 0.0
    if largest > LARGEST:
        raise DataError(
            f"Column {name} has the value {typeset(largest, digits=3)}. The largest number "
            f"that can be used is {typeset(LARGEST, digits=1)}. {remedy}",
            key,
        )


def check_columns(
    features: Mapping[str, NDArray[Any]], target: str, y: NDArray[Any], simulated: bool = False
) -> None:
    """The same of all columns of some data; simulated: whether settings make them."""
    remedy = SIMULATE if simulated else RESCALE
    for name, values in (*features.items(), (target, y)):
        check_column(name, values, "points", remedy)


def check_strength(strength: float, N: int) -> None:
    """Raise DataError where N times the strength of a penalty leaves the floating-point range."""
    if strength > STRONGEST / N:
        most = 10.0 ** floor(log10(STRONGEST / N))
        raise DataError(
            f"strength = {typeset(strength, digits=3)} is too large for {N:,} points. "
            f"Use at most {typeset(most, digits=1)}.",
            "strength",
        )
