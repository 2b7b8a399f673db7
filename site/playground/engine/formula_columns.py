"""The columns of X that a model formula writes, with what `linreg.Design` has of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import doubled, exact
from linreg.doubled import Doubled, column_norms
from linreg.formula import Formula, FormulaDesign, FormulaError
from playground.engine.limits.data_error import DataError
from playground.engine.limits.design_size import excess

Array = NDArray[np.float64]
Values = Mapping[str, NDArray[Any]]


@lru_cache(maxsize=16)
def parsed(text: str) -> Formula:
    """The formula of a text; raises FormulaError."""
    return Formula(text)


def refused(error: FormulaError) -> DataError:
    """The same as an error of the page, which names the key and keeps the place as its cause."""
    made = DataError(error.sentence, "formula")
    made.__cause__ = error
    return made


def target_of(formula: Formula) -> str:
    """The column that the formula predicts; raises DataError where the page cannot draw it."""
    name = formula.target_column
    if name is None:
        raise refused(
            FormulaError("The target has several columns. Use one column to the left of ~.")
        )
    if not formula.has_inverse:
        raise refused(
            FormulaError(
                f"{formula.target} cannot be drawn over {name}, because it has no inverse. Use "
                "log, log10, exp, sqrt, a power or + − * / with numbers."
            )
        )
    return name


@dataclass(frozen=True, eq=False)
class FormulaColumns:
    """How features become X by a formula; made by `FormulaColumns.of`, and good for new rows.

    coded: features that are numbers, which the page holds as text because they are categories.
    shifts, scales (p,): taken off the terms and divided by.
    """

    made: FormulaDesign
    coded: frozenset[str]
    shifts: Array
    scales: Array

    @classmethod
    def of(
        cls, formula: Formula, values: Values, numbers: Sequence[int], standardise: bool
    ) -> tuple[FormulaColumns, Doubled]:
        """Return the design, and X (N, p) to about 100 bits. Raises FormulaError and DataError.

        values: features by name (N,). numbers: of the rows, by which errors name them.
        """
        coded = frozenset(name for name in formula.categories if _are_numbers(values[name]))
        table = _decoded(values, coded)
        made = formula.design(table, numbers)
        p = len(made.terms)
        if said := excess(len(numbers), p):
            raise refused(FormulaError(f"{said} Use fewer terms."))
        X = made.doubled(table, numbers=numbers)
        design = cls(made, coded, np.zeros(p), np.ones(p))
        if not standardise:
            return design, X
        scaled = design._scaled(X.high)
        return scaled, scaled._moved(X)

    @property
    def names(self) -> tuple[str, ...]:
        return self.made.names

    @property
    def intercept(self) -> str:
        return "absorbed" if self.made.intercept else "none"

    @property
    def is_raw(self) -> bool:
        """Whether the columns of X are the terms themselves."""
        return not self.shifts.any() and bool((self.scales == 1).all())

    def raw(self) -> FormulaColumns:
        """The design of the terms themselves."""
        p = len(self.shifts)
        return replace(self, shifts=np.zeros(p), scales=np.ones(p))

    def doubled(self, features: Mapping[str, ArrayLike]) -> Doubled:
        """X (M, p) for other rows of the features; NaN where a term is not defined."""
        table = _decoded({name: np.asarray(v) for name, v in features.items()}, self.coded)
        return self._moved(self.made.doubled(table, "nan"))

    def typed(self, features: Mapping[str, Sequence[Any]]) -> exact.Rational:
        """The terms (N, p) as Fractions of the decimal data where they are rational."""
        return self.made.typed(features)

    def back(self) -> exact.Rational:
        """S (p, p) of Fractions: coefficients of the terms are S w."""
        p = len(self.shifts)
        S = np.array(np.eye(p, dtype=int), dtype=object) * Fraction(1)
        if self.made.intercept:
            S[0] = S[0] - exact.rationals(self.shifts)
        return np.asarray(S / exact.rationals(self.scales))

    def _scaled(self, raw: Array) -> FormulaColumns:
        """The same with columns of mean 0 and root mean square 1; without an intercept, scaled."""
        shifts, scales = np.zeros(raw.shape[1]), np.ones(raw.shape[1])
        first = int(self.made.intercept)
        if first:
            shifts[1:] = raw[:, 1:].mean(axis=0)
        rms = column_norms(raw - shifts) / np.sqrt(len(raw))
        scales[first:] = np.where(rms > 0, rms, 1.0)[first:]
        return replace(self, shifts=shifts, scales=scales)

    def _moved(self, X: Doubled) -> Doubled:
        if self.is_raw:
            return X
        X = doubled.add(X, Doubled(-self.shifts, np.zeros_like(self.shifts)))
        return doubled.divide(X, Doubled(self.scales, np.zeros_like(self.scales)))


def _are_numbers(values: NDArray[Any]) -> bool:
    """Whether a category's text is of numbers, as the page makes of a column in C()."""
    if values.dtype.kind != "U":
        return False
    try:
        np.unique(values).astype(np.float64)
    except ValueError:
        return False
    return True


def _decoded(values: Values, coded: frozenset[str]) -> dict[str, NDArray[Any]]:
    return {name: v.astype(np.float64) if name in coded else v for name, v in values.items()}
