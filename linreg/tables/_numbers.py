"""Cells as numbers: what is missing, what is a number, and how it is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "COMMA",
    "PLAIN",
    "POINT",
    "Notation",
    "Parsed",
    "Part",
    "consists_of",
    "is_absent",
    "is_grouping",
    "is_missing",
    "is_number",
    "is_text",
    "parse",
    "parse_part",
    "settled",
]

_MISSING = frozenset({"", "na", "n/a", "nan", "null", "?", "-"})
# What programs write where they have no number. Among texts these may be names of a category.
_ABSENT = frozenset(
    {
        *(".", "none", "n.a.", "n.a", "<na>", "nil", "\\n", "-nan", "nan()", "_", "…", "..."),
        *("#n/a", "#na", "#n/a n/a", "#nv", "#n/d", "#s.o.", "1.#qnan", "-1.#ind", "1.#ind"),
    }
)
_FAILED = re.compile(r"#[^\s!?]{1,12}[!?]|[-–—]+")  # a spreadsheet's errors, such as #DIV/0!
PLAIN = frozenset("0123456789.eE+-")  # what numbers are made of where they are read as they are
_NONZERO = re.compile(r"[^eEdD]*[1-9]")  # a digit other than 0 before the exponent
_LONGEST = 1000  # no float needs more than 767 digits, and exact integers stay small
_SPACES = "'’ \u00a0\u2009\u202f"  # between thousands, whatever the decimal mark
# Marks of direction and joiners that web pages and messengers add, and the true minus sign.
_UNSEEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]) | {
    ord("−"): "-"
}


@dataclass(frozen=True)
class Notation:
    """How numbers are written: the decimal mark, and the other mark for thousands."""

    decimal: str
    thousands: str

    def canonical(self, cell: str) -> str | None:
        """Return the cell as Python writes the number, every digit kept; None if it is none."""
        text = _bare(cell)
        match = _grammar(self).fullmatch(text) if len(text) <= _LONGEST else None
        if match is None or _is_code(match):
            return None
        grouped, mark = match["grouped"], match["mark"]
        whole = grouped.replace(mark, "") if grouped else (match["whole"] or "")
        fraction = f".{match['fraction']}" if match["fraction"] else ""
        exponent = (match["exponent"] or "").replace("d", "e").replace("D", "e")
        # Of zero an exponent says nothing, and one of nine digits would cost as many.
        exponent = exponent if _NONZERO.match(text) else ""
        return match["sign"] + (whole or "0") + fraction + exponent

    def groups(self, cell: str) -> str:
        """Return the mark between the thousands of the cell, if there is one."""
        text = _bare(cell)
        match = _grammar(self).fullmatch(text) if len(text) <= _LONGEST else None
        return (match["mark"] or "") if match else ""


POINT = Notation(".", ",")
COMMA = Notation(",", ".")


def _bare(cell: str) -> str:
    text = cell.strip()
    return text if text.isascii() else text.translate(_UNSEEN).strip()


def _is_code(match: re.Match[str]) -> bool:
    """Return whether this is a name such as 1D3: Fortran writes a decimal mark in every number."""
    return (match["exponent"] or "e")[0] in "dD" and match["fraction"] is None


@lru_cache(maxsize=2)
def _grammar(notation: Notation) -> re.Pattern[str]:
    """Thousands stand in groups of three, with one mark throughout, and begin with no 0."""
    mark = f"[{re.escape(notation.thousands)}{_SPACES}]"
    decimal = re.escape(notation.decimal)
    return re.compile(
        rf"(?P<sign>[+-]?)"
        rf"(?=[0-9]|{decimal}[0-9])"
        rf"(?:(?P<grouped>[1-9][0-9]{{0,2}}(?P<mark>{mark})[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*)"
        rf"|(?P<whole>[0-9]*))"
        rf"(?:{decimal}(?P<fraction>[0-9]*))?"
        rf"(?P<exponent>[eEdD][+-]?[0-9]+)?"
    )


def consists_of(text: str, signs: frozenset[str]) -> bool:
    """Return whether a text has no other characters than these, which are ASCII."""
    # Many times as quick as to look at each character.
    return text.isascii() and not text.encode().translate(None, "".join(signs).encode())


def is_missing(cell: str) -> bool:
    """Return whether the cell is empty, NA, N/A, NaN, null, ? or -, in capitals or not."""
    return cell.strip().lower() in _MISSING


def is_absent(cell: str) -> bool:
    """Return whether the cell stands for a missing number: None, ., #N/A, #DIV/0!, --."""
    text = _bare(cell)
    return not text or text.lower() in _ABSENT or _FAILED.fullmatch(text) is not None


def is_grouping(cells: Sequence[str], notation: Notation) -> bool:
    """Return whether any of the cells holds what may stand between thousands."""
    text = "".join(cells)
    return any(mark in text for mark in notation.thousands + _SPACES)


def is_number(cell: str) -> bool:
    """Return whether the cell is a number in either notation."""
    return any(notation.canonical(cell) is not None for notation in (POINT, COMMA))


class Parsed(NamedTuple):
    """A column as numbers; each array is (N,), read-only. NaN where missing or bad."""

    values: NDArray[np.float64]
    missing: NDArray[np.bool_]
    bad: NDArray[np.bool_]


class Part(NamedTuple):
    """Some cells of a column as numbers; what the bad ones are, the whole column decides.

    wrong : neither a number nor surely missing. absent : those among them that may say that a
    number is missing.
    """

    values: NDArray[np.float64]
    missing: NDArray[np.bool_]
    wrong: NDArray[np.bool_]
    absent: NDArray[np.bool_]


def parse(cells: Sequence[str], notation: Notation) -> Parsed:
    """Return the cells as numbers."""
    return settled(parse_part(cells, notation))


def parse_part(cells: Sequence[str], notation: Notation) -> Part:
    """Return some cells of a column as numbers."""
    return _plain(cells, notation) or _any(cells, notation)


def settled(part: Part) -> Parsed:
    """Return a whole column: in one of numbers absent cells are missing, in one of text bad."""
    counts = (int(part.missing.sum()), int(part.wrong.sum()), int(part.absent.sum()))
    absent = not is_text(*counts, len(part.values))
    missing = part.missing | part.absent if absent else part.missing
    bad = part.wrong & ~part.absent if absent else part.wrong
    for array in (part.values, missing, bad):
        array.flags.writeable = False
    return Parsed(part.values, missing, bad)


def is_text(missing: int, wrong: int, absent: int, count: int) -> bool:
    """Return whether most cells that say something are text, by how many there are of each."""
    return 2 * (wrong - absent) > count - missing - absent


def _plain(cells: Sequence[str], notation: Notation) -> Part | None:
    """Return the quick way, for nothing but plain numbers within the floats, and empty cells."""
    joined = "".join(cells)
    other = notation.decimal != "."
    if max(map(len, cells), default=0) > _LONGEST or not consists_of(joined, _signs(notation)):
        return None
    if other and notation.decimal in joined:
        cells = "\n".join(cells).replace(notation.decimal, ".").split("\n")
    gaps = "" in cells
    try:
        numbers = (float(cell) if cell else np.nan for cell in cells) if gaps else map(float, cells)
        values = np.fromiter(numbers, dtype=np.float64, count=len(cells))
    except ValueError:
        return None
    vanished = any(_NONZERO.match(cells[i]) for i in np.flatnonzero(values == 0.0).tolist())
    if vanished or np.isinf(values).any():
        return None
    none = np.zeros(len(cells), dtype=np.bool_)
    return Part(values, np.isnan(values) if gaps else none, none, none)


@lru_cache(maxsize=2)
def _signs(notation: Notation) -> frozenset[str]:
    """Return what plain numbers are made of."""
    return PLAIN - {"."} | {notation.decimal}


def _any(cells: Sequence[str], notation: Notation) -> Part:
    missing = np.fromiter(map(is_missing, cells), dtype=np.bool_, count=len(cells))
    present = [c for c, gone in zip(cells, missing, strict=True) if not gone]
    values = np.full(len(cells), np.nan)
    values[~missing] = _floats(present, notation)
    finite = np.isfinite(values)
    values[~finite] = np.nan
    wrong = ~finite & ~missing
    return Part(values, missing, wrong, _absent(cells, wrong))


def _absent(cells: Sequence[str], wrong: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the wrong cells that may say that a number is missing: (N,)."""
    absent = np.zeros(len(cells), dtype=np.bool_)
    if not wrong.any():
        return absent
    places = np.flatnonzero(wrong).tolist()
    known = {cell: is_absent(cell) for cell in {cells[i] for i in places}}
    absent[[i for i in places if known[cells[i]]]] = True
    return absent


def _floats(cells: list[str], notation: Notation) -> NDArray[np.float64]:
    """Return one float per cell, NaN where it is no number; infinite or NaN beyond the floats."""
    texts = {cell: notation.canonical(cell) for cell in set(cells)}
    known = {cell: np.nan if text is None else float(text) for cell, text in texts.items()}
    floats = np.array([known[cell] for cell in cells], dtype=np.float64)
    vanished = [i for i in np.flatnonzero(floats == 0.0) if _NONZERO.match(cells[i])]
    floats[vanished] = np.nan
    return floats
