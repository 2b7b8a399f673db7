"""Our models declare on both sides, in Python and in the page, the same properties."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bokeh.core.property.descriptors import UnsetValueError
from bokeh.model import Model
from bokeh.models import ContinuousTicker, GestureTool, Pane, TickFormatter, UIElement
from playground.controls import models
from playwright._impl._driver import compute_driver_executable

ABSTRACT = {"Control"}
# Bokeh's kinds on the page, by the name of the property class in Python.
KINDS = {"String": "Str", "Instance": "Ref", "Any": "Unknown"}


def python_models() -> dict[str, type[Model]]:
    own = [
        cls
        for cls in vars(models).values()
        if isinstance(cls, type) and cls.__module__ == models.__name__
    ]
    concrete = [cls for cls in own if issubclass(cls, Model) and cls.__name__ not in ABSTRACT]
    return {cls.__qualified_model__: cls for cls in concrete}


def declared(cls: type[Model]) -> dict[str, Any]:
    """Property -> its default; a property without one has None, as it is absent in JSON."""
    kinds = (ContinuousTicker, TickFormatter, GestureTool, Pane, UIElement)
    base = next(known for known in kinds if issubclass(cls, known))
    instance = cls()
    found = {}
    for name in cls.properties() - base.properties():
        try:
            value = getattr(instance, name)
            # The page has no tuples.
            found[name] = list(value) if isinstance(value, tuple) else value
        except UnsetValueError:
            found[name] = None
    return found


def kind(cls: type[Model], name: str) -> str:
    word = type(cls.lookup(name).property).__name__
    return KINDS.get(word, word)


@pytest.fixture(scope="module")
def page_models() -> dict[str, Any]:
    node = compute_driver_executable()[0]
    script = Path(__file__).with_name("describe_models.js")
    told = subprocess.run(
        [node, "--experimental-import-text", script],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return json.loads(told.stdout)


def test_the_same_models_on_both_sides(page_models: dict[str, Any]) -> None:
    assert set(page_models) == set(python_models())


@pytest.mark.parametrize("name", sorted(python_models()))
def test_the_same_properties_and_defaults(name: str, page_models: dict[str, Any]) -> None:
    python = declared(python_models()[name])
    page = {key: value.get("initial") for key, value in page_models[name].items()}
    assert page == python


@pytest.mark.parametrize("name", sorted(python_models()))
def test_the_same_kinds(name: str, page_models: dict[str, Any]) -> None:
    cls = python_models()[name]
    page = {key: value["kind"]["name"] for key, value in page_models[name].items()}
    assert page == {key: kind(cls, key) for key in page}
