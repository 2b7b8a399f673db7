"""What the selected point does to the fit, in words."""

from __future__ import annotations

import numpy as np

import linreg
from playground.engine.numbers import typeset
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene, Solved
from playground.views.common.fit_text import point
from playground.views.common.model_curve import other_fits
from playground.views.common.plane import counted

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
    if row is None or solved is None:
        return []
    if solved.problem.robust:
        return _counted_words(solved, row)
    if other_fits(solved):
        return []
    fit = solved.fit
    if not fit.unique:
        return []
    found = fit.influence
    root = float(np.sqrt(1.0 if solved.problem.weights is None else solved.problem.weights[row]))
    leverage, residual = float(found.leverage[row]), float(found.left_out[row]) / root
    if not np.isfinite(residual):
        return [("The fit must pass through this point: its leverage is 1. ", "")]
    high = leverage > HIGH * fit.frame.rank / solved.problem.N
    name = point(scene, row)
    said = SAID[high, scene.interaction.announcement.startswith(f"{name} ")]
    shown = (typeset(leverage, digits=2), "strong ?leverage" if high else "?leverage")
    return [*filled(said, point=name, leverage=shown), *_without(solved, row, residual)]


def _counted_words(scene: Solved, row: int) -> list[Part]:
    """How much a robust fit counts the selected point, and that leverage is not bounded."""
    counts, fit = counted(scene), scene.fit
    if counts is None or not fit.unique:
        return []
    # To the two digits that are shown, at every move of a point.
    basis = np.linalg.qr(scene.problem.scaled[0])[0]
    leverage = float(basis[row] @ basis[row])
    high = leverage > HIGH * scene.problem.p / scene.problem.N
    said = "{point} counts with weight {count} in this fit. "
    if high:
        said += "Its leverage is {leverage}: a robust loss does not stop it from moving the fit. "
    return filled(
        said,
        point=point(scene, row),
        count=(typeset(float(counts[row]), digits=2), "closed ?counted"),
        leverage=(typeset(leverage, digits=2), "strong ?leverage"),
    )


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
        part = scene.problem.part(kept)
        solution = linreg.solve(part.X, part.y, method="qr", weights=part.weights)
        w = scene.user(solution.coefficients)
        now, then = float(scene.fit.coefficients()[-1]), float(w[-1])
        said = "Without this point the slope would be {then} instead of {now}. "
    else:
        then = float(scene.problem.y[row]) + residual
        now = float(scene.problem.fitted(scene.fit.whole())[row])
        then, now = scene.problem.to_data(np.array([then, now])).tolist()
        said = "Without this point the fit would predict {then} here instead of {now}. "
    # A hundredth of the change tells the two apart.
    error = abs(now - then) / 100
    return filled(
        said,
        then=(typeset(then, error, 5), "closed"),
        now=(typeset(now, error, 5), "closed"),
    )
