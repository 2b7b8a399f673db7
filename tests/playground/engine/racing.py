"""A race between a rule of one's own and the built-in one, without a page."""

from __future__ import annotations

import json
from typing import Any

from playground.engine.own_rule import race
from playground.engine.rule_race import (
    job,
    result,
)
from playground.engine.scene import Scene
from playground.session.session import Session
from playground.session.state import checked
from playground.views.code.starters import STARTERS

CODES = {starter.key: starter.code for starter in STARTERS}
NEWTON = CODES["newton"]


def scene_of(**words: Any) -> Scene:
    session = Session(lambda: 0.0, lambda *_: None)
    session.change(checked(words))
    return session.scene


def run(source: str, scene: Scene, steps: int = 100) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(race(source, json.dumps(job(scene, steps)), lambda: None))
    return told


def raced(source: str, scene: Scene, steps: int = 100) -> Any:
    return result(scene, json.dumps(run(source, scene, steps)), steps)


def said(parts: Any) -> str:
    return "".join(text for text, _ in parts)
