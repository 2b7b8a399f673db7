"""What a change of some keys entails for the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from linreg.links import DESIGN_KEYS, KEYS, PENALTY_KEYS
from playground.engine.data import Data, defaults_of
from playground.engine.limits.data_error import DataError
from playground.engine.numbers import round_significant
from playground.engine.problem import Problem
from playground.engine.scene import SceneCache
from playground.session.model_change import model_keys

# Columns beyond 1e150 have no learning rate that a float can hold; any is as good.
LEAST_RATE = 1e-300
# The keys for which a data set may bring a default of its own, and the rank tolerance, which was
# chosen for the singular values of the data before.
BROUGHT = ("degree", "intercept", "rcond")


def follow(
    now: Mapping[str, Any], here: Data, partial: Mapping[str, Any], cache: SceneCache, fresh: bool
) -> dict[str, Any]:
    """`partial` with all that follows from it.

    now: the whole state; here: its data; fresh: whether other data are brought as a whole, with
    their own defaults. Points given without the key `data` are own data, and own data
    without points are the points that are here. Raises data.DataError.
    """
    given = _data(now, here, partial)
    after = {**now, **given}
    after |= _columns(now, after, given)
    after |= _outliers(now, after, given)
    model = model_keys(now, here, after, given, cache)
    after |= model
    there = cache.data(after)
    _check_start(partial.get("start"), cache.problem(there, after))
    after |= _brought(now, after, {**given, **model}, fresh, is_arrival(here, there))
    if "lr" not in partial and (there is not here or _rescaled(now, after)):
        after["lr"] = _learning_rate(now, here, after, there, cache, fresh)
    return {key: value for key, value in after.items() if value is not now[key]}


def _check_start(start: tuple[float, ...] | None, problem: Problem | None) -> None:
    if start is not None and problem is not None and len(start) != len(problem.columns):
        wanted = len(problem.columns)
        raise DataError(
            f"start has {len(start)} numbers, but there are {wanted} coefficients: give {wanted}.",
            "start",
        )


def _outliers(
    now: Mapping[str, Any], after: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """As many outliers as the set brings when it is chosen, and no more than there are points."""
    if "outliers" in given or after["data"] == "own":
        return {}
    chosen = after["data"] != now["data"]
    count = default_of("outliers", after["data"]) if chosen else after["outliers"]
    return {"outliers": min(count, after["n"])}


def _brought(
    now: Mapping[str, Any],
    after: Mapping[str, Any],
    given: Mapping[str, Any],
    fresh: bool,
    arrived: bool,
) -> dict[str, Any]:
    """The defaults that data bring: all of them when a set is chosen or a table is loaded.

    Of other points that come, those whose keys nobody has touched.
    """
    chosen = after["data"] not in (now["data"], "own") or (fresh and "points" in given)
    untouched = {key for key in BROUGHT if now[key] == default_of(key, now["data"])}
    keys = set(BROUGHT) if chosen else untouched if arrived else set()
    return {key: default_of(key, after["data"]) for key in BROUGHT if key in keys - set(given)}


def default_of(key: str, data: str) -> Any:
    """The default of a key, which a data set may bring."""
    return defaults_of(data).get(key, KEYS[key].default)


def _rescaled(now: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether another X is made of the data, or another curvature added."""
    return any(now[key] != after[key] for key in (*DESIGN_KEYS, *PENALTY_KEYS))


def _data(now: Mapping[str, Any], here: Data, partial: Mapping[str, Any]) -> dict[str, Any]:
    """`partial` with points where there are own data; those of a set with their columns."""
    given = dict(partial)
    if given.get("points") is not None:
        given.setdefault("data", "own")
    if given.get("data", now["data"]) != "own":
        return {**given, "points": None}
    if given.get("points") is not None:
        return given
    if now["points"] is not None:
        return {**given, "points": now["points"]}
    kept: dict[str, Any] = {"formula": now["formula"]} if now["formula"] is not None else {}
    if not here.takes_all:
        kept |= chosen_columns(here)
    return {**kept, **given, "points": here.points}


def _columns(
    now: Mapping[str, Any], after: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Chosen columns, and a formula of them, hold only while the table has them.

    A new target is no feature; new weights are no target, and neither is a feature.
    """
    chosen = {key: after[key] for key in ("features", "target", "weights", "formula")}
    others = _names(after) != _names(now)
    for key in chosen:
        if others and key not in given:
            chosen[key] = None
    if chosen["weights"] is not None:
        for key in ("target", "weights"):
            if key not in given and chosen["target"] == chosen["weights"]:
                chosen[key] = None
    if chosen["features"] is not None and "features" not in given:
        taken = (chosen["target"], chosen["weights"])
        left = tuple(name for name in chosen["features"] if name not in taken)
        chosen["features"] = left or None
    return chosen


def chosen_columns(data: Data) -> dict[str, Any]:
    """The columns of some data as they are chosen, by key."""
    return {"features": data.features, "target": data.target, "weights": data.weighted_by}


def _names(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells one table's columns from another's: their names, or that of the set."""
    return values["points"].names if values["points"] is not None else (values["data"],)


def _learning_rate(
    now: Mapping[str, Any],
    here: Data,
    after: Mapping[str, Any],
    there: Data,
    cache: SceneCache,
    fresh: bool,
) -> float:
    """The default follows the data; a rate that was chosen stays, unless fresh data diverge."""
    rate: float = now["lr"]
    before = default_rate(cache.limit(here, now))
    limit = cache.limit(there, after)
    chosen = rate != before and not (fresh and not rate < limit)
    return rate if chosen else default_rate(limit)


def default_rate(limit: float) -> float:
    """The usual rate, or where that diverges half of the limit, to one significant digit."""
    usual: float = KEYS["lr"].default
    if usual < limit:
        return usual
    return max(round_significant(limit / 2, 1), LEAST_RATE)


def is_arrival(before: Data, after: Data) -> bool:
    """Whether these are other data, rather than the same with a point changed."""
    return (
        before.table.columns != after.table.columns
        or chosen_columns(before) != chosen_columns(after)
        or abs(before.count - after.count) > 1 < after.count
        or _are_others(before, after)
    )


def _are_others(before: Data, after: Data) -> bool:
    """Whether more of the points differ than a hand changes at once; a slider changes them all."""
    if "own" not in (before.name, after.name):
        return before.name != after.name
    if before is after or before.N != after.N:
        return False
    pairs = [(before.y, after.y), *((before.values[x], after.values[x]) for x in after.features)]
    differ = np.logical_or.reduce([one != other for one, other in pairs])
    return int(differ.sum()) > (after.N / 2 if before.name == after.name else 1)
