"""What a person can do: the commands behind the controls, gestures and keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from linreg.formula import FormulaError
from linreg.links import KEYS, StateError
from playground.engine.axes import Extent
from playground.engine.data import Data, keys_of
from playground.engine.interaction import Choices
from playground.engine.limits.data_error import DataError
from playground.engine.numbers import typed, whole
from playground.engine.points import Points
from playground.engine.refits import SAMPLES
from playground.session import edit
from playground.session.descent import DescentCommands
from playground.session.fit_change import fit_change
from playground.session.follow import BROUGHT, chosen_columns
from playground.session.jobs import Jobs
from playground.session.model_change import fits_set, replaced, transformed, written
from playground.session.notices import Notice, Offer
from playground.session.run import Run
from playground.session.sampling import SamplingCommands
from playground.session.session import Session
from playground.session.state import checked

# What says which data are fitted.
DATA_KEYS = (
    "data", "points", "n", "seed", "noise", "slope", "intercept_true", "outliers", "epsilon",
    "features", "target", "weights",
)  # fmt: skip
# What other data may bring with them.
BROUGHT_KEYS = (*BROUGHT, "lr")
# What is set aside for the collinear pair.
ASIDE_KEYS = (*DATA_KEYS, *BROUGHT_KEYS, "formula")
# New samples a second.
SAMPLING = 4.0


class Commands:
    """The commands; each makes one change of the session, or says why it cannot.

    window: the part of the plane that the plot shows, as (x, y).
    """

    def __init__(
        self,
        session: Session,
        say: Callable[..., None],
        window: Callable[[], tuple[Extent, Extent]],
    ) -> None:
        self._session, self._say, self._window = session, say, window
        self._sampling: Run | None = None
        self.descent = DescentCommands(session)
        self.sampling = SamplingCommands(session)
        # Long work of the views, a part a frame.
        self.jobs = Jobs()
        # Who hears that a part of what a change takes is done, and that models were made.
        self._watchers: list[Callable[[], None]] = []
        self._on_models: list[Callable[[], None]] = []
        # Who hears that the open tab has more to say of the same scene.
        self._on_told: list[Callable[[], None]] = []
        self._generated = session.state.data
        self.reduced_motion = False

    @property
    def reduced_motion(self) -> bool:
        """Whether the visitor wants nothing to move."""
        return self._reduced_motion

    @reduced_motion.setter
    def reduced_motion(self, wanted: bool) -> None:
        self._reduced_motion = self.descent.at_once = self.sampling.at_once = wanted

    @property
    def moving(self) -> bool:
        """Whether something moves by itself."""
        return self.descent.running or self._sampling is not None or self.sampling.moving

    def on_progress(self, callback: Callable[[], None]) -> None:
        self._watchers.append(callback)

    def progress(self) -> None:
        """A part of what a change takes is done."""
        for callback in self._watchers:
            callback()

    def on_models(self, callback: Callable[[], None]) -> None:
        self._on_models.append(callback)

    def models_made(self) -> None:
        """Models were made in the midst of a job: they are to be drawn in the page's colours."""
        for callback in self._on_models:
            callback()

    def on_told(self, callback: Callable[[], None]) -> None:
        self._on_told.append(callback)

    def told(self) -> None:
        """A job has found what the sentence of the open tab waits for."""
        for callback in self._on_told:
            callback()

    @property
    def shown(self) -> tuple[str, ...]:
        """What is drawn beside the points and lines: the key `show`."""
        shown: tuple[str, ...] = self._session.state.show
        return shown

    @property
    def _data(self) -> Data:
        return self._session.scene.data

    def change(self, partial: Mapping[str, Any], gesture: str | None = None) -> None:
        """Set keys of the state, as a control reports them."""
        before = self._session.scene
        self._try(lambda: self._session.change(checked(partial), gesture))
        if said := replaced(before, self._session.scene):
            self._say(Notice("info", said, "formula"), (Offer("Undo", self.undo),))

    def write_formula(self, text: str) -> FormulaError | None:
        """Fit the model that a formula says. Returns what is wrong with it; nothing is changed."""
        try:
            self._session.change({"formula": written(text)})
        except FormulaError as error:
            return error
        except (StateError, DataError) as error:
            cause = error.__cause__
            place = cause.position if isinstance(cause, FormulaError) else 0
            return FormulaError(str(error), text.strip(), place)
        return None

    def transform(self, name: str, change: str) -> None:
        """Transform a column, a feature or the target; change: one of `recipe.CHANGES`."""
        self.change({"formula": transformed(self._session.scene, name, change)})

    def choose(self, **choices: Any) -> None:
        """Change some of `Choices`: what is shown beside the state."""
        chosen = replace(self._session.interaction.choices, **choices)
        self._session.update_interaction(choices=chosen)

    def fold(self, title: str, is_open: bool) -> None:
        """Open or close a fold."""
        others = self._session.interaction.choices.open_folds - {title}
        self.choose(open_folds=others | {title} if is_open else others)

    def move_handle(self, partial: Mapping[str, Any], gesture: str, done: bool) -> None:
        """Set keys of the state by a handle; all moves until it is let go are one step of undo.

        Where nothing is set, the handle goes back to its place once it is let go.
        """
        if partial:
            act = lambda: self._session.change(checked(partial), gesture, holding=not done)  # noqa: E731
            self._try(act)
        else:
            self._session.update_interaction(holding=not done)
        if done:
            self._session.settle()

    def choose_data(self, name: str) -> None:
        """Show another data set, with its own defaults; nothing is aside any more."""
        choices = replace(self._session.interaction.choices, set_aside=None)
        self._try(
            lambda: self._session.change(checked({"data": name}), fresh=True, choices=choices)
        )

    def open_tab(self, name: str) -> None:
        """Open a tab. Collinearity takes its pair along where the data are as at a first visit."""
        now, linked = self._session.state.values(), self._session.interaction.linked
        untouched = all(now[key] == KEYS[key].default for key in DATA_KEYS)
        if name == "collinearity" and untouched and not linked:
            self.show_pair(view=name, **{key: now[key] for key in BROUGHT_KEYS})
        else:
            self.change({"view": name})

    def show_pair(self, **also: Any) -> None:
        """Show the generated pair of columns, at first independent, with the data set aside."""
        now = self._session.state.values()
        aside = {key: now[key] for key in ASIDE_KEYS}
        choices = replace(self._session.interaction.choices, set_aside=aside)
        changes = checked({"data": "collinear", "epsilon": 1.0, **also})
        self._try(lambda: self._session.change(changes, choices=choices))

    def back_to_data(self) -> None:
        """Show the data again that were set aside for the pair."""
        choices = self._session.interaction.choices
        if choices.set_aside is not None:
            aside, choices = choices.set_aside, replace(choices, set_aside=None)
            self._try(lambda: self._session.change(aside, choices=choices))

    def generate(self, key: str, value: float) -> None:
        """Move a dial of the generator, which makes the generated set again.

        From own points on it is the set they came from, fitted as they are fitted now.
        """
        state = self._session.state
        if key in keys_of(state.data):
            self._generated = state.data
        elif key not in keys_of(self._generated):
            self._generated = "linear"
        kept = {key: getattr(state, key) for key in BROUGHT} if state.data == "own" else {}
        if kept and fits_set(state.formula, self._generated):
            kept["formula"] = state.formula
        self.change({**kept, "data": self._generated, key: value}, gesture=f"dial {key}")

    def undo(self) -> None:
        self._session.undo()

    def redo(self) -> None:
        self._session.redo()

    def add_point(self, x: float | None = None, y: float | None = None) -> None:
        """Add a point, in the middle of the plot if no place is given, and select it."""
        across, up = self._window()
        data, spans, row = self._data, self._spans(), self._data.count
        x, y = (across.middle if x is None else x), (up.middle if y is None else y)
        if data.simple:
            x, y = edit.free_place(x, y, (data.X[:, -1], data.y), spans)
        self._edit(
            lambda: edit.added(data, x, y, spans),
            f"Point {whole(row + 1)} added",
            row,
        )

    def move_point(self, row: int, x: float, y: float) -> None:
        """Move a point; all moves until `release_point` are one step of undo."""
        self._edit(
            lambda: edit.moved(self._data, row, x, y, self._spans()),
            f"Point {whole(row + 1)} moved",
            row,
            gesture=f"drag {row}",
            dragging=True,
        )

    def release_point(self, row: int, x: float | None = None, y: float | None = None) -> None:
        """Let go of a point, at a place if one is given."""
        if self._session.interaction.dragging and x is not None and y is not None:
            self.move_point(row, x, y)
        self._session.settle()
        self._session.update_interaction(dragging=False)

    def delete_point(self, row: int | None = None) -> None:
        """Delete a point; if none is given, all that are selected, as one step of undo."""
        chosen = self._chosen() if row is None else (row,)
        rows = [r for r in chosen if r < self._data.count]
        one = f"Point {whole(rows[0] + 1)}" if len(rows) == 1 else f"{whole(len(rows))} points"
        if rows:
            self._edit(lambda: edit.removed(self._data, rows), f"{one} deleted.", None)

    def fit_without_selected(self) -> None:
        """Take the selected points out of the fit, as one step of undo; they can be restored."""
        rows = [row for row in self._chosen() if row < self._data.count]
        if not rows or len(rows) == self._data.count:
            self.refuse(
                edit.Refused("Select some of the points, and not all, to fit without them.")
            )
            return
        choices = self._session.interaction.choices
        left = edit.left_out(self._data, rows, choices.left_out)
        self._refit(
            lambda: edit.removed(self._data, rows),
            "Fitted without {}.",
            len(rows),
            replace(choices, left_out=left),
        )

    def fit_with_all(self) -> None:
        """Put the points back that were taken out of the fit, as one step of undo."""
        choices = self._session.interaction.choices
        if (left := choices.left_out) is not None:
            self._refit(
                lambda: self._data.points.with_rows(left.rows),
                "Fitted again with all {}.",
                self._data.count + len(left.rows),
                replace(choices, left_out=None),
            )

    def _refit(self, make: Callable[[], Points], how: str, count: int, choices: Choices) -> None:
        """Fit other points, and say what that changes; how: a sentence that counts them."""
        before = self._session.scene
        self._edit(make, "", None, choices=choices)
        after = self._session.scene
        if after.data is not before.data:
            what = "1 point" if count == 1 else f"{whole(count)} points"
            said = how.format(what) + fit_change(before, after)
            self._session.update_interaction(announcement=said)

    def _chosen(self) -> tuple[int, ...]:
        """The rows that are selected: one, several or none."""
        interaction = self._session.interaction
        return interaction.group if interaction.selected is None else (interaction.selected,)

    def edit_points(self, make: Callable[[Points], Points], said: str) -> None:
        """Change the points as a table; the selected point stays selected."""
        self._edit(lambda: make(self._data.points), said, self._session.interaction.selected)

    def clear_points(self) -> None:
        self._edit(lambda: self._data.points.cleared(), "All points cleared.", None)

    def select(self, row: int | None) -> None:
        said = (
            "Nothing selected." if row is None else f"Point {whole(row + 1)}: {self._place(row)}."
        )
        self._session.update_interaction(selected=row, group=(), announcement=said)

    def select_group(self, rows: Sequence[int]) -> None:
        """Select several points at once; of a sample, no one but the drawn ones could be meant."""
        if self._data.sampled:
            self.refuse(edit.Refused("There are too many points to select some of them."))
        elif len(rows) < 2:
            self.select(rows[0] if rows else None)
        else:
            said = f"{whole(len(rows))} points selected. Delete removes them."
            self._session.update_interaction(selected=None, group=tuple(rows), announcement=said)

    def explain_lasso(self, on: bool) -> None:
        """Say what a drag on empty ground does, now that the lasso's button is pressed, or not."""
        self._session.update_interaction(
            announcement="Drag around points to select them." if on else ""
        )

    def settle(self) -> None:
        """End the present gesture: the next change is a step of undo of its own."""
        self._session.settle()

    def new_samples(self) -> None:
        """Refit to new samples, one after the other; all at once where no motion is wanted."""
        self._sampling = None if self.reduced_motion else Run(SAMPLING)
        shown = SAMPLES if self.reduced_motion else 0
        batch = self._session.interaction.batch + 1
        self._session.update_interaction(samples=shown, batch=batch)

    def frame(self, elapsed_ms: float) -> None:
        """Take the steps of a running descent that are due, and the new samples."""
        self._draw_samples(elapsed_ms)
        self.sampling.frame(elapsed_ms)
        self.descent.frame(elapsed_ms)

    def _draw_samples(self, elapsed_ms: float) -> None:
        if self._sampling is None or not (due := self._sampling.frame(elapsed_ms)):
            return
        shown = min(self._session.interaction.samples + due, SAMPLES)
        if shown == SAMPLES:
            self._sampling = None
        self._session.update_interaction(samples=shown)

    def refuse(self, error: StateError | DataError | edit.Refused, before: str = "") -> None:
        """Say why nothing was done, and show the controls as they were."""
        self._say(Notice("error", f"{before}{error}", getattr(error, "key", "")))
        self._session.update_interaction(dragging=False)

    def _edit(
        self,
        make: Callable[[], Points],
        said: str,
        selected: int | None,
        gesture: str | None = None,
        dragging: bool = False,
        **interaction: Any,
    ) -> None:
        def edit_points() -> None:
            points = make()
            place = f" at {self._place(selected, points)}." if selected is not None else ""
            self._session.change(
                {"data": "own", "points": points, **self._chosen_columns()},
                gesture,
                selected=selected,
                group=(),
                announcement=said + place,
                dragging=dragging,
                **interaction,
            )

        self._try(edit_points)

    def _chosen_columns(self) -> dict[str, Any]:
        """The model of a generated set stays as it is once its points are one's own."""
        state, data = self._session.state, self._data
        if state.data == "own":
            return {}
        kept = {} if state.formula is None else {"formula": state.formula}
        return kept if data.takes_all else {**kept, **chosen_columns(data)}

    def _place(self, row: int, points: Points | None = None) -> str:
        """Where a point lies, in words."""
        points = self._data.points if points is None else points
        names = (*self._data.features, self._data.target)
        return ", ".join(
            f"{name} = {typed(points.column(name)[row]) or 'missing'}" for name in names
        )

    def _spans(self) -> tuple[float, float]:
        across, up = self._window()
        return across.span, up.span

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except (StateError, DataError, edit.Refused) as error:
            self.refuse(error)
