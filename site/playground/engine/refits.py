"""Refits to new samples: what the same experiment would have found with other noise.

One place for all that draw them: `Interaction.samples` says how many are shown, and of which batch.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import resampling
from linreg.penalties import Ridge
from playground.engine.fit import Fit
from playground.engine.problem import Problem
from playground.engine.scene import Solved

Array = NDArray[np.float64]

# So many samples are a batch: at four a second they take five seconds.
SAMPLES = 20
# Up to this condition number floats do: a picture shows no more.
PLAIN = 1e7


def new_samples(scene: Solved) -> Array:
    """The coefficients (k, p) of X as used of the k refits that are shown."""
    shown, batch = scene.interaction.samples, scene.interaction.batch
    if not shown:
        return np.zeros((0, scene.problem.p))
    truth = truth_of(scene)
    noise = scene.state.noise if truth is not None else None
    return refits(scene.fit, scene.state.seed + batch, SAMPLES, truth, noise)[:shown]


def truth_of(scene: Solved) -> Array | None:
    """The generator's coefficients (p,) of X as used, where the fit has the same terms."""
    truth, problem = scene.data.truth, scene.problem
    if truth is None or len(truth) != problem.p or not problem.ones:
        return None
    return problem.from_user(truth)


def refits(
    fit: Fit, seed: int, draws: int, truth: Array | None = None, noise: float | None = None
) -> Array:
    """Coefficients (draws, p) of X as used, refitted with the penalty to y drawn anew.

    The new y have the mean of `truth` (p,), by default that of least squares, and normal errors
    whose standard deviation is `noise`, by default the residual standard error. No row where the
    columns do not determine the coefficients. The same seed gives the same errors.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    problem = fit.problem
    if problem.penalty is None and not fit.unique:
        return np.zeros((0, problem.p))
    if problem.penalty is not None or fit.reference.condition_number_scaled < PLAIN:
        return _by_rotation(problem, rng, draws, truth, noise)
    cloud = resampling.refit_cloud(fit.frame, problem.y, rng, draws, noise, truth)
    found = np.asarray(cloud.coefficients)
    return found[np.isfinite(found).all(axis=1)]


def _by_rotation(
    problem: Problem,
    rng: np.random.Generator,
    draws: int,
    truth: Array | None,
    noise: float | None,
) -> Array:
    """The same in floats: with X = QR only Q'y counts, whose errors are as normal as y's."""
    p, k = problem.p, min(problem.N, problem.p)
    both: Array = np.asarray(np.linalg.qr(np.column_stack(problem.scaled), mode="r"))
    R = both[:k, :p]
    mean: Array = both[:k, p] if truth is None else R @ truth
    if noise is None:
        left = float(np.linalg.norm(both[k:, p]))
        noise = left / max(problem.N - problem.p, 1) ** 0.5
    penalty = problem.penalty or Ridge(0.0, problem.free)
    mask = penalty.mask(p)
    alpha = problem.ridge * problem.N / problem.count
    rows = np.vstack([R, np.diag(alpha**0.5 * mask)[mask > 0]])
    right = np.zeros((draws, len(rows)))
    right[:, :k] = mean + noise * rng.standard_normal((draws, k))
    if problem.quadratic:
        return np.asarray(np.linalg.lstsq(rows, right.T, rcond=None)[0]).T
    # The strength is that beside a mean, and there are other rows now.
    level = penalty.strength * penalty.mix * problem.N / len(rows)
    paths = (linreg.lasso_path(rows, one, [level], penalty.free) for one in right)
    return np.array([path.coefficients[0] for path in paths])
