"""What a term multiplies, with what it learnt from the rows it was made for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Doubled
from linreg._keys import decimal_text, short
from linreg.formula._evaluate import Evaluator
from linreg.formula._nodes import Column, Node
from linreg.formula._polynomials import Orthogonal
from linreg.formula._rows import Rows
from linreg.formula._terms import Factor
from linreg.formula._tokens import name_text

_MOST_LISTED = 5


@dataclass(frozen=True, eq=False)
class ColumnFactor:
    """What a column of X multiplies: arithmetic, a 0/1 column of a level, or a polynomial.

    node : what is computed; of a level the column.
    level : of a category; None for numbers.
    degree, order : of poly(node, degree) the polynomial of that order, from 1; otherwise 0.
    """

    node: Node
    level: str | None = None
    degree: int = 0
    order: int = 0


class Part(Protocol):
    """One factor of a term as columns of X."""

    @property
    def key(self) -> str:
        """By which parts are told apart."""

    @property
    def node(self) -> Node:
        """What it is computed from."""

    def names(self, whole: bool) -> Sequence[str]:
        """Return the names of the columns; whole: of a category with all its dummies."""

    def factors(self, whole: bool) -> Sequence[ColumnFactor]:
        """Return what the columns are."""

    def columns(self, rows: Rows, evaluator: Evaluator, whole: bool) -> list[Doubled]:
        """Return the columns, each (N,), to about 100 bits where that is known."""


@dataclass(frozen=True)
class Numeric:
    """A column, or arithmetic."""

    factor: Factor

    @property
    def key(self) -> str:
        return self.factor.text

    @property
    def node(self) -> Node:
        return self.factor.node

    def names(self, whole: bool) -> Sequence[str]:
        return (self.factor.text,)

    def factors(self, whole: bool) -> Sequence[ColumnFactor]:
        return (ColumnFactor(self.node),)

    def columns(self, rows: Rows, evaluator: Evaluator, whole: bool) -> list[Doubled]:
        return [evaluator.column(self.factor.node)]


@dataclass(frozen=True, eq=False)
class Polynomials:
    """poly(x, degree)."""

    factor: Factor
    made: Orthogonal

    @classmethod
    def of(cls, factor: Factor, rows: Rows) -> Polynomials:
        x = Evaluator(rows, "raise").column(factor.node).high
        try:
            return cls(factor, Orthogonal.of(x, factor.degree))
        except ValueError as error:
            rows.fail(
                f"{factor.text} is not defined: there are {error}. Use a lower degree.",
                factor.node.position,
            )

    @property
    def key(self) -> str:
        return self.factor.text

    @property
    def node(self) -> Node:
        return self.factor.node

    def names(self, whole: bool) -> Sequence[str]:
        return [f"{self.factor.text}{j}" for j in range(1, self.factor.degree + 1)]

    def factors(self, whole: bool) -> Sequence[ColumnFactor]:
        degree = self.factor.degree
        return [ColumnFactor(self.node, None, degree, j) for j in range(1, degree + 1)]

    def columns(self, rows: Rows, evaluator: Evaluator, whole: bool) -> list[Doubled]:
        node = self.factor.node
        with np.errstate(all="ignore"):
            values = self.made.values(evaluator.column(node).high)
        columns = [evaluator.finite(v, self.factor.text, node.position) for v in values.T]
        return [Doubled(column, np.zeros_like(column)) for column in columns]


@dataclass(frozen=True)
class Category:
    """Dummies of a column: 1 in the rows of a level, else 0.

    levels : in sorted order, numbers by size and text by its characters.
    text : whether the column is text.
    """

    column: Column
    levels: tuple[str, ...]
    text: bool

    @classmethod
    def of(cls, column: Column, rows: Rows) -> Category:
        found = np.unique(rows.columns[column.name])
        levels = tuple(map(_label, found.tolist()))
        if len(levels) < 2:
            rows.fail(
                f"Column {column.name} has the same value in every row. A category needs two; "
                "leave it out.",
                column.position,
            )
        return cls(column, levels, rows.is_text(column.name))

    @property
    def key(self) -> str:
        return f"C({name_text(self.column.name)})"

    @property
    def node(self) -> Node:
        return self.column

    def names(self, whole: bool) -> Sequence[str]:
        name = name_text(self.column.name)
        return [f"{name}={level}" for level in self.levels[0 if whole else 1 :]]

    def factors(self, whole: bool) -> Sequence[ColumnFactor]:
        return [ColumnFactor(self.node, level) for level in self.levels[0 if whole else 1 :]]

    def columns(self, rows: Rows, evaluator: Evaluator, whole: bool) -> list[Doubled]:
        codes = self._codes(rows, evaluator.raises)
        zeros = np.zeros(len(codes))
        indices = range(0 if whole else 1, len(self.levels))
        gaps = np.where(codes < 0, np.nan, 0.0)
        return [Doubled((codes == j) + gaps, zeros) for j in indices]

    def _codes(self, rows: Rows, raises: bool) -> NDArray[np.intp]:
        """Return the index of each row's level; -1 for a new one, unless that is an error."""
        values, inverse = np.unique(rows.columns[self.column.name], return_inverse=True)
        index = {level: j for j, level in enumerate(self.levels)}
        labels = list(map(_label, values.tolist()))
        codes = np.array([index.get(label, -1) for label in labels], dtype=np.intp)[inverse]
        new = np.flatnonzero(codes < 0)
        if len(new) and raises:
            level = labels[int(inverse[new[0]])]
            known = ", ".join(self.levels[:_MOST_LISTED]) + ", …" * (
                len(self.levels) > _MOST_LISTED
            )
            rows.fail(
                f"Column {self.column.name} has an unknown level, '{short(level)}', in row "
                f"{rows.numbers[int(new[0])]:,}. The levels are {known}.",
                self.column.position,
                new,
            )
        return codes


def part_of(factor: Factor, rows: Rows) -> Part:
    """Return the part for a factor: a column of text is a category without C() too."""
    node = factor.node
    if factor.degree:
        return Polynomials.of(factor, rows)
    if isinstance(node, Column) and (factor.category or rows.is_text(node.name)):
        return Category.of(node, rows)
    return Numeric(factor)


def _label(value: float | str) -> str:
    return value if isinstance(value, str) else decimal_text(value)
