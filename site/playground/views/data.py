"""The data panel: controls of simulated data, upload, columns, and the points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from linreg.links import KEYS
from playground.controls.models import NumberTable, Prose
from playground.controls.widgets import Action, Choice, Dial, FileField, Picks
from playground.engine.closed_form import EPS
from playground.engine.data import Data, keys_of, source_note
from playground.engine.numbers import datum, shortened, typed, typeset, whole
from playground.engine.parts import Part
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import Slots, on_click, on_each_click, put
from playground.views.common.distance import DISTANCE, distance

# Slider ranges; the fields accept what the state accepts.
DIALS = {
    "n": {"label": "Number of points", "start": 2, "end": 500, "step": 1, "integer": True},
    "slope": {"label": "True slope", "start": -5.0, "end": 5.0, "step": 0.05},
    "intercept_true": {"label": "True intercept", "start": -5.0, "end": 5.0, "step": 0.05},
    "noise": {"label": "Noise", "start": 0.0, "end": 5.0, "step": 0.05},
    "seed": {"label": "Seed", "start": 0, "end": 99, "step": 1, "integer": True},
    "outliers": {"label": "Outliers", "start": 0, "end": 20, "step": 1, "integer": True},
    "epsilon": {
        **DISTANCE,
        "help": "Distance between the two columns; 0 makes them identical.",
    },
}
DEGREE = {"label": "Polynomial degree", "start": 1, "end": 20, "step": 1, "integer": True}
# What the dials do beside points that they have not made.
REPLACING = (
    "The sliders below make simulated data. Moving one replaces your points. You are asked first, "
    "and Undo restores your points."
)
ASKS = "Replace your points with simulated data?"
# What `linreg.read_table` reads.
ACCEPTED = (
    ".csv,.tsv,.txt,.json,.xlsx,.xlsm,.npy,.npz,text/csv,text/tab-separated-values,text/plain,"
    "application/json,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
# What the chooser of the weights shows where there are none.
NO_WEIGHTS = "None"
# Tables list so many features, and lists offer so many columns to choose from.
MOST_LISTED, MOST_OFFERED = 30, 1000
# So many characters of a name and its numbers have room in one row of the panel.
WIDEST = 21
# A field without a limit of the state's own ends here: no float of use lies beyond.
FARTHEST = 1e300


def points_table(scene: Scene) -> tuple[str, list[str], list[list[list[Part]]]]:
    """Caption, column heads and rows: the selected point, or the data as a whole."""
    data, row = scene.data, scene.interaction.selected
    if row is not None and row < data.count:
        return f"Point {whole(row + 1)}", ["", ""], _point_rows(scene, row)
    heads = ["", "min", "mean", "max"]
    group = np.isin(data.rows, scene.interaction.group)
    if group.any():
        return f"{whole(int(group.sum()))} selected points", heads, _summary_rows(data, group)
    return "All points", heads, _summary_rows(data)


def _wide(rows: list[list[list[Part]]]) -> bool:
    """Whether a name and its three numbers in one row would be wider than the panel."""
    lengths = [[sum(len(text) for text, _ in cell) for cell in row] for row in rows]
    widest = [max(column) for column in zip(*lengths, strict=True)]
    return len(widest) > 2 and sum(widest) > WIDEST


def _point_rows(scene: Scene, row: int) -> list[list[list[Part]]]:
    data = scene.data
    weighted = () if data.weighted_by is None else (data.weighted_by,)
    names = (*data.features[:MOST_LISTED], *weighted, data.target)
    rows = [[_head(name), [(typed(data.table.text(name)[row]) or "missing", "")]] for name in names]
    used = (data.rows == row).nonzero()[0]
    if (solved := scene.solved) is None or not len(used):
        return rows
    whole_w = solved.fit.whole()
    sound = solved.fit.unique and np.isfinite(whole_w).all()
    w = whole_w if sound else solved.fit.minimum
    fitted = float(solved.problem.fitted(w)[used[0]])
    residual = float(solved.problem.y[used[0]]) - fitted
    of = f" {shortened(scene.response, 12)}" if solved.problem.transformed else ""
    rounding = EPS * (abs(fitted) + abs(fitted + residual))
    error = max(rounding, solved.fit.closed_error**0.5) if solved.fit.passes else rounding
    return [
        *rows,
        [[(f"fitted{of}", "?fitted")], [(typeset(fitted, digits=5), "closed")]],
        [
            [("residual", "?residual")],
            [(typeset(residual, error, 4), "closed")],
        ],
    ]


def _summary_rows(data: Data, chosen: Any = slice(None)) -> list[list[list[Part]]]:
    """Of the numbers of the chosen rows, (N,) of truth values."""
    if not data.N:
        return []
    numbers = [name for name in data.features if data.is_number(name)]
    columns = [(name, data.values[name][chosen]) for name in numbers[:MOST_LISTED]]
    columns.append((data.target, data.y[chosen]))
    rows: list[list[list[Part]]] = [
        [_head(name), *([(datum(float(v), digits=4), "")] for v in (c.min(), _mean(c), c.max()))]
        for name, c in columns
    ]
    return [*rows[:-1], *_more(len(numbers)), rows[-1]]


def _more(count: int) -> list[list[list[Part]]]:
    """The row that stands for features beyond those that are listed."""
    left = count - MOST_LISTED
    return [[[(f"{whole(left)} more features", "muted")], [], [], []]] if left > 0 else []


def _mean(column: np.ndarray) -> float:
    """The mean; a centred column's is zero and not what rounding has left of it."""
    mean = float(column.mean())
    return 0.0 if abs(mean) <= EPS * float(np.abs(column).max()) else mean


def _head(name: str) -> list[Part]:
    return [(shortened(name), "")]


def offered(names: Sequence[str], chosen: Sequence[str]) -> list[tuple[str, str]]:
    """The options of a list: the first of many columns, and whatever is chosen."""
    if len(names) > MOST_OFFERED:
        wanted = {*names[:MOST_OFFERED], *chosen}
        names = [name for name in names if name in wanted]
    return [(name, shortened(name)) for name in names]


def has_columns_to_choose(data: Data) -> bool:
    """Whether there is more than one way to choose target and features."""
    return len(data.choosable) > 2


def dials_of(scene: Scene) -> tuple[str, ...]:
    """The dials that change something: those of the set, and of a line beside own points.

    The tab Collinearity has the dial of that name itself.
    """
    keys = keys_of("linear" if scene.state.data == "own" else scene.state.data)
    here = scene.state.view == "collinearity"
    return tuple(key for key in DIALS if key in keys and not (here and key == "epsilon"))


class DataView:
    """Owns every control of the left column."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self.dials = {key: self._dial(key, DIALS[key]) for key in DIALS}
        self.degree = self._dial("degree", DEGREE)
        self.source = Prose()
        self.replacing = Prose(parts=[(REPLACING, "muted")], visible=False)
        self.upload = FileField(
            label="Upload data",
            accept=ACCEPTED,
            help="CSV, TSV, Excel, JSON or NumPy. Or drag and drop, or paste.",
        )
        self.target = Choice(label="Target", visible=False)
        self.features = Picks(label="Features", visible=False)
        self.weights = Choice(
            label="Weights", visible=False, help="A column that says how much each row counts."
        )
        self.add = Action(label="Add point", icon="add")
        self.delete = Action(label="Delete point", icon="delete", disabled=True)
        self.clear = Action(label="Clear points", icon="clear")
        self.points = NumberTable()
        self.slots: Slots = {
            "source": self.source,
            "replacing": self.replacing,
            **self.dials,
            "degree": self.degree,
            "upload": self.upload,
            "target": self.target,
            "features": self.features,
            "weights": self.weights,
            "add": self.add,
            "delete": self.delete,
            "clear": self.clear,
            "points": self.points,
        }
        self.target.on_edit(lambda edit: commands.change({"target": edit.new}))
        self.features.on_edit(lambda edit: commands.change({"features": tuple(edit.new)}))
        self.weights.on_edit(lambda edit: commands.change({"weights": edit.new or None}))
        on_each_click(self.add, commands.add_point)
        on_click(self.delete, lambda _: commands.delete_point())
        on_click(self.clear, lambda _: commands.clear_points())
        for key, dial in self.dials.items():
            dial.on_edit(lambda edit, key=key: self._generate(key, edit.new))
        self.degree.on_edit(
            lambda edit: commands.change({"degree": edit.new}, gesture="dial degree")
        )

    def _dial(self, key: str, look: dict[str, Any]) -> Dial:
        kind = KEYS[key].kind
        low, high = kind.bounds[:2]
        # What is accepted beside the bounds, such as 0 for an exact copy.
        low = min([low, *kind.choices]) if low is not None else -FARTHEST
        return Dial(**look, low=low, high=FARTHEST if high is None else high)

    def _generate(self, key: str, value: float) -> None:
        self._commands.generate(key, distance(value) if key == "epsilon" else value)

    def show(self, scene: Scene, before: Scene | None) -> None:
        data, interaction = scene.data, scene.interaction
        put(self.add, disabled=not data.editable)
        put(self.delete, disabled=interaction.selected is None and not interaction.group)
        put(self.clear, disabled=data.count == 0)
        note = source_note(data)
        put(self.source, parts=[(note, "muted")] if note else [], visible=bool(note))
        self._show_dials(scene)
        self._show_columns(data, scene.weighted_by or "")
        caption, columns, rows = points_table(scene)
        put(self.points, caption=caption, columns=columns, rows=rows, stacked=_wide(rows))

    def _show_dials(self, scene: Scene) -> None:
        put(self.replacing, visible=scene.state.data == "own")
        shown = dials_of(scene)
        for key, dial in self.dials.items():
            put(dial, value=scene.state.values()[key], visible=key in shown)
            put(dial, asks=ASKS if scene.state.data == "own" else "")
        # There cannot be more outliers than points.
        put(self.dials["outliers"], high=scene.state.n)
        put(self.degree, value=scene.state.degree)

    def _show_columns(self, data: Data, weights: str) -> None:
        visible = has_columns_to_choose(data)
        numbers = [name for name in data.numeric if name != weights]
        targets = offered(numbers, (data.target,))
        put(self.target, options=targets, value=data.target, visible=visible)
        others = [name for name in data.choosable if name not in (data.target, weights)]
        chosen = offered(others, data.features)
        put(self.features, options=chosen, value=list(data.features), visible=visible)
        counting = [name for name in data.numeric if name != data.target]
        options = [("", NO_WEIGHTS), *offered(counting, (weights,))]
        put(self.weights, options=options, value=weights, visible=visible)
