"""What the reader says when a table cannot be used."""

import re

__all__ = ["TableError", "column_called", "quote"]

# How a column without a name is called (see `unique_names`).
_NUMBERED = re.compile(r"column \d+")


class TableError(ValueError):
    """A table that cannot be read or used; the text is what the user reads.

    Attributes
    ----------
    row : 1-based row of the file, the header counted, or None where no row is to blame.
    column : name of the column, or None.
    """

    def __init__(self, sentence: str, row: int | None = None, column: str | None = None) -> None:
        super().__init__(sentence)
        self.row = row
        self.column = column


def quote(text: str) -> str:
    """Return a cell as it can stand in a sentence: on one line, at most 40 characters long.

    Signs that nobody sees are written out: a zero-width space is <U+200B>.
    """
    line = " ".join(text[:400].split())
    if not line.isprintable():
        line = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in line)
    return f"'{line}'" if len(line) <= 40 else f"'{line[:37]}...'"


def column_called(name: str) -> str:
    """Return a column for a sentence: "column x"; one without a name is called by its number."""
    return name if _NUMBERED.fullmatch(name) else f"column {name}"
