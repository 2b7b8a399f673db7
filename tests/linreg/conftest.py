"""Fixtures shared by the tests of the core."""

import json
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

import linreg

# How long an example takes says nothing on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

Array = np.ndarray[Any, np.dtype[np.float64]]


def rational_least_squares(X: Any, y: Any) -> list[Fraction]:
    """Solve X'X w = X'y in rational arithmetic by plain elimination: slow, short, independent."""
    rows = [[Fraction(v) for v in row] for row in np.asarray(X).tolist()]
    right = [Fraction(v) for v in np.asarray(y).tolist()]
    p = len(rows[0])
    A = [
        [sum((row[i] * row[j] for row in rows), Fraction(0)) for j in range(p)]
        + [sum((row[i] * t for row, t in zip(rows, right, strict=True)), Fraction(0))]
        for i in range(p)
    ]
    for j in range(p):
        pivot = next(i for i in range(j, p) if A[i][j])
        A[j], A[pivot] = A[pivot], A[j]
        A[j] = [v / A[j][j] for v in A[j]]
        for i in range(p):
            if i != j and A[i][j]:
                factor = A[i][j]
                A[i] = [a - factor * b for a, b in zip(A[i], A[j], strict=True)]
    return [A[i][p] for i in range(p)]


def digits(estimate: Any, exact: Any) -> float:
    """Least number of correct decimal digits over all coefficients, without a cap."""
    worst = math.inf
    for w, v in zip(estimate, exact, strict=True):
        if not math.isfinite(w):
            return 0.0
        error = abs(Fraction(float(w)) - v) / (abs(v) if v else 1)
        worst = min(worst, -math.log10(error) if error else math.inf)
    return max(worst, 0.0)


@pytest.fixture(scope="session")
def exact_least_squares() -> Callable[[Any, Any], list[Fraction]]:
    return rational_least_squares


@pytest.fixture(scope="session")
def correct() -> Callable[[Any, Any], float]:
    return digits


@pytest.fixture(scope="session")
def nist() -> dict[str, dict[str, Any]]:
    """The 11 NIST sets as stored: decimal strings."""
    path = Path(linreg.__file__).parent / "data" / "nist-strd.json"
    sets: dict[str, dict[str, Any]] = json.loads(path.read_text())["datasets"]
    return sets


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20260321)


@pytest.fixture
def regression(rng: np.random.Generator) -> Callable[..., tuple[Array, Array]]:
    """A factory of well-conditioned problems: X (N, p) with a ones column, y with noise."""

    def make(N: int = 60, p: int = 4) -> tuple[Array, Array]:
        X = np.column_stack([np.ones(N), rng.standard_normal((N, p - 1))])
        y = X @ rng.standard_normal(p) + 0.3 * rng.standard_normal(N)
        return X, y

    return make
