"""State is made from the table of keys, and keeps its bounds."""

import param
import pytest
from playground.engine.points import Points
from playground.session.state import State, checked

from linreg.links import TABLE, StateError, defaults


def test_every_key_is_a_parameter_with_its_default() -> None:
    assert State().values() == defaults()
    assert [key.name for key in TABLE] == list(State().to_link())


def test_parameters_keep_the_bounds_of_their_keys() -> None:
    state = State()
    for key, bad in {"n": 1, "noise": -1.0, "lr": 0.0, "data": "nowhere", "seed": 2**53}.items():
        with pytest.raises(ValueError, match=key):
            setattr(state, key, bad)
    assert isinstance(state.param.n, param.Integer)


def test_checked_values_are_in_the_types_of_state() -> None:
    points = {"columns": [{"name": "x", "values": [1, "2.50"]}, {"name": "y", "values": [3, 4]}]}
    values = checked({"points": points, "show": "truth,residuals", "n": 7})
    assert values["points"].columns == (("1", "2.50"), ("3", "4"))
    assert values["points"].to_link()["columns"][0] == {"name": "x", "values": ["1", "2.50"]}
    assert values["show"] == ("residuals", "truth")


def test_a_bad_value_names_its_key() -> None:
    with pytest.raises(StateError) as error:
        checked({"steps": -1})
    assert error.value.key == "steps"


def test_points_change_into_new_points() -> None:
    points = Points(("x", "y"), (("1", "2"), ("3", "4")))
    assert points.with_row({"x": "5"}).columns == (("1", "2", "5"), ("3", "4", ""))
    assert points.with_cells(0, {"y": "9"}).columns == (("1", "2"), ("9", "4"))
    assert points.without_rows([0]).columns == (("2",), ("4",))
    assert len(points.cleared()) == 0
    assert points.columns == (("1", "2"), ("3", "4"))
