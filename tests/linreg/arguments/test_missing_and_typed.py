"""Masked arrays are missing values everywhere; Decimals and Fractions go where text goes."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import linreg
from linreg import design, diagnostics, exact, links, logistic, resampling
from linreg.solvers import METHODS

X = np.column_stack([np.ones(6), np.arange(6.0), np.arange(6.0) ** 2])
y = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 6.0])
MASKED_X = np.ma.array(X, mask=np.arange(18).reshape(6, 3) == 7)
MASKED_Y = np.ma.array(y, mask=[0, 0, 1, 0, 0, 0])
TABLE_OF_ROWS = [np.ma.array(row, mask=[0, 0, i == 2]) for i, row in enumerate(X)]


def rng():
    return np.random.default_rng(0)


MASKED = {
    "X": lambda: linreg.solve(MASKED_X, y),
    "y": lambda: linreg.solve(X, MASKED_Y),
    "rows": lambda: linreg.solve(TABLE_OF_ROWS, y),
    "weights": lambda: linreg.solve(X, y, weights=MASKED_Y),
    "integers": lambda: linreg.solve(np.ma.array(X.astype(int), mask=X == 4), y),
    "text": lambda: linreg.solve(np.ma.array(X.astype(str), mask=X == 4), y),
    "factors": lambda: linreg.factorise(X).solve(MASKED_Y),
    "objective": lambda: linreg.SquaredError(MASKED_X, y),
    "start": lambda: linreg.GradientDescent(linreg.SquaredError(X, y), start=MASKED_Y[1:4]),
    "stream": lambda: linreg.StreamingFit(3).update(MASKED_X, y),
    "inference": lambda: diagnostics.inference(X, MASKED_Y),
    "influence": lambda: diagnostics.influence(MASKED_X, y),
    "vif": lambda: diagnostics.vif(MASKED_X),
    "band": lambda: diagnostics.inference(X, y).mean_band(MASKED_X),
    "lasso": lambda: linreg.lasso_path(MASKED_X, y),
    "strengths": lambda: linreg.ridge_path(X, y, strengths=MASKED_Y),
    "bootstrap": lambda: resampling.bootstrap(MASKED_X, y, rng()),
    "jitter": lambda: resampling.last_digit_jitter(MASKED_X, y, rng()),
    "half units": lambda: resampling.half_units(MASKED_Y),
    "logistic": lambda: logistic.fit(X, np.ma.array([0, 1, 0, 1, 0, 1], mask=y == 2)),
    "design": lambda: linreg.Design.of({"x": MASKED_Y}),
    "design array": lambda: linreg.Design.of(MASKED_X),
    "category": lambda: linreg.Design.of({"c": np.ma.array(list("abcabc"), mask=y == 2)}),
    "dummies": lambda: design.dummies(np.ma.array(list("abcabc"), mask=y == 2)),
    "intercept": lambda: design.intercept(MASKED_X),
    "exact": lambda: exact.least_squares(MASKED_X, y),
    "rationals": lambda: exact.rationals(MASKED_Y),
}


@pytest.mark.parametrize("method", METHODS)
def test_no_method_solves_for_what_lies_under_a_mask(method):
    for A, b in ((MASKED_X, y), (X, MASKED_Y), (TABLE_OF_ROWS, y)):
        with pytest.raises(ValueError, match=r"holds (nan|None) at"):
            linreg.solve(A, b, method=method)


@pytest.mark.parametrize("name", MASKED)
def test_what_is_masked_is_missing(name):
    with pytest.raises(ValueError, match=r"holds (nan|None)|lacks a value|missing|finite"):
        MASKED[name]()


def test_a_mask_that_hides_nothing_changes_nothing():
    A, b = np.ma.array(X, mask=np.zeros_like(X, dtype=bool)), np.ma.array(y)
    wanted = linreg.solve(X, y).coefficients
    np.testing.assert_array_equal(linreg.solve(A, b).coefficients, wanted)
    np.testing.assert_array_equal(linreg.solve([np.ma.array(r) for r in X], b).coefficients, wanted)


def test_a_masked_point_is_an_empty_cell_of_a_link():
    link = linreg.playground_link(np.ma.array(y, mask=y == 2), MASKED_Y)
    state, notices = links.decode(link.partition("#")[2])
    assert not notices
    for column in state["points"]["columns"]:
        assert column["values"] == ["1", "3", "", "5", "4", "6"]


def test_a_masked_cell_of_a_table_is_missing():
    table = linreg.Table.of({"x": MASKED_Y, "y": y})
    assert table.report.missing == {"x": 1}
    np.testing.assert_array_equal(table.array(["y"])[:, 0], y)
    np.testing.assert_array_equal(table.array(["x", "y"])[:, 1], y[MASKED_Y.mask == 0])


def test_a_masked_estimate_has_no_digits():
    digits = linreg.correct_digits(np.ma.array([1.0, 2.0], mask=[0, 1]), [1.0, 2.0])
    np.testing.assert_array_equal(digits, [15.0, 0.0])


AS_TYPED = [["1", "0.1"], ["1", "0.2"], ["1", "0.4"], ["1", "0.7"]]
Y_TYPED = ["1.1", "1.2", "1.4", "1.7"]


def kinds(values):
    return [
        values,
        np.array(values),
        [[Decimal(v) for v in r] if isinstance(r, list) else Decimal(r) for r in values],
        [[Fraction(v) for v in r] if isinstance(r, list) else Fraction(r) for r in values],
    ]


@pytest.mark.parametrize("method", ["refined", "exact"])
def test_decimals_and_fractions_say_what_text_says(method):
    for A in kinds(AS_TYPED):
        for b in kinds(Y_TYPED):
            solution = linreg.solve(A, b, method=method)
            np.testing.assert_array_equal(solution.coefficients, [1.0, 1.0])


def test_a_matrix_may_mix_text_decimals_fractions_and_numbers():
    A = [[1, "0.1"], [Fraction(1), Decimal("0.2")], [1.0, Fraction(2, 5)], ["1", "0.7"]]
    A = np.array(A, dtype=object)
    b = ["1.1", Decimal("1.2"), Fraction(7, 5), Fraction(17, 10)]
    for method in ("refined", "exact"):
        np.testing.assert_array_equal(linreg.solve(A, b, method=method).coefficients, [1.0, 1.0])


@pytest.mark.parametrize("kind", [Decimal, Fraction])
def test_settings_may_be_decimals_and_fractions(kind):
    quarter = kind("0.25")
    for method in METHODS:
        a = linreg.solve(X, y, method=method, ridge=quarter).coefficients
        np.testing.assert_array_equal(a, linreg.solve(X, y, method=method, ridge=0.25).coefficients)
    objective = linreg.SquaredError(X, y, linreg.penalties.Ridge(quarter))
    plain = linreg.SquaredError(X, y, linreg.penalties.Ridge(0.25))
    a = linreg.HeavyBall(objective, kind("0.001"), momentum=quarter).run(5).w
    b = linreg.HeavyBall(plain, 0.001, momentum=0.25).run(5).w
    np.testing.assert_array_equal(a, b)
    weights = [kind(v) for v in ("1", "2", "0.5", "1", "3", "1")]
    for method in METHODS:
        a = linreg.solve(X, y, method=method, weights=weights).coefficients
        b = linreg.solve(X, y, method=method, weights=[float(v) for v in weights]).coefficients
        np.testing.assert_array_equal(a, b)


def test_points_and_digits_may_be_decimals_and_fractions():
    assert linreg.correct_digits(Fraction(1, 4), Decimal("0.25")) == 15.0
    assert linreg.correct_digits(Decimal("NaN"), Fraction(1, 3)) == 0.0
    link = linreg.playground_link([Decimal("0.10"), Decimal("1.25")], [Fraction(1, 4), Fraction(3)])
    columns = links.decode(link.partition("#")[2])[0]["points"]["columns"]
    assert [column["values"] for column in columns] == [["0.10", "1.25"], ["0.25", "3"]]
    assert float(resampling.half_units(Fraction(1, 4))) == 0.005


@pytest.mark.parametrize(
    "huge", [10**400, Fraction(10**400), 10**5000], ids=["integer", "fraction", "long"]
)
def test_points_beyond_floats_are_refused(huge):
    with pytest.raises(ValueError, match="the playground takes finite numbers"):
        linreg.playground_link([huge, 1], [1, 2])
