"""The fit with statsmodels, whose summary has what the tab Diagnostics shows."""

from __future__ import annotations

from playground.export.languages import python
from playground.export.languages.model import Model
from playground.export.text import Section

IMPORT = ("import statsmodels.api as sm",)


def sections(model: Model) -> list[Section]:
    """The script in its parts."""
    parts = [python.data_section(model), python.matrix_section(model)]
    if not model.penalised:
        lines = [
            "fit = sm.OLS(y, X).fit()",
            "best, loss = fit.params, np.mean(fit.resid**2)",
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


def _penalised(model: Model) -> Section:
    kept = "[1:]" if model.ones else ""
    lines = [
        f"alpha = np.full(X.shape[1], {model.strength!r})",
        *(["alpha[0] = 0.0"] if model.ones else []),
        "fit = sm.OLS(y, X).fit_regularized(alpha=alpha, L1_wt=0.0)",
        "best = np.array(fit.params)",
        f"loss = np.mean((X @ best - y) ** 2) + {model.strength!r} * np.sum(best{kept}**2)",
    ]
    return Section("The fit under the ridge penalty.", lines, IMPORT)
