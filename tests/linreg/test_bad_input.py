"""What a user reads when the input is wrong, or merely odd."""

import re

import numpy as np
import pytest

import linreg
from linreg import Status
from linreg.solvers import METHODS

X = np.array([[1.0, 2.0], [1.0, 3.0], [1.0, 5.0], [1.0, 4.0]])
y = np.array([1.0, 2.0, 3.0, 5.0])
every_method = pytest.mark.parametrize("method", METHODS)

SENTENCES = {
    "one dimension": (X[:, 0], y, "X has shape (4,); expected (N, p), one row per sample."),
    "three dimensions": (X[None], y, "X has shape (1, 4, 2); expected two dimensions (N, p)."),
    "zero rows": (X[:0], y[:0], "X has shape (0, 2): no rows."),
    "zero columns": (X[:, :0], y, "X has shape (4, 0): no columns."),
    "lengths": (X, y[:3], "y has shape (3,); expected (4,) or (4, k), one entry per row of X"),
    "deep y": (X, y.reshape(4, 1, 1), "y has shape (4, 1, 1); expected (4,) or (4, k)"),
    "NaN": (np.where(X == 5, np.nan, X), y, "X holds nan at row 2, column 1 (1 such in all)"),
    "inf": (np.where(X == 1, -np.inf, X), y, "X holds -inf at row 0, column 0 (4 such in all)"),
    "NaN in y": (X, np.where(y == 5, np.nan, y), "y holds nan at row 3 (1 such in all)"),
    "ragged": ([[1, 2], [3]], [1, 2], "X is not an array of real numbers"),
    "complex": (X * 1j, y, "X is not an array of real numbers (complex128)"),
    "dates": (np.array([["2020-01-01"]], "M8[D]"), [1], "X is not an array of real numbers"),
    "nothing": (None, None, "X has shape (); expected two dimensions (N, p)."),
}


@every_method
@pytest.mark.parametrize("case", SENTENCES)
def test_the_sentence(method, case):
    A, b, sentence = SENTENCES[case]
    with pytest.raises(ValueError, match=re.escape(sentence)):
        linreg.solve(A, b, method=method)


@every_method
def test_words_are_no_numbers(method):
    sentence = "holds 'a'" if METHODS[method].uses_text else "X is not an array of real numbers"
    with pytest.raises(ValueError, match=sentence):
        linreg.solve([["a"], ["b"]], [1, 2], method=method)


@every_method
@pytest.mark.parametrize("kind", [int, np.int8, bool, object, np.float32])
def test_integers_booleans_and_objects_are_numbers(method, kind):
    A = np.array([[1, 0], [0, 1], [1, 1]]).astype(kind)
    b = np.array([1, 0, 1]).astype(kind)
    solution = linreg.solve(A, b, method=method)
    np.testing.assert_allclose(solution.coefficients, [1, 0], atol=1e-14)


def test_integers_too_long_for_floats():
    long = np.array([[2**53 + 1], [2]])
    with pytest.raises(ValueError, match=re.escape("integers beyond 2**53")):
        linreg.solve(long, [1, 2], method="qr")
    exact = ((2**53 + 1) + 4) / ((2**53 + 1) ** 2 + 4)
    assert linreg.solve(long, [1, 2], method="refined").coefficients[0] == exact
    assert linreg.solve(long, [1, 2], method="exact").coefficients[0] == exact


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"method": "magic"}, "method is 'magic'; expected one of inverse, normal, cholesky, qr"),
        ({"rcond": -1}, "rcond is -1; expected a finite number >= 0, or None."),
        ({"ridge": -1}, "ridge is -1; expected a finite number >= 0."),
        ({"ridge": np.nan}, "ridge is nan; expected a finite number >= 0."),
        ({"weights": [1, 2]}, "weights has shape (2,); expected (4,)."),
        ({"weights": [1, 2, 3, -4]}, "weights holds -4.0; expected numbers >= 0, one per row."),
        ({"weights": [1, 2, 3, np.inf]}, "weights holds inf at row 3"),
    ],
)
def test_settings(settings, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        linreg.solve(X, y, **settings)


@every_method
def test_one_row(method):
    solution = linreg.solve(X[:1], y[:1], method=method)
    assert solution.rank == 1
    assert solution.status is not Status.OK
    if np.isfinite(solution.coefficients).all() and solution.status is Status.MINIMUM_NORM:
        np.testing.assert_allclose(solution.coefficients, [0.2, 0.4])


@pytest.mark.parametrize(
    ("method", "status"),
    [
        ("qr", Status.DEPENDENT),
        ("svd", Status.MINIMUM_NORM),
        ("lstsq", Status.MINIMUM_NORM),
        ("refined", Status.MINIMUM_NORM),
        ("exact", Status.MINIMUM_NORM),
    ],
)
@pytest.mark.parametrize(
    "extra",
    [np.full(4, 7.0), X[:, 1], np.zeros(4)],
    ids=["constant beside the ones", "duplicate", "zero"],
)
def test_a_column_too_many(method, status, extra):
    solution = linreg.solve(np.column_stack([X, extra]), y, method=method)
    assert (solution.status, solution.rank) == (status, 2)
    assert "column 2" in solution.message or method in ("svd", "lstsq")
    assert np.isnan(solution.coefficients).all() == (status is Status.DEPENDENT)


def test_names_of_data_frames_are_used():
    class Frame:
        columns = ("ones", "price", "cost")

        def __array__(self, dtype=None, copy=None):
            return np.column_stack([X, X[:, 1]])

    message = linreg.solve(Frame(), y, method="qr").message
    assert message.startswith("cost depends linearly on the columns before")


@every_method
def test_more_columns_than_rows(method):
    A = np.arange(12.0).reshape(2, 6) ** 2
    solution = linreg.solve(A, y[:2], method=method)
    assert solution.rank == 2
    if METHODS[method].name in ("svd", "lstsq", "refined", "exact"):
        expected = np.linalg.pinv(A) @ y[:2]
        np.testing.assert_allclose(solution.coefficients, expected, rtol=1e-10)
    else:
        assert "column 5" in solution.message


@pytest.mark.parametrize("method", ["svd", "lstsq", "refined", "exact"])
@pytest.mark.parametrize("size", [1e300, 1e-300, 1e-310])
def test_huge_and_tiny_numbers_are_numbers(method, size):
    expected = linreg.solve(X, y, method="exact").coefficients
    solution = linreg.solve(X * size, y * size, method=method)
    tolerance = 1e-11 if size > 1e-305 else 1e-3
    np.testing.assert_allclose(solution.coefficients, expected, rtol=tolerance)


@pytest.mark.parametrize("method", ["inverse", "normal", "cholesky"])
def test_methods_that_square_say_what_overflowed(method):
    solution = linreg.solve(X * 1e300, y, method=method)
    assert solution.status is Status.FAILED
    assert solution.message.startswith("X'X overflowed: column 1 reaches 5e+300, whose square")
    assert "refined" in solution.status.value.text
    solution = linreg.solve(X * 1e-300, y, method=method)
    assert solution.message.startswith("The diagonal of X'X is zero for column 0, column 1")


@every_method
def test_coefficients_beyond_the_range_of_floats_are_a_status(method):
    solution = linreg.solve(X * 1e-300, y * 1e300, method=method)
    assert solution.status in (Status.FAILED, Status.DEPENDENT)
    assert np.isnan(solution.coefficients).all()


def test_exact_refuses_what_would_take_long(rng):
    A = rng.standard_normal((501, 10))
    solution = linreg.solve(A, A[:, 0], method="exact")
    assert solution.status is Status.REFUSED
    assert solution.message.startswith("N * p^2 = 501 * 10^2 = 50,100: above 50,000")
    assert np.isnan(solution.coefficients).all()
    assert linreg.solve(A[:500], A[:500, 0], method="exact").status is Status.OK


def test_nothing_is_changed_or_warned_about(recwarn):
    A, b = X.copy(), y.copy()
    for method in METHODS:
        linreg.solve(A, b, method=method, weights=b, ridge=1)
    assert np.array_equal(A, X)
    assert np.array_equal(b, y)
    assert not recwarn.list
