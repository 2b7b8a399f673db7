"""The app as the page's bridge sees it: one document, and what may be asked of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from bokeh.document import Document
from bokeh.model import Model

from linreg.links import StateError
from playground.controls import defaults
from playground.controls.theme import Paint
from playground.engine.axes import Extent
from playground.engine.limits.data_error import DataError
from playground.engine.limits.memory import NO_MEMORY, check_bytes
from playground.engine.results import results
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.session.links import LinkCommands
from playground.session.notices import Notice, NoticeList
from playground.session.reading.files import FileCommands
from playground.session.reading.upload import left_out
from playground.session.session import Session
from playground.session.state import checked
from playground.views.common.base import window
from playground.views.notices import NoticesView
from playground.views.registry import make_views

StateCallback = Callable[[list[str]], None]


class App:
    """The playground without a browser. Its document's roots are named by their slots."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._session = Session(clock, self._on_change)
        self._notices = NoticeList()
        self._notices_view = NoticesView(self._notices)
        self._commands = Commands(self._session, self._notices.say, self._window)
        self.reading = FileCommands(self._session, self._notices)
        self.links = LinkCommands(self._session, self._notices.say, self.reading.tell)
        self._views = make_views(self._commands)
        self._state_callbacks: list[StateCallback] = []
        self._dark = self._contrast = False
        self.document = Document()
        # Bokeh would otherwise go through all models again for each root.
        with self.document.models.freeze():
            self.slots = {
                slot: model for view in self._regions() for slot, model in self._draw(view)
            }
        self._seen: Scene | None = None
        self._show()
        self._paint = Paint(self.document)
        self._commands.on_models(self._apply_colours)

    @np.errstate(all="ignore")
    def get_state(self) -> dict[str, Any]:
        """Every key of the state, and `results`; JSON-able."""
        scene = self._session.scene
        found = results(scene, self._notices.messages(scene), full=True)
        return {**self._session.state.to_link(), "results": found}

    @np.errstate(all="ignore")
    def news(self, keys: Iterable[str]) -> dict[str, Any]:
        """These keys of the state, and `results`: what the page hears after each change."""
        values = self._session.state.to_link(keys)
        scene = self._session.scene
        return {**values, "results": results(scene, self._notices.messages(scene))}

    def set_state(self, partial: Mapping[str, Any]) -> None:
        """Change some keys as one change; raises StateError, and then nothing has changed."""
        if partial.get("points") is not None and partial.get("data", "own") != "own":
            text = f"points belong to data = own, not to {partial['data']}: leave one of them out."
            raise StateError("points", text)
        self._set(lambda: self._session.change(checked(partial)))
        self.links.compare(partial)
        data = self._session.scene.data
        if "points" in partial and (text := left_out(data.table, data)):
            self._notices.say(Notice("info", text, "points"))

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be as in a saved `get_state()`; nothing to undo."""
        values = {key: value for key, value in state.items() if key != "results"}
        self._set(lambda: self._session.commit(checked(values), record=False))

    def upload(self, name: str, data: bytes) -> None:
        """Take a file's table as one's own points, or be as a state file says.

        A bad file is a notice and changes nothing.
        """
        try:
            check_bytes(len(data))
            if not self.links.open_file(name, data):
                self.reading.load(name, data)
        except (DataError, StateError, MemoryError) as error:
            said = str(error) if isinstance(error, ValueError) else NO_MEMORY
            self._notices.say(Notice("error", f"{name}: {said} Nothing was loaded.", "points"))

    def set_environment(
        self, dark: bool, contrast: bool, reduced_motion: bool, coarse: bool
    ) -> None:
        """What the visitor's system asks for."""
        self._commands.reduced_motion = reduced_motion
        # Most ask for what the app was made with, and the start waits for this answer.
        if (dark, contrast, coarse) == (
            self._dark,
            self._contrast,
            self._session.interaction.coarse,
        ):
            return
        self._dark, self._contrast = dark, contrast
        self._session.update_interaction(coarse=coarse)

    @property
    def animating(self) -> bool:
        """Whether the page shall ask for the next frame."""
        return self.running or bool(self._commands.jobs)

    @property
    def running(self) -> bool:
        """Whether something moves by itself; other work lets what hands do go first."""
        return self._commands.moving

    def frame(self, elapsed_ms: float) -> None:
        """The page draws a frame, so many milliseconds after the last."""
        self._commands.frame(elapsed_ms)
        self._commands.jobs.frame()

    def on_state(self, callback: StateCallback) -> None:
        """Call back after each change, with the keys that changed."""
        self._state_callbacks.append(callback)

    def on_message(self, callback: Callable[[dict[str, str]], None]) -> None:
        """Call back with each new notice: {level, text, key}."""
        self._notices.on_message(callback)

    def on_progress(self, callback: Callable[[], None]) -> None:
        """Call back whenever a part of what a change takes is done."""
        self._commands.on_progress(callback)

    def _regions(self) -> list[Any]:
        return [*self._views, self._notices_view]

    def _draw(self, view: Any) -> list[tuple[str, Model]]:
        """Add the models of a view to the document, each named by its slot."""
        drawn = []
        for slot, part in view.slots.items():
            model = part if isinstance(part, Model) else part.get_root(self.document)
            model.name = slot
            self.document.add_root(model)
            drawn.append((slot, model))
        return drawn

    def _set(self, act: Callable[[], None]) -> None:
        try:
            act()
        except DataError as error:
            raise StateError(error.key, str(error)) from error
        except MemoryError as error:
            raise StateError("", NO_MEMORY) from error

    def _window(self) -> tuple[Extent, Extent]:
        return window(self.slots["plot"])

    def _on_change(self, before: Scene, scene: Scene, changed: list[str]) -> None:
        self._show()
        self._apply_colours()
        if scene.data is not before.data:
            self._notices.expire()
            self.reading.tell_of_points()
        if "formula" in changed:
            self._notices.withdraw("formula")
        self._notices.stand(scene)
        if changed:
            for callback in self._state_callbacks:
                callback(changed)

    def _apply_colours(self) -> None:
        theme = self._session.state.theme
        dark = self._dark if theme in ("auto", "contrast") else theme == "dark"
        self._paint.apply(dark, self._contrast or theme == "contrast")

    @np.errstate(all="ignore")
    def _show(self) -> None:
        before, self._seen = self._seen, self._session.seen()
        for view in self._views:
            view.show(self._seen, before)
            self._commands.progress()


def make_app(clock: Callable[[], float] = time.monotonic) -> App:
    """The app in its first state. Built twice, the document is the same to the byte."""
    defaults.remember()
    return App(clock)
