"""The typed state of a scene keeps step with the table of keys."""

from dataclasses import FrozenInstanceError, fields
from typing import Any, Literal, get_type_hints

import pytest
from playground.engine.points import Points
from playground.engine.scene import StateValues
from playground.session.state import State

from linreg.links import TABLE, Key, kinds
from linreg.links._model import ModelFormula

TYPES: dict[type[kinds.Kind], Any] = {
    kinds.Integer: int,
    kinds.Flag: int,
    kinds.Real: float,
    kinds.Choice: str,
    kinds.Name: str,
    kinds.Label: str,
    kinds.LessonName: str,
    kinds.Code: str,
    ModelFormula: str,
    kinds.Path: str,
    kinds.Points: Points,
    kinds.Choices: tuple[str, ...],
    kinds.Names: tuple[str, ...],
    kinds.Decimals: tuple[str, ...],
    kinds.Numbers: tuple[float, ...],
}
# Of these the kind alone does not say all.
SPECIAL = {"rcond": float | Literal["auto"], "line": tuple[float, float] | None}


def wanted(key: Key) -> Any:
    """The type of a key's values, by its kind and whether they may be left to the data."""
    plain = TYPES[type(key.kind)]
    return SPECIAL.get(key.name, plain | None if key.default is None else plain)


def test_there_is_a_field_for_each_key_in_the_tables_order() -> None:
    assert [field.name for field in fields(StateValues)] == [key.name for key in TABLE]


@pytest.mark.parametrize("key", TABLE, ids=lambda key: key.name)
def test_a_field_has_the_type_of_its_key(key: Key) -> None:
    assert get_type_hints(StateValues)[key.name] == wanted(key)


def test_the_values_of_a_first_visit_are_the_tables_defaults() -> None:
    found = StateValues.of(State().values())
    assert found.values() == {key.name: key.default for key in TABLE}
    assert list(found.values()) == [key.name for key in TABLE]


def test_a_scene_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        StateValues.of(State().values()).lr = 1.0
