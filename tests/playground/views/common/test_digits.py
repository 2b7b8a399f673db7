"""Digits of a computed number beside the exact one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playground.views.common.digits import MOST, marked, nearest, right_places, written

FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def runs(estimate: float, exact: Fraction) -> list[tuple[str, str]]:
    return marked(estimate, exact, "closed")


@pytest.mark.parametrize(
    ("estimate", "exact", "wanted"),
    [
        (0.1, Fraction(1, 10), [("0.1000000000000000", "closed")]),
        (2.5, Fraction(5, 2), [("2.500000000000000", "closed")]),
        (1.99951, Fraction(2), [("1.999", "closed"), ("510000000000", "wrong")]),
        (-1.25e9, Fraction(-125 * 10**7), [("−1.250000000000000", "closed"), (" × 10⁹", "closed")]),
        (
            1.25e-9,
            Fraction(124, 10**11),
            [("1.2", "closed"), ("50000000000000", "wrong"), (" × 10⁻⁹", "closed")],
        ),
        (0.99951, Fraction(1), [("0.999", "closed"), ("5100000000000", "wrong")]),
        (-3.0, Fraction(3), [("−3.000000000000000", "wrong")]),
        (7e8, Fraction(1, 3), [("7.000000000000000 × 10⁸", "wrong")]),
        (float("nan"), Fraction(1), [("no solution", "wrong")]),
        (0.0, Fraction(1), [("0", "wrong")]),
        (0.0, Fraction(0), [("0", "closed")]),
        (123456.5, Fraction(123457), [("123,45", "closed"), ("6.5000000000", "wrong")]),
    ],
)
def test_wrong_digits_are_marked(estimate: float, exact: Fraction, wanted: list) -> None:
    assert runs(estimate, exact) == wanted


def test_where_nothing_is_exact_nothing_is_judged() -> None:
    assert marked(0.5, None) == [("0.5000000000000000", "muted")]


def test_next_to_an_exact_zero_rounding_is_muted_and_error_is_wrong() -> None:
    assert marked(1e-17, Fraction(0), scale=1.0)[0][1] == "muted"
    assert marked(1e-9, Fraction(0), scale=1.0)[0][1] == "wrong"


@given(FLOATS)
def test_the_nearest_float_has_all_digits_right(value: float) -> None:
    assert all(role != "wrong" for _, role in runs(value, Fraction(value)))


@given(FLOATS, FLOATS)
def test_marking_changes_no_text(estimate: float, exact: float) -> None:
    assert "".join(text for text, _ in runs(estimate, Fraction(exact))) == written(estimate)


@given(st.floats(1e-3, 1e3), st.integers(1, 14))
def test_marks_agree_with_the_relative_error(value: float, places: int) -> None:
    estimate = value * (1 + 10.0**-places)
    assert abs(right_places(estimate, value) - places) <= 1


def test_beyond_the_floats() -> None:
    assert nearest(Fraction(10**400)) == float("inf")
    assert nearest(Fraction(-(10**400))) == float("-inf")
    assert runs(1e308, Fraction(10**400))[0][1] == "wrong"
    assert MOST < 16
