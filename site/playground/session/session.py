"""A session: the state and the scene computed from it, and how both change. No Bokeh here.

Every change goes through `Session.commit`: it is computed as a whole before anything is touched,
so that a change that cannot be computed leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from linreg.links import UNDOABLE_KEYS
from playground.engine.scene import Bench, Hand, Scene
from playground.session.follow import follow, is_arrival
from playground.session.history import History
from playground.session.state import State

# What a link tells of the numbers that its author saw, and the file that it took them from.
TOLD = ("expect", "core", "src")
# Called with the scene before, the scene now, and the keys that changed.
Listener = Callable[[Scene, Scene, list[str]], None]


class Session:
    """State, scene and history that belong together."""

    def __init__(self, clock: Callable[[], float], listener: Listener) -> None:
        self.state = State()
        self.bench = Bench()
        self._history = History(clock)
        self._listener = listener
        self.scene = self.bench.scene(self.state.values(), Hand())

    @property
    def hand(self) -> Hand:
        return self.scene.hand

    # Magnitudes beyond the floats become infinities that are shown, as in the browser.
    @np.errstate(all="ignore")
    def change(
        self,
        partial: Mapping[str, Any],
        gesture: str | None = None,
        fresh: bool = False,
        **hand: Any,
    ) -> None:
        """Change checked values with all that follows from them, as one step of undo."""
        now = self.state.values()
        changes = follow(now, self.scene.data, partial, self.bench, fresh)
        self.commit(changes, gesture, **hand)

    @np.errstate(all="ignore")
    def commit(
        self,
        changes: Mapping[str, Any],
        gesture: str | None = None,
        record: bool = True,
        **hand: Any,
    ) -> None:
        """Make exactly these changes; raises data.Trouble where they cannot be computed."""
        before = self.state.values()
        after = {**before, **changes}
        if any(after[key] != before[key] for key in UNDOABLE_KEYS):
            # It was told of other numbers.
            after |= {key: None for key in TOLD if key not in changes}
        changed = [key for key in after if after[key] != before[key]]
        scene = self.bench.scene(after, self.hand)
        if record and any(key in UNDOABLE_KEYS for key in changed):
            self._history.record(_memory(before), gesture, held=bool(hand.get("dragging")))
        self.state.param.update(**{key: after[key] for key in changed})
        self._arrive(replace(scene, hand=self._next_hand(scene, hand)), changed)

    def touch(self, **hand: Any) -> None:
        """Change what the page shows beside the state."""
        self.commit({}, **hand)

    def settle(self) -> None:
        """End the present gesture: the next change is a step of undo of its own."""
        self._history.settle()

    def undo(self) -> None:
        if self._history.can_undo:
            self._go_back(self._history.undo, "Undone.")

    def redo(self) -> None:
        if self._history.can_redo:
            self._go_back(self._history.redo, "Done again.")

    def _go_back(self, take: Callable[[Mapping[str, Any]], Mapping[str, Any]], said: str) -> None:
        memory = take(_memory(self.state.values()))
        count = self.scene.data.count
        self.commit(memory, record=False, said=said, group=())
        if self.scene.data.count != count:
            # Rows are others now; of a move that is taken back the point stays selected.
            self.touch(selected=None)

    def _next_hand(self, scene: Scene, changes: Mapping[str, Any]) -> Hand:
        old, data = self.hand, scene.data
        # Words about what was done hold until something else is done.
        said = old.said if scene.step is self.scene.step else ""
        hand = replace(old, **{"said": said, "dragging": False, "passing": False, **changes})
        arrived = is_arrival(self.scene.data, data)
        gone = hand.selected is not None and (arrived or hand.selected >= data.count)
        return replace(
            hand,
            arrivals=hand.arrivals + arrived,
            selected=None if gone else hand.selected,
            group=() if arrived else hand.group,
            can_undo=self._history.can_undo,
            can_redo=self._history.can_redo,
        )

    def _arrive(self, scene: Scene, changed: list[str]) -> None:
        before, self.scene = self.scene, scene
        self._listener(before, scene, changed)


def _memory(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: values[key] for key in UNDOABLE_KEYS}
