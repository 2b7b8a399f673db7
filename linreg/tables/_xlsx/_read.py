"""A sheet of a workbook as records, and what is told of it."""

from collections.abc import Sequence
from typing import NamedTuple

from linreg.tables._archive import Archive, ArchiveError
from linreg.tables._delimited import Records, as_range, check_width, count_of
from linreg.tables._error import TableError, quote
from linreg.tables._heads import is_title
from linreg.tables._numbers import is_number
from linreg.tables._remarks import title_note
from linreg.tables._xlsx._choice import chosen, empty, others_note
from linreg.tables._xlsx._parts import Workbook, Writing, parse_part
from linreg.tables._xlsx._sheet import MOST_CELLS, Cells, Row, too_large

__all__ = ["SheetRecords", "read_sheet", "sheet_names"]

_MOST_BYTES = 2**29  # that a workbook may unpack to


class SheetRecords(NamedTuple):
    """The records of a sheet without the empty rows and columns around them.

    fractions : fields with a number that has a decimal point or an exponent.
    name, names : of the sheet, and of all sheets. notes : sentences.
    """

    records: Records
    fractions: frozenset[int]
    name: str
    names: tuple[str, ...]
    notes: tuple[str, ...]


def sheet_names(data: bytes) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook, from the first; () where it cannot be read."""
    try:
        return tuple(sheet.name for sheet in Workbook.of(_archive(data)).sheets)
    except TableError:
        return ()


def read_sheet(data: bytes, wanted: str | int | None) -> SheetRecords:
    """Return a sheet by name or by number from 1; the first that is not hidden if None.

    Raises TableError.
    """
    archive = _archive(data)
    workbook = Workbook.of(archive)
    sheet = chosen(workbook.sheets, wanted)
    part = archive.find(sheet.part)
    if part is None:
        raise TableError(
            f"The workbook is damaged: sheet {quote(sheet.name)} is missing. Save it again, "
            "or choose another sheet."
        )
    cells = Cells(Writing.of(archive, workbook), workbook.from_1904)
    parse_part(archive, part, cells, f"sheet {quote(sheet.name)}", None)
    if not cells.rows:
        raise empty(sheet, workbook.sheets)
    first = min(row.first for row in cells.rows)
    last = max(row.first + len(row.cells) for row in cells.rows)
    records, titles = _below_titles(_records(cells.rows, first, last - first))
    return SheetRecords(
        records,
        frozenset(column - first for column in cells.fractions),
        sheet.name,
        tuple(sheet.name for sheet in workbook.sheets),
        (*others_note(sheet, workbook.sheets), *titles, *_notes(cells, first, last)),
    )


def _archive(data: bytes) -> Archive:
    try:
        return Archive(data, _MOST_BYTES)
    except ArchiveError as error:
        raise TableError(f"The workbook cannot be read: it {error}. Save it again.") from None


def _records(rows: Sequence[Row], first: int, width: int) -> Records:
    check_width(width)
    if len(rows) * width > MOST_CELLS:
        raise too_large()
    cells = list[str]()
    for row in rows:
        before = row.first - first
        cells.extend([""] * before)
        cells.extend(row.cells)
        cells.extend([""] * (width - before - len(row.cells)))
    return Records(as_range([row.number for row in rows]), width, cells)


def _below_titles(found: Records) -> tuple[Records, list[str]]:
    """Return the records from the last row of several that are titles, and what was left out."""
    count = 0
    while count < len(found.rows) and _is_text_alone(found, count):
        count += 1
    if count < 2 or not is_title(found.without(0, count - 1)):
        return found, []
    notes = [title_note(found.rows[i], found.cells[i * found.width]) for i in range(count - 1)]
    return found.without(0, count - 1), notes


def _is_text_alone(found: Records, i: int) -> bool:
    first, *others = found.cells[i * found.width : (i + 1) * found.width]
    return bool(first) and not any(others) and not is_number(first)


def _notes(cells: Cells, first: int, last: int) -> list[str]:
    """Sentences on cells that are not what they seem to be."""
    notes = list[str]()
    if cells.errors.count:
        notes.append(f"Errors count as missing: {cells.errors.first}{cells.errors.more()}.")
    if cells.unsaved.count:
        notes.append(
            f"The formula in cell {cells.unsaved.first}{cells.unsaved.more()} has no saved value "
            "and counts as missing. Open the workbook in a spreadsheet program and save it."
        )
    if cells.elapsed.count:
        notes.append(f"Durations are in days: cell {cells.elapsed.first}{cells.elapsed.more()}.")
    if cells.merged.count:
        more = cells.merged.count - 1
        also = f" (and {count_of(more, 'more range')})" if more else ""
        notes.append(
            f"Cells are merged in {cells.merged.first}{also}: only the first cell has the value."
        )
    hidden = [range(max(r.start, first), min(r.stop, last)) for r in cells.hidden_columns]
    counts = [(cells.hidden_rows, "hidden row"), (sum(map(len, hidden)), "hidden column")]
    told = " and ".join(count_of(count, noun) for count, noun in counts if count)
    return [*notes, f"Included: {told}."] if told else notes
