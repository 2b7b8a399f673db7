"""Orthogonal polynomials on the values of a column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg._arrays import Array


@dataclass(frozen=True, eq=False)
class Orthogonal:
    """Polynomials P_1 to P_d with sum_i P_j(x_i) P_k(x_i) = [j = k] and sum_i P_j(x_i) = 0.

    P_j has degree j and a positive leading coefficient: R's `poly`. They are made by the recurrence
    of Arnoldi's process, whose numbers are kept for other values of x.
    Source: Brubeck, Nakatsukasa, Trefethen 2021, "Vandermonde with Arnoldi", SIAM Review 63.

    Attributes
    ----------
    centre, width : taken off x and divided by, so that the values lie within -1 and 1.
    steps : (d + 1, d), what is taken off t P_j, below its diagonal what is divided by.
    first : P_0, one number.
    """

    centre: float
    width: float
    steps: Array
    first: float

    @classmethod
    def of(cls, x: Array, degree: int) -> Orthogonal:
        """Return the polynomials for x (N,). Raises ValueError with fewer than d + 1 values."""
        if len(np.unique(x)) <= degree:
            raise ValueError(f"fewer than {degree + 1} different values")
        low, high = float(x.min()), float(x.max())
        centre, width = low / 2 + high / 2, high / 2 - low / 2
        t = (x - centre) / width
        first = 1 / np.sqrt(len(x))
        Q = np.zeros((len(x), degree + 1))
        Q[:, 0] = first
        H = np.zeros((degree + 1, degree))
        for j in range(degree):
            q = t * Q[:, j]
            # Twice: what rounding leaves of the earlier columns after the first time.
            for _ in range(2):
                h = Q[:, : j + 1].T @ q
                q = q - Q[:, : j + 1] @ h
                H[: j + 1, j] += h
            H[j + 1, j] = np.linalg.norm(q)
            if H[j + 1, j] < 1e-13:
                raise ValueError(f"fewer than {degree + 1} values that differ enough")
            Q[:, j + 1] = q / H[j + 1, j]
        return cls(centre, width, H, float(first))

    def values(self, x: Array) -> Array:
        """Return P_1 to P_d of x (M,) as (M, d)."""
        t = (x - self.centre) / self.width
        degree = self.steps.shape[1]
        P = np.full((len(x), degree + 1), self.first)
        for j in range(degree):
            taken = P[:, : j + 1] @ self.steps[: j + 1, j]
            P[:, j + 1] = (t * P[:, j] - taken) / self.steps[j + 1, j]
        return P[:, 1:]
