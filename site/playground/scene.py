"""Everything computed from one state: what the views draw, immutable.

`Bench.scene` computes only what depends on what has changed since the scene before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

import linreg
from playground.data import Data, from_points, from_set, words_of
from playground.descent import Path
from playground.fit import Fit

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Hand:
    """What the page shows beside the state: nothing that a link holds.

    selected: row of the points. dragging: whether that point is on its way. arrivals: how often
    other data came, not by hand. said: what was just done, in words, for the live region.
    """

    selected: int | None = None
    dragging: bool = False
    arrivals: int = 0
    running: bool = False
    said: str = ""
    can_undo: bool = False
    can_redo: bool = False
    coarse: bool = False


@dataclass(frozen=True)
class Scene:
    """State, data, fit and descent that belong together. No points: no fit, no path, no step."""

    state: SimpleNamespace
    data: Data
    fit: Fit | None
    path: Path | None
    step: linreg.Step | None
    hand: Hand = field(default_factory=Hand)


class Bench:
    """Computes scenes and keeps the last of each part, keyed by what it was made from."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[Any, ...], Any]] = {}

    def data(self, values: Values) -> Data:
        """The data of a state; raises data.Trouble where they cannot be fitted."""
        if values["data"] == "own":
            chosen = (values["points"], values["features"], values["target"])
            return self._keep("data", chosen, lambda: from_points(*chosen))
        name = values["data"]
        words = {key: values[key] for key in words_of(name)}
        return self._keep("data", (name, *words.items()), lambda: from_set(name, words))

    def fit(self, data: Data) -> Fit | None:
        """The fit of the data; none where there are no points."""
        return self._keep("fit", (data,), lambda: Fit.of(data.X, data.y) if data.N else None)

    def scene(self, values: Values, hand: Hand) -> Scene:
        data = self.data(values)
        fit = self.fit(data)
        state = SimpleNamespace(**values)
        if fit is None:
            return Scene(state, data, None, None, None, hand)
        making = (fit, values["lr"], values["start"])
        path = self._keep(
            "path", making, lambda: Path(fit, values["lr"], origin(values["start"], data))
        )
        step = self._keep("step", (path, values["steps"]), lambda: path.at(values["steps"]))
        return Scene(state, data, fit, path, step, hand)

    def limit(self, data: Data) -> float:
        """The learning rate from which on descent does not converge; infinite without points."""
        fit = self.fit(data)
        return fit.spectrum.learning_rate_limit if fit is not None else np.inf

    def diverges(self, data: Data, rate: float) -> bool:
        return not rate < self.limit(data)

    def _keep(self, name: str, key: tuple[Any, ...], make: Any) -> Any:
        """The value made from an equal key last time, or a new one."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != key:
            self._kept[name] = kept = (key, make())
        return kept[1]


def origin(start: tuple[float, ...] | None, data: Data) -> NDArray[np.float64]:
    """Where descent starts (p,): as the state says where that fits the columns, else zeros."""
    p = len(data.columns)
    return np.array(start) if start is not None and len(start) == p else np.zeros(p)
