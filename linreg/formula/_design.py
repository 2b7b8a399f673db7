"""From the terms of a formula and a table to the columns of X."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from linreg import _settings, exact
from linreg._arrays import Array, Doubled
from linreg.exact import Rational
from linreg.formula._coding import Written, subterms
from linreg.formula._error import FormulaError
from linreg.formula._evaluate import Evaluator, Outside, multiply
from linreg.formula._nodes import Column, columns
from linreg.formula._parts import Category, ColumnFactor, Numeric, Part, part_of
from linreg.formula._rational import is_rational, rational
from linreg.formula._rows import Rows, TableLike, read_rows, require
from linreg.formula._terms import Term, Terms

MOST_COLUMNS = 5_000
MOST_NUMBERS = 100_000_000

T = TypeVar("T")
# The parts that a group of columns multiplies, each with whether it has all its dummies.
Block = tuple[tuple[Part, bool], ...]


@dataclass(frozen=True, eq=False)
class FormulaDesign:
    """How the terms of a formula become X; made by `Formula.design`, and good for new rows.

    Levels of categories and the polynomials of poly() are those of the rows it was made for.

    Attributes
    ----------
    formula : the text.
    names : (p,) the columns of X: "1" for the column of ones, otherwise the term as the formula
        writes it, with "group=b" for the dummy of a level, and "poly(x, 2)1" and so on.
    terms : (p,) for each column the index of its term in `Formula.terms`; -1 for the ones.
    levels : the levels of each category, in sorted order. Of the first there is no dummy, unless
        X would lack columns without it.
    """

    formula: str
    intercept: bool
    terms: tuple[int, ...]
    levels: Mapping[str, tuple[str, ...]]
    _blocks: tuple[Block, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        found = ["1"] if self.intercept else []
        for block in self._blocks:
            found += [":".join(names) for names in _first_fastest([_names(*one) for one in block])]
        return tuple(found)

    @cached_property
    def factors(self) -> tuple[tuple[ColumnFactor, ...], ...]:
        """What each column of X multiplies, (p,); nothing for the ones."""
        found: list[tuple[ColumnFactor, ...]] = [()] if self.intercept else []
        for block in self._blocks:
            found += _first_fastest([part.factors(whole) for part, whole in block])
        return tuple(found)

    @cached_property
    def wanted(self) -> tuple[Column, ...]:
        """The columns of the table that X is made of."""
        return tuple(column for part in self._parts for column in columns(part.node))

    @cached_property
    def _parts(self) -> tuple[Part, ...]:
        return tuple(dict.fromkeys(part for block in self._blocks for part, _ in block))

    def matrix(self, table: TableLike, outside: Outside = "raise") -> Array:
        """Return X (N, p) for the rows of a table, not necessarily that of `Formula.design`.

        outside : "raise" FormulaError for values outside the domain of a function and for unknown
            levels, or put "nan" there, which leaves gaps in a curve.
        Raises FormulaError also for unknown columns.
        """
        return self.doubled(table, outside).high

    def doubled(
        self,
        table: TableLike,
        outside: Outside = "raise",
        numbers: Sequence[int] | None = None,
    ) -> Doubled:
        """Return X (N, p) to about 100 bits where a term is a product of powers of columns.

        `matrix` is the high half. `linreg.solve` and `linreg.diagnostics` take it as it is.
        numbers: as for `Formula.design`.
        """
        _settings.choice(outside, "outside", ("raise", "nan"))
        rows = read_rows(table, self.formula, self.wanted, numbers=numbers)
        return self.of_rows(rows, outside)

    def typed(self, table: Mapping[str, Sequence[Any]]) -> Rational:
        """Return X (N, p) as Fractions of the decimal data, for `linreg.exact`.

        table: name -> (N,) numbers as typed, or text of a category. Terms are exact if made of
        columns by + - * / abs and whole powers. Others, and poly(), are the float64 of `matrix`.
        Raises FormulaError as `matrix` does, and ValueError for what is not a number.
        """
        require(self.wanted, list(table), self.formula)
        texts = {p.column.name for p in self._parts if isinstance(p, Category) and p.text}
        names = list(dict.fromkeys(column.name for column in self.wanted))
        numbers = {n: exact.rationals(table[n], n) for n in names if n not in texts}
        N = len(table[names[0]] if names else next(iter(table.values())))
        floats = {name: exact.nearest(values) for name, values in numbers.items()}
        labels = {name: np.array(table[name], dtype=np.str_) for name in texts}
        rows = Rows(self.formula, {**floats, **labels}, range(N))
        evaluator = Evaluator(rows, "raise")

        def made(part: Part, whole: bool) -> list[Rational]:
            if isinstance(part, Numeric) and is_rational(part.node):
                return [rational(part.node, numbers, rows)]
            return [exact.rationals(c.high) for c in part.columns(rows, evaluator, whole)]

        ones = np.full(N, Fraction(1), dtype=object)
        X = [ones] if self.intercept else []
        for block in self._blocks:
            factors = _first_fastest([made(part, whole) for part, whole in block])
            X += [math.prod(several, start=ones) for several in factors]
        return np.array(X, dtype=object).T

    def of_rows(self, rows: Rows, outside: Outside = "raise") -> Doubled:
        N, p = len(rows), len(self.terms)
        if N * p > MOST_NUMBERS:
            raise FormulaError(
                f"X would be too large: {N:,} rows × {p:,} columns. Use fewer rows or terms.",
                self.formula,
            )
        evaluator = Evaluator(rows, outside)
        X = Doubled(np.ones((N, p)), np.zeros((N, p)))
        made: dict[tuple[str, bool], list[Doubled]] = {}
        place = 1 if self.intercept else 0
        for block in self._blocks:
            for part, whole in block:
                if (part.key, whole) not in made:
                    made[part.key, whole] = part.columns(rows, evaluator, whole)
            for factors in _first_fastest([made[part.key, whole] for part, whole in block]):
                with np.errstate(all="ignore"):
                    high, low = _product(factors)
                X.high[:, place] = evaluator.finite(
                    high, self.names[place], block[0][0].node.position
                )
                X.low[:, place] = low
                place += 1
        return X


def design_of(terms: Terms, intercept: bool, rows: Rows) -> FormulaDesign:
    """Return the design for the terms, its levels and polynomials from the rows."""
    parts: dict[str, Part] = {}
    products: dict[frozenset[str], tuple[int, tuple[Part, ...]]] = {}
    for i, term in enumerate(terms.values()):
        product = _parts(term, rows, parts)
        # A column of text is the same with and without C().
        products.setdefault(frozenset(part.key for part in product), (i, product))
    ones = [Written(frozenset(), ())] if intercept else []
    written = [*ones, *(_written(product) for _, product in products.values())]
    codings = subterms(written)[len(ones) :]
    blocks: list[Block] = []
    indices = [-1] if intercept else []
    for (i, product), coding in zip(products.values(), codings, strict=True):
        for used, whole in coding:
            block = _block(product, used, whole)
            blocks.append(block)
            width = math.prod(len(_names(*one)) for one in block)
            if len(indices) + width > MOST_COLUMNS:
                raise FormulaError(
                    f"X would have more than {MOST_COLUMNS:,} columns. Use fewer terms, or "
                    "categories with fewer levels.",
                    rows.formula,
                )
            indices += [i] * width
    levels = {p.column.name: p.levels for p in parts.values() if isinstance(p, Category)}
    return FormulaDesign(rows.formula, intercept, tuple(indices), levels, tuple(blocks))


def _parts(term: Term, rows: Rows, known: dict[str, Part]) -> tuple[Part, ...]:
    """Return the parts of a term, each once; equal ones of other terms are the same object."""
    found: dict[str, Part] = {}
    for factor in term:
        if factor.text not in known:
            known[factor.text] = part_of(factor, rows)
        part = known[factor.text]
        found.setdefault(part.key, part)
    return tuple(found.values())


def _written(product: tuple[Part, ...]) -> Written:
    numbers = frozenset(part.key for part in product if not isinstance(part, Category))
    return Written(numbers, tuple(part.key for part in product if isinstance(part, Category)))


def _block(product: tuple[Part, ...], used: int, whole: int) -> Block:
    """Return the parts of a subterm, whose categories are bits by their place in the term."""
    block: list[tuple[Part, bool]] = []
    bit = 1
    for part in product:
        if not isinstance(part, Category):
            block.append((part, False))
            continue
        if used & bit:
            block.append((part, bool(whole & bit)))
        bit <<= 1
    return tuple(block)


def _names(part: Part, whole: bool) -> Sequence[str]:
    return part.names(whole)


def _first_fastest(lists: Sequence[Sequence[T]]) -> Iterator[tuple[T, ...]]:
    """Yield one of each list in all combinations, the first changing fastest, as R does."""
    for combination in itertools.product(*reversed(lists)):
        yield combination[::-1]


def _product(factors: Sequence[Doubled]) -> Doubled:
    result = factors[0]
    for factor in factors[1:]:
        result = multiply(result, factor)
    return result
