"""The fit with statsmodels, whose summary has what the tab Diagnostics shows."""

from __future__ import annotations

from playground.export.languages import python
from playground.export.languages.model import Model
from playground.export.text import Section

IMPORT = ("import statsmodels.api as sm",)


def sections(model: Model) -> list[Section]:
    """The script in its parts."""
    parts = [python.data_section(model), python.matrix_section(model)]
    if model.robust:
        return [*parts, *_robust(model), python.table_section(model)]
    if not model.penalised:
        made = "sm.WLS(y, X, weights=weights)" if model.weighted else "sm.OLS(y, X)"
        lines = [
            f"fit = {made}.fit()",
            f"best, loss = fit.params, {model.mean('fit.resid**2')}",
        ]
        summary = Section(
            "Standard errors, tests and intervals.", ["print(fit.summary(xname=names))"]
        )
        fit = Section("The fit.", lines, IMPORT)
        return [*parts, fit, python.table_section(model), summary]
    if model.standardised:
        parts.append(Section("Standardise the columns.", python.scaling(model)))
    parts.append(_penalised(model))
    if model.standardised:
        parts.append(Section("Return to the units of the data.", python.unscaling(model, "best")))
    return [*parts, python.table_section(model)]


def _robust(model: Model) -> list[Section]:
    lines = [
        f"norm = sm.robust.norms.HuberT({model.scene.problem.delta!r})",
        "fit = sm.RLM(y, X, M=norm).fit(maxiter=10_000, tol=1e-13)",
        "best, threshold = fit.params, norm.t * fit.scale",
        "pulled = np.minimum(np.abs(fit.resid), threshold)",
        "loss = np.mean(pulled * (2 * np.abs(fit.resid) - pulled))",
    ]
    return [Section("The fit by the Huber loss.", lines, IMPORT)]


def _penalised(model: Model) -> Section:
    kept = "[1:]" if model.ones else ""
    rows = "roots * y, roots[:, np.newaxis] * X" if model.weighted else "y, X"
    squares = f"{model.strength!r} * np.sum(best{kept}**2)"
    lines = [
        f"alpha = np.full(X.shape[1], {model.strength!r})",
        *(["alpha[0] = 0.0"] if model.ones else []),
        *(["roots = np.sqrt(weights / np.mean(weights))"] if model.weighted else []),
        f"fit = sm.OLS({rows}).fit_regularized(alpha=alpha, L1_wt=0.0)",
        "best = np.array(fit.params)",
        f"loss = {model.mean('(X @ best - y) ** 2')} + {squares}",
    ]
    return Section("The fit under the ridge penalty.", lines, IMPORT)
