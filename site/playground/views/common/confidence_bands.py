"""Where the line may lie and where new points may: bands, and the same at one x."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linreg.diagnostics import Inference
from linreg.doubled import Doubled
from playground.engine.drawn_back import interval_back
from playground.engine.numbers import given
from playground.engine.problem import Problem

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


def bands(
    found: Inference, X: Doubled, x: Array, level: float, problem: Problem
) -> Mapping[str, Array]:
    """Edges at the places x (M,), whose rows of the design are X (M, p), over the target's axis.

    low, high: of the mean, or of the median where the target is transformed; least, most: of a new
    point. Only where both are defined; nothing without a degree of freedom to judge by.
    """
    mean = interval_back(problem, found.mean_band(X, level))
    new = interval_back(problem, found.prediction_band(X, level))
    there = np.isfinite(new).all(axis=1) & np.isfinite(mean).all(axis=1)
    mean, new = mean[there], new[there]
    return {
        "x": x[there],
        "low": mean[:, 0],
        "high": mean[:, 1],
        "least": new[:, 0],
        "most": new[:, 1],
    }


def predicted_at(found: Inference, X: Doubled, level: float, problem: Problem) -> Prediction:
    """At one row (1, p) of the design, of the target."""
    mean = interval_back(problem, found.mean_band(X, level))
    new = interval_back(problem, found.prediction_band(X, level))
    return Prediction(float(problem.to_data(found.predict(X))[0]), mean[0], new[0])
