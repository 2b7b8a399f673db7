"""The present step written out with its numbers: whole, and for one sample by the chain rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.engine import formulas as f
from playground.engine.formulas import Tree
from playground.engine.numbers import MINUS, given, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Solved
from playground.session.names import LOSS_NAMES

Array = NDArray[np.float64]

# Vectors show so many entries, then dots and the last.
MOST_ENTRIES = 3
# So many coefficients fit on the page.
MOST_COEFFICIENTS = 4
DIGITS = 4
ELSEWHERE = {
    "nesterov": "Nesterov momentum evaluates the gradient one step ahead. Here it is:",
    "minibatch": "A mini-batch uses the gradient of a few points. Its mean is this one:",
}

PROXIMAL = (
    "A step moves against the gradient of the mean squared error, then shrinks each penalised "
    "coefficient towards zero. A subgradient of the loss is:"
)


def writable(scene: Solved) -> bool:
    """Whether the numbers of the step can be written out."""
    return bool(np.isfinite(scene.step.gradient).all())


def column(values: Array, most: int, error: float = 0.0, role: str = "") -> Tree:
    """A column vector; of a long one the first entries, dots and the last."""
    long = len(values) > most + 1
    kept = [*values[:most], values[-1]] if long else values
    shown = [f.number(float(v), error, role, DIGITS) for v in kept]
    return f.vector([*shown[:most], f.op("⋮"), shown[-1]] if long else shown)


def residual(scene: Solved) -> Tree:
    """r = Xw - y in numbers."""
    objective = scene.fit.objective
    r = objective.residual(scene.step.w)
    error = 4 * np.finfo(float).eps * float(np.max(np.abs(objective.y)))
    w = column(scene.step.w, MOST_COEFFICIENTS, role="descent")
    return f.row(
        f.vec("r"),
        f.op("="),
        f.sym("X"),
        w,
        f.op(MINUS),
        f.vec("y"),
        f.op("="),
        column(r, MOST_ENTRIES, error),
    )


def gradient(scene: Solved) -> Tree:
    """The gradient (2/N) X'r in numbers."""
    if not is_plain(scene):
        return _general_gradient(scene)
    share = f.fraction(_integer(2), _integer(scene.fit.objective.N))
    error = scene.fit.gradient_error
    penalty = [f.op("+"), f.op("∇"), f.text("penalty")] if scene.fit.objective.penalty else []
    return f.row(
        f.op("∇"), f.sym("L"), f.op("="), share, f.transposed(f.sym("X")), f.vec("r"), *penalty,
        f.op("="), column(scene.step.gradient, MOST_COEFFICIENTS, error),
    )  # fmt: skip


def is_plain(scene: Solved) -> bool:
    """Whether the gradient is (2/N) X'r: the loss squared, and no weights."""
    return not scene.problem.robust and scene.problem.weights is None


def _general_gradient(scene: Solved) -> Tree:
    """The gradient (1/N) X'g in numbers: g has the derivative of each point's loss."""
    objective = scene.fit.objective
    g = objective.weighted(objective.loss.gradient(objective.residual(scene.step.w)))
    penalty = [f.op("+"), f.op("∇"), f.text("penalty")] if objective.penalty else []
    error = 4 * np.finfo(float).eps * float(np.max(np.abs(objective.y)))
    return f.row(
        f.op("∇"), f.sym("L"), f.op("="), f.fraction(_integer(1), _integer(objective.N)),
        f.transposed(f.sym("X")), f.vec("g"), *penalty, f.op("="),
        column(scene.step.gradient, MOST_COEFFICIENTS, scene.fit.gradient_error), f.op(","),
        f.vec("g"), f.op("="), column(g, MOST_ENTRIES, error),
    )  # fmt: skip


def move(scene: Solved) -> Tree:
    """The move that the rule makes of the gradient, in numbers."""
    step, rate = scene.step, f.written(given(scene.state.lr))
    slope = column(step.gradient, MOST_COEFFICIENTS, scene.fit.gradient_error)
    after = column(next_move(scene), MOST_COEFFICIENTS, scene.state.lr * scene.fit.gradient_error)
    kept = []
    if scene.state.update == "momentum" and step.iteration:
        last = column(last_move(scene), MOST_COEFFICIENTS)
        kept = [f.written(given(scene.state.momentum)), last]
    return f.row(
        f.op("Δ"), f.vec("w"), f.op("="), *kept, f.op(MINUS), rate, slope, f.op("="), after
    )


def update(scene: Solved) -> Tree:
    """w <- w + move in numbers."""
    w, moved = scene.step.w, next_move(scene)
    return f.row(
        f.vec("w"),
        f.op("←"),
        column(w, MOST_COEFFICIENTS, role="descent"),
        f.op("+"),
        f.op("Δ"),
        f.vec("w"),
        f.op("="),
        column(w + moved, MOST_COEFFICIENTS, role="descent"),
    )


def last_move(scene: Solved) -> Array:
    """The move (p,) that led to the present step."""
    step = scene.step
    return step.w - scene.path.at(step.iteration - 1).w if step.iteration else 0 * step.w


def next_move(scene: Solved) -> Array:
    """The move (p,) from the present step to the next."""
    moved: Array = -scene.state.lr * scene.step.gradient
    if scene.state.update == "momentum":
        moved = moved + scene.state.momentum * last_move(scene)
    return moved


def written_out(scene: Solved) -> list[Tree]:
    """The step as formulas; of rules that look elsewhere for their gradient what all share."""
    shared = [residual(scene), gradient(scene)]
    straight = scene.path.linear or scene.problem.robust
    simple = scene.state.update in ("plain", "momentum") and straight
    return [*shared, move(scene), update(scene)] if simple else [*shared, [], []]


def sample_row(scene: Solved) -> int:
    """The row of X whose point is selected; the first where none is."""
    used = np.flatnonzero(scene.data.rows == scene.interaction.selected)
    return int(used[0]) if len(used) else 0


def sample(scene: Solved, i: int) -> list[Tree]:
    """The chain rule for sample i: its loss, both derivatives, and its part of the gradient."""
    objective, w = scene.fit.objective, scene.step.w
    x, y = objective.design()[i], float(objective.y[i])
    r = float(objective.residual(w)[i])
    error = 4 * float(np.finfo(float).eps) * (abs(y) + float(np.abs(x) @ np.abs(w)))
    index = _integer(int(scene.data.rows[i]) + 1)
    loss, fitted = f.sub(f.sym("L"), index), f.sub(f.hat(f.sym("y")), index)

    def number(value: float, err: float = 0.0) -> Tree:
        return f.number(value, err, digits=DIGITS)

    first = f.row(
        fitted, f.op("="), f.transposed(f.sub(f.vec("x"), index)), f.vec("w"), f.op("="),
        number(r + y, error), f.op(","), f.sub(f.sym("y"), index), f.op("="), number(y),
    )  # fmt: skip
    last = f.row(
        _partial(fitted, f.vec("w")), f.op("="), f.sub(f.vec("x"), index), f.op("="),
        column(x, MOST_COEFFICIENTS),
    )  # fmt: skip
    if not is_plain(scene):
        single = np.array([r])
        weight = float(scene.problem.relative[i])
        cost = weight * float(objective.loss.value(single)[0])
        slope = weight * float(objective.loss.gradient(single)[0])
        # Each is rounded as much as r is, times how steep the loss is and how much it bends.
        off = 2 * weight * error * (1 + abs(slope))
        rest = f.bracket(fitted, f.op(MINUS), f.sub(f.sym("y"), index))
        factor = [] if scene.problem.weights is None else [f.sub(f.sym("a"), index)]
        return [
            first,
            f.row(loss, f.op("="), *factor, f.sym("ρ"), rest, f.op("="), number(cost, off)),
            f.row(_partial(loss, fitted), f.op("="), *factor, f.sym("ρ′"), rest, f.op("="),
                  number(slope, off)),
            last,
            f.row(_partial(loss, f.vec("w")), f.op("="), number(slope, off), f.op("·"),
                  column(x, MOST_COEFFICIENTS), f.op("="),
                  column(slope * x, MOST_COEFFICIENTS, off * float(np.abs(x).max()))),
        ]  # fmt: skip
    return [
        first,
        f.row(loss, f.op("="), f.sup(f.bracket(f.sub(f.sym("y"), index), f.op(MINUS), fitted),
              _integer(2)), f.op("="), number(r * r, 2 * abs(r) * error)),
        f.row(_partial(loss, fitted), f.op("="), _integer(2),
              f.bracket(fitted, f.op(MINUS), f.sub(f.sym("y"), index)), f.op("="),
              number(2 * r, 2 * error)),
        last,
        f.row(_partial(loss, f.vec("w")), f.op("="), number(2 * r, 2 * error), f.op("·"),
              column(x, MOST_COEFFICIENTS), f.op("="),
              column(2 * r * x, MOST_COEFFICIENTS, 2 * error * float(np.abs(x).max()))),
    ]  # fmt: skip


def sample_words(scene: Solved, i: int) -> list[Part]:
    """Which sample it is, and how its part becomes the whole."""
    number = whole(int(scene.data.rows[i]) + 1)
    chosen = (
        scene.interaction.selected is not None and scene.data.rows[i] == scene.interaction.selected
    )
    begun = f"For point {number}, which is selected" if chosen else f"For point {number}"
    hint = "" if chosen else " (select another point in the plot)"
    parts = [
        (f"{begun}{hint}: ŷ depends on ", ""),
        ("w", "strong"),
        (
            ", and the loss on ŷ. By the chain rule, the gradient for this point is the product of "
            "the two derivatives. ",
            "",
        ),
        (_mean_words(scene), ""),
    ]
    if not is_plain(scene):
        parts.append((_letters(scene), "muted"))
    if len(scene.step.w) > MOST_COEFFICIENTS:
        parts.append((" Long vectors are shortened.", "muted"))
    return parts


def _letters(scene: Solved) -> str:
    """What the letters of the general loss stand for."""
    said = f" ρ: the {LOSS_NAMES[scene.state.loss]} of one residual; ρ′: its derivative."
    if scene.problem.weights is not None:
        said += " a: the weight over the mean weight."
    return said


def _mean_words(scene: Solved) -> str:
    """How the vectors of all points become what a step uses."""
    objective, update = scene.fit.objective, scene.state.update
    count = whole(objective.N)
    said = f"The mean of these gradients over all {count} points is the gradient of the loss."
    if objective.penalty is not None:
        said = (
            f"The mean of these gradients over all {count} points, plus the gradient of the "
            "penalty, is the gradient of the loss."
            if scene.problem.quadratic
            else f"The mean of these gradients over all {count} points, plus a subgradient of the "
            "penalty, is a subgradient of the loss."
        )
    if update == "minibatch":
        batch = min(scene.state.batch, objective.N)
        return f"{said} A step uses the mean over a mini-batch of {whole(batch)}."
    if scene.path.rule.kept:
        return f"{said} A step also adds a fraction of the step before."
    return said


def step_words(scene: Solved) -> list[Part]:
    """How long the step is."""
    if scene.state.update in ELSEWHERE:
        return [(ELSEWHERE[scene.state.update], "")]
    if scene.state.update == "plain" and not (scene.path.linear or scene.problem.robust):
        return [(PROXIMAL, "")]
    length = float(np.linalg.norm(next_move(scene)))
    error = scene.state.lr * scene.fit.gradient_error
    return filled(
        "The next step from iteration {iteration} (η = {rate}) has length {length}.",
        iteration=whole(scene.step.iteration),
        rate=given(scene.state.lr),
        length=(typeset(length, error, DIGITS), "descent"),
    )


def _integer(value: int) -> Tree:
    return ["mn", whole(value)]


def _partial(above: Tree, below: Tree) -> Tree:
    return f.fraction(f.row(f.op("∂"), above), f.row(f.op("∂"), below))
