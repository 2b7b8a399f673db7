"""The state of a scene: the value of every key of `linreg.links.TABLE`, with its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground.engine.points import Points


@dataclass(frozen=True, init=False)
class StateValues:
    """One field for each key, in the table's order. None: left to the data."""

    v: int
    data: str
    points: Points | None
    n: int
    seed: int
    noise: float
    slope: float
    intercept_true: float
    outliers: int
    epsilon: float
    features: tuple[str, ...] | None
    target: str | None
    degree: int
    basis: str
    interactions: int
    standardise: int
    intercept: str
    penalty: str
    strength: float
    mix: float
    method: str
    rcond: float | Literal["auto"]
    precision: str
    update: str
    lr: float
    steps: int
    start: tuple[float, ...] | None
    momentum: float
    batch: int
    view: str
    show: tuple[str, ...]
    line: tuple[float, float] | None
    lesson: str | None
    code: str | None
    src: str | None
    expect: tuple[str, ...] | None
    core: str | None
    theme: str
    embed: int
    hide: tuple[str, ...]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> StateValues:
        """The same of a whole state; one is made at each event, and field by field would cost."""
        made = cls()
        vars(made).update(values)
        return made

    @property
    def cutoff(self) -> float | None:
        """The relative cut-off of svd and lstsq; None for theirs."""
        return None if isinstance(self.rcond, str) else self.rcond

    def values(self) -> Mapping[str, Any]:
        """The same by key."""
        return vars(self)
