"""The value that a part of a link means."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from math import sqrt
from typing import Any
from urllib.parse import unquote

from linreg import datasets
from linreg._keys import Key, StateError, kinds, short
from linreg.links._names import read_name, read_names
from linreg.links._parts import Part
from linreg.links._radix import PackingError
from linreg.links._spelling import spelling_of
from linreg.links._table import KEYS, near_key

VERSION = 1
# The key that a hand-written link may say instead of `epsilon`.
CORRELATION = "correlation"
_CORRELATION = Key(CORRELATION, kinds.Real(), None)
# Their meaning depends on the columns that there are.
NAMES = ("features", "target", "weights")


def epsilon_of(correlation: object) -> float:
    """Return the distance of two columns with this correlation; raises StateError."""
    # From the root of 1/2 on, as somebody writes it with four digits.
    if isinstance(correlation, float | int) and 0.7071 <= correlation <= 1.0:
        r = float(correlation)
        return min(sqrt((1.0 - r) * (1.0 + r)) / r, 1.0)
    fault = f"correlation = {short(correlation)} is out of range"
    raise StateError(CORRELATION, f"{fault}. Use a number from 0.7072 to 1.", fault)


def is_closed(name: str) -> bool:
    """Return whether a key, perhaps no known one, takes no free text."""
    key = KEYS.get(meant(name))
    return meant(name) == CORRELATION or (key is not None and spelling_of(key).closed)


def meant(name: str) -> str:
    """Return a key in small letters, unless it is known as it is."""
    return name if name in KEYS else name.lower()


def key_of(part: Part, compare: bool) -> str:
    """Return the key of a part. Raises StateError, with a hint at a near key if asked."""
    name = meant(part.key)
    if name not in KEYS and name != CORRELATION:
        raise _unknown(part.key, compare)
    if part.text is None:
        fault = f"{name} has no value"
        raise StateError(name, f"{fault}. Write {name}=...", fault)
    return name


def value_of(name: str, part: Part, state: Mapping[str, Any]) -> Any:
    """Return the checked value of a part, beside what the link says else; raises StateError."""
    text = part.text or ""
    if name == CORRELATION:
        return epsilon_of(_value(_CORRELATION, text, part.last))
    key = KEYS[name]
    if name in NAMES:
        return key.check(_named(key, text, part.last, _columns(state)))
    value = _value(key, text, part.last)
    if name == "v" and value != VERSION:
        fault = (
            f"the link uses format version {short(value)}, but this page reads it as version "
            f"{VERSION}"
        )
        raise StateError(name, f"{fault[0].upper()}{fault[1:]}.", fault)
    return key.check(value)


def rest_of(part: Part) -> tuple[str, ...]:
    """Return the choices of a list that there are, where it holds others too."""
    key = KEYS.get(meant(part.key))
    if key is None or not isinstance(key.kind, kinds.Choices) or not part.text:
        return ()
    spelling = spelling_of(key)
    if len(part.text) > spelling.most:
        return ()
    *_, text = spelling.meant(part.text, part.last)
    with suppress(UnicodeError):
        items = spelling.from_text(text)
        return tuple(choice for choice in key.kind.choices if choice in items)
    return ()


def _unknown(name: str, compare: bool) -> StateError:
    near = near_key(name) if compare else ""
    hint = f" Did you mean {near}?" if near else ""
    fault = f'unknown parameter "{short(name)}"'
    return StateError(short(name), f'Unknown link parameter "{short(name)}".{hint}', fault)


def _value(key: Key, text: str, last: bool) -> Any:
    """Return the first value that a text may mean and the key takes, else that of the text."""
    _check_text(key, text)
    spelling = spelling_of(key)
    for candidate in spelling.meant(text, last):
        with suppress(StateError, PackingError, UnicodeError):
            value = spelling.from_text(candidate)
            key.check(value)
            return value
    return _as_it_is(key, text)


def _as_it_is(key: Key, text: str) -> Any:
    try:
        return spelling_of(key).from_text(text)
    except PackingError as error:
        raise StateError(key.name, f"{key.name} cannot be read: the text {error}.") from error
    except UnicodeError as error:
        raise StateError(key.name, f"{key.name} is not UTF-8 text.") from error


def _check_text(key: Key, text: str) -> None:
    spelling = spelling_of(key)
    if len(text) > spelling.most:
        size = f"longer than {spelling.most:,} characters"
        raise StateError(key.name, f"{key.name} is {size}.")
    try:
        # Half characters, which only a script can write, are nothing that can be passed on.
        text.encode()
        if not spelling.closed:
            unquote(text, errors="surrogatepass")
    except UnicodeError as error:
        raise StateError(key.name, f"{key.name} is not UTF-8 text.") from error


def _named(key: Key, text: str, last: bool, columns: Collection[str]) -> Any:
    _check_text(key, text)
    try:
        if isinstance(key.kind, kinds.Names):
            return read_names(text, last, columns)
        return read_name(text, last, columns)
    except UnicodeError as error:
        raise StateError(key.name, f"{key.name} is not UTF-8 text.") from error


def _columns(state: Mapping[str, Any]) -> Collection[str]:
    """Return the columns of the data that a link says, where it does not leave them to a file."""
    if "points" in state:
        return [column["name"] for column in state["points"]["columns"]]
    data = state.get("data", KEYS["data"].default)
    if data == "own" or "src" in state:
        return []
    return datasets.get(data).table().columns
