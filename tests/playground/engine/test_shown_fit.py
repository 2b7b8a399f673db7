"""Numbers that are shown together belong to the same fit: of a truncated SVD, of few bits."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from playground.engine.scene import Scene
from playground.views.diagnostics.view import _scope
from playground.views.fit.predict import prediction
from playground.views.fit.readings import bands_words
from playground.views.words import equations, sentence

# X = U diag(10, 1) V' with rational factors: columns of U of +-1/2, V a rotation by 3-4-5.
U = [[Fraction(a, 2), Fraction(b, 2)] for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
V = [[Fraction(3, 5), Fraction(4, 5)], [Fraction(-4, 5), Fraction(3, 5)]]
Y = [Fraction(value) for value in ("3.1", "2.2", "-4.7", "-1.9")]
X = [[10 * u[0] * V[0][j] + u[1] * V[1][j] for j in range(2)] for u in U]
CUT = {"method": "svd", "rcond": 0.5, "intercept": "none"}
TRUNCATED = [sum(u[0] * y for u, y in zip(U, Y, strict=True)) / 10 * V[0][j] for j in range(2)]
FEW_BITS = [{"precision": "float16"}, {"precision": "float32", "method": "normal"}]


def columns() -> dict[str, list[str]]:
    texts = {name: [str(float(row[j])) for row in X] for j, name in enumerate("ab")}
    return {**texts, "y": [str(float(value)) for value in Y]}


def text(parts: Any) -> str:
    return "".join(part for part, _ in parts)


def share_explained(scene: Scene, centred: bool) -> float:
    """R² of the shown coefficients, in exact arithmetic."""
    w = [Fraction(value) for value in scene.fit.shown.coefficients.tolist()]
    rows = [[Fraction(value) for value in row] for row in scene.problem.X.tolist()]
    y = [Fraction(value) for value in scene.problem.y.tolist()]
    mean = sum(y) / len(y) if centred else 0
    left = [
        v - sum(a * b for a, b in zip(row, w, strict=True)) for row, v in zip(rows, y, strict=True)
    ]
    return float(1 - sum(v * v for v in left) / sum((v - mean) ** 2 for v in y))


def test_a_truncated_svd_shows_its_own_digits(scene: Any) -> None:
    made = scene(own=columns(), **CUT)
    assert made.fit.truncated
    assert text(equations(made)).startswith("y = 0.3570 a + 0.4760 b   closed form, truncated SVD")
    assert [float(value) for value in TRUNCATED] == [0.357, 0.476]
    for found, error, right in zip(
        made.fit.coefficients().tolist(), made.fit.error_of().tolist(), TRUNCATED, strict=True
    ):
        assert abs(Fraction(found) - right) <= Fraction(error) < Fraction(1, 10**12)


@pytest.mark.parametrize("gap", [1e-2, 1e-6, 1e-10])
@pytest.mark.parametrize("intercept", ["absorbed", "none"])
def test_the_bound_of_a_truncated_svd_holds_what_rounding_the_data_does(
    scene: Any, gap: float, intercept: str
) -> None:
    rng = np.random.default_rng(7)
    A = np.linalg.qr(rng.normal(size=(30, 3)))[0] @ np.diag([1, gap, gap / 1e3])
    A = A @ np.linalg.qr(rng.normal(size=(3, 3)))[0]
    y = rng.normal(size=30)
    cut = {"method": "svd", "rcond": gap / 100, "intercept": intercept}

    def made(rows: np.ndarray) -> Scene:
        named = {name: column.tolist() for name, column in zip("abc", rows.T, strict=True)}
        return scene(own={**named, "y": y.tolist()}, **cut)

    fit = made(A).fit
    if not fit.truncated:
        pytest.skip("the ones have changed the singular values")
    moved = made(A * (1 + rng.choice([-1, 1], A.shape) * 2.0**-52)).fit.coefficients()
    change = np.abs(moved - fit.coefficients())
    assert (change <= 2 * fit.error_of()).all()
    assert (fit.error_of() <= 1e6 * change.max()).all()


@pytest.mark.parametrize(
    ("keys", "kind"),
    [(CUT, "truncated SVD fits"), (FEW_BITS[0], "float16"), (FEW_BITS[1], "float32")],
)
def test_no_interval_of_another_fit(scene: Any, keys: dict[str, Any], kind: str) -> None:
    made = scene(own=columns(), **keys)
    assert np.isnan(made.fit.standard_errors).all()
    said = text(prediction(made, np.array([1.0, 2.0])))
    assert kind in said
    assert "confidence" not in said
    assert kind in _scope(made)
    assert made.fit.r_squared == pytest.approx(share_explained(made, made.problem.ones), abs=1e-15)


def test_bands_are_of_least_squares_alone(scene: Any) -> None:
    assert "95%" in text(bands_words(scene(show=["bands"])))
    assert "float16" in text(bands_words(scene(show=["bands"], precision="float16")))


def test_a_fit_of_few_bits_shows_the_digits_of_its_format(scene: Any) -> None:
    keys = {"data": "collinear", "epsilon": 1e-4, "precision": "float32", "method": "normal"}
    made = scene(**keys)
    said = text(equations(made))
    assert "±" not in said
    assert "closed form, float32" in said
    assert "Least-squares fit in float32" in text(sentence(made))
    for value in made.fit.coefficients().tolist():
        assert f"{abs(value):#.4g}" in said


def test_diagnostics_keep_all_digits_of_least_squares_whatever_is_shown(scene: Any) -> None:
    shown, plain = (scene(precision=name).fit for name in ("float16", "float64"))
    np.testing.assert_array_equal(shown.reference_error, plain.reference_error)


def test_nothing_changes_where_nothing_is_left_out(scene: Any) -> None:
    plain, cut = scene().fit, scene(method="svd", rcond=1e-9).fit
    assert not cut.departs
    np.testing.assert_array_equal(plain.standard_errors, cut.standard_errors)
    assert plain.r_squared == cut.r_squared
