"""The objective of a scene, its closed form and its descent, as code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from linreg.solvers import METHODS, Status
from playground.engine.closed import BEYOND
from playground.engine.numbers import counted_steps, typeset
from playground.engine.rules import MOST_MOMENTUM
from playground.engine.scene import Solved
from playground.export.data import designed, rows_of, unscaled
from playground.export.text import Section, array, call, comment, quoted, wrapped
from playground.session.names import PENALTIES

# The significant digits of the printed table.
DIGITS = 10


def objective_section(scene: Solved) -> Section:
    """Lines that make `objective`."""
    problem = scene.problem
    apart = problem.separate and problem.quadratic
    penalty = penalty_text(scene.state.values(), free=problem.ones and not apart)
    title = "The objective: the mean squared error"
    title += f" plus the {PENALTIES[scene.state.penalty].lower()} penalty." if penalty else "."
    if apart:
        return Section(
            f"{title} The intercept b is separate: the parameters are (b, w).",
            call("objective = linreg.SeparateBias", ["X[:, 1:]", "y", penalty]),
        )
    return Section(title, call("objective = linreg.SquaredError", ["X", "y", penalty]))


def penalty_text(state: Mapping[str, Any], free: bool) -> str:
    """The penalty that the state asks for, as code; empty where there is none."""
    name = {"ridge": "Ridge", "lasso": "Lasso", "elastic": "ElasticNet"}.get(state["penalty"])
    if name is None:
        return ""
    mix = [repr(state["mix"])] if name == "ElasticNet" else []
    arguments = [repr(state["strength"]), *mix, *(["free=(0,)"] if free else [])]
    return f"linreg.penalties.{name}({', '.join(arguments)})"


def solve_section(scene: Solved) -> Section:
    """Lines that make `best` (p,), the coefficients of X by the closed form, and `loss`."""
    fit = scene.fit
    if not scene.problem.quadratic:
        solved = _coordinate_descent(scene)
    elif fit.shown.status is Status.REFUSED:
        refused = f"The page does not compute this: {fit.shown.message}"
        nothing = "best = np.full(X.shape[1], np.nan)"
        solved = Section("The closed form.", [*comment(refused), nothing])
    elif scene.state.precision in ("float16", "float32") and scene.state.method != "exact":
        solved = _in_few_bits(scene)
    else:
        solved = _solved(scene)
    return Section(solved.title, [*solved.lines, *_loss(scene)], solved.imports)


def _solved(scene: Solved) -> Section:
    state = scene.state
    method = state.method if state.method == "exact" else BEYOND.get(state.precision, state.method)
    cut = METHODS[method].uses_rcond and state.cutoff is not None
    rows, lines = _rows(scene)
    # Of a formula the script scales X itself.
    low = METHODS[method].uses_low and (scene.problem.formula is None or scene.problem.plain)
    if low and scene.fit.dependence and scene.problem.penalty is None:
        return _as_typed(scene, method)
    if low and scene.problem.low is not None:
        return _in_full(scene, method)
    drawn = scene.problem.ones and not scene.fit.unique
    arguments = [
        *rows,
        f"method={quoted(method)}" if method != "refined" else "",
        f"rcond={state.rcond!r}" if cut else "",
        "weights=weights" if lines else "",
        "free=(0,)" if drawn else "",
    ]
    solve = [*call("solution = linreg.solve", arguments), "best = solution.coefficients"]
    return Section(f"The closed form, by the solver {method}.", [*lines, *solve])


def _in_full(scene: Solved, method: str) -> Section:
    """The closed form of columns with all the digits that X in floats lacks."""
    problem = scene.problem
    arguments = [
        "full",
        "y",
        f"method={quoted(method)}" if method != "refined" else "",
        f"ridge={problem.ridge!r}" if problem.ridge else "",
        "free=(0,)" if problem.ones else "",
    ]
    lines = [
        "# float64 rounds these columns, so compute the powers in extended precision.",
        f"full = design.doubled({rows_of(scene)})",
        *call("solution = linreg.solve", arguments),
        "best = solution.coefficients",
    ]
    return Section(f"The closed form, by the solver {method}.", lines)


def _as_typed(scene: Solved, method: str) -> Section:
    """The closed form of columns that are dependent as decimals, but not as floats."""
    problem = scene.problem
    lines = [
        "# The columns are linearly dependent as decimals, but not as float64 values.",
        "typed = {",
        "    name: [str(v) for v in values.tolist()]",
        f"    for name, values in {rows_of(scene)}.items()",
        "}",
        "target = [str(v) for v in y.tolist()]",
    ]
    if designed(problem):
        rows = "design.typed(typed)" + ("" if problem.plain else ".dot(design.back())")
    else:
        rows = f"[[{'1, ' if problem.ones else ''}*row] for row in zip(*typed.values())]"
    arguments = [
        "decimals",
        "target",
        f"method={quoted(method)}" if method != "refined" else "",
        "free=(0,)" if problem.ones else "",
    ]
    lines += [
        f"decimals = {rows}",
        *call("solution = linreg.solve", arguments),
        "best = solution.coefficients",
    ]
    return Section(f"The closed form, by the solver {method}.", lines)


def _rows(scene: Solved) -> tuple[tuple[str, str], list[str]]:
    """The rows and targets that are solved; where a ridge adds some, the lines that make them."""
    if not scene.problem.ridge:
        return ("X", "y"), []
    share = " * (1 - mix)" if scene.state.penalty == "elastic" else ""
    mix = [f"mix = {scene.state.mix!r}"] if share else []
    penalised = "np.eye(X.shape[1])[1:]" if scene.problem.ones else "np.eye(X.shape[1])"
    lines = [
        "# The ridge penalty as one more row for each coefficient: N * strength * w_j**2.",
        *mix,
        f"penalised = {penalised}",
        "rows, target = np.vstack([X, penalised]), np.append(y, np.zeros(len(penalised)))",
        f"alpha = len(y) * {scene.state.strength!r}{share}",
        "weights = np.append(np.ones_like(y), np.full(len(penalised), alpha))",
    ]
    return ("rows", "target"), lines


def _scaled(scene: Solved) -> tuple[tuple[str, str], list[str]]:
    """The same as rows without weights."""
    names, lines = _rows(scene)
    if lines:
        lines += [
            "roots = np.sqrt(weights)",
            "rows, target = roots[:, np.newaxis] * rows, roots * target",
        ]
    return names, lines


def _in_few_bits(scene: Solved) -> Section:
    state = scene.state
    (rows, target), lines = _scaled(scene)
    title = f"The closed form, computed in {state.precision} by the solver {state.method}."
    if METHODS[state.method].uses_rcond:
        small = f"A, b = {rows}.astype(np.float32), {target}.astype(np.float32)"
        solve = f"best = np.linalg.lstsq(A, b, rcond={state.cutoff!r})[0].astype(float)"
        return Section(title, [*lines, small, solve])
    normal = "normal=True" if METHODS[state.method].forms_gram else ""
    call_lines = call("best = least_squares", [rows, target, quoted(state.precision), normal])
    return Section(title, [*lines, *call_lines], ("from linreg.precision import least_squares",))


def _coordinate_descent(scene: Solved) -> Section:
    state = scene.state
    (rows, target), lines = _scaled(scene)
    share = " * mix" if state.penalty == "elastic" else ""
    if share and not lines:
        lines.append(f"mix = {state.mix!r}")
    level = f"{state.strength!r}{share}"
    if lines and scene.problem.ridge:
        level += f" * len(y) / len({rows})"
    free = "free=(0,)" if scene.problem.ones else ""
    path = call("path = linreg.lasso_path", [rows, target, f"[{level}]", free])
    title = "Under this penalty there is no closed form: coordinate descent, to a duality gap."
    return Section(title, [*lines, *path, "best = path.coefficients[0]"])


def _loss(scene: Solved) -> list[str]:
    """Lines that make `loss`; with residuals in doubled precision where floats would show."""
    fit, w = scene.fit, scene.fit.shown.coefficients
    if not np.isfinite(w).all():
        return ["loss = objective.value(best)"]
    with np.errstate(all="ignore"):
        plain = scene.problem.objective.value(w)
    if typeset(plain, fit.loss_error) == typeset(fit.loss_of(), fit.loss_error):
        return ["loss = objective.value(best)"]
    penalty = penalty_text(scene.state.values(), free=scene.problem.ones)
    rest = f" + {penalty}.value(best)" if penalty else ""
    rows, low = "X", ""
    if scene.problem.low is not None and not (scene.problem.formula and not scene.problem.plain):
        rows = f"design.doubled({rows_of(scene)})"
        low = ", solution.coefficients_low" if fit.shown.coefficients_low.any() else ""
    return [
        "# The residuals are small compared with y, so compute them in extended precision.",
        f"r = linreg.doubled.residual({rows}, best, y{low})",
        f"loss = np.mean(r**2){rest}",
    ]


def descent_section(scene: Solved) -> Section:
    """Lines that make `step`, the iterate that the page shows; step.w is (p,)."""
    path, step, state = scene.path, scene.step, scene.state
    name, more, imports = _rule(scene)
    lines = []
    start = "start=start" if path.start.any() else ""
    if start:
        lines += array("start = ", [repr(float(value)) for value in path.start])
    lines += call(
        f"descent = linreg.{name}",
        ["objective", f"learning_rate={state.lr!r}", start, *more],
    )
    taken = counted_steps(step.iteration)
    lines.append(f"step = descent.run({step.iteration})")
    return Section(f"Gradient descent: {taken} ({state.update}).", lines, imports)


def _rule(scene: Solved) -> tuple[str, list[str], tuple[str, ...]]:
    """The class of linreg, its further arguments, and what they need imported."""
    state = scene.state
    if state.update == "minibatch":
        batch = f"batch={min(state.batch, scene.problem.N)}"
        arguments = [batch, f"rng=Sampler({state.seed})"]
        return "MiniBatch", arguments, ("from linreg.sampler import Sampler",)
    if state.update in ("momentum", "nesterov"):
        name = "HeavyBall" if state.update == "momentum" else "Nesterov"
        return name, [f"momentum={min(state.momentum, MOST_MOMENTUM)!r}"], ()
    return ("GradientDescent" if scene.problem.quadratic else "Proximal"), [], ()


def table_section(scene: Solved) -> Section:
    """Lines that print both, coefficient by coefficient."""
    problem = scene.problem
    lines = ["names = design.names"]
    if not designed(problem):
        lines = wrapped("names = [", map(quoted, scene.columns), "]")
    title = "Compare the coefficients."
    if problem.plain:
        lines.append("reached = step.w")
    else:
        title = "Compare the coefficients, in the units of the data."
        if problem.formula is not None:
            lines += ["reached = step.w", *unscaled(problem, "best"), *unscaled(problem, "reached")]
        else:
            lines.append("best, reached = design.coefficients(best), design.coefficients(step.w)")
    return Section(
        title,
        [
            *lines,
            "print(f\"{'':>12} {'closed form':>18} {'descent':>18}\")",
            "for name, one, other in zip(names, best, reached):",
            f'    print(f"{{name:>12}} {{one:18.{DIGITS}g}} {{other:18.{DIGITS}g}}")',
            f"print(f\"{{'loss':>12}} {{loss:18.{DIGITS}g}} {{step.loss:18.{DIGITS}g}}\")",
        ],
    )
