"""The glossary of the tabs Fit and Descent."""

from __future__ import annotations

from playground.engine import formulas as f
from playground.glossary.terms import (
    BEST,
    FITTED,
    HESSIAN,
    INVERSE,
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

_Y, _X = f.sym("y"), f.sym("x")
_SLOPE = eq("∇", "L", of("w"))
_RESIDUAL = of("X", "w", "−", "y")
_MOVE, _LAST = eq("Δ", "w"), f.sup(eq("Δ", "w"), f.sym("last"))
_AHEAD = of("w", "+", "μ", _LAST)
_ROW = f.transposed(f.vec("x"))
_REACH = eq(_ROW, INVERSE, "x")

FIT = {
    "loss": Entry(
        "Loss",
        "The mean squared error, plus the penalty where there is one. Squares magnify large "
        "residuals, so that a few outliers can dominate it.",
        eq("L", of("w"), "=", over("1", "N"), squared("X", "w", "−", "y")),
    ),
    "closed": Entry(
        "Closed form",
        "The weights at which the gradient is zero: the solution of the normal equations. Solved "
        "by QR or SVD rather than by forming the inverse.",
        eq(BEST, "=", INVERSE, XT, "y"),
    ),
    "descent": Entry(
        "Gradient descent",
        "So many steps against the gradient, each as long as the learning rate η says.",
        eq("w", "←", "w", "−", "η", over("2", "N"), XT, _RESIDUAL),
    ),
    "truth": Entry(
        "Truth",
        "What the generator used: the mean of y at each x, around which the points scatter. It is "
        "what the fit estimates.",
        eq("f", of(_X), "=", "E", of(_Y, "|", _X)),
    ),
    "fitted": Entry(
        "Fitted value", "What the fit says at the point.", eq(FITTED, "=", _ROW, BEST)
    ),
    "residual": Entry(
        "Residual",
        "What was observed less what is fitted: up where the point lies above the line. In the "
        "formulas of the gradient r = Xw − y has the other sign.",
        eq(at("y", "i"), "−", f.sub(FITTED, f.sym("i"))),
    ),
    "squares": Entry(
        "Area of the squares",
        "Each residual is the side of a square. Their total area is N times the mean squared "
        "error; the best line has the least.",
        eq(total("i", power(of(at("y", "i"), "−", f.sub(FITTED, f.sym("i"))), "2")),
           "=", "N", "L", of("w")),
    ),
    "interval_mean": Entry(
        "Confidence interval of the mean",
        "Where the true mean at x lies, 95 of 100 times, if the noise is independent, normal and "
        "of one size. t is Student's quantile, s the residual deviation.",
        eq(_ROW, BEST, "±", "t", "s", f.root(_REACH)),
    ),
    "interval_new": Entry(
        "Prediction interval",
        "Where a new point at x lies, 95 of 100 times: the doubt about the mean and the noise "
        "of the point itself.",
        eq(_ROW, BEST, "±", "t", "s", f.root(eq("1", "+", _REACH))),
    ),
    "held_out": Entry(
        "Error on held-out points",
        "The mean squared error, over points that the fit has not seen, of a fit to the others.",
        eq(over("1", at("N", f.text("out"))), squared(
            at("X", f.text("out")), BEST, "−", f.sub(f.vec("y"), f.text("out")))),
    ),
    "variance": Entry(
        "Variance",
        "How far refits to other samples scatter about their own mean, over the range of x.",
        eq("E", power(of(f.hat(f.sym("f")), of(_X), "−", "E", f.hat(f.sym("f")), of(_X)), "2")),
    ),
    "bias": Entry(
        "Squared bias",
        "How far the mean of all refits is from the truth: what the form of the fit cannot say. "
        "A line varies little, and where the mean is no line its bias may be large.",
        power(of("E", f.hat(f.sym("f")), of(_X), "−", "f", of(_X)), "2"),
    ),
    "bias_variance": Entry(
        "Error of such a fit",
        "Against the truth; new points add the noise to it.",
        eq("E", power(of(f.hat(f.sym("f")), "−", "f"), "2"), "=",
           power(f.text("bias"), "2"), "+", f.text("variance")),
    ),
    "added": Entry(
        "What one column adds",
        "The slope of y less what the other columns explain, on the column less what they explain "
        "of it, is its coefficient in the whole fit (Frisch, Waugh and Lovell).",
        eq(f.sub(f.hat(f.sym("w")), f.sym("j")), "=",
           over(eq(f.sub(f.transposed(f.vec("e")), f.sym("x")), at(f.vec("e"), f.sym("y"))),
                f.norm(at(f.vec("e"), f.sym("x")), squared=True))),
    ),
    "boundary": Entry(
        "Linear boundary",
        "Least squares on a target of 0 and 1 decides where the fit is one half: one affine "
        "boundary in the plane of the features (ESL, figure 2.1).",
        eq(_ROW, BEST, "=", over("1", "2")),
    ),
    "logistic": Entry(
        "Logistic fit",
        "The probability of class 1; its boundary is where it is one half. Where a boundary parts "
        "the classes without a mistake, its weights grow without end.",
        eq("p", of(_X), "=", over("1", eq("1", "+", power("e", eq("−", _ROW, "w"))))),
    ),
    "gradient": Entry(
        "Gradient norm",
        "The length of the gradient, which has an entry for each weight: zero at the best fit.",
        eq(length(_SLOPE), ",", _SLOPE, "=", over("2", "N"), XT, _RESIDUAL),
    ),
    "above": Entry(
        "Above the best",
        "By how much the loss exceeds the least that any weights have, relative to that.",
        over(eq("L", of("w"), "−", "L", of(BEST)), eq("L", of(BEST))),
    ),
    "limit": Entry(
        "Limit of the learning rate",
        "λ are the eigenvalues of the Hessian. At a larger rate the steepest direction "
        "grows at every step, and descent diverges.",
        eq("η", "<", over("2", at("λ", "max")), ",", "H", "=", HESSIAN),
    ),
    "best_rate": Entry(
        "Best learning rate",
        "The flattest and the steepest direction then shrink alike, by (κ − 1)/(κ + 1) a step, "
        "with κ the largest eigenvalue over the smallest.",
        eq("η", "=", over("2", eq(at("λ", "min"), "+", at("λ", "max")))),
    ),
    "eigenvalue": Entry(
        "Eigenvalue",
        "How steep the loss is along a direction of its own: the curvature of the valley.",
        eq(HESSIAN, "v", "=", "λ", "v"),
    ),
    "factor": Entry(
        "Factor of a step",
        "What a step of plain descent multiplies the way still to go by, along one direction; "
        "beyond 1 in size it grows.",
        eq("1", "−", "η", "λ"),
    ),
    "left": Entry(
        "Way still to go",
        "Along one direction, of the distance at the start: after t steps of plain descent.",
        power(size("1", "−", "η", "λ"), "t"),
    ),
    "plain": Entry(
        "Plain descent", "A step straight against the gradient.",
        eq("w", "←", "w", "−", "η", _SLOPE),
    ),
    "momentum": Entry(
        "Momentum", "A share μ of the last move is kept (Polyak 1964).",
        eq(_MOVE, "=", "μ", _LAST, "−", "η", _SLOPE),
    ),
    "nesterov": Entry(
        "Nesterov's momentum", "The gradient is taken where the momentum is about to lead.",
        eq(_MOVE, "=", "μ", _LAST, "−", "η", "∇", "L", _AHEAD),
    ),
    "minibatch": Entry(
        "Mini-batch",
        "The gradient of a few points B in turn stands for that of all; it scatters about it.",
        eq("w", "←", "w", "−", "η", over("2", size("B")),
           ["munder", f.op("∑"), eq("i", "∈", "B")],
           of(f.transposed(row_of("i")), "w", "−", at("y", "i")), row_of("i")),
    ),
    "goal": Entry(
        "Steps to within 1 %",
        "The first iteration whose loss is within a hundredth of the best.",
        eq("L", of(f.sub(f.vec("w"), f.sym("t"))), "≤", "1.01", "L", of(BEST)),
    ),
}  # fmt: skip
