"""BokehJS's models, each evaluated when it is first asked for; that all of them still can be had is
tested in the browser (tests/browser/test_boot.py)."""

from __future__ import annotations

import pytest
from bundle import fetch, pins
from bundle.output import bokeh_js


@pytest.fixture(scope="module")
def published() -> str:
    files = {pin.name: fetch.fetch(pin) for pin in pins.PACKAGES if pin.name.startswith("bokeh-")}
    return bokeh_js.published(files)


def test_only_what_makes_models_at_once_is_another(published: str) -> None:
    before, after = published.split("\n"), set(bokeh_js.when_asked_for(published).split("\n"))
    registers, styles = sorted((line for line in before if line not in after), key=len)
    assert registers.count("register_models") == 2
    assert '__name__="Styles"' in styles


@pytest.mark.parametrize("part", ["function _(", "], 0, {", "register_models)(", '"Styles",'])
def test_a_bokehjs_of_another_make_stops_the_build(published: str, part: str) -> None:
    with pytest.raises(bokeh_js.Changed):
        bokeh_js.when_asked_for(published.replace(part, "something else"))
