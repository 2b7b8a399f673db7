"""Rows, targets and weights as estimators take them.

Sentences begin as scikit-learn's own checks, and whoever knows them, expect.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from linreg import _checks
from linreg._checks import Array


def as_rows(X: ArrayLike) -> tuple[Array, type[np.floating[Any]]]:
    """Return X as float64 (N, p), and the type of float that results should have."""
    if hasattr(X, "toarray") and hasattr(X, "nnz"):
        name = type(X).__name__
        raise TypeError(f"X is a sparse {name}; expected a dense (N, p) array: pass X.toarray().")
    array = _checks.plain(X)
    if array.dtype.kind == "c":
        raise ValueError("Complex data not supported: X must hold real numbers.")
    if array.ndim == 2 and array.shape[1] == 0 and array.shape[0] > 0:
        raise ValueError(
            f"0 feature(s) (shape={array.shape}) while a minimum of 1 is required in X."
        )
    if array.ndim < 2:
        raise ValueError(
            f"X has shape {array.shape}; expected (N, p), one row per sample. Reshape your data: "
            "X.reshape(-1, 1) for a single feature, X.reshape(1, -1) for a single sample."
        )
    kind = np.float32 if array.dtype == np.float32 else np.float64
    if array.dtype.kind == "O":
        array = _as_numbers(array)
    try:
        # In one order, so that a data frame gives the same last digits as an array.
        return np.ascontiguousarray(_checks.matrix(array)), kind
    except ValueError as error:
        raise ValueError(str(error).replace("holds nan", "holds NaN")) from None


def target(y: ArrayLike | None, rows: int, estimator: str) -> Array:
    """Return y as float64 (N,) or (N, k)."""
    if y is None:
        raise ValueError(f"{estimator} requires y to be passed, but the target y is None.")
    try:
        complex_numbers = _checks.plain(y).dtype.kind == "c"
    except ValueError:
        complex_numbers = False
    if complex_numbers:
        raise ValueError("Complex data not supported: y must hold real numbers.")
    return _checks.target(y, rows)


def row_weights(sample_weight: ArrayLike | None, rows: int) -> Array | None:
    """Return the weights as (N,), one for all if a number was given, None for None.

    Raises ValueError for another shape, a negative weight, or none that is positive.
    """
    if sample_weight is None:
        return None
    given = _checks.numbers(sample_weight, "sample_weight")
    if given.shape not in ((), (rows,)):
        raise ValueError(
            f"sample_weight has shape {given.shape}; expected ({rows},). Sample weights must be 1D "
            "array or scalar."
        )
    weights = _checks.finite(np.broadcast_to(given, (rows,)).copy(), "sample_weight")
    if np.any(weights < 0.0) or not np.any(weights):
        raise ValueError(
            "sample_weight must hold at least one number that is not zero, and none below zero; "
            "drop the rows with negative weights."
        )
    return weights


def text_names(X: Any) -> list[str] | None:
    """Return the column names of a data frame if all are text."""
    labels = getattr(X, "columns", None)
    if labels is None or callable(labels):
        return None
    names = list(labels)
    kinds = {isinstance(name, str) for name in names}
    if kinds == {True, False}:
        raise TypeError(
            "Feature names are only supported if all input features have string names, but X has "
            "some that are not. Convert them: X.columns = X.columns.astype(str)."
        )
    return names if kinds == {True} else None


def compare_names(names: list[str], fitted: list[str]) -> None:
    """Raise ValueError, as scikit-learn words it, where columns are not those of `fit`."""
    if names == fitted:
        return
    lines = ["The feature names should match those that were passed during fit."]
    unseen = sorted(set(names) - set(fitted))
    missing = sorted(set(fitted) - set(names))
    lines += ["Feature names unseen at fit time:", *_listed(unseen)] if unseen else []
    lines += ["Feature names seen at fit time, yet now missing:", *_listed(missing)] * bool(missing)
    if not unseen and not missing:
        lines += ["Feature names must be in the same order as they were in fit."]
    raise ValueError("\n".join(lines) + "\n")


def _listed(names: list[str]) -> list[str]:
    return [f"- {name}" for name in names[:5]] + ["- ..."] * (len(names) > 5)


def _as_numbers(array: Any) -> Array:
    """Return objects as float64, or say which sort of object is no number."""
    try:
        return np.asarray(array, dtype=np.float64)
    except (TypeError, OverflowError) as error:
        raise TypeError(f"X holds something other than numbers: {error}.") from None
    except ValueError as error:
        raise ValueError(f"X holds something other than numbers: {error}.") from None
