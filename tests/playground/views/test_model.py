"""The formula line and the transformations, as a person uses them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

POSITIVE = {"x": ["1", "2", "3", "5", "8", "13"], "y": ["2", "3", "5", "7", "11", "20"]}


def transform(hand: Any, name: str, change: str) -> None:
    rows = hand.app.slots["transforms"].value
    hand.set("transforms", [[n, s, change if n == name else c] for n, s, c in rows])


def chosen(hand: Any) -> dict[str, str]:
    return {name: change for name, _, change in hand.app.slots["transforms"].value}


def line(hand: Any) -> tuple[str, str, int]:
    model = hand.app.slots["formula"]
    return model.value, model.error, model.position


def test_it_shows_every_model(hand: Any) -> None:
    assert line(hand) == ("y ~ x", "", 0)
    hand.set("degree", 2)
    assert line(hand)[0] == "y ~ x + x^2"
    hand.app.set_state({"data": "penguins", "features": ["species", "bill_depth_mm"]})
    assert line(hand)[0] == "body_mass_g ~ species + bill_depth_mm"


def test_a_typed_formula_is_fitted(hand: Any) -> None:
    hand.set("formula", "y ~ x+exp(x/3)")
    assert hand.state["formula"] == "y ~ x+exp(x/3)"
    assert hand.results["columns"] == ["1", "x", "exp(x/3)"]
    assert "exp(x/3)" in hand.text("equation")
    hand.click("undo")
    assert (hand.state["formula"], line(hand)[0]) == (None, "y ~ x")


def test_a_formula_that_the_keys_can_say_is_shown_in_its_normal_form(hand: Any) -> None:
    hand.set("formula", "y ~ 0+x")
    assert line(hand) == ("y ~ x - 1", "", 0)
    assert (hand.state["formula"], hand.state["intercept"]) == (None, "none")


def test_an_error_is_said_at_its_place_and_loses_nothing(hand: Any) -> None:
    before = hand.state
    hand.set("formula", "y ~ x + lgo(x)")
    text, error, position = line(hand)
    assert (text, position) == ("y ~ x + lgo(x)", 8)
    assert error == "'lgo' is not a function of formulas. Did you mean log?"
    assert hand.state == before
    hand.set("formula", "y ~ z")
    assert line(hand) == ("y ~ z", "There is no column 'z'. The columns are x, y.", 4)
    hand.set("formula", "y ~ log(x)")
    assert line(hand)[1].startswith("log(x) is not defined in")
    # The model as it is ends it.
    hand.set("formula", "y ~ x")
    assert line(hand) == ("y ~ x", "", 0)


def test_a_column_is_transformed_by_a_click(hand: Any, own: Any) -> None:
    hand.app.set_state(own(**POSITIVE))
    transform(hand, "x", "log")
    transform(hand, "y", "sqrt")
    assert hand.state["formula"] == line(hand)[0] == "sqrt(y) ~ log(x)"
    assert chosen(hand) == {"x": "log", "y": "sqrt"}
    transform(hand, "x", "none")
    transform(hand, "y", "none")
    assert hand.state["formula"] is None
    assert line(hand)[0] == "y ~ x"


def test_a_value_outside_the_domain_is_named(hand: Any, own: Any) -> None:
    hand.app.set_state(own(x=["1", "0", "3", "4"], y=["1", "2", "4", "5"]))
    transform(hand, "x", "log")
    (message,) = hand.results["messages"]
    assert message["text"] == (
        "log(x) is not defined in 1 row: x is 0 in row 2. Leave out this row, or use log(x + 1)."
    )
    assert chosen(hand) == {"x": "none", "y": "none"}
    assert hand.state["formula"] is None


def test_a_choice_that_replaces_a_formula_can_be_undone_there(hand: Any) -> None:
    hand.set("formula", "y ~ x + log(x + 9)")
    assert chosen(hand) == {"x": "written", "y": "written"}
    hand.set("degree", 2)
    (message,) = hand.results["messages"]
    assert message["text"] == "The formula y ~ x + log(x + 9) was replaced by y ~ x + x^2."
    (item,) = hand.app.slots["notices"].items
    ((number, label),) = item["offers"]
    assert label == "Undo"
    hand.set("notices", number, "chosen")
    assert hand.state["formula"] == line(hand)[0] == "y ~ x + log(x + 9)"
    assert hand.results["messages"] == []


def test_the_median_is_drawn_and_on_request_the_mean(hand: Any, own: Any) -> None:
    hand.app.set_state({**own(**POSITIVE), "formula": "log(y) ~ x"})
    assert "The fit is drawn as the median of y, not its mean." in hand.text("summary")
    drawn = _curve(hand)
    w = hand.results["coefficients"]["refined"]
    np.testing.assert_allclose(drawn["y"], np.exp(w[0] + w[1] * drawn["x"]), rtol=1e-12)
    hand.set("curve", "mean")
    x, y = (np.array(POSITIVE[name], dtype=float) for name in ("x", "y"))
    residuals = np.log(y) - w[0] - w[1] * x
    smeared = np.exp(w[0] + w[1] * drawn["x"]) * np.exp(residuals).mean()
    np.testing.assert_allclose(_curve(hand)["y"], smeared, rtol=1e-12)
    assert "as the mean of y, by the smearing estimate" in hand.text("summary")


def _curve(hand: Any) -> dict[str, np.ndarray]:
    """The drawn curve of the closed form."""
    for renderer in hand.app.slots["plot"].renderers:
        data, glyph = renderer.data_source.data, renderer.glyph
        if type(glyph).__name__ == "Line" and glyph.line_width == 2.5 and len(data["x"]) > 200:
            return {name: np.asarray(data[name]) for name in ("x", "y")}
    raise AssertionError("no curve is drawn")


def test_residuals_are_those_of_the_fitted_scale(hand: Any, own: Any) -> None:
    hand.app.set_state({**own(**POSITIVE), "formula": "log(y) ~ x", "view": "diagnostics"})
    labels = [getattr(model, "axis_label", None) for model in hand.app.document.models]
    assert labels.count("fitted log(y)") == 2
    w, residual = hand.results["coefficients"]["refined"], hand.app.slots["formula"]
    assert residual.shown == "log(y) ~ x"
    hand.point("select", 0)
    found = np.log(2) - w[0] - w[1]
    shown = {row[0]: row[1] for row in hand.cells("points")}
    assert float(shown["residual"].replace("−", "-")) == pytest.approx(found, rel=1e-3)


def test_a_dragged_point_leaves_the_formula(hand: Any) -> None:
    hand.set("formula", "y ~ x + x^3")
    hand.point("move", 0, 0.5, 0.5)
    hand.point("release", 0, 0.5, 0.5)
    assert (hand.state["data"], hand.state["formula"]) == ("own", "y ~ x + x^3")
