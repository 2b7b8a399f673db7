"""The app as the page meets it: messages of the bridge's protocol in, answers out, no browser."""

from __future__ import annotations

import json
import time
from typing import Any

from playground.runtime.app import make_app
from playground.runtime.bridge import Bridge


class Talk:
    """One app and its bridge. `answer` is the last one; `signs` counts those of work under way."""

    def __init__(self) -> None:
        self.app = make_app()
        self.answer: dict[str, Any] = {}
        self.pieces: list[bytes] = []
        # When each message was sent, and each sign of life or answer came.
        self.silences: list[float] = []
        self._since = 0.0
        self._bridge = Bridge(self.app, self._post)
        self._number = 0

    def send(self, kind: str, payload: Any = None, data: bytes | None = None) -> dict[str, Any]:
        """Send a message; return its answer, which holds `result` or `error`."""
        self._number += 1
        self._since = time.perf_counter()
        self._bridge.receive(self._number, kind, json.dumps(payload), data)
        assert self.answer["id"] == self._number
        return self.answer

    def ask(self, kind: str, payload: Any = None) -> Any:
        """The result of a message that must not fail."""
        answer = self.send(kind, payload)
        assert "error" not in answer, answer["error"]["traceback"]
        return answer["result"]

    def let_run(self, most: int = 2000) -> int:
        """Give frames until nothing moves by itself; return how many."""
        for count in range(most):
            if not self.app.animating:
                return count
            self.ask("frame", {"elapsed": 1000 / 60})
        raise AssertionError(f"still at work after {most} frames")

    def set(self, slot: str, value: Any, attribute: str = "value") -> None:
        """Do to the model of a slot what the page's control does."""
        model = {"id": self.app.slots[slot].id}
        event = {"kind": "ModelChanged", "model": model, "attr": attribute, "new": value}
        self.ask("events", {"events": [event]})

    def models(self, kind: str) -> list[Any]:
        """All models of the document of that type."""
        return [m for m in self.app.document.models if type(m).__name__ == kind]

    def _post(self, text: str, pieces: list[Any]) -> None:
        now = time.perf_counter()
        self.silences.append(now - self._since)
        self._since = now
        message = json.loads(text, parse_constant=_not_json)
        if message["type"] == "answer":
            self.answer, self.pieces = message, [bytes(piece) for piece in pieces]


def _not_json(name: str) -> float:
    raise AssertionError(f"{name} in an answer, which is no JSON")
