"""A rule of one's own against the built-in one: the job it is given, and how it did.

The rule itself runs elsewhere (`playground.engine.own_rule`); from there come iterates, and nothing
that came with them is believed: losses, digits and ranks are computed here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.objective import Absolute, Huber, Loss
from playground.engine.losses import Excess, first_at_goal
from playground.engine.numbers import counted_steps, whole
from playground.engine.own_rule import decoded, encoded
from playground.engine.parts import Part
from playground.engine.scene import Scene, Solved
from playground.engine.trail.thin import all_moments, followed_horizon
from playground.engine.trail.travel import Times
from playground.engine.trail.window import Window

Array = NDArray[np.float64]

# Steps times numbers in X: so much work takes the page about a second.
WORK = 20_000_000
# A step takes so many numbers at most, so that one of them is well within a second.
MOST_NUMBERS = 2_000_000
# Numbers in the iterates: so many go through the page without a halt.
MOST_RETURNED = 250_000


class Refused(ValueError):
    """Why there is nothing to race on, in a sentence."""


@dataclass(frozen=True)
class Runner:
    """One rule: its loss (k,) at iterations 0 to k - 1, and its places (k, p) there."""

    name: str
    role: str
    loss: Array
    places: Array

    @property
    def steps(self) -> int:
        return len(self.loss) - 1

    @property
    def last(self) -> Array:
        """Return where it came to (p,)."""
        place: Array = self.places[-1]
        return place

    def iterates(self, times: Times) -> Array:
        """Return some of its places."""
        return np.asarray(self.places[times])

    def horizon(self, last: int) -> int:
        return followed_horizon(last)

    def moments(self, window: Window, last: int, sight: float) -> Times:
        return all_moments(last)


@dataclass(frozen=True)
class Result:
    """Both rules on one scene."""

    built_in: Runner
    own: Runner


def race_steps(scene: Solved, wanted: int) -> int:
    """How many steps are raced: as many as wanted, fewer where each is costly."""
    problem = scene.problem
    return max(1, min(wanted, WORK // problem.X.size, MOST_RETURNED // problem.p - 1))


def job(scene: Scene, wanted: int) -> dict[str, Any]:
    """What the rule is given, as JSON can hold it; raises Refused."""
    if (solved := scene.solved) is None:
        raise Refused("There are no points yet: add some, and there is something to descend on.")
    problem = solved.problem
    if problem.X.size > MOST_NUMBERS:
        raise Refused("There are too many points for the race: choose fewer.")
    objective = problem.objective
    penalty, separate = problem.penalty, isinstance(objective, linreg.SeparateBias)
    free = [] if penalty is None or separate else list(penalty.free)
    return {
        "X": encoded(objective.X),
        "y": encoded(objective.y),
        "N": problem.N,
        "p": problem.p,
        "separate": separate,
        "weights": None if problem.weights is None else encoded(problem.weights),
        **_loss(objective.loss),
        "penalty": penalty and [penalty.strength, penalty.mix, free],
        "learning_rate": scene.state.lr,
        "start": encoded(solved.path.start),
        "steps": race_steps(solved, wanted),
    }


def _loss(loss: Loss) -> dict[str, Any]:
    if isinstance(loss, Huber):
        return {"loss": "huber", "threshold": loss.threshold}
    return {"loss": "absolute" if isinstance(loss, Absolute) else "squared"}


def result(scene: Solved, outcome: str, wanted: int) -> Result | None:
    """The race, from what the second worker sent; None where that holds no iterates."""
    iterates = _iterates(scene, outcome, wanted)
    if iterates is None:
        return None
    objective = scene.problem.objective
    with np.errstate(all="ignore"):
        loss = np.array([objective.value(w) for w in iterates])
    own = Runner("Yours", "own", loss, iterates)
    return Result(_built_in(scene, race_steps(scene, wanted)), own)


def _iterates(scene: Solved, outcome: str, wanted: int) -> Array | None:
    """The iterates (k, p) of an outcome, if that is what it holds."""
    try:
        told = json.loads(outcome)
        iterates = decoded(told["iterates"], told["count"])
    except (ValueError, TypeError, KeyError):
        return None
    shaped = iterates.ndim == 2 and iterates.shape[1] == scene.problem.p
    if not shaped or not 0 < len(iterates) <= race_steps(scene, wanted) + 1:
        return None
    # No step of the rule's leads to the start.
    return iterates if np.array_equal(iterates[0], scene.path.start) else None


def _built_in(scene: Solved, steps: int) -> Runner:
    """The rule that the dials choose, over as many steps."""
    path = scene.path
    loss = path.curve(np.arange(steps + 1, dtype=np.float64)).loss
    return Runner("Built-in", "descent", loss, path.iterates(np.arange(len(loss))))


def needed(scene: Solved, runner: Runner) -> int | None:
    """The first iteration within one percent of the best loss; None where there is none."""
    return first_at_goal(scene.fit, runner.loss)


def digits(scene: Solved, runner: Runner) -> float | None:
    """How many digits of its worst coefficient agree with the closed form; None: not unique."""
    if not scene.fit.unique or not np.isfinite(runner.last).all():
        return None
    right = scene.user(scene.fit.reference.coefficients)
    scale = scene.problem.coefficient_scale
    return float(np.min(linreg.correct_digits(scene.user(runner.last), right, scale)))


HEADS = ("", "Steps", "Excess loss", "Within 1%", "Correct digits")


def table(scene: Solved, found: Result) -> list[list[list[Part]]]:
    """Rule; steps; excess loss; iterations to 1%; digits that agree with the closed form."""
    return [_row(scene, runner) for runner in (found.built_in, found.own)]


def _row(scene: Solved, runner: Runner) -> list[list[Part]]:
    first, right = needed(scene, runner), digits(scene, runner)
    return [
        [(runner.name, runner.role)],
        [(whole(runner.steps), "")],
        [(above(scene, float(runner.loss[-1])), runner.role)],
        [
            (
                "not yet" if first is None else f"step {whole(first)}",
                "muted" if first is None else "",
            )
        ],
        [("–" if right is None else f"{right:.1f}", "")],
    ]


def above(scene: Solved, loss: float) -> str:
    """How far a loss lies above the best possible one."""
    return Excess.of(scene.fit, loss).text(nothing="0", beyond="not finite")


def words(scene: Solved, found: Result) -> list[Part]:
    """Who won, and how near to the closed form, in a sentence or two."""
    own, other = needed(scene, found.own), needed(scene, found.built_in)
    return [*_own_words(scene, found, own), *_other_words(found, own, other)]


def _own_words(scene: Solved, found: Result, own: int | None) -> list[Part]:
    if own is None:
        if np.isnan(found.own.last).any():
            step = f"Step {whole(found.own.steps)} of your rule is not a number (NaN). "
            return [(step, "wrong")]
        if not np.isfinite(found.own.loss[-1]) or found.own.loss[-1] > found.own.loss[0]:
            return [("Your rule diverged: its steps overshoot the minimum. ", "wrong")]
        left = above(scene, float(found.own.loss[-1]))
        left += " the minimum" if left.endswith("times") else " above the minimum"
        return [
            (f"After {counted_steps(found.own.steps)} the loss of your rule is {left}. ", "own")
        ]
    said = f"Your rule is within 1% of the minimum loss after {counted_steps(own)}. "
    right = digits(scene, found.own)
    if right is None:
        return [(said, "own")]
    end = f"At the end, {int(right)} digits of every coefficient agree with the closed form. "
    if right < 2:
        end = "At the end, one coefficient still differs clearly from the closed form. "
    return [(said, "own"), (end, "")]


def _other_words(found: Result, own: int | None, other: int | None) -> list[Part]:
    if other is None:
        return [
            (
                "The built-in rule does not come within 1% in "
                f"{counted_steps(found.built_in.steps)}.",
                "descent",
            )
        ]
    if other == own:
        return [("The built-in rule needs the same number.", "descent")]
    return [(f"The built-in rule needs {counted_steps(other)}.", "descent")]
