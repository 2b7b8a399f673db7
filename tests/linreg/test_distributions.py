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

FULL = 1e-14


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
        assert relative(got, tail_in_closed_form(t, df)) < FULL


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
        assert abs(float(student_t_tail(t, df)) / wanted - 1) < FULL


@pytest.mark.parametrize(
    ("d1", "d2"), [(1, 1), (3, 20), (6, 9), (10, 71), (5, 994), (19, 10**6), (200, 3), (500, 600)]
)
@pytest.mark.parametrize("value", [0.01, 0.9, 1.0, 1.3, 3.0, 20.0])
def test_f_tail_agrees_with_mpmath(value, d1, d2):
    with mpmath.workdps(60):
        x = mpmath.mpf(d2) / (mpmath.mpf(d2) + d1 * mpmath.mpf(value))
        wanted = mpmath.betainc(mpmath.mpf(d2) / 2, mpmath.mpf(d1) / 2, 0, x, regularized=True)
        assert abs(float(f_tail(value, d1, d2)) / wanted - 1) < FULL


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
        assert abs(student_t_quantile(0.5 + 1e-9, 1) / wanted - 1) < FULL


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


def series_length(a, b, x, y):
    """About how many terms the series in x takes: to its largest term, and down from there."""
    return max((x * (a + b) - a - 1) / y, 0) - 200 / mpmath.log1p(-y)


def beta_masses(a, b, x, y):
    """(I_x(a, b), 1 - I_x, x^a y^b / B(a, b)), y = 1 - x, by a series of positive terms.

    I_x = x^a y^b / (a B) sum_n (a + b)_n / (a + 1)_n x^n, DLMF 8.17.8: no continued fraction. In
    as many digits as 1 - I_x may lose: where that matters the result is no float any more.
    """
    if series_length(a, b, x, y) > series_length(b, a, y, x):
        upper, lower, front = beta_masses(b, a, y, x)
        return lower, upper, front
    log_beta = mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b)
    front = mpmath.exp(a * mpmath.log(x) + b * mpmath.log(y) - log_beta)
    term = total = mpmath.mpf(1)
    n = 0
    while n < 20 or term > total * mpmath.mpf(10) ** -(mpmath.mp.dps - 30):
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    lower = front / a * total
    return lower, 1 - lower, front


def t_masses(t, df):
    n, square = mpmath.mpf(df), mpmath.mpf(t) ** 2
    whole = n + square
    return beta_masses(n / 2, mpmath.mpf(1) / 2, n / whole, square / whole)


def f_wanted(value, d1, d2):
    d1, d2, value = mpmath.mpf(d1), mpmath.mpf(d2), mpmath.mpf(value)
    whole = d2 + d1 * value
    return beta_masses(d2 / 2, d1 / 2, d2 / whole, d1 * value / whole)[0]


def error(got, wanted):
    """Relative error, or in places of the last subnormal digit, scaled so that 1 place passes."""
    if abs(wanted) < mpmath.mpf(2) ** -1022:
        return abs(mpmath.mpf(got) - wanted) * mpmath.mpf(2) ** 1074 * FULL
    return abs(mpmath.mpf(got) / wanted - 1)


FREEDOM = [1e-6, 1e-3, 0.01, 0.3, 1, 1.7, 4, 30.5, 997, 1e5, 1e9]
SIZES = [1e-12, 1e-5, 0.01, 0.3, 0.999, 1, 1.0001, 1.7, 4.0, 9.0, 38.0, 400.0, 1e5, 1e20, 1e150]


@pytest.mark.parametrize("df", FREEDOM)
def test_t_tail_is_right_to_1e_14_over_its_domain(df):
    for t in SIZES:
        tail, cdf = float(student_t_tail(t, df)), float(student_t_cdf(t, df))
        if df > 1e4 and t > 40:
            # (1 + t^2 / df)^(-df / 2) is far below the least float.
            assert (tail, cdf) == (0.0, 1.0)
            continue
        with mpmath.workdps(380):
            wanted = t_masses(t, df)[0]
        assert error(tail, wanted) <= FULL, t
        assert error(float(student_t_cdf(-t, df)), wanted / 2) <= FULL, t
        assert error(cdf, 1 - wanted / 2) <= FULL, t


@pytest.mark.parametrize("d1", [1e-6, 0.3, 1, 30.5, 1e9])
@pytest.mark.parametrize("d2", [1e-6, 0.3, 4, 997, 1e9])
def test_f_tail_is_right_to_1e_14_over_its_domain(d1, d2):
    sizes = (1e-9, 0.7, 1.0001, 3.0) if max(d1, d2) > 1e6 else (1e-9, 0.7, 1.0001, 6.0, 1e6, 1e100)
    both = d1 + d2 > 1.5e9
    with mpmath.workdps(60 if both else 380):
        for value in (1.0002,) if both else sizes:
            assert error(float(f_tail(value, d1, d2)), f_wanted(value, d1, d2)) <= FULL, value


def test_f_tail_of_equal_degrees_of_freedom_is_a_half_at_1():
    for df in FREEDOM:
        assert float(f_tail(1.0, df, df)) == 0.5


def test_normal_tail_is_right_to_1e_14_everywhere():
    rng = np.random.default_rng(0)
    with mpmath.workdps(60):
        for z in [35.06, 37.6, 38.4, *np.linspace(-40, 40, 401), *rng.uniform(-38, 38, 400)]:
            wanted = mpmath.erfc(mpmath.mpf(float(z)) / mpmath.sqrt(2)) / 2
            assert error(float(normal_tail(z)), wanted) <= FULL, z


PROBABILITIES = [
    1e-300,
    1e-100,
    1e-20,
    1e-9,
    1e-4,
    0.01,
    0.025,
    0.2,
    0.3,
    0.45,
    0.4999,
    0.5 - 1e-12,
]


@pytest.mark.parametrize("df", FREEDOM)
def test_t_quantile_is_right_to_1e_14_over_its_domain(df):
    with mpmath.workdps(380):
        for p in PROBABILITIES:
            t = student_t_quantile(p, df)
            assert t < 0
            if math.isinf(t):
                assert t_masses(np.finfo(float).max, df)[0] / 2 > p * (1 - 1e-9)
                continue
            tail, _, front = t_masses(t, df)
            # One Newton step from ours: to first order the relative error of t.
            assert abs((tail - 2 * mpmath.mpf(p)) / (2 * front)) <= FULL, p
            assert student_t_quantile(1 - p, df) == -student_t_quantile(1 - (1 - p), df)


def test_normal_quantile_is_right_to_1e_14_everywhere():
    with mpmath.workdps(60):
        for p in [*PROBABILITIES, 5e-324, 1e-310, *np.linspace(0.001, 0.999, 200).tolist()]:
            z = mpmath.mpf(normal_quantile(p))
            below = mpmath.erfc(-z / mpmath.sqrt(2)) / 2
            step = (below - mpmath.mpf(p)) / mpmath.npdf(z)
            assert abs(step) <= FULL * abs(z) + mpmath.mpf(10) ** -300, p


@pytest.mark.parametrize("df", [9e-7, 1.1e9, 1e300, 5e-324])
def test_degrees_of_freedom_out_of_bounds_are_named(df):
    sentence = r"is .*; give degrees of freedom from 1e-06 to 1e\+09"
    for call in (
        lambda: student_t_tail(1.0, df),
        lambda: student_t_cdf(1.0, df),
        lambda: student_t_quantile(0.3, df),
        lambda: f_tail(1.0, df, 3),
        lambda: f_tail(1.0, 3, df),
    ):
        with pytest.raises(ValueError, match=sentence):
            call()
