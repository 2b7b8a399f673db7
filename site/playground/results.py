"""The results of a scene in numbers, as `getState().results` gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, isnan
from typing import Any

import numpy as np

from linreg import DescentStatus
from playground.scene import Scene


def results(scene: Scene, messages: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """JSON-able; what is not finite is a string."""
    data, p = scene.data, len(scene.data.columns)
    found: dict[str, Any] = {"n": data.N, "p": p, "columns": list(data.columns)}
    if scene.fit is None:
        found |= _nothing(p)
    else:
        found |= _numbers(scene)
    return {**found, "messages": list(messages)}


def _numbers(scene: Scene) -> dict[str, Any]:
    fit, step = scene.fit, scene.step
    return {
        "coefficients": {"qr": _plain(fit.qr.coefficients), "descent": _plain(step.w)},
        "loss": {"qr": plain(fit.loss), "descent": plain(step.loss)},
        "gradient_norm": plain(step.gradient_norm),
        "iterations": scene.state.steps,
        "diverged": step.status is DescentStatus.DIVERGED,
        "learning_rate_limit": plain(fit.spectrum.learning_rate_limit),
    }


def _nothing(p: int) -> dict[str, Any]:
    """Without points there is no loss, and nothing says where its least would be."""
    undefined = ["NaN"] * p
    return {
        "coefficients": {"qr": undefined, "descent": undefined},
        "loss": {"qr": "NaN", "descent": "NaN"},
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
