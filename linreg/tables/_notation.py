"""How the numbers of each column are written, and where that is a guess."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from linreg.tables._error import column_called, quote
from linreg.tables._numbers import COMMA, POINT, Notation, is_absent, is_missing, is_number

__all__ = ["Doubt", "Guess", "decimal_mark", "doubts_of", "guess_notations", "other_notation"]

_SAMPLE = 40_000  # cells looked at, over all columns
_LEAST = 20  # cells of each column, however many columns there are
# The usual numbers with a mark, which are none in the other notation.
_PLAIN_POINT = re.compile(r"[+-]?[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,20})")
_PLAIN_COMMA = re.compile(r"[+-]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,20})")


class Doubt(NamedTuple):
    """A column whose numbers could be meant in the other notation.

    row : row of the file of a cell that shows it; cell : its text.
    read, other : what it is read as, and would be, as plain decimals.
    """

    column: str
    row: int
    cell: str
    read: str
    other: str

    def __str__(self) -> str:
        return (
            f"Row {self.row}, {column_called(self.column)}: {quote(self.cell)} is read as "
            f"{self.read}; "
            f"it could be {self.other}."
        )


class Guess(NamedTuple):
    """The notation of a column.

    marked : whether any number in it has a mark. doubt : index of a cell that may be meant
    otherwise, or None.
    """

    notation: Notation
    marked: bool = True
    doubt: int | None = None


class _Evidence(NamedTuple):
    """What the cells of a column say.

    point, comma : cells that are numbers in this notation only. dots, commas : cells that are
    another number in either, by the mark that they have. first : index of one of these.
    """

    point: int = 0
    comma: int = 0
    dots: int = 0
    commas: int = 0
    first: int | None = None

    @property
    def own(self) -> Notation | None:
        """The notation that more cells speak for."""
        if self.point == self.comma:
            return None
        return POINT if self.point > self.comma else COMMA

    @property
    def marked(self) -> bool:
        """Whether any number has a mark."""
        return any((self.point, self.comma, self.dots, self.commas))


def other_notation(notation: Notation) -> Notation:
    """Return the one with the other decimal mark."""
    return COMMA if notation == POINT else POINT


def guess_notations(
    columns: Mapping[str, Sequence[str]], delimiter: str = "", known: Mapping[str, Notation] = {}
) -> dict[str, Guess]:
    """Return the notation of each column: its own cells decide, or else those of the others.

    A few cells never change how the rest are read: a column in which most cells are 1.234 is
    not read as 1234 for the sake of one 4,5. Where neither the column nor the others decide, a
    lone mark is the decimal mark if it is the point, or if columns are apart by semicolons.

    known : columns whose notation is certain.
    """
    step = max(1, sum(map(len, columns.values())) // _SAMPLE)
    found = {
        name: _evidence(cells, min(step, max(1, len(cells) // _LEAST)))
        for name, cells in columns.items()
        if name not in known
    }
    company = Counter(filter(None, (evidence.own for evidence in found.values())))
    guesses = {name: Guess(notation) for name, notation in known.items()}
    for name, evidence in found.items():
        others = {n for n, count in company.items() if count > (evidence.own == n)}
        guesses[name] = _guess(evidence, others, delimiter)
    return guesses


def _guess(evidence: _Evidence, company: set[Notation], delimiter: str) -> Guess:
    usual, sure = _usual(evidence, company, delimiter)
    own = evidence.own
    if own is None:
        return Guess(usual, evidence.marked, None if sure else evidence.first)
    # A decimal comma shows what other commas are, but of points nothing for certain.
    unclear = evidence.dots if own == COMMA else evidence.commas
    if own == usual or not unclear:
        return Guess(own)
    outnumbered = max(evidence.point, evidence.comma) < unclear
    # What a column says itself counts for more than what others say of a point.
    kept = outnumbered and (sure or len(company) != 1)
    return Guess(usual if kept else own, doubt=evidence.first)


def _usual(evidence: _Evidence, company: set[Notation], delimiter: str) -> tuple[Notation, bool]:
    """Return the notation of cells that are numbers in both, and whether that is beyond doubt."""
    if len(company) == 1 and not (delimiter == "," and COMMA in company and evidence.dots):
        (notation,) = company
        # That a point marks thousands because another column has decimal commas is a guess.
        return notation, notation == POINT or not evidence.dots
    notation = COMMA if delimiter == ";" and not evidence.dots else POINT
    return notation, delimiter == "," and not evidence.commas and not company


def _evidence(cells: Sequence[str], step: int) -> _Evidence:
    found = Counter(map(_speaks_for, cells[::step]))
    texts = found.pop("text", 0)
    # Of a text that holds a few numbers nothing follows.
    if found.total() - found.pop("nothing", 0) < texts:
        return _Evidence()
    unclear = (i * step for i, cell in enumerate(cells[::step]) if _speaks_for(cell)[-1] == "s")
    first = next(unclear, None) if found["dots"] + found["commas"] else None
    return _Evidence(found["point"], found["comma"], found["dots"], found["commas"], first)


def _speaks_for(cell: str) -> str:
    """Return a field of _Evidence; "nothing" for a number without a mark, "text" for others."""
    if _PLAIN_POINT.fullmatch(cell):
        return "point"
    if _PLAIN_COMMA.fullmatch(cell):
        return "comma"
    if "," not in cell and "." not in cell:
        known = cell.isdecimal() or is_missing(cell) or is_number(cell) or is_absent(cell)
        return "nothing" if known else "text"
    point, comma = POINT.canonical(cell), COMMA.canonical(cell)
    if point is None or comma is None:
        return "point" if point is not None else "comma" if comma is not None else "text"
    return "dots" if "." in cell else "commas"


def decimal_mark(guesses: Mapping[str, Guess]) -> tuple[str, tuple[str, ...]]:
    """Return the decimal mark of a table, and a sentence where its columns do not agree."""
    marked = {name: guess.notation for name, guess in guesses.items() if guess.marked}
    commas = [name for name, notation in marked.items() if notation == COMMA]
    if len(commas) in (0, len(marked)):
        return "," if commas else ".", ()
    named = ", ".join(commas[:5]) + (", …" if len(commas) > 5 else "")
    return ".", (f"Decimal commas in {named}, decimal points in the other columns.",)


def doubts_of(
    columns: Mapping[str, Sequence[str]], guesses: Mapping[str, Guess], rows: Sequence[int]
) -> tuple[Doubt, ...]:
    """Return what the guesses leave open; rows : the row of the file of each cell."""
    return tuple(
        _doubt(name, columns[name][guess.doubt], guess.notation, rows[guess.doubt])
        for name, guess in guesses.items()
        if guess.doubt is not None
    )


def _doubt(column: str, cell: str, notation: Notation, row: int) -> Doubt:
    read, other = notation.canonical(cell), other_notation(notation).canonical(cell)
    return Doubt(column, row, cell.strip(), str(read), str(other))
