"""What a change of some words entails for the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linreg.links import WORDS
from playground.data import Data
from playground.numbers import round_significant
from playground.scene import Bench

# Columns beyond 1e150 have no learning rate that a float can hold; any is as good.
LEAST_RATE = 1e-300


def follow(
    now: Mapping[str, Any], here: Data, partial: Mapping[str, Any], bench: Bench, fresh: bool
) -> dict[str, Any]:
    """`partial` with all that follows from it.

    now: the whole state; here: its data; fresh: whether other data are brought as a whole, with
    their own defaults. Points given without a word for the data are own data, and own data
    without points are the points that are here. Raises data.Trouble.
    """
    after = {**now, **_data(now, here, partial)}
    after |= _columns(now, after, partial)
    there = bench.data(after)
    if "lr" not in partial and there is not here:
        after["lr"] = _learning_rate(now["lr"], here, there, bench, fresh)
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


def _learning_rate(rate: float, here: Data, there: Data, bench: Bench, fresh: bool) -> float:
    """The default follows the data; a rate that was chosen stays, unless fresh data diverge."""
    before, after = (default_rate(bench, data) for data in (here, there))
    chosen = rate != before and not (fresh and bench.diverges(there, rate))
    return rate if chosen else after


def default_rate(bench: Bench, data: Data) -> float:
    """The usual rate, or where that diverges half of the limit, to one significant digit."""
    usual: float = WORDS["lr"].default
    if not bench.diverges(data, usual):
        return usual
    return max(round_significant(bench.limit(data) / 2, 1), LEAST_RATE)


def is_arrival(before: Data, after: Data) -> bool:
    """Whether these are other data, rather than the same with a point changed."""
    return (
        before.table.columns != after.table.columns
        or (before.features, before.target) != (after.features, after.target)
        or abs(before.count - after.count) > 1 < after.count
    )
