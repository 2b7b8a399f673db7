"""Where the line may lie and where new points may: bands, and the same at one x."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linreg.diagnostics import Inference
from linreg.doubled import Doubled
from playground.engine.numbers import given

Array = NDArray[np.float64]

EMPTY = {name: np.zeros(0) for name in ("x", "low", "high", "least", "most")}


@dataclass(frozen=True)
class Prediction:
    """At one place: what is fitted, the interval of the mean (2,), and of a new point (2,)."""

    fitted: float
    mean: Array
    new: Array


def level_text(level: float) -> str:
    """Return a confidence level as texts have it: 95%."""
    return f"{given(round(100 * level, 10))}%"


def bands(found: Inference, X: Doubled, x: Array, level: float) -> Mapping[str, Array]:
    """Edges at the places x (M,), whose rows of the design are X (M, p).

    low, high: of the mean; least, most: of a new point. Nothing where the data leave no degree of
    freedom to judge by.
    """
    mean, new = found.mean_band(X, level), found.prediction_band(X, level)
    if not np.isfinite(new).all():
        return EMPTY
    return {"x": x, "low": mean[:, 0], "high": mean[:, 1], "least": new[:, 0], "most": new[:, 1]}


def predicted_at(found: Inference, X: Doubled, level: float) -> Prediction:
    """At one row (1, p) of the design."""
    return Prediction(
        float(found.predict(X)[0]), found.mean_band(X, level)[0], found.prediction_band(X, level)[0]
    )
