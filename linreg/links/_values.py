"""The value that a part of a link means."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from math import sqrt
from typing import Any
from urllib.parse import unquote

from linreg.links._names import read_name, read_names
from linreg.links._parts import Part
from linreg.links._radix import PackingError
from linreg.links._spelling import SPELLINGS
from linreg.links._table import WORDS, near_word
from linreg.links._text import short
from linreg.links._word import StateError, Word

VERSION = 1
# The word that a hand-written link may say instead of `epsilon`.
CORRELATION = "correlation"
_CORRELATION = Word(CORRELATION, "real", None)
# Their meaning depends on the columns that there are.
NAMES = ("features", "target")


def epsilon_of(correlation: object) -> float:
    """The distance of two columns with this correlation; raises StateError."""
    # From the root of 1/2 on, as somebody writes it with four digits.
    if isinstance(correlation, float | int) and 0.7071 <= correlation <= 1.0:
        r = float(correlation)
        return min(sqrt((1.0 - r) * (1.0 + r)) / r, 1.0)
    fault = f"correlation = {short(correlation)} cannot be had"
    raise StateError(CORRELATION, f"{fault}: give a number from 0.7072 to 1.", fault)


def is_closed(key: str) -> bool:
    """Whether a key, perhaps no known one, takes no free text."""
    word = WORDS.get(meant(key))
    return meant(key) == CORRELATION or (word is not None and SPELLINGS[word.kind].closed)


def meant(key: str) -> str:
    """A key in small letters, unless it is known as it is."""
    return key if key in WORDS else key.lower()


def key_of(part: Part, compare: bool) -> str:
    """The word that a part gives a value; raises StateError, which hints at a near one if asked."""
    key = meant(part.key)
    if key not in WORDS and key != CORRELATION:
        raise _unknown(part.key, compare)
    if part.text is None:
        fault = f"{key} stands there without a value"
        raise StateError(key, f"{fault}: write {key}=...", fault)
    return key


def value_of(key: str, part: Part, state: Mapping[str, Any]) -> Any:
    """The checked value of a part, beside what the link says else; raises StateError."""
    text = part.text or ""
    if key == CORRELATION:
        return epsilon_of(_value(_CORRELATION, text, part.last))
    word = WORDS[key]
    if key in NAMES:
        return word.check(_named(word, text, part.last, _columns(state)))
    value = _value(word, text, part.last)
    if key == "v" and value != VERSION:
        fault = f"The link is of version {short(value)}, and this page knows version {VERSION}"
        raise StateError(key, f"{fault}: what it understands of the rest was applied.", fault)
    return word.check(value)


def rest_of(part: Part) -> tuple[str, ...]:
    """The words of a list that there are, where it holds others too."""
    word = WORDS.get(meant(part.key))
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
