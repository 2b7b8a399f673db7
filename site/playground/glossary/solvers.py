"""The glossary of the tabs Closed form and Collinearity."""

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
        "Inverse", "As it is written on paper: form XᵀX, invert it, multiply. It loses most.",
        eq(BEST, "=", INVERSE, XT, "y"),
    ),
    "normal": Entry(
        "Normal equations",
        "Form XᵀX and solve by elimination. Forming it squares the condition number.",
        eq(GRAM, BEST, "=", XT, "y"),
    ),
    "cholesky": Entry(
        "Cholesky", "The normal equations by a triangular root of XᵀX; it fails where rounding "
        "has made XᵀX singular.",
        eq(GRAM, "=", "L", f.transposed(f.sym("L")), ",", "L", f.transposed(f.sym("L")), BEST,
           "=", XT, "y"),
    ),
    "qr": Entry(
        "QR", "Orthogonal columns times a triangle; XᵀX is never formed.",
        eq(_QR, ",", "R", BEST, "=", f.transposed(f.sym("Q")), "y"),
    ),
    "svd": Entry(
        "SVD", "By the singular values σ of X; those below the cut-off are left out.",
        eq(BEST, "=", total("i", _SVD, _RIGHT)),
    ),
    "lstsq": Entry(
        "NumPy lstsq",
        "The SVD as NumPy calls it, with a cut-off of eps · max(N, p) of its own.",
        eq(BEST, "=", ["munder", f.op("∑"), eq(at("σ", "i"), ">", "c", at("σ", "1"))],
           _SVD, _RIGHT),
    ),
    "refined": Entry(
        "Refined",
        "XᵀX and Xᵀy are summed with far more bits than the floats have; then the weights are "
        "mended by what is left until no digit changes.",
        eq(BEST, "←", BEST, "+", INVERSE, of(XT, "y", "−", GRAM, BEST)),
    ),
    "exact": Entry(
        "Exact", "The normal equations in fractions of whole numbers: no rounding at all. The "
        "referee by which digits are counted.",
        eq(GRAM, BEST, "=", XT, "y"),
    ),
    "coordinate": Entry(
        "Coordinate descent",
        "One weight after the other to its own minimum, the others held; a lasso has no closed "
        "form.",
        eq(at("w", "j"), "←", ["munder", f.sym("argmin"), at("w", "j")], "L", of("w")),
    ),
    "digits": Entry(
        "Correct digits",
        "Of the worst coefficient, against the exact solution of the floats that the solvers were "
        "given; 15 at most.",
        eq("−", at("log", "10"), over(size(_FOUND, "−", _TRUE), size(_TRUE))),
    ),
    "typed": Entry(
        "Digits as typed",
        "The same against the exact solution of the decimals as they were typed, most of which no "
        "float can hold.",
        eq("−", at("log", "10"), over(size(_FOUND, "−", _TRUE), size(_TRUE))),
    ),
    "rank": Entry(
        "Rank", "How many columns count as independent: singular values above the cut-off.",
        eq(f.text("rank"), "=", "#", of(at("σ", "i"), ">", "c", at("σ", "1"))),
    ),
    "cut": Entry(
        "Cut-off", "Relative to the largest; a smaller singular value counts as zero.",
        eq(at("σ", "i"), "≤", "c", at("σ", "1")),
    ),
    "sigma": Entry(
        "Singular values", "How far X stretches along directions of its own.",
        eq("X", "=", "U", "Σ", f.transposed(f.sym("V"))),
    ),
    "sigma_squared": Entry(
        "Squared singular value", "An eigenvalue of XᵀX: times 2/N that of the Hessian.",
        eq(GRAM, "v", "=", power("σ", "2"), "v"),
    ),
    "kappa": Entry(
        "Condition number",
        "The largest singular value over the smallest: how much a relative change in the data may "
        "grow on its way into the weights.",
        eq(_KAPPA, "=", over(at("σ", "1"), at("σ", "p"))),
    ),
    "kappa_squared": Entry(
        "Condition number of XᵀX", "The square of that of X: twice as many digits lost.",
        eq("κ", of(GRAM), "=", power(_KAPPA, "2")),
    ),
    "kappa_scaled": Entry(
        "Condition number, unit columns",
        "Of X with columns of length 1: what is left of it once units no longer count.",
        eq("κ", of("X", "D"), ",", at("D", _JJ), "=", over("1", length(row_of("j")))),
    ),
    "lost": Entry(
        "Digits lost",
        "Of the about 16 that float64 holds, by a solver that works on X; one that forms XᵀX "
        "loses twice as many.",
        eq(at("log", "10"), "κ", of("X")),
    ),
    "length": Entry(
        "Length of a column", "The root of its sum of squares.",
        eq(length(row_of("j")), "=", f.root(total("i", f.sup(at("x", eq("i", "j")), ["mn", "2"])))),
    ),
    "bits": Entry(
        "Bits", "Of the fraction of a number: its relative rounding error is half of eps.",
        eq(f.text("eps"), "=", power("2", eq("1", "−", f.text("bits")))),
    ),
}  # fmt: skip

COLLINEARITY = {
    "distance": Entry(
        "Distance of two columns",
        "Centred and scaled, how far the second leaves the line of the first: its ε. r is their "
        "correlation.",
        eq("ε", "=", over(f.root(eq("1", "−", power(f.sym("r"), "2"))), size(f.sym("r")))),
    ),
    "vif": Entry(
        "Variance inflation factor",
        "How many times the other columns inflate the variance of the estimate; above 10 is "
        "much. R² is that of column j on the others.",
        eq(f.sub(f.text("VIF"), f.sym("j")), "=",
           over("1", eq("1", "−", ["msubsup", f.sym("R"), f.sym("j"), ["mn", "2"]]))),
    ),
    "steps": Entry(
        "Steps of descent",
        "At the best rate, until the slowest direction is at a millionth of its first distance.",
        eq("t", "=", over(eq("ln", power("10", "−6")),
                          eq("ln", over(eq(power("κ", "2"), "−", "1"),
                                        eq(power("κ", "2"), "+", "1"))))),
    ),
    "kept": Entry(
        "Digits kept", "Of the worst coefficient, against the exact solution of these floats.",
        eq("−", at("log", "10"), over(size(_FOUND, "−", _TRUE), size(_TRUE))),
    ),
    "foretold": Entry(
        "Digits foretold to be lost",
        "By κ for solvers that work on X, by κ² for those that form XᵀX.",
        eq(at("log", "10"), "κ", f.text(" or "), "2", at("log", "10"), "κ"),
    ),
    "half_axis": Entry(
        "Half axes of an ellipse",
        "With the noise σ; an ellipse that holds a share q of the refits. The s are the singular "
        "values of X in the plane of the two weights.",
        eq(over("σ", at("s", "k")), f.root(eq("−", "2", "ln", of("1", "−", "q")))),
    ),
    "noise": Entry(
        "Noise of an estimate",
        "How far it would scatter if the same features met new noise of deviation σ.",
        eq("σ", SCATTER),
    ),
    "estimate_bias": Entry(
        "Bias of an estimate", "How far the mean of all refits is from the truth, at worst.",
        eq(["munder", f.sym("max"), f.sym("j")], size("E", _FOUND, "−", _TRUE)),
    ),
    "jitter": Entry(
        "Digits that the data fix",
        "Each number moves at random within its last digit; digits of the coefficient that move "
        "with it were never in the data.",
        eq("−", at("log", "10"), over(
            eq(f.text("deviation of "), _FOUND), size(_FOUND))),
    ),
    "ridge": Entry(
        "Ridge",
        "A different estimator, with XᵀX + αI in place of XᵀX: the least change when least "
        "squares is too unstable. The ones column is left free.",
        eq(of(GRAM, "+", "α", "I"), BEST, "=", XT, "y", ",", "α", "=", "N", "λ"),
    ),
    "lasso": Entry(
        "Lasso",
        "The next of the family: the sum of sizes is the penalty, which sets weights to exactly "
        "zero. The ones column is left free.",
        eq("L", of("w"), "=", over("1", "N"), squared("X", "w", "−", "y"), "+", "λ",
           f.sub(length("w"), ["mn", "1"])),
    ),
    "elastic": Entry(
        "Elastic net", "A mix m of both penalties: 0 is all ridge, 1 all lasso.",
        eq("L", of("w"), "=", over("1", "N"), squared("X", "w", "−", "y"), "+", "λ",
           of("m", f.sub(length("w"), ["mn", "1"]), "+", of("1", "−", "m"), squared("w"))),
    ),
    "cut_svd": Entry(
        "Truncated SVD", "Directions that the data hardly show are left out of the sum.",
        eq(BEST, "=", ["munder", f.op("∑"), eq(at("σ", "i"), ">", "c", at("σ", "1"))],
           _SVD, _RIGHT),
    ),
}  # fmt: skip
