"""Between a state and the keys of a link: what must be said of it, and what a link amounts to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from linreg import links
from linreg.links import KEYS, Complaint
from playground.engine.data import defaults_of
from playground.engine.limits.data_error import DataError
from playground.engine.numbers import round_significant
from playground.engine.points import Points
from playground.engine.scene import SceneCache
from playground.session.follow import default_rate, follow
from playground.session.state import State, checked, jsonable

# What tells of own data: left out for somebody who may not see them.
PRIVATE = ("data", "points", "features", "target", "start", "expect", "core", "src")


@np.errstate(all="ignore")
def resolve(
    partial: Mapping[str, Any], cache: SceneCache
) -> tuple[dict[str, Any], list[Complaint]]:
    """The whole state that checked values of a link stand for, whatever was there before.

    A key that does not go with the others is left out, with a complaint about it.
    """
    given, complaints = dict(partial), []
    first = State().values()
    if given.get("data") == "own" and given.get("points") is None:
        del given["data"]
        complaints.append(complaint("points", "The link has data = own but no points."))
    while True:
        try:
            after = {**first, **follow(first, cache.data(first), given, cache, fresh=True)}
            # Computing it shows what else does not go together.
            cache.fit(cache.data(after), after)
        except DataError as error:
            key = _culprit(error.key, given)
            for gone in ("data", "points") if key == "points" else (key,):
                given.pop(gone, None)
            complaints.append(complaint(key, str(error), " This part of the link was ignored."))
        else:
            return after, complaints


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


def _culprit(key: str, given: Mapping[str, Any]) -> str:
    """The key to leave out: the one that the trouble is with, or what may be behind it."""
    suspects = (key, "points", "features", "target", "start", "data", *given)
    return next(name for name in suspects if name in given)


def complaint(key: str, sentence: str, more: str = "") -> Complaint:
    """more: what follows the sentence where this is the only complaint."""
    return Complaint(key, sentence + more, sentence.partition(". ")[0].removesuffix("."))
