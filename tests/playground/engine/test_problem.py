"""The problem of a state: design, units, penalties, solvers and digits, against others' sums."""

import json
from fractions import Fraction

import numpy as np
import pytest
from playground.engine.fit import Fit
from playground.engine.results import results
from playground.session.session import Session
from playground.session.state import checked

from linreg import correct_digits, datasets
from linreg.datasets import Nist
from linreg.solvers import METHODS, Status

NIST = [name for name, dataset in datasets.DATASETS.items() if isinstance(dataset, Nist)]
SOLVING = [method for method in METHODS if method != "exact"]


@pytest.mark.parametrize("name", NIST)
def test_nist_sets_come_out_right_by_choosing_them(session: Session, name: str) -> None:
    session.change(checked({"data": name}))
    found = results(session.scene, [], full=True)
    certified = datasets.get(name).certified
    assert min(found["digits"]["refined"]["vs_float64"]) >= 14.5
    assert min(found["digits"]["exact"]["vs_float64"]) >= 15
    typed = min(found["digits"]["refined"]["vs_typed"])
    digits = correct_digits(found["coefficients"]["refined"], list(certified.coefficients))
    assert min(digits) == pytest.approx(typed, abs=0.7)
    errors = np.array(found["standard_errors"], dtype=float)
    least = min(correct_digits(errors, list(certified.standard_errors)))
    assert least > min(typed, 12) - 1
    assert correct_digits(found["r_squared"], certified.r_squared) > 11


@pytest.mark.parametrize("intercept", ["absorbed", "separate", "none"])
@pytest.mark.parametrize("standardise", [0, 1])
def test_ridge_is_the_normal_equations_with_a_free_intercept(
    scene, intercept: str, standardise: int
) -> None:
    words = {"data": "stackloss", "intercept": intercept, "standardise": standardise}
    found = scene(**words, penalty="ridge", strength=0.7)
    X, y, N = found.problem.X, found.data.y, found.data.N
    drawn = np.eye(X.shape[1])
    drawn[0, 0] = 0.0 if found.problem.ones else 1.0
    w = np.linalg.solve(X.T @ X + N * 0.7 * drawn, X.T @ y)
    np.testing.assert_allclose(found.fit.shown.coefficients, w, rtol=1e-9)
    loss = np.mean((X @ w - y) ** 2) + 0.7 * w @ drawn @ w
    assert found.fit.loss == pytest.approx(loss, rel=1e-12)
    assert found.step.loss == pytest.approx(np.mean(y**2), rel=1e-12)
    for method in METHODS:
        assert min(found.fit.digits(method)["vs_float64"]) > 9
    assert min(found.fit.digits("refined")["vs_float64"]) > 14.5


@pytest.mark.parametrize(("penalty", "mix"), [("lasso", 0.5), ("elastic", 0.3)])
def test_the_lasso_meets_its_own_conditions(scene, penalty: str, mix: float) -> None:
    words = {"data": "longley", "standardise": 1, "penalty": penalty, "mix": mix}
    found = scene(**words, strength=400.0)
    w, X, y, N = found.fit.shown.coefficients, found.problem.X, found.data.y, found.data.N
    share = 1.0 if penalty == "lasso" else mix
    slope = 2 / N * X.T @ (X @ w - y) + 2 * 400 * (1 - share) * np.r_[0, w[1:]]
    np.testing.assert_allclose(slope[0], 0, atol=1e-6)
    used = np.r_[False, w[1:] != 0]
    assert used.any()
    np.testing.assert_allclose(slope[used], -400 * share * np.sign(w[used]), rtol=1e-7)
    assert (np.abs(slope[1:]) <= 400 * share * (1 + 1e-9)).all()
    assert min(found.fit.digits("refined")["vs_float64"]) > 9


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("penalty", ["none", "lasso", "ridge"])
def test_dependent_columns_never_raise(scene, method: str, penalty: str) -> None:
    found = scene(data="collinear", epsilon=0, method=method, penalty=penalty, steps=5)
    report = results(found, [], full=True)
    json.dumps(report, allow_nan=False)
    if penalty == "none":
        assert not found.fit.unique
        assert found.fit.solution(method).status is not Status.OK
        assert np.isinf(found.fit.error_of(method)).all()
        assert report["vif"] == [None, "Infinity", "Infinity"]
    assert report["p"] == 3


def test_rcond_decides_the_rank_of_svd(scene) -> None:
    words = {"data": "collinear", "epsilon": 1e-4, "method": "svd"}
    assert scene(**words).fit.rank == 3
    cut = scene(**words, rcond=1e-3)
    assert cut.fit.rank == 2
    assert cut.fit.shown.status is Status.MINIMUM_NORM
    assert scene(**words, rcond=0).fit.rank == 3


def test_results_of_collinear_columns_are_those_of_numpy(scene) -> None:
    found = scene(data="collinear", epsilon=0.01, noise=0.3, n=50)
    report = results(found, [], full=True)
    X, y = found.problem.X, found.data.y
    s = np.linalg.svd(X, compute_uv=False)
    np.testing.assert_allclose(report["singular_values"], s, rtol=1e-9)
    assert report["condition_number"] == pytest.approx(s[0] / s[-1], rel=1e-6)
    unit = np.linalg.svd(X / np.linalg.norm(X, axis=0), compute_uv=False)
    assert report["condition_number_scaled"] == pytest.approx(unit[0] / unit[-1], rel=1e-6)
    r = np.corrcoef(X[:, 1], X[:, 2])[0, 1]
    assert report["vif"][1] == pytest.approx(1 / (1 - r**2), rel=1e-6)
    w = np.linalg.lstsq(X, y, rcond=None)[0]
    rest = y - X @ w
    assert report["r_squared"] == pytest.approx(
        1 - rest @ rest / np.sum((y - y.mean()) ** 2), rel=1e-12
    )
    covariance = rest @ rest / 47 * np.linalg.inv(X.T @ X)
    np.testing.assert_allclose(report["standard_errors"], np.sqrt(np.diag(covariance)), rtol=1e-6)
    values = np.linalg.eigvalsh(2 / 50 * X.T @ X)
    assert report["learning_rate_best"] == pytest.approx(2 / (values[0] + values[-1]), rel=1e-9)


def test_r_squared_is_not_centred_without_an_intercept(scene) -> None:
    found = scene(data="faithful", intercept="none")
    (x,), y = found.data.values.values(), found.data.y
    rest = y - x * (x @ y) / (x @ x)
    assert results(found, [], full=True)["r_squared"] == pytest.approx(
        1 - rest @ rest / (y @ y), rel=1e-12
    )


def test_the_referee_takes_decimals_as_typed(scene, own) -> None:
    third = {"x": ["0.1", "0.2", "0.3", "0.5"], "y": ["0.3", "0.6", "0.9", "1.5"]}
    found = scene(**own(**third))
    assert found.fit.exact_typed.tolist() == [Fraction(0), Fraction(3)]
    assert found.fit.exact.tolist() != [Fraction(0), Fraction(3)]
    assert found.fit.digits("refined")["vs_typed"][1] > 14.5


def test_the_referee_declines_only_what_is_too_large(scene) -> None:
    assert scene(n=12_500).fit.digits("qr") is not None
    large = results(scene(n=12_501), [], full=True)
    assert large["digits"]["qr"] == {"vs_float64": None, "vs_typed": None}
    assert large["coefficients"]["exact"] == ["NaN", "NaN"]


def test_errors_are_measured_against_the_right_coefficients(scene) -> None:
    found = scene(data="longley")
    right = [float(value) for value in found.fit.exact]
    for method in SOLVING:
        error = np.abs(found.fit.coefficients(method) - right)
        assert (error <= 1.1 * found.fit.error_of(method) + 1e-300).all()


def test_nothing_is_solved_before_it_is_asked_for(scene) -> None:
    fit = scene(data="longley").fit
    assert fit.known() == ()
    results(scene(data="longley"), [])
    fresh = Fit(fit.problem)
    fresh.coefficients()
    assert fresh.known() == ("refined",)


@pytest.mark.parametrize("method", METHODS)
def test_more_bits_keep_more_digits(scene, method: str) -> None:
    words = {"data": "collinear", "epsilon": 0.1, "method": method}
    digits = {}
    for precision in ("float16", "float32", "float64", "doubled", "exact"):
        found = scene(**words, precision=precision)
        digits[precision] = min(found.fit.digits()["vs_float64"])
        json.dumps(results(found, [], full=True), allow_nan=False)
    assert list(digits.values()) == sorted(digits.values())
    assert digits["doubled"] == digits["exact"] == 15
    if method != "exact":
        assert digits["float16"] < 4
        assert 3 < digits["float32"] < 8


def test_single_precision_loses_twice_as_much_by_the_normal_equations(scene) -> None:
    found = scene(data="collinear", epsilon=0.003, precision="float32")
    orthogonal, squared = (min(found.fit.digits(m)["vs_float64"]) for m in ("qr", "normal"))
    assert orthogonal > squared + 1


def test_there_is_no_svd_in_half_precision(scene) -> None:
    fit = scene(method="svd", precision="float16").fit
    assert fit.shown.status is Status.REFUSED
    assert np.isnan(fit.coefficients()).all()
    assert np.isfinite(fit.reference.coefficients).all()


def test_half_precision_of_any_magnitude_is_a_status(scene, own) -> None:
    for size in (1e-300, 1e-30, 1e30, 1e300):
        table = own(x=[0, size, 2 * size, 3 * size], y=[1, 2, 2, 4])
        for precision in ("float16", "float32"):
            for method in METHODS:
                scene(**table, precision=precision, method=method).fit.loss_of()


def test_a_ridge_does_not_make_the_referee_decline(scene, own) -> None:
    x = np.linspace(-1, 1, 120).round(3).tolist()
    words = {**own(x=x, y=np.cos(x).tolist()), "degree": 19, "basis": "mapped"}
    fit = scene(**words, penalty="ridge", strength=0.01).fit
    assert min(fit.digits("refined")["vs_float64"]) > 14


def test_hopeless_designs_never_raise(scene) -> None:
    found = scene(data="longley", degree=20, penalty="ridge", standardise=0)
    json.dumps(results(found, [], full=True), allow_nan=False)


def test_exact_arithmetic_that_would_not_end_is_declined(scene, own) -> None:
    x = [1.1 * 10.0**k for k in (-16, -15, -10, -3, 0, 5, 10, 15)] * 5
    found = scene(**own(x=x, y=list(range(40))), degree=19)
    assert found.fit.solution("exact").status is Status.REFUSED
    assert found.fit.digits("exact") is None
