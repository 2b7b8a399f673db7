"""What the views of the fit ask of a scene's problem: predictions and inference."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from linreg.diagnostics import Inference, inference
from linreg.doubled import Doubled
from playground.engine.drawn_back import drawn_back
from playground.engine.scene import Scene, Solved

Array = NDArray[np.float64]


def numbers(scene: Scene) -> list[Array]:
    """The features that are numbers, each (N,), in their order."""
    return [values for values in scene.data.values.values() if values.dtype.kind == "f"]


def predict(scene: Solved, w: Array | Doubled, rows: Array) -> Array:
    """What w (p,) predicts of the target for rows (M, k) of the features, (M,)."""
    return to_target(scene, w, np.asarray(scene.problem.predict(w, rows)))


def to_target(scene: Solved, w: Array | Doubled, fitted: Array) -> Array:
    """What w predicts of the target where it predicts fitted (M,) of a function of it."""
    return drawn_back(scene.problem, w, fitted, scene.interaction.choices.mean)


def design_rows(scene: Solved, rows: Array) -> Doubled:
    """The design (M, p) of such rows."""
    return scene.problem.matrix(rows)


def has_squares(scene: Scene) -> bool:
    """Whether the squares that are minimised can be drawn over the points."""
    solved = scene.solved
    return scene.data.simple and (solved is None or not solved.problem.transformed)


def other_fits(scene: Solved) -> str:
    """The kind of fit that is shown, to which the formulas of least squares do not apply; empty
    where it is least squares itself."""
    fit = scene.fit
    if scene.problem.robust:
        return "robust fits"
    if scene.problem.penalty is not None:
        return "penalised fits"
    if fit.truncated:
        return "truncated SVD fits"
    return f"fits computed in {fit.format}" if fit.departs else ""


def inference_of(scene: Solved) -> Inference | None:
    """What least squares says of its own w, of X as used; None where another fit is shown, for
    which it does not hold, and where the points leave no degree of freedom to judge by."""
    fit = scene.fit
    if other_fits(scene) or fit.frame.rank >= scene.problem.N:
        return None
    return fit.inference if scene.problem.plain else inference(fit.frame, scene.problem.y)
