"""Streaming: the numbers of the whole from chunks, in any order, and in constant memory."""

import pickle
import tracemalloc
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linreg
from linreg import StreamingFit, datasets


def conditioned(rng, N, p, condition):
    """X (N, p) with logarithmically spaced singular values."""
    U, _, V = np.linalg.svd(rng.normal(size=(N, p)), full_matrices=False)
    return (U * np.logspace(0, -np.log10(condition), p)) @ V * np.sqrt(N)


def fitted(X, y, chunk):
    fit = StreamingFit(X.shape[1])
    for first in range(0, len(X), chunk):
        fit.update(X[first : first + chunk], y[first : first + chunk])
    return fit


def digits(estimate, exact):
    return -np.log10(np.max(np.abs(estimate - exact) / np.abs(exact)) + 1e-17)


@pytest.mark.parametrize("condition", [1, 1e3, 1e6, 1e9, 1e12, 1e14])
@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_the_numbers_of_the_whole(condition, noise):
    rng = np.random.default_rng(int(np.log10(condition)))
    X = conditioned(rng, 3000, 6, condition)
    y = X @ np.arange(1.0, 7.0) + noise * rng.normal(size=3000)
    whole, streamed = linreg.solve(X, y), fitted(X, y, 171).solve()
    # Asked for: 12 digits up to 1000, then a small multiple of condition number * eps.
    assert digits(streamed.coefficients, whole.coefficients) > 14.5
    assert streamed.status == whole.status
    # To the rounding of the triangle, which moves them by about eps / (s_min / s_max).
    assert streamed.condition_number == pytest.approx(whole.condition_number, rel=1e-15 * condition)
    if noise:
        assert streamed.residual_norm == pytest.approx(whole.residual_norm, rel=1e-6)


def test_it_beats_qr_of_stacked_blocks_where_residuals_are_large():
    rng = np.random.default_rng(1)
    X = conditioned(rng, 5000, 6, 1e3)
    y = X @ np.ones(6) + rng.normal(size=5000)
    R = np.linalg.qr(np.column_stack([X, y]), mode="r")
    stacked = np.linalg.solve(R[:6, :6], R[:6, 6])
    exact = linreg.solve(X, y).coefficients
    assert digits(stacked, exact) < 14
    assert digits(fitted(X, y, 100).solve().coefficients, exact) > 14.5


@pytest.mark.parametrize("name", ["longley", "filip", "wampler5", "norris", "pontius"])
def test_nist_sets_row_by_row(name):
    dataset = datasets.get(name)
    A = dataset.table().array([*dataset.features, dataset.target])
    X, y = A[:, :-1], A[:, -1]
    degree = dataset.defaults.get("degree", 1)
    X = np.column_stack([X**power for power in range(1, degree + 1)])
    X = np.column_stack([np.ones(len(y)), X])
    streamed, whole = fitted(X, y, 1).solve(), linreg.solve(X, y)
    assert digits(streamed.coefficients, whole.coefficients) > 14.5


def test_merges_in_any_order_give_the_same_bits():
    rng = np.random.default_rng(2)
    X = conditioned(rng, 900, 4, 1e6)
    y = rng.normal(size=900)
    parts = [fitted(X[i : i + 300], y[i : i + 300], 100) for i in (0, 300, 600)]
    answers = []
    for order in permutations(parts):
        fit = StreamingFit(4)
        for part in order:
            fit.merge(part)
        assert fit.n_rows == 900
        answers.append(fit.solve().coefficients)
    whole = linreg.solve(X, y).coefficients
    for answer in answers:
        np.testing.assert_array_equal(answer, answers[0])
        assert digits(answer, whole) > 14.5


def test_merging_leaves_the_other_as_it_was():
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(20, 2)), rng.normal(size=20)
    left, right = fitted(X[:8], y[:8], 3), fitted(X[8:], y[8:], 5)
    before = right.solve().coefficients
    left.merge(right).merge(StreamingFit(2))
    np.testing.assert_array_equal(right.solve().coefficients, before)
    assert (left.n_rows, right.n_rows) == (20, 12)
    assert digits(left.solve().coefficients, linreg.solve(X, y).coefficients) > 14.5


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4),
    st.lists(st.integers(0, 20), min_size=1, max_size=6),
    st.integers(0, 2**32),
    st.integers(-100, 100),
)
def test_any_cutting_gives_the_numbers_of_the_whole(p, sizes, seed, exponent):
    rng = np.random.default_rng(seed)
    N = sum(sizes) + p
    X = rng.integers(-9, 10, size=(N, p)) * 10.0**exponent
    y = rng.normal(size=N)
    fit = StreamingFit(p).update(X[:p], y[:p])
    for last, size in zip(np.cumsum(sizes) + p, sizes, strict=True):
        fit.update(X[last - size : last], y[last - size : last])
    streamed, whole = fit.solve(), linreg.solve(X, y)
    assert fit.n_rows == N
    assert streamed.rank == whole.rank
    scale = np.abs(whole.coefficients).max()
    np.testing.assert_allclose(
        streamed.coefficients, whole.coefficients, rtol=1e-13, atol=1e-13 * scale
    )


def test_several_targets_at_once():
    rng = np.random.default_rng(4)
    X, Y = rng.normal(size=(50, 3)), rng.normal(size=(50, 2))
    streamed = fitted(X, Y, 7).solve()
    assert streamed.coefficients.shape == (3, 2)
    whole = linreg.solve(X, Y)
    assert digits(streamed.coefficients, whole.coefficients) > 14
    np.testing.assert_allclose(streamed.residual_norm, whole.residual_norm, rtol=1e-13)


@pytest.mark.parametrize("method", ["qr", "lstsq", "refined"])
def test_every_method_solves_for_the_triangle(method):
    rng = np.random.default_rng(5)
    X, y = rng.normal(size=(60, 3)), rng.normal(size=60)
    streamed = fitted(X, y, 20).solve(method)
    assert streamed.method == method
    np.testing.assert_allclose(
        streamed.coefficients, linreg.solve(X, y, method).coefficients, rtol=1e-13
    )


def test_ridge_is_that_of_the_whole():
    rng = np.random.default_rng(6)
    X, y = rng.normal(size=(60, 3)), rng.normal(size=60)
    streamed, whole = fitted(X, y, 20).solve(ridge=2.5), linreg.solve(X, y, ridge=2.5)
    assert digits(streamed.coefficients, whole.coefficients) > 14.5


def test_dependent_columns_and_perfect_fits_are_told_as_by_solve():
    rng = np.random.default_rng(7)
    X = rng.integers(0, 9, size=(100, 3)).astype(float)
    X = np.column_stack([X, X[:, 0] + X[:, 1]])
    streamed, whole = fitted(X, X @ np.ones(4), 30).solve(), linreg.solve(X, X @ np.ones(4))
    assert (streamed.status, streamed.rank) == (whole.status, 3)
    assert streamed.message == whole.message
    np.testing.assert_allclose(streamed.coefficients, whole.coefficients, rtol=1e-14)
    assert streamed.residual_norm < 1e-12


def test_more_columns_than_rows():
    X = np.array([[5.0, 1.0, 2.0], [6.0, 3.0, 4.0]])
    streamed, whole = fitted(X, np.ones(2), 1).solve(), linreg.solve(X, np.ones(2))
    np.testing.assert_allclose(streamed.coefficients, whole.coefficients, rtol=1e-14)
    assert streamed.rank == whole.rank == 2


def test_a_column_of_zeros():
    X = np.array([[0.0, 1.0, 2.0], [0.0, 3.0, 4.0], [0.0, 5.0, 9.0]])
    streamed, whole = fitted(X, np.ones(3), 1).solve(), linreg.solve(X, np.ones(3))
    np.testing.assert_allclose(streamed.coefficients, whole.coefficients, rtol=1e-14)
    assert streamed.message == whole.message


@pytest.mark.parametrize("factor", [1e300, 1e-300, 1.0])
def test_chunks_of_very_different_magnitudes(factor):
    rng = np.random.default_rng(8)
    X, y = rng.normal(size=(90, 3)), rng.normal(size=90)
    X[:, 0] *= factor
    X[:30, 1] = 0.0
    X[30:60, 1] *= 1e-200
    X[:60, 2] *= 1e-3
    streamed, whole = fitted(X, y, 30).solve(), linreg.solve(X, y)
    np.testing.assert_allclose(streamed.coefficients, whole.coefficients, rtol=1e-14)


def test_outliers_beyond_what_a_sample_shows():
    rng = np.random.default_rng(9)
    X, y = rng.normal(size=(5000, 2)), rng.normal(size=5000)
    X[3, 0] = 1e200
    streamed, whole = fitted(X, y, 5000).solve(), linreg.solve(X, y)
    np.testing.assert_allclose(streamed.coefficients, whole.coefficients, rtol=1e-14)


def test_solving_in_between_changes_nothing():
    rng = np.random.default_rng(10)
    X, y = rng.normal(size=(60, 3)), rng.normal(size=60)
    fit = StreamingFit(3).update(X[:30], y[:30])
    first = fit.solve().coefficients
    np.testing.assert_array_equal(first, fit.solve().coefficients)
    fit.update(X[30:], y[30:])
    assert digits(fit.solve().coefficients, linreg.solve(X, y).coefficients) > 14.5


def test_the_triangle_is_that_of_qr():
    rng = np.random.default_rng(14)
    X, Y = rng.normal(size=(60, 3)), rng.normal(size=(60, 2))
    R = fitted(X, Y, 20).R
    qr = np.linalg.qr(np.column_stack([X, Y]), mode="r")
    np.testing.assert_allclose(R, qr * np.sign(np.diag(qr))[:, None], rtol=1e-13, atol=1e-14)
    np.testing.assert_array_equal(R, np.triu(R))
    with pytest.raises(ValueError, match="There are no rows yet"):
        _ = StreamingFit(2).R


def test_chunks_may_be_reused_by_the_caller():
    rng = np.random.default_rng(11)
    X, y = rng.normal(size=(40, 2)), rng.normal(size=40)
    fit, room_X, room_y = StreamingFit(2), np.empty((10, 2)), np.empty(10)
    for first in range(0, 40, 10):
        room_X[:], room_y[:] = X[first : first + 10], y[first : first + 10]
        fit.update(room_X, room_y)
    assert digits(fit.solve().coefficients, linreg.solve(X, y).coefficients) > 14.5


def test_progress_counts_rows_also_within_a_large_chunk(monkeypatch):
    monkeypatch.setattr("linreg.streaming.PASSED", 300)
    seen = []
    fit = StreamingFit(2, progress=seen.append)
    fit.update(np.eye(250, 2), np.ones(250)).update(np.eye(2), np.ones(2))
    assert seen == [100, 200, 250, 252]
    fit.merge(StreamingFit(2).update(np.eye(3, 2), np.ones(3)))
    assert seen[-1] == fit.n_rows == 255


def test_memory_does_not_grow_with_the_rows():
    def peak(chunks):
        rng = np.random.default_rng(12)
        fit = StreamingFit(4)
        tracemalloc.start()
        for _ in range(chunks):
            X = rng.normal(size=(50_000, 4))
            fit.update(X, X @ np.ones(4))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(16) < 1.1 * peak(8)


def test_fits_travel_between_processes():
    rng = np.random.default_rng(13)
    X, y = rng.normal(size=(30, 2)), rng.normal(size=30)
    fit = pickle.loads(pickle.dumps(fitted(X, y, 10)))
    np.testing.assert_array_equal(fit.solve().coefficients, fitted(X, y, 10).solve().coefficients)
    assert repr(fit) == "<StreamingFit of 2 features: 30 rows>"


def test_an_empty_chunk_is_no_chunk():
    fit = StreamingFit(2).update(np.empty((0, 2)), np.empty(0)).update(np.eye(2), np.ones(2))
    assert fit.n_rows == 2


I2 = np.eye(2)
BAD = [
    (np.ones((2, 3)), np.ones(2), "X_chunk has shape (2, 3); expected (m, 2), as many columns as"),
    (np.ones(2), np.ones(1), "X_chunk has shape (2,); expected (N, p), one row per sample."),
    (I2, np.ones(3), "y_chunk has shape (3,); expected (2,) or (2, k), one entry per row of X,"),
    (I2, np.ones((2, 2)), "y_chunk has targets of shape (m, 2); expected (m), as in the rows so"),
    (
        I2 * np.nan,
        np.ones(2),
        "X_chunk holds nan at row 0, column 0 (4 such in all); expected fini",
    ),
    (I2, [1, np.inf], "y_chunk holds inf at row 1 (1 such in all); expected finite numbers."),
    ([["a", "b"]], [1], "X_chunk is not an array of real numbers"),
]


@pytest.mark.parametrize(("X", "y", "sentence"), BAD)
def test_bad_chunks_are_answered_with_a_sentence_and_not_taken_in(X, y, sentence):
    fit = StreamingFit(2).update(I2, np.ones(2))
    with pytest.raises(ValueError) as error:  # noqa: PT011
        fit.update(X, y)
    assert str(error.value).startswith(sentence)
    assert fit.n_rows == 2
    np.testing.assert_array_equal(fit.solve().coefficients, [1, 1])


def test_bad_uses_say_what_to_do():
    with pytest.raises(ValueError, match="n_features is 0; expected at least 1"):
        StreamingFit(0)
    with pytest.raises(ValueError, match="There are no rows yet: call update"):
        StreamingFit(2).solve()
    with pytest.raises(ValueError, match="other has 3 features; expected 2, as this fit"):
        StreamingFit(2).merge(StreamingFit(3))
    pairs = StreamingFit(2).update(I2, I2)
    with pytest.raises(ValueError, match=r"other has targets of shape \(m, 2\); expected \(m\)"):
        StreamingFit(2).update(I2, np.ones(2)).merge(pairs)
