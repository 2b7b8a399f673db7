"""What an edit in the table makes of the points. Pure functions of Points."""

from __future__ import annotations

from dataclasses import replace

from linreg.tables import csv_line
from playground.engine.points import Points
from playground.session.edit import Refused

# More would not fit what the table, undo and a link are made for; a file has no such limit.
MOST_PASTED = 100_000


def with_cell(points: Points, row: int, name: str, text: str) -> Points:
    """One cell changed; a row beyond the last is added."""
    grown = points if row < len(points) else points.with_row({})
    return grown.with_cells(row, {name: text.strip()})


def with_block(points: Points, row: int, name: str, text: str) -> Points:
    """A block from a spreadsheet laid over the table from a cell on; new rows are added."""
    block = [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
    place = points.names.index(name)
    width = max(map(len, block))
    room = len(points.names) - place
    if width > room:
        raise Refused(
            f"The pasted block has {width} columns, but there are only {room} from {name} "
            "on. Paste it "
            "further left, or upload it as a file."
        )
    if len(block) > MOST_PASTED:
        raise Refused(f"More than {MOST_PASTED} rows were pasted. Upload them as a file.")
    columns = [list(column) for column in points.columns]
    missing = max(0, row + len(block) - len(points))
    for j, column in enumerate(columns):
        column.extend([""] * missing)
        for i, line in enumerate(block):
            if place <= j < place + len(line):
                column[row + i] = line[j - place].strip()
    return replace(points, columns=tuple(map(tuple, columns)))


def csv(points: Points) -> str:
    """The points as CSV: every cell as typed, quoted where it must be."""
    return "".join(map(csv_line, [points.names, *zip(*points.columns, strict=True)]))
