"""What the page shows beside the state: nothing that a link holds, changed by commands only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Pair = tuple[int, int]


@dataclass(frozen=True)
class LeftOut:
    """Points that were taken out of the fit, to be put back.

    rows: the cells of each, by where it stood among all. places: x and y of those that a plot of
    one feature shows.
    """

    rows: Mapping[int, tuple[str, ...]]
    places: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Choices:
    """What a person has chosen to see.

    open_folds: titles of the folds that are open. table_row: first row of the table of points.
    speed: steps a second of a run; None: ever faster. racing: whether all update rules race.
    valley_pair: the parameters of the valley, for these columns. coefficient: index of the one
    shown digit by digit, or "worst". pair: names of the two columns of Collinearity; blend:
    whether the second is blended into the first; shaken: the data whose last digits are jittered.
    added: the column of the added-variable plot. held_out: percent of
    the points held out. place: where to predict, for these features and generation of the data.
    language: what the code is written for. rule_steps: how long a race with an own rule is.
    set_aside: the keys of the data that the collinear pair has taken the place of. mean: whether a
    fit of a transformed target is drawn as the target's mean, not as its median. trend: whether
    the diagnostics have one. covariance: of the standard errors, one of
    `linreg.diagnostics.COVARIANCES`. left_out: the points that were taken out of the fit.
    """

    open_folds: frozenset[str] = frozenset()
    table_row: int = 0
    speed: float | None = None
    loss_axis: str = "auto"
    racing: bool = False
    valley_pair: tuple[tuple[str, ...], Pair] | None = None
    valley_held: str = "minimum"
    coefficient: str = "worst"
    pair: tuple[str, str] | None = None
    blend: bool = False
    shaken: str = "longley"
    added: str = ""
    held_out: float = 30.0
    samples: str = "redrawn"
    copy_format: str = "text"
    language: str = "linreg"
    place: tuple[tuple[tuple[str, ...], int], tuple[float, ...]] | None = None
    rule_steps: int = 100
    set_aside: Mapping[str, Any] | None = None
    mean: bool = False
    trend: bool = True
    covariance: str = "classical"
    left_out: LeftOut | None = None


@dataclass(frozen=True)
class Interaction:
    """Selection, drag, run, and choices.

    selected: row of the points. group: rows that are selected together, and then none alone is.
    dragging: whether the selected point is on its way; holding: whether a handle is.
    data_generation: how often other data came, not by a drag. skip_text: whether the next frame
    of a run comes too soon for this scene's texts to be read. announcement: what was just done,
    in words, for the live region. linked: whether a link or a state file said the whole state.
    samples: how many refits to new samples are shown; batch: how often new ones were asked for.
    """

    selected: int | None = None
    group: tuple[int, ...] = ()
    dragging: bool = False
    holding: bool = False
    data_generation: int = 0
    running: bool = False
    skip_text: bool = False
    announcement: str = ""
    linked: bool = False
    samples: int = 0
    batch: int = 0
    can_undo: bool = False
    can_redo: bool = False
    coarse: bool = False
    choices: Choices = field(default_factory=Choices)
