"""Own points as numbers: how each cell is read, whatever the others are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from linreg.tables import COMMA, POINT, Doubt, Notation, Table
from playground.engine.points import Cells, Points

Read = Callable[[str], str]


def as_read(points: Points) -> Points:
    """The points with every number of a column of numbers as a plain decimal.

    A point is a decimal point wherever it can be, so that a cell with a comma changes no other.
    A comma before three digits is one between thousands, unless the commas of its column, or of
    the other columns, are decimal.
    """
    if not _has_commas(points):
        return points
    table = _table(points)
    columns = (_rewritten(table, name, table.notation(name)) for name in points.names)
    return replace(points, columns=tuple(columns))


def doubts(points: Points | None) -> tuple[Doubt, ...]:
    """The columns in which a comma may be meant in the other way."""
    if points is None or not _has_commas(points):
        return ()
    found = _table(points).report.doubts
    return tuple(doubt for doubt in found if "," in doubt.cell)


def read_otherwise(points: Points, open_to: tuple[Doubt, ...]) -> Points:
    """The points as plain decimals, with the commas of these columns read in the other way."""
    table, notations = _table(points), dict[str, Notation]()
    for name in points.names:
        notations[name] = table.notation(name)
    for doubt in open_to:
        notations[doubt.column] = _other(notations[doubt.column])
    columns = (_rewritten(table, name, notation) for name, notation in notations.items())
    return replace(points, columns=tuple(columns))


def _table(points: Points) -> Table:
    return Table.typed(dict(zip(points.names, points.columns, strict=True)))


def _has_commas(points: Points) -> bool:
    # What is in arrays has been read already.
    typed = (column for column in points.columns if isinstance(column, tuple))
    return any("," in "".join(column) for column in typed)


def _other(notation: Notation) -> Notation:
    return COMMA if notation == POINT else POINT


def _rewritten(table: Table, name: str, notation: Notation) -> Cells:
    """The cells with a comma as plain decimals; in a column of text they stay."""
    cells = table.text(name)
    if table.kind(name) == "category" or not isinstance(cells, tuple):
        return cells
    return tuple(_decimal(cell, notation) if "," in cell else cell for cell in cells)


def _decimal(cell: str, notation: Notation) -> str:
    found = (n.canonical(cell) for n in (notation, _other(notation)))
    return next((decimal for decimal in found if decimal is not None), cell)
