"""The fit with scikit-learn."""

from __future__ import annotations

from playground.export.languages import python
from playground.export.languages.model import Model
from playground.export.text import Section

TIGHT = "tol=1e-14, max_iter=1_000_000"


def sections(model: Model) -> list[Section]:
    """The script in its parts."""
    # It takes no matrix without columns.
    parts = [python.data_section(model), python.matrix_section(model, ones=model.constant)]
    return [*parts, _fit(model), python.table_section(model)]


def _fit(model: Model) -> Section:
    name, arguments = _estimator(model)
    ones = model.ones and not model.constant
    if not ones:
        arguments = [*arguments, "fit_intercept=False"]
    made = f"{name}({', '.join(arguments)})"
    module = "sklearn.linear_model"
    lines = []
    # An unpenalised fit is the same in any units.
    scaled = model.standardised and model.penalised
    if scaled:
        lines += (
            ["mean, scale = X.mean(axis=0), X.std(axis=0)"]
            if model.ones
            else ["scale = np.sqrt(np.mean(X**2, axis=0))"]
        )
        lines.append("Z = (X - mean) / scale" if model.ones else "Z = X / scale")
    X = "Z" if scaled else "X"
    lines.append(f"model = {made}.fit({X}, y)")
    lines.append(f"w = model.coef_{' / scale' if scaled else ''}")
    intercept = "model.intercept_ - mean @ w" if scaled else "model.intercept_"
    lines.append(f"best = np.append({intercept}, w)" if ones else "best = w")
    lines.append(f"loss = np.mean((model.predict({X}) - y) ** 2){_penalty(model)}")
    title = f"The fit, by {name}."
    if model.penalised:
        title = f"The fit, by {name}. Its alpha is scaled differently from the page's strength."
    return Section(title, lines, (f"from {module} import {name}",))


def _estimator(model: Model) -> tuple[str, list[str]]:
    strength, mix = model.strength, model.mix
    if not model.penalised:
        return "LinearRegression", []
    if not mix:
        return "Ridge", [f"alpha=len(y) * {strength!r}"]
    if mix == 1:
        return "Lasso", [f"alpha={strength / 2!r}", TIGHT]
    # alpha * l1_ratio = strength * mix / 2, alpha * (1 - l1_ratio) = strength * (1 - mix).
    alpha = strength * (1 - mix / 2)
    return "ElasticNet", [f"alpha={alpha!r}", f"l1_ratio={mix / (2 - mix)!r}", TIGHT]


def _penalty(model: Model) -> str:
    if not model.penalised:
        return ""
    ridge, lasso = model.strength * (1 - model.mix), model.strength * model.mix
    squares = f" + {ridge!r} * np.sum(model.coef_**2)" if ridge else ""
    return squares + (f" + {lasso!r} * np.sum(np.abs(model.coef_))" if lasso else "")
