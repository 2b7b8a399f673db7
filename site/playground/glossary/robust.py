"""Glossary of sample weights and robust losses."""

from __future__ import annotations

from playground.engine import formulas as f
from playground.glossary.terms import BEST, Entry, at, eq, of, over, power, size, total

_RESIDUAL, _WEIGHT, _SCALE = at("r", "i"), at("a", "i"), f.sym("s")

ROBUST = {
    "delta": Entry(
        "Huber threshold",
        "Residuals beyond δ robust standard deviations s count linearly instead of squared. "
        "s: median absolute residual over 0.6745.",
        eq("ρ", of("r"), "=", "2", "δ", _SCALE, size("r"), "−", power("δ", "2"),
           power(_SCALE, "2"), ",", size("r"), ">", "δ", _SCALE),
    ),
    "reweighted": Entry(
        "Reweighted least squares",
        "Weighted least squares, repeated until its weights settle. Each residual beyond the "
        "threshold gets the weight that makes it pull no harder than the threshold.",
        eq(at("v", "i"), "=", f.text("min"), of("1", ",", over(eq("δ", _SCALE), size(_RESIDUAL)))),
    ),
    "vertex": Entry(
        "Least absolute deviations",
        "Minimum of the sum of absolute residuals. It is reached at a fit through as many points "
        "as there are coefficients.",
        eq(BEST, "=", f.text("argmin"), total("i", size(_RESIDUAL))),
    ),
    "counted": Entry(
        "Weight in the fit",
        "How much a point counts in a robust fit: 1 near the fit, less beyond the threshold. "
        "Faded points count less.",
        eq(at("v", "i"), "=", f.text("min"), of("1", ",", over(eq("δ", _SCALE), size(_RESIDUAL)))),
    ),
    "weighted": Entry(
        "Sample weight",
        "How much a point counts in the loss. For errors of known variance, its inverse.",
        eq("L", of("w"), "=", over(total("i", eq(_WEIGHT, power(_RESIDUAL, "2"))),
                                   total("i", _WEIGHT))),
    ),
}  # fmt: skip
