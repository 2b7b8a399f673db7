"""The permutation test against every order of the rows, and against the t test."""

from itertools import permutations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from linreg.diagnostics import inference
from linreg.resampling import permutation_test
from linreg.sampler import Sampler


def line(rows, seed=0, slope=0.5):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(rows)
    return np.column_stack([np.ones(rows), x]), slope * x + rng.standard_normal(rows)


@pytest.mark.parametrize("rows", [3, 4, 5, 6])
def test_every_order_gives_the_share_of_orders(rows):
    X, y = line(rows, rows)
    given = abs(np.polyfit(X[:, 1], y, 1)[0])
    orders = list(permutations(range(rows)))
    slopes = [np.polyfit(X[:, 1], y[list(order)], 1)[0] for order in orders]
    found = permutation_test(X, y, 1)
    np.testing.assert_allclose(np.sort(found.coefficients), np.sort(slopes), atol=1e-12)
    count = sum(abs(slope) >= given * (1 - 1e-10) for slope in slopes)
    assert (found.count, found.p_value) == (count, count / len(orders))


def test_random_orders_come_to_the_share_of_all():
    X, y = line(6, 2)
    exact = permutation_test(X, y, 1).p_value
    drawn = permutation_test(X, y, 1, Sampler(1), 20_000).p_value
    assert drawn == pytest.approx(exact, abs=0.015)
    assert drawn != exact


def test_with_several_columns_it_is_freedman_and_lanes():
    rng = np.random.default_rng(5)
    X = np.column_stack([np.ones(12), rng.standard_normal((12, 2))])
    X[:, 2] += X[:, 1]
    y = X @ [1.0, 1.0, 0.5] + rng.standard_normal(12)
    found = permutation_test(X, y, 2, Sampler(9), 50)
    reduced = X[:, :2]
    fitted = reduced @ np.linalg.lstsq(reduced, y)[0]
    orders = np.argsort(Sampler(9).raw(50, 12), axis=1, kind="stable")
    for order, w, t in zip(orders, found.coefficients, found.t_values, strict=True):
        refit = sm.OLS(fitted + (y - fitted)[order], X).fit()
        np.testing.assert_allclose((w, t), (refit.params[2], refit.tvalues[2]), rtol=1e-8)
    told = sm.OLS(y, X).fit()
    np.testing.assert_allclose(found.t_value, told.tvalues[2], rtol=1e-10)
    np.testing.assert_allclose(found.coefficient, told.params[2], rtol=1e-10)


def test_its_p_is_near_that_of_the_t_test():
    X, y = line(60, 3, slope=0.25)
    wanted = inference(X, y).p_values[1]
    assert 0.005 < wanted < 0.5
    found = permutation_test(X, y, 1, Sampler(4), 20_000)
    assert found.p_value == pytest.approx(wanted, abs=0.012)


def test_its_p_is_even_where_nothing_is_there():
    p = [
        permutation_test(*line(12, seed, slope=0.0), 1, Sampler(seed), 199).p_value
        for seed in range(300)
    ]
    assert stats.kstest(p, "uniform").pvalue > 0.01
    assert 0.02 <= np.mean(np.array(p) <= 0.05) <= 0.09


def test_the_given_order_counts_as_one():
    X, y = line(40, 1, slope=50.0)
    found = permutation_test(X, y, 1, Sampler(1), 99)
    assert (found.count, found.p_value) == (0, 0.01)


def test_a_perfect_fit_is_as_far_as_can_be():
    X = np.column_stack([np.ones(5), np.arange(5.0)])
    found = permutation_test(X, 2.0 * np.arange(5.0), 1)
    assert found.count == 2
    assert abs(found.t_value) > 1e6


def test_a_generator_will_do():
    X, y = line(20, 1)
    first, second = (permutation_test(X, y, 1, np.random.default_rng(1), 30) for _ in range(2))
    np.testing.assert_array_equal(first.t_values, second.t_values)
    np.testing.assert_allclose(
        first.coefficients, permutation_test(X, y, 1, np.random.default_rng(1), 30).coefficients
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((np.ones((4, 2)), np.arange(4.0), 1, Sampler(1)), "does not determine"),
        ((np.eye(2), [1.0, 2.0], 1, Sampler(1)), "does not determine"),
        ((*line(20), 1), "rng is None and X has 20 rows"),
        ((*line(20), 2, Sampler(1)), "column is"),
        ((*line(20), 1, Sampler(1), 0), "draws is 0"),
    ],
)
def test_bad_input_is_named(arguments, told):
    with pytest.raises(ValueError, match=told):
        permutation_test(*arguments)
