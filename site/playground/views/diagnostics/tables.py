"""The tables of the diagnostics, and what their numbers say, as pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from linreg.diagnostics import COVARIANCES
from playground.engine.numbers import mean_square, shortened, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene
from playground.views.common.confidence_bands import level_text
from playground.views.diagnostics.numbers import FOLDS, MOST_FOLDED, Diagnosis, quantile

Cell = list[Part]
Rows = list[list[Cell]]

# More coefficients than this fill the page; the rest are named.
MOST_ROWS = 30
# So many of the largest condition indices are shown.
MOST_INDICES = 2
# Belsley, Kuh and Welsch: a near dependency has an index above 30 and two shares above one half.
LARGE_INDEX = 30.0
LARGE_SHARE = 0.5
LARGE_VIF = 10.0
# Below this a p-value's digits say nothing any more.
LEAST_P = 1e-12
CLASSICAL = COVARIANCES[0]


def p_text(p: float) -> str:
    """A p-value: two digits, or only that it is below 10⁻¹²."""
    if np.isnan(p):
        return "–"
    return "< 10⁻¹²" if p < LEAST_P else typeset(p, digits=2)


def p_stated(p: float) -> str:
    """A p-value within a sentence: "p = 0.012"."""
    text = p_text(p)
    return f"p {text}" if text.startswith("<") else f"p = {text}"


def number(value: float, digits: int = 4, error: float = 0.0) -> str:
    """A number, or a dash where there is none."""
    return "–" if np.isnan(value) else typeset(value, error, digits)


def name_of(name: str) -> str:
    return "Intercept" if name == "1" else shortened(name, 12)


def coefficients_table(found: Diagnosis, kind: str = CLASSICAL) -> tuple[list[str], Rows]:
    """Estimate, standard error and t of each coefficient, in the user's units.

    With a robust covariance its errors stand beside the classical ones, and t is theirs.
    """
    errors, told = found.errors, found.robust(kind)
    robust = kind != CLASSICAL
    rows = [
        [
            [(name_of(found.names[j]), "")],
            _estimate(found, j, float(errors[j])),
            [(number(found.standard_errors[j], 3), "")],
            *([[(number(told.standard_errors[j], 3), "")]] if robust else []),
            [(number(told.t_values[j], 4), "")],
        ]
        for j in range(min(len(found.names), MOST_ROWS))
    ]
    return ["", "Estimate", "Std. error", *([f"{kind} error"] if robust else []), "t"], rows


def coefficients_terms(kind: str) -> list[str]:
    """What explains each column of that table."""
    return ["", "estimate", "std_error", *(["robust_error"] if kind != CLASSICAL else []), "t"]


def _estimate(found: Diagnosis, j: int, error: float) -> Cell:
    if not found.determined[j]:
        return [("not determined", "wrong")]
    # Where another coefficient is undetermined, there is no bound for all.
    bound = error if np.isfinite(error) else 0.0
    return [(number(found.coefficients[j], 5, bound), "closed")]


def intervals_caption(kind: str, level: float) -> str:
    """What the table of intervals is called."""
    by = "" if kind == CLASSICAL else f" ({kind})"
    return f"{level_text(level)} confidence intervals and p-values{by}"


def intervals_table(
    found: Diagnosis, kind: str = CLASSICAL, level: float = 0.95
) -> tuple[list[str], Rows]:
    """Confidence interval and p-value of each coefficient, in the user's units."""
    told = found.robust(kind)
    half = quantile(found.spare, level) * told.standard_errors
    rows = [
        [
            [(name_of(found.names[j]), "")],
            *([(end, "")] for end in _interval(found.coefficients[j], half[j])),
            [(p_text(told.p_values[j]), "strong" if told.p_values[j] < 0.05 else "")],
        ]
        for j in range(min(len(found.names), MOST_ROWS))
    ]
    return ["", "from", "to", "p"], rows


def _interval(middle: float, half: float) -> tuple[str, str]:
    if np.isnan(half):
        return "–", "–"
    # Ends are told apart by digits of the width, not of the values.
    least = half / 500
    low, high = middle - half, middle + half
    return _end(low, least), _end(high, least)


def _end(value: float, least: float) -> str:
    return typeset(value, least, 6) if abs(value) > least else "0"


def fit_table(found: Diagnosis, scene: Scene) -> Rows:
    """The fit as a whole, in one number a row."""
    told = found.inference
    target = shortened(scene.response, 12)
    centred = "" if told.intercept else ", about 0"
    deviation = found.deviation
    f, serial = (told.f_value, found.durbin_watson) if found.telling else (np.nan, np.nan)
    numbers = [
        (f"R²{centred}", "r_squared", number(told.r_squared, 4)),
        ("Adjusted R²", "adjusted", number(told.adjusted_r_squared, 4) if found.spare else "–"),
        (f"Residual standard error (units of {target})", "deviation", number(deviation, 4)),
        ("Residual degrees of freedom", "spare", whole(found.spare)),
        ("F statistic", "f", number(f, 4)),
        ("p-value (F test)", "p_of_f", p_text(told.f_p_value if found.telling else np.nan)),
        (
            "Durbin–Watson",
            "durbin_watson",
            number(serial, 3),
        ),
        ("AIC", "aic", number(told.aic if found.telling else np.nan, 6)),
        ("BIC", "bic", number(told.bic if found.telling else np.nan, 6)),
    ]
    return _explained(numbers)


def fit_in_words(found: Diagnosis) -> list[Part]:
    """What R², F and Durbin-Watson say of this fit."""
    told = found.inference
    if not found.telling:
        return []
    share = typeset(100 * told.r_squared, digits=3)
    said = (
        f"The fit explains {share}% of the variance of the target. "
        if told.intercept
        else f"The fit explains {share}% of the sum of squares of the target. "
    )
    return [
        (said, ""),
        *_f_in_words(found),
        *_order_in_words(found.durbin_watson, found.N),
    ]


def _f_in_words(found: Diagnosis) -> list[Part]:
    p = found.inference.f_p_value
    if np.isnan(p):
        return []
    if p < 0.05:
        said = f"F test: {p_stated(p)}. {_significant(found)} "
    else:
        said = f"F test: {p_stated(p)}. No evidence that any feature matters. "
    return [(said, "")]


def _significant(found: Diagnosis) -> str:
    """What an F test has found."""
    told = found.inference
    if told.rank - told.intercept == 1:
        return "The slope differs significantly from zero (5% level)."
    if told.intercept:
        return "The coefficients other than the intercept are jointly significant (5% level)."
    return "The coefficients are jointly significant (5% level)."


def _order_in_words(value: float, N: int) -> list[Part]:
    # Of independent rows it scatters about 2 with a deviation of about 2 / sqrt(N).
    off = (value - 2) * sqrt(N) / 2
    if np.isnan(off) or abs(off) <= 2:
        return [("No sign of serial correlation.", "")]
    if off < 0:
        said = "Positive serial correlation of the residuals: the order of the rows matters."
    else:
        said = "Negative serial correlation of the residuals: the order of the rows matters."
    return [(said, "strong")]


def errors_table(found: Diagnosis, scene: Scene) -> Rows:
    """Mean squared errors: on the points themselves, left out in folds, and one by one."""
    with np.errstate(all="ignore"):
        seen = found.problem.mean(found.residual**2)
    folds = found.fold_error(scene.state.seed) if found.telling else None
    limit = f", up to {whole(MOST_FOLDED)} points" if found.N > MOST_FOLDED else ""
    rows = [
        ("Training error", "seen", _square(found, seen)),
        (f"{FOLDS}-fold cross-validation{limit}", "folds", _square(found, folds)),
        ("Leave-one-out", "left_out", _square(found, found.left_out_error)),
    ]
    return _explained(rows)


def _square(found: Diagnosis, value: float | None) -> str:
    if value is None or np.isnan(value):
        return "–"
    return mean_square(value, digits=4, exact=found.exact)


def _explained(rows: Sequence[tuple[str, str, str]]) -> Rows:
    """Rows of a name, what explains it, and a value."""
    return [[[(name, f"?{key}")], [(value, "")]] for name, key, value in rows]


def belsley_table(found: Diagnosis) -> tuple[list[str], Rows]:
    """Inflation of each coefficient's variance, and its shares by the largest condition indices."""
    told = found.collinearity
    indices, shares = told.condition_indices, told.proportions
    last = range(len(indices) - 1, max(-1, len(indices) - 1 - MOST_INDICES), -1)
    heads = ["Condition index", "VIF", *(number(float(indices[k]), 3) for k in last)]
    rows = [
        [
            [(name_of(name), "")],
            [(number(told.vif[j], 3), "wrong" if told.vif[j] > LARGE_VIF else "")],
            *([_share(float(shares[k, j]), float(indices[k]))] for k in last),
        ]
        for j, name in enumerate(found.names[:MOST_ROWS])
    ]
    return heads, rows


def _share(share: float, index: float) -> Part:
    large = index > LARGE_INDEX and share > LARGE_SHARE
    return (f"{share:.2f}" if not np.isnan(share) else "–", "wrong" if large else "")


def belsley_in_words(found: Diagnosis) -> list[Part]:
    """Which columns nearly depend on each other."""
    told, names = found.collinearity, found.names
    worst = float(told.condition_indices[-1])
    if len(names) < 2:
        return [("A single column cannot be collinear.", "")]
    if np.isnan(worst):
        return [("The condition index exceeds 10¹³ and is not computed for this many columns.", "")]
    index = typeset(worst, digits=3)
    if worst <= LARGE_INDEX:
        inflated = [name_of(n) for n, v in zip(names, told.vif, strict=True) if v > LARGE_VIF]
        if inflated:
            return filled(
                "The largest condition index is {index}, below 30, but the VIF exceeds 10 for "
                "{names}.",
                index=index,
                names=(_listed(inflated), "strong"),
            )
        return [(f"The largest condition index is {index}, below 30: no near dependency.", "")]
    # Which of several infinite indices a share comes with is arbitrary: their sum is not.
    shares = told.proportions[told.condition_indices >= worst].sum(axis=0)
    tied = [name_of(n) for n, s in zip(names, shares, strict=True) if s > LARGE_SHARE]
    if np.isinf(worst):
        said = "Condition index ∞: the columns are linearly dependent."
        if len(tied) > 1:
            said = (
                f"Condition index ∞: {_listed(tied)} are linearly dependent; their separate "
                "effects are not determined."
            )
        return [(said, "strong")]
    if len(tied) < 2:
        return [
            (f"Condition index {index}: large, but it involves fewer than two coefficients.", "")
        ]
    said = (
        f"Condition index {index}: {_listed(tied)} are nearly collinear; their separate "
        "effects are estimated with large standard errors."
    )
    return [(said, "strong")]


def _listed(names: list[str], most: int = 5) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
