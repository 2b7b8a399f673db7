"""Names of columns in a link: blanks around them do not count, unless the link says so."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote, unquote

# Ends a name that is meant with all that stands at its edges.
_EXACT = "\0"


def name_text(name: str, safe: str = "") -> str:
    """Return a name as it stands in a link; a comma within becomes %2C."""
    marked = name.strip() != name or name.endswith(_EXACT)
    return quote(name + _EXACT if marked else name, safe=safe, errors="surrogatepass")


def read_name(text: str, last: bool, columns: Collection[str]) -> str:
    """Return the name that is meant.

    last: whether more text may follow it. columns: the names that there are, where they are known.
    Raises UnicodeError.
    """
    name = unquote(text, errors="surrogatepass")
    if name.endswith(_EXACT):
        return name[:-1]
    stripped = name.strip()
    known = [column for column in columns if column in (name, stripped)]
    if not known and last:
        known = sorted((c for c in columns if _begins(stripped, c)), key=len)
    return name if name in known else known[-1] if known else stripped


def read_names(text: str, last: bool, columns: Collection[str]) -> list[str]:
    """Return the names of a list; raises UnicodeError."""
    items = text.split(",") if text else []
    if last and items and not items[-1].strip():
        items.pop()
    ends = [last and item is items[-1] for item in items]
    return [read_name(item, end, columns) for item, end in zip(items, ends, strict=True)]


def _begins(text: str, name: str) -> bool:
    """Return whether a text is a name and then something that does not belong to it."""
    rest = text.removeprefix(name)
    return rest != text and not (rest[:1].isalnum() or rest[:1] == "_")
