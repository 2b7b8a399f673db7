"""What the estimators share: the ones column, the fitted attributes, the summary."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from linreg import _settings, doubled
from linreg._arrays import Array, Doubled
from linreg.estimators._conventions import Regressor, frozen
from linreg.estimators._data import target
from linreg.links._page import columns_link, usual_names
from linreg.summary import Summary, number

# What browsers still copy from their address bars.
LONGEST_LINK = 32_000


class Linear(Regressor):
    """Base of the estimators; a subclass says how to fit and what to tell of it."""

    fit_intercept: bool
    # Whether coef_ is (p,) where y was (N, 1): scikit-learn's estimators differ here.
    _flat = False
    _design: Array
    _y: Array
    _w: Array
    _low: Array

    def _begin(self, X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        """Check X and y; return the design matrix (ones first, if any) and y."""
        _settings.switch(self.fit_intercept, "fit_intercept")
        rows = self._learn_features(X)
        right = target(y, len(rows), type(self).__name__)
        ones = np.ones((len(rows), 1 if self.fit_intercept else 0))
        self._design, self._y = np.hstack([ones, rows]), np.array(right)
        return self._design, self._y

    def predict(self, X: ArrayLike) -> Array:
        """Return X @ coef_ + intercept_ for X (M, p), as (M,), or (M, k) where y was (N, k).

        Rounded once, from all the digits that the fit has of its coefficients.
        Raises NotFittedError before `fit`, ValueError for the wrong columns.
        """
        self._require_fit()
        if not self._untouched():
            return super().predict(X)
        high, low = (half.reshape(len(half), -1) for half in (self._w, self._low))
        predicted = doubled.product(self._with_ones(self._features(X)[0]), Doubled(high, low)).high
        return predicted[:, 0] if self.coef_.ndim == 1 else predicted

    def _errors(self, X: ArrayLike, y: Array) -> Array:
        if not self._untouched():
            return super()._errors(X, y)
        design, tail = self._with_ones(self._features(X)[0]), y.shape[1:] or self._w.shape[1:]
        w, low = (half.reshape(len(half), *tail) for half in (self._w, self._low))
        return doubled.residual(design, w, y.reshape(len(y), *tail), low)

    def _untouched(self) -> bool:
        """Return whether coef_ and intercept_ are those of the fit, in all their digits."""
        first = 1 if self.fit_intercept else 0
        b = self._w[0] if first else np.zeros(self._w.shape[1:])
        same = np.array_equal(np.ravel(self.coef_), self._w[first:].T.ravel())
        return same and np.array_equal(np.ravel(self.intercept_), np.ravel(b))

    def _with_ones(self, rows: Array) -> Array:
        return np.hstack([np.ones((len(rows), 1 if self.fit_intercept else 0)), rows])

    def _finish(self, w: Array, low: Array | None = None) -> Self:
        """Split w (p,) or (p, k) into intercept and coefficients, in scikit-learn's shapes.

        low: what w lacks of the coefficients found.
        """
        first = 1 if self.fit_intercept else 0
        self._w, self._low = frozen(w), frozen(np.zeros_like(w) if low is None else low)
        narrow = self._narrow(w)
        coefficients = narrow[first:].T
        self.coef_ = frozen(coefficients[0] if self._flat and len(narrow.T) == 1 else coefficients)
        b = narrow[0] if self.fit_intercept else np.zeros(w.shape[1:], narrow.dtype)
        self.intercept_ = b[()] if w.ndim == 1 else frozen(b)
        return self

    def _narrow(self, w: Array) -> Array:
        """Return w in the type of float that X had, unless that cannot hold it."""
        with np.errstate(all="ignore"):
            narrow: Array = w.astype(self._float)
        return narrow if np.isfinite(narrow).all() else w

    def summary(self) -> Summary:
        """Return the fit in words and numbers. Raises NotFittedError before `fit`."""
        self._require_fit()
        header, rows = self._table()
        return Summary(f"{self!r}", self._facts(), header, rows, self._notes(), self._link())

    def playground_link(self, base_url: str | None = None, **state: Any) -> str:
        """Return a link that opens the playground with the data and settings of this fit.

        base_url, state: as for `linreg.playground_link`. Raises NotFittedError before `fit`, and
        ValueError for what the playground does not do: weights, several responses, a penalty
        other than those of `linreg.penalties`.
        """
        self._require_fit()
        if self._y.ndim == 2 and self._y.shape[1] > 1:
            raise ValueError(
                f"y had shape {self._y.shape}; the playground takes one response. Link its columns "
                "one at a time, by linreg.playground_link."
            )
        state = {
            "intercept": "absorbed" if self.fit_intercept else "none",
            **self._state(),
            **state,
        }
        given = getattr(self, "feature_names_in_", None)
        names = usual_names(self.n_features_in_) if given is None else list(given)
        columns = self._design.T[-self.n_features_in_ :]
        return columns_link(
            dict(zip(names, columns, strict=True)), self._y.ravel(), base_url, state
        )

    def _repr_html_(self) -> str:
        if not hasattr(self, "coef_"):
            return Summary(f"{self!r}, not fitted yet", (), ("",), ())._repr_html_()
        return self.summary()._repr_html_()

    def _names(self) -> list[str]:
        given = getattr(self, "feature_names_in_", None)
        features = [f"x{j}" for j in range(self.n_features_in_)] if given is None else list(given)
        return ["intercept", *features] if self.fit_intercept else features

    def _table(self) -> tuple[list[str], list[list[str]]]:
        w = self._w.reshape(len(self._names()), -1)
        header = (
            ["", "coefficient"] if w.shape[1] == 1 else ["", *(f"y{k}" for k in range(w.shape[1]))]
        )
        return header, [[n, *map(number, row)] for n, row in zip(self._names(), w, strict=True)]

    def _facts(self) -> list[tuple[str, str]]:
        with np.errstate(all="ignore"):
            tail = self._w.shape[1:]
            r = doubled.residual(
                self._design, self._w, self._y.reshape(len(self._y), *tail), self._low
            )
            error = float(np.mean(r**2))
        return [
            ("samples", str(len(self._design))),
            ("features", str(self.n_features_in_)),
            ("mean squared error", number(error)),
        ]

    def _notes(self) -> list[str]:
        return []

    def _state(self) -> dict[str, Any]:
        """Return the keys of the state of the playground that say what was fitted."""
        return {}

    def _link(self) -> str:
        """Return the link that a notebook shows; none where it would not work everywhere."""
        try:
            link = self.playground_link()
        except ValueError:
            return ""
        return link if len(link) <= LONGEST_LINK else ""
