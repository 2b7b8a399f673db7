"""Rank decisions: what packages look at, and where they cut."""

import numpy as np
import pytest
from playground.views.closed_form import rank


def pair(epsilon: float, N: int = 50) -> np.ndarray:
    """Ones, x and x + epsilon z, both of mean 0 and deviation 1 and orthogonal."""
    rng = np.random.default_rng(3)
    Q = np.linalg.qr(np.column_stack([np.ones(N), rng.normal(size=(N, 2))]))[0] * np.sqrt(N)
    return np.column_stack([np.ones(N), Q[:, 1], Q[:, 1] + epsilon * Q[:, 2]])


def ranks(X: np.ndarray, rcond: float | None = None) -> dict[str, int]:
    found = rank.spectra(X)
    return {rule.package: rule.rank(found) for rule in rank.rules(X, rcond)}


def test_singular_values_are_numpys() -> None:
    X = pair(0.1)
    s = np.linalg.svd(X, compute_uv=False)
    np.testing.assert_allclose(rank.relative_singular_values(X), s / s[0], rtol=1e-12)


def test_what_is_left_of_a_column_is_its_distance_from_those_before() -> None:
    shares = rank.shares_left(pair(1e-3), 1e-7)
    np.testing.assert_allclose(shares, [1, 1, 1e-3 / np.sqrt(1 + 1e-6)], rtol=1e-9)


def test_a_rejected_column_explains_nothing_of_those_after() -> None:
    x = np.random.default_rng(1).normal(size=20)
    u = np.random.default_rng(2).normal(size=20)
    near = x + 1e-9 * u
    shares = rank.shares_left(np.column_stack([x, near, u]), 1e-7)
    assert shares[1] < 1e-7 < shares[2]
    assert shares[2] > 0.1


def test_packages_disagree_on_a_nearly_dependent_pair() -> None:
    decided = ranks(pair(1e-8))
    assert decided["NumPy lstsq, matrix_rank"] == decided["SciPy lstsq"] == 3
    assert decided["R lm"] == decided["scikit-learn 1.9"] == 2
    said = rank.verdict(rank.rules(pair(1e-8), None), rank.spectra(pair(1e-8)))[0][0]
    assert said.startswith("The packages disagree on the rank of these 3 columns: 3 (NumPy")
    assert "2 (scikit-learn 1.9, R lm)" in said


@pytest.mark.parametrize(("epsilon", "wanted"), [(1.0, 3), (0.0, 2)])
def test_packages_agree_where_there_is_no_doubt(epsilon: float, wanted: int) -> None:
    assert set(ranks(pair(epsilon)).values()) == {wanted}


def test_numpys_own_rules() -> None:
    for epsilon in 10.0 ** -np.arange(17.0):
        X = pair(epsilon)
        decided = ranks(X)
        assert decided["NumPy lstsq, matrix_rank"] == np.linalg.matrix_rank(X)
        assert decided["NumPy lstsq, matrix_rank"] == np.linalg.lstsq(X, X[:, 0], rcond=None)[2]


def test_scikit_learn_decides_as_it_does() -> None:
    linear_model = pytest.importorskip("sklearn.linear_model")
    if "tol" not in linear_model.LinearRegression().get_params():
        pytest.skip("this release has no cut-off of its own")
    for epsilon in 10.0 ** -np.arange(3.0, 10.0):
        X = pair(epsilon)
        model = linear_model.LinearRegression().fit(X[:, 1:], X[:, 1])
        assert ranks(X)["scikit-learn 1.9"] == model.rank_ + 1


def test_ones_own_cut_off_is_one_more_rule() -> None:
    assert ranks(pair(1e-3), 0.5)["Your tolerance"] == 2
    assert "Your tolerance" not in ranks(pair(1e-3))


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_size_does_not_matter(scale: float) -> None:
    X = pair(1e-4) * scale
    assert set(ranks(X).values()) == {3}


def test_fewer_rows_than_columns_and_zero_columns() -> None:
    assert set(ranks(np.ones((1, 3))).values()) <= {1, 2}
    assert rank.shares_left(np.zeros((4, 2)), 1e-7).tolist() == [0, 0]
    assert rank.position(np.array([0.0]))[0] == -19


def test_the_table_shows_what_was_decided() -> None:
    X = pair(1e-8)
    rows = rank.decision_rows(rank.rules(X, 1e-3), rank.spectra(X))
    assert [row[2][0] for row in rows][-2:] == [("2 of 3", "wrong"), ("2 of 3", "wrong")]
    assert rows[-1][0] == [("Your tolerance", "own")]
