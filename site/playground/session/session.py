"""A session: the state and the scene computed from it, and how both change. No Bokeh here.

Every change goes through `Session.commit`: it is computed as a whole before anything is touched,
so that a change that cannot be computed leaves everything as it was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from linreg import Step
from linreg.links import UNDOABLE_KEYS
from playground.engine.interaction import Interaction, LeftOut
from playground.engine.points import Points
from playground.engine.scene import SQUARES_ONLY, WITHOUT_WEIGHTS, Scene, SceneCache
from playground.session.follow import chosen_columns, follow, is_arrival
from playground.session.history import History
from playground.session.state import State

# What a link tells of the numbers that its author saw, and the file that it took them from.
LINK_CITATION_KEYS = ("expect", "core", "src")
# So many fits without some of the points keep them at hand for undo and redo.
MOST_LEFT_OUT = 50
# Called with the scene before, the scene now, and the keys that changed.
Listener = Callable[[Scene, Scene, list[str]], None]


class Session:
    """State, scene and history that belong together."""

    def __init__(self, clock: Callable[[], float], listener: Listener) -> None:
        self.state = State()
        self.cache = SceneCache()
        self._plain = SceneCache()
        self._history = History(clock)
        self._listener = listener
        self.scene = self.cache.scene(self.state.values(), Interaction())
        # Points as they were fitted without others, so that undo and redo find these again.
        self._left_out: deque[tuple[Points, LeftOut]] = deque(maxlen=MOST_LEFT_OUT)

    @property
    def interaction(self) -> Interaction:
        return self.scene.interaction

    def seen(self) -> Scene:
        """The scene as the open tab shows it: some know the squared loss alone, or no weights."""
        scene, aside = self.scene, dict[str, Any]()
        view, values = scene.state.view, scene.state.values()
        if view in SQUARES_ONLY and scene.state.loss != "squared":
            aside["loss"] = scene.state.loss
            values = {**values, "loss": "squared"}
        if view in WITHOUT_WEIGHTS and scene.data.weighted_by is not None:
            aside["weights"] = scene.data.weighted_by
            # Without weights their column is no feature either.
            values = {**values, **chosen_columns(scene.data), "weights": None}
        if not aside:
            return scene
        return replace(self._plain.scene(values, scene.interaction), set_aside=aside)

    # Magnitudes beyond the floats become infinities that are shown, as in the browser.
    @np.errstate(all="ignore")
    def change(
        self,
        partial: Mapping[str, Any],
        gesture: str | None = None,
        fresh: bool = False,
        **interaction: Any,
    ) -> None:
        """Change checked values with all that follows from them, as one step of undo."""
        now = self.state.values()
        changes = follow(now, self.scene.data, partial, self.cache, fresh)
        self.commit(changes, gesture, **interaction)

    @np.errstate(all="ignore")
    def commit(
        self,
        changes: Mapping[str, Any],
        gesture: str | None = None,
        record: bool = True,
        **interaction: Any,
    ) -> None:
        """Make exactly these changes; raises data.DataError where they cannot be computed."""
        before = self.state.values()
        after = {**before, **changes}
        if any(after[key] != before[key] for key in UNDOABLE_KEYS):
            # It was told of other numbers.
            after |= {key: None for key in LINK_CITATION_KEYS if key not in changes}
        changed = [key for key in after if after[key] != before[key]]
        scene = self.cache.scene(after, self.interaction)
        if record and any(key in UNDOABLE_KEYS for key in changed):
            self._history.record(_memory(before), gesture, held=bool(interaction.get("dragging")))
        self.state.param.update(**{key: after[key] for key in changed})
        self._publish(
            replace(scene, interaction=self._next_interaction(scene, interaction)), changed
        )

    def update_interaction(self, **interaction: Any) -> None:
        """Change what the page shows beside the state."""
        self.commit({}, **interaction)

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
        self.commit(memory, record=False, announcement=said, group=())
        if self.scene.data.count != count:
            # Rows are others now; of a move that is taken back the point stays selected.
            self.update_interaction(selected=None)

    def _next_interaction(self, scene: Scene, changes: Mapping[str, Any]) -> Interaction:
        old, data = self.interaction, scene.data
        # Words about what was done hold until something else is done.
        announcement = old.announcement if _step(scene) is _step(self.scene) else ""
        interaction = replace(
            old,
            **{
                "announcement": announcement,
                "dragging": False,
                "holding": False,
                "skip_text": False,
                **changes,
            },
        )
        choices = interaction.choices
        left_out = choices.left_out is not old.choices.left_out
        arrived = not left_out and is_arrival(self.scene.data, data)
        points = self.state.values()["points"]
        if left_out and choices.left_out is not None:
            self._left_out.append((points, choices.left_out))
        if arrived or (not left_out and data.count != self.scene.data.count):
            # What would be put back belongs among the points that were there.
            known = (left for known, left in self._left_out if known is points)
            choices = replace(choices, left_out=next(known, None))
        if arrived:
            choices = replace(choices, table_row=0)
        gone = interaction.selected is not None and (arrived or interaction.selected >= data.count)
        return replace(
            interaction,
            data_generation=interaction.data_generation + arrived,
            selected=None if gone else interaction.selected,
            group=() if arrived else interaction.group,
            samples=0 if arrived else interaction.samples,
            choices=choices,
            can_undo=self._history.can_undo,
            can_redo=self._history.can_redo,
        )

    def _publish(self, scene: Scene, changed: list[str]) -> None:
        before, self.scene = self.scene, scene
        self._listener(before, scene, changed)


def _step(scene: Scene) -> Step | None:
    return None if scene.solved is None else scene.solved.step


def _memory(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: values[key] for key in UNDOABLE_KEYS}
