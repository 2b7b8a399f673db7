"""Glossary of the tab Diagnostics."""

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
        "Estimate",
        "Least-squares estimate of the coefficient, in the units of the data.",
        eq(BEST, "=", INVERSE,
        f.transposed(f.sym("X")), "y"),
    ),
    "std_error": Entry(
        "Standard error",
        "Estimated standard deviation of a coefficient's estimate over repeated samples with the "
        "same X. s: residual standard error.",
        eq(f.sub(f.text("se"), f.sym("j")), "=", "s", SCATTER),
    ),
    "robust_error": Entry(
        "Robust standard error",
        "Standard error that is valid even if the noise variance differs between points. "
        "HC3: c = 1/(1 − h)², with leverage h.",
        eq(INVERSE, total("i", at("c", "i"), f.sup(_RESIDUAL, ["mn", "2"]), row_of("i"),
                          f.transposed(row_of("i"))), INVERSE),
    ),
    "t": Entry(
        "t statistic",
        "Estimate divided by its standard error.",
        eq(at("t", "j"), "=", over(_ESTIMATE, f.sub(f.text("se"), f.sym("j")))),
    ),
    "p_value": Entry(
        "p-value",
        "Probability of a |t| at least this large if the true coefficient were 0. T: Student's "
        "t with N − p degrees of freedom.",
        eq("P", of(size("T"), "≥", size(at("t", "j")))),
    ),
    "interval": Entry(
        "Confidence interval",
        "In repeated samples, a share of such intervals, the confidence level γ, contains the "
        "true coefficient, if errors are independent and normal with constant variance.",
        eq(_ESTIMATE, "±", at("t", over(eq("1", "+", "γ"), "2")), f.sub(f.text("se"), f.sym("j"))),
    ),
    "r_squared": Entry(
        "R²",
        "Share of the variance of y explained by the fit. Without an intercept, variation is "
        "measured about 0 instead of the mean.",
        eq(power("R", "2"), "=", "1", "−", over(_LEFT, _ALL)),
    ),
    "adjusted": Entry(
        "Adjusted R²",
        "R² corrected for the number of coefficients. It falls when an added column improves the "
        "fit too little.",
        eq("1", "−", over(eq(_LEFT, "/", of(_SPARE)), eq(_ALL, "/", of("N", "−", "1")))),
    ),
    "deviation": Entry(
        "Residual standard error",
        "Estimated standard deviation of the noise.",
        eq("s", "=", f.root(over(_LEFT, _SPARE))),
    ),
    "spare": Entry(
        "Residual degrees of freedom",
        "Number of points minus the number of estimated coefficients (the rank of X).",
        _SPARE,
    ),
    "f": Entry(
        "F statistic",
        "Explained sum of squares per tested coefficient, divided by s². k: coefficients "
        "tested, all except the intercept.",
        eq("F", "=", over(eq(of(_ALL, "−", _LEFT), "/", "k"), power("s", "2"))),
    ),
    "p_of_f": Entry(
        "p-value (F test)",
        "Probability of an F at least this large if all tested coefficients were 0.",
        eq("P", of(f.sub(f.sym("F"), eq("k", ",", _SPARE)), "≥", "F")),
    ),
    "durbin_watson": Entry(
        "Durbin–Watson",
        "Measures serial correlation of residuals in row order: about 2 if there is none, "
        "below 2 if positive, above 2 if negative.",
        over(total("i", power(of(_RESIDUAL, "−", at("e", eq("i", "−", "1"))), "2")),
             total("i", f.sup(_RESIDUAL, ["mn", "2"]))),
    ),
    "aic": Entry(
        "AIC",
        "Akaike information criterion: compares models of the same y, lower is better. L: "
        "largest likelihood of normal noise.",
        eq("2", "p", "−", "2", f.text("log"), "L"),
    ),
    "bic": Entry(
        "BIC",
        "Bayesian information criterion: like AIC, with a larger price for each coefficient when "
        "there are many points.",
        eq("p", f.text("log"), "N", "−", "2", f.text("log"), "L"),
    ),
    "breusch_pagan": Entry(
        "Breusch–Pagan test",
        "Tests whether the noise variance is constant: squared residuals are regressed on the "
        "columns of X (Koenker's form).",
        eq("N", f.sup(f.sub(f.sym("R"), f.text("aux")), ["mn", "2"])),
    ),
    "white": Entry(
        "White test",
        "Tests whether the noise variance is constant: squared residuals are regressed on the "
        "columns of X, their squares and products.",
        eq("N", f.sup(f.sub(f.sym("R"), f.text("aux")), ["mn", "2"])),
    ),
    "jarque_bera": Entry(
        "Jarque–Bera test",
        "Tests whether the noise is normal. S: skewness of the residuals; K: their kurtosis.",
        eq(over("N", "6"), of(power("S", "2"), "+",
                              over(power(of("K", "−", "3"), "2"), "4"))),
    ),
    "p_of_test": Entry(
        "Test p-value",
        "Probability of a statistic at least this large if the noise is as assumed. k: degrees "
        "of freedom.",
        eq("P", of(f.sup(f.sub(f.sym("χ"), f.sym("k")), ["mn", "2"]), "≥", "χ²")),
    ),
    "seen": Entry(
        "Training error",
        "Mean squared error of the ordinary least-squares fit on the points it was fitted to.",
        eq(over("1", "N"), total("i", f.sup(_RESIDUAL, ["mn", "2"]))),
    ),
    "folds": Entry(
        "Cross-validation error",
        "Mean squared prediction error: the points are split at random into folds, and each "
        "fold is predicted from a fit to the others.",
        eq(over("1", "N"), total("i", power(
            of(at("y", "i"), "−", f.transposed(row_of("i")),
               f.sub(BEST, f.text("other folds"))), "2"))),
    ),
    "left_out": Entry(
        "Leave-one-out error",
        "Mean squared error when each point is predicted from a fit to all others. No refit is "
        "needed: divide the residual by 1 − leverage.",
        eq(over("1", "N"), total("i", power(of(over(_RESIDUAL, _ROOM)), "2"))),
    ),
    "condition_index": Entry(
        "Condition index",
        "Largest singular value of X (columns scaled to length 1) divided by the k-th. Above 30"
        " it signals a near dependency.",
        over(at("σ", "1"), at("σ", "k")),
    ),
    "share": Entry(
        "Variance-decomposition proportion",
        "Share of a coefficient's variance tied to this condition index. Two or more above 0.5 "
        "at an index above 30 indicate collinearity (Belsley).",
        eq(over(["msubsup", f.sym("v"), eq("j", "k"), ["mn", "2"]],
                f.sup(at("σ", "k"), ["mn", "2"])), "/",
           total("l", over(["msubsup", f.sym("v"), eq("j", "l"), ["mn", "2"]],
                           f.sup(at("σ", "l"), ["mn", "2"])))),
    ),
    "correlation": Entry(
        "Correlation",
        "Direction and strength of the linear relation between two columns, from −1 to 1. a, b: "
        "centred columns.",
        eq(f.sym("r"), "=", over(
            eq(f.transposed(f.vec("a")), f.vec("b")), eq("‖", f.vec("a"), "‖", "‖", f.vec("b"),
                                                       "‖"))),
    ),
    "leverage": Entry(
        "Leverage",
        "How strongly a point's own y determines its fitted value, from 0 to 1. The leverages "
        "sum to p.",
        eq(_LEVERAGE, "=", f.transposed(row_of("i")), INVERSE, row_of("i")),
    ),
    "studentised": Entry(
        "Studentised residual",
        "Residual divided by its estimated standard deviation (internally studentised).",
        over(_RESIDUAL, eq("s", f.root(_ROOM))),
    ),
    "cook": Entry(
        "Cook's distance",
        "How far all fitted values move when the point is removed. A distance above 0.5 "
        "deserves a look; one above 1 is large.",
        eq(over(squared("X", BEST, "−", "X", f.sub(BEST, _WITHOUT)),
                eq("p", power("s", "2")))),
    ),
    "dffits": Entry(
        "DFFITS",
        "Change in the point's own fitted value when the point is removed, in standard errors.",
        over(eq(f.sub(FITTED, _I), "−", f.sub(FITTED, eq(_I, _WITHOUT))),
             eq(at("s", _WITHOUT), f.root(_LEVERAGE))),
    ),
    "dfbetas": Entry(
        "DFBETAS",
        "Change in a coefficient when the point is removed, in standard errors. A value above "
        "2/√N in size deserves a look.",
        over(eq(_ESTIMATE, "−", f.sub(_ESTIMATE, _WITHOUT)),
             eq(at("s", _WITHOUT), SCATTER)),
    ),
    "normal_quantile": Entry(
        "Normal quantile",
        "Approximate expected value of the i-th smallest of N standard normal values.",
        eq(f.inverse(f.sym("Φ")), of(over(eq("i", "−", "0.5"), "N"))),
    ),
}  # fmt: skip
