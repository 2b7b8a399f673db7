"""What the remedies that are on make of the pair's coefficients: the estimate, and its refits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine.scene import Scene, Solved
from playground.views.collinearity.case import Case
from playground.views.collinearity.fixes import pseudo_inverse, ridge_inverse, truncated_inverse
from playground.views.collinearity.valley import DRAWS

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Remedied:
    """name: of the remedy; coefficients: (2,) of the pair, 0 for a dropped column.

    cloud: (draws, 2); no row where its refits are not a linear matter of y.
    """

    name: str
    coefficients: Array
    cloud: Array


def remedied(scene: Scene, case: Case, seed: int) -> Remedied | None:
    """What the remedy that is on makes of a case; none where none is, or the case is blended."""
    name = active(scene, case)
    if name == "" or case.pair is None or (solved := scene.solved) is None:
        return None
    if case.epsilon is not None and not scene.data.has_distance:
        return None
    found = of_pair(solved, case)
    if not np.isfinite(found).all():
        return None
    return Remedied(name, found, _cloud(name, solved, case, found, seed))


def active(scene: Scene, case: Case) -> str:
    """The remedies that change the estimate: "" where the estimate is plain least squares."""
    state = scene.state
    names = []
    if case.pair is not None and not set(pair_names(case)) <= set(scene.columns):
        names.append("dropping a column")
    if state.penalty != "none":
        articles = {"elastic": "the elastic net", "lasso": "the lasso"}
        names.append(articles.get(state.penalty, state.penalty))
    if scene.solved is not None and scene.solved.fit.truncated:
        names.append("truncated SVD")
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def pair_names(case: Case) -> tuple[str, str]:
    first, second = case.pair or (0, 0)
    return case.problem.columns[first], case.problem.columns[second]


def of_pair(scene: Solved, case: Case) -> Array:
    """The fit's coefficients of the pair (2,), 0 for a column that is not fitted."""
    known = dict(zip(scene.columns, scene.fit.coefficients().tolist(), strict=True))
    return np.array([known.get(name, 0.0) for name in pair_names(case)])


def _cloud(name: str, scene: Solved, case: Case, found: Array, seed: int) -> Array:
    """Refits (draws, 2) to the same noise as those of plain least squares."""
    inverse = _inverse(name, scene, case)
    nothing = np.zeros((0, 2))
    if inverse is None or not case.fit.unique:
        return nothing
    rows = inverse[list(case.pair or ())]
    # Of standardised columns, or of another design, the estimate is another one.
    size = max(float(np.abs(found).max()), 1e-300)
    if float(np.abs(rows @ case.problem.y - found).max()) > 1e-3 * size:
        return nothing
    frame = case.fit.frame
    z = np.random.Generator(np.random.PCG64(seed)).standard_normal((DRAWS, frame.rank))
    start = found if case.truth is None else rows @ (case.problem.X @ case.truth)
    cloud: Array = start + case.sigma * z @ (rows @ frame.Z).T
    return cloud


def _inverse(name: str, scene: Solved, case: Case) -> Array | None:
    """How the remedied coefficients (p,) follow y: (p, N); none where they do not so linearly."""
    X = case.problem.X
    if name == "ridge":
        ones = case.problem.columns[0] == "1"
        return ridge_inverse(X, scene.state.strength, (0,) if ones else ())
    if name == "truncated SVD":
        return truncated_inverse(X, scene.state.cutoff or 0.0)
    if name == "dropping a column":
        gone = [j for j, column in enumerate(case.problem.columns) if column not in scene.columns]
        small = pseudo_inverse(np.delete(X, gone, axis=1))
        kept = [j for j in range(X.shape[1]) if j not in gone]
        whole = np.zeros(X.T.shape)
        whole[kept] = small
        return whole
    return None
