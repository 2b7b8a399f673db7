"""The glossary of the tab Diagnostics."""

from __future__ import annotations

from playground.engine import formulas as f
from playground.glossary.terms import (
    BEST,
    FITTED,
    INVERSE,
    MEAN,
    SCATTER,
    Entry,
    at,
    eq,
    of,
    over,
    power,
    row_of,
    size,
    squared,
    total,
)

_ESTIMATE = f.sub(f.hat(f.sym("w")), f.sym("j"))
_I = f.sym("i")
_RESIDUAL, _LEVERAGE = at("e", "i"), at("h", "i")
_ROOM = eq("1", "−", _LEVERAGE)
_LEFT = squared("y", "−", "X", BEST)
_ALL = squared("y", "−", MEAN)
_WITHOUT = of(_I)
_SPARE = eq("N", "−", "p")

DIAGNOSTICS = {
    "estimate": Entry(
        "Estimate", "The best weight of the column, in your units.", eq(BEST, "=", INVERSE,
        f.transposed(f.sym("X")), "y"),
    ),
    "std_error": Entry(
        "Standard error",
        "How far the estimate would scatter if the same features met new noise; s is the residual "
        "deviation.",
        eq(f.sub(f.text("se"), f.sym("j")), "=", "s", SCATTER),
    ),
    "t": Entry(
        "t", "The estimate in standard errors.",
        eq(at("t", "j"), "=", over(_ESTIMATE, f.sub(f.text("se"), f.sym("j")))),
    ),
    "p_value": Entry(
        "p", "How often a coefficient that is truly 0 has a t at least as far from 0; T is "
        "Student's t with N − p degrees of freedom.",
        eq("P", of(size("T"), "≥", size(at("t", "j")))),
    ),
    "interval": Entry(
        "95 % interval",
        "Made like this, 95 of 100 hold the true coefficient, if errors are independent, of the "
        "same size, and normal.",
        eq(_ESTIMATE, "±", at("t", "0.975"), f.sub(f.text("se"), f.sym("j"))),
    ),
    "r_squared": Entry(
        "R²", "The explained part of the squares; without an intercept they are counted from 0, "
        "not from the mean.",
        eq(power("R", "2"), "=", "1", "−", over(_LEFT, _ALL)),
    ),
    "adjusted": Entry(
        "Adjusted R²",
        "The same with each part per degree of freedom, so that a useless column lowers it.",
        eq("1", "−", over(eq(_LEFT, "/", of(_SPARE)), eq(_ALL, "/", of("N", "−", "1")))),
    ),
    "deviation": Entry(
        "Residual deviation", "The noise that the fit leaves.",
        eq("s", "=", f.root(over(_LEFT, _SPARE))),
    ),
    "spare": Entry(
        "Degrees of freedom left", "Points less coefficients; of dependent columns p is the rank.",
        _SPARE,
    ),
    "f": Entry(
        "F", "The explained squares over those left, each per degree of freedom; k is the number "
        "of coefficients that are tested, all but the intercept.",
        eq("F", "=", over(eq(of(_ALL, "−", _LEFT), "/", "k"), power("s", "2"))),
    ),
    "p_of_f": Entry(
        "p of F", "How often an F is at least as large where no feature matters.",
        eq("P", of(f.sub(f.sym("F"), eq("k", ",", _SPARE)), "≥", "F")),
    ),
    "durbin_watson": Entry(
        "Durbin–Watson",
        "2 for independent rows, towards 0 where neighbours are alike, towards 4 where they "
        "alternate.",
        over(total("i", power(of(_RESIDUAL, "−", at("e", eq("i", "−", "1"))), "2")),
             total("i", f.sup(_RESIDUAL, ["mn", "2"]))),
    ),
    "seen": Entry(
        "Error on the fitted points", "The loss of plain least squares.",
        eq(over("1", "N"), total("i", f.sup(_RESIDUAL, ["mn", "2"]))),
    ),
    "folds": Entry(
        "Cross-validation",
        "The points are dealt into folds; each is predicted from the others.",
        eq(over("1", "N"), total("i", power(
            of(at("y", "i"), "−", f.transposed(row_of("i")),
               f.sub(BEST, f.text("other folds"))), "2"))),
    ),
    "left_out": Entry(
        "Leave one out",
        "Each point is predicted from all others, which takes no refit: the residual over "
        "1 − leverage.",
        eq(over("1", "N"), total("i", power(of(over(_RESIDUAL, _ROOM)), "2"))),
    ),
    "condition_index": Entry(
        "Condition index",
        "Of X with columns of length 1; the rows below show which share of each coefficient's "
        "variance comes with it.",
        over(at("σ", "1"), at("σ", "k")),
    ),
    "share": Entry(
        "Share of the variance",
        "Two shares above one half by an index above 30 name a near dependency (Belsley, Kuh and "
        "Welsch).",
        eq(over(["msubsup", f.sym("v"), eq("j", "k"), ["mn", "2"]],
                f.sup(at("σ", "k"), ["mn", "2"])), "/",
           total("l", over(["msubsup", f.sym("v"), eq("j", "l"), ["mn", "2"]],
                           f.sup(at("σ", "l"), ["mn", "2"])))),
    ),
    "correlation": Entry(
        "Correlation", "How nearly two columns lie on a line: 0 not at all, 1 or −1 exactly.",
        eq(f.sym("r"), "=", over(
            eq(f.transposed(f.vec("a")), f.vec("b")), eq("‖", f.vec("a"), "‖", "‖", f.vec("b"),
                                                       "‖"))),
    ),
    "leverage": Entry(
        "Leverage", "How much a point's own y counts in its prediction, 0 to 1; all sum to p.",
        eq(_LEVERAGE, "=", f.transposed(row_of("i")), INVERSE, row_of("i")),
    ),
    "studentised": Entry(
        "Studentised residual", "The residual in its own standard error.",
        over(_RESIDUAL, eq("s", f.root(_ROOM))),
    ),
    "cook": Entry(
        "Cook's distance", "How far all predictions move without the point; above 1 is much.",
        eq(over(squared("X", BEST, "−", "X", f.sub(BEST, _WITHOUT)),
                eq("p", power("s", "2")))),
    ),
    "dffits": Entry(
        "DFFITS", "How far the point's own prediction moves without it, in standard errors.",
        over(eq(f.sub(FITTED, _I), "−", f.sub(FITTED, eq(_I, _WITHOUT))),
             eq(at("s", _WITHOUT), f.root(_LEVERAGE))),
    ),
    "normal_quantile": Entry(
        "Normal quantile", "Where a normal sample of as many points would have the i-th smallest.",
        eq(f.inverse(f.sym("Φ")), of(over(eq("i", "−", "0.5"), "N"))),
    ),
}  # fmt: skip
