"""What a link amounts to, and which keys a link to a state must hold."""

from __future__ import annotations

from typing import Any

import pytest
from playground.engine.points import Points
from playground.engine.scene import SceneCache
from playground.session.linked import keys_to_encode, lighter, read, resolve
from playground.session.state import State, checked

from linreg.links import KEYS

POINTS = {
    "columns": [{"name": "x", "values": ["1", "2", "4"]}, {"name": "y", "values": ["1", "3", "5"]}]
}


def values_of(**keys: Any) -> dict[str, Any]:
    found, complaints = resolve(checked(keys), SceneCache())
    assert complaints == []
    return found


def test_an_empty_link_is_the_first_state() -> None:
    assert values_of() == State().values()


def test_the_first_state_needs_no_key() -> None:
    assert keys_to_encode(State().values(), SceneCache(), {}) == {}


@pytest.mark.parametrize(
    "keys",
    [
        {"n": 50, "noise": 0.25},
        {"data": "longley", "standardise": 1, "lr": 0.125},
        {"data": "filip", "degree": 4},
        {"data": "outliers", "n": 5, "outliers": 2},
        {"data": "own", "points": {"columns": POINTS["columns"]}, "degree": 2},
    ],
)
def test_a_state_comes_back_from_the_keys_that_it_needs(keys: dict[str, Any]) -> None:
    state = values_of(**keys)
    needed = keys_to_encode(state, SceneCache(), {})
    again = values_of(**needed)
    assert {key: again[key] for key in again if key != "points"} == {
        key: state[key] for key in state if key != "points"
    }
    assert set(needed) <= {*keys, "lr"}


def test_what_a_set_brings_is_not_said() -> None:
    assert "degree" not in keys_to_encode(values_of(data="filip"), SceneCache(), {})


def test_keys_that_come_from_elsewhere_are_not_said_again() -> None:
    state = values_of(n=50, seed=7)
    assert keys_to_encode(state, SceneCache(), {"seed": 7}) == {"n": 50}


@pytest.mark.parametrize(
    ("keys", "culprit"),
    [
        ({"data": "longley", "target": "nobody"}, "target"),
        ({"data": "longley", "features": ("nobody",)}, "features"),
        ({"start": (1.0, 2.0, 3.0)}, "start"),
        ({"data": "own"}, "points"),
    ],
)
def test_a_key_that_does_not_go_with_the_others_is_left_out(
    keys: dict[str, Any], culprit: str
) -> None:
    found, complaints = resolve(keys, SceneCache())
    assert [complaint.key for complaint in complaints] == [culprit]
    assert found[culprit] is None
    assert found["n"] == State().n


def test_a_fragment_is_read_in_the_types_of_the_state() -> None:
    keys, complaints = read("points=x:1,2;y:3,4&bogus=1")
    assert isinstance(keys["points"], Points)
    assert [complaint.key for complaint in complaints] == ["bogus"]


def test_lighter_points_have_fewer_digits_and_even_rows() -> None:
    points = Points(("x", "y"), (tuple(map(str, range(10))), ("0.123456789",) * 9 + ("word",)))
    light = lighter(points, digits=3, rows=5)
    assert light.columns[0] == ("0", "2", "4", "6", "8")
    assert set(light.columns[1]) == {"0.123"}
    assert lighter(points, digits=None, rows=None).columns == points.columns
    assert lighter(points, digits=3, rows=None).columns[1][-1] == "word"


@pytest.mark.parametrize(
    ("fragment", "blamed", "kept"),
    [
        ("noise=1e-320&slope=1e305", {"slope": "1e305"}, {"noise": 1e-320}),
        ("slope=2.5&intercept_true=-1e307", {"intercept_true": "-1e307"}, {"slope": 2.5}),
        (
            "slope=1e305&noise=1e300&intercept_true=1e308",
            {"intercept_true": "1e308", "slope": "1e305"},
            {"noise": 1e300},
        ),
        (
            "data=outliers&degree=2&noise=1e305&slope=1e305",
            {"noise": "1e305", "slope": "1e305"},
            {"data": "outliers", "degree": 2},
        ),
    ],
)
def test_what_is_too_large_is_named_once_and_the_rest_applies(
    fragment: str, blamed: dict[str, str], kept: dict[str, float]
) -> None:
    given, _ = read(fragment)
    after, complaints = resolve(given, SceneCache())
    assert [c.key for c in complaints] == list(blamed)
    for found, text in zip(complaints, blamed.values(), strict=True):
        assert found.text.startswith(f"{found.key} = {text}: column y has the value")
        assert "Use a smaller slope, intercept_true or noise." in found.text
        assert "Rescale" not in found.text
    assert {key: after[key] for key in kept} == kept
    assert all(after[key] == KEYS[key].default for key in blamed)
