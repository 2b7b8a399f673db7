"""Which fits pass through all points: only those whose residuals are the rounding of the data."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from playground.views.diagnostics import plot, tables
from playground.views.diagnostics.numbers import Diagnosis
from playground.views.words import sentence

X = [1, 2, 3, 5, 8]
ABOVE = [1, 3, 2, 4, 9]


def right() -> tuple[float, float, float]:
    """MSE, leave-one-out error and the slope of y on x, in rational arithmetic."""

    def fitted(rows: list[int]) -> tuple[Fraction, Fraction]:
        n = len(rows)
        mx, my = Fraction(sum(X[i] for i in rows), n), Fraction(sum(ABOVE[i] for i in rows), n)
        slope = sum((X[i] - mx) * ABOVE[i] for i in rows) / sum((X[i] - mx) ** 2 for i in rows)
        return my - slope * mx, slope

    def off(i: int, rows: list[int]) -> Fraction:
        a, b = fitted(rows)
        return ABOVE[i] - a - b * X[i]

    every = range(len(X))
    own = sum(off(i, list(every)) ** 2 for i in every) / len(X)
    others = sum(off(i, [j for j in every if j != i]) ** 2 for i in every) / len(X)
    return float(own), float(others), float(fitted(list(every))[1])


def said(parts: Any) -> str:
    return "".join(text for text, _ in parts)


@pytest.mark.parametrize("offset", [0, *(10**k for k in range(6, 15))])
def test_a_target_far_from_zero_keeps_its_diagnostics(scene, own, offset: int) -> None:
    made = scene(**own(x=X, y=[offset + v for v in ABOVE]))
    found = Diagnosis(made.fit)
    mse, left_out, slope = right()
    assert not found.exact
    assert not made.fit.passes
    assert np.mean(found.residual**2) == pytest.approx(mse, rel=1e-12)
    assert found.left_out_error == pytest.approx(left_out, rel=1e-12)
    assert found.coefficients[1] == pytest.approx(slope, rel=1e-12)
    assert found.standard_errors == pytest.approx([0.92888167, 0.20465709], rel=1e-7)
    assert found.t_values[1] == pytest.approx(5.20350938, rel=1e-7)
    assert found.deviation == pytest.approx(1.13580074, rel=1e-7)
    errors = [said(row[1]) for row in tables.errors_table(found, made)]
    assert (errors[0], errors[2]) == ("0.7740", "3.293")
    assert "passes" not in said(plot.unjudged(found))
    assert "Loss: 0.774026" in said(sentence(made))


@pytest.mark.parametrize(
    "y",
    [
        [3 * x + 10**8 for x in X],
        [0.1 * x + 0.7 for x in X],
        [1e14 - 7 * x for x in X],
        [1 / 3 * x - 1e-9 for x in X],
        [0, 0, 0, 0, 0],
    ],
    ids=str,
)
def test_a_line_through_all_points_is_still_called_so(scene, own, y: list[float]) -> None:
    made = scene(**own(x=X, y=y))
    assert Diagnosis(made.fit).exact
    assert made.fit.passes
    assert "passes through all 5 points" in said(sentence(made))


@pytest.mark.parametrize("x", [[2000 + k for k in range(12)], [0.1 * k for k in range(12)]])
@pytest.mark.parametrize("basis", ["powers", "mapped"])
def test_a_cubic_through_all_points_is_still_called_so(scene, own, x, basis: str) -> None:
    y = [float(3 * Fraction(v) ** 3 - 2 * Fraction(v) + 1) for v in x]
    made = scene(**own(x=x, y=y), degree=3, basis=basis)
    assert Diagnosis(made.fit).exact
    assert made.fit.passes
    assert "passes through all 12 points" in said(sentence(made))


def test_a_loss_beside_a_large_target_shows_how_far_descent_is(scene, own) -> None:
    made = scene(**own(x=X, y=[10**8 + v for v in ABOVE]), lr=0.02, steps=700)
    above = said(sentence(made))
    assert "equal to the minimum" not in above
    assert "times the minimum" in above
    excess = made.step.loss - made.fit.best_loss
    assert excess > made.fit.loss_error


@pytest.mark.parametrize(
    ("x_unit", "y_unit", "loss"),
    [
        (1.0, 1e300, "> 1.8 × 10³⁰⁸"),
        (1e200, 1e180, "> 1.8 × 10³⁰⁸"),
        (1e-200, 1e-180, "< 4.9 × 10⁻³²⁴"),
    ],
)
def test_a_loss_beyond_floats_is_said_to_be_so(scene, own, x_unit, y_unit, loss: str) -> None:
    x, y = [1, 2, 3, 5, 8], [1, 3, 2, 4, 9]
    made = scene(**own(x=[v * x_unit for v in x], y=[v * y_unit for v in y]))
    found = Diagnosis(made.fit)
    assert f"Least-squares fit to 5 points. Loss: {loss}. " in said(sentence(made))
    assert [said(row[1]) for row in tables.errors_table(found, made)] == [loss, loss, loss]
    assert found.inference.r_squared == pytest.approx(0.9002543848, rel=1e-9)
    assert found.t_values[1] == pytest.approx(5.20350938, rel=1e-7)
    assert found.deviation == pytest.approx(1.13580074 * y_unit, rel=1e-7)


@pytest.mark.parametrize("unit", [1e300, 1e-300])
def test_a_line_of_any_magnitude_through_all_points_is_called_so(scene, own, unit) -> None:
    made = scene(**own(x=[1, 2, 3, 4], y=[v * unit for v in (2, 4, 6, 8)]))
    assert Diagnosis(made.fit).exact
    assert "passes through all 4 points" in said(sentence(made))
