"""Columns of a table: what each kind gives, and the kind that keeps every cell as typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from linreg.tables._numbers import PLAIN, POINT, Notation, Parsed, consists_of, parse

__all__ = ["Column", "TypedColumn", "kind_of"]


class Column(Protocol):
    """N cells under one name, as text and as numbers."""

    @property
    def texts(self) -> Sequence[str]:
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
    def plain(self) -> Sequence[str]:
        """The cells, each number as `decimal` gives it."""

    def decimal(self, i: int) -> str | None:
        """Cell i as a plain decimal with every digit typed; None if it is no number."""

    def read_as(self, notation: Notation) -> "Column | None":
        """The same cells read in another notation; None where it is not known any more."""


def kind_of(parsed: Parsed) -> str:
    """Return what a column holds: `number`, `category` or `empty`."""
    bad, present = int(parsed.bad.sum()), len(parsed.missing) - int(parsed.missing.sum())
    if not present:
        return "empty"
    return "category" if 2 * bad > present else "number"


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
        return kind_of(self.parsed)

    @property
    def plain(self) -> tuple[str, ...]:
        if self.notation == POINT and consists_of("".join(self.texts), PLAIN):
            return self.texts
        return tuple(self.decimal(i) or text for i, text in enumerate(self.texts))

    def decimal(self, i: int) -> str | None:
        return self.notation.canonical(self.texts[i])

    def read_as(self, notation: Notation) -> "TypedColumn":
        return TypedColumn(self.texts, notation)
