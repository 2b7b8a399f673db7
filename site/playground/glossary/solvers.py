"""Glossary of the tabs Closed form and Collinearity."""

from __future__ import annotations

from playground.engine import formulas as f
from playground.glossary.terms import (
    BEST,
    GRAM,
    INVERSE,
    SCATTER,
    XT,
    Entry,
    at,
    eq,
    length,
    of,
    over,
    power,
    row_of,
    size,
    squared,
    total,
)

_TRUE = f.sub(f.sym("w"), f.sym("j"))
_FOUND = f.sub(f.hat(f.sym("w")), f.sym("j"))
_KAPPA = eq("κ", of("X"))
_LEFT, _RIGHT = f.transposed(f.sub(f.vec("u"), f.sym("i"))), f.sub(f.vec("v"), f.sym("i"))
_SVD = over(eq(_LEFT, "y"), at("σ", "i"))
_JJ = eq("j", "j")
_QR = eq("X", "=", "Q", "R")

SOLVERS = {
    "inverse": Entry(
        "Inverse",
        "The textbook formula: form XᵀX, invert it, multiply. Usually the least accurate "
        "solver.",
        eq(BEST, "=", INVERSE, XT, "y"),
    ),
    "normal": Entry(
        "Normal equations",
        "Form XᵀX and solve by elimination. Forming XᵀX squares the condition number.",
        eq(GRAM, BEST, "=", XT, "y"),
    ),
    "cholesky": Entry(
        "Cholesky",
        "Normal equations solved with a Cholesky factor L of XᵀX. Fails if rounding leaves "
        "XᵀX not positive definite.",
        eq(GRAM, "=", "L", f.transposed(f.sym("L")), ",", "L", f.transposed(f.sym("L")), BEST,
           "=", XT, "y"),
    ),
    "qr": Entry(
        "QR",
        "Factors X into orthonormal columns Q and an upper triangular matrix R. XᵀX is never "
        "formed.",
        eq(_QR, ",", "R", BEST, "=", f.transposed(f.sym("Q")), "y"),
    ),
    "svd": Entry(
        "SVD",
        "Uses the singular values σ of X; those below the rank tolerance count as zero.",
        eq(BEST, "=", total("i", _SVD, _RIGHT)),
    ),
    "lstsq": Entry(
        "NumPy lstsq",
        "NumPy's SVD solver, with the rank tolerance c = eps · max(N, p).",
        eq(BEST, "=", ["munder", f.op("∑"), eq(at("σ", "i"), ">", "c", at("σ", "1"))],
           _SVD, _RIGHT),
    ),
    "refined": Entry(
        "Refined",
        "Normal equations in extended precision, corrected by iterative refinement until no "
        "digit changes.",
        eq(BEST, "←", BEST, "+", INVERSE, of(XT, "y", "−", GRAM, BEST)),
    ),
    "exact": Entry(
        "Exact",
        "Normal equations in rational arithmetic, without rounding. The reference for counting "
        "correct digits.",
        eq(GRAM, BEST, "=", XT, "y"),
    ),
    "coordinate": Entry(
        "Coordinate descent",
        "Minimises over one coefficient at a time. The lasso has no closed form.",
        eq(at("w", "j"), "←", ["munder", f.sym("argmin"), at("w", "j")], "L", of("w")),
    ),
    "digits": Entry(
        "Correct digits",
        "Correct digits of the least accurate coefficient, compared with the exact solution for"
        " the float64 data; 15 at most.",
        eq("−", at("log", "10"), over(size(_FOUND, "−", _TRUE), size(_TRUE))),
    ),
    "typed": Entry(
        "Correct digits (decimal data)",
        "Compared with the exact solution for the decimals as entered, most of which float64 "
        "cannot represent exactly.",
        eq("−", at("log", "10"), over(size(_FOUND, "−", _TRUE), size(_TRUE))),
    ),
    "rank": Entry(
        "Numerical rank",
        "Number of singular values above the rank tolerance.",
        eq(f.text("rank"), "=", "#", of(at("σ", "i"), ">", "c", at("σ", "1"))),
    ),
    "cut": Entry(
        "Rank tolerance",
        "A singular value counts as zero if it is at most this fraction c of the largest one.",
        eq(at("σ", "i"), "≤", "c", at("σ", "1")),
    ),
    "sigma": Entry(
        "Singular values",
        "How much X stretches a vector along each right singular vector.",
        eq("X", "=", "U", "Σ", f.transposed(f.sym("V"))),
    ),
    "sigma_squared": Entry(
        "Squared singular value",
        "Eigenvalue of XᵀX. Multiplied by 2/N it is an eigenvalue of the Hessian.",
        eq(GRAM, "v", "=", power("σ", "2"), "v"),
    ),
    "kappa": Entry(
        "Condition number",
        "Largest over smallest singular value: roughly the largest factor by which relative errors "
        "in the data are amplified in the coefficients (more with large residuals).",
        eq(_KAPPA, "=", over(at("σ", "1"), at("σ", "p"))),
    ),
    "kappa_squared": Entry(
        "Condition number of XᵀX",
        "Square of κ(X), so twice as many digits are lost.",
        eq("κ", of(GRAM), "=", power(_KAPPA, "2")),
    ),
    "kappa_scaled": Entry(
        "Condition number, unit-norm columns",
        "κ(X) after scaling each column to length 1, which removes the effect of units. D: the "
        "scaling.",
        eq("κ", of("X", "D"), ",", at("D", _JJ), "=", over("1", length(row_of("j")))),
    ),
    "lost": Entry(
        "Digits lost",
        "About log₁₀ κ(X) of the 16 digits of float64, for solvers that work on X; twice that "
        "if XᵀX is formed.",
        eq(at("log", "10"), "κ", of("X")),
    ),
    "length": Entry(
        "Column norm",
        "Length of the column: the square root of its sum of squares.",
        eq(length(row_of("j")), "=", f.root(total("i", f.sup(at("x", eq("i", "j")), ["mn", "2"])))),
    ),
    "bits": Entry(
        "Significand bits",
        "Number of significant binary digits of the format, 53 for float64. The relative rounding "
        "error is at most eps/2.",
        eq(f.text("eps"), "=", power("2", eq("1", "−", f.text("bits")))),
    ),
}  # fmt: skip

COLLINEARITY = {
    "distance": Entry(
        "Distance ε",
        "Size of the part of x2 that x1 does not explain, relative to the part it does. r: "
        "their correlation.",
        eq("ε", "=", over(f.root(eq("1", "−", power(f.sym("r"), "2"))), size(f.sym("r")))),
    ),
    "vif": Entry(
        "Variance inflation factor",
        "Factor by which collinearity inflates the variance of the estimate; above 10 is high. "
        "R²ⱼ: column j regressed on the others.",
        eq(f.sub(f.text("VIF"), f.sym("j")), "=",
           over("1", eq("1", "−", ["msubsup", f.sym("R"), f.sym("j"), ["mn", "2"]]))),
    ),
    "steps": Entry(
        "Iterations needed",
        "Iterations at the optimal learning rate until the error along every eigenvector is "
        "below 10⁻⁶ of its initial value.",
        eq("t", "=", over(eq("ln", power("10", "−6")),
                          eq("ln", over(eq(power("κ", "2"), "−", "1"),
                                        eq(power("κ", "2"), "+", "1"))))),
    ),
    "kept": Entry(
        "Correct digits",
        "Correct digits of the least accurate coefficient, compared with the exact solution for"
        " the same float64 data.",
        eq("−", at("log", "10"), over(size(_FOUND, "−", _TRUE), size(_TRUE))),
    ),
    "predicted_loss": Entry(
        "Predicted digits lost",
        "log₁₀ κ(X) for solvers that work on X, 2 log₁₀ κ(X) for those that form XᵀX.",
        eq(at("log", "10"), "κ", f.text(" or "), "2", at("log", "10"), "κ"),
    ),
    "half_axis": Entry(
        "Semi-axes",
        "Semi-axes of the ellipse that contains a share q of the refits on average. s: "
        "singular values of the two columns' residuals on the others.",
        eq(over("σ", at("s", "k")), f.root(eq("−", "2", "ln", of("1", "−", "q")))),
    ),
    "noise": Entry(
        "Standard error",
        "Standard deviation of the estimate over repeated draws of noise with standard "
        "deviation σ.",
        eq("σ", SCATTER),
    ),
    "estimate_bias": Entry(
        "Bias",
        "Mean estimate minus true value, in absolute value, for the coefficient where it is "
        "larger.",
        eq(["munder", f.sym("max"), f.sym("j")], size("E", _FOUND, "−", _TRUE)),
    ),
    "jitter": Entry(
        "Digits determined by the data",
        "Each value is perturbed by up to half a unit in its last digit. Coefficient digits that "
        "change are not determined by the data.",
        eq("−", at("log", "10"), over(
            eq(f.text("SD of "), _FOUND), size(_FOUND))),
    ),
    "ridge": Entry(
        "Ridge",
        "Penalises squared coefficients, which adds some bias and can remove much variance. The "
        "diagonal of I has a 0 for the intercept.",
        eq(of(GRAM, "+", "α", "I"), BEST, "=", XT, "y", ",", "α", "=", "N", "λ"),
    ),
    "lasso": Entry(
        "Lasso",
        "Penalises the absolute values of the coefficients, which sets some exactly to zero. The "
        "intercept is not penalised.",
        eq("L", of("w"), "=", over("1", "N"), squared("X", "w", "−", "y"), "+", "λ",
           f.sub(length("w"), ["mn", "1"])),
    ),
    "elastic": Entry(
        "Elastic net",
        "Mix m of both penalties: 0 is ridge, 1 is lasso.",
        eq("L", of("w"), "=", over("1", "N"), squared("X", "w", "−", "y"), "+", "λ",
           of("m", f.sub(length("w"), ["mn", "1"]), "+", of("1", "−", "m"), squared("w"))),
    ),
    "cut_svd": Entry(
        "Truncated SVD",
        "Drops directions whose singular values are at most c times the largest. c: rank "
        "tolerance.",
        eq(BEST, "=", ["munder", f.op("∑"), eq(at("σ", "i"), ">", "c", at("σ", "1"))],
           _SVD, _RIGHT),
    ),
}  # fmt: skip
