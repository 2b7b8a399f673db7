"""The tables of the tab Collinearity: what each solver makes of nearly dependent columns."""

from __future__ import annotations

from collections.abc import Sequence
from math import expm1, isfinite, isnan, log1p

from linreg import diagnostics
from playground.engine.numbers import MINUS, TIMES, given, shortened, typeset, whole
from playground.engine.parts import Part, filled
from playground.views.collinearity.case import METHODS, Case, distance
from playground.views.collinearity.fixes import Fix
from playground.views.collinearity.sweep import HELD, MOST_DIGITS
from playground.views.common.digits import marked
from playground.views.common.fit_text import term
from playground.views.common.solver_names import FULL_NAMES

Cell = list[Part]
TERMS = {"ridge": "ridge", "svd": "cut_svd"}
# Columns at a smaller distance are nearly one.
NEAR = 0.35
# Below this a distance is the rounding of columns that are the same.
EXACT_COPY = 1e-14
# So many digits of a coefficient, of so many coefficients, have room beside each other.
DIGITS, MOST_COLUMNS = 8, 2


def numbers_rows(case: Case) -> list[list[Cell]]:
    """How near the columns are to one, and what that does."""
    rows = [
        ("Condition number κ(X)", "kappa", size(case.condition), ""),
        ("κ(XᵀX) = κ²", "kappa_squared", size(case.condition * case.condition), ""),
        ("Largest VIF", "vif", size(case.vif), ""),
        ("Iterations of gradient descent", "steps", size(case.steps), "descent"),
    ]
    if case.pair is not None:
        names = " and ".join(shortened(term(case.problem.columns[j]), 12) for j in case.pair)
        shown = size(apart(case, case.pair))
        rows.insert(0, (f"Distance between {names}", "distance", shown, ""))
    return [
        [[(name, f"?{key}")], [(shown, "wrong" if shown == "∞" else role)]]
        for name, key, shown, role in rows
    ]


def nearness(case: Case) -> list[Part]:
    """How alike the pair is: its correlation, and the largest variance inflation factor."""
    if case.pair is None:
        return []
    a, b = (case.problem.X[:, j] - case.problem.X[:, j].mean() for j in case.pair)
    shown = correlation_text(apart(case, case.pair), negative=float(a @ b) < 0)
    return filled(
        "{r} = {shown}\n{vif} = {size}",
        r=("r", "?correlation"),
        shown=shown,
        vif=("VIF", "?vif"),
        size=size(case.vif),
    )


def apart(case: Case, pair: tuple[int, int]) -> float:
    """The distance of a pair; 0 where what is left of it is rounding."""
    found = distance(case, pair)
    return found if case.fit.unique or found > EXACT_COPY else 0.0


def correlation_text(epsilon: float, negative: bool) -> str:
    """The correlation 1 / sqrt(1 + epsilon^2) of columns so far apart, however near to 1 it is."""
    sign = MINUS if negative else ""
    if not isfinite(epsilon):
        return "0"
    short = -expm1(-0.5 * log1p(epsilon * epsilon))
    if short >= 1e-4:
        return f"{sign}{typeset(1.0 - short, digits=4)}"
    rest = f" {MINUS} {size(short, 2)}" if short > 0 else ""
    return f"{sign}(1{rest})" if sign and rest else f"{sign}1{rest}"


def size(value: float, digits: int = 3) -> str:
    """A magnitude of any size: 20.1, 2,777, 4.0 × 10¹²."""
    if isnan(value):
        return "not defined"
    if 1e3 <= value < 1e6:
        return whole(round(value))
    if 1e6 <= value < 1e7:
        # Here `typeset` would still write out zeros.
        mantissa = typeset(value / 1e6, digits=digits)
        return f"{mantissa} {TIMES} 10⁶"
    return typeset(value, digits=digits)


def shown_columns(case: Case) -> list[int]:
    """The columns whose coefficients stand in the table: the pair, or the last ones."""
    if case.pair is not None:
        return list(case.pair)
    return list(range(case.problem.p))[-MOST_COLUMNS:]


def solver_rows(case: Case) -> list[list[Cell]]:
    """The coefficients of each solver, wrong digits marked, then the exact ones and the truth."""
    chosen = shown_columns(case)
    rows = [
        [[(FULL_NAMES[method], f"?{method}")], *(_coefficient(case, method, j) for j in chosen)]
        for method in METHODS
    ]
    if case.referee is not None:
        exact = [marked(float(case.referee[j]), case.referee[j], shown=DIGITS) for j in chosen]
        name = "Exact, for the float64 data" if case.small else "Correct to the last digit"
        rows.append([[(name, "strong")], *exact])
    if case.truth is not None:
        true = [[(given(float(case.truth[j])), "truth")] for j in chosen]
        rows.append([[("True value", "truth")], *true])
    return rows


def solver_caption(case: Case) -> str:
    if case.fit.unique:
        return "Coefficients (wrong digits marked)"
    return "Coefficients (not unique: each solver chooses differently)"


def solver_heads(case: Case) -> list[str]:
    return ["", *(shortened(term(case.problem.columns[j]), 14) for j in shown_columns(case))]


def _coefficient(case: Case, method: str, j: int) -> Cell:
    value = float(case.fit.solution(method).coefficients[j])
    if case.referee is None:
        if not isfinite(value):
            return [("none", "wrong")]
        return [(typeset(value, digits=4), "muted")]
    return marked(value, case.referee[j], "closed", shown=DIGITS)


def lost_rows(case: Case) -> list[list[Cell]]:
    """Digits kept and lost, and the loss that the condition number predicts."""
    return [_lost_row(case, method) for method in METHODS] if case.digits else []


def _lost_row(case: Case, method: str) -> list[Cell]:
    kept = case.digits[method]
    lost = max(0.0, MOST_DIGITS - kept)
    expected = predicted_loss(case, method)
    role = "wrong" if kept < 1 else "closed"
    return [
        [(FULL_NAMES[method], "")],
        [(_digits(kept), role)],
        [(_digits(lost), "")],
        [(_digits(expected), "muted")],
    ]


def predicted_loss(case: Case, method: str) -> float:
    """Digits that a solver is expected to lose, 0..15: log10 of κ, or of κ²; none for refined."""
    lost = diagnostics.expected_lost_digits(method, max(case.condition, 1.0))
    return min(MOST_DIGITS, max(0.0, lost - (HELD - MOST_DIGITS)))


def _digits(value: float) -> str:
    return f"{value:.1f}"


def summary(case: Case) -> list[Part]:
    """What one should see, in a sentence."""
    if case.pair is None:
        return [("Collinearity needs at least two features.", "")]
    names = " and ".join(shortened(term(case.problem.columns[j]), 16) for j in case.pair)
    if not case.fit.unique:
        one = distance(case, case.pair) < EXACT_COPY
        lead = (
            f"In float64, {names} are identical. "
            if one
            else "In float64, the columns are linearly dependent. "
        )
        return [
            (lead, "wrong"),
            ("Only their joint effect is determined, not the individual coefficients.", ""),
        ]
    squared, plain = case.digits["normal"], case.digits["qr"]
    near = distance(case, case.pair) < NEAR
    lead = (
        f"{names} are nearly collinear: κ(X) = {size(case.condition)}. "
        if near
        else f"{names} are not nearly collinear. For all columns, κ(X) = {size(case.condition)}. "
    )
    solvers = (
        f"Correct digits (of 15): normal equations {_digits(squared)}, QR {_digits(plain)}, "
        f"refined {_digits(case.digits['refined'])}. "
    )
    return [(lead, ""), (solvers, ""), *_estimate(case)]


def _estimate(case: Case) -> list[Part]:
    """How far the exact solution itself is from the truth, which is the noise's doing."""
    if case.truth is None or case.pair is None:
        return []
    off = max(abs(float(case.fit.reference.coefficients[j] - case.truth[j])) for j in case.pair)
    return filled(
        "Even the exact solution differs from the true values by {off}: collinearity amplifies the "
        "noise in y, and no solver can undo that.",
        off=(size(off, 2), "wrong" if off > 1 else "truth"),
    )


def fix_heads(fixes: Sequence[Fix]) -> list[str]:
    return ["", *(_head(fix) for fix in shown_fixes(fixes))]


def _head(fix: Fix) -> str:
    """Its name; of ridge with the strength, which need not be that of the page."""
    strength = fix.changes.get("strength")
    return fix.label if strength is None else f"{fix.label}, λ = {given(strength)}"


def fix_terms(fixes: Sequence[Fix]) -> list[str]:
    """What explains each of these columns."""
    return ["", *(TERMS.get(fix.name, "closed") for fix in shown_fixes(fixes))]


def shown_fixes(fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes that change the estimate; standardising does not, and has a sentence."""
    return [fix for fix in fixes if fix.name != "scale"]


def fix_rows(case: Case, fixes: Sequence[Fix]) -> list[list[Cell]]:
    """What each fix does to the coefficients, their uncertainty, κ and descent."""
    shown = shown_fixes(fixes)
    rows = [
        [
            [(shortened(term(case.problem.columns[j]), 10), "")],
            *([(_estimated(fix, j), "closed")] for fix in shown),
        ]
        for j in shown_columns(case)
    ]
    rows.append(_row("Standard error", "noise", [size(fix.spread, 2) for fix in shown]))
    if case.truth is not None:
        rows.append(_row("Bias", "estimate_bias", [_bias(fix) for fix in shown]))
    rows.append(_row("κ", "kappa", [size(fix.condition, 2) for fix in shown]))
    rows.append(_row("Iterations", "steps", [size(fix.steps, 2) for fix in shown]))
    return rows


def scaling_in_words(fixes: Sequence[Fix]) -> list[Part]:
    """What standardising does: its κ and steps, before and after."""
    found = {fix.name: fix for fix in fixes}
    before, after = found["none"], found["scale"]
    helps = after.condition < 0.5 * before.condition
    if not helps:
        condition = (size(after.condition), "closed")
        return filled(
            "Standardising does not help here: afterwards κ(X) is {condition}.", condition=condition
        )
    return filled(
        "Standardising helps, because the columns differ in scale or have means far from zero. "
        "κ(X) is {before} before and {after} after. Gradient descent needs {steps_before} "
        "iterations before and {steps_after} after.",
        before=(size(before.condition), "closed"),
        after=(size(after.condition), "closed"),
        steps_before=(size(before.steps, 2), "descent"),
        steps_after=(size(after.steps, 2), "descent"),
    )


def _row(name: str, term: str, cells: Sequence[str]) -> list[Cell]:
    return [[(name, f"?{term}")], *([(cell, "")] for cell in cells)]


def _estimated(fix: Fix, j: int) -> str:
    value = float(fix.coefficients[j])
    if not isfinite(fix.spread):
        return "any"
    digits = 3 if abs(value) < 1e6 else 2
    return ("" if value >= 0 else MINUS) + size(abs(value), digits) if value else "0"


def _bias(fix: Fix) -> str:
    if fix.bias is None:
        return "–"
    # What the noise hides a thousandfold is as good as none.
    return "0" if fix.bias <= 1e-3 * fix.spread else size(fix.bias, 2)
