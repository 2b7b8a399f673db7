"""Names of columns: each there, each another, each on one line."""

from collections.abc import Iterable

__all__ = ["clean_name", "unique_names"]

_MOST_NOTES = 5
# What no link, no CSV and no line of code carries unharmed.
_UNSEEN = dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)])


def clean_name(typed: str) -> str:
    """Return the name on one line, without control characters and halves of characters."""
    return " ".join(typed.translate(_UNSEEN).encode("utf-8", "replace").decode().split())


def unique_names(typed: Iterable[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return a name of its own for each column, and sentences on what was changed for it.

    A column without a name is called by its number, from 1; of equal names, all but the first
    get a number.
    """
    taken, names, notes = _Names(), list[str](), list[str]()
    for j, name in enumerate(map(clean_name, typed), 1):
        names.append(taken.take(name or f"column {j}"))
        if name and names[-1] != name:
            notes.append(f"Two columns are named {name}: column {j} is now {names[-1]}.")
    if len(notes) > _MOST_NOTES:
        notes[_MOST_NOTES:] = [
            f"{len(notes) - _MOST_NOTES:,} more columns are renamed in this way."
        ]
    return names, tuple(notes)


class _Names:
    """Names that are taken. Equal ones are counted, so that a thousand cost no million steps."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        name = wanted
        while name in self._taken:
            number = self._next.get(wanted, 2)
            self._next[wanted] = number + 1
            name = f"{wanted} ({number})"
        self._taken.add(name)
        return name
