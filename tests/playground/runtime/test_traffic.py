"""What one move of a hand may send to the page: counted, since time depends on the machine."""

import json
from typing import Any

import pytest
from playground.controls.models import EqualScales
from playground.runtime.app import make_app
from playground.runtime.bridge import Bridge

# (tab, most changes in the answer to an input, most bytes of it), with 200 points.
ALLOWED = {
    "fit": (14, 23_000),  # With both figures beside the data.
    "descent": (25, 67_000),  # The mark at 1 % is moved and named.
    "closed-form": (12, 17_000),
    "collinearity": (9, 16_000),
    "diagnostics": (20, 36_000),  # Four plots at once.
}


class Page:
    """Sends messages as the page does and keeps the answers."""

    def __init__(self) -> None:
        self.app = make_app()
        self.bridge = Bridge(self.app, self._take)
        self.answer: dict[str, Any] = {}
        self.bytes = 0
        self._number = 0

    def _take(self, text: str, buffers: list[bytes]) -> None:
        self.answer, self.bytes = json.loads(text), len(text) + sum(map(len, buffers))

    def send(self, kind: str, payload: Any) -> int:
        """The number of changes in the answer."""
        self._number += 1
        self.bridge.receive(self._number, kind, json.dumps(payload))
        assert "error" not in self.answer, self.answer
        return len(self.answer.get("patch", {"events": []})["events"])

    def rest(self) -> None:
        """Let the work that follows a move come to its end."""
        while self.answer["animating"]:
            self.send("frame", {"elapsed": 1000 / 60})

    def turn(self, slot: str, value: Any, attribute: str = "value") -> int:
        model = {"id": self.app.slots[slot].id}
        event = {"kind": "ModelChanged", "model": model, "attr": attribute, "new": value}
        return self.send("events", {"events": [event]})

    def drag(self, x: float, y: float) -> int:
        tool = self.app.slots["plot"].tools[0]
        told = {"model": {"id": tool.id}, "kind": "move", "index": 0, "x": x, "y": y, "indices": []}
        values = {"type": "map", "entries": [list(pair) for pair in told.items()]}
        event = {"type": "event", "name": "point_gesture", "values": values}
        message = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}
        return self.send("events", {"events": [message]})


@pytest.fixture
def page() -> Page:
    return Page()


def open_tab(page: Page, view: str, **words: Any) -> None:
    page.send("setState", {"data": "linear", "n": 200, "view": view, **words})
    page.rest()


@pytest.mark.parametrize("view", ALLOWED)
def test_a_dial_and_a_drag_send_little(page: Page, view: str) -> None:
    most, most_bytes = ALLOWED[view]
    open_tab(page, view)
    for noise in (0.6, 0.7, 0.8):
        changes = page.turn("noise", noise)
        assert 0 < changes <= most
        assert page.bytes <= most_bytes
        page.rest()
    page.drag(0.0, 0.9)  # The first move makes the points one's own.
    for y in (1.0, 1.1, 1.2):
        changes = page.drag(0.0, y)
        assert 0 < changes <= most
        assert page.bytes <= most_bytes
        page.rest()


def test_a_frame_of_a_run_sends_little(page: Page) -> None:
    open_tab(page, "descent", lr=0.001)
    page.turn("run", 1, "clicks")
    for _ in range(20):
        assert page.send("frame", {"elapsed": 1000 / 60}) <= 20
        assert page.bytes <= 25_000


def test_the_axes_of_the_valley_hold_still_under_the_hand(page: Page) -> None:
    open_tab(page, "descent")
    figure = page.app.document.get_model_by_name("valley")
    (scales,) = figure.select({"type": EqualScales})
    before = scales.shown
    for y in (1.0, 1.1, 1.2):
        page.drag(0.0, y)
    assert scales.shown == before


def test_what_stands_below_follows_in_the_next_frames(page: Page) -> None:
    open_tab(page, "descent")
    words = page.app.document.select_one({"name": "modes"}).yaxis[0]
    before = dict(words.major_label_overrides)
    page.turn("noise", 2.0)
    page.send("setState", {"n": 50})
    assert page.answer["animating"]
    page.rest()
    assert words.major_label_overrides != before


def test_all_that_is_read_follows_a_dragged_point(page: Page) -> None:
    read = {name: page.app.slots[name] for name in ("equation", "summary")}
    table = page.app.slots["points"]
    page.drag(1.0, 2.0)
    before, rows = {name: prose.parts for name, prose in read.items()}, table.rows
    page.drag(1.0, 9.0)
    for name, prose in read.items():
        assert prose.parts != before[name]
    assert table.rows != rows
    held = {name: prose.parts for name, prose in read.items()}, table.rows
    page.app._commands.release_point(0)
    page.rest()
    assert ({name: prose.parts for name, prose in read.items()}, table.rows) == held
