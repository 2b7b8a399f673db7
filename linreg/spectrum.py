"""What the Hessian's eigenvalues say about gradient descent, without taking a step.

With H = V diag(lam) V', each mode of w_t - ŵ shrinks by (1 - rate * lam_i) a step:
w_t - ŵ = V (I - rate * Lam)^t V' (w_0 - ŵ). X is (N, p), w (p,), lam (p,) ascending.
"""

import math
from dataclasses import dataclass

import numpy as np

from linreg import _settings
from linreg._checks import Array, coefficients, numbers, read_only
from linreg._graded import is_graded, jacobi
from linreg._triangle import triangle
from linreg.objective import Objective, RobustError
from linreg.progress import tick

EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Eigenvalues (p,), ascending, and eigenvectors (p, p), in columns, of the Hessian.

    flat: how many eigenvalues are zero, where that is known from more than their sizes; the
    others may still be too small for floats.
    """

    eigenvalues: Array
    eigenvectors: Array
    flat: int | None = None

    @property
    def largest(self) -> float:
        """Return the steepest curvature."""
        return float(self.eigenvalues[-1])

    @property
    def smallest(self) -> float:
        """Return the flattest curvature that is not zero to working precision."""
        if self.flat is not None and self.flat < len(self.eigenvalues):
            return float(self.eigenvalues[self.flat])
        # Singular values are known to eps times the largest, eigenvalues are their squares.
        cut = (EPS * len(self.eigenvalues)) ** 2 * self.largest
        kept = self.eigenvalues[self.eigenvalues > cut]
        # Beyond the floats there is nothing to tell apart.
        return float(kept[0]) if len(kept) else max(self.largest, 0.0)

    @property
    def condition(self) -> float:
        """Return largest / smallest, the condition number on all that is not flat."""
        if not self.smallest > 0:
            return math.inf
        with np.errstate(over="ignore"):
            return float(np.float64(self.largest) / self.smallest)

    @property
    def learning_rate_limit(self) -> float:
        """Return 2 / largest: a fixed learning rate converges strictly below it."""
        return 2 / self.largest if self.largest > 0 else math.inf

    @property
    def learning_rate_best(self) -> float:
        """Return 2 / (smallest non-zero + largest): the fastest fixed learning rate."""
        return 2 / (self.smallest + self.largest) if self.largest > 0 else math.inf

    def contraction(self, learning_rate: float) -> float:
        """Return max |1 - learning_rate * lam|, lam not zero: the factor of the slowest mode.

        At the best rate this is (k - 1) / (k + 1), with k = `condition`.
        """
        learning_rate = _rate(learning_rate)
        ends = (self.smallest, self.largest)
        return max(abs(1 - learning_rate * end) for end in ends)

    def iterations(self, learning_rate: float, tolerance: float) -> float:
        """Return how many steps bring every mode to `tolerance` times its start; inf: never."""
        advice = "expected a number between 0 and 1"
        tolerance = _settings.number(tolerance, "tolerance", advice, lambda v: 0 < v < 1)
        factor = self.contraction(learning_rate)
        if factor >= 1:
            return math.inf
        return float(math.ceil(math.log(tolerance) / math.log(factor))) if factor > 0 else 1.0

    def path(self, start: Array, minimum: Array, learning_rate: float, t: float | Array) -> Array:
        """Return w_t of plain gradient descent in closed form: (p,), or (len(t), p) for many t."""
        factors = 1 - _rate(learning_rate) * self.eigenvalues
        times = numbers(t, "t")[..., np.newaxis]
        p = len(factors)
        minimum = coefficients(minimum, p, "minimum")
        modes = self.eigenvectors.T @ (coefficients(start, p, "start") - minimum)
        with np.errstate(over="ignore", invalid="ignore"):
            path: Array = minimum + (factors**times * modes) @ self.eigenvectors.T
        return path


def spectrum(objective: Objective) -> Spectrum:
    """Return the eigenvalues and eigenvectors of the Hessian of the smooth part.

    From the singular values s of A, where H = (2/N) A'A: lam = (2/N) s^2 keeps the small
    eigenvalues that rounding in X'X would drown. numpy.linalg.eigh(objective.hessian()) is the
    short way. Of a robust loss: as if every sample counted in full, which bounds Huber's Hessian.
    """
    wanted = "an objective such as linreg.SquaredError(X, y)"
    _settings.having(objective, "objective", ("rows", "curvature"), wanted)
    A = triangle(objective.rows())
    tick()
    curvature = objective.curvature()
    if curvature.any():
        A = np.vstack([A, np.diag(np.sqrt(objective.N / 2 * curvature))])
    # LAPACK's iteration fails where squares of the numbers leave the floating-point range.
    scale = float(np.exp2(np.frexp(np.abs(A).max(initial=0.0))[1]))
    _, s, Vt = np.linalg.svd(A / scale, full_matrices=True)
    graded = is_graded(A, s)
    if graded:
        s, Vt = jacobi(A / scale)
    values = np.zeros(objective.p)
    with np.errstate(over="ignore", under="ignore"):
        values[: len(s)] = 2 / objective.N * (scale * s) ** 2
    return Spectrum(read_only(values[::-1]), read_only(Vt[::-1].T), 0 if graded else None)


def _rate(learning_rate: float) -> float:
    return _settings.number(learning_rate, "learning_rate", "expected a number", lambda v: v == v)


def learning_rate_limit(objective: Objective) -> float:
    """Return 2 / (largest eigenvalue of the Hessian): gradient descent converges below it.

    Of a `linreg.RobustError` its own limit, which is 0 for the absolute loss.
    """
    if isinstance(objective, RobustError):
        return objective.learning_rate_limit
    return spectrum(objective).learning_rate_limit
