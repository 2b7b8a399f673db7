"""Held-out points: the error where the line was fitted, and where it was not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.doubled import Doubled
from linreg.sampler import Sampler, uniform
from playground.engine.closed import solved
from playground.engine.problem import Problem

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
# Beyond this a polynomial through the usual forty points is all wiggle.
MOST_DEGREE = 12


@dataclass(frozen=True)
class Errors:
    """Mean squared errors in the target's units squared, and how many points each is of."""

    train: float
    test: float
    train_count: int
    test_count: int


@dataclass(frozen=True)
class DegreeErrors:
    """The same by degree: degrees (k,), train (k,), test (k,), and which degree tests best."""

    degrees: Array
    train: Array
    test: Array
    best: int


def held_out(count: int, share: float, seed: int) -> Mask:
    """Which of `count` rows are held out, (count,): the same for ever for a seed.

    More of a share keeps those already held out.
    """
    (keys,) = Sampler(seed).rows(count, uniform)
    out = np.zeros(count, dtype=bool)
    out[np.argsort(keys, kind="stable")[: round(share * count)]] = True
    return out


def split_errors(problem: Problem, out: Mask) -> Errors | None:
    """Fit to the rows that are kept, penalty and all, and judge both; None where a part is empty.

    As right as the fit of all points: by the refined solver, on all digits of the powers.
    """
    kept = ~out
    if not out.any() or not kept.any():
        return None
    parts = problem.part(kept), problem.part(out)
    solution = solved(parts[0], "refined")
    w = Doubled(solution.coefficients, solution.coefficients_low)
    train, test = (part.mean((part.fitted(w) - part.y) ** 2) for part in parts)
    return Errors(train, test, parts[0].N, parts[1].N)


def degree_errors(
    x: Array, y: Array, out: Mask, weights: Array | None = None, most: int = MOST_DEGREE
) -> DegreeErrors | None:
    """Least-squares polynomials of one feature x (N,), on a basis that keeps them well conditioned.

    weights: of the samples, (N,). Only degrees that the kept points determine; None where there is
    none, or nothing held out.
    """
    kept = ~out
    most = min(most, len(np.unique(x[kept])) - 1)
    if most < 1 or not out.any():
        return None
    degrees = np.arange(1, most + 1)
    design = linreg.Design.of({"x": x}, degree=most, basis="mapped")
    X = design.matrix({"x": x})
    weights = np.ones(len(y)) if weights is None else weights
    pairs = [_pair(X[:, : d + 1], y, kept, weights) for d in degrees]
    train, test = map(np.array, zip(*pairs, strict=True))
    return DegreeErrors(degrees.astype(float), train, test, int(degrees[np.argmin(test)]))


def _pair(X: Array, y: Array, kept: Mask, weights: Array) -> tuple[float, float]:
    w = linreg.solve(X[kept], y[kept], method="qr", weights=weights[kept]).coefficients
    squares = (X @ w - y) ** 2
    train, test = (np.average(squares[part], weights=weights[part]) for part in (kept, ~kept))
    return float(train), float(test)
