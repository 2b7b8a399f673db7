"""A state as the part of a link after its #, `key=value&key=value`, and back.

`v` is the version of this format. A later version may say things that this one does not
understand, but what version 1 says it must mean for ever: a default is never changed, only
added beside, and the sampler is frozen per version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from math import sqrt
from typing import Any, NamedTuple, TypedDict
from urllib.parse import unquote

from linreg._settings import shown
from linreg.links._names import read_name, read_names
from linreg.links._parts import MOST_PARTS, Part, split
from linreg.links._radix import PackingError
from linreg.links._spelling import SPELLINGS
from linreg.links._table import WORDS, check_state, near_word
from linreg.links._text import short
from linreg.links._word import StateError, Word

VERSION = 1
# The word that a hand-written link may say instead of `epsilon`.
CORRELATION = "correlation"
_CORRELATION = Word(CORRELATION, "real", None)
# The long ones stand last, so that the rest can be read.
_LAST = ("points", "code")
# What decides whether 0.1 is the default of the learning rate.
_SHAPING = (
    *("data", "points", "features", "target", "degree", "basis", "interactions"),
    *("standardise", "intercept", "penalty", "strength", "mix"),
)
# Their meaning depends on the columns that there are.
_NAMES = ("features", "target")
# What a reader misses most comes first.
_IMPORTANCE = {key: place for place, key in enumerate(("v", "data", "points", "src", *WORDS))}
# So many unknown words are compared with the known ones, and so many faults told in full.
_MOST_COMPARED, _MOST_TOLD, _MOST_NAMED = 20, 8, 40


class Notice(TypedDict):
    """What is wrong with a part of a link, in one sentence; key names the word."""

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
        return cls(error.key, f"{error} This part of the link was left out.", error.fault)


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
    return state, [_notice(complaint.key, complaint.text) for complaint in complaints]


def read(fragment: str) -> tuple[dict[str, Any], list[Complaint]]:
    """As `decode`, with complaints that `summary` makes one notice of."""
    if not isinstance(fragment, str):
        fault = f"A link is text, not {shown(fragment)}"
        return {}, [Complaint("", f"{fault}.", fault)]
    parts, more = split(fragment, _is_closed)
    state: dict[str, Any] = {}
    complaints: dict[str, Complaint] = {}
    # The columns must be known before names are read.
    for part in sorted(parts, key=lambda part: _meant(part.key) in _NAMES):
        try:
            key = _key(part, len(complaints) < _MOST_COMPARED)
            # What is said more than once holds as it is said last.
            state["epsilon" if key == CORRELATION else key] = _read(key, part, state)
        except StateError as error:
            complaints[error.key] = Complaint.of(error)
            if rest := _rest(part):
                state[error.key] = rest
    found = [*complaints.values(), *_settle(state), *([_TOO_MANY] if more else [])]
    return {key: state[key] for key in WORDS if key in state}, sorted(found, key=_importance)


_TOO_MANY = Complaint(
    "",
    f"The link has more than {MOST_PARTS:,} parts: the first {MOST_PARTS:,} were read.",
    f"the parts after the first {MOST_PARTS:,}",
)


def summary(complaints: Iterable[Complaint]) -> list[Notice]:
    """One notice of all complaints about a link, the most important first; none without any."""
    found = sorted(complaints, key=_importance)
    if len(found) <= 1:
        return [_notice(complaint.key, complaint.text) for complaint in found]
    told = "; ".join(complaint.fault for complaint in found[:_MOST_TOLD])
    others = list(dict.fromkeys(c.key for c in found[_MOST_TOLD:] if c.key))
    named = f"; and also {', '.join(others[:_MOST_NAMED])}" if others else ""
    more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
    text = f"{len(found)} parts of this link were ignored: {told}{named}{more}."
    return [_notice(found[0].key, text)]


def epsilon_of(correlation: object) -> float:
    """The distance of two columns with this correlation; raises StateError."""
    # From the root of 1/2 on, as somebody writes it with four digits.
    if isinstance(correlation, float | int) and 0.7071 <= correlation <= 1.0:
        r = float(correlation)
        return min(sqrt((1.0 - r) * (1.0 + r)) / r, 1.0)
    fault = f"correlation = {short(correlation)} cannot be had"
    raise StateError(CORRELATION, f"{fault}: give a number from 0.7072 to 1.", fault)


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


def _is_closed(key: str) -> bool:
    meant = _meant(key)
    return meant == CORRELATION or (meant in WORDS and SPELLINGS[WORDS[meant].kind].closed)


def _meant(key: str) -> str:
    return key if key in WORDS else key.lower()


def _key(part: Part, compare: bool) -> str:
    key = _meant(part.key)
    if key not in WORDS and key != CORRELATION:
        raise _unknown(part.key, compare)
    if part.text is None:
        fault = f"{key} stands there without a value"
        raise StateError(key, f"{fault}: write {key}=...", fault)
    return key


def _read(key: str, part: Part, state: Mapping[str, Any]) -> Any:
    """The checked value of a part that has one; raises StateError."""
    text = part.text or ""
    if key == CORRELATION:
        return epsilon_of(_value(_CORRELATION, text, part.last))
    word = WORDS[key]
    if key in _NAMES:
        return word.check(_named(word, text, part.last, _columns(state)))
    value = _value(word, text, part.last)
    if key == "v" and value != VERSION:
        fault = f"The link is of version {short(value)}, and this page knows version {VERSION}"
        raise StateError(key, f"{fault}: what it understands of the rest was applied.", fault)
    return word.check(value)


def _rest(part: Part) -> tuple[str, ...]:
    """The words of a list that there are, where it holds others too."""
    word = WORDS.get(_meant(part.key))
    if word is None or word.kind != "words" or not part.text:
        return ()
    spelling = SPELLINGS[word.kind]
    if len(part.text) > spelling.most:
        return ()
    *_, text = spelling.meant(part.text, part.last)
    with suppress(UnicodeError):
        items = spelling.from_text(text)
        return tuple(choice for choice in word.choices if choice in items)
    return ()


def _unknown(key: str, compare: bool) -> StateError:
    near = near_word(key) if compare else ""
    hint = f"; did you mean {near}?" if near else "."
    fault = f"{short(key)} is no word of a link"
    return StateError(short(key), f"{fault}{hint}", fault)


def _value(word: Word, text: str, last: bool) -> Any:
    """The first of the values that a text may mean which the word takes, else that of the text."""
    _check_text(word, text)
    spelling = SPELLINGS[word.kind]
    for candidate in spelling.meant(text, last):
        with suppress(StateError, PackingError, UnicodeError):
            value = spelling.from_text(candidate)
            word.check(value)
            return value
    return _as_it_is(word, text)


def _as_it_is(word: Word, text: str) -> Any:
    try:
        return SPELLINGS[word.kind].from_text(text)
    except PackingError as error:
        raise StateError(word.key, f"The packed {word.key} {error}.") from error
    except UnicodeError as error:
        raise StateError(word.key, f"{word.key} is not UTF-8 text.") from error


def _check_text(word: Word, text: str) -> None:
    spelling = SPELLINGS[word.kind]
    if len(text) > spelling.most:
        size = f"{len(text):,} characters long, and {spelling.most:,} are read"
        raise StateError(word.key, f"{word.key} is {size}.")
    try:
        # Half characters, which only a script can write, are nothing that can be passed on.
        text.encode()
        if not spelling.closed:
            unquote(text, errors="surrogatepass")
    except UnicodeError as error:
        raise StateError(word.key, f"{word.key} is not UTF-8 text.") from error


def _named(word: Word, text: str, last: bool, columns: Collection[str]) -> Any:
    _check_text(word, text)
    try:
        if word.kind == "names":
            return read_names(text, last, columns)
        return read_name(text, last, columns)
    except UnicodeError as error:
        raise StateError(word.key, f"{word.key} is not UTF-8 text.") from error


def _columns(state: Mapping[str, Any]) -> Collection[str]:
    """The columns of the data that a link says, where it does not leave them to a file."""
    if "points" in state:
        return [column["name"] for column in state["points"]["columns"]]
    data = state.get("data", WORDS["data"].default)
    if data == "own" or "src" in state:
        return []
    from linreg import datasets

    return datasets.get(data).table().columns


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


def _importance(complaint: Complaint) -> int:
    return _IMPORTANCE.get(complaint.key, len(_IMPORTANCE))


def _notice(key: str, text: str) -> Notice:
    return {"level": "warning", "text": text, "key": key}
