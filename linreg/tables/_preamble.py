"""What stands above a table: a line that names the delimiter, comments, empty rows."""

import re
from typing import NamedTuple

__all__ = ["COMMENT", "Preamble", "comments_end", "part"]

# What comments begin with; a semicolon too, where columns are not apart by semicolons.
COMMENT = ("#", "%", "!", "//")
_MARK = r"(?:\#(?!N/A|NA\b|NV\b|N/D|[A-Z0-9/]+[!?])|[%!]|//"
_COMMENTS = re.compile(rf"\A(?:[ \t]*{_MARK})[^\n]*(?:\n|\Z)|[ \t]*\n)++")
_COMMENTS_OR_SEMICOLONS = re.compile(rf"\A(?:[ \t]*{_MARK}|;)[^\n]*(?:\n|\Z)|[ \t]*\n)++")
_TOLD = re.compile(r"\A\s*\"?sep=(.)\"?[ \t]*(?:\n|\Z)", re.IGNORECASE)


class Preamble(NamedTuple):
    """text : the text with the lines above the table made blank, so that rows count as before.

    delimiter : the one that a line sep= names, or "". comments : how many lines of comments
    there are. last : what the last of them says, and its row.
    """

    text: str
    delimiter: str = ""
    comments: int = 0
    last: str = ""
    row: int = 0


def comments_end(text: str) -> int:
    """Return where the lines end that may be comments, and empty rows."""
    found = _COMMENTS_OR_SEMICOLONS.match(text)
    return found.end() if found else 0


def part(text: str, semicolons: bool) -> Preamble:
    """Return the text parted from what stands above it.

    semicolons : whether lines that begin with a semicolon are comments.
    """
    told = _TOLD.match(text)
    if told:
        text = _blanked(text, told.end())
    found = (_COMMENTS_OR_SEMICOLONS if semicolons else _COMMENTS).match(text)
    delimiter = told[1] if told else ""
    if found is None or not found[0].strip() or not text[found.end() :].strip():
        return Preamble(text, delimiter)
    lines = found[0].rstrip().split("\n")
    count = sum(1 for line in lines if line.strip())
    last = re.sub(r"^\s*(?:[#%!;]+|//+)\s*", "", lines[-1]).rstrip()
    return Preamble(_blanked(text, found.end()), delimiter, count, last, len(lines))


def _blanked(text: str, end: int) -> str:
    return "\n" * text.count("\n", 0, end) + text[end:]
