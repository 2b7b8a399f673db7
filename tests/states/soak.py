"""A long session of mixed events, drawn at random, and the coefficients it must end with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from talk import Talk

import linreg

VIEWS = ("fit", "descent", "closed-form", "collinearity", "diagnostics", "code")
SETS = ("linear", "outliers", "sine", "collinear", "longley", "anscombe3", "classes")
# Changes of the settings, as a page's script makes them.
CHANGES: tuple[Callable[[Random], dict[str, Any]], ...] = (
    lambda random: {"data": random.choice(SETS)},
    lambda random: {"data": "linear", "n": random.randint(2, 60)},
    lambda random: {"seed": random.randint(0, 99)},
    lambda random: {"noise": round(random.uniform(0, 3), 2)},
    lambda random: {"degree": random.randint(1, 4)},
    lambda random: {"intercept": random.choice(("absorbed", "separate"))},
    lambda random: {"standardise": random.randint(0, 1)},
    lambda random: {"penalty": random.choice(("none", "ridge", "lasso")), "strength": 0.01},
    lambda random: {"update": random.choice(("plain", "momentum", "minibatch"))},
    lambda random: {"lr": random.choice((0.01, 0.1, 0.3)), "steps": random.randint(0, 400)},
    lambda random: {"show": random.sample(("residuals", "squares", "truth", "bands"), 2)},
)


class Soak:
    """Sends events to an app by way of its bridge, and counts them by kind."""

    def __init__(self, talk: Talk, seed: int) -> None:
        self.talk, self.random = talk, Random(seed)
        self.counts: dict[str, int] = {}
        self._kinds: Mapping[str, tuple[int, Callable[[], object]]] = {
            "drag": (30, self._drag),
            "add": (12, lambda: self._gesture("add", None, *self._place())),
            "select": (8, lambda: self._gesture("select", self._row())),
            "delete": (4, lambda: self._click("delete")),
            "step": (14, lambda: self._click("step")),
            "undo": (8, lambda: self._click("undo")),
            "redo": (4, lambda: self._click("redo")),
            "frames": (8, lambda: self.talk.ask("frame", {"elapsed": 1000 / 60})),
            "change": (10, self._change),
            "view": (2, lambda: self._ask({"view": self.random.choice(VIEWS)})),
        }

    def run(self, count: int) -> None:
        """Send so many events."""
        names = list(self._kinds)
        weights = [self._kinds[name][0] for name in names]
        for name in self.random.choices(names, weights, k=count):
            self._kinds[name][1]()
            self.counts[name] = self.counts.get(name, 0) + 1

    def add(self, count: int) -> None:
        """Add so many points by clicks."""
        for _ in range(count):
            self._gesture("add", None, *self._place())

    def _ask(self, change: Mapping[str, Any]) -> None:
        """Change settings; one that does not go with the present data is refused in words."""
        answer = self.talk.send("setState", change)
        if "error" in answer and answer["error"]["name"] != "StateError":
            raise AssertionError(answer["error"]["traceback"])

    def _change(self) -> None:
        self._ask(self.random.choice(CHANGES)(self.random))

    def _click(self, slot: str) -> None:
        model = self.talk.app.slots[slot]
        if not model.disabled:
            self.talk.set(slot, model.clicks + 1, "clicks")

    def _row(self) -> int:
        return self.random.randrange(max(1, len(self._tool.source.data["x"])))

    def _place(self) -> tuple[float, float]:
        return round(self.random.uniform(-3, 3), 2), round(self.random.uniform(-5, 8), 2)

    def _drag(self) -> None:
        tool = self._tool
        if tool.editable and len(tool.source.data["x"]):
            row, done = self._row(), self.random.random() < 0.3
            self._gesture("release" if done else "move", row, *self._place())

    @property
    def _tool(self) -> Any:
        return self.talk.app.slots["plot"].tools[0]

    def _gesture(self, kind: str, index: int | None, x: float = 0.0, y: float = 0.0) -> None:
        if kind == "add" and not self._tool.editable:
            return
        entries = {
            "model": {"id": self._tool.id},
            "kind": kind,
            "index": index,
            "x": x,
            "y": y,
            "indices": [],
        }
        values = {"type": "map", "entries": [[key, value] for key, value in entries.items()]}
        event = {"type": "event", "name": "point_gesture", "values": values}
        sent = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}
        self.talk.ask("events", {"events": [sent]})


# What the last state of a soak is brought to, so that its coefficients are least squares of
# powers of the features, whatever came before.
PLAIN = {
    "penalty": "none",
    "interactions": 0,
    "standardise": 0,
    "basis": "powers",
    "intercept": "absorbed",
}


def recomputed(state: Mapping[str, Any]) -> list[float]:
    """The coefficients of a state of own points under PLAIN, by rational arithmetic."""
    columns = {column["name"]: column["values"] for column in state["points"]["columns"]}
    names = [name for name in state["results"]["columns"] if name != "1"]
    used = {name.partition("^")[0] for name in names} | {target_of(state)}
    kept = [i for i in range(len(columns[target_of(state)])) if all(columns[n][i] for n in used)]
    rows = [[Fraction(1), *(_term(columns, name, i) for name in names)] for i in kept]
    y = [Fraction(columns[target_of(state)][i]) for i in kept]
    solution = linreg.solve(np.array(rows, dtype=object), np.array(y, dtype=object), "exact")
    return list(solution.coefficients)


def target_of(state: Mapping[str, Any]) -> str:
    """The name of the column that is predicted."""
    return state["target"] or state["points"]["columns"][-1]["name"]


def _term(columns: Mapping[str, list[str]], name: str, row: int) -> Fraction:
    source, _, power = name.partition("^")
    return Fraction(columns[source][row]) ** int(power or 1)
