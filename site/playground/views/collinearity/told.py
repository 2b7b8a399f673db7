"""The sentence of the tab Collinearity: what became of the pair's coefficients, and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.numbers import MINUS, given, shortened, typeset
from playground.engine.parts import Part, filled
from playground.views.collinearity.case import Case
from playground.views.collinearity.remedy import Remedied, pair_names
from playground.views.collinearity.tables import size
from playground.views.common.fit_text import term

# The reference is rounded to the last place of a float.
LAST = 2 * float(np.finfo(np.float64).eps)


def told(case: Case, held: Remedied | None) -> list[Part]:
    """Both coefficients, the true ones, and what of them the data still determine."""
    if case.pair is None:
        return []
    first, second = (shortened(term(name), 16) for name in pair_names(case))
    if not case.fit.unique:
        said = filled(
            "{lead}: infinitely many pairs of coefficients fit equally well.",
            lead=(f"Only the joint effect of {first} and {second} is determined", "wrong"),
        )
        return [*said, *_held(held, case)]
    return [*_estimates(case), *_held(held, case)]


def which(case: Case, chosen: bool) -> list[Part]:
    """Which columns of one's own data are compared."""
    if case.pair is None:
        return []
    first, second = (shortened(term(name), 12) for name in pair_names(case))
    if chosen:
        return [(f"{first} and {second}. ", "")]
    return [(f"Most correlated: {first} and {second}. ", "")]


def _both(values: Sequence[float]) -> str:
    first, second = (f"{MINUS if value < 0 else ''}{size(abs(value))}" for value in values)
    return f"b₁ = {first} and b₂ = {second}"


def _estimates(case: Case) -> list[Part]:
    """Both coefficients. Of columns of one size their sum stays; of others, how much wider the
    intervals are."""
    pair = list(case.pair or ())
    estimates = case.fit.reference.coefficients[pair].tolist()
    both = _both(estimates)
    if case.truth is None:
        return filled(
            "{both}. Their standard errors are up to {wider} times as large as with uncorrelated "
            "columns.",
            both=(f"{both} (columns scaled)" if case.scaled else both, "closed"),
            wider=size(case.vif**0.5),
        )
    true = [float(case.truth[j]) for j in pair]
    total, error = _sum(case)
    first, second = map(given, true)
    large = max(map(abs, estimates)) > 3 * max(map(abs, true))
    return filled(
        "{both}, but b₁ + b₂ is still {total}." if large else "{both}. b₁ + b₂ is {total}.",
        both=(f"{both} (true values {first} and {second})", "closed"),
        total=typeset(total, error, digits=3),
    )


def _sum(case: Case) -> tuple[float, float]:
    """The sum of both coefficients and its error: large ones cancel."""
    pair, found = list(case.pair or ()), case.fit.reference
    high, low = found.coefficients[pair], found.coefficients_low[pair]
    total = float(high.sum()) + float(low.sum())
    return total, LAST**2 * float(np.abs(high).max()) + LAST * abs(total)


def _held(held: Remedied | None, case: Case) -> list[Part]:
    if held is None:
        return []
    return [(f" With {held.name}: {_both(held.coefficients.tolist())}.", "closed")]
