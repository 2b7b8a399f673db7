"""Fixed point in limbs against Python's own fractions: exact where exactness is promised."""

from fractions import Fraction

import numpy as np
import pytest

from linreg.solvers._refined.limbs import (
    BASE,
    BITS,
    TERMS,
    column_products,
    cut_error,
    of_float,
    of_floats,
    product,
    to_places,
)


def fractions(limbs):
    total = np.zeros(limbs.digits.shape[1:], dtype=object) + Fraction(0)
    for i, digit in enumerate(limbs.digits):
        total = total + whole(digit) * Fraction(2) ** (BITS * (limbs.point - 1 - i))
    return total


whole = np.vectorize(Fraction, otypes=[object])


@pytest.fixture
def pair(rng):
    """Matrices (5, 4) and (4, 3) of unlike magnitudes."""
    A = rng.standard_normal((5, 4)) * 10.0 ** rng.integers(-8, 8, (5, 4))
    return A, rng.standard_normal((4, 3)) * 10.0 ** rng.integers(-3, 3, (4, 3))


def test_floats_are_held_exactly(pair):
    for a in pair:
        limbs = of_float(a, 12)
        assert (fractions(limbs) == whole(a)).all()
        assert np.abs(limbs.digits).max() <= BASE / 2
        np.testing.assert_array_equal(limbs.to_float(), a)


def test_sums_differences_and_scaling_are_exact(pair, rng):
    a, b = of_float(pair[0], 12), of_float(pair[0] * 1e-9, 9)
    assert (fractions(a + b) == fractions(a) + fractions(b)).all()
    assert (fractions(a - b) == fractions(a) - fractions(b)).all()
    e = rng.integers(-60, 60, (5, 1))
    powers = np.vectorize(lambda v: Fraction(2) ** int(v), otypes=[object])(e)
    assert (fractions(a.scaled(e)) == fractions(a) * powers).all()


@pytest.mark.parametrize("places", [1, 4, 20])
def test_products_are_off_by_no_more_than_is_said(pair, places):
    a, b = of_float(pair[0], 12), of_float(pair[1], 12)
    off = abs(fractions(product(a, b, places)) - fractions(a).dot(fractions(b)))
    assert off.max() <= cut_error(4, places, 12)
    assert places < 20 or off.max() == 0


@pytest.mark.parametrize("terms", [TERMS, 12])
def test_sums_of_columns_are_the_diagonal_of_a_product(terms, monkeypatch, pair):
    monkeypatch.setattr("linreg.solvers._refined.limbs.TERMS", terms)
    a, b = of_float(pair[0], 12), of_float(pair[0] * 1e-9, 12)
    wanted = np.diag(a.to_fractions().T.dot(b.to_fractions()))
    assert (column_products(a, b, 30).to_fractions()[0] == wanted).all()
    assert abs(column_products(a, b, 4).to_fractions()[0] - wanted).max() <= cut_error(5, 4, 12)


def test_places_behind_the_point_are_all_that_is_kept(pair):
    limbs = to_places(pair[0], 2)
    assert len(limbs.digits) == limbs.point + 2
    assert abs(limbs.to_fractions() - whole(pair[0])).max() <= limbs.unit


def test_long_products_are_taken_in_parts(monkeypatch, pair):
    a, b = of_float(pair[0], 12), of_float(pair[1], 12)
    whole_product = fractions(product(a, b, 20))
    monkeypatch.setattr("linreg.solvers._refined.limbs.TERMS", 12)
    assert (fractions(product(a, b, 20)) == whole_product).all()


def test_sums_of_stacks_say_what_they_cut_off(rng):
    stack = rng.standard_normal((6, 3, 3)) * 2.0 ** rng.integers(-40, 1, (6, 1, 1))
    right = whole(stack).sum(axis=0)
    every, nothing = of_floats(stack, 2, 8)
    assert nothing == 0
    assert (fractions(every) == right).all()
    some, cut = of_floats(stack, 2, 2)
    assert 0 < abs(fractions(some) - right).max() <= cut


def test_doubled_halves_hold_106_bits(pair):
    limbs = product(of_float(pair[0], 12), of_float(pair[1], 12), 20)
    high, low = limbs.to_doubled()
    right = fractions(limbs)
    assert (abs(right - whole(high) - whole(low)) <= abs(right) * Fraction(2) ** -104).all()
    assert (abs(low) <= np.spacing(abs(high)) / 2).all()


def test_fractions_are_the_numbers(pair):
    limbs = product(of_float(pair[0], 12), of_float(pair[1], 12), 20)
    assert (limbs.to_fractions() == fractions(limbs)).all()


def test_integers_are_rounded_down(pair):
    assert (of_float(pair[0], 12).to_integers(100) == whole(pair[0]) * 2**100 // 1).all()
