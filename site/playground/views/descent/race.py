"""The four rules racing: their lines on a plot, the table of who needs how many steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, Line, Scatter
from bokeh.models.renderers import GlyphRenderer
from bokeh.plotting import figure
from numpy.typing import NDArray

from playground.controls.theme import palette
from playground.engine.losses import GOAL, Excess
from playground.engine.memo import Memo
from playground.engine.numbers import given, percent, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.race import FARTHEST, Race
from playground.engine.scene import Scene, Solved
from playground.engine.trail.thin import Walk
from playground.engine.trail.window import Window
from playground.session.names import RULES
from playground.views.common.base import assign, put
from playground.views.common.trail_lines import GapLine, broken

Array = NDArray[np.float64]

# Role, dashes and marker of each rule.
LOOKS = {
    "plain": ("descent", [], "circle"),
    "momentum": ("momentum", [8, 4], "triangle"),
    "nesterov": ("nesterov", [8, 3, 2, 3], "diamond"),
    "minibatch": ("minibatch", [2, 3], "x"),
}


class RaceKeeper:
    """Keeps the race of the last scene: views that draw it share it, so that it is run once."""

    def __init__(self) -> None:
        self._race = Memo[Race]()

    def of(self, scene: Scene) -> Race | None:
        """The race of a scene; none while it is not wanted, or where there is nothing to race."""
        if not scene.interaction.choices.racing or (solved := scene.solved) is None:
            return None
        state, path = scene.state, solved.path
        settings = (state.momentum, state.batch, state.seed)
        return self._race(
            lambda: Race(path, *settings), path.fit, state.lr, path.start.tobytes(), *settings
        )


class RaceLines:
    """Owns one line and one marker for each rule on a plot."""

    def __init__(self, plot: figure) -> None:
        colours = palette(dark=False)
        self._renderers: list[GlyphRenderer[Any]] = []
        self.paths: dict[str, ColumnDataSource] = {}
        self.heads: dict[str, ColumnDataSource] = {}
        for rule, (role, dash, marker) in LOOKS.items():
            self.paths[rule] = ColumnDataSource({"x": [], "y": []})
            self.heads[rule] = ColumnDataSource({"x": [], "y": []})
            line = Line(x="x", y="y", line_color=colours[role], line_width=2, line_dash=dash)
            head = Scatter(
                x="x",
                y="y",
                marker=marker,
                size=11,
                fill_color=colours[role],
                line_color=colours[role if marker == "x" else "background"],
                line_width=2 if marker == "x" else 1,
            )
            for source, glyph in ((self.paths[rule], line), (self.heads[rule], head)):
                self._renderers.append(plot.add_glyph(source, glyph, visible=False))

    def show(self, drawn: dict[str, tuple[Array, Array]]) -> None:
        """Draw these lines, rule -> (x, y); rules that are not in it have none."""
        # What is not visible costs the page nothing, which even an empty line does.
        for renderer in self._renderers:
            put(renderer, visible=bool(drawn))
        for rule in LOOKS:
            x, y = drawn.get(rule, (np.zeros(0), np.zeros(0)))
            assign(self.paths[rule], {"x": x, "y": y})
            assign(self.heads[rule], {"x": x[-1:], "y": y[-1:]})


class RaceTrails:
    """Owns the paths of the rules in a window on the parameters."""

    def __init__(self, plot: figure) -> None:
        colours = palette(dark=False)
        self._lines = RaceLines(plot)
        self.paths = self._lines.paths
        looks = {rule: {"line_color": colours[role]} for rule, (role, _, _) in LOOKS.items()}
        self._gaps = {rule: GapLine(plot, **look) for rule, look in looks.items()}
        self._walks = {rule: Walk() for rule in LOOKS}

    def show(self, race: Race | None, window: Window, steps: int) -> None:
        """Draw the race up to so many steps, or nothing."""
        drawn = {}
        for rule, racer in race.racers.items() if race is not None else ():
            times, iterates = self._walks[rule].drawn(racer.path, window, racer.last(steps))
            line, gaps = broken(times, window.places(iterates), window.shown)
            drawn[rule] = line[:, 0], line[:, 1]
            self._gaps[rule].show(gaps)
        for gap in self._gaps.values():
            put(gap.drawn, visible=race is not None)
        self._lines.show(drawn)


def race_table(scene: Solved, race: Race) -> list[list[list[Part]]]:
    """Rule, loss above the best after as many steps as descent has taken, steps to the goal."""
    return [_race_row(scene, race, rule) for rule in RULES]


def _race_row(scene: Solved, race: Race, rule: str) -> list[list[Part]]:
    role, racer = LOOKS[rule][0], race.racers[rule]
    steps = min(scene.state.steps, FARTHEST)
    last, needed = racer.last(steps), racer.needed
    excess = Excess.of(scene.fit, racer.path.at(last).loss)
    above = excess.text(nothing="0", beyond="diverged")
    reached = whole(needed) if needed is not None else _beyond(rule)
    behind = "" if last == steps else f" (step {whole(last)})"
    return [
        [(RULES[rule], f"{role} ?{rule}")],
        [(above + behind, role)],
        [(reached, role if needed is not None else "muted")],
    ]


def _beyond(rule: str) -> str:
    return "not reached" if rule == "minibatch" else "too many or never"


def race_words(scene: Solved, race: Race) -> list[Part]:
    """Who is first, in a sentence."""
    needed = {rule: race.racers[rule].needed for rule in RULES}
    times = {rule: steps for rule, steps in needed.items() if steps is not None}
    settings = f"momentum {given(scene.state.momentum)}, batch size {whole(scene.state.batch)}"
    goal = f"{percent(GOAL - 1, 1)} of the minimum loss"
    if not times:
        return [(f"At this learning rate ({settings}) no rule comes within {goal}.", "wrong")]
    first = min(times, key=lambda rule: times[rule])
    said = filled(
        "{first} ({settings}).",
        first=(
            f"{RULES[first]} is the first within {goal}, after {whole(times[first])} steps",
            LOOKS[first][0],
        ),
        settings=settings,
    )
    if first != "plain" and "plain" in times and times[first]:
        ratio = typeset(times["plain"] / times[first], digits=2)
        said.append((f" Plain gradient descent needs {ratio} times as many.", ""))
    if first != "minibatch":
        return said
    share = percent(min(1.0, scene.state.batch / scene.fit.objective.N), 2)
    return [*said, (f" Each of its steps uses only {share} of the points.", "")]
