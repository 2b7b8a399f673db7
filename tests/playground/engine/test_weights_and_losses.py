"""Sample weights and robust losses of the page against statsmodels, and what they refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from playground.engine.limits.data_error import DataError
from playground.engine.scene import Solved
from playground.session.session import Session
from playground.session.state import checked
from playground.views.diagnostics.numbers import Diagnosis

N = 25
RNG = np.random.default_rng(7)
X1, X2 = RNG.normal(size=(2, N)).round(3)
A = RNG.uniform(0.2, 3, N).round(2)
Y = (1 + 2 * X1 - X2 + RNG.standard_t(2, N) / np.sqrt(A)).round(3)
NAMED = {"x": X1, "z": X2, "y": Y, "a": A}


def points(**columns: np.ndarray) -> dict[str, Any]:
    cells = [
        {"name": name, "values": [repr(v) for v in values.tolist()]}
        for name, values in columns.items()
    ]
    return {"columns": cells}


def session_of(words: dict[str, Any]) -> Session:
    session = Session(lambda: 0.0, lambda *_: None)
    given = {"data": "own", "points": points(**NAMED), "target": "y", **words}
    session.change(checked(given))
    return session


def solved(**words: Any) -> Solved:
    found = session_of({"weights": "a", **words}).scene.solved
    assert found is not None
    return found


DESIGN = sm.add_constant(np.column_stack([X1, X2]))


def test_weighted_least_squares_is_that_of_statsmodels() -> None:
    scene, other = solved(), sm.WLS(Y, DESIGN, weights=A).fit()
    fit = scene.fit
    assert scene.data.features == ("x", "z")
    for method in ("inverse", "normal", "cholesky", "qr", "svd", "lstsq", "refined", "exact"):
        np.testing.assert_allclose(fit.coefficients(method), other.params, rtol=1e-9)
    np.testing.assert_allclose(fit.standard_errors, other.bse, rtol=1e-9)
    assert fit.r_squared == pytest.approx(other.rsquared, rel=1e-9)
    assert fit.loss == pytest.approx(np.average(other.resid**2, weights=A), rel=1e-10)
    told = fit.inference
    np.testing.assert_allclose(told.t_values, other.tvalues, rtol=1e-8)
    assert told.aic == pytest.approx(other.aic, rel=1e-9)
    digits = fit.digits("exact")
    assert digits is not None
    assert min(digits["vs_typed"]) == 15.0


def test_influence_and_residuals_with_weights() -> None:
    found, other = Diagnosis(solved().fit), sm.WLS(Y, DESIGN, weights=A).fit()
    np.testing.assert_allclose(found.residual, other.resid, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(found.fitted, other.fittedvalues, rtol=1e-8)
    assert found.deviation == pytest.approx(np.sqrt(other.scale), rel=1e-9)
    Q = np.linalg.qr(np.sqrt(A)[:, None] * DESIGN)[0]
    leverage = (Q**2).sum(axis=1)
    np.testing.assert_allclose(found.influence.leverage, leverage, rtol=1e-9)
    for row in (0, 9):
        kept = np.arange(N) != row
        without = sm.WLS(Y[kept], DESIGN[kept], weights=A[kept]).fit()
        left = Y[row] - DESIGN[row] @ without.params
        assert -found.left_out[row] == pytest.approx(left, rel=1e-7)


def test_descent_goes_down_the_same_loss() -> None:
    scene = solved(steps=3000)
    np.testing.assert_allclose(scene.user(scene.step.w), scene.fit.coefficients(), rtol=1e-9)
    w, rate = np.zeros(3), scene.state.lr
    for _ in range(2):
        w = w - rate * 2 / A.sum() * DESIGN.T @ (A * (DESIGN @ w - Y))
    np.testing.assert_allclose(scene.path.at(2).w, w, rtol=1e-12)


@pytest.mark.parametrize("penalty", ["ridge", "lasso"])
def test_penalties_with_weights_are_those_of_scaled_rows(penalty: str) -> None:
    fit = solved(penalty=penalty, strength=0.3).fit
    roots = np.sqrt(A / A.mean())
    X, y = roots[:, None] * DESIGN, roots * Y

    def objective(w: np.ndarray) -> float:
        size = (w[1:] ** 2).sum() if penalty == "ridge" else np.abs(w[1:]).sum()
        return float(np.mean((y - X @ w) ** 2) + 0.3 * size)

    w = fit.coefficients()
    assert fit.loss == pytest.approx(objective(w), rel=1e-12)
    for step in 1e-5 * np.vstack([np.eye(3), -np.eye(3)]):
        assert objective(w + step) > objective(w)
    digits = fit.digits("exact")
    assert digits is not None
    assert min(digits["vs_float64"]) == 15.0


def test_whole_weights_are_copies_of_rows() -> None:
    counts = np.tile([1.0, 2.0, 3.0, 0.0, 1.0], 5)
    some = solved(points=points(**{**NAMED, "a": counts}))
    rows = np.repeat(np.arange(N), counts.astype(int))
    copies = {name: NAMED[name][rows] for name in ("x", "z", "y")}
    every = session_of({"points": points(**copies)}).scene.solved
    assert every is not None
    np.testing.assert_allclose(some.fit.coefficients(), every.fit.coefficients(), rtol=1e-12)
    assert some.fit.loss == pytest.approx(every.fit.loss, rel=1e-12)
    assert some.data.N == 20
    assert some.data.weightless == 5


@pytest.mark.parametrize("delta", [1.345, 0.6])
def test_huber_is_that_of_statsmodels(delta: float) -> None:
    scene = session_of({"features": ["x", "z"], "loss": "huber", "delta": delta}).scene.solved
    assert scene is not None
    norm = sm.robust.norms.HuberT(delta)
    other = sm.RLM(Y, DESIGN, M=norm).fit(maxiter=5000, tol=1e-14)
    np.testing.assert_allclose(scene.fit.coefficients(), other.params, rtol=1e-8)
    found = scene.problem.robust_solution
    assert found.scale == pytest.approx(other.scale, rel=1e-8)
    np.testing.assert_allclose(found.weights, other.weights, rtol=1e-7)


def test_absolute_deviations_are_those_of_statsmodels() -> None:
    scene = session_of({"features": ["x", "z"], "loss": "absolute"}).scene.solved
    assert scene is not None
    other = sm.QuantReg(Y, DESIGN).fit(q=0.5, max_iter=20_000, p_tol=1e-13)
    # What statsmodels reweights to lies near the vertex; the points there give it exactly.
    near = np.argsort(np.abs(other.resid))[:3]
    vertex = np.linalg.solve(DESIGN[near], Y[near])
    np.testing.assert_allclose(scene.fit.coefficients(), vertex, rtol=1e-8)
    assert scene.fit.loss == pytest.approx(np.mean(np.abs(Y - DESIGN @ vertex)), rel=1e-10)


def test_least_squares_is_shown_where_a_tab_knows_nothing_else() -> None:
    session = session_of({"features": ["x", "z"], "loss": "huber", "view": "diagnostics"})
    seen = session.seen()
    assert seen.solved is not None
    assert seen.loss == "huber"
    other = sm.OLS(Y, DESIGN).fit()
    np.testing.assert_allclose(seen.solved.fit.coefficients(), other.params, rtol=1e-9)
    huber = session.scene.solved
    assert huber is not None
    assert np.abs(huber.fit.coefficients() - other.params).max() > 1e-3


def test_collinearity_leaves_weights_aside() -> None:
    session = session_of({"weights": "a", "view": "collinearity"})
    seen = session.seen()
    assert seen.solved is not None
    assert seen.weighted_by == "a"
    assert seen.data.features == ("x", "z")
    other = sm.OLS(Y, DESIGN).fit()
    np.testing.assert_allclose(seen.solved.fit.coefficients(), other.params, rtol=1e-9)


def test_a_robust_loss_has_no_penalty() -> None:
    scene = solved(loss="huber", penalty="ridge", strength=5.0)
    assert scene.problem.penalty is None
    np.testing.assert_array_equal(scene.fit.coefficients(), solved(loss="huber").fit.coefficients())


def test_descent_on_robust_losses() -> None:
    scene = solved(loss="huber", steps=4000)
    np.testing.assert_allclose(scene.user(scene.step.w), scene.fit.coefficients(), rtol=1e-7)
    swinging = solved(loss="absolute", steps=4000, lr=0.01)
    above = swinging.step.loss - swinging.fit.best_loss
    assert 0 <= above <= swinging.problem.objective.excess(0.01)
    assert swinging.fit.learning_rate_limit == 0.0


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["1", "-2", "1", "1"], "Row 2 has the weight −2 in column a. Weights cannot be negative."),
        (["1", "1", "", "1"], "Row 3 has no weight in column a."),
        (["0", "0", "0", "0"], "Row 1 and all others have the weight 0 in column a."),
        (["p", "q", "q", "p"], "Column a contains text, not numbers."),
    ],
)
def test_bad_weights_are_one_sentence(cells: list[str], said: str) -> None:
    columns = {"x": ["1", "2", "3", "4"], "y": ["2", "3", "5", "4"], "a": cells}
    given = {"columns": [{"name": n, "values": list(v)} for n, v in columns.items()]}
    with pytest.raises(DataError) as caught:
        session_of({"points": given, "weights": "a"})
    assert str(caught.value).startswith(said)
    assert caught.value.key == "weights"


def test_weights_are_neither_target_nor_feature() -> None:
    session = session_of({"features": ["x", "a"]})
    session.change(checked({"weights": "a"}))
    assert session.scene.data.features == ("x",)
    session.change(checked({"target": "a"}))
    assert session.scene.data.weighted_by is None
    with pytest.raises(DataError, match="cannot be both feature and weights"):
        session.change(checked({"weights": "x", "features": ["x"]}))
