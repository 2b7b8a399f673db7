"""Rank modulo primes: never above the true rank, and equal to it."""

from fractions import Fraction

import numpy as np
import pytest

from linreg import exact
from linreg.doubled import Doubled
from linreg.solvers._refined import modular
from linreg.solvers._refined.limbs import of_float
from linreg.solvers._refined.rank import independent_columns
from linreg.solvers._system import System


def test_the_primes_are_primes():
    for prime in modular.PRIMES:
        assert all(prime % d for d in range(2, int(prime**0.5) + 1))


@pytest.mark.parametrize("value", [1.5, 0.1, -1e300, 3e-310, 5e-324, -7.0, 0.0])
def test_floats_are_the_fractions_they_are(value):
    for prime in modular.PRIMES:
        right = Fraction(value)
        residue = right.numerator * pow(right.denominator, -1, prime)
        found = int(modular.of_floats(np.array([[value]]), prime)[0, 0])
        assert (found - residue) % prime == 0
        limbs = modular.of_limbs(of_float(np.array([[value]]), 60), prime)
        assert abs(value) < 1e-200 or (int(limbs[0, 0]) - residue) % prime == 0


def rank(X, **settings):
    typed = exact.is_typed(X)
    return independent_columns(System.of(X, typed=typed, **settings))


@pytest.mark.parametrize("N", [9, 300, 20_000])
def test_columns_that_depend_on_others_are_found(N, rng):
    x, z = rng.standard_normal((2, N))
    whole = rng.integers(-9, 9, N).astype(float)
    X = np.column_stack([np.ones(N), x, 2 * x, z, whole, 3 * whole + 1, x + 1e-13 * z])
    assert rank(X) == [0, 1, 3, 4, 6]


def test_decimals_count_as_typed():
    """As floats 1.1 * 100 is not 110: as typed, metres and centimetres are the same lengths."""
    metres, centimetres = ["1.1", "2.2", "3.3", "4.7"], ["110", "220", "330", "470"]
    typed = np.column_stack([metres, centimetres])
    assert rank(typed) == [0]
    assert rank(typed.astype(float)) == [0, 1]


def test_low_halves_count(rng):
    x = rng.standard_normal((9, 1))
    high, low = np.hstack([x, x]), np.hstack([0 * x, 1e-20 * x[::-1]])
    assert rank(Doubled(high, low)) == [0, 1]
    assert rank(Doubled(high, 0 * low)) == [0]


def test_rows_of_no_weight_do_not_count(rng):
    X = np.column_stack([np.ones(9), np.append(np.ones(8), 2)])
    assert rank(X) == [0, 1]
    assert rank(X, weights=np.append(np.ones(8), 0)) == [0]


def test_a_ridge_makes_what_it_draws_independent():
    X = np.ones((9, 3))
    assert rank(X, ridge=1e-300) == [0, 1, 2]
    assert rank(X, ridge=1e-300, free=(0, 1)) == [0, 2]


def test_free_columns_come_first():
    X = np.column_stack([np.arange(9.0), np.arange(9.0)])
    assert rank(X) == [0]
    assert rank(X, free=(1,)) == [1]
