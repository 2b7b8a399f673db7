"""A file that was given, as points of one's own."""

from __future__ import annotations

import linreg
from linreg.tables import Table, TableError
from playground.data import Data, Trouble, select, usable_columns
from playground.numbers import shortened, whole
from playground.state import Points

# So many rows are named; more are counted.
MOST_NAMED = 5


def read(data: bytes) -> tuple[Points, str]:
    """The points of a table in any format of `linreg.read_table`, and what to tell about it.

    Raises Trouble.
    """
    try:
        table = linreg.read_table(data)
        usable = usable_columns(table)
        if len(usable) < 2:
            raise Trouble(_lacking(table, usable))
        chosen = select(table, usable[:-1], usable[-1])
    except TableError as error:
        raise Trouble(str(error)) from error
    return points_of(table), _report(table, chosen)


def _lacking(table: Table, usable: tuple[str, ...]) -> str:
    """Why a table without two columns of numbers cannot be fitted, and what to do."""
    has = f"only {usable[0]}" if usable else "none"
    found = [f"A fit needs two columns of numbers, and this table has {has}."]
    text = next(
        (name for name in table.columns if name not in usable and any(table.text(name))), ""
    )
    if text:
        row, cell = next((i, cell) for i, cell in enumerate(table.text(text)) if cell)
        found.append(f"Column {text} holds text (row {table.rows[row]}: '{shortened(cell)}').")
    remedy = "Check how its numbers are written." if text else "Add a column."
    return " ".join([*found, remedy])


def points_of(table: Table) -> Points:
    """Every cell as typed; numbers written another way than with a decimal point as decimals."""
    plain = table.origin.decimal == "." and not table.origin.thousands
    columns = []
    for name, column in table.cells.items():
        texts = column.texts
        if not plain and name in table.numeric:
            decimals = (column.decimal(i) for i in range(len(texts)))
            texts = tuple(d or t for d, t in zip(decimals, texts, strict=True))
        columns.append(texts)
    return Points(table.columns, tuple(columns))


def _report(table: Table, chosen: Data) -> str:
    features = ", ".join(chosen.features[:MOST_NAMED])
    if len(chosen.features) > MOST_NAMED:
        features += f" and {len(chosen.features) - MOST_NAMED} more"
    rows = "1 row" if len(table) == 1 else f"{whole(len(table))} rows"
    read = f"{rows}; {chosen.target} is predicted from {features}."
    return f"{read} {left_out(table, chosen)}".strip()


def left_out(table: Table, chosen: Data) -> str:
    """Which rows are not used, and why; empty where all are."""
    used = set(chosen.rows.tolist())
    rows = [table.rows[i] for i in range(len(table)) if i not in used]
    if not rows:
        return ""
    named = ", ".join(map(str, rows[:MOST_NAMED])) + (", …" if len(rows) > MOST_NAMED else "")
    lack, word, were = ("lacks", "row", "was") if len(rows) == 1 else ("lack", "rows", "were")
    names = ", ".join(name for name in (*chosen.features, chosen.target) if _lacks(table, name))
    return (
        f"{whole(len(rows))} of {whole(len(table))} rows {lack} a value in {names} "
        f"({word} {named}) and {were} left out."
    )


def _lacks(table: Table, name: str) -> bool:
    return not table.kept(name).all()
