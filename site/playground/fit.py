"""The closed form of the data, and how far its numbers can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.doubled import column_norms
from linreg.solvers import Solution, Status
from linreg.spectrum import Spectrum, spectrum

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Fit:
    """The least-squares problem of X (N, p) and y (N,), N > 0, solved once."""

    objective: linreg.SquaredError
    qr: Solution

    @classmethod
    def of(cls, X: Array, y: Array) -> Fit:
        return cls(linreg.SquaredError(X, y), linreg.solve(X, y, method="qr"))

    @property
    def unique(self) -> bool:
        """Whether the data determine the coefficients."""
        return self.qr.status is Status.OK

    @cached_property
    def loss(self) -> float:
        """The loss of the QR coefficients; not a number where there are none."""
        return self.objective.value(self.qr.coefficients) if self.unique else float("nan")

    @cached_property
    def minimum(self) -> Array:
        """A minimiser (p,) also where it is not unique: then the one of least norm."""
        if self.unique:
            return self.qr.coefficients
        return linreg.solve(self.objective.X, self.objective.y, method="lstsq").coefficients

    @cached_property
    def best_loss(self) -> float:
        """The least loss that any coefficients reach."""
        return self.objective.value(self.minimum)

    @cached_property
    def spectrum(self) -> Spectrum:
        return spectrum(self.objective)

    @cached_property
    def error(self) -> Array:
        """(p,): bounds on what rounding did to the coefficients.

        First-order perturbation of least squares with unit columns, on which a QR's rounding
        depends (Higham 2002, sections 20.1 and 20.3): kappa ||w|| + kappa^2 ||r||, times eps and a
        modest constant. Infinite where the solution is not unique.
        """
        X, y = self.objective.X, self.objective.y
        if not self.unique:
            return np.full(X.shape[1], np.inf)
        norms = column_norms(X)
        kappa = self.qr.condition_number_scaled
        w = self.qr.coefficients
        r = float(np.linalg.norm(X @ w - y))
        spread = kappa * float(np.linalg.norm(w * norms)) + kappa**2 * r
        return 4 * X.shape[1] * EPS * spread / norms

    @cached_property
    def loss_error(self) -> float:
        """A bound on the rounding of a loss near the minimum, from the size of y."""
        return 4 * EPS * float(np.mean(self.objective.y**2))

    @cached_property
    def gradient_error(self) -> float:
        """A bound on the rounding of a gradient's norm near the minimum: of (2/N) X'y, in parts."""
        X, y = self.objective.X, self.objective.y
        size = float(np.linalg.norm(column_norms(X))) * float(np.linalg.norm(y))
        return 4 * EPS * 2 / self.objective.N * size
