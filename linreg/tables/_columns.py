"""Columns of a table: as typed, or as floats whose text is made when asked for."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from linreg._keys import decimal_text
from linreg.tables._numbers import PLAIN, POINT, Notation, Parsed, parse

__all__ = ["Column", "FloatColumn", "TypedColumn"]


class Column(Protocol):
    """N cells under one name, as text and as numbers."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells as typed."""

    @property
    def notation(self) -> Notation:
        """How the numbers are written."""

    @property
    def parsed(self) -> Parsed:
        """The cells as numbers."""

    @property
    def kind(self) -> str:
        """`number`, `category` (most cells that are not missing are no numbers) or `empty`."""

    @property
    def plain(self) -> bool:
        """Whether every number is written as `decimal` gives it."""

    def decimal(self, i: int) -> str | None:
        """Cell i as a plain decimal with every digit typed; None if it is no number."""


@dataclass(frozen=True, eq=False)
class TypedColumn:
    """A column read from text."""

    texts: tuple[str, ...]
    notation: Notation

    @cached_property
    def parsed(self) -> Parsed:
        return parse(self.texts, self.notation)

    @cached_property
    def kind(self) -> str:
        bad, missing = int(self.parsed.bad.sum()), int(self.parsed.missing.sum())
        if missing == len(self.texts):
            return "empty"
        return "category" if 2 * bad > len(self.texts) - missing else "number"

    @cached_property
    def plain(self) -> bool:
        return self.notation == POINT and PLAIN.issuperset("".join(self.texts))

    def decimal(self, i: int) -> str | None:
        return self.notation.canonical(self.texts[i])


@dataclass(frozen=True, eq=False)
class FloatColumn:
    """A column of floats; NaN is missing, an infinity is a bad cell.

    values : (N,) float64, read-only.
    """

    values: NDArray[np.float64]
    notation: Notation = POINT
    kind: str = "number"
    plain: bool = True

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple("" if v != v else decimal_text(v) for v in self.values.tolist())

    @cached_property
    def parsed(self) -> Parsed:
        infinite = np.isinf(self.values)
        return Parsed(self.values, np.isnan(self.values), infinite)

    def decimal(self, i: int) -> str | None:
        return self.texts[i]
