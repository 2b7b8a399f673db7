"""Fits of matrices, for tests that need no state."""

from __future__ import annotations

from typing import Any

import numpy as np
from playground.engine.fit import Fit
from playground.engine.problem import Problem


def fit_of(X: np.ndarray, y: np.ndarray, **settings: Any) -> Fit:
    """The fit of a matrix X (N, p) as it stands."""
    columns = {f"x{j}": X[:, j] for j in range(X.shape[1])}
    return Fit(Problem.made(columns, y, {"intercept": "none"}), **settings)
