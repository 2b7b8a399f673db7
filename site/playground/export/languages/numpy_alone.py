"""The fit with NumPy alone: each solver in a line or two, and gradient descent as a loop."""

from __future__ import annotations

from collections.abc import Sequence

from playground.engine.numbers import counted_steps
from playground.engine.rules import MOST_MOMENTUM
from playground.export.languages import python
from playground.export.languages.model import Model
from playground.export.text import Section

# A solver of the page -> the lines that solve A w = b in the sense of least squares.
SOLVERS = {
    "inverse": ["best = np.linalg.inv(A.T @ A) @ A.T @ b"],
    "normal": ["best = np.linalg.solve(A.T @ A, A.T @ b)"],
    "cholesky": [
        "L = np.linalg.cholesky(A.T @ A)",
        "best = np.linalg.solve(L.T, np.linalg.solve(L, A.T @ b))",
    ],
    "qr": ["Q, R = np.linalg.qr(A)", "best = np.linalg.solve(R, Q.T @ b)"],
    "svd": [
        "U, s, Vt = np.linalg.svd(A, full_matrices=False)",
        "best = Vt.T @ (U.T @ b / s)",
    ],
}
HUBER = [
    "best = np.linalg.lstsq(X, y, rcond=None)[0]",
    "for sweep in range(10_000):",
    "    r, before = y - X @ best, best",
    "    # In robust standard deviations: 0.6745 is the upper quartile of the normal.",
    "    threshold = delta * np.median(np.abs(r)) / 0.6744897501960817",
    "    counts = np.minimum(1.0, threshold / np.maximum(np.abs(r), 1e-300))",
    "    roots = np.sqrt(counts)",
    "    A, b = roots[:, np.newaxis] * X, roots * y",
    "    best = np.linalg.lstsq(A, b, rcond=None)[0]",
    "    if np.allclose(best, before, rtol=1e-13, atol=0.0):",
    "        break",
]
LSTSQ = ["best = np.linalg.lstsq(A, b, rcond=None)[0]"]


def sections(model: Model) -> list[Section]:
    """The script in its parts."""
    parts = [python.data_section(model), python.matrix_section(model)]
    if model.standardised and not model.mapped:
        title = "Standardise the columns."
        parts.append(Section(title, python.scaling(model)))
    parts.append(_closed(model))
    if model.steps:
        parts.append(_descent(model))
    if model.standardised and not model.mapped:
        lines = python.unscaling(model, "best")
        lines += python.unscaling(model, "w") if model.steps else []
        parts.append(Section("Return to the units of the data.", lines))
    return [*parts, python.table_section(model, descent=True)]


def _closed(model: Model) -> Section:
    if model.robust:
        return huber(model)
    if model.mix and model.penalised:
        return _coordinate(model)
    chosen = model.scene.state.method if model.scene.fit.unique else "lstsq"
    solve = SOLVERS.get(chosen, LSTSQ)
    way = chosen if chosen in SOLVERS else "lstsq"
    rows, target = "X", "y"
    lines = []
    if model.weighted:
        rows, target = "roots[:, np.newaxis] * X", "roots * y"
        lines.append("roots = np.sqrt(weights)")
    if not model.penalised:
        lines.append(f"A, b = {rows}, {target}")
    else:
        lines += [
            "# The ridge penalty as one more row for each penalised coefficient.",
            f"alpha = {python.alpha(model)}",
            f"extra = np.sqrt(alpha) * np.eye(X.shape[1]){'[1:]' if model.ones else ''}",
            f"A = np.vstack([{rows}, extra])",
            f"b = np.append({target}, np.zeros(len(extra)))",
        ]
    return Section(
        f"The closed form, by the solver {way}.", [*lines, *solve, *_loss(model, "best")]
    )


def _coordinate(model: Model) -> Section:
    free = "0.0 if j == 0 else " if model.ones else ""
    column = "(weights * X[:, j])" if model.weighted else "X[:, j]"
    lines = [
        f"strength, mix = {model.strength!r}, {model.mix!r}",
        "best = np.zeros(X.shape[1])",
        "for sweep in range(100_000):",
        "    before = best.copy()",
        "    for j in range(X.shape[1]):",
        "        rest = y - X @ best + X[:, j] * best[j]",
        f"        pull = {free}{model.total} * strength",
        f"        reach = {column} @ rest",
        "        soft = np.sign(reach) * max(abs(reach) - pull * mix / 2, 0.0)",
        f"        best[j] = soft / ({column} @ X[:, j] + pull * (1 - mix))",
        "    if np.allclose(best, before, rtol=1e-14, atol=0.0):",
        "        break",
    ]
    title = "Under this penalty there is no closed form: coordinate descent."
    return Section(title, [*lines, *_loss(model, "best")])


def _loss(model: Model, w: str, name: str = "loss") -> list[str]:
    if model.robust:
        return [
            f"pulled = np.minimum(np.abs(y - X @ {w}), threshold)",
            f"{name} = {model.mean(f'pulled * (2 * np.abs(y - X @ {w}) - pulled)')}",
        ]
    penalty = _penalty(model, w)
    mean = model.mean(f"(X @ {w} - y) ** 2")
    return [f"{name} = {mean}{f' + {penalty}' if penalty else ''}"]


def huber(model: Model, lines: Sequence[str] = HUBER) -> Section:
    """Huber's fit by reweighted least squares."""
    begun = [f"delta = {model.scene.problem.delta!r}", *lines]
    title = "The fit by the Huber loss: weighted least squares until its weights settle."
    return Section(title, [*begun, *_loss(model, "best")])


def _penalty(model: Model, w: str) -> str:
    """The penalty at w, as code."""
    if not model.penalised:
        return ""
    kept = f"{w}[1:]" if model.ones else w
    ridge, lasso = model.strength * (1 - model.mix), model.strength * model.mix
    parts = [
        f"{ridge!r} * np.sum({kept}**2)" if ridge else "",
        f"{lasso!r} * np.sum(np.abs({kept}))" if lasso else "",
    ]
    return " + ".join(part for part in parts if part)


def _descent(model: Model) -> Section:
    state, steps = model.scene.state, model.steps
    straight = model.scene.problem.quadratic or model.robust
    momentum = state.update in ("momentum", "nesterov") and straight
    lines = [f"w = {python.start(model)}"]
    if momentum:
        lines.append("last = np.zeros_like(w)")
    lines.append(f"for iteration in range({steps}):")
    where = "w"
    if momentum and state.update == "nesterov":
        kept = min(state.momentum, MOST_MOMENTUM)
        lines.append(f"    ahead = w + {kept!r} * last")
        where = "ahead"
    left = f"(X @ {where} - y)"
    if model.robust:
        left = f"np.clip(X @ {where} - y, -threshold, threshold)"
    if model.weighted:
        left = f"(weights * {left})"
    lines.append(f"    gradient = 2 / {model.total} * X.T @ {left}")
    lines += _ridge_gradient(model, where)
    if momentum:
        kept = min(state.momentum, MOST_MOMENTUM)
        lines += [f"    last = {kept!r} * last - {state.lr!r} * gradient", "    w = w + last"]
    else:
        lines.append(f"    w = w - {state.lr!r} * gradient")
        lines += _shrink(model)
    title = f"Gradient descent: {counted_steps(steps)} ({state.update})."
    return Section(title, [*lines, *_loss(model, "w", "reached")])


def _ridge_gradient(model: Model, where: str) -> list[str]:
    if not model.penalised or model.mix:
        return []
    kept = "[1:]" if model.ones else ""
    return [f"    gradient{kept} += {2 * model.strength!r} * {where}{kept}"]


def _shrink(model: Model) -> list[str]:
    """The proximal step of a penalty with corners."""
    if not model.penalised or not model.mix:
        return []
    rate, kept = model.scene.state.lr, "[1:]" if model.ones else ""
    pull = rate * model.strength
    return [
        f"    v = w{kept}",
        f"    soft = np.sign(v) * np.maximum(np.abs(v) - {pull * model.mix!r}, 0.0)",
        f"    w{kept} = soft / {1 + 2 * (1 - model.mix) * pull!r}",
    ]
