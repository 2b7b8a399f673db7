"""Do with the app what a visitor will do, so that the build sees every module this needs.

The build ships first what a rehearsal has imported, and the rest in a second archive.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playground.controls.models import Action
from playground.runtime.bridge import Bridge

if TYPE_CHECKING:
    from playground.runtime.app import App

GOOD_TABLE = b"x,y\n1,2\n2,4.5\n3,5.5\n4,9\n"
BAD_TABLE = b"x,y\n1,2\n2,oops\n3,5.5\n"


def rehearse(app: App) -> None:
    """Send the app one of every message. Raises what the app raises."""
    answers: list[dict[str, object]] = []
    bridge = Bridge(app, lambda text, _: answers.append(json.loads(text)))

    def send(kind: str, payload: object, data: bytes | None = None) -> None:
        bridge.receive(len(answers), kind, json.dumps(payload), data)

    preferences = {"contrast": False, "reduced_motion": False, "coarse": False}
    send("environment", {"dark": True, **preferences})
    for partial in ({"n": 50, "seed": 7}, {"steps": 25}, {"view": "descent"}, {"lr": 1e3}):
        send("setState", partial)
    send("setState", {"lr": -1})
    send("file", {"name": "good.csv"}, GOOD_TABLE)
    send("file", {"name": "bad.csv"}, BAD_TABLE)
    for button in app.document.select({"type": Action}):
        press = {"kind": "ModelChanged", "model": button.ref, "attr": "clicks", "new": 1}
        send("events", {"events": [press]})
    send("frame", {"elapsed": 16})
    send("getState", None)
    send("document", None)
    expected_errors = {"StateError"}
    for answer in answers:
        error = answer.get("error")
        if isinstance(error, dict) and error["name"] not in expected_errors:
            raise RuntimeError(f"The rehearsal failed: {error['traceback']}")
