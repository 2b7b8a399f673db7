"""Bootstrap intervals against SciPy's, given the same refits, and against what they promise."""

import numpy as np
import pytest
from scipy import stats

import linreg
from linreg import resampling
from linreg.resampling import (
    bca_interval,
    bootstrap,
    bootstrap_residuals,
    jackknife,
    jackknife_acceleration,
    percentile_interval,
    redraw,
    refit_cloud,
)
from linreg.sampler import Sampler


def skewed(rows=25, seed=4):
    """A line with skewed errors, so that bias and acceleration are not 0."""
    rng = np.random.default_rng(seed)
    x = rng.exponential(size=rows)
    y = 1.0 + 2.0 * x + rng.exponential(size=rows) ** 2
    return np.column_stack([np.ones(rows), x]), y


def slope(x, y):
    return np.polyfit(x, y, 1)[0]


@pytest.mark.parametrize("method", ["percentile", "BCa"])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_intervals_are_scipys_of_the_same_refits(method, level):
    X, y = skewed()
    theirs = stats.bootstrap(
        (X[:, 1], y),
        slope,
        paired=True,
        vectorized=False,
        n_resamples=499,
        confidence_level=level,
        method=method,
        rng=np.random.default_rng(3),
    )
    values, estimate = theirs.bootstrap_distribution, slope(X[:, 1], y)
    acceleration = jackknife_acceleration(jackknife(X, y)[:, 1])
    assert abs(acceleration) > 0.01
    ours = {
        "percentile": percentile_interval(values, level),
        "BCa": bca_interval(values, estimate, acceleration, level),
    }[method]
    np.testing.assert_allclose(ours, tuple(theirs.confidence_interval), rtol=1e-10)


def test_the_jackknife_is_the_refits_without_each_row(regression):
    X, y = regression(20, 3)
    for i, w in enumerate(jackknife(X, y)):
        rows = np.arange(20) != i
        np.testing.assert_allclose(w, np.linalg.lstsq(X[rows], y[rows])[0], rtol=1e-10)


def test_a_row_that_alone_determines_a_column_has_no_jackknife():
    X = np.column_stack([np.ones(6), [0, 0, 0, 0, 0, 1]])
    found = jackknife(X, np.arange(6.0))
    assert np.isnan(found[5]).all()
    assert np.isfinite(found[:5]).all()


@pytest.mark.parametrize("draw", [bootstrap, bootstrap_residuals])
def test_a_cloud_has_the_intervals_of_its_columns(draw):
    X, y = skewed()
    cloud = draw(X, y, Sampler(1), 400)
    for j in (0, 1):
        a = cloud.acceleration[j]
        wanted = bca_interval(cloud.coefficients[:, j], cloud.centre[j], a, 0.9)
        np.testing.assert_array_equal(cloud.intervals(0.9, "bca")[j], wanted)
        values = cloud.coefficients[:, j]
        np.testing.assert_array_equal(cloud.intervals(0.9)[j], percentile_interval(values, 0.9))


def test_pairs_are_accelerated_by_the_jackknife_and_residuals_by_their_skewness():
    X, y = skewed()
    pairs, residuals = bootstrap(X, y, Sampler(1), 10), bootstrap_residuals(X, y, Sampler(1), 10)
    wanted = [jackknife_acceleration(column) for column in jackknife(X, y).T]
    np.testing.assert_allclose(pairs.acceleration, wanted, rtol=1e-10)
    many = bootstrap_residuals(X, y, Sampler(2), 400_000).coefficients
    sixth = stats.skew(many, axis=0) / 6
    np.testing.assert_allclose(residuals.acceleration, sixth, atol=0.003)
    assert np.abs(sixth).max() > 0.03


def test_residuals_are_added_with_their_own_sign():
    # Errors with a long upper tail: the slope of a single large x follows them.
    X, y = skewed()
    w = np.linalg.lstsq(X, y)[0]
    h = np.einsum("ij,ij->i", X @ np.linalg.inv(X.T @ X), X)
    errors = (y - X @ w) / np.sqrt(1 - h)
    errors -= errors.mean()
    rows = Sampler(5).integers(0, len(y), 3, len(y))
    refitted = bootstrap_residuals(X, y, Sampler(5), 3).coefficients
    for chosen, found in zip(rows, refitted, strict=True):
        wanted = np.linalg.lstsq(X, X @ w + errors[chosen])[0]
        np.testing.assert_allclose(found, wanted, rtol=1e-10)


def test_no_bca_interval_where_all_refits_lie_on_one_side():
    assert np.isnan(bca_interval([1.0, 2.0, 3.0], 0.5, 0.0)).all()
    assert np.isnan(bca_interval([1.0, 2.0, 3.0], 3.5, 0.0)).all()


def test_ties_with_the_estimate_count_half():
    np.testing.assert_allclose(
        bca_interval([1.0, 2.0, 2.0, 3.0], 2.0, 0.0, 0.5),
        percentile_interval([1.0, 2.0, 2.0, 3.0], 0.5),
    )


def test_refits_that_failed_are_left_out():
    values = np.array([1.0, np.nan, 2.0, 3.0, np.nan])
    assert percentile_interval(values, 0.5) == percentile_interval([1.0, 2.0, 3.0], 0.5)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: percentile_interval([1.0, np.nan]), "1 finite numbers; expected"),
        (lambda: percentile_interval([1.0, 2.0], 1.5), "level is 1.5; give a number between"),
        (lambda: bca_interval([1.0, 2.0], 1.5, 0.0, 0.0), "level is 0.0; give a number between"),
        (lambda: refit_cloud(*skewed(), Sampler(1), 5).intervals(0.9, "bca"), "no bootstrap"),
        (lambda: redraw("faithful", lambda table: [0.0]), "not simulated"),
        (lambda: bootstrap(*skewed(), 3), "or a linreg.sampler.Sampler"),
    ],
)
def test_bad_input_is_named(call, told):
    with pytest.raises(ValueError, match=told):
        call()


@pytest.mark.parametrize("draw", [bootstrap, bootstrap_residuals, refit_cloud])
def test_more_draws_of_a_sampler_begin_with_the_same(draw):
    X, y = skewed()
    whole = draw(X, y, Sampler(7), 30).coefficients
    sampler = Sampler(7)
    parts = [draw(X, y, sampler, count).coefficients for count in (1, 9, 20)]
    np.testing.assert_allclose(np.vstack(parts), whole, rtol=1e-12)


def test_a_sampler_gives_these_refits_for_ever():
    X, y = skewed(8, 1)
    found = bootstrap(X, y, Sampler(1), 2).coefficients
    rows = Sampler(1).integers(0, 8, 2, 8)
    assert rows.tolist() == [[4, 7, 1, 7, 2, 3, 6, 3], [4, 0, 6, 4, 2, 6, 2, 3]]
    for chosen, w in zip(rows, found, strict=True):
        np.testing.assert_allclose(w, np.linalg.lstsq(X[chosen], y[chosen])[0], rtol=1e-10)


def test_skipping_words_is_drawing_them():
    first, second = Sampler(3), Sampler(3)
    first.raw(17)
    second.skip(17)
    np.testing.assert_array_equal(first.raw(5), second.raw(5))


def test_memory_is_bounded_in_the_number_of_columns_too(monkeypatch, regression):
    X, y = regression(30, 6)
    whole = bootstrap(X, y, Sampler(1), 40).coefficients
    sizes = []
    solve = resampling._refits.solve_each
    monkeypatch.setattr(
        "linreg.resampling._refits.solve_each",
        lambda gram, right: sizes.append(gram.size) or solve(gram, right),
    )
    monkeypatch.setattr("linreg.resampling._draws.CHUNK", 200)
    parts = bootstrap(X, y, Sampler(1), 40).coefficients
    np.testing.assert_allclose(parts, whole, rtol=1e-12)
    assert max(sizes) <= 200


def test_redrawn_samples_are_those_of_the_next_seeds():

    def fit(table):
        x, y = table.array(["x", "y"]).T
        return np.polyfit(x, y, 1)[::-1]

    found = redraw("linear", fit, 3, n=15, seed=5)
    for k, w in enumerate(found):
        np.testing.assert_array_equal(w, fit(linreg.datasets.load("linear", n=15, seed=6 + k)))


def test_bootstrap_intervals_cover_about_as_often_as_they_say():
    """Of 300 samples with normal errors; the binomial standard deviation is 1.3%."""
    X, _ = skewed(30)
    truth, inside = np.array([1.0, 2.0]), {"percentile": 0, "bca": 0}
    rng = np.random.default_rng(11)
    for k in range(300):
        y = X @ truth + rng.standard_normal(30)
        cloud = bootstrap_residuals(X, y, Sampler(k), 400)
        for method in inside:
            low, high = cloud.intervals(0.95, method)[1]
            inside[method] += low <= truth[1] <= high
    assert 0.90 <= inside["percentile"] / 300 <= 0.98
    assert 0.90 <= inside["bca"] / 300 <= 0.98
