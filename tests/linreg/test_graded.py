"""Learning rates and condition numbers of columns in units that are far apart."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest

import linreg
from linreg import SquaredError, exact
from linreg._triangle import singular_values

POWERS = [-150, -100, -20, -9, 9, 20, 100, 150]


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def eigenvalues(X: np.ndarray) -> tuple[Decimal, Decimal]:
    """Of (2/N) X'X, X (N, 2), by the quadratic formula in a thousand digits."""
    rows = exact.rationals(X)
    gram = rows.T.dot(rows) * Fraction(2, len(X))
    trace = decimal(gram[0, 0] + gram[1, 1])
    det = decimal(gram[0, 0] * gram[1, 1] - gram[0, 1] ** 2)
    largest = (trace + (trace * trace - 4 * det).sqrt()) / 2
    return det / largest, largest


@pytest.mark.parametrize("power", POWERS)
def test_rates_and_conditions_are_right_in_any_unit(power: int, rng) -> None:
    x = rng.normal(size=40) * 10.0**power
    X = np.column_stack([np.ones(40), x])
    found = linreg.spectrum(SquaredError(X, rng.normal(size=40)))
    with localcontext() as context:
        context.prec = 1000
        small, large = eigenvalues(X)
        best, limit, kappa = 2 / (small + large), 2 / large, large / small
        wanted = [float(value) for value in (best, limit, kappa, kappa.sqrt(), small)]
    s = singular_values(X)
    seen = [
        found.learning_rate_best,
        found.learning_rate_limit,
        found.condition,
        s[0] / s[1],
        found.eigenvalues[0],
    ]
    np.testing.assert_allclose(seen, wanted, rtol=1e-13)
    assert linreg.solve(X, x, "qr").condition_number == pytest.approx(wanted[3], rel=1e-13)


def test_the_best_rate_holds_where_the_smallest_eigenvalue_is_beyond_floats(rng) -> None:
    X = np.column_stack([np.ones(40), rng.normal(size=40) * 1e-200])
    found = linreg.spectrum(SquaredError(X, np.ones(40)))
    assert found.learning_rate_best == pytest.approx(1, rel=1e-14)
    assert found.condition == np.inf


def test_many_columns_keep_the_product_and_the_directions(rng) -> None:
    X = rng.normal(size=(30, 7)) * 10.0 ** rng.permutation(np.linspace(-60, 60, 7))
    rows = exact.rationals(X)
    det = Fraction(1)
    gram = rows.T.dot(rows)
    for k in range(7):
        det *= gram[k, k]
        for i in range(k + 1, 7):
            gram[i] = gram[i] - gram[k] * (gram[i, k] / gram[k, k])
    product = Fraction(1)
    for value in singular_values(X).tolist():
        product *= Fraction(value) ** 2
    assert float(product / det) == pytest.approx(1, rel=1e-11)
    found = linreg.spectrum(SquaredError(X, np.ones(30)))
    V = found.eigenvectors
    np.testing.assert_allclose(V.T @ V, np.eye(7), atol=1e-14)


def test_copies_are_no_smallest_eigenvalue_in_any_unit(rng) -> None:
    x = rng.normal(size=40)
    X = np.column_stack([np.ones(40), x, x])
    found = linreg.spectrum(SquaredError(X, np.ones(40)))
    assert found.smallest == pytest.approx(found.eigenvalues[1])
    assert found.flat is None
