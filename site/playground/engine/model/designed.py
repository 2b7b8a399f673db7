"""From the keys of the model, or its formula, to the matrix that is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg.design import Design
from linreg.doubled import Doubled
from linreg.formula import Formula, FormulaError
from linreg.links import DESIGN_KEYS, KEYS
from playground.engine.limits.data_error import DataError
from playground.engine.limits.design_size import DesignSize
from playground.engine.limits.magnitude import LARGEST
from playground.engine.model.columns import (
    FormulaColumns,
    check_inverse,
    parsed,
    refused,
    target_of,
)

Array = NDArray[np.float64]

PLAIN: Mapping[str, Any] = {key: KEYS[key].default for key in DESIGN_KEYS}


@dataclass(frozen=True, eq=False)
class Designed:
    """A design, its matrix X (N, p), and the y (N,) that is fitted: of a formula its left side."""

    design: Design | FormulaColumns
    X: Doubled
    y: Array
    formula: Formula | None = None


def designed(
    values: Mapping[str, NDArray[Any]],
    y: Array,
    state: Mapping[str, Any],
    rows: NDArray[np.intp] | None = None,
) -> Designed:
    """The design that the state asks for; raises DataError where it cannot be made.

    values: (N,) by feature; y: the target before any transformation, (N,). rows: where each stands
    in the table, for errors about values.
    """
    state = {**PLAIN, **state}
    if state["formula"] is None:
        return _of_keys(values, y, state)
    return _of_formula(values, y, state, (np.arange(len(y)) if rows is None else rows) + 1)


def _of_keys(values: Mapping[str, NDArray[Any]], y: Array, state: Mapping[str, Any]) -> Designed:
    settings = _settings(state)
    DesignSize.of(values, len(y), settings).check()
    try:
        # The raw terms must be floats too: the user's coefficients are theirs.
        raw = Design.of(values, **{**settings, "basis": "powers", "standardise": False})
        X = raw_X = raw.doubled(values)
        design = raw
        if settings["basis"] != "powers" or settings["standardise"]:
            design = Design.of(values, **settings)
            X = design.doubled(values)
    except ValueError as error:
        raise DataError(_too_far(settings), "degree") from error
    if not (_small(raw_X.high) and _small(X.high)):
        raise DataError(_too_far(settings), "degree")
    return Designed(design, X, y)


def _of_formula(
    values: Mapping[str, NDArray[Any]],
    y: Array,
    state: Mapping[str, Any],
    numbers: NDArray[np.intp],
) -> Designed:
    """numbers: of the rows in the table, from 1, (N,)."""
    try:
        formula = parsed(state["formula"])
        table = {target_of(formula): y}
        standardise = bool(state["standardise"])
        design, X = FormulaColumns.of(formula, values, numbers.tolist(), standardise)
        right = formula.response({**values, **table}, numbers.tolist())
    except FormulaError as error:
        raise refused(error) from error
    if not (_small(X.high) and _small(right)):
        raise DataError("The terms of the formula are too large for float64.", "formula")
    check_inverse(formula, y, right, numbers)
    return Designed(design, X, right, formula)


def _settings(state: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of `Design.of` that the state asks for."""
    separate = state["intercept"] == "separate"
    return {
        "degree": state["degree"],
        "basis": state["basis"],
        "interactions": bool(state["interactions"]),
        "standardise": bool(state["standardise"]),
        "intercept": "absorbed" if separate else state["intercept"],
    }


def _small(X: Array) -> bool:
    """Whether all numbers of X (N, p) can be computed with."""
    return bool(-X.min(initial=0.0) <= LARGEST and X.max(initial=0.0) <= LARGEST)


def _too_far(settings: Mapping[str, Any]) -> str:
    return (
        f"The powers of the features up to {settings['degree']} are too large for float64. "
        "Lower the degree, or map the features to the range from −1 to 1."
    )
