"""The points as a table: to read, edit, paste into and save."""

from __future__ import annotations

from playground.controls.gestures import GridEdit, listen
from playground.controls.models import DataGrid, Group, Prose
from playground.controls.widgets import Action, Download
from playground.engine.data import Data
from playground.engine.numbers import typeset, whole
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.session.table_edit import csv, with_block, with_cell
from playground.views.common.base import Slots, on_click, on_each_click, on_open, put
from playground.views.common.plane import counted

# Rows shown at a time, and columns at all.
WINDOW, MOST_COLUMNS = 50, 100
# The column of what a robust fit makes each row count.
WEIGHT = "weight"


def window(data: Data, first: int) -> list[list[str]]:
    """The texts of up to WINDOW rows from `first` on, in up to MOST_COLUMNS columns."""
    columns = [column[first : first + WINDOW] for column in data.points.columns[:MOST_COLUMNS]]
    return [list(row) for row in zip(*columns, strict=True)]


def counts(scene: Scene, first: int) -> list[str]:
    """How much a robust fit counts each of these rows; empty where it does not use one."""
    found = counted(scene)
    if found is None:
        return []
    shown = ["" for _ in range(min(WINDOW, scene.data.count - first))]
    for row, count in zip(scene.data.rows.tolist(), found.tolist(), strict=True):
        if 0 <= row - first < len(shown):
            shown[row - first] = typeset(count, digits=3)
    return shown


def _name(scene: Scene) -> str:
    """What the column of these is called."""
    return WEIGHT if WEIGHT not in scene.data.table.columns else f"{WEIGHT} in the fit"


def _left_out(count: int) -> str:
    """How many of `count` columns the table shows, where not all."""
    if count <= MOST_COLUMNS:
        return ""
    return f"The first {MOST_COLUMNS} of {whole(count)} columns. The download has all of them."


class TableView:
    """Owns the folded table under the data dials; costs nothing while it is folded."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._scene: Scene | None = None
        self._grid = DataGrid(label="Data table")
        self._note = Prose()
        self._add = Action(label="Add row", icon="add")
        self._save = Download(label="Download data", filename="points.csv", mime="text/csv")
        self._fold = Group(title="Table and downloads", look="fold")
        self._row = Group(look="row")
        self.slots: Slots = {"table": self._fold}
        listen(self._grid, GridEdit, self._edited)
        on_open(self._fold, commands)
        on_each_click(self._add, self._append)
        on_click(self._save, lambda _: self._prepare())

    def show(self, scene: Scene, before: Scene | None) -> None:
        if self._scene is None or scene.data is not self._scene.data:
            # What was prepared for saving is out of date.
            self._save.content = ""
        self._scene = scene
        if self._fold.title in scene.interaction.choices.open_folds:
            self._fill()
            self._refresh(scene)

    def _fill(self) -> None:
        if not self._row.elements:
            document = self._fold.document
            self._row.elements = [part.get_root(document) for part in (self._add, self._save)]
            self._fold.elements = [self._grid, self._row, self._note]

    def _refresh(self, scene: Scene) -> None:
        data, interaction = scene.data, scene.interaction
        note = _left_out(len(data.table.columns))
        put(self._note, parts=[(note, "muted")] if note else [])
        first = min(interaction.choices.table_row, max(0, data.count - WINDOW))
        rows, more = window(data, first), counts(scene, first)
        if more:
            rows = [[*row, count] for row, count in zip(rows, more, strict=True)]
        if rows != self._grid.rows:
            self._grid.rows = rows
        self._grid.update(
            columns=[*data.table.columns[:MOST_COLUMNS], *([_name(scene)] if more else [])],
            computed=1 if more else 0,
            first=first,
            count=data.count,
            selected=interaction.selected,
            several=list(interaction.group),
        )

    def _prepare(self) -> None:
        if self._scene is not None:
            self._save.content = csv(self._scene.data.points)

    def _edited(self, event: GridEdit) -> None:
        if event.kind == "select":
            self._commands.select(event.row)
        elif event.kind == "page":
            self._commands.choose(table_row=event.row)
        else:
            self._write(event)
        # Also after a refusal: the page then shows the cell as it was.
        self._grid.answers += 1

    def _write(self, event: GridEdit) -> None:
        if self._scene is None or event.column not in self._scene.data.table.columns:
            return  # It was computed, or has gone since.
        put = with_cell if event.kind == "cell" else with_block
        row, column = event.row, event.column
        assert row is not None
        assert column is not None
        self._commands.edit_points(
            lambda points: put(points, row, column, event.text),
            f"Row {row + 1} changed.",
        )

    def _append(self) -> None:
        self._commands.edit_points(lambda points: points.with_row({}), "An empty row was added.")
        if self._scene is not None:
            self._commands.choose(table_row=max(0, self._scene.data.count - WINDOW))
