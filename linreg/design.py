"""The design matrix: from the user's columns to X, and from coefficients back to their units.

Features are (N,) columns of numbers, or of text, which is coded as 0/1 dummies. Terms are products
of powers of them: "1", "x", "x^2", "x*z". What X holds may be shifted and scaled versions of
the terms; since each is a linear combination of raw terms, so is the way back, and it is taken in
rational arithmetic: `coefficients` loses nothing but one rounding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from linreg import _checks, _settings, _terms, doubled, exact
from linreg._arrays import Array, Doubled
from linreg._terms import Column, Term, Terms
from linreg.doubled import column_norms

Features = Mapping[str, ArrayLike]
# Beyond it hardly a number but 1 has a power that floats hold.
MOST_DEGREE = 1000
Intercept = Literal["absorbed", "separate", "none"]


@dataclass(frozen=True, eq=False)
class Design:
    """How features become X; made by `Design.of`, and good for new rows of the same features.

    Attributes
    ----------
    names : the terms in coefficient order, in the user's units.
    columns : the features, dummies one by one.
    intercept : "absorbed" puts a column of ones first, "separate" leaves it out of X and centres
        the other columns, so that b is the mean of y; "none" has no intercept.
    shifts, scales : per column of X (that of ones included), taken off and divided by.
    """

    columns: tuple[Column, ...]
    terms: Terms
    intercept: Intercept
    shifts: Array
    scales: Array

    @classmethod
    def of(
        cls,
        features: Features | ArrayLike,
        degree: int = 1,
        basis: Literal["powers", "mapped"] = "powers",
        interactions: bool = False,
        standardise: bool = False,
        intercept: Intercept = "absorbed",
    ) -> "Design":
        """Choose the terms, and shifts and scales from the data.

        Parameters
        ----------
        features : name -> (N,) numbers or text, or an (N, k) array, named x (one column)
            or x1 to xk.
        basis : "powers" of the numbers, or of numbers "mapped" to [-1, 1], which keeps high degrees
            well conditioned.
        interactions : products of each two features.
        standardise : columns of mean 0 and root mean square 1; without an intercept, scaled only.

        Raises
        ------
        ValueError : features of different lengths, values that are not finite, or degree < 1.
        """
        _check_settings(degree, basis, intercept)
        _settings.switch(interactions, "interactions")
        _settings.switch(standardise, "standardise")
        named = as_features(features)
        columns = _terms.columns(named, mapped=basis == "mapped", intercept=intercept != "none")
        terms = _terms.terms(columns, degree, interactions, intercept != "none")
        bare = cls(columns, terms, intercept, np.zeros(len(terms)), np.ones(len(terms)))
        raw = bare._values(named).high
        return _scaled(bare, raw, standardise)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the terms, in the order of `coefficients`."""
        return tuple(_terms.name(term, self.columns) for term in self.terms)

    def matrix(self, features: Features | ArrayLike) -> Array:
        """Return X (N, p) for rows of the same features, not necessarily those of `of`."""
        return self.doubled(features).high

    def doubled(self, features: Features | ArrayLike) -> Doubled:
        """Return X (N, p) to about 100 bits, of which `matrix` is the high half.

        Powers of numbers far from 0, years say, differ by less than float64 tells apart.
        `linreg.solve` and `linreg.diagnostics` take it as it is.
        """
        X = self._values(as_features(features))
        _checks.finite(X.high, "X")
        if self.shifts.any():
            X = doubled.add(X, Doubled(-self.shifts, np.zeros_like(self.shifts)))
        if (self.scales != 1.0).any():
            X = doubled.divide(X, Doubled(self.scales, np.zeros_like(self.scales)))
        first = 1 if self.intercept == "separate" else 0
        return Doubled(_checks.finite(X.high[:, first:], "X"), X.low[:, first:])

    @property
    def is_raw(self) -> bool:
        """Whether the columns of X are the raw terms themselves."""
        plain = all(c.centre == 0 and c.width == 1 for c in self.columns)
        return plain and not self.shifts.any() and bool((self.scales == 1).all())

    def raw(self) -> "Design":
        """Return the design of the raw terms."""
        columns = tuple(replace(c, centre=0.0, width=1.0) for c in self.columns)
        zeros, ones = np.zeros(len(self.terms)), np.ones(len(self.terms))
        return replace(self, columns=columns, shifts=zeros, scales=ones)

    def typed(self, features: Mapping[str, Sequence[Any]]) -> exact.Rational:
        """Return the raw terms (N, p) as Fractions of the decimal data, for `exact`."""
        values = [column.typed(features[column.source]) for column in self.columns]
        return _terms.products(self.terms, values, Fraction(1))

    def coefficients(self, w: ArrayLike, b: ArrayLike | None = None) -> Array:
        """Return the coefficients of the raw terms, intercept first: (p,), or (p, k) for many y.

        w: what was fitted to `matrix`; b: the intercept where it is separate, a number or (k,).
        """
        array = _checks.numbers(w, "w")
        if self.intercept == "separate":
            if b is None:
                raise ValueError("b is missing; with intercept='separate' pass w and b.")
            array = np.concatenate([_checks.numbers(b, "b").reshape(1, *array.shape[1:]), array])
        if array.ndim not in (1, 2) or array.shape[0] != len(self.terms):
            raise ValueError(f"w has shape {np.shape(w)}; expected one entry per column of X.")
        if not np.isfinite(array).all():
            return np.full(array.shape, np.nan)
        return exact.nearest(self.back().dot(exact.rationals(array, "w")))

    def back(self) -> exact.Rational:
        """Return S (p, p) of Fractions with coefficients = S w, where w includes the intercept.

        Column j of S holds what column j of X is, in raw terms.
        """
        S = _terms.expansion(self.terms, self.columns)
        shifts, scales = exact.rationals(self.shifts), exact.rationals(self.scales)
        if self.intercept != "none":
            S[0] = S[0] - shifts
        return np.asarray(S / scales)

    def _values(self, features: Features) -> Doubled:
        values = [column.values(features) for column in self.columns]
        N = len(next(iter(features.values())))  # type: ignore[arg-type]
        return _terms.powers(self.terms, values, N)


def intercept(X: ArrayLike) -> Array:
    """Return X (N, p) with a column of ones before it, (N, p + 1); (N,) counts as one column."""
    array = _checks.plain(X)
    features = _checks.matrix(array.reshape(-1, 1) if array.ndim == 1 else array)
    return np.column_stack([np.ones(len(features)), features])


def dummies(values: Sequence[Any], drop_first: bool = True) -> tuple[Array, tuple[str, ...]]:
    """Return 0/1 columns (N, c), one per category in order of appearance, and the categories.

    drop_first: leave the first category out, as an intercept calls for: it is the baseline.
    """
    _settings.switch(drop_first, "drop_first")
    labels = _terms.labels(values, "values")
    categories = tuple(dict.fromkeys(labels))[1 if drop_first else 0 :]
    coded = np.array([[label == c for c in categories] for label in labels], dtype=np.float64)
    return coded.reshape(len(labels), len(categories)), categories


def as_features(features: Features | ArrayLike) -> Features:
    """Return features as name -> column, all of one length. Raises ValueError otherwise."""
    if not isinstance(features, Mapping):
        array = _checks.numbers(features, "features")
        array = _checks.matrix(array.reshape(-1, 1) if array.ndim == 1 else array, "features")
        k = array.shape[1]
        return {("x" if k == 1 else f"x{j + 1}"): array[:, j] for j in range(k)}
    lengths = {name: np.size(_checks.plain(column)) for name, column in features.items()}
    if len(set(lengths.values())) != 1 or 0 in lengths.values():
        raise ValueError(
            f"features have lengths {lengths}; expected at least one column, all of one length."
        )
    return features


def _scaled(design: Design, raw: Array, standardise: bool) -> Design:
    """Return the design with the shifts and scales that it asks for."""
    first = 0 if design.intercept == "none" else 1
    shifts, scales = np.zeros(len(design.terms)), np.ones(len(design.terms))
    if first and (standardise or design.intercept == "separate"):
        shifts[1:] = raw[:, 1:].mean(axis=0)
    if standardise:
        rms = column_norms(raw - shifts) / np.sqrt(len(raw))
        scales[first:] = np.where(rms > 0, rms, 1.0)[first:]
    return Design(design.columns, design.terms, design.intercept, shifts, scales)


def _check_settings(degree: int, basis: str, intercept: str) -> None:
    _settings.count(degree, "degree", 1, "expected a whole number >= 1", MOST_DEGREE)
    _settings.choice(basis, "basis", ("powers", "mapped"))
    _settings.choice(intercept, "intercept", ("absorbed", "separate", "none"))


__all__ = ["Design", "Term", "as_features", "dummies", "intercept"]
