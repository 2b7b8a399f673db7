"""The errors of lasso coefficients, against exact minimisers in rational arithmetic."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from playground.engine.numbers import typeset
from playground.engine.rounding.lasso import way_left
from playground.views.diagnostics import tables
from playground.views.diagnostics.numbers import Diagnosis

from linreg import exact
from linreg.solvers import Status

HEIGHTS = {
    "cm": [150.5, 160, 165.3, 172, 181.4, 190.2],
    "mm": [1505, 1600, 1653, 1720, 1814, 1902],
    "y": [50.1, 58, 64.2, 70, 82.5, 91.1],
}
YEARS = {
    "x": list(range(1990, 2010)),
    "y": [3, 3, 4, 5, 5, 7, 7, 6, 9, 9, 9, 11, 13, 12, 14, 16, 15, 18, 19, 20.3],
}
STRONG = {"penalty": "lasso", "strength": 0.5}
CASES = [
    (HEIGHTS, STRONG),
    (HEIGHTS, {"penalty": "elastic", "strength": 0.5, "mix": 0.25}),
    ({**HEIGHTS, "cm": [151, 160, 165, 172, 181, 190]}, {**STRONG, "standardise": True}),
    (YEARS, {"penalty": "lasso", "strength": 0.1, "degree": 3}),
    (YEARS, {"penalty": "elastic", "strength": 0.1, "degree": 2, "basis": "mapped"}),
]


def minimiser(problem: Any) -> np.ndarray:
    """The exact minimiser (p,), found among all patterns of signs by its optimality conditions."""
    X, y = exact.rationals(problem.full), exact.rationals(problem.y)
    strength, mix = Fraction(problem.penalty.strength), Fraction(problem.penalty.mix)
    pull, ridge = problem.N * strength * mix / 2, problem.N * strength * (1 - mix)
    gram, moments = X.T.dot(X), X.T.dot(y)
    for signs in product((0, 1, -1), repeat=problem.p - 1):
        used = [0, *(j + 1 for j, s in enumerate(signs) if s)]
        held = np.array([Fraction(0), *map(Fraction, signs)], dtype=object)
        A = gram[np.ix_(used, used)] + np.diag([Fraction(0) if j == 0 else ridge for j in used])
        right = (moments - pull * held)[used]
        found, dependent = exact.eliminate(A, right[:, np.newaxis])
        if dependent:
            continue
        w = np.full(problem.p, Fraction(0), dtype=object)
        w[used] = found[:, 0]
        slope = moments - gram.dot(w)
        signed = all(w[j] * s > 0 for j, s in enumerate(signs, 1) if s)
        if signed and all(abs(slope[j]) <= pull for j, s in enumerate(signs, 1) if not s):
            return w
    raise AssertionError("no pattern of signs is optimal")


@pytest.mark.parametrize(("data", "words"), CASES)
def test_errors_hold_the_exact_minimiser_and_are_small(scene, own, data, words) -> None:
    fit = scene(**own(**data), **words).fit
    right = minimiser(fit.problem)
    if not fit.problem.plain:
        right = fit.problem.to_raw_terms.dot(right)
    off = [abs(float(Fraction(v) - r)) for v, r in zip(fit.coefficients(), right, strict=True)]
    errors = fit.error_of()
    assert (np.array(off) <= 1.01 * errors).all()
    assert (errors <= 1e-8 * np.abs(fit.coefficients()) + 1e-300).all()


@pytest.mark.parametrize(("data", "words"), CASES)
def test_exact_is_the_exact_minimiser_rounded_once(scene, own, data, words) -> None:
    fit = scene(**own(**data), **words, method="exact").fit
    right = minimiser(fit.problem)
    found = fit.solution("exact")
    assert found.coefficients.tolist() == exact.nearest(right).tolist()
    assert set(fit.digits("exact")["vs_float64"]) == {15.0}
    assert "rational arithmetic" in found.message


def test_exact_is_refused_where_it_is_too_much(scene, own) -> None:
    x = [k / 7 for k in range(20_000)]
    fit = scene(**own(x=x, y=x[::-1]), **STRONG, method="exact").fit
    assert np.isnan(fit.coefficients()).all()
    assert fit.solution("exact").status is Status.REFUSED


def test_columns_that_cannot_be_told_apart_have_an_error_that_holds_both(scene, own) -> None:
    fit = scene(**own(**HEIGHTS), **STRONG, standardise=True).fit
    right = fit.problem.to_raw_terms.dot(minimiser(fit.problem))
    off = [abs(float(Fraction(v) - r)) for v, r in zip(fit.coefficients(), right, strict=True)]
    errors = fit.error_of()
    assert max(off) > 1
    assert (off <= errors).all()
    assert (errors[1:] < 100).all()


def test_nearly_dependent_columns_show_their_lasso_coefficients(scene, own) -> None:
    fit = scene(**own(**HEIGHTS), penalty="lasso", strength=0.5).fit
    shown = [
        typeset(float(v), float(e)) for v, e in zip(fit.supported(), fit.error_of(), strict=True)
    ]
    assert shown == ["−110.213", "0", "0.105668"]


def test_coefficients_short_of_the_minimum_say_by_how_much(scene, own) -> None:
    problem = scene(**own(**HEIGHTS), penalty="lasso", strength=0.5).problem
    right = exact.nearest(minimiser(problem))
    off = np.array([1e-3, 0.0, -1e-6])
    assert way_left(problem, problem.penalty, right + off) == pytest.approx(-off, rel=1e-9)
    spilt = right + np.array([0.0, 1e-15, 0.0])
    assert way_left(problem, problem.penalty, spilt)[1] == -1e-15


@pytest.mark.parametrize("words", [{"penalty": "lasso"}, {"penalty": "ridge"}])
def test_diagnostics_are_of_least_squares_whatever_the_penalty(scene, own, words) -> None:
    data = {**HEIGHTS, "cm": [151, 160, 165.3, 172, 181.4, 190.2]}
    found = Diagnosis(scene(**own(**data), **words, strength=0.5).fit)
    plain = Diagnosis(scene(**own(**data)).fit)
    assert tables.coefficients_table(found) == tables.coefficients_table(plain)
