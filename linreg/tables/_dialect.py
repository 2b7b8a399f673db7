"""What a text looks like: its delimiter, its header, how its numbers are written."""

from collections import Counter
from contextlib import suppress
from itertools import islice

from linreg.tables._delimited import BLANKS, Records, records
from linreg.tables._error import TableError
from linreg.tables._numbers import COMMA, POINT, Notation, guess_notation, is_missing

__all__ = ["DELIMITERS", "guess_delimiter", "guess_header", "notation_of"]

DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", BLANKS: "blanks"}
_SAMPLE = 200  # records looked at for the delimiter
_SAMPLE_TEXT = 50_000  # characters they may take
_SAMPLE_CELLS = 5_000  # records looked at for the notation


def guess_delimiter(text: str) -> str:
    """The delimiter that splits a sample most evenly, into most numbers; else the comma.

    A tie goes to tab, semicolon, comma, blanks in this order: with decimal commas
    1,5;2,5 splits evenly by either.
    """
    sample = text[:_SAMPLE_TEXT]
    # Not the last line, if the sample cuts it.
    sample = sample[: sample.rfind("\n") + 1] if len(text) > len(sample) else sample
    scores = {delimiter: _score(sample or text, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _score(sample: str, delimiter: str) -> float:
    """The share of records of the usual width plus the share of numbers in them."""
    found: list[list[str]] = []
    # A quote that is open under one delimiter may be none under another.
    with suppress(TableError):
        found.extend(record for _, record in islice(records(sample, delimiter), _SAMPLE))
    found = [record for record in found if record != [""]]
    if not found:
        return 0.0
    width, count = Counter(map(len, found)).most_common(1)[0]
    cells = [cell for record in found[1:] if len(record) == width for cell in record]
    numbers = sum(map(_is_number, cells)) / len(cells) if cells else 0.0
    return count / len(found) + numbers if width > 1 else 0.0


def _is_number(cell: str) -> bool:
    return is_missing(cell) or any(n.canonical(cell) is not None for n in (POINT, COMMA))


def notation_of(found: Records, delimiter: str) -> Notation:
    """The notation of the numbers of a table, from a sample of its cells."""
    step = max(1, len(found.rows) // _SAMPLE_CELLS)
    starts = range(0, len(found.rows), step)
    cells = (cell for i in starts for cell in found.cells[i * found.width : (i + 1) * found.width])
    return guess_notation(cells, comma_first=delimiter == ";")


def guess_header(first: list[str], notation: Notation) -> bool:
    """Whether the first record names the columns: some text in it, and not one number."""
    return all(notation.canonical(cell) is None for cell in first) and not all(
        map(is_missing, first)
    )
