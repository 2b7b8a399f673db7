"""The conventions that estimators share: parameters, features by name, scores, tags.

What scikit-learn and everything built on it (pipelines, grid searches) ask of a regressor,
written out so that the package needs nothing but NumPy.
"""

from __future__ import annotations

import inspect
import sys
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from linreg import _checks
from linreg._checks import Array, read_only


class NotFittedError(ValueError, AttributeError):
    """An estimator was asked for what only `fit` finds out."""


class Regressor:
    """Base of the estimators: `coef_` and `intercept_`, and what follows from them.

    After `fit`: coef_ (p,), or (k, p) where y was (N, k); intercept_ a float, or (k,);
    n_features_in_ p; feature_names_in_ (p,) where X had column names, all text.
    """

    coef_: Array
    intercept_: float | Array
    n_features_in_: int
    feature_names_in_: np.ndarray[Any, np.dtype[np.object_]]

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Fit to X (N, p) and y (N,) or (N, k)."""
        raise NotImplementedError(f"{type(self).__name__} does not say how to fit.")

    def predict(self, X: ArrayLike) -> Array:
        """Return X @ coef_ + intercept_ for X (M, p), as (M,), or (M, k) where y was (N, k).

        Raises NotFittedError before `fit`, ValueError for the wrong columns.
        """
        self._require_fit()
        rows = self._features(X, reset=False)
        with np.errstate(all="ignore"):
            predicted: Array = rows @ self.coef_.T + self.intercept_
        return predicted

    def score(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """Return R-squared of the predictions, averaged over the columns of y.

        1 - sum w (y - prediction)^2 / sum w (y - mean)^2, like `sklearn.metrics.r2_score`:
        about the mean, also without an intercept; for a constant y 1 if it is met, else 0.
        X: (M, p); y: (M,) or (M, k); sample_weight: (M,), >= 0.
        """
        predicted = self.predict(X)
        right = _checks.target(y, len(predicted))
        weights = row_weights(sample_weight, len(right))
        return _r_squared(right.reshape(len(right), -1), predicted.reshape(len(right), -1), weights)

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the constructor's arguments by name."""
        return {name: getattr(self, name) for name in self._parameters()}

    def set_params(self, **params: Any) -> Self:
        """Set constructor arguments by name. Raises ValueError for an unknown one."""
        known = self._parameters()
        for name, value in params.items():
            if name not in known:
                raise ValueError(
                    f"{name!r} is not a parameter of {type(self).__name__}; it has "
                    f"{', '.join(known)}."
                )
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"{type(self).__name__}({given})"

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "coef_")

    def __sklearn_tags__(self) -> Any:
        # Only scikit-learn calls this, so that it is there already: nothing is imported.
        utils = sys.modules["sklearn.utils"]
        return utils.Tags(
            estimator_type="regressor",
            target_tags=utils.TargetTags(required=True, multi_output=True),
            transformer_tags=None,
            classifier_tags=None,
            regressor_tags=utils.RegressorTags(),
        )

    @classmethod
    def _parameters(cls) -> list[str]:
        return [name for name in inspect.signature(cls.__init__).parameters if name != "self"]

    def _require_fit(self) -> None:
        if not hasattr(self, "coef_"):
            raise NotFittedError(
                f"This {type(self).__name__} is not fitted yet; call fit(X, y) first."
            )

    def _features(self, X: ArrayLike, reset: bool) -> Array:
        """Return X as float64 (N, p), its columns remembered (reset) or compared."""
        rows = _as_rows(X)
        names = _text_names(X)
        if reset:
            self.n_features_in_ = int(rows.shape[1])
            self.__dict__.pop("feature_names_in_", None)
            if names is not None:
                self.feature_names_in_ = np.array(names, dtype=object)
            return rows
        if names is not None and hasattr(self, "feature_names_in_"):
            self._compare_names(names)
        if rows.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {rows.shape[1]} features, but {type(self).__name__} is expecting "
                f"{self.n_features_in_} features as input, those it was fitted to."
            )
        return rows

    def _compare_names(self, names: list[str]) -> None:
        fitted = list(self.feature_names_in_)
        if names == fitted:
            return
        lines = ["The feature names should match those that were passed during fit."]
        unseen = sorted(set(names) - set(fitted))
        missing = sorted(set(fitted) - set(names))
        lines += ["Feature names unseen at fit time:", *_listed(unseen)] if unseen else []
        lines += ["Feature names seen at fit time, yet now missing:", *_listed(missing)] * bool(
            missing
        )
        if not unseen and not missing:
            lines += ["Feature names must be in the same order as they were in fit."]
        raise ValueError("\n".join(lines) + "\n")


def _listed(names: list[str]) -> list[str]:
    return [f"- {name}" for name in names[:5]] + ["- ..."] * (len(names) > 5)


def _as_rows(X: ArrayLike) -> Array:
    """Return X as (N, p), with the sentences that scikit-learn's own checks look for."""
    name = type(X).__name__
    if hasattr(X, "toarray") and hasattr(X, "nnz"):
        raise TypeError(f"X is a sparse {name}; wanted a dense (N, p) array: pass X.toarray().")
    array = np.asarray(X)
    if array.dtype.kind == "c":
        raise ValueError("Complex data not supported: X must hold real numbers.")
    if array.ndim == 2 and array.shape[1] == 0 and array.shape[0] > 0:
        raise ValueError(
            f"0 feature(s) (shape={array.shape}) while a minimum of 1 is required in X."
        )
    if array.ndim < 2:
        raise ValueError(
            f"X has shape {array.shape}; wanted (N, p), one row per sample. Reshape your data: "
            "X.reshape(-1, 1) for a single feature, X.reshape(1, -1) for a single sample."
        )
    if array.dtype.kind == "O":
        array = _as_numbers(array)
    try:
        # In one order, so that a data frame gives the same last digits as an array.
        return np.ascontiguousarray(_checks.matrix(array))
    except ValueError as error:
        raise ValueError(str(error).replace("holds nan", "holds NaN")) from None


def _as_numbers(array: Any) -> Array:
    """Return objects as float64, or say which sort of object is no number."""
    try:
        return np.asarray(array, dtype=np.float64)
    except TypeError as error:
        raise TypeError(f"X holds something other than numbers: {error}.") from None


def _text_names(X: Any) -> list[str] | None:
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


def row_weights(sample_weight: ArrayLike | None, rows: int) -> Array | None:
    """Return the weights as (N,), one for all if a number was given, None for None.

    Raises ValueError for another shape, a negative weight, or none that is positive.
    """
    if sample_weight is None:
        return None
    given = np.asarray(sample_weight)
    weights = _checks.vector(
        np.full(rows, given) if given.ndim == 0 else given, rows, "sample_weight"
    )
    if np.any(weights < 0.0) or not np.any(weights):
        raise ValueError(
            "sample_weight must hold at least one number that is not zero, and none below zero; "
            "drop the rows with negative weights."
        )
    return weights


def _r_squared(y: Array, predicted: Array, weights: Array | None) -> float:
    weights = np.ones(len(y)) if weights is None else weights
    share = weights / weights.sum()
    with np.errstate(all="ignore"):
        rest = share @ (y - predicted) ** 2
        whole = share @ (y - share @ y) ** 2
        scores = np.where(whole > 0.0, 1.0 - rest / whole, np.where(rest > 0.0, 0.0, 1.0))
    return float(scores.mean())


def frozen(array: Array) -> Array:
    """Return a contiguous copy that refuses to be written to."""
    return read_only(np.array(array, dtype=np.float64))
