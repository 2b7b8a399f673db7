"""Between a state and the keys of a link: what must be said of it, and what a link amounts to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import numpy as np

from linreg import links
from linreg.links import KEYS, Complaint
from playground.engine.data import defaults_of
from playground.engine.limits.data_error import DataError
from playground.engine.limits.magnitude import LARGEST
from playground.engine.numbers import round_significant
from playground.engine.points import Points
from playground.engine.scene import SceneCache
from playground.session.follow import default_rate, follow
from playground.session.model_change import said_by_formula
from playground.session.state import State, checked, jsonable

# What tells of own data: left out for somebody who may not see them.
PRIVATE = (
    "data",
    "points",
    "features",
    "target",
    "weights",
    "formula",
    "start",
    "expect",
    "core",
    "src",
)


@np.errstate(all="ignore")
def resolve(
    partial: Mapping[str, Any], cache: SceneCache
) -> tuple[dict[str, Any], list[Complaint]]:
    """The whole state that checked values of a link stand for, whatever was there before.

    A key that does not go with the others is left out, with a complaint about it.
    """
    given, complaints = dict(partial), []
    if given.get("data") == "own" and given.get("points") is None:
        del given["data"]
        complaints.append(complaint("points", "The link has data = own but no points."))
    while True:
        try:
            return _completed(given, cache), complaints
        except DataError as error:
            key = _culprit(error.key, given, cache)
            said = str(error) if key == error.key else _blamed(key, given[key], str(error))
            given = _without(key, given)
            complaints.append(complaint(key, said, " This part of the link was ignored."))


@np.errstate(all="ignore")
def keys_to_encode(
    values: Mapping[str, Any], cache: SceneCache, base: Mapping[str, Any]
) -> dict[str, Any]:
    """The keys that a link to this state must say, JSON-able: those that it would not have anyway.

    base: keys that come from elsewhere, such as a file that the link names.
    """
    usual = links.defaults() | dict(defaults_of(values["data"]))
    usual["outliers"] = min(usual["outliers"], values["n"])
    usual["lr"] = default_rate(cache.limit(cache.data(values), values))
    usual |= said_by_formula(values)
    usual |= base
    return {key: jsonable(values[key]) for key in KEYS if values[key] != usual[key]}


def fragment_of(partial: Mapping[str, Any]) -> str:
    return links.spell(links.check_state(partial))


def read(fragment: str) -> tuple[dict[str, Any], list[Complaint]]:
    """The keys of a fragment in State's own types, and what is wrong with the rest."""
    partial, complaints = links.read(fragment)
    return checked(partial), complaints


def lighter(points: Points, digits: int | None, rows: int | None) -> Points:
    """The points with numbers of so many significant digits, and so many of the rows, evenly."""
    columns = points.columns
    if rows is not None and rows < len(points):
        chosen = [index * len(points) // rows for index in range(rows)]
        columns = tuple(tuple(column[row] for row in chosen) for column in columns)
    if digits is not None:
        columns = tuple(tuple(_rounded(cell, digits) for cell in column) for column in columns)
    return Points(points.names, columns)


def _rounded(cell: str, digits: int) -> str:
    """The number with so many digits; anything else as it is."""
    try:
        shorter = links.decimal_text(round_significant(float(cell), digits))
    except (ValueError, OverflowError):
        return cell
    return shorter if len(shorter) < len(cell) else cell


def _completed(given: Mapping[str, Any], cache: SceneCache) -> dict[str, Any]:
    """The whole state with what is given, and all that follows; raises DataError."""
    first = State().values()
    after = {**first, **follow(first, cache.data(first), given, cache, fresh=True)}
    # Computing it shows what else does not go together.
    cache.fit(cache.data(after), after)
    return after


def _culprit(key: str, given: Mapping[str, Any], cache: SceneCache) -> str:
    """The key to leave out: the one that the trouble is with, or that which it goes with."""
    if key in given:
        return key
    usual = ("points", "features", "target", "weights", "start", "data", *given)
    suspects = list(dict.fromkeys(name for name in usual if name in given))
    if len(suspects) > 1:
        for name in suspects:
            with suppress(DataError):
                _completed(_without(name, given), cache)
                return name
    # More than one is to blame: first the numbers whose products may be too large.
    large = [
        name for name in suspects if _is_number(given[name]) and abs(given[name]) > LARGEST**0.5
    ]
    return max(large, key=lambda name: abs(given[name])) if large else suspects[0]


def _without(key: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The same without a key; own points go with the key that says so."""
    gone = ("data", "points") if key == "points" else (key,)
    return {name: value for name, value in given.items() if name not in gone}


def _blamed(key: str, value: Any, sentence: str) -> str:
    """A sentence that names no key, with the one that is to blame."""
    if not _is_number(value):
        return sentence
    text = links.decimal_text(value).replace("e+", "e")
    return f"{key} = {text}: {sentence[:1].lower()}{sentence[1:]}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def complaint(key: str, sentence: str, more: str = "") -> Complaint:
    """more: what follows the sentence where this is the only complaint."""
    return Complaint(key, sentence + more, sentence.partition(". ")[0].removesuffix("."))
