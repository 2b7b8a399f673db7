"""The results of a scene in numbers, as `getState().results` gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf, isnan
from typing import Any

import numpy as np

from linreg import DescentStatus
from linreg.solvers import METHODS
from playground.engine.scene import Scene, Solved


def results(scene: Scene, messages: Sequence[dict[str, Any]], full: bool = False) -> dict[str, Any]:
    """JSON-able; what is not finite is a string.

    full: everything, as `getState` and `setState` give it; else what costs next to nothing, as
    the news of each change gives it.
    """
    columns = scene.columns
    found: dict[str, Any] = {"n": scene.data.N, "p": len(columns), "columns": list(columns)}
    found |= _numbers(solved, full) if (solved := scene.solved) else _nothing(len(columns))
    return {**found, "messages": list(messages)}


def _numbers(scene: Solved, full: bool) -> dict[str, Any]:
    fit, step = scene.fit, scene.step
    methods = METHODS if full else [m for m in METHODS if m == "qr" or m in fit.known()]
    coefficients = {method: _plain(fit.coefficients(method)) for method in methods}
    loss = {method: plain(fit.loss_of(method)) for method in methods}
    found = {
        "coefficients": {**coefficients, "descent": _plain(scene.user(step.w))},
        "loss": {**loss, "descent": plain(step.loss)},
        "gradient_norm": plain(step.gradient_norm),
        "iterations": step.iteration,
        "diverged": step.status is DescentStatus.DIVERGED,
        "learning_rate_limit": plain(fit.learning_rate_limit),
        "learning_rate_best": plain(fit.spectrum.learning_rate_best),
    }
    return {**found, **_costly(scene)} if full else found


def _costly(scene: Solved) -> dict[str, Any]:
    """What is said of X as used, of the solvers' digits, and of the fit as a whole."""
    fit = scene.fit
    return {
        "condition_number": plain(fit.unpenalised.condition_number),
        "condition_number_scaled": plain(fit.unpenalised.condition_number_scaled),
        "rank": fit.rank,
        "singular_values": _plain(fit.unpenalised.singular_values),
        "vif": _vif(scene),
        "digits": {method: _digits(fit.digits(method)) for method in METHODS}
        | {"descent": _digits(fit.digits_of(scene.user(scene.step.w)))},
        "r_squared": plain(fit.r_squared),
        "standard_errors": _plain(fit.standard_errors),
    }


def _vif(scene: Solved) -> list[float | str | None]:
    """None for the ones column, and for another constant where it takes their place."""
    found = [None if isnan(value) else plain(value) for value in scene.fit.vif]
    if not scene.problem.ones:
        return found
    # Beside the ones, a constant column depends on them.
    return [None, *("Infinity" if value is None else value for value in found[1:])]


def _digits(found: Mapping[str, list[float]] | None) -> Mapping[str, list[float] | None]:
    """Null where the referee has declined."""
    return found or {"vs_float64": None, "vs_typed": None}


def _nothing(p: int) -> dict[str, Any]:
    """Without points there is no loss, and nothing says where its least would be."""
    undefined = ["NaN"] * p
    solvers = (*METHODS, "descent")
    return {
        "coefficients": dict.fromkeys(solvers, undefined),
        "loss": dict.fromkeys(solvers, "NaN"),
        "gradient_norm": "NaN",
        "iterations": 0,
        "diverged": False,
        "learning_rate_limit": "Infinity",
        "learning_rate_best": "Infinity",
        "condition_number": "NaN",
        "condition_number_scaled": "NaN",
        "rank": 0,
        "singular_values": [],
        "vif": [None] * p,
        "digits": dict.fromkeys(solvers, _digits(None)),
        "r_squared": "NaN",
        "standard_errors": undefined,
    }


def _plain(values: Iterable[float]) -> list[float | str]:
    return [plain(value) for value in values]


def plain(value: float | np.floating) -> float | str:
    """A float as JSON can hold it."""
    number = float(value)
    if isnan(number):
        return "NaN"
    if number in (inf, -inf):
        return "Infinity" if number > 0 else "-Infinity"
    return number
