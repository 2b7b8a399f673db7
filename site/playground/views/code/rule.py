"""Your own update rule: the editor, the race against the built-in one, and how it did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import Group, NumberTable, Prose
from playground.controls.widgets import Choice, Dial, OwnRule
from playground.engine.parts import Part
from playground.engine.rule_race import HEADS, Refused, job, race_steps, result, table, words
from playground.engine.scene import Scene, Solved
from playground.views.code.plots import LossRace, ValleyRace
from playground.views.code.starters import STARTERS
from playground.views.common.base import put
from playground.views.common.lazy import LazyView

OWN = "own"
CODES = {starter.key: starter.code for starter in STARTERS}
HINTS = {starter.key: starter.hint for starter in STARTERS} | {OWN: ""}
NAMES = [(starter.key, starter.name) for starter in STARTERS]
MOST_STEPS = 1000
ABOUT = (
    "Write your own update step and compare it with the built-in rule. Your code runs on this "
    "device in a separate, sandboxed Python without network, storage or page access."
)
OUTDATED = "The data or the built-in rule have changed. Run your rule again."
BY_LINK = (
    "This code came with the link. It has not been run: read it first, and run it if you trust it. "
)
NO_PATH = "Invalid result: the code has changed its own runtime."
MEANINGS: list[Part] = [
    ("step(w, gradient, state)", "strong"),
    (" is called once for each step and returns the next w.\n", ""),
    ("w", "name"), (", ", ""), ("gradient", "name"),
    (": the current coefficients and the gradient of the loss there, arrays of shape (p,).\n", ""),
    ("state.learning_rate", "name"), (": the learning rate of the Descent tab.\n", ""),
    ("state.iteration", "name"), (": steps taken so far, 0 at first.\n", ""),
    ("state.memory", "name"), (": a dict for your own values, empty at first.\n", ""),
    ("state.objective", "name"),
    (" has the data X (N, p) and y (N,), the counts N and p, and the methods value(w), "
     "gradient(w), residual(w) and hessian().\n", ""),
    ("np and linreg are available. Printed text appears below the editor.", ""),
]  # fmt: skip


class RuleSection:
    """Owns the editor, the race and its numbers; part of the tab Code."""

    def __init__(self, view: LazyView) -> None:
        self._commands = view.commands
        # What was written by hand last, and what the editor is known to hold.
        self._own, self._known = "", STARTERS[0].code
        self._scene: Scene | None = None
        # What is being raced on, in how many steps; and what the race that is shown was run on.
        self._racing: tuple[Any, ...] | None = None
        self._wanted = 0
        self._raced: tuple[Any, ...] | None = None
        self.starter = Choice(label="Start from", options=list(NAMES), value=NAMES[0][0])
        self.hint, self.words = Prose(), Prose()
        self.rule = OwnRule(label="Your update rule", text=STARTERS[0].code)
        put(self.hint, parts=[(STARTERS[0].hint, "")])
        self.steps = Dial(
            label="Number of steps", value=100.0, start=1, end=MOST_STEPS, low=1,
            high=MOST_STEPS, step=1, scale="log", integer=True,
        )  # fmt: skip
        self.table = NumberTable(columns=list(HEADS), caption="Comparison of the two rules")
        self.loss, self.valley = LossRace(), ValleyRace()
        self.found = Group(
            visible=False,
            elements=[view.model(part) for part in self._found_parts()],
        )
        self.steps.on_edit(lambda edit: self._commands.choose(rule_steps=int(edit.new)))
        self.starter.on_edit(lambda edit: self._choose(edit.new))
        self.rule.on_edit(lambda edit: self._typed(edit.new), "text")
        self.rule.on_edit(lambda _: self._begin(), "runs")
        self.rule.on_edit(lambda edit: self._end(edit.new), "outcome")
        about, meanings = Prose(parts=[(ABOUT, "muted")]), Prose(parts=MEANINGS)
        self.parts: list[Widget | UIElement] = [
            view.group(
                "Your own update rule", about, self.starter, self.hint, self.rule, self.steps
            ),
            self.found,
            view.group("What step() can use", meanings, look="fold"),
        ]

    def _found_parts(self) -> Sequence[Widget | UIElement]:
        return [self.words, self.table, self.loss.frame, self.valley.frame]

    def update(self, scene: Scene) -> None:
        self._scene = scene
        self._show_code(scene.state.code or STARTERS[0].code)
        put(self.steps, value=float(scene.interaction.choices.rule_steps))
        if self._raced is not None and self._raced != self._key():
            self._tell_outdated()

    def _tell_outdated(self) -> None:
        self._raced = None
        put(self.words, parts=[(OUTDATED, "muted")])
        for part in (self.table, self.loss.frame, self.valley.frame):
            put(part, visible=False)

    def _key(self) -> tuple[Any, ...]:
        """What a race was run on."""
        return (self._scene and self._scene.solved and self._scene.solved.path,)

    def _show_code(self, code: str) -> None:
        """Bring the editor to the state's code, which may have come by link."""
        word = next((word for word, starter in CODES.items() if starter == code), OWN)
        if word == OWN:
            self._own = code
        options = [*NAMES, (OWN, "Yours")] if self._own else list(NAMES)
        put(self.starter, options=options, value=word)
        foreign = word == OWN and code != self._known
        if foreign or code != self.rule.text:
            put(self.hint, parts=[(BY_LINK, "strong")] if foreign else [(HINTS[word], "")])
        self._known = code
        put(self.rule, text=code)

    def _choose(self, word: str) -> None:
        """Put a starter into the editor; what one has written oneself can be chosen again."""
        self._typed(CODES.get(word, self._own))
        put(self.hint, parts=[(HINTS[word], "")])

    def _typed(self, text: str) -> None:
        self._known = text
        self._commands.change({"code": None if text == STARTERS[0].code else text})

    def _begin(self) -> None:
        """Answer a press on Run with the job."""
        if (scene := self._scene) is None:
            return
        self._racing, self._wanted = self._key(), scene.interaction.choices.rule_steps
        try:
            given = job(scene, self._wanted)
        except Refused as refused:
            given = {"refused": str(refused)}
        self.rule.job = json.dumps({"run": self.rule.runs, **given})

    def _end(self, outcome: str) -> None:
        if not outcome or self._scene is None or (scene := self._scene.solved) is None:
            return
        told = json.loads(outcome)
        if told["run"] != self.rule.runs:
            return
        if self._racing != self._key():
            self._tell_outdated()
            put(self.found, visible=True)
            return
        found = result(scene, outcome, self._wanted)
        if found is None or (told["failed"] and found.own.steps == 0):
            put(self.words, parts=[] if told["failed"] else [(NO_PATH, "wrong")])
        else:
            put(self.words, parts=[*words(scene, found), *self._shortened(scene)])
            put(self.table, rows=table(scene, found))
            self.loss.show(scene, found)
        drawn = found is not None and found.own.steps > 0
        for part in (self.table, self.loss.frame, self.valley.frame):
            put(part, visible=drawn)
        if found is not None and drawn:
            self.valley.show(scene, found)
        put(self.found, visible=bool(self.words.parts))
        self._raced = self._key()

    def _shortened(self, scene: Solved) -> list[Part]:
        taken = race_steps(scene, self._wanted)
        if taken == self._wanted:
            return []
        return [(f" With this much data the comparison has {taken} steps.", "muted")]
