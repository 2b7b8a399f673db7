"""A state as the part of a link after its #, `key=value&key=value`, and back.

`v` is the version of this format. A later version may say things that this one does not
understand, but what version 1 says it must mean for ever: a default is never changed, only
added beside, and the sampler is frozen per version.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linreg._settings import shown
from linreg.links._complaints import Complaint, Notice
from linreg.links._parts import MOST_PARTS, split
from linreg.links._radix import PackingError
from linreg.links._spelling import SPELLINGS
from linreg.links._table import WORDS, check_state
from linreg.links._values import (
    CORRELATION,
    NAMES,
    VERSION,
    is_closed,
    key_of,
    meant,
    rest_of,
    value_of,
)
from linreg.links._word import StateError, Word

# The long ones stand last, so that the rest can be read.
_LAST = ("points", "code")
# What decides whether 0.1 is the default of the learning rate.
_SHAPING = (
    *("data", "points", "features", "target", "degree", "basis", "interactions"),
    *("standardise", "intercept", "penalty", "strength", "mix"),
)
# So many unknown words are compared with the known ones.
_MOST_COMPARED = 20
_TOO_MANY = Complaint(
    "",
    f"The link has more than {MOST_PARTS:,} parts: the first {MOST_PARTS:,} were read.",
    f"the parts after the first {MOST_PARTS:,}",
)


def encode(state: Mapping[str, Any]) -> str:
    """The fragment, without #, of a (partial) state: `v=1&n=100&lr=0.05`; "" where all is default.

    state: words and values as `getState()` gives them. Words with their default are left out,
    which for `degree`, `intercept` and `outliers` a data set may bring; None is always a default.
    Raises StateError on a bad value, and on one that is larger than `decode` reads.
    """
    if not isinstance(state, Mapping):
        raise StateError("state", f"state is {shown(state)}; wanted words and their values.")
    words = check_state({key: value for key, value in state.items() if key != "results"})
    return spell(_without_defaults(words))


def spell(words: Mapping[str, Any]) -> str:
    """The fragment that says just these checked words, their defaults too.

    Raises StateError where one of them is larger than `decode` reads.
    """
    # Points are own data by themselves.
    implied = ("v", "data") if words.get("points") is not None else ("v",)
    said = {key for key, value in words.items() if value is not None and key not in implied}
    keys = [key for key in WORDS if key in said]
    ordered = [key for key in keys if key not in _LAST] + [key for key in _LAST if key in keys]
    parts = [f"{key}={_spelt(WORDS[key], words[key])}" for key in ordered]
    return _ended("&".join([f"v={VERSION}", *parts]), ordered[-1]) if parts else ""


def decode(fragment: str) -> tuple[dict[str, Any], list[Notice]]:
    """The words that a fragment says, checked, and a notice for each part that it gets wrong.

    Never raises: a bad part is left out, so that its default holds, and the rest applies. What
    happens to links on their way (see `_parts`) is put right. The most important notice is first.
    """
    state, complaints = read(fragment)
    return state, [complaint.notice for complaint in complaints]


def read(fragment: str) -> tuple[dict[str, Any], list[Complaint]]:
    """As `decode`, with complaints that `summary` makes one notice of."""
    if not isinstance(fragment, str):
        fault = f"A link is text, not {shown(fragment)}"
        return {}, [Complaint("", f"{fault}.", fault)]
    parts, more = split(fragment, is_closed)
    state: dict[str, Any] = {}
    complaints: dict[str, Complaint] = {}
    # The columns must be known before names are read.
    for part in sorted(parts, key=lambda part: meant(part.key) in NAMES):
        try:
            key = key_of(part, len(complaints) < _MOST_COMPARED)
            # What is said more than once holds as it is said last.
            state["epsilon" if key == CORRELATION else key] = value_of(key, part, state)
        except StateError as error:
            complaints[error.key] = Complaint.of(error)
            if rest := rest_of(part):
                state[error.key] = rest
    found = [*complaints.values(), *_settle(state), *([_TOO_MANY] if more else [])]
    return {key: state[key] for key in WORDS if key in state}, sorted(found, key=lambda c: c.place)


def _without_defaults(words: Mapping[str, Any]) -> dict[str, Any]:
    brought = _brought(words.get("data", WORDS["data"].default))
    kept = {
        key: value for key, value in words.items() if value != brought.get(key, WORDS[key].default)
    }
    # The default rate follows the data: 0.1 may have been chosen.
    if words.get("lr") == WORDS["lr"].default and any(key in kept for key in _SHAPING):
        kept["lr"] = words["lr"]
    return kept


def _brought(data: str) -> Mapping[str, Any]:
    """The defaults that a data set brings."""
    # The data sets are made from the table of words, and so are there only later.
    from linreg import datasets

    return {} if data == "own" else datasets.get(data).defaults


def _spelt(word: Word, value: Any) -> str:
    spelling = SPELLINGS[word.kind]
    try:
        text = spelling.to_text(value)
    except PackingError as error:
        raise _too_large(word, str(error)) from error
    if len(text) > spelling.most:
        size = f"would be {len(text):,} characters long, and {spelling.most:,} are read"
        raise _too_large(word, size)
    return text


def _too_large(word: Word, reason: str) -> StateError:
    fault = f"{word.key} cannot be put into a link: it {reason}"
    return StateError(word.key, f"{fault}. Pass a state file on instead.", fault)


def _ended(fragment: str, last: str) -> str:
    """With & at its end where the last value could be taken for one with a text after it."""
    free = WORDS[last].kind in ("label", "path", "name", "names")
    return f"{fragment}&" if free and read(fragment) != read(f"{fragment}&") else fragment


def _settle(state: dict[str, Any]) -> list[Complaint]:
    """Make what the words say of each other agree."""
    if "points" not in state:
        return []
    chosen = state.setdefault("data", "own")
    if chosen == "own":
        return []
    del state["points"]
    fault = f"points belong to data = own, not to {chosen}"
    return [Complaint("points", f"{fault}: they were left out.", fault)]
