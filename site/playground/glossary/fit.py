"""Glossary of the tabs Fit and Descent."""

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
        "Mean of the squared residuals, or of another loss, plus the penalty. Squares make large "
        "residuals count heavily, so a few outliers can dominate.",
        eq("L", of("w"), "=", over("1", "N"), squared("X", "w", "−", "y")),
    ),
    "closed": Entry(
        "Closed form",
        "Coefficients at which the gradient is zero: the solution of the normal equations. The "
        "Closed form tab compares ways to compute it.",
        eq(BEST, "=", INVERSE, XT, "y"),
    ),
    "descent": Entry(
        "Gradient descent",
        "Repeated steps against the gradient. The learning rate η sets the step size.",
        eq("w", "←", "w", "−", "η", over("2", "N"), XT, _RESIDUAL),
    ),
    "truth": Entry(
        "True mean",
        "Function used to simulate the data: the mean of y at each x, which the fit estimates.",
        eq("f", of(_X), "=", "E", of(_Y, "|", _X)),
    ),
    "fitted": Entry(
        "Fitted value",
        "Value that the model predicts at this point.",
        eq(FITTED, "=", _ROW, BEST),
    ),
    "residual": Entry(
        "Residual",
        "Observed minus fitted: positive when the point lies above the line. The gradient uses "
        "r = Xw − y, which has the opposite sign.",
        eq(at("e", "i"), "=", at("y", "i"), "−", f.sub(FITTED, f.sym("i"))),
    ),
    "squares": Entry(
        "Squared residuals",
        "Each residual is the side of a square. The total area of the squares is N times the mean "
        "squared error, which least squares minimises.",
        eq(total("i", power(of(at("y", "i"), "−", f.sub(FITTED, f.sym("i"))), "2")),
           "=", "N", "L", of("w")),
    ),
    "interval_mean": Entry(
        "Confidence interval (mean)",
        "Interval for the mean of y at x, assuming independent normal noise with constant "
        "variance. t: quantile of Student's t; s: residual standard error.",
        eq(_ROW, BEST, "±", "t", "s", f.root(_REACH)),
    ),
    "median": Entry(
        "Median",
        "The fit of a transformed target, transformed back. If errors are symmetric, half of new "
        "observations lie below it.",
        eq(f.hat(f.sym("y")), "=", f.inverse(f.sym("h")), of(_ROW, BEST)),
    ),
    "smearing": Entry(
        "Smearing estimate",
        "Estimate of the mean of y at x: the average of the fit plus each residual e, transformed "
        "back (Duan, 1983).",
        eq(
            over("1", "N"),
            total("i"),
            f.inverse(f.sym("h")),
            of(_ROW, BEST, "+", f.sub(f.sym("e"), f.sym("i"))),
        ),
    ),
    "interval_new": Entry(
        "Prediction interval",
        "Interval for one new observation at x: the uncertainty of the mean plus the noise of "
        "the observation.",
        eq(_ROW, BEST, "±", "t", "s", f.root(eq("1", "+", _REACH))),
    ),
    "held_out": Entry(
        "Test error",
        "Mean squared error on the held-out points, for a model fitted to the rest.",
        eq(over("1", at("N", f.text("out"))), squared(
            at("X", f.text("out")), BEST, "−", f.sub(f.vec("y"), f.text("out")))),
    ),
    "variance": Entry(
        "Variance",
        "How much the fitted curve varies from sample to sample, averaged over x.",
        eq("E", power(of(f.hat(f.sym("f")), of(_X), "−", "E", f.hat(f.sym("f")), of(_X)), "2")),
    ),
    "bias": Entry(
        "Squared bias",
        "Squared distance between the average fit and the true mean: the error due to the form "
        "of the model and to a penalty.",
        power(of("E", f.hat(f.sym("f")), of(_X), "−", "f", of(_X)), "2"),
    ),
    "bias_variance": Entry(
        "Expected squared error",
        "Squared bias plus variance. Predicting new observations adds the noise variance.",
        eq("E", power(of(f.hat(f.sym("f")), "−", "f"), "2"), "=",
           power(f.text("bias"), "2"), "+", f.text("variance")),
    ),
    "added": Entry(
        "Added-variable plot",
        "Residuals of y vs residuals of the column, each after regression on the other columns. "
        "The slope is the coefficient (Frisch–Waugh–Lovell).",
        eq(f.sub(f.hat(f.sym("w")), f.sym("j")), "=",
           over(eq(f.sub(f.transposed(f.vec("e")), f.sym("x")), at(f.vec("e"), f.sym("y"))),
                f.norm(at(f.vec("e"), f.sym("x")), squared=True))),
    ),
    "boundary": Entry(
        "Linear boundary",
        "Least squares on 0/1 labels: a point is assigned to class 1 if ŷ > ½. The boundary is "
        "linear in the columns.",
        eq(_ROW, BEST, "=", over("1", "2")),
    ),
    "logistic": Entry(
        "Logistic regression",
        "Models the probability p of class 1; the boundary is at p = ½. With separable classes "
        "the coefficients grow without bound.",
        eq("p", of(_X), "=", over("1", eq("1", "+", power("e", eq("−", _ROW, "w"))))),
    ),
    "gradient": Entry(
        "Gradient norm",
        "Length of the gradient vector; zero at the minimum of the loss.",
        eq(length(_SLOPE), ",", _SLOPE, "=", over("2", "N"), XT, _RESIDUAL),
    ),
    "above": Entry(
        "Excess loss",
        "Loss minus its minimum, relative to the minimum.",
        over(eq("L", of("w"), "−", "L", of(BEST)), eq("L", of(BEST))),
    ),
    "limit": Entry(
        "Learning rate limit",
        "Upper limit of the learning rate. Above 2/λmax the error along the steepest direction "
        "grows at every step. λ: eigenvalues of the Hessian H.",
        eq("η", "<", over("2", at("λ", "max")), ",", "H", "=", HESSIAN),
    ),
    "best_rate": Entry(
        "Optimal learning rate",
        "Each step shrinks the errors along the steepest and flattest directions to the same "
        "fraction, (λmax − λmin)/(λmax + λmin). λ: eigenvalues of the Hessian.",
        eq("η", "=", over("2", eq(at("λ", "min"), "+", at("λ", "max")))),
    ),
    "eigenvalue": Entry(
        "Eigenvalue",
        "Curvature of the loss along an eigenvector of the Hessian.",
        eq(HESSIAN, "v", "=", "λ", "v"),
    ),
    "factor": Entry(
        "Contraction factor",
        "Each step multiplies the error along this eigenvector by 1 − ηλ. If this "
        "factor exceeds 1 in absolute value, the error grows.",
        eq("1", "−", "η", "λ"),
    ),
    "left": Entry(
        "Remaining error",
        "Share of the initial error along this eigenvector that remains after t steps of plain "
        "gradient descent.",
        power(size("1", "−", "η", "λ"), "t"),
    ),
    "plain": Entry(
        "Plain gradient descent",
        "Step against the gradient.",
        eq("w", "←", "w", "−", "η", _SLOPE),
    ),
    "momentum": Entry(
        "Momentum",
        "Adds a fraction μ of the previous step to each step (Polyak, 1964).",
        eq(_MOVE, "=", "μ", _LAST, "−", "η", _SLOPE),
    ),
    "nesterov": Entry(
        "Nesterov momentum",
        "Momentum with the gradient evaluated where the momentum alone would lead.",
        eq(_MOVE, "=", "μ", _LAST, "−", "η", "∇", "L", _AHEAD),
    ),
    "minibatch": Entry(
        "Mini-batch",
        "Each step uses the gradient over a small random batch B of the points, a noisy estimate "
        "of the full gradient.",
        eq("w", "←", "w", "−", "η", over("2", size("B")),
           ["munder", f.op("∑"), eq("i", "∈", "B")],
           of(f.transposed(row_of("i")), "w", "−", at("y", "i")), row_of("i")),
    ),
    "goal": Entry(
        "Iterations to 1%",
        "First iteration with a loss within 1% of the minimum.",
        eq("L", of(f.sub(f.vec("w"), f.sym("t"))), "≤", "1.01", "L", of(BEST)),
    ),
}  # fmt: skip
