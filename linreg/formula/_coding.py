"""Which categories of a term have all their dummies, and which are without the first.

A term with k categories spans, for each subset of them, what is not yet spanned by that subset
of an earlier term with the same numbers. Source: Chambers, Hastie 1992, "Statistical Models in S",
2.4.1, as patsy carries it out (its documentation, "From terms to matrices").
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations
from typing import NamedTuple


class Subterm(NamedTuple):
    """Categories of a term as bits, by their place in it, and those of them with all dummies."""

    used: int
    whole: int


class Written(NamedTuple):
    """A term: what its numbers are, and its categories in order."""

    numbers: Hashable
    categories: tuple[Hashable, ...]


def subterms(terms: Sequence[Written]) -> list[list[Subterm]]:
    """Return the subterms of each term, which together span what the terms do, each thing once.

    The intercept is the term without numbers and categories. Terms with fewer categories have
    precedence, whatever their order.
    """
    spanned: set[tuple[Hashable, frozenset[Hashable]]] = set()
    found: list[list[Subterm]] = [[] for _ in terms]
    for i in sorted(range(len(terms)), key=lambda i: len(terms[i].categories)):
        numbers, categories = terms[i]
        fresh: list[Subterm] = []
        for size in range(len(categories) + 1):
            for places in combinations(range(len(categories)), size):
                key = numbers, frozenset(categories[j] for j in places)
                if key not in spanned:
                    spanned.add(key)
                    fresh.append(Subterm(sum(1 << j for j in places), 0))
        found[i] = _merged(fresh)
    return found


def _merged(parts: list[Subterm]) -> list[Subterm]:
    """Merge a subterm with one that has a category more, which then has all its dummies."""
    parts = list(parts)
    i = 0
    while i < len(parts):
        short = parts[i]
        for j in range(i + 1, len(parts)):
            extra = _extra(short, parts[j])
            if extra:
                parts[j] = Subterm(parts[j].used, parts[j].whole | extra)
                del parts[i]
                # What was merged may be shorter than a part that was passed over.
                i = -1
                break
        i += 1
    return parts


def _extra(short: Subterm, long: Subterm) -> int:
    """Return the one category that the longer subterm has more; 0 if they cannot merge."""
    extra = long.used & ~short.used
    alike = short.used & ~long.used == 0 and long.whole == short.whole
    return extra if alike and extra.bit_count() == 1 else 0
