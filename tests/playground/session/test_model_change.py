"""A formula and the keys whose place it takes, as they follow each other."""

from __future__ import annotations

from typing import Any

import pytest
from playground.engine.limits.data_error import DataError
from playground.engine.recipe import shown_text
from playground.session.session import Session
from playground.session.state import checked


def change(session: Session, **keys: Any) -> Any:
    session.change(checked(keys))
    return session.state


def shown(session: Session) -> str:
    return shown_text(session.state.values(), session.scene.data)


@pytest.mark.parametrize(
    ("formula", "keys"),
    [
        ("y ~ x", {}),
        ("y~x+x^2 + x^3", {"degree": 3}),
        ("y ~ x - 1", {"intercept": "none"}),
        ("y ~ 0 + x + x^2", {"intercept": "none", "degree": 2}),
    ],
)
def test_what_the_other_keys_can_say_is_not_kept(
    session: Session, formula: str, keys: dict[str, Any]
) -> None:
    state = change(session, formula=formula)
    assert state.formula is None
    expected = {"degree": 1, "intercept": "absorbed", "features": None, "target": None, **keys}
    assert {key: getattr(state, key) for key in expected} == expected


def test_columns_and_interactions_are_said_by_their_keys(session: Session) -> None:
    state = change(
        session, data="stackloss", formula="air_flow ~ (stack_loss + water_temperature)^2"
    )
    assert state.formula is None
    assert (state.target, state.interactions) == ("air_flow", 1)
    assert state.features == ("stack_loss", "water_temperature")
    assert shown(session) == (
        "air_flow ~ stack_loss + water_temperature + stack_loss:water_temperature"
    )


@pytest.mark.parametrize(
    "formula",
    [
        "y ~ log(x + 5)",
        "y ~ x^2",
        "y ~ x^2 + x",
        "y ~ x + x^3",
        "exp(y) ~ x",
        "y ~ poly(x, 2)",
        "y ~ 1",
    ],
)
def test_what_they_cannot_say_is_kept_as_typed(session: Session, formula: str) -> None:
    state = change(session, formula=f" {formula} ")
    assert state.formula == shown(session) == formula
    assert session.scene.data.features == ("x",)


def test_categories_are_kept_where_the_keys_code_them_otherwise(session: Session, own: Any) -> None:
    late = own(g=["b", "a", "b", "a"], y=[1, 2, 3, 5])
    assert change(session, **late, formula="y ~ g").formula == "y ~ g"
    early = own(g=["a", "b", "b", "a"], y=[1, 2, 3, 5])
    assert change(session, **early, formula="y ~ C(g)").formula is None


def test_a_choice_by_click_changes_the_formula(session: Session) -> None:
    change(
        session, data="stackloss", formula="log(stack_loss) ~ sqrt(air_flow) + water_temperature"
    )
    assert change(session, degree=2).formula == (
        "log(stack_loss) ~ sqrt(air_flow) + sqrt(air_flow)^2 + water_temperature + "
        "water_temperature^2"
    )
    change(session, degree=1)
    assert change(session, features=["air_flow", "acid_concentration"]).formula == (
        "log(stack_loss) ~ sqrt(air_flow) + acid_concentration"
    )
    assert change(session, intercept="none").formula == (
        "log(stack_loss) ~ sqrt(air_flow) + acid_concentration - 1"
    )
    assert change(session, interactions=1).formula == (
        "log(stack_loss) ~ sqrt(air_flow) + acid_concentration + "
        "sqrt(air_flow):acid_concentration - 1"
    )
    # Another target starts as it is.
    state = change(session, target="water_temperature", interactions=0, intercept="absorbed")
    assert state.formula == "water_temperature ~ sqrt(air_flow) + acid_concentration"


def test_a_formula_of_another_kind_gives_way(session: Session) -> None:
    change(session, formula="y ~ x + log(x + 9)")
    state = change(session, degree=2)
    assert (state.formula, state.degree) == (None, 2)
    session.undo()
    assert session.state.formula == "y ~ x + log(x + 9)"


def test_a_change_of_a_point_leaves_the_formula(session: Session) -> None:
    change(session, formula="y ~ x + x^3")
    state = change(session, data="own")
    assert (state.formula, state.data) == ("y ~ x + x^3", "own")


def test_a_formula_goes_with_its_columns(session: Session) -> None:
    change(session, formula="y ~ x + x^3")
    assert change(session, data="penguins").formula is None
    state = change(session, data="forbes", formula="log(pressure) ~ boiling_point")
    assert state.formula == "log(pressure) ~ boiling_point"


def test_separate_stays_beside_a_formula(session: Session) -> None:
    state = change(session, intercept="separate")
    state = change(session, formula="y ~ x^3")
    assert state.intercept == "separate"
    assert session.scene.problem.separate
    assert change(session, formula="y ~ x^3 - 1").intercept == "none"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("y ~ X", "There is no column 'X'. Did you mean 'x'?"),
        ("y ~ log(y)", "Column y is on both sides of the formula."),
        ("x + y ~ x", "The target has several columns."),
        ("log(y) ~ x", "log(y) is not defined in 19 rows: y is −4.317 in row 4"),
    ],
)
def test_a_formula_that_does_not_fit_changes_nothing(
    session: Session, formula: str, said: str
) -> None:
    before = session.state.values()
    with pytest.raises(DataError) as caught:
        change(session, formula=formula)
    assert said in str(caught.value)
    assert session.state.values() == before


def test_a_link_says_a_formula_and_nothing_that_follows_from_it(hand: Any) -> None:
    links = hand.app.links
    fragment = "v=1&data=forbes&formula=log%28pressure%29%20~%20boiling_point"
    assert links.open(fragment, record=False) == {"fragment": fragment}
    assert hand.state["formula"] == "log(pressure) ~ boiling_point"
    assert hand.results["messages"] == []
    assert hand.results["columns"] == ["1", "boiling_point"]
    links.open("data=forbes&formula=pressure~boiling_point-1&degree=7", record=False)
    assert links.link() == "v=1&data=forbes&intercept=none"


def test_a_link_with_a_bad_formula_keeps_the_rest(hand: Any) -> None:
    hand.app.links.open("data=forbes&formula=log(presure)~boiling_point&steps=3", record=False)
    assert (hand.state["data"], hand.state["formula"], hand.state["steps"]) == ("forbes", None, 3)
    (message,) = hand.results["messages"]
    assert message["key"] == "formula"
    assert "There is no column 'presure'. Did you mean 'pressure'?" in message["text"]
