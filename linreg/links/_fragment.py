"""A state as the part of a link after its #, `key=value&key=value`, and back.

`v` is the version of this format. A later version may say things that this one does not
understand, but what version 1 says it must mean for ever: a default is never changed, only
added beside, and the sampler is frozen per version.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linreg import datasets
from linreg._keys import Key, StateError, kinds
from linreg._settings import shown
from linreg.links._complaints import Complaint, Notice
from linreg.links._parts import MOST_PARTS, split
from linreg.links._radix import PackingError
from linreg.links._spelling import spelling_of
from linreg.links._table import DESIGN_KEYS, KEYS, PENALTY_KEYS, check_state
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

# The long ones stand last, so that the rest can be read.
_LAST = ("points", "code")
# What decides whether 0.1 is the default of the learning rate.
_SHAPING = ("data", "points", "features", "target", "weights", *DESIGN_KEYS, *PENALTY_KEYS)
# Unknown keys that are compared with the known ones; each costs time.
_MOST_COMPARED = 20
_TOO_MANY = Complaint(
    "",
    f"The link has more than {MOST_PARTS:,} parts. Only the first {MOST_PARTS:,} were read.",
    f"the parts after the first {MOST_PARTS:,}",
)


def encode(state: Mapping[str, Any]) -> str:
    """Return the fragment, without #, of a (partial) state: `v=1&n=100&lr=0.05`.

    It is "" where all is default.

    state: keys and values as `getState()` gives them. Keys with their default are left out,
    which for `degree`, `intercept` and `outliers` a data set may bring; None is always a default.
    Raises StateError on a bad value, and on one that is larger than `decode` reads.
    """
    if not isinstance(state, Mapping):
        raise StateError("state", f"state is {shown(state)}; expected keys and their values.")
    checked = check_state({key: value for key, value in state.items() if key != "results"})
    return spell(_without_defaults(checked))


def spell(checked: Mapping[str, Any]) -> str:
    """Return the fragment that says just these checked values, defaults too.

    Raises StateError where one of them is larger than `decode` reads.
    """
    # Points are own data by themselves.
    implied = ("v", "data") if checked.get("points") is not None else ("v",)
    said = {key for key, value in checked.items() if value is not None and key not in implied}
    keys = [key for key in KEYS if key in said]
    ordered = [key for key in keys if key not in _LAST] + [key for key in _LAST if key in keys]
    parts = [f"{key}={_spelt(KEYS[key], checked[key])}" for key in ordered]
    return _ended("&".join([f"v={VERSION}", *parts]), ordered[-1]) if parts else ""


def decode(fragment: str) -> tuple[dict[str, Any], list[Notice]]:
    """Return the checked values of a fragment, and a notice for each part that is wrong.

    Never raises: a bad part is left out, so that its default holds, and the rest applies. What
    happens to links on their way (see `_parts`) is put right. The most important notice is first.
    """
    state, complaints = read(fragment)
    return state, [complaint.notice for complaint in complaints]


def read(fragment: str) -> tuple[dict[str, Any], list[Complaint]]:
    """Return what `decode` does, with complaints that `summary` makes one notice of."""
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
    return {key: state[key] for key in KEYS if key in state}, sorted(found, key=lambda c: c.place)


def _without_defaults(checked: Mapping[str, Any]) -> dict[str, Any]:
    brought = _brought(checked.get("data", KEYS["data"].default))
    kept = {
        key: value for key, value in checked.items() if value != brought.get(key, KEYS[key].default)
    }
    # The default rate follows the data: 0.1 may have been chosen.
    if checked.get("lr") == KEYS["lr"].default and any(key in kept for key in _SHAPING):
        kept["lr"] = checked["lr"]
    return kept


def _brought(data: str) -> Mapping[str, Any]:
    """Return the defaults that a data set brings."""
    return {} if data == "own" else datasets.get(data).defaults


def _spelt(key: Key, value: Any) -> str:
    spelling = spelling_of(key)
    try:
        text = spelling.to_text(value)
    except PackingError as error:
        raise _too_large(key, str(error)) from error
    if len(text) > spelling.most:
        size = f"would have {len(text):,} characters, and at most {spelling.most:,} are read"
        raise _too_large(key, size)
    return text


def _too_large(key: Key, reason: str) -> StateError:
    fault = f"The value of {key.name} does not fit into a link: it {reason}"
    return StateError(key.name, f"{fault}. Share a state file instead.", fault)


def _ended(fragment: str, last: str) -> str:
    """With & at its end where the last value could be taken for one with a text after it."""
    free = isinstance(KEYS[last].kind, kinds.Label | kinds.Path | kinds.Name | kinds.Names)
    return f"{fragment}&" if free and read(fragment) != read(f"{fragment}&") else fragment


def _settle(state: dict[str, Any]) -> list[Complaint]:
    """Make values that depend on each other agree."""
    if "points" not in state:
        return []
    chosen = state.setdefault("data", "own")
    if chosen == "own":
        return []
    del state["points"]
    fault = f"points need data = own, but the link has data = {chosen}"
    return [Complaint("points", f"{fault}. The points were ignored.", fault)]
