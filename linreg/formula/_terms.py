"""Factors, terms and sets of terms, with the operators + - : * ^ of formulas.

Source: Wilkinson, Rogers 1973, "Symbolic description of factorial models for analysis of
variance", Applied Statistics 22, 392-399, as R has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from linreg.formula._nodes import Column, Node, columns, is_plain, write
from linreg.formula._tokens import Tokens, name_text

MOST_TERMS = 1000
MOST_FACTORS = 8
# Terms that operators may make on the way, equal ones counted: a second of work.
_MOST_WORK = 100_000


@dataclass(frozen=True)
class Factor:
    """What a term multiplies: a column or arithmetic, a category, or polynomials.

    text : its normal form, by which factors are told apart.
    node : what is computed; for a category its column.
    degree : of poly(node, degree), otherwise 0.
    category : whether it is C(column).
    """

    text: str
    node: Node = field(compare=False)
    degree: int = field(default=0, compare=False)
    category: bool = field(default=False, compare=False)

    @classmethod
    def arithmetic(cls, node: Node) -> Factor:
        return cls(write(node) if is_plain(node) else f"I({write(node)})", node)

    @classmethod
    def coded(cls, column: Column) -> Factor:
        return cls(f"C({name_text(column.name)})", column, category=True)

    @classmethod
    def polynomials(cls, node: Node, degree: int) -> Factor:
        return cls(f"poly({write(node)}, {degree})", node, degree=degree)


# Factors in written order, each once.
Term = tuple[Factor, ...]
# Terms in written order, by their factors in any order.
Terms = dict[frozenset[Factor], Term]


def term_text(term: Term) -> str:
    """Return the normal form of a term: its factors, joined by ":"."""
    return ":".join(factor.text for factor in term)


def columns_of(terms: Terms) -> tuple[Column, ...]:
    """Return the columns of terms from left to right, those of each factor once."""
    return tuple(column for factor in _factors(terms) for column in columns(factor.node))


def categories_of(terms: Terms) -> tuple[str, ...]:
    """Return the columns that only C() has, so that they are no numbers here."""
    factors = _factors(terms)
    numbers = {c.name for f in factors if not f.category for c in columns(f.node)}
    coded = dict.fromkeys(c.name for f in factors if f.category for c in columns(f.node))
    return tuple(name for name in coded if name not in numbers)


def _factors(terms: Terms) -> tuple[Factor, ...]:
    return tuple(dict.fromkeys(factor for term in terms.values() for factor in term))


def keyed(terms: Iterable[Term]) -> Terms:
    """Return terms in order, of equal ones the first."""
    found: Terms = {}
    for term in terms:
        found.setdefault(frozenset(term), term)
    return found


class Algebra:
    """The operators on sets of terms, bounded in work and result.

    Raises FormulaError, at the position of the operator, beyond `MOST_TERMS` or `MOST_FACTORS`.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._work = 0

    def add(self, terms: Terms, others: Terms, position: int) -> None:
        """Add others to terms."""
        for key, term in others.items():
            terms.setdefault(key, term)
        self._count(len(others), len(terms), position)

    def interact(self, left: Terms, right: Terms, position: int) -> Terms:
        """Return left:right, each term of one with each of the other."""
        found: Terms = {}
        for one in left.values():
            for other in right.values():
                term = tuple(dict.fromkeys((*one, *other)))
                if len(term) > MOST_FACTORS:
                    self._tokens.fail(
                        f"An interaction has more than {MOST_FACTORS} columns. Use fewer.", position
                    )
                found.setdefault(frozenset(term), term)
            self._count(len(right), len(found), position)
        return found

    def cross(self, left: Terms, right: Terms, position: int) -> Terms:
        """Return left*right: left + right + left:right."""
        found = dict(left)
        self.add(found, right, position)
        self.add(found, self.interact(left, right, position), position)
        return found

    def power(self, terms: Terms, exponent: int, position: int) -> Terms:
        """Return (terms)^exponent: interactions of up to that many of the terms."""
        found = dict(terms)
        for _ in range(exponent - 1):
            before = len(found)
            self.add(found, self.interact(found, terms, position), position)
            if len(found) == before:
                break
        return found

    def _count(self, made: int, held: int, position: int) -> None:
        self._work += made
        if held > MOST_TERMS or self._work > _MOST_WORK:
            self._tokens.fail(
                f"The formula has too many terms. Use at most {MOST_TERMS:,}.", position
            )
