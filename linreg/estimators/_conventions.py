"""The conventions that estimators share: parameters, features by name, scores.

What scikit-learn and everything built on it (pipelines, grid searches) ask of a regressor,
written out so that the package needs nothing but NumPy.
"""

from __future__ import annotations

import inspect
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from linreg import _checks
from linreg._checks import Array, read_only
from linreg.estimators._data import as_rows, compare_names, row_weights, text_names
from linreg.estimators._scikit_learn import Citizen, not_fitted


class Regressor(Citizen):
    """Base of the estimators: `coef_` and `intercept_`, and what follows from them.

    After `fit`: coef_ (p,), or (k, p) where y was (N, k); intercept_ a float, or (k,);
    n_features_in_ p; feature_names_in_ (p,) where X had column names, all text. As in
    scikit-learn, they are float32 where X was, though all is computed in float64.
    """

    coef_: Array
    intercept_: float | Array
    n_features_in_: int
    feature_names_in_: np.ndarray[Any, np.dtype[np.object_]]
    _float: type[np.floating[Any]]

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Fit to X (N, p) and y (N,) or (N, k)."""
        raise NotImplementedError(f"{type(self).__name__} does not say how to fit.")

    def predict(self, X: ArrayLike) -> Array:
        """Return X @ coef_ + intercept_ for X (M, p), as (M,), or (M, k) where y was (N, k).

        Raises NotFittedError before `fit`, ValueError for the wrong columns.
        """
        self._require_fit()
        rows, kind = self._features(X)
        with np.errstate(all="ignore"):
            predicted: Array = rows @ self.coef_.T + self.intercept_
            narrow = kind is np.float32 and self.coef_.dtype == np.float32
            return predicted.astype(np.float32) if narrow else predicted

    def score(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """Return R-squared of the predictions, averaged over the columns of y.

        1 - sum w (y - prediction)^2 / sum w (y - mean)^2, like `sklearn.metrics.r2_score`:
        about the mean, also without an intercept; for a constant y 1 if it is met, else 0;
        NaN for a single row.
        X: (M, p); y: (M,) or (M, k); sample_weight: (M,), >= 0.
        """
        self._require_fit()
        right = _checks.target(y, len(self._features(X)[0]))
        weights = row_weights(sample_weight, len(right))
        errors = self._errors(X, right)
        return _r_squared(right.reshape(len(right), -1), errors.reshape(len(right), -1), weights)

    def _errors(self, X: ArrayLike, y: Array) -> Array:
        """Return y minus the predictions, in the shape of either."""
        errors: Array = y - self.predict(X).reshape(y.shape)
        return errors

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

    @classmethod
    def _parameters(cls) -> list[str]:
        return [name for name in inspect.signature(cls.__init__).parameters if name != "self"]

    def _require_fit(self) -> None:
        if not hasattr(self, "coef_"):
            raise not_fitted(f"This {type(self).__name__} is not fitted yet; call fit(X, y) first.")

    def _learn_features(self, X: ArrayLike) -> Array:
        """Return X as float64 (N, p), its columns and its type of float remembered."""
        rows, self._float = as_rows(X)
        names = text_names(X)
        self.n_features_in_ = int(rows.shape[1])
        self.__dict__.pop("feature_names_in_", None)
        if names is not None:
            self.feature_names_in_ = np.array(names, dtype=object)
        return rows

    def _features(self, X: ArrayLike) -> tuple[Array, type[np.floating[Any]]]:
        """Return X as float64 (M, p), its columns those of `fit`, and its type of float."""
        rows, kind = as_rows(X)
        names = text_names(X)
        if names is not None and hasattr(self, "feature_names_in_"):
            compare_names(names, list(self.feature_names_in_))
        if rows.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {rows.shape[1]} features, but {type(self).__name__} is expecting "
                f"{self.n_features_in_} features as input, those it was fitted to."
            )
        return rows, kind


def _r_squared(y: Array, errors: Array, weights: Array | None) -> float:
    if len(y) < 2:
        return float("nan")
    weights = np.ones(len(y)) if weights is None else weights
    share = weights / weights.sum()
    with np.errstate(all="ignore"):
        rest = share @ errors**2
        whole = share @ (y - share @ y) ** 2
        scores = np.where(whole > 0.0, 1.0 - rest / whole, np.where(rest > 0.0, 0.0, 1.0))
    return float(scores.mean())


def frozen(array: Array) -> Array:
    """Return a contiguous copy that refuses to be written to, of the same type of float."""
    return read_only(np.array(array, order="C"))
