"""What is wrong with the parts of a link, for each and for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypedDict

from linreg._keys import StateError
from linreg.links._table import KEYS

# What a reader misses most comes first.
_IMPORTANCE = {key: place for place, key in enumerate(("v", "data", "points", "src", *KEYS))}
# Faults that are told in full, and more that are told by their key.
_MOST_TOLD, _MOST_NAMED = 8, 40


class Notice(TypedDict):
    """What is wrong with a part of a link, in one sentence, and its key."""

    level: str
    text: str
    key: str


class Complaint(NamedTuple):
    """What is wrong with a part of a link: a sentence, and the fault alone, as in StateError."""

    key: str
    text: str
    fault: str

    @classmethod
    def of(cls, error: StateError) -> Complaint:
        return cls(error.key, f"{error} This part of the link was ignored.", error.fault)

    @property
    def notice(self) -> Notice:
        return {"level": "warning", "text": self.text, "key": self.key}

    @property
    def place(self) -> int:
        """The lower, the more important."""
        return _IMPORTANCE.get(self.key, len(_IMPORTANCE))


def summary(complaints: Iterable[Complaint]) -> list[Notice]:
    """Return one notice of all complaints about a link, the most important first."""
    found = sorted(complaints, key=lambda complaint: complaint.place)
    if len(found) <= 1:
        return [complaint.notice for complaint in found]
    told = "; ".join(complaint.fault for complaint in found[:_MOST_TOLD])
    others = list(dict.fromkeys(c.key for c in found[_MOST_TOLD:] if c.key))
    named = f"; and also {', '.join(others[:_MOST_NAMED])}" if others else ""
    more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
    text = f"{len(found)} parts of this link were ignored: {told}{named}{more}."
    return [found[0]._replace(text=text).notice]
