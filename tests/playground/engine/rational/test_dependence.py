"""Columns that depend on each other as typed: the page speaks of the decimals, in any unit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from playground.engine.rational import dependence as engine

from linreg import exact

Y = "50.1,58,64.2,70,82.5,91.1"
CM, MM = "150.5,160,165.3,172,181.4,190.2", "1505,1600,1653,1720,1814,1902"
CELSIUS, FAHRENHEIT = "10,12.5,15,21,30.3,-4", "50,54.5,59,69.8,86.54,24.8"
KELVIN = "283.15,285.65,288.15,294.15,303.45,269.15"
Z = "3,1,4,1,5,9"
FAMILIES = {
    "cm and mm": {"cm": CM, "mm": MM},
    "mm and cm": {"mm": MM, "cm": CM},
    "Celsius and Fahrenheit": {"C": CELSIUS, "F": FAHRENHEIT},
    "Celsius and kelvin": {"C": CELSIUS, "K": KELVIN},
    "and another column": {"C": CELSIUS, "K": KELVIN, "z": Z},
    "a sum": {"a": "0.1,0.2,0.7,1.1,2.3,0.4", "b": "0.2,1.3,0.5,0.6,0.1,0.9",
              "s": "0.3,1.5,1.2,1.7,2.4,1.3"},
    "three units": {"cm": CM, "mm": MM, "m": "1.505,1.6,1.653,1.72,1.814,1.902"},
}  # fmt: skip


def opened(app: Any, columns: dict[str, str], **state: Any) -> Any:
    given = {**columns, "y": Y}
    cells = [{"name": name, "values": values.split(",")} for name, values in given.items()]
    app.set_state({"data": "own", "points": {"columns": cells}, **state})
    return app._session.scene.fit


def oracle(columns: dict[str, str]) -> tuple[exact.RationalFit, Any]:
    X = np.array([["1"] * 6, *(values.split(",") for values in columns.values())]).T
    rationals = exact.rationals(X)
    fit = exact.least_squares(rationals, exact.rationals(Y.split(",")), free=(0,))
    residuals = rationals.dot(fit.coefficients[:, 0]) - exact.rationals(Y.split(","))
    return fit, sum(r * r for r in residuals)


@pytest.mark.parametrize("standardise", [0, 1])
@pytest.mark.parametrize("columns", FAMILIES.values(), ids=FAMILIES)
def test_they_are_dependent_on_the_page(app, columns: dict[str, str], standardise: int) -> None:
    right, squares = oracle(columns)
    fit = opened(app, columns, standardise=standardise)
    results = app.get_state()["results"]
    assert right.dependent
    assert not fit.unique
    assert results["rank"] == right.rank
    assert "Infinity" in results["vif"]
    assert any("linearly dependent" in message["text"] for message in results["messages"])
    np.testing.assert_allclose(results["loss"]["refined"], float(squares / 6), rtol=1e-13)
    left = 6 - right.rank
    deviation = float(squares / left) ** 0.5
    np.testing.assert_allclose(fit.inference.residual_deviation, deviation, rtol=1e-13)
    assert fit.inference.degrees_of_freedom == left
    y = exact.rationals(Y.split(","))
    whole = sum((v - sum(y) / 6) ** 2 for v in y)
    np.testing.assert_allclose(results["r_squared"], float(1 - squares / whole), rtol=1e-12)


@pytest.mark.parametrize("columns", FAMILIES.values(), ids=FAMILIES)
def test_the_coefficients_are_of_least_norm(app, columns: dict[str, str]) -> None:
    right, _ = oracle(columns)
    opened(app, columns)
    for method in ("refined", "exact"):
        found = app.get_state()["results"]["coefficients"][method]
        np.testing.assert_allclose(found, [float(w) for w in right.coefficients[:, 0]], rtol=1e-14)
        assert min(app.get_state()["results"]["digits"][method]["vs_typed"]) >= 14.9


def test_a_column_beside_them_has_its_error(app) -> None:
    """In the user's units: that of the same fit without the column in kelvin."""
    dependent = opened(app, FAMILIES["and another column"]).inference
    alone = opened(app, {"C": CELSIUS, "z": Z}).inference
    np.testing.assert_allclose(dependent.standard_errors[3], alone.standard_errors[2], rtol=1e-13)
    np.testing.assert_allclose(dependent.t_values[3], alone.t_values[2], rtol=1e-13)


def test_one_digit_more_and_they_are_independent(app) -> None:
    fit = opened(app, {"cm": CM, "mm": MM.replace("1653", "1653.0000000001")})
    assert fit.dependence is None
    assert fit.unique
    assert app.get_state()["results"]["rank"] == 3


def test_a_ridge_decides_between_them_as_ever(app) -> None:
    fit = opened(app, FAMILIES["cm and mm"], penalty="ridge", strength=0.1)
    assert fit.unique
    held = np.array(app.get_state()["results"]["coefficients"]["refined"])
    cm, mm = (np.array(values.split(","), float) for values in (CM, MM))
    # Of what the two say together the larger numbers carry ten times as much.
    np.testing.assert_allclose(held[2] / held[1], 10.0, rtol=1e-6)
    assert np.ptp(held[1] * cm + held[2] * mm) > 1


def test_powers_of_both_are_dependent_too(app) -> None:
    fit = opened(app, {"cm": "1.5,1.6,1.7,1.9,2.1,2.3"} | {"mm": "15,16,17,19,21,23"}, degree=2)
    assert not fit.unique
    assert app.get_state()["results"]["rank"] == 3


def test_what_was_generated_counts_as_floats(app) -> None:
    """Of the pair at a distance of 1e-16 nobody typed the numbers: their floats are the data."""
    app.set_state({"data": "collinear", "epsilon": 1e-12})
    fit = app._session.scene.fit
    assert fit.dependence is None
    assert fit.unique


def test_the_tab_collinearity_takes_them_for_a_copy(app, hand) -> None:
    opened(app, FAMILIES["cm and mm"], view="collinearity")
    hand.run_to_the_end()
    model = app.document.select_one({"caption": "Collinearity measures"})
    rows = {row[0][0][0]: row[1][0][0] for row in model.rows}
    assert rows["Distance between cm and mm"] == "0"
    assert rows["Largest VIF"] == rows["Condition number κ(X)"] == "∞"


def test_more_than_rational_arithmetic_takes_is_not_asked(app, monkeypatch) -> None:
    monkeypatch.setattr(engine, "MOST_WORK", 10)
    assert opened(app, FAMILIES["cm and mm"]).dependence is None


def test_the_units_hold_every_digit(app) -> None:
    found = opened(app, FAMILIES["Celsius and kelvin"]).dependence
    rows = exact.rationals(found.rows) / exact.rationals(found.scales)
    assert rows[0, 2] == Fraction("283.15")
