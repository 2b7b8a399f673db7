"""The rank of a system, from its numbers as given: floats, doubled floats or decimal data."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from linreg import exact
from linreg._arrays import Array, Doubled
from linreg.solvers._refined import modular
from linreg.solvers._system import System

ROWS = 2**13


def independent_columns(system: System) -> list[int]:
    """Return the columns that do not depend on the others before them, free columns first.

    Rows of weight zero do not count, and a ridge makes each column that it draws independent.
    """
    order = [*system.free, *system.drawn]
    residues = partial(_residues, system, order)
    return sorted(order[j] for j in modular.independent_columns(residues, len(order)))


def _residues(system: System, order: Sequence[int], prime: int) -> Iterator[Array]:
    used: Any = slice(None) if system.weights is None else np.flatnonzero(system.weights)
    for block in _blocks(system, used, prime):
        yield block[:, order]
    if system.ridge:
        yield np.eye(len(order))[len(system.free) :]


def _blocks(system: System, used: Any, prime: int) -> Iterator[Array]:
    given = system.given
    if exact.is_typed(given):
        yield modular.of_fractions(exact.rationals(np.asarray(given)[used]), prime)
        return
    halves = [half[used] for half in given] if isinstance(given, Doubled) else [system.X[used]]
    for first in range(0, len(halves[0]), ROWS):
        parts = (modular.of_floats(half[first : first + ROWS], prime) for half in halves)
        yield modular.reduced(np.sum(list(parts), axis=0), prime)
