"""The design of a state, and the way back to the user's units."""

from fractions import Fraction

import numpy as np
import pytest
from playground.engine.problem import Problem, penalty_of
from playground.engine.rational.rational_map import RationalMap
from playground.engine.results import results
from playground.engine.scene import Scene
from playground.session.session import Session
from playground.session.state import checked


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
    np.testing.assert_allclose(
        found.problem.predict(found.fit.whole(), x), powers @ wanted, rtol=1e-9
    )
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


def test_the_penalty_frees_the_ones_and_nothing_else() -> None:
    words = {"penalty": "ridge", "strength": 2.0}
    assert penalty_of(words, (0,)).free == (0,)
    x = np.arange(5.0)
    with_ones = Problem.made({"x": x}, x, {}).with_objective(words)
    without = Problem.made({"x": x}, x, {"intercept": "none"}).with_objective(words)
    assert with_ones.penalty.free == (0,)
    assert without.penalty.free == ()


def test_too_large_a_design_is_refused_in_words(session: Session) -> None:
    session.change(checked({"n": 10**6}))
    excess = r"21 columns and 1,000,000 rows; the limit .* 571,428 rows\. Lower the degree"
    with pytest.raises(ValueError, match=excess):
        session.change(checked({"degree": 20}))
    assert session.state.degree == 1
    with pytest.raises(ValueError, match="too large for float64"):
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


def test_images_are_rounded_once() -> None:
    rng = np.random.default_rng(2)
    S = np.array(
        [[Fraction(int(a), int(b)) for a, b in rng.integers(1, 10**6, (4, 2))] for _ in range(4)]
    )
    for size in (0, 300, -300):
        w = rng.normal(size=4) * 10.0**size
        wanted = [float(value) for value in S.dot([Fraction(v) for v in w])]
        assert RationalMap(S).of(w).tolist() == wanted
    assert RationalMap(S).of([1e300, 1e-300, 0.0, -1.0])[0] == float(S[0, 0] * Fraction(1e300))
    assert np.isinf(RationalMap(S * 10**20).of([1e300] * 4)).all()
    assert np.isnan(RationalMap(S).of([np.nan, 1, 1, 1])).all()


def test_a_category_of_one_kind_leaves_the_intercept(scene, own) -> None:
    found = scene(**own(kind=["a", "a", "a"], y=[1, 2, 4]), features=["kind"])
    assert found.columns == ("1",)
    assert found.fit.exact_typed.tolist() == [Fraction(7, 3)]
