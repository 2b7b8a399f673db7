"""What a change of some words entails for the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linreg.links import WORDS
from playground.data import Data
from playground.scene import Bench


def follow(now: Mapping[str, Any], here: Data, partial: Mapping[str, Any], bench: Bench) -> dict:
    """`partial` with all that follows from it.

    now: the whole state; here: its data. Points given without a word for the data are own data,
    and own data without points are the points that are here. Raises data.Trouble.
    """
    after = {**now, **_data(now, here, partial)}
    after |= _columns(now, after, partial)
    if any(key in partial for key in ("data", "points")) and "lr" not in partial:
        after["lr"] = _learning_rate(now, here, bench.data(after), bench)
    return {key: value for key, value in after.items() if value is not now[key]}


def _data(now: Mapping[str, Any], here: Data, partial: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(partial)
    if given.get("points") is not None:
        given.setdefault("data", "own")
    if given.get("data", now["data"]) != "own":
        given["points"] = None
    elif given.get("points") is None:
        given["points"] = here.points if now["points"] is None else now["points"]
    return given


def _columns(now: Mapping[str, Any], after: Mapping[str, Any], partial: Mapping[str, Any]) -> dict:
    """Chosen columns hold only while the table has them; a new target is no feature."""
    chosen = {"features": after["features"], "target": after["target"]}
    names = after["points"].names if after["points"] is not None else ()
    others = names != (now["points"].names if now["points"] is not None else ())
    for key in chosen:
        if others and key not in partial:
            chosen[key] = None
    if chosen["features"] is not None and "features" not in partial:
        left = tuple(name for name in chosen["features"] if name != chosen["target"])
        chosen["features"] = left or None
    return chosen


def _learning_rate(now: Mapping[str, Any], here: Data, there: Data, bench: Bench) -> float:
    """Other data bring their own default, but a rate that was chosen and converges stays."""
    usual = WORDS["lr"].default
    rate, before = now["lr"], bench.default_learning_rate(here, usual)
    after = bench.default_learning_rate(there, usual)
    return rate if rate != before and bench.converges(there, rate) else after


def is_arrival(before: Data, after: Data) -> bool:
    """Whether these are other data, rather than the same with a point changed."""
    return (
        before.table.columns != after.table.columns
        or (before.features, before.target) != (after.features, after.target)
        or abs(before.count - after.count) > 1 < after.count
    )
