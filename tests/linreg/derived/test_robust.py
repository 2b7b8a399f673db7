"""Robust covariance, criteria, DFBETAS and tests of the residuals against rational arithmetic."""

import math
from fractions import Fraction

import numpy as np
import pytest

from linreg import diagnostics, exact
from linreg.diagnostics import inference, influence
from linreg.distributions import chi_square_tail
from tests.linreg.derived.oracle import Oracle, off, off_squared

TWELVE = 1e-12
KINDS = ("HC0", "HC1", "HC2", "HC3")
WAVE = np.round(np.sin(np.arange(40) / 7) + np.cos(np.arange(40.0) ** 2), 3)
NEAR = np.column_stack(
    [np.ones(12), np.arange(12.0), np.arange(12.0) + 2.0**-30 * (np.arange(12) % 5)]
)


def powers(x, degree):
    return np.vander(np.asarray(x, dtype=float), degree + 1, increasing=True)


def longley(nist):
    x = np.array(nist["Longley"]["x"], dtype=float)
    return np.column_stack([np.ones(len(x)), x]), np.array(nist["Longley"]["y"], dtype=float)


def problems(nist):
    filip = np.array(nist["Filip"]["x"], dtype=float)[:, 0]
    norris = np.array(nist["Norris"]["x"], dtype=float)[:, 0]
    weights = np.array([0.0, 3.0, 1.0, 0.25, *[2.0] * 7, 0.0])
    return {
        "Longley": (*longley(nist), None),
        "Filip": (powers(filip, 10), np.array(nist["Filip"]["y"], dtype=float), None),
        "Norris": (powers(norris, 1), np.array(nist["Norris"]["y"], dtype=float), None),
        "near copies": (NEAR, WAVE[:12], None),
        "near copies, weights": (NEAR, WAVE[:12], weights),
        "seconds": (powers(1.7e9 + 86400.0 * np.arange(40), 2), WAVE, None),
    }


def near(values):
    """Fractions rounded to 400 bits: exact ones of unlike denominators have sums without end."""
    return np.vectorize(_rounded, otypes=[object])(values)


def _rounded(value):
    unit = Fraction(2) ** (400 - value.numerator.bit_length() + value.denominator.bit_length())
    return Fraction(round(value * unit)) / unit


def sandwich(right, kind):
    """The covariance of the coefficients, exactly."""
    rows = right.spare + right.p
    share = {
        "HC0": lambda h: Fraction(1),
        "HC1": lambda h: Fraction(rows, right.spare),
        "HC2": lambda h: 1 / (1 - h),
        "HC3": lambda h: 1 / (1 - h) ** 2,
    }[kind]
    factors = np.array([share(h) for h in right.leverage], dtype=object)
    maps = near(right.inverse.dot((right.weights[:, np.newaxis] * right.X).T))
    return near((maps * near(factors * right.residuals**2)).dot(maps.T))


@pytest.fixture(
    params=["Longley", "Filip", "Norris", "near copies", "near copies, weights", "seconds"]
)
def problem(request, nist):
    return problems(nist)[request.param]


@pytest.mark.parametrize("kind", KINDS)
def test_robust_errors_survive_ill_conditioned_columns(problem, kind):
    X, y, weights = problem
    right, found = Oracle(X, y, weights), inference(X, y, weights, covariance=kind)
    wanted = sandwich(right, kind)
    assert off_squared(found.standard_errors, np.diag(wanted)) < TWELVE
    size = np.sqrt(np.diag(wanted).astype(float))
    scaled = (found.covariance / size / size[:, np.newaxis]).ravel()
    exactly = wanted.astype(float) / size / size[:, np.newaxis]
    np.testing.assert_allclose(scaled, exactly.ravel(), rtol=0, atol=TWELVE)
    tested = right.coefficients[1:, np.newaxis]
    across, dependent = exact.eliminate(wanted[1:, 1:], tested)
    assert not dependent
    assert off(found.f_value, near(tested.T.dot(across))[0, 0] / (right.p - 1)) < TWELVE


def test_dfbetas_survive_ill_conditioned_columns(problem):
    X, y, weights = problem
    right, found = Oracle(X, y, weights), influence(X, y, weights)
    moved = right.inverse.dot(right.weights * right.residuals / right.room * right.X.T)
    others = (right.squares - right.weights * right.residuals**2 / right.room) / (right.spare - 1)
    squared = moved**2 / np.outer(np.diag(right.inverse), others)
    assert off_squared(np.abs(found.dfbetas.T), squared) < 1e-11
    counted = np.array([bool(w) for w in right.weights])
    assert (np.sign(found.dfbetas.T) == -np.sign(moved.astype(float)))[:, counted].all()


def test_criteria_survive_ill_conditioned_columns(problem):
    X, y, weights = problem
    right, found = Oracle(X, y, weights), inference(X, y, weights)
    N = right.spare + right.p
    logs = sum(math.log(w) for w in right.weights if w)
    wanted = -N / 2 * (math.log(2 * math.pi * right.squares / N) + 1) + logs / 2
    assert found.log_likelihood == pytest.approx(wanted, rel=1e-13)
    assert found.aic == pytest.approx(2 * right.p - 2 * wanted, rel=1e-13)
    assert found.bic == pytest.approx(math.log(N) * right.p - 2 * wanted, rel=1e-13)


def share_explained(columns, v):
    """N R^2 of v on columns with a constant among them, in rational arithmetic."""
    right = Oracle.__new__(Oracle)
    right.X, right.y = columns, v
    right.N, right.p = columns.shape
    right.weights = exact.rationals(np.ones(right.N))
    gram = columns.T.dot(columns)
    w, dependent = exact.eliminate(gram, columns.T.dot(v)[:, np.newaxis])
    assert not dependent
    right.coefficients = w[:, 0]
    return right.N * right.r_squared


def test_breusch_pagan_survives_ill_conditioned_columns(problem):
    X, y, weights = problem
    right = Oracle(X, y, weights)
    counted = np.array([bool(w) for w in right.weights])
    squares = near(right.weights * right.residuals**2)[counted]
    wanted = share_explained(right.X[counted], squares)
    found = diagnostics.tests(X, y, weights).breusch_pagan
    assert off(found.statistic, wanted) < 1e-11
    assert found.degrees_of_freedom == right.p - 1
    assert found.p_value == pytest.approx(
        float(chi_square_tail(float(wanted), right.p - 1)), rel=1e-10
    )


@pytest.mark.parametrize("start", [0, 1e4, 1.7e9])
@pytest.mark.parametrize("degree", [1, 2, 4])
def test_white_survives_ill_conditioned_columns(start, degree):
    X = powers(start + 3.0 * np.arange(40), degree)
    right = Oracle(X, WAVE)
    # The same span, of columns that rational arithmetic can take.
    wanted = share_explained(
        exact.rationals(powers(np.arange(40), 2 * degree)), near(right.residuals**2)
    )
    found = diagnostics.tests(X, WAVE).white
    # Powers that floats cannot hold are other columns.
    if (start + 120) ** degree < 2**53:
        assert found.degrees_of_freedom == 2 * degree
        assert off(found.statistic, wanted) < 1e-10
