"""What is told of how a table was read, and how else it could be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from linreg.tables import POINT, Doubt, Origin, Table, column_called, likely_encodings
from playground.engine.numbers import shortened
from playground.session.reading.told import Told

# So many columns are named; more are counted.
MOST_NAMED = 4
# A number with a sign of money, a unit or % before or behind it.
_DRESSED = re.compile(r"(?P<before>[^\d+-]*)(?P<number>[+-]?\d[\d., ]*?)(?P<behind>[^\d., ]\D*)?")
_NUMERIC = re.compile(r"\s*[+-]?[.,]?\d")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


class Other(NamedTuple):
    """Another reading: the words on its button, and what it changes of what was told."""

    label: str
    change: Callable[[Told], Told]


def remarks(table: Table, doubts: Sequence[Doubt]) -> str:
    """What the report has to remark, and where it is a guess how numbers are written."""
    return " ".join([*table.report.remarks, *([doubtful(doubts)] if doubts else [])])


def doubtful(doubts: Sequence[Doubt]) -> str:
    """How numbers were read of which that is a guess: "1,250 was read as 1250 (row 2, Mass)."."""
    first, *more = doubts
    cell, number, column = first.cell, plain(first.read), shortened(first.column)
    if not more:
        return f"{cell} was read as {number} (row {first.row}, {column})."
    others = _listed([doubt.column for doubt in more])
    return f"{cell} was read as {number} (row {first.row}, {column}; also {others})."


def _listed(columns: Sequence[str]) -> str:
    """Names of columns; of many, the first of them and how many more there are."""
    names, more = ", ".join(map(shortened, columns[:MOST_NAMED])), len(columns) - MOST_NAMED
    return f"{names} and {more} more" if more > 0 else names


def instead(doubts: Sequence[Doubt]) -> str:
    """What stands on the button for the other reading."""
    return f"Read as {plain(doubts[0].other)} instead"


def plain(decimal: str) -> str:
    """A decimal without zeros at its end: 1.250 is 1.25."""
    return decimal.rstrip("0").rstrip(".") if "." in decimal and "e" not in decimal else decimal


def unused(table: Table) -> str:
    """Which columns are not fitted because they hold text or nothing; empty if there are none."""
    texts = [name for name in table.columns if table.kind(name) == "category"]
    empty = [name for name in table.columns if table.kind(name) == "empty"]
    said = [why_no_number(table, name) for name in texts[:1]]
    templates = (
        (texts[1:], "Column {} also contains text.", "Columns {} also contain text."),
        (empty, "Column {} is empty.", "Columns {} are empty."),
    )
    for names, one, several in templates:
        if names:
            said.append((one if len(names) == 1 else several).format(_listed(names)))
    if len(texts) == 1:
        said.append("This column is not used for the fit.")
    elif texts:
        said.append("These columns are not used for the fit.")
    return " ".join(said)


def why_no_number(table: Table, name: str, remedy: str = "") -> str:
    """Why a column is no column of numbers: its first cell that is none, and what to do.

    remedy: what else to do where there is no sign to remove.
    """
    bad = table.cells[name].parsed.bad
    i = int(bad.argmax())
    cell = table.text(name)[i]
    said = f"Row {table.rows[i]}, {column_called(shortened(name))}: '{shortened(cell)}' is text."
    sign = _sign(cell)
    return f"{said} {f'Remove {sign} to use its numbers.' if sign else remedy}".rstrip()


def _sign(cell: str) -> str:
    """What keeps a cell from being a number: $, % or a unit; empty if there is no number."""
    found = _DRESSED.fullmatch(cell.strip())
    signs = [] if found is None else [found["before"].strip(), (found["behind"] or "").strip()]
    return " and ".join(sign for sign in signs if sign) if all(len(s) <= 8 for s in signs) else ""


def other_readings(
    source: bytes | Table, table: Table, doubts: Sequence[Doubt], told: Told
) -> Iterator[Other]:
    """The other readings that the table allows, the likeliest first; source: of what."""
    origin = table.report.origin
    if doubts:
        marks = {doubt.column: _other_mark(table, doubt.column) for doubt in doubts}
        yield Other(instead(doubts), lambda t: replace(t, decimals={**t.decimals, **marks}))
    if isinstance(source, Table):
        # The bytes of a large file are gone.
        return
    if origin.format in ("delimited text", "XLSX"):
        yield from _other_header(table, origin.header, told)
    if origin.encoding and not origin.encoding.startswith("UTF"):
        for name in likely_encodings(source, origin.encoding):
            yield Other(f"Read in {name}", partial(replace, encoding=name))
    for number, label in other_sheets(origin.sheets, told.sheet or _first(origin)):
        yield Other(label, partial(_of_sheet, number))


def other_sheets(names: Sequence[str], read: int = 0) -> list[tuple[int, str]]:
    """The numbers of the other sheets of a workbook that are offered, and the words for each.

    read: the number of the sheet that was read, 0 for none.
    """
    others = [number for number in range(1, len(names) + 1) if number != read]
    return [(n, f"Read sheet {shortened(names[n - 1])}") for n in others[:MOST_NAMED]]


def _of_sheet(number: int, told: Told) -> Told:
    """What is told of another sheet: what was told of this one need not hold for it."""
    return Told(sheet=number)


def _first(origin: Origin) -> int:
    """The number of the sheet that was read; 0 where there are none."""
    return origin.sheets.index(origin.sheet) + 1 if origin.sheets else 0


def _other_mark(table: Table, name: str) -> str:
    return "," if table.notation(name) == POINT else "."


def _other_header(table: Table, header: bool, told: Told) -> Iterator[Other]:
    """The first row as names, or as data, where it could be either."""
    if header and (told.header or any(map(_YEAR.fullmatch, table.columns))):
        yield Other("Read row 1 as data", lambda t: replace(t, header=False))
    if not header and len(table) > 2:
        first = [table.text(name)[0] for name in table.columns]
        years = all(map(_YEAR.fullmatch, first))
        if told.header is False or years or not all(map(_NUMERIC.match, first)):
            yield Other("Use row 1 as names", lambda t: replace(t, header=True))
