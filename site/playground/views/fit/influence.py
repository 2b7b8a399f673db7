"""What the selected point does to the fit, in words."""

from __future__ import annotations

import numpy as np

import linreg
from playground.engine.numbers import typeset
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene, Solved
from playground.views.common.fit_text import point
from playground.views.common.model_curve import other_fits

# A point of more than so many times the mean leverage has the fit by a long lever.
HIGH = 2.0
# Whether it has, and whether the point has just been named.
SAID = {
    (True, True): "Its leverage is {leverage}, far above the others. ",
    (True, False): "{point} has leverage {leverage}, far above the others. ",
    (False, True): "Its leverage is {leverage}. ",
    (False, False): "{point} has leverage {leverage}. ",
}


def influence_words(scene: Scene) -> list[Part]:
    """Its leverage, and the fit without it. Nothing where none is selected."""
    row, solved = used_row(scene), scene.solved
    if row is None or solved is None or other_fits(solved):
        return []
    fit = solved.fit
    if not fit.unique:
        return []
    found = fit.influence
    leverage, residual = float(found.leverage[row]), float(found.left_out[row])
    if not np.isfinite(residual):
        return [("The fit must pass through this point: its leverage is 1. ", "")]
    high = leverage > HIGH * fit.frame.rank / solved.problem.N
    name = point(scene, row)
    said = SAID[high, scene.interaction.announcement.startswith(f"{name} ")]
    shown = (typeset(leverage, digits=2), "strong ?leverage" if high else "?leverage")
    return [*filled(said, point=name, leverage=shown), *_without(solved, row, residual)]


def used_row(scene: Scene) -> int | None:
    """The row of X that is the selected point, if it is used."""
    if scene.interaction.selected is None:
        return None
    found = np.flatnonzero(scene.data.rows == scene.interaction.selected)
    return int(found[0]) if len(found) else None


def _without(scene: Solved, row: int, residual: float) -> list[Part]:
    """How the fit changes without the point: the slope of a line, else its own fitted value."""
    if scene.data.simple and scene.straight:
        kept = np.arange(scene.problem.N) != row
        X, y = scene.problem.X[kept], scene.problem.y[kept]
        w = scene.user(linreg.solve(X, y, method="qr").coefficients)
        now, then = float(scene.fit.coefficients()[-1]), float(w[-1])
        said = "Without this point the slope would be {then} instead of {now}. "
    else:
        then = float(scene.problem.y[row]) + residual
        now = float(scene.fit.influence.residuals[row]) + float(scene.problem.y[row])
        then, now = scene.problem.to_data(np.array([then, now])).tolist()
        said = "Without this point the fit would predict {then} here instead of {now}. "
    # A hundredth of the change tells the two apart.
    error = abs(now - then) / 100
    return filled(
        said,
        then=(typeset(then, error, 5), "closed"),
        now=(typeset(now, error, 5), "closed"),
    )
