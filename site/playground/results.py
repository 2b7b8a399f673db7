"""The results of a scene in numbers, as `getState().results` gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, isnan
from typing import Any

import numpy as np

from linreg import DescentStatus
from playground.fit import METHODS
from playground.scene import Scene


def results(scene: Scene, messages: Sequence[dict[str, Any]], full: bool = False) -> dict[str, Any]:
    """JSON-able; what is not finite is a string.

    full: everything, as `getState` and `setState` give it; else what costs next to nothing, as
    the news of each change gives it.
    """
    columns = scene.columns
    found: dict[str, Any] = {"n": scene.data.N, "p": len(columns), "columns": list(columns)}
    found |= _nothing(len(columns)) if scene.fit is None else _numbers(scene, full)
    return {**found, "messages": list(messages)}


def _numbers(scene: Scene, full: bool) -> dict[str, Any]:
    fit, step = scene.fit, scene.step
    methods = METHODS if full else ("qr", *(m for m in fit.known() if m != "qr"))
    coefficients = {method: _plain(fit.coefficients(method)) for method in methods}
    loss = {method: plain(fit.loss_of(method)) for method in methods}
    return {
        "coefficients": {**coefficients, "descent": _plain(scene.user(step.w))},
        "loss": {**loss, "descent": plain(step.loss)},
        "gradient_norm": plain(step.gradient_norm),
        "iterations": scene.state.steps,
        "diverged": step.status is DescentStatus.DIVERGED,
        "learning_rate_limit": plain(fit.spectrum.learning_rate_limit),
    }


def _nothing(p: int) -> dict[str, Any]:
    """Without points there is no loss, and nothing says where its least would be."""
    undefined = ["NaN"] * p
    return {
        "coefficients": dict.fromkeys((*METHODS, "descent"), undefined),
        "loss": dict.fromkeys((*METHODS, "descent"), "NaN"),
        "gradient_norm": "NaN",
        "iterations": 0,
        "diverged": False,
        "learning_rate_limit": "Infinity",
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
