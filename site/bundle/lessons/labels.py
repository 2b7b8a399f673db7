"""Names that a reader sees on the page, which a lesson may point at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from playground.controls.models import Choice, Control, Group, Picks
from playground.runtime.app import App, make_app
from playground.session.names import TABS


@cache
def labels() -> frozenset[str]:
    """Return the labels of all controls and options and the titles of all sections."""
    app = make_app()
    for name in TABS:
        app.set_state({"view": name})
    return frozenset(filter(None, _labels(app)))


def _labels(app: App) -> Iterator[str]:
    for model in app.document.models:
        if isinstance(model, Control):
            yield model.label
        if isinstance(model, Choice | Picks):
            yield from (text for _, text in model.options)
        if isinstance(model, Group):
            yield model.title
