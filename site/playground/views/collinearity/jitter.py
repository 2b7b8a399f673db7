"""Last-digit jitter: what the data cannot tell, apart from what a solver has lost.

Whoever wrote 3.14 may have measured anything from 3.135 to 3.145. Data moved at random within
those limits are as true as the ones written, so that digits of the coefficients that move with
them are not in the data, however exactly they are solved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import exact
from linreg.design import Design
from linreg.resampling import last_digit_jitter
from playground.engine.model.columns import target_of
from playground.engine.model.designed import PLAIN
from playground.engine.numbers import shortened, typeset
from playground.engine.parts import Part
from playground.engine.problem import Problem

Array = NDArray[np.float64]

DRAWS = 100
# More rows or coefficients than this are not shaken: each draw is a fit.
MOST_ROWS, MOST_SHOWN = 2_000, 12
CAREFUL_WORK = 20_000


@dataclass(frozen=True)
class Shaken:
    """What the jitter leaves. names, coefficients: (p,); data: digits that the data fix, 0..15;
    qr: digits of the exact solution of the floats that QR gives; low, high: (p,), ends of the
    range that holds 95 % of the draws.
    """

    names: tuple[str, ...]
    coefficients: Array
    data: Array
    qr: Array
    low: Array
    high: Array


def shaken(
    texts: Mapping[str, Sequence[str]],
    target: Sequence[str],
    state: Mapping[str, Any],
    seed: int,
    categories: Mapping[str, NDArray[Any]] = MappingProxyType({}),
) -> Shaken:
    """Shake the features (name -> (N,) as typed) and the target below their last digits.

    categories: features of a formula that are not shaken. Raises FormulaError where a shaken value
    is outside the domain of a function.
    """
    names = tuple(texts)
    columns = np.array([list(texts[name]) for name in names], dtype=object).T
    right = np.array(list(target), dtype=object)
    y = right.astype(np.float64)
    model = _model(
        dict(zip(names, columns.astype(np.float64).T, strict=True)), y, state, categories
    )

    def build(c: Array) -> Array:
        return model.X(dict(zip(names, c.T, strict=True)))

    rng = np.random.Generator(np.random.PCG64(seed))
    found = last_digit_jitter(columns, right, rng, DRAWS, build, model.y)
    X, y = build(columns.astype(np.float64)), model.y(y)
    truth = referee(X, y)
    qr = linreg.correct_digits(linreg.solve(X, y, method="qr").coefficients, truth)
    low, high = np.quantile(found.coefficients, [0.025, 0.975], axis=0)
    return Shaken(model.names, found.centre, found.digits, np.asarray(qr), low, high)


class _Model(NamedTuple):
    """names: of the coefficients. X: of features by name; y: of the target."""

    names: tuple[str, ...]
    X: Callable[[Mapping[str, Array]], Array]
    y: Callable[[Array], Array]


def _model(
    values: Mapping[str, Array],
    y: Array,
    state: Mapping[str, Any],
    categories: Mapping[str, NDArray[Any]],
) -> _Model:
    if state.get("formula") is None:
        settings = {key: state.get(key, PLAIN[key]) for key in ("degree", "intercept")}
        design = Design.of(values, **settings)
        return _Model(design.names, design.matrix, lambda v: v)
    problem = Problem.made({**values, **categories}, y, state)
    formula = problem.formula
    assert formula is not None
    name = target_of(formula)

    def matrix(features: Mapping[str, Array]) -> Array:
        return problem.design.raw().doubled({**features, **categories}).high

    return _Model(problem.columns, matrix, lambda v: formula.response({**categories, name: v}))


def referee(X: Array, y: Array) -> NDArray[Any]:
    """The exact solution of these floats, or the refined one where that would take long."""
    if len(X) * X.shape[1] ** 2 <= CAREFUL_WORK:
        fit = exact.least_squares(X, y)
        if not fit.dependent:
            return np.asarray(fit.coefficients[:, 0])
    return np.asarray(linreg.solve(X, y).coefficients, dtype=object)


def rows(found: Shaken) -> list[list[list[Part]]]:
    """A row a coefficient: its range over the draws, and the digits that data and solvers keep."""
    return [_row(found, j) for j in range(min(len(found.names), MOST_SHOWN))]


HEADS = ["", "95% of the refits", "data", "QR"]


def _row(found: Shaken, j: int) -> list[list[Part]]:
    ends = (float(found.low[j]), float(found.high[j]))
    least = float(found.data[j])
    return [
        [(shortened(found.names[j], 14) if found.names[j] != "1" else "Intercept", "")],
        [(between(*ends), "data")],
        [(f"{least:.1f}", "wrong" if least < 1 else "data")],
        [(f"{float(found.qr[j]):.1f}", "closed")],
    ]


def between(low: float, high: float) -> str:
    """An interval, rounded to a tenth of what its ends are apart."""
    if not high > low:
        return typeset(low, digits=7)
    unit = 10.0 ** floor(log10((high - low) / 3))
    return " to ".join(_rounded(end, unit) for end in (low, high))


def _rounded(value: float, unit: float) -> str:
    rounded = round(value / unit) * unit
    return typeset(rounded, unit / 9.99, 7) if abs(rounded) > unit / 2 else "0"


def verdict(found: Shaken) -> list[Part]:
    """What it means, in words."""
    worst = int(np.argmin(found.data))
    least, solver = float(found.data[worst]), float(found.qr[worst])
    name = "the intercept" if found.names[worst] == "1" else found.names[worst]
    limit = (
        "The data are the limit; a better solver cannot help."
        if least < solver - 1
        else "The solver is the limit: choose a more accurate one."
    )
    return [
        (f"The data determine {least:.1f} digits of {name}. ", "strong"),
        (f"QR computes {solver:.1f} digits correctly. ", ""),
        (limit, ""),
    ]
