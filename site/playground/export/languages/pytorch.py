"""The fit with PyTorch: its least squares, and gradient descent whose gradient is its own."""

from __future__ import annotations

from playground.engine.numbers import counted_steps
from playground.engine.rules import MOST_MOMENTUM
from playground.export.languages import python
from playground.export.languages.model import Model
from playground.export.text import Section

IMPORT = ("import torch",)


def sections(model: Model) -> list[Section]:
    """The script in its parts."""
    parts = [python.data_section(model), python.matrix_section(model)]
    scaled = model.standardised and not model.mapped
    if scaled:
        parts.append(Section("Standardise the columns.", python.scaling(model)))
    parts.append(_objective(model))
    parts.append(_closed(model))
    if model.steps:
        parts.append(_descent(model))
    back = ["best = best.numpy()", *(python.unscaling(model, "best") if scaled else [])]
    if model.steps:
        back += ["w = w.numpy()", *(python.unscaling(model, "w") if scaled else [])]
    title = "Return to NumPy, and to the units of the data." if scaled else "Return to NumPy."
    return [*parts, Section(title, back), python.table_section(model, descent=True)]


def _objective(model: Model) -> Section:
    kept = "w[1:]" if model.ones else "w"
    ridge = f" + {model.strength!r} * ({kept}**2).sum()" if model.penalised else ""
    weights = ["a = torch.tensor(weights)"] if model.weighted else []
    mean = "((A @ w - b) ** 2).mean()"
    if model.weighted:
        mean = "(a * (A @ w - b) ** 2).sum() / a.sum()"
    lines = [
        "A, b = torch.tensor(X), torch.tensor(y)",
        *weights,
        "",
        "def objective(w):",
        f"    return {mean}{ridge}",
        "",
    ]
    title = f"The objective: the mean squared error{' plus the ridge penalty' if ridge else ''}."
    return Section(title, lines, IMPORT)


def _closed(model: Model) -> Section:
    rows, target = ("a.sqrt()[:, None] * A", "a.sqrt() * b") if model.weighted else ("A", "b")
    lines = [f'best = torch.linalg.lstsq({rows}, {target}, driver="gelsd").solution']
    AT = "(a * A.T)" if model.weighted else "A.T"
    if model.penalised:
        lines = [
            f"alpha = {python.alpha(model)}",
            "penalised = torch.ones(A.shape[1], dtype=A.dtype)",
            *(["penalised[0] = 0.0"] if model.ones else []),
            f"best = torch.linalg.solve({AT} @ A + alpha * penalised.diag(), {AT} @ b)",
        ]
    return Section("The closed form.", [*lines, "loss = objective(best).item()"])


def _descent(model: Model) -> Section:
    state, steps = model.scene.state, model.steps
    momentum = state.update in ("momentum", "nesterov")
    kept = min(state.momentum, MOST_MOMENTUM)
    where = "ahead" if momentum and state.update == "nesterov" else "w"
    lines = [f"w = torch.tensor({python.start(model)})"]
    lines += ["last = torch.zeros_like(w)"] if momentum else []
    lines.append(f"for iteration in range({steps}):")
    if where == "ahead":
        lines.append(f"    ahead = (w + {kept!r} * last).requires_grad_()")
    else:
        lines.append("    w.requires_grad_()")
    lines += [
        f"    (gradient,) = torch.autograd.grad(objective({where}), {where})",
        *(
            [
                f"    last = {kept!r} * last - {state.lr!r} * gradient",
                "    w = (w + last).detach()",
            ]
            if momentum
            else [f"    w = (w - {state.lr!r} * gradient).detach()"]
        ),
    ]
    title = f"Gradient descent: {counted_steps(steps)} ({state.update})."
    return Section(title, [*lines, "reached = objective(w).item()"])
