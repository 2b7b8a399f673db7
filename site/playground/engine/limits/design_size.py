"""How many columns and numbers a design may have, and what to do about one that is too large.

The bounds were measured in WebAssembly, where linear algebra takes 3 to 10 times as long as in
CPython: within them each tab opens in seconds, with signs of progress.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from playground.engine.limits.data_error import DataError

# Columns of X, the ones column included: singular vectors of more take too long.
MOST_COLUMNS = 400
# Numbers of X: about ten arrays of them are held at once, and memory is a page's.
MOST_NUMBERS = 12_000_000
# N p^2, the work of one factorisation: about 10 s in WebAssembly.
MOST_WORK = 2e9


def most_rows(p: int) -> int:
    """The rows that a design of p columns may have."""
    return int(min(MOST_NUMBERS / p, MOST_WORK / p**2)) if p else MOST_NUMBERS


def most_features(N: int) -> int:
    """How many numeric features a straight fit to N rows may have beside an intercept; >= 1."""
    N = max(N, 1)
    return max(int(min(MOST_COLUMNS, MOST_NUMBERS / N, (MOST_WORK / N) ** 0.5)) - 1, 1)


def excess(N: int, p: int) -> str:
    """What is too large about N rows of p columns, as a sentence; empty where nothing is."""
    if p > MOST_COLUMNS:
        return f"This model has {p:,} columns; the limit is {MOST_COLUMNS:,}."
    if most_rows(p) < N:
        limit = f"the limit for this many columns is {most_rows(p):,} rows"
        return f"This model has {p:,} columns and {N:,} rows; {limit}."
    return ""


@dataclass(frozen=True)
class DesignSize:
    """The size of a design before it is made.

    N: rows. numbers, dummies: columns of X from text and from numeric features. ones: 1 with an
    intercept. degree, interactions: as the settings say; products: columns of interactions.
    """

    N: int
    numbers: int
    dummies: int
    products: int
    ones: int
    degree: int

    @classmethod
    def of(
        cls, values: Mapping[str, NDArray[Any]], N: int, settings: Mapping[str, Any]
    ) -> DesignSize:
        """The size that features (N,) by name and the settings of `Design.of` make."""
        ones = int(settings["intercept"] != "none")
        counts = {
            name: 1 if v.dtype.kind == "f" else max(len(set(v.tolist())) - ones, 0)
            for name, v in values.items()
        }
        numbers = sum(1 for v in values.values() if v.dtype.kind == "f")
        k, dummies = sum(counts.values()), sum(counts.values()) - numbers
        # Dummies of one feature are not multiplied with each other.
        within = sum(count * (count - 1) // 2 for count in counts.values())
        products = k * (k - 1) // 2 - within if settings["interactions"] else 0
        return cls(N, numbers, dummies, products, ones, settings["degree"])

    @property
    def p(self) -> int:
        """Columns of X."""
        return self.ones + self.numbers * self.degree + self.dummies + self.products

    def check(self) -> None:
        """Raise DataError, with numbers and remedies, where the design is too large."""
        if said := excess(self.N, self.p):
            raise DataError(f"{said} {self._remedy()}", self._key())

    def _key(self) -> str:
        """The setting that makes the design large."""
        if self.products and self.products >= self.numbers * (self.degree - 1):
            return "interactions"
        return "degree" if self.degree > 1 else "features"

    def _remedy(self) -> str:
        found = []
        if self.products:
            found.append("turn interactions off")
        if self.degree > 1:
            found.append("lower the degree")
        if self.numbers + self.dummies > 1:
            found.append("choose fewer features")
        if self.p <= MOST_COLUMNS:
            found.append("use a sample of the rows")
        return _either(found)


def _either(parts: list[str]) -> str:
    text = " or ".join((", ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else parts)
    return f"{text[:1].upper()}{text[1:]}."
