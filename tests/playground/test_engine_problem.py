"""The problem of a state: design, units, penalties, solvers and digits, against others' sums."""

import json
from fractions import Fraction

import numpy as np
import pytest
from playground.fit import METHODS, Fit
from playground.image import Image
from playground.problem import Problem, penalty_of
from playground.results import results
from playground.scene import Bench, Hand, Scene
from playground.session import Session
from playground.state import State, checked

from linreg import correct_digits, datasets
from linreg.datasets import Nist
from linreg.solvers import Status

NIST = [name for name, dataset in datasets.DATASETS.items() if isinstance(dataset, Nist)]
SOLVING = [method for method in METHODS if method != "exact"]


@pytest.fixture
def scene():
    def make(**words) -> Scene:
        return Bench().scene({**State().values(), **checked(words)}, Hand())

    return make


@pytest.fixture
def session() -> Session:
    return Session(lambda: 0.0, lambda *_: None)


def columns(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    return scene.data.values["x"], scene.data.y


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


def test_mapped_powers_save_filip(scene) -> None:
    raw = scene(data="filip", degree=10)
    mapped = scene(data="filip", degree=10, basis="mapped")
    for method in ("qr", "svd", "normal"):
        assert min(mapped.fit.digits(method)["vs_typed"]) > 8
    assert min(raw.fit.digits("normal")["vs_typed"]) == 0
    # The columns and coefficients stay those of the raw powers.
    assert mapped.columns == raw.columns
    assert mapped.fit.unpenalised.condition_number < 1e5 < raw.fit.unpenalised.condition_number


@pytest.mark.parametrize("basis", ["powers", "mapped"])
@pytest.mark.parametrize("standardise", [0, 1])
@pytest.mark.parametrize("intercept", ["absorbed", "separate", "none"])
def test_units_are_the_users_whatever_the_columns(
    scene, basis: str, standardise: int, intercept: str
) -> None:
    words = {"data": "faithful", "degree": 3, "intercept": intercept}
    found = scene(**words, basis=basis, standardise=standardise)
    (x,), y = found.data.values.values(), found.data.y
    powers = np.column_stack([x**k for k in range(0 if intercept != "none" else 1, 4)])
    wanted = np.linalg.lstsq(powers, y, rcond=None)[0]
    assert found.columns == ("1", "eruption", "eruption^2", "eruption^3")[4 - len(wanted) :]
    np.testing.assert_allclose(found.fit.coefficients(), wanted, rtol=1e-9)
    np.testing.assert_allclose(found.curve(x), powers @ wanted, rtol=1e-9)
    w = found.problem.from_user(found.fit.coefficients())
    np.testing.assert_allclose(w, found.fit.shown.coefficients, rtol=1e-12)
    if standardise and intercept != "none":
        np.testing.assert_allclose(found.problem.X[:, 1:].mean(axis=0), 0, atol=1e-13)
    if standardise:
        used = found.problem.X[:, 1:] if found.problem.ones else found.problem.X
        np.testing.assert_allclose(np.mean(used**2, axis=0), 1)


def test_separate_reports_like_absorbed(scene) -> None:
    words = {"data": "longley", "penalty": "ridge", "strength": 0.2, "standardise": 1, "steps": 9}
    absorbed = results(scene(**words), [], full=True)
    separate = results(scene(**words, intercept="separate"), [], full=True)
    assert absorbed["columns"] == separate["columns"]
    assert absorbed["coefficients"]["qr"] == separate["coefficients"]["qr"]
    for key in ("gradient_norm", "learning_rate_best", "condition_number", "r_squared"):
        assert separate[key] == pytest.approx(absorbed[key], rel=1e-9)
    for key in ("descent",):
        np.testing.assert_allclose(
            separate["coefficients"][key], absorbed["coefficients"][key], rtol=1e-9
        )


def test_categories_become_dummies(scene) -> None:
    found = scene(data="penguins", features=["species", "flipper_length_mm"])
    assert found.columns[0] == "1"
    assert "flipper_length_mm" in found.columns
    assert sum(name.startswith("species=") for name in found.columns) == 2
    X = np.column_stack([np.ones(found.data.N), *dummies(found)])
    wanted = np.linalg.lstsq(X, found.data.y, rcond=None)[0]
    np.testing.assert_allclose(found.fit.coefficients(), wanted, rtol=1e-9)
    assert not found.data.simple


def dummies(found: Scene) -> list[np.ndarray]:
    species = found.data.values["species"]
    coded = {f"species={kind}": (species == kind) * 1.0 for kind in set(species.tolist())}
    return [coded.get(name, found.data.values.get(name)) for name in found.columns[1:]]


def test_interactions_are_products(scene) -> None:
    found = scene(data="collinear", interactions=1, epsilon=1)
    assert found.columns == ("1", "x1", "x2", "x1*x2")
    x1, x2 = found.data.values.values()
    np.testing.assert_array_equal(found.problem.X[:, 3], x1 * x2)


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


def test_the_penalty_frees_the_ones_and_nothing_else() -> None:
    words = {"penalty": "ridge", "strength": 2.0}
    assert penalty_of(words, (0,)).free == (0,)
    x = np.arange(5.0)
    with_ones = Problem.made({"x": x}, x, {}).with_penalty(words)
    without = Problem.made({"x": x}, x, {"intercept": "none"}).with_penalty(words)
    assert with_ones.penalty.free == (0,)
    assert without.penalty.free == ()


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


def test_too_large_a_design_is_refused_in_words(session: Session) -> None:
    session.change(checked({"n": 10**6}))
    with pytest.raises(ValueError, match="more than fits into memory"):
        session.change(checked({"degree": 20}))
    assert session.state.degree == 1
    with pytest.raises(ValueError, match="beyond what floats hold"):
        session.change(
            checked(
                {
                    "points": {
                        "columns": [
                            {"name": "x", "values": [1e100, 2e100, 3e100, 5e100]},
                            {"name": "y", "values": [1, 2, 3, 4]},
                        ]
                    },
                    "degree": 4,
                }
            )
        )


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


def test_images_are_rounded_once() -> None:
    rng = np.random.default_rng(2)
    S = np.array(
        [[Fraction(int(a), int(b)) for a, b in rng.integers(1, 10**6, (4, 2))] for _ in range(4)]
    )
    for size in (0, 300, -300):
        w = rng.normal(size=4) * 10.0**size
        wanted = [float(value) for value in S.dot([Fraction(v) for v in w])]
        assert Image(S).of(w).tolist() == wanted
    assert Image(S).of([1e300, 1e-300, 0.0, -1.0])[0] == float(S[0, 0] * Fraction(1e300))
    assert np.isinf(Image(S * 10**20).of([1e300] * 4)).all()
    assert np.isnan(Image(S).of([np.nan, 1, 1, 1])).all()


def test_a_ridge_does_not_make_the_referee_decline(scene, own) -> None:
    x = np.linspace(-1, 1, 120).round(3).tolist()
    words = {**own(x=x, y=np.cos(x).tolist()), "degree": 19, "basis": "mapped"}
    fit = scene(**words, penalty="ridge", strength=0.01).fit
    assert min(fit.digits("refined")["vs_float64"]) > 14


def test_a_category_of_one_kind_leaves_the_intercept(scene, own) -> None:
    found = scene(**own(kind=["a", "a", "a"], y=[1, 2, 4]), features=["kind"])
    assert found.columns == ("1",)
    assert found.fit.exact_typed.tolist() == [Fraction(7, 3)]


def test_hopeless_designs_never_raise(scene) -> None:
    found = scene(data="longley", degree=20, penalty="ridge", standardise=0)
    json.dumps(results(found, [], full=True), allow_nan=False)
