"""Distributions against closed forms in long decimal arithmetic, tables, and mpmath."""

import math
from decimal import Decimal, localcontext

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg.distributions import (
    f_tail,
    normal_quantile,
    normal_tail,
    student_t_cdf,
    student_t_quantile,
    student_t_tail,
)

THIRTEEN_DIGITS = 1e-13


def tail_in_closed_form(t: float, df: int) -> Decimal:
    """P(|T| > t) by the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4, 400 digits."""
    with localcontext() as context:
        context.prec = 400
        n, t2 = Decimal(df), Decimal(t) ** 2
        cosine_squared = n / (n + t2)
        sine = (t2 / (n + t2)).sqrt()
        if df % 2:
            term = total = cosine_squared.sqrt() if df > 1 else Decimal(0)
            for k in range(3, df - 1, 2):
                term = term * cosine_squared * (k - 1) / k
                total += term
            angle = arctangent(Decimal(t) / n.sqrt())
            return 1 - 2 / pi() * (angle + sine * total)
        term = total = Decimal(1)
        for k in range(2, df - 1, 2):
            term = term * cosine_squared * (k - 1) / k
            total += term
        return 1 - sine * total


def arctangent(x: Decimal) -> Decimal:
    """Halve the angle until the series is short."""
    halvings = 0
    while abs(x) > Decimal("0.01"):
        x = x / (1 + (1 + x * x).sqrt())
        halvings += 1
    total, power, k = Decimal(0), x, 1
    while abs(power) > Decimal(10) ** -399:
        total += power / k if k % 4 == 1 else -power / k
        power *= x * x
        k += 2
    return total * 2**halvings


def pi() -> Decimal:
    return 4 * arctangent(Decimal(1))


def relative(got: float, wanted: object) -> float:
    return float(abs(mpmath.mpf(got) / mpmath.mpf(str(wanted)) - 1))


@pytest.mark.parametrize("df", [1, 2, 3, 4, 7, 20, 71, 200])
@pytest.mark.parametrize("t", [1e-9, 0.03, 0.7, 1.0, 1.96, 4.5, 30.0, 300.0])
def test_t_tail_agrees_with_the_closed_form(t, df):
    with mpmath.workdps(60):
        got = float(student_t_tail(t, df))
        assert relative(got, tail_in_closed_form(t, df)) < THIRTEEN_DIGITS


@pytest.mark.parametrize("df", [0.3, 2.5, 999.0, 1e6, 1e9])
@pytest.mark.parametrize("t", [0.01, 0.9, 1.1, 3.0, 12.0, 35.0])
def test_t_tail_agrees_with_mpmath_between_and_beyond(t, df):
    with mpmath.workdps(350):
        n, x = mpmath.mpf(df), mpmath.mpf(df) / (mpmath.mpf(df) + mpmath.mpf(t) ** 2)
        front = x ** (n / 2) * mpmath.sqrt(1 - x) / mpmath.beta(n / 2, mpmath.mpf(1) / 2)
        if x < 0.99:
            wanted = front * mpmath.hyp2f1(n / 2 + 0.5, 1, n / 2 + 1, x) * 2 / n
        else:
            wanted = 1 - 2 * front * mpmath.hyp2f1(n / 2 + 0.5, 1, 1.5, 1 - x)
        assert abs(float(student_t_tail(t, df)) / wanted - 1) < THIRTEEN_DIGITS


@pytest.mark.parametrize(
    ("d1", "d2"), [(1, 1), (3, 20), (6, 9), (10, 71), (5, 994), (19, 10**6), (200, 3), (500, 600)]
)
@pytest.mark.parametrize("value", [0.01, 0.9, 1.0, 1.3, 3.0, 20.0])
def test_f_tail_agrees_with_mpmath(value, d1, d2):
    with mpmath.workdps(60):
        x = mpmath.mpf(d2) / (mpmath.mpf(d2) + d1 * mpmath.mpf(value))
        wanted = mpmath.betainc(mpmath.mpf(d2) / 2, mpmath.mpf(d1) / 2, 0, x, regularized=True)
        assert abs(float(f_tail(value, d1, d2)) / wanted - 1) < THIRTEEN_DIGITS


@pytest.mark.parametrize(
    ("probability", "df", "printed"),
    [  # Fisher and Yates (1963), Statistical Tables, table III
        (0.975, 1, 12.706),
        (0.975, 10, 2.228),
        (0.995, 30, 2.750),
        (0.9995, 5, 6.869),
    ],
)
def test_t_quantiles_are_those_of_the_printed_tables(probability, df, printed):
    assert student_t_quantile(probability, df) == pytest.approx(printed, abs=0.0005)


@given(
    st.floats(1e-200, 1.0, exclude_max=True),
    st.one_of(st.integers(1, 10**6), st.floats(0.8, 1e9)),
)
@settings(deadline=None)
def test_t_quantile_undoes_the_tail(probability, df):
    t = student_t_quantile(0.5 * probability, df)
    # The tail's own slope turns an error of the quantile into one of the probability.
    slack = 1e-13 * (1.0 + abs(math.log(probability)))
    assert float(student_t_tail(t, df)) == pytest.approx(probability, rel=slack)


def test_t_quantile_near_one_half_keeps_relative_digits():
    # T is Cauchy's at one degree of freedom: the quantile is tan(pi (probability - 1/2)).
    with mpmath.workdps(40):
        wanted = mpmath.tan(mpmath.pi * (mpmath.mpf(0.5 + 1e-9) - mpmath.mpf(0.5)))
        assert abs(student_t_quantile(0.5 + 1e-9, 1) / wanted - 1) < THIRTEEN_DIGITS


def test_quantiles_are_antisymmetric_and_end_at_infinity():
    assert student_t_quantile(0.5, 3) == 0.0
    assert student_t_quantile(0.25, 3) == -student_t_quantile(0.75, 3)
    assert student_t_quantile(1.0, 3) == math.inf
    assert student_t_quantile(0.0, 3) == -math.inf
    assert student_t_quantile(1e-300, 0.3) == -math.inf
    assert normal_quantile(0.0) == -math.inf
    assert normal_quantile(1.0) == math.inf


def test_infinitely_many_degrees_of_freedom_are_normal():
    assert student_t_quantile(0.975, math.inf) == normal_quantile(0.975)
    assert float(student_t_tail(2.0, math.inf)) == pytest.approx(math.erfc(math.sqrt(2)), rel=1e-14)
    assert float(normal_tail(-1.0)) == pytest.approx(1 - float(normal_tail(1.0)), rel=1e-14)


def test_shapes_and_edges():
    t = np.array([[0.0, math.inf, -math.inf], [math.nan, 1e200, -1e-200]])
    tail = student_t_tail(t, 5)
    assert tail.shape == t.shape
    np.testing.assert_array_equal(tail, [[1.0, 0.0, 0.0], [math.nan, 0.0, 1.0]])
    np.testing.assert_array_equal(student_t_cdf([0.0, math.inf, -math.inf], 5), [0.5, 1.0, 0.0])
    np.testing.assert_array_equal(f_tail([0.0, math.inf, math.nan], 2, 5), [1.0, 0.0, math.nan])


def test_student_squared_is_f():
    np.testing.assert_allclose(f_tail([1.7**2], 1, 9), student_t_tail([1.7], 9), rtol=1e-14)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: student_t_tail(1.0, 0), "df is 0; give a positive number"),
        (lambda: student_t_tail(1.0, math.nan), "df is nan; give a positive number"),
        (lambda: student_t_quantile(1.5, 3), "probability is 1.5; give a number from 0 to 1"),
        (lambda: f_tail(1.0, 1, math.inf), "df_residual is infinite"),
        (lambda: normal_quantile(-0.1), "probability is -0.1"),
    ],
)
def test_bad_arguments_are_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
