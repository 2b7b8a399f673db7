"""Notices: messages that stay until they are dismissed, and standing warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

import numpy as np

from linreg import DescentStatus
from playground.engine.closed import BEYOND
from playground.engine.numbers import counted_steps, given, typeset, whole
from playground.engine.scene import Scene, Solved

OVERFLOW = (
    "Gradient descent cannot start: the loss or its gradient exceeds 1.8 × 10³⁰⁸, the largest "
    "floating-point number. Rescale the columns."
)
TOO_FAR = (
    "Gradient descent went far beyond the data after {}: the learning rate {} is too large. Lower "
    "the learning rate."
)
# The oldest give way.
MOST_KEPT = 5


@dataclass(frozen=True)
class Notice:
    """level: info, warning or error; key: of the state, which it is about, "" for none.

    again: the key whose file may be asked for once more, "" for none; not told outside the page.
    """

    level: str
    text: str
    key: str = ""
    again: str = ""

    def told(self) -> dict[str, str]:
        return {"level": self.level, "text": self.text, "key": self.key}


def standing(scene: Scene) -> list[Notice]:
    """What is to be said of a scene as long as it is so."""
    if (solved := scene.solved) is None:
        return []
    diverged = solved.step.status is DescentStatus.DIVERGED and _has_begun(solved)
    found = [
        Notice("warning", undetermined(solved), "points"),
        Notice("error" if diverged else "warning", divergence(solved), _diverging_key(solved)),
        Notice("info", cut_short(solved), "steps"),
        Notice("info", other_numbers(solved), "precision"),
    ]
    return [notice for notice in found if notice.text]


def _diverging_key(scene: Solved) -> str:
    """Return the key that keeps descent from converging."""
    return "momentum" if scene.path.rule.endless else "lr"


def undetermined(scene: Solved) -> str:
    """Why no single line fits best; empty where one does."""
    data, fit = scene.data, scene.fit
    if fit.unique:
        return ""
    p = scene.problem.p
    if p > data.N:
        if data.N == 1:
            return (
                f"1 point does not determine {p} coefficients: many fit equally well. Add points."
            )
        return (
            f"{whole(data.N)} points do not determine {p} coefficients: many fit equally well. Add "
            "points."
        )
    if (
        data.simple
        and scene.state.formula is None
        and len(set(next(iter(data.values.values())).tolist())) > 1
    ):
        return _too_many_powers(scene)
    if data.simple and len(set(next(iter(data.values.values())).tolist())) == 1:
        return (
            f"All points have the same {data.features[0]}, so infinitely many lines fit equally "
            f"well. Add a point with a different {data.features[0]}."
        )
    return (
        f"The columns are linearly dependent (rank {fit.reference.rank} of {p}), so the "
        "coefficients are not unique. Remove a feature or add a penalty."
    )


def _too_many_powers(scene: Solved) -> str:
    """Why different values of one feature do not determine its powers."""
    data, p = scene.data, scene.problem.p
    name, different = data.features[0], len(set(next(iter(data.values.values())).tolist()))
    if different < p:
        return (
            f"{name} has {whole(different)} different values, too few for {whole(p)} coefficients. "
            "Lower the degree, or add points with other values."
        )
    return (
        f"The powers of {name} are numerically dependent (rank {scene.fit.reference.rank} of "
        f"{whole(p)}). Use powers mapped to [−1, 1]."
    )


def _has_begun(scene: Solved) -> bool:
    """Whether the loss and the gradient are finite where descent starts."""
    step = scene.step
    return step.iteration > 0 or bool(np.isfinite([step.loss, *step.gradient]).all())


def divergence(scene: Solved) -> str:
    """Why descent does not converge; empty where it does."""
    rate, limit = scene.state.lr, scene.path.limit
    diverged = scene.step.status is DescentStatus.DIVERGED
    if diverged and not _has_begun(scene):
        return OVERFLOW
    # A first step that overflows is not counted: descent stays at its start.
    steps = counted_steps(max(1, scene.step.iteration))
    if scene.path.swings:
        return TOO_FAR.format(steps, given(rate)) if diverged else ""
    if rate < limit:
        return (
            f"Gradient descent diverged after {steps}: some mini-batches are steeper than "
            "the full data. Lower the learning rate, or use larger batches."
            if diverged
            else ""
        )
    if scene.path.rule.endless:
        return _endless(steps if diverged else "")
    shown = min(given(rate), typeset(rate), key=len)
    short = typeset(limit, digits=4)
    bound = typeset(limit) if short == shown else short
    if diverged:
        return (
            f"Gradient descent diverged after {steps}: the learning rate {shown} is not "
            f"below the limit {bound}. Lower the learning rate."
        )
    may = "may not" if scene.problem.robust else "will not"
    return (
        f"Gradient descent {may} converge: the learning rate {shown} is not below the limit "
        f"{bound}. Lower the learning rate."
    )


def _endless(diverged_after: str) -> str:
    """What momentum 1 does to descent."""
    if diverged_after:
        return (
            f"Gradient descent diverged after {diverged_after}: with momentum 1 no learning "
            "rate converges. Lower the momentum."
        )
    return (
        "Gradient descent never settles: with momentum 1 every step keeps all of the one before, "
        "at any learning rate. Lower the momentum."
    )


def cut_short(scene: Solved) -> str:
    """That the descent is not followed as far as was asked; empty where it is."""
    last = scene.path.cut_short
    if last is None or scene.state.steps <= last:
        return ""
    return f"Only the first {whole(last)} steps are shown: this update rule has no shortcut."


def other_numbers(scene: Solved) -> str:
    """In what numbers closed forms are computed; empty where in float64."""
    chosen = scene.state.precision
    if chosen == "float64" or not scene.problem.quadratic:
        return ""
    if chosen in BEYOND:
        arithmetic = {"doubled": "extended precision", "exact": "rational arithmetic"}[chosen]
        return f"Closed forms are computed in {arithmetic} and rounded once at the end."
    return f"The solvers compute in {chosen}. Only Exact and gradient descent do not."


class Offer(NamedTuple):
    """What a notice offers to do at a click: the words on its button, and the deed."""

    label: str
    act: Callable[[], None]


class NoticeList:
    """The notices on the page, the oldest first, and what each offers to do."""

    def __init__(self) -> None:
        self.items: list[Notice] = []
        self._offers: dict[Notice, dict[int, Offer]] = {}
        self._numbers = count(1)
        self._on_message: list[Callable[[dict[str, str]], None]] = []
        self._on_change: list[Callable[[], None]] = []
        self._stood: set[tuple[str, str]] = set()

    def on_message(self, callback: Callable[[dict[str, str]], None]) -> None:
        """Call back with each new notice: {level, text, key}."""
        self._on_message.append(callback)

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call back whenever other notices are to be shown."""
        self._on_change.append(callback)

    def say(self, notice: Notice, offers: Iterable[Offer] = ()) -> None:
        """Add a notice; saying the same again does not repeat it.

        offers: a button each.
        """
        others = [item for item in self.items if item != notice]
        self._offers[notice] = {next(self._numbers): offer for offer in offers}
        self._show([*others, notice][-MOST_KEPT:])
        self._tell(notice)

    def withdraw(self, key: str) -> None:
        """Remove the notices about a key: what they say is no longer so."""
        self._show([item for item in self.items if item.key != key])

    def expire(self) -> None:
        """Remove mere information, because the data that it is about have gone."""
        self._show([item for item in self.items if item.level != "info"])

    def dismiss(self) -> None:
        """Remove all notices."""
        self._show([])

    def stand(self, scene: Scene) -> None:
        """Tell what begins to stand with this scene: once, though its words change on the way."""
        now = standing(scene)
        for notice in now:
            if (notice.level, notice.key) not in self._stood:
                self._tell(notice)
        self._stood = {(notice.level, notice.key) for notice in now}

    def messages(self, scene: Scene) -> list[dict[str, str]]:
        """All that is up and all that stands, newest last."""
        return [notice.told() for notice in (*standing(scene), *self.items)]

    def offers_of(self, notice: Notice) -> dict[int, Offer]:
        """What a notice offers to do, by number."""
        return self._offers[notice]

    def take(self, number: int) -> None:
        """Do what is offered under a number; an offer that has gone does nothing."""
        for offers in list(self._offers.values()):
            if number in offers:
                offers[number].act()

    def _tell(self, notice: Notice) -> None:
        for callback in self._on_message:
            callback(notice.told())

    def _show(self, items: list[Notice]) -> None:
        self.items = items
        self._offers = {item: self._offers.get(item, {}) for item in items}
        for callback in self._on_change:
            callback()
