"""How many columns count: where each package cuts, and which rank that gives.

Packages do not look at the same thing. Most compare singular values with the largest; some take
the means off the columns first; R asks of each column in turn how much of it the columns before
leave unexplained. Each rule here names its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linreg.doubled import column_norms
from playground.engine.numbers import typeset, whole
from playground.engine.parts import Part

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)
# What is drawn at the left end: all that is smaller, and zero.
LEAST = 1e-19


@dataclass(frozen=True)
class Rule:
    """A cut-off, relative to the largest where it is of singular values.

    package: who decides so by default; measure: a key of MEASURES; source: where it is written.
    """

    package: str
    measure: str
    cut: float
    source: str
    role: str = "data"

    def rank(self, spectra: Mapping[str, Array]) -> int:
        """The number of columns that count."""
        return int(np.count_nonzero(spectra[self.measure] > self.cut))


def rules(X: Array, rcond: float | None) -> tuple[Rule, ...]:
    """The defaults of some packages for X (N, p), and one's own cut-off if there is one."""
    standard = EPS * max(X.shape)
    own = (
        (Rule("Your tolerance", "values", rcond, "the slider above", "own"),)
        if rcond is not None
        else ()
    )
    return (
        Rule("NumPy lstsq, matrix_rank", "values", standard, "eps · max(N, p)"),
        Rule("MATLAB rank, pinv", "values", max(X.shape) * _spacing(X), "max(N, p) · eps(norm(X))"),
        Rule("NumPy pinv, statsmodels", "values", 1e-15, "rcond = 1e-15"),
        Rule("SciPy lstsq", "values", EPS, "cond = eps"),
        Rule("scikit-learn 1.9", "centred", 1e-6, "tol = 1e-6, of the centred columns"),
        Rule("R lm", "left", 1e-7, "tol = 1e-7, of each column's norm"),
        *own,
    )


def spectra(X: Array) -> dict[str, Array]:
    """What the rules look at, each relative to its own largest, for X (N, p), N > 0.

    An intercept counts as one column more where a package takes it out by centring.
    """
    return {
        "values": relative_singular_values(X),
        "centred": centred_singular_values(X),
        "left": shares_left(X, 1e-7),
    }


def _spacing(X: Array) -> float:
    """The gap between the largest singular value and the next float, relative to it."""
    largest = float(np.linalg.norm(scaled(X), 2))
    return float(np.spacing(largest)) / largest if 0 < largest < np.inf else EPS


def relative_singular_values(X: Array) -> Array:
    """Singular values over the largest, (p,), zeros where there are fewer rows than columns."""
    found = np.zeros(X.shape[1])
    s = np.linalg.svd(scaled(X), compute_uv=False)
    if s[0] > 0:
        found[: len(s)] = s / s[0]
    return found


def centred_singular_values(X: Array) -> Array:
    """The same of the columns less their means, and 1 for the ones column that this replaces."""
    if not np.all(X[:, 0] == 1) or X.shape[1] == 1:
        return relative_singular_values(X)
    return np.append(1.0, relative_singular_values(X[:, 1:] - X[:, 1:].mean(axis=0)))


def shares_left(X: Array, tolerance: float) -> Array:
    """The share of each column's norm that is left once the columns kept before it are taken out.

    (p,). A column below the tolerance is not kept, as in LINPACK's dqrdc2, which R's lm uses.
    """
    R = np.asarray(np.linalg.qr(scaled(X), mode="r"))
    norms = column_norms(R)
    basis: list[Array] = []
    shares = np.zeros(X.shape[1])
    for j in np.flatnonzero(norms):
        rest = R[:, j] / norms[j]
        for _ in range(2):  # Once more, since the first pass leaves rounding in the span.
            rest = rest - sum((q * (q @ rest) for q in basis), np.zeros(len(rest)))
        shares[j] = min(1.0, float(np.linalg.norm(rest)))
        if shares[j] > tolerance:
            basis.append(rest / shares[j])
    return shares


def scaled(X: Array) -> Array:
    """X times a power of two that keeps squares within the floats."""
    largest = float(np.abs(X).max(initial=0.0))
    return np.ldexp(X, -int(np.frexp(largest)[1])) if 0 < largest < np.inf else X


def decision_rows(chosen: tuple[Rule, ...], found: Mapping[str, Array]) -> list[list[list[Part]]]:
    """The table of decisions: package, cut-off, rank."""
    p = len(found["values"])
    return [
        [
            [(rule.package, rule.role if rule.role == "own" else "")],
            [(typeset(rule.cut, digits=2), "")],
            [
                (
                    f"{whole(rule.rank(found))} of {whole(p)}",
                    "" if rule.rank(found) == p else "wrong",
                )
            ],
        ]
        for rule in chosen
    ]


def verdict(chosen: tuple[Rule, ...], found: Mapping[str, Array]) -> list[Part]:
    """In a sentence: whether the packages agree, and who does not."""
    p = len(found["values"])
    ranks = {rule.package: rule.rank(found) for rule in chosen if rule.role != "own"}
    if set(ranks.values()) == {p}:
        return [(f"All packages find full rank: {whole(p)}.", "")]
    if len(set(ranks.values())) == 1:
        rank = next(iter(ranks.values()))
        return [(f"All packages find rank {whole(rank)} of {whole(p)}.", "")]
    parts = [
        f"{whole(rank)} ({', '.join(name for name, r in ranks.items() if r == rank)})"
        for rank in sorted(set(ranks.values()), reverse=True)
    ]
    said = f"The packages disagree on the rank of these {whole(p)} columns: {'; '.join(parts)}."
    return [(said, "strong")]


def position(values: Array) -> Array:
    """Where values stand on the axis: their log10, zeros at the left end."""
    bent: Array = np.log10(np.maximum(values, LEAST))
    return bent
