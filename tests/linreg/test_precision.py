"""One algorithm in several number formats."""

import numpy as np
import pytest

from linreg import correct_digits, datasets, exact, precision
from linreg.design import Design

RNG = np.random.default_rng(5)
X = np.column_stack([np.ones(60), RNG.normal(size=(60, 2)) * [1.0, 1e6]])
Y = X @ [1.5, -2.0, 3e-6] + 0.1 * RNG.normal(size=60)


def worst(A, y, name: str) -> float:
    truth = exact.least_squares(A, y).coefficients[:, 0]
    return float(np.min(correct_digits(precision.least_squares(A, y, name), truth)))


def test_more_bits_give_more_digits() -> None:
    digits = [worst(X, Y, name) for name in precision.BITS]
    assert digits == sorted(digits)
    assert 1 < digits[0] < 5 < digits[1] < 8 < 13 < digits[2]
    assert digits[3] == digits[4] == 15


def test_double_precision_is_as_good_as_householder() -> None:
    table = datasets.get("longley").table()
    values = table.array(table.columns)
    names = datasets.get("longley").features
    columns = {name: values[:, table.columns.index(name)] for name in names}
    A, y = Design.of(columns).matrix(columns), values[:, table.columns.index("employment")]
    assert worst(A, y, "float64") > 9
    # 2^24 is less than what the condition number 5e9 asks for, 4e4 with unit columns is not.
    assert 1 < worst(A, y, "float32") < 5


def test_single_precision_is_numpys() -> None:
    theirs = np.linalg.lstsq(X.astype(np.float32), Y.astype(np.float32), rcond=None)[0]
    ours = precision.least_squares(X, Y, "float32")
    np.testing.assert_allclose(ours, theirs, rtol=1e-3)


@pytest.mark.parametrize("name", precision.BITS)
@pytest.mark.parametrize("size", [1e-150, 1e150])
def test_magnitude_costs_no_digit(name: str, size: float) -> None:
    found = precision.least_squares(X * size, Y * size, name)
    tolerance = 0.2 if name == "float16" else 1e-3
    np.testing.assert_allclose(found, precision.least_squares(X, Y, "exact"), rtol=tolerance)


@pytest.mark.parametrize("name", ["float16", "float32"])
def test_many_rows_do_not_overflow(name: str) -> None:
    A = np.column_stack([np.ones(100_000), np.linspace(-1, 1, 100_000)])
    np.testing.assert_allclose(precision.least_squares(A, A @ [1.0, 2.0], name), [1, 2], rtol=0.1)


@pytest.mark.parametrize("name", ["float16", "float32", "float64"])
def test_an_exact_copy_of_a_column_has_no_solution(name: str) -> None:
    copies = np.column_stack([np.ones(4), np.ones(4)])
    assert np.isnan(precision.least_squares(copies, np.arange(4.0), name)).all()


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="precision is 'float8'; expected one of float16"):
        precision.least_squares(X, Y, "float8")
    with pytest.raises(ValueError, match="y"):
        precision.least_squares(X, Y[1:], "float32")


@pytest.mark.parametrize("name", ["float16", "float32", "float64"])
def test_normal_equations_lose_twice_the_digits(name: str) -> None:
    x = RNG.normal(size=60)
    close = {"float16": 0.1, "float32": 0.01, "float64": 1e-5}[name]
    A = np.column_stack([np.ones(60), x, x + close * RNG.normal(size=60)])
    y = A @ [1.0, 2.0, 3.0] + 0.1 * RNG.normal(size=60)
    truth = exact.least_squares(A, y).coefficients[:, 0]
    by_normal = precision.least_squares(A, y, name, normal=True)
    lost = -np.log10(close)
    assert np.min(correct_digits(by_normal, truth)) < worst(A, y, name) - lost / 3
    plain = precision.least_squares(X, Y, name, normal=True)
    np.testing.assert_allclose(plain, precision.least_squares(X, Y, name), rtol=0.1)
