"""A state as the part of a link after its #, `key=value&key=value`, and back.

`v` is the version of this format. A later version may say things that this one does not
understand, but what version 1 says it must mean for ever: a default is never changed, only
added beside, and the sampler is frozen per version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import sqrt
from typing import Any, TypedDict
from urllib.parse import unquote

from linreg._settings import shown
from linreg.links._radix import PackingError
from linreg.links._spelling import SPELLINGS
from linreg.links._table import WORDS, check_state, near_word
from linreg.links._text import short
from linreg.links._word import StateError, Word

VERSION = 1
# The word that a hand-written link may say instead of `epsilon`.
CORRELATION = "correlation"
# The long ones stand last, so that the rest can be read.
_LAST = ("points", "code")
# What decides whether 0.1 is the default of the learning rate.
_SHAPING = (
    *("data", "points", "features", "target", "degree", "basis", "interactions"),
    *("standardise", "intercept", "penalty", "strength", "mix"),
)


class Notice(TypedDict):
    """What is wrong with a part of a link, in one sentence; key names the word."""

    level: str
    text: str
    key: str


def encode(state: Mapping[str, Any]) -> str:
    """The fragment, without #, of a (partial) state: `v=1&n=100&lr=0.05`; "" where all is default.

    state: words and values as `getState()` gives them. Words with their default are left out,
    which for `degree`, `intercept` and `outliers` a data set may bring; None is always a default.
    Raises StateError on a bad value.
    """
    if not isinstance(state, Mapping):
        raise StateError("state", f"state is {shown(state)}; wanted words and their values.")
    words = check_state({key: value for key, value in state.items() if key != "results"})
    return spell(_without_defaults(words))


def spell(words: Mapping[str, Any]) -> str:
    """The fragment that says just these checked words, their defaults too."""
    # Points are own data by themselves.
    implied = ("v", "data") if words.get("points") is not None else ("v",)
    said = {key for key, value in words.items() if value is not None and key not in implied}
    keys = [key for key in WORDS if key in said]
    ordered = [key for key in keys if key not in _LAST] + [key for key in _LAST if key in keys]
    parts = [f"{key}={SPELLINGS[WORDS[key].kind].to_text(words[key])}" for key in ordered]
    return "&".join([f"v={VERSION}", *parts]) if parts else ""


def decode(fragment: str) -> tuple[dict[str, Any], list[Notice]]:
    """The words that a fragment says, checked, and a notice for each part that it gets wrong.

    Never raises: a bad part is left out, so that its default holds, and the rest applies.
    """
    state: dict[str, Any] = {}
    notices: list[Notice] = []
    if not isinstance(fragment, str):
        return {}, [_notice("", f"A link is text, not {shown(fragment)}.")]
    for part in _parts(fragment):
        try:
            key, value = _read(part)
        except StateError as error:
            notices.append(_notice(error.key, f"{error} This part of the link was left out."))
        else:
            # What is said more than once holds as it is said last.
            state[key] = value
    notices += _settle(state)
    return {key: state[key] for key in WORDS if key in state}, notices


def epsilon_of(correlation: object) -> float:
    """The distance of two columns with this correlation; raises StateError."""
    # From the root of 1/2 on, as somebody writes it with four digits.
    if isinstance(correlation, float | int) and 0.7071 <= correlation <= 1.0:
        r = float(correlation)
        return min(sqrt((1.0 - r) * (1.0 + r)) / r, 1.0)
    raise StateError(
        CORRELATION,
        f"correlation = {short(correlation)} cannot be had: give a number from 0.7072 to 1.",
    )


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


def _parts(fragment: str) -> Iterator[str]:
    return (part for part in fragment.strip().removeprefix("#").split("&") if part)


def _read(part: str) -> tuple[str, Any]:
    written, equals, text = part.partition("=")
    key = _key(written)
    if not equals:
        raise StateError(key, f"{short(key)} stands there without a value: write {short(key)}=...")
    if key == CORRELATION:
        return "epsilon", epsilon_of(_value(Word(key, "real", None), text))
    word = WORDS[key]
    value = _value(word, text)
    if key == "v" and value != VERSION:
        raise StateError(
            key,
            f"The link is of version {short(value)}, and this page knows version {VERSION}: "
            "what it understands of the rest was applied.",
        )
    return key, word.check(value)


def _key(written: str) -> str:
    key = unquote(written).strip()
    if key in WORDS or key == CORRELATION:
        return key
    near = near_word(key)
    hint = f"; did you mean {near}?" if near else "."
    raise StateError(short(key), f"{short(key)} is no word of a link{hint}")


def _value(word: Word, text: str) -> Any:
    spelling = SPELLINGS[word.kind]
    if len(text) > spelling.most:
        size = f"{len(text):,} characters long, and {spelling.most:,} are read"
        raise StateError(word.key, f"{word.key} is {size}.")
    try:
        # Half characters, which only a script can write, are nothing that can be passed on.
        text.encode()
        return spelling.from_text(text)
    except PackingError as error:
        raise StateError(word.key, f"The packed {word.key} {error}.") from error
    except UnicodeError as error:
        raise StateError(word.key, f"{word.key} is not UTF-8 text.") from error


def _settle(state: dict[str, Any]) -> list[Notice]:
    """Make what the words say of each other agree."""
    if "points" not in state:
        return []
    chosen = state.setdefault("data", "own")
    if chosen == "own":
        return []
    del state["points"]
    text = f"points belong to data = own, not to {chosen}: they were left out."
    return [_notice("points", text)]


def _notice(key: str, text: str) -> Notice:
    return {"level": "warning", "text": text, "key": key}
