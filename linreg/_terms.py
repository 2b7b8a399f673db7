"""Terms of a design: products of powers of columns, their values, names and expansions.

A term is a tuple of exponents, one per column; (0, 0) is the constant. A column of X holds the
product of ((x - centre) / width)^exponent, with centre 0 and width 1 unless mapped.
"""

import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from linreg import _checks, doubled, exact
from linreg._arrays import Array, Doubled

Term = tuple[int, ...]
Terms = tuple[Term, ...]


@dataclass(frozen=True)
class Column:
    """One numeric column: a feature, or one category of a text feature.

    source: the feature. category: of which this is the 0/1 dummy; None for numbers.
    centre, width: taken off and divided by before powers are taken; width is a power of two, and
    centre short, so that hardly a bit is lost.
    """

    source: str
    category: str | None = None
    centre: float = 0.0
    width: float = 1.0

    @property
    def name(self) -> str:
        """Name for the user: "price", or "colour=red"."""
        return self.source if self.category is None else f"{self.source}={self.category}"

    def values(self, features: Mapping[str, ArrayLike]) -> Doubled:
        """Return the (N,) numbers of this column, mapped. Raises ValueError if it is missing."""
        if self.source not in features:
            raise ValueError(f"features lack {self.source!r}; there are {', '.join(features)}.")
        column = features[self.source]
        if self.category is not None:
            coded = [label == self.category for label in labels(column, self.source)]
            return Doubled(np.array(coded, dtype=np.float64), np.zeros(len(coded)))
        numbers = numeric(column, self.source)
        with np.errstate(all="ignore"):
            moved = doubled.two_sum(numbers, np.full_like(numbers, -self.centre))
        return Doubled(moved.high / self.width, moved.low / self.width)

    def typed(self, values: Sequence[Any]) -> exact.Rational:
        """Return the (N,) numbers as Fractions of what was typed, unmapped."""
        if self.category is not None:
            coded = [Fraction(label == self.category) for label in labels(values, self.source)]
            return np.array(coded, dtype=object)
        return exact.rationals(values, self.source)


def columns(features: Mapping[str, ArrayLike], mapped: bool, intercept: bool) -> tuple[Column, ...]:
    """Return the columns of features: text as dummies, without the first where there are ones."""
    made: list[Column] = []
    for source, values in features.items():
        if is_text(values):
            categories = list(dict.fromkeys(labels(values, source)))
            made += [Column(source, c) for c in categories[1 if intercept else 0 :]]
        elif mapped:
            made.append(_mapped(source, numeric(values, source), intercept))
        else:
            made.append(Column(source))
    return tuple(made)


def terms(columns: tuple[Column, ...], degree: int, interactions: bool, intercept: bool) -> Terms:
    """Return the constant (with an intercept), powers column by column, products of two columns."""
    k = len(columns)
    out = [(0,) * k] if intercept else []
    for j, column in enumerate(columns):
        # A dummy is its own square.
        highest = degree if column.category is None else 1
        out += [_term(k, {j: exponent}) for exponent in range(1, highest + 1)]
    if interactions:
        pairs = itertools.combinations(range(k), 2)
        out += [_term(k, {i: 1, j: 1}) for i, j in pairs if columns[i].source != columns[j].source]
    return tuple(out)


def name(term: Term, columns: tuple[Column, ...]) -> str:
    """Return "1", "x", "x^2" or "x*z"."""
    parts = [
        column.name if exponent == 1 else f"{column.name}^{exponent}"
        for column, exponent in zip(columns, term, strict=True)
        if exponent
    ]
    return "*".join(parts) or "1"


def powers(terms: Terms, values: Sequence[Doubled], N: int) -> Doubled:
    """Return the terms of columns (N,) as (N, p), to about 100 bits: the high half rounded once."""
    ladders = [
        _ladder(v, max((term[j] for term in terms), default=0)) for j, v in enumerate(values)
    ]
    X = Doubled(np.ones((N, len(terms))), np.zeros((N, len(terms))))
    for i, term in enumerate(terms):
        factors = [ladders[j][exponent - 1] for j, exponent in enumerate(term) if exponent]
        if factors:
            with np.errstate(all="ignore"):
                high, low = functools.reduce(doubled.multiply, factors)
            held = np.isfinite(high)
            X.high[:, i], X.low[:, i] = np.where(held, high, np.inf), np.where(held, low, 0.0)
    return X


def products(terms: Terms, values: Sequence[exact.Rational], one: Fraction) -> exact.Rational:
    """Return the terms of columns of Fractions as (N, p) Fractions."""
    out = [
        math.prod(
            (v**e for v, e in zip(values, term, strict=True) if e), start=one * values[0] ** 0
        )
        for term in terms
    ]
    return np.array(out, dtype=object).T


def expansion(terms: Terms, columns: tuple[Column, ...]) -> exact.Rational:
    """Return S (p, p) of Fractions: column j holds the mapped term j in raw terms."""
    index = {term: i for i, term in enumerate(terms)}
    S = np.full((len(terms), len(terms)), Fraction(0), dtype=object)
    for j, term in enumerate(terms):
        for lower in itertools.product(*(range(exponent + 1) for exponent in term)):
            factor = math.prod(
                (
                    _binomial(column, exponent, low)
                    for column, exponent, low in zip(columns, term, lower, strict=True)
                ),
                start=Fraction(1),
            )
            if factor:
                S[index[lower], j] += factor
    return S


def numeric(values: ArrayLike, name: str) -> Array:
    """Return a feature as finite numbers (N,). Raises ValueError naming it."""
    array = _checks.numbers(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} has shape {array.shape}; expected one column (N,).")
    return _checks.finite(array, name)


def labels(values: ArrayLike, name: str) -> list[str]:
    """Return categories as text, (N,). Raises ValueError where one is missing."""
    given = _checks.plain(values)
    if given.ndim != 1:
        raise ValueError(f"{name} has shape {given.shape}; expected one column (N,).")
    for row, value in enumerate(given.tolist()):
        if value is None or value != value:
            raise ValueError(f"{name} lacks a value at row {row}; fill it in, or drop the row.")
    return [str(value) for value in given]


def is_text(values: ArrayLike) -> bool:
    """Say whether a feature is to be coded: it holds text and not numbers."""
    array = _checks.plain(values)
    return array.dtype.kind in "US" or (
        array.dtype.kind == "O" and any(isinstance(v, str) for v in array.ravel())
    )


def _mapped(source: str, values: Array, shift: bool) -> Column:
    low, high = float(values.min()), float(values.max())
    centre = _short((low + high) / 2, (high - low) / 2) if shift else 0.0
    reach = max(abs(low - centre), abs(high - centre))
    return Column(source, None, centre, float(np.exp2(np.ceil(np.log2(reach)))) if reach else 1.0)


def _short(centre: float, half: float) -> float:
    """Return centre rounded to 2^-8 of the half width: then x - centre is exact, as a rule."""
    unit = float(np.ldexp(1.0, int(np.frexp(half)[1]) - 8)) if half else 1.0
    return float(np.rint(centre / unit) * unit)


def _ladder(x: Doubled, degree: int) -> list[Doubled]:
    """Return x, x^2, …, x^degree in doubled precision, so that one rounding is all they get."""
    with np.errstate(all="ignore"):
        return list(itertools.accumulate([x] * degree, doubled.multiply))


def _term(k: int, exponents: dict[int, int]) -> Term:
    return tuple(exponents.get(j, 0) for j in range(k))


def _binomial(column: Column, exponent: int, low: int) -> Fraction:
    """Return the coefficient of x^low in ((x - centre) / width)^exponent."""
    shift = (-Fraction(column.centre)) ** (exponent - low)
    return math.comb(exponent, low) * shift / Fraction(column.width) ** exponent
