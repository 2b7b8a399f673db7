"""Least absolute deviations, exactly: from vertex to vertex along the steepest edge.

On an edge the fit leaves one point of its basis. The sum of absolute deviations is piecewise
linear there, and its minimum a weighted median, found by sorting the points that the fit meets;
so one step passes many vertices. First in ordinary arithmetic, then certified in rational.
Sources: Barrodale and Roberts 1973, "An improved algorithm for discrete l1 linear approximation",
SIAM J. Numer. Anal. 10; Bloomfield and Steiger 1980, "Least absolute deviations curve-fitting",
SIAM J. Sci. Stat. Comput. 1.
"""

from dataclasses import dataclass

import numpy as np

from linreg._arrays import Array
from linreg.progress import tick
from linreg.robust._problem import EPS, Problem
from linreg.robust._vertices import TIED, Arithmetic, Basis, Certain, Floats, Perturbation
from linreg.solvers import Solution

# Vertices visited for each column, in ordinary arithmetic and in rational.
MOST_FLOAT, MOST_CERTAIN = 200, 20
# Edges this flat along a tilt are level.
LEVEL = 1e-9
# Points on an edge that are sorted before all of them.
_FIRST_SORTED = (4096, 256)


@dataclass(frozen=True, eq=False)
class Vertex:
    """Where a descent over vertices ended.

    visited: how many. optimal: whether the subgradient condition holds. moved: whether the fit
    itself changed on the way. tied: whether a multiplier is at its bound.
    """

    basis: Basis
    visited: int
    optimal: bool
    moved: bool
    tied: bool


@dataclass(frozen=True, eq=False)
class Deviations:
    """The fit of least absolute deviations.

    fit: through the points of its basis. r (n,): its residuals over 2^exponent, exact zeros where
    it passes. unique: to rounding of the data; None where that could not be told.
    """

    fit: Solution
    r: Array
    visited: int
    optimal: bool
    unique: bool | None


def least_absolute(problem: Problem, start: Array) -> Deviations:
    """Minimise sum_i a_i |y_i - x_i'w|, beginning near residuals `start` (n,)."""
    certain = Certain(problem)
    r = len(problem.independent)
    first = _descend(problem, Floats(problem), _nearest(problem, start), MOST_FLOAT * (r + 1))
    last = _descend(problem, certain, first.basis, MOST_CERTAIN * (r + 1))
    fit = certain.fit(last.basis)
    optimal = last.optimal and fit.rank == r
    return Deviations(
        fit=fit,
        r=certain.residual(last.basis)[0],
        visited=max(1, first.visited + last.visited - 1),
        optimal=optimal,
        unique=_unique(problem, certain, last) if optimal else None,
    )


def _unique(problem: Problem, certain: Certain, vertex: Vertex) -> bool | None:
    """Say whether no other fit is as good: one linear function then has its ends at this vertex.

    Among equally good fits, those that minimise and maximise a function in general position
    differ wherever there are several.
    """
    if not vertex.tied:
        return True
    r = problem.basis.shape[1]
    tilt = np.asarray(np.random.default_rng(1974).random(r) - 0.5, dtype=np.float64)
    for side in (-1.0, 1.0):
        direction: Array = side * tilt
        end = _descend(problem, certain, vertex.basis, MOST_CERTAIN * (r + 1), direction)
        if end.moved:
            return False
        if not end.optimal:
            return None
    return True


def _nearest(problem: Problem, r: Array) -> Basis:
    """Return a basis of rows with small residuals r (n,) that are well independent."""
    order = np.argsort(np.abs(r), kind="stable")
    rest, chosen = problem.basis[order].copy(), list[int]()
    for _ in range(rest.shape[1]):
        lengths = np.einsum("ij,ij->i", rest, rest)
        row = int(np.argmax(lengths >= 1e-2 * lengths.max()))
        chosen.append(int(order[row]))
        unit = rest[row] / np.sqrt(lengths[row])
        rest -= np.outer(rest @ unit, unit)
        # Rounding must not bring a chosen row back.
        rest[row] = 0.0
    return np.array(chosen, dtype=np.intp)


def _descend(
    problem: Problem,
    arithmetic: Arithmetic,
    basis: Basis,
    most: int,
    tilt: Array | None = None,
) -> Vertex:
    """Go from vertex to vertex until none is better, `most` of them at most.

    tilt (r,): among equally good fits, prefer those with a small tilt'z, z the coefficients of
    the orthonormal columns; stop once the fit moves.
    """
    small, moved, tied, visited = Perturbation(problem), False, False, 0
    while visited < most and not (tilt is not None and moved):
        tick()
        visited += 1
        try:
            D = np.asarray(np.linalg.inv(problem.basis[basis]), dtype=np.float64)
        except np.linalg.LinAlgError:
            break
        r, error = arithmetic.residual(basis)
        gain, signs = small.signs(basis, r, D)
        m, low = arithmetic.multipliers(basis, signs)
        bound = problem.weights[basis]
        side = np.where(m < 0, -1.0, 1.0)
        excess, size = (np.abs(m) - bound) + side * low, np.abs(m) + bound
        tied = bool((np.abs(excess) <= TIED * size).any())
        margin = (arithmetic.near if tilt is None else TIED) * size
        k = _steepest(side * D, excess, margin, tilt)
        if k is None:
            return Vertex(basis, visited, True, moved, tied)
        edge = _Edge(r, error, gain, signs, side[k] * D[:, k])
        met = _weighted_median(problem, edge, float(excess[k]))
        if met is None:
            break
        moved = moved or bool(r[met] != 0)
        basis = basis.copy()
        basis[k] = met
    return Vertex(basis, visited, False, moved, tied)


def _steepest(edges: Array, excess: Array, margin: Array, tilt: Array | None) -> int | None:
    """Return along which of the edges (r, r), in columns, the sum falls most; None for none.

    It falls by `excess` (r,) for each of them, sure to within margin (r,). Among edges on which
    it stays as it is, the tilt decides.
    """
    lengths = np.linalg.norm(edges, axis=0)
    steepness = np.where(excess > margin, excess, 0.0) / lengths
    if tilt is not None and not steepness.any():
        falls = -(tilt @ edges) / lengths
        level = LEVEL * float(np.linalg.norm(tilt))
        steepness = np.where((excess >= -margin) & (falls > level), falls, 0.0)
    k = int(np.argmax(steepness))
    return k if steepness[k] > 0 else None


@dataclass(frozen=True, eq=False)
class _Edge:
    """Residuals (n,) with error bounds, gains and signs, and the direction (r,) of an edge."""

    r: Array
    error: Array
    gain: Array
    signs: Array
    along: Array


def _weighted_median(problem: Problem, edge: _Edge, descent: float) -> int | None:
    """Return the row at which the sum, which falls by `descent` at first, stops falling."""
    Q = problem.basis
    g = Q @ edge.along
    noise = 64 * EPS * (np.abs(Q) @ np.abs(edge.along))
    ahead = np.flatnonzero((np.abs(g) > noise) & (g * edge.signs > 0))
    size = np.abs(g[ahead])
    t, doubt = np.abs(edge.r[ahead]) / size, edge.error[ahead] / size
    turns, later = 2 * problem.weights[ahead] * size, edge.gain[ahead] / g[ahead]
    for many in _FIRST_SORTED:
        if len(t) > 8 * many:
            # Near the minimum few points are passed: sorting all would take most of the time.
            first = np.flatnonzero(t - doubt <= np.partition(t, many)[many])
            if turns[first].sum() >= 2 * descent:
                ahead, turns = ahead[first], turns[first]
                t, doubt, later = t[first], doubt[first], later[first]
    order = _in_order(t, doubt, later)
    stops = np.flatnonzero(np.cumsum(turns[order]) >= descent)
    return int(ahead[order[stops[0]]]) if len(stops) else None


def _in_order(t: Array, doubt: Array, later: Array) -> Basis:
    """Return the order of breakpoints t (m,), each sure to within doubt (m,).

    Among those that rounding cannot tell apart the perturbation decides: the order of `later`.
    """
    order = np.argsort(t, kind="stable")
    reach = np.maximum.accumulate((t + doubt)[order])
    apart = (t - doubt)[order][1:] > reach[:-1]
    groups = np.concatenate([[0], np.cumsum(apart)]) if len(t) else order
    return order[np.lexsort((later[order], groups))]
