"""Fixtures of the app's tests: an app without a browser, and a hand that acts as the page does."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from bokeh.model import Model
from bokeh.models import ColumnDataSource
from playground.engine.interaction import Interaction
from playground.engine.scene import Scene, SceneCache
from playground.runtime.app import App, make_app
from playground.session.session import Session
from playground.session.state import State, checked

PAGE = "page"


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Hand:
    """Sends the app the JSON patches that the page sends for what a person does."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self.events: list[Any] = []
        app.document.callbacks.on_change_dispatch_to(self)

    def _document_patched(self, event: Any) -> None:
        if event.setter != PAGE:
            self.events.append(event)

    def set(self, slot: str, value: Any, attribute: str = "value") -> None:
        self.edit(self.app.slots[slot], value, attribute)

    def edit(self, part: Any, value: Any, attribute: str = "value") -> None:
        """Change a control, a model or the widget of one, that need not have a slot."""
        model = {"id": (part if isinstance(part, Model) else part.model()).id}
        self._apply({"kind": "ModelChanged", "model": model, "attr": attribute, "new": value})

    def click(self, slot: str, times: int = 1) -> None:
        self.set(slot, self.app.slots[slot].clicks + times, "clicks")

    def point(
        self,
        kind: str,
        index: int | None = None,
        x: float | None = None,
        y: float | None = None,
        indices: list[int] | None = None,
        tool: Any = None,
    ) -> None:
        """A gesture in the main plot, or with the tool of another."""
        model = {"id": (tool or self.tool).id}
        entries = {"model": model, "kind": kind, "index": index, "x": x, "y": y}
        entries["indices"] = indices or []
        values = {"type": "map", "entries": [[key, value] for key, value in entries.items()]}
        event = {"type": "event", "name": "point_gesture", "values": values}
        self._apply({"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event})

    def add(self, x: float, y: float) -> None:
        self.point("add", None, x, y)

    def drag(self, index: int, *places: tuple[float, float]) -> None:
        for x, y in places:
            self.point("move", index, x, y)
        self.point("release", index, *places[-1])

    def rest(self) -> None:
        """Let time pass, so that what follows is another gesture."""
        self.clock.now += 10.0

    def _apply(self, event: dict[str, Any]) -> None:
        self.events.clear()
        self.app.document.apply_json_patch({"events": [event]}, setter=PAGE)

    @property
    def tool(self) -> Any:
        return self.app.slots["plot"].tools[0]

    @property
    def source(self) -> ColumnDataSource:
        """What is drawn as points."""
        return self.tool.source

    @property
    def state(self) -> dict[str, Any]:
        return self.app.get_state()

    @property
    def results(self) -> dict[str, Any]:
        return self.state["results"]

    def text(self, slot: str) -> str:
        return "".join(text for text, _ in self.app.slots[slot].parts)

    def cells(self, slot: str) -> list[list[str]]:
        rows = self.app.slots[slot].rows
        return [["".join(text for text, _ in cell) for cell in row] for row in rows]

    def patched(self) -> Counter[str]:
        """What the last gesture sent to the page, by root or kind of model and attribute."""
        return Counter(
            f"{event.model.name or type(event.model).__name__}.{event.attr}"
            for event in self.events
        )

    def run_to_the_end(self) -> int:
        frames = 0
        while self.app.animating:
            self.app.frame(1000 / 60)
            frames += 1
            assert frames < 10_000
        return frames


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hand(clock: Clock) -> Hand:
    return Hand(make_app(clock), clock)


@pytest.fixture
def app(hand: Hand) -> App:
    return hand.app


@pytest.fixture
def own() -> Any:
    """Own data of any columns: own(x=[...], y=[...])."""

    def make(**columns: list[Any]) -> dict[str, Any]:
        pairs = [{"name": name, "values": values} for name, values in columns.items()]
        return {"data": "own", "points": {"columns": pairs}}

    return make


@pytest.fixture
def scene(own: Any) -> Any:
    """The scene of some keys of the state, the others at their defaults: scene(n=100).

    own=dict(x=..., y=...) gives own data.
    """

    def make(hand: Interaction | None = None, **keys: Any) -> Scene:
        columns = keys.pop("own", None)
        given = {**keys, **own(**columns)} if columns else keys
        return SceneCache().scene({**State().values(), **checked(given)}, hand or Interaction())

    return make


@pytest.fixture
def session() -> Session:
    """A session without an app."""
    return Session(lambda: 0.0, lambda *_: None)
