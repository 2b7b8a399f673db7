"""A model formula, as the field writes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from numpy.typing import ArrayLike

from linreg import _checks, _settings
from linreg import _terms as design_terms
from linreg._arrays import Array
from linreg.formula._design import FormulaDesign, design_of
from linreg.formula._error import FormulaError
from linreg.formula._evaluate import Evaluator
from linreg.formula._inverse import has_inverse, inverse
from linreg.formula._nodes import Column, Node, columns, write
from linreg.formula._rows import Rows, TableLike, read_rows, require
from linreg.formula._sides import Right, read_left
from linreg.formula._terms import Terms, term_text
from linreg.formula._tokens import MOST_CHARACTERS, Tokens, name_text


class Formula:
    """A model formula, such as "log(y) ~ x + x^2 + C(group) + x:z - 1".

    ==============  ==============================================================================
    a + b, a - b    with a and b; a without b, if it is there
    a:b             the interaction, a product; a*b is a + b + a:b
    (a + b + c)^2   main effects and interactions of two, as in R; ^3 also those of three
    x^2, x^-1       powers of one numeric column or function. This differs from R, where x^2
                    outside I() is x
    1/x             the reciprocal, or another number in place of 1
    log(x + 1)      also log10 exp sqrt abs sin cos; inside is arithmetic
    I(a*b + 1)      arithmetic with + - * / ^ (or **)
    C(group)        a category, which a column of text also is without C()
    poly(x, 2)      orthogonal polynomials of degree 1 to 2, at most 20: columns of sum 0 and length
                    1, orthogonal to each other, with positive leading coefficients; R's poly
    1, 0, - 1       the intercept, which is there unless 0 or - 1 removes it
    `a name`        a column whose name is not letters, digits, _ and . only; `` is one back tick
    ==============  ==============================================================================

    The left side is arithmetic. Equal terms count once. Terms are in written order, which differs
    from R, where interactions come last. Categories have treatment coding: a 0/1 column per level
    except the first in sorted order. As in R, they have that one too where X would lack a column
    without it, such as the first category without an intercept.

    Its `str` is the normal form, and makes an equal formula.

    Parameters
    ----------
    text : at most 10,000 characters, 32 levels of nesting, 1,000 terms and 8 columns per
        interaction; the normal form has at most 10,000 characters too.

    Attributes
    ----------
    text : as given.
    target : the left side in its normal form, such as "log(y)".
    terms : the terms of the right side in normal form, without the intercept.
    intercept : whether there is one.
    variables : the columns of a table that it names, each once, those of the target first.
    features : those of the right side, each once.
    categories : those of them that only C() has, so that they are no numbers here.

    Raises
    ------
    FormulaError : a ValueError with `position`, for what is not a formula.
    """

    text: str
    target: str
    terms: tuple[str, ...]
    intercept: bool
    variables: tuple[str, ...]
    features: tuple[str, ...]
    categories: tuple[str, ...]

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise FormulaError(f"formula is {_settings.shown(text)}; expected text like 'y ~ x'.")
        tokens = Tokens(text)
        self.text = text
        self._left = read_left(tokens)
        self._terms, self.intercept = Right(tokens).read()
        self.target = write(self._left)
        self.terms = tuple(map(term_text, self._terms.values()))
        self._columns = _columns(self._terms)
        named = (*columns(self._left), *self._columns)
        self.variables = tuple(dict.fromkeys(column.name for column in named))
        self.features = tuple(dict.fromkeys(column.name for column in self._columns))
        self.categories = _categories(self._terms)
        self._normal = _normal(self.target, self.terms, self.intercept)
        if len(self._normal) > MOST_CHARACTERS:
            raise FormulaError(
                f"The formula is too long: written out, {len(self._normal):,} characters. Use at "
                f"most {MOST_CHARACTERS:,}.",
                text,
            )

    @classmethod
    def of(
        cls,
        target: str,
        features: Mapping[str, ArrayLike] | Iterable[str],
        degree: int = 1,
        interactions: bool = False,
        intercept: Literal["absorbed", "separate", "none"] = "absorbed",
        categories: Collection[str] = (),
    ) -> Formula:
        """Return the formula of the model that `linreg.Design.of` makes with these settings.

        Its columns are those of the `Design`, in the same order, except that a `Design` drops the
        category that appears first, and without an intercept none.

        Parameters
        ----------
        target : name of a column.
        features : names of columns, or name -> (N,); those of text are categories.
        categories : which of the names are categories, too.
        """
        degree = _settings.count(degree, "degree", 1, "expected a whole number >= 1")
        _settings.switch(interactions, "interactions")
        _settings.choice(intercept, "intercept", ("absorbed", "separate", "none"))
        (target,) = _column_names([target], "target")
        coded = set(_column_names(categories, "categories"))
        if isinstance(features, Mapping):
            coded |= {name for name, values in features.items() if design_terms.is_text(values)}
        names = _column_names(features, "features")
        mains = {
            name: f"C({name_text(name)})" if name in coded else name_text(name) for name in names
        }
        terms = list[str]()
        for name, main in mains.items():
            highest = 1 if name in coded else degree
            terms += [main, *(f"{main}^{k}" for k in range(2, highest + 1))]
        if interactions:
            written = list(mains.values())
            terms += [f"{a}:{b}" for i, a in enumerate(written) for b in written[i + 1 :]]
        return cls(_normal(name_text(target), terms, intercept != "none"))

    def columns(self, table: TableLike) -> tuple[Array, tuple[str, ...]]:
        """Return X (N, p) float64 and the names (p,) of its columns; the ones come first.

        Parameters
        ----------
        table : a `linreg.Table`, a mapping of names to (N,) numbers or text, or a data frame. It
            may lack the target. Of a `linreg.Table` rows with a missing value in a column of the
            formula are left out, the same as in `response`, and counted in its report.

        Raises
        ------
        FormulaError : with `position` for unknown columns (near names are suggested), values
            outside the domain of a function (with `rows`), missing values and infinities, and
            categories of one level.
        TableError : for bad cells of a `linreg.Table`.
        """
        rows = self._rows(table)
        design = design_of(self._terms, self.intercept, rows)
        return design.of_rows(rows).high, design.names

    def design(self, table: TableLike, numbers: Sequence[int] | None = None) -> FormulaDesign:
        """Return how the terms become X, for this and other tables: predictions and curves.

        numbers : how errors number the rows of a mapping or a data frame; by default from 0.
        Other parameters and errors are those of `columns`.
        """
        return design_of(self._terms, self.intercept, self._rows(table, numbers))

    def response(self, table: TableLike, numbers: Sequence[int] | None = None) -> Array:
        """Return the values of the left side, (N,) float64, such as the logarithms of y.

        Parameters and errors are those of `design`.
        """
        rows = read_rows(table, self.text, columns(self._left), self._columns, numbers)
        return Evaluator(rows, "raise").column(self._left).high.copy()

    def require(self, names: Sequence[str]) -> None:
        """Raise FormulaError for the first column, from the left, that is not among the names."""
        require((*columns(self._left), *self._columns), names, self.text)

    @property
    def target_column(self) -> str | None:
        """The one column that the target is made of; None if there are several."""
        names = {column.name for column in columns(self._left)}
        return names.pop() if len(names) == 1 else None

    @property
    def left(self) -> Node:
        """The left side as a tree."""
        return self._left

    @property
    def is_transformed(self) -> bool:
        """Whether the target is more than a column."""
        return not isinstance(self._left, Column)

    @property
    def has_inverse(self) -> bool:
        """Whether `inverse` can go back from the target to its column."""
        return has_inverse(self._left)

    def inverse(self, values: ArrayLike) -> Array:
        """Return the column for which the left side has these values, in their shape.

        exp of values for log(y), 1/values for 1/y. NaN where there is none, such as for a negative
        sqrt(y). Of the two roots for y^2 it is the one that is not negative. Raises ValueError
        where the left side has several columns, abs, sin or cos.
        """
        if not self.has_inverse:
            raise ValueError(
                f"{self.target} has no inverse. Use log, log10, exp, sqrt, powers and + - * / with "
                "one column."
            )
        return inverse(self._left, _checks.numbers(values, "values"))

    def __str__(self) -> str:
        return self._normal

    def __repr__(self) -> str:
        return f"Formula({self._normal!r})"

    def __eq__(self, other: object) -> bool:
        return self._normal == other._normal if isinstance(other, Formula) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._normal)

    def _rows(self, table: TableLike, numbers: Sequence[int] | None = None) -> Rows:
        return read_rows(table, self.text, self._columns, columns(self._left), numbers)


def _categories(terms: Terms) -> tuple[str, ...]:
    factors = dict.fromkeys(factor for term in terms.values() for factor in term)
    numbers = {c.name for f in factors if not f.category for c in columns(f.node)}
    coded = dict.fromkeys(c.name for f in factors if f.category for c in columns(f.node))
    return tuple(name for name in coded if name not in numbers)


def _columns(terms: Terms) -> tuple[Column, ...]:
    factors = dict.fromkeys(factor for term in terms.values() for factor in term)
    return tuple(column for factor in factors for column in columns(factor.node))


def _column_names(given: Iterable[str], setting: str) -> tuple[str, ...]:
    names = _settings.names(given, setting)
    for name in names:
        if not isinstance(name, str):
            raise ValueError(
                f"{setting} has {_settings.shown(name)}; expected the name of a column, as text."
            )
    return names


def _normal(target: str, terms: Iterable[str], intercept: bool) -> str:
    written = " + ".join(terms)
    tail = "" if intercept else " - 1"
    return f"{target} ~ {written or '1'}{tail}"
