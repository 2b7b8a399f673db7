"""Descent by a linear rule, mode by mode of the Hessian: any iterate at once, without the others.

Along an eigenvector with eigenvalue lam the displacement d from the origin obeys

    d+ = (1 + m - e lam) d - m d-  - e g              momentum m, rate e, gradient g at the origin
    d+ = (1 - e lam) ((1 + m) d - m d-) - e g         Nesterov

with d- the displacement before: a matrix for (d, d-, 1), whose powers are the iterates. Without
momentum the power is d = -g (1 - (1 - e lam)^t) / lam. Nothing is divided by an eigenvalue that
may be zero, and no minimum needs to be known.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linreg.descent import Step
from playground.engine.closed_form import EPS
from playground.engine.fit import Fit
from playground.engine.rules import Rule
from playground.engine.trail.travel import Travel

Array = NDArray[np.float64]


class ModalDescent:
    """A descent from one of its steps on; last: (p,) the move that led there."""

    def __init__(self, fit: Fit, rule: Rule, rate: float, step: Step, last: Array) -> None:
        self._fit, self._rate, self._kept, self._step = fit, rate, rule.kept, step
        self._nesterov = rule.update == "nesterov"
        self._eigenvalues, self._vectors = fit.spectrum.eigenvalues, fit.spectrum.eigenvectors
        self._before = -(self._vectors.T @ last)

    def iterates(self, times: Array | NDArray[np.int64]) -> Array:
        """w (k, p) so many steps (k,) later; where they can be broken, also between steps."""
        with np.errstate(all="ignore"):
            moved: Array = self._step.w + self._displacement(times) @ self._vectors.T
        return moved

    def loss(self, times: Array) -> Array:
        """The loss (k,) so many steps (k,) later: its limit, and each mode's share above that."""
        with np.errstate(all="ignore"):
            left = self._eigenvalues * self._displacement(times) + self._gradient
            return self._limit + left**2 @ self._inverse / 2

    def distance(self, times: Array) -> Array:
        """How far each mode still has to go so many steps later, (k, p); 0 for flat modes."""
        with np.errstate(all="ignore"):
            left = self._eigenvalues * self._displacement(times) + self._gradient
            return np.abs(left) * self._inverse

    def radius(self) -> Array:
        """(p,): what a step multiplies each mode by in the long run."""
        return np.asarray(np.abs(self.roots()).max(axis=1))

    def roots(self) -> NDArray[np.complex128]:
        """(p, 2): the two numbers whose powers a mode goes by; one is 0 without momentum.

        Infinite where a step is beyond floats.
        """
        steps = self._matrix[:, :2, :2]
        known = np.isfinite(steps).all(axis=(1, 2))
        found = np.full((len(steps), 2), np.inf, dtype=np.complex128)
        with np.errstate(all="ignore"):
            found[known] = np.linalg.eigvals(steps[known])
        return found

    def travel(self, measure: Array) -> Travel:
        """How far it travels from here on, as measure (2, p) sees it: the wider of the two."""
        seen = np.abs(measure @ self._vectors).max(axis=0)
        speed, growth = self._swings() if self._kept else self._decays()
        with np.errstate(all="ignore"):
            return Travel(speed * np.resize(seen, len(speed)), growth)

    def _decays(self) -> tuple[Array, Array]:
        """Speed and growth of each mode without momentum; a flat mode creeps by rate * g."""
        pull = self._rate * self._eigenvalues
        growth = np.maximum(np.abs(1 - pull), 1e-12)
        flat = pull < 1e-12
        bent = np.where(flat, 1.0, np.abs(np.log(growth)) / np.where(flat, 1.0, pull))
        return self._rate * np.abs(self._gradient) * bent, growth

    def _swings(self) -> tuple[Array, Array]:
        """The same with momentum, for both roots of s^2 = m s + k, the first ones first."""
        m, k = self._matrix[:, 0, 0], self._matrix[:, 0, 1]
        half = np.sqrt((m**2 / 4 + k).astype(complex))
        roots = m / 2 + half, m / 2 - half
        begun = self._gradient * self._inverse
        # Close to a double root the bound is wide, which costs only looks.
        between = np.where(np.abs(half) < 1e-4, 1e-4, 2 * half)
        first = (begun * roots[0] + (self._before + begun) * k) / between
        growth = np.maximum(np.abs(np.concatenate(roots)), 1e-12)
        turn = np.abs(np.angle(np.concatenate(roots) ** 2)) / 2
        amplitude = np.abs(np.concatenate([first, begun - first]))
        return amplitude * np.hypot(np.log(growth), turn), growth

    @cached_property
    def _gradient(self) -> Array:
        """The gradient at the origin in the eigenbasis, (p,), by the better of two ways.

        From the distance to the minimum, which loses digits where the minimum is far away; or
        from the gradient itself, which loses them along flat modes.
        """
        fit, w = self._fit, self._step.w
        far = self._eigenvalues * (self._vectors.T @ (w - fit.minimum))
        near = self._vectors.T @ self._step.gradient
        return np.where(is_far(fit, w), far, near)

    @cached_property
    def _inverse(self) -> Array:
        flat = self._eigenvalues <= 0
        return np.where(flat, 0.0, 1 / np.where(flat, 1.0, self._eigenvalues))

    @cached_property
    def _limit(self) -> float:
        """The loss that this comes to: the least one, unless flat modes keep it from that."""
        share = float(self._gradient**2 @ self._inverse) / 2
        end, best = self._step.loss - share, self._fit.best_loss
        return end if end > best + 1e-9 * self._step.loss + self._fit.loss_tolerance else best

    def _displacement(self, times: Array | NDArray[np.int64]) -> Array:
        if self._kept:
            return self._powers(np.rint(times).astype(np.int64))
        return self._plain(times[:, np.newaxis])

    def _plain(self, times: Array | NDArray[np.int64]) -> Array:
        pull = self._rate * self._eigenvalues
        small = np.minimum(pull, 0.5)
        # A small pull, and none at all, keeps its digits only as a logarithm.
        gone = np.where(pull < 0.5, -np.expm1(times * np.log1p(-small)), 1 - (1 - pull) ** times)
        along = np.where(pull > 0, gone / np.where(pull > 0, pull, 1.0), times)
        moved: Array = -self._rate * self._gradient * along
        return moved

    @cached_property
    def _matrix(self) -> Array:
        """(p, 3, 3): one step of (d, d-, 1)."""
        pull, kept = self._rate * self._eigenvalues, self._kept
        M = np.zeros((len(pull), 3, 3))
        M[:, 0, 0] = (1 - pull) * (1 + kept) if self._nesterov else 1 + kept - pull
        M[:, 0, 1] = -kept * (1 - pull) if self._nesterov else -kept
        M[:, 0, 2] = -self._rate * self._gradient
        M[:, 1, 0] = M[:, 2, 2] = 1.0
        return M

    def _powers(self, times: NDArray[np.int64]) -> Array:
        """By the binary digits of each time: twenty squarings reach a million steps."""
        last = int(times.max(initial=0))
        if last < 2 * len(times):
            return self._first(last)[times]
        states = np.repeat(self._begun, len(times), axis=0)
        power, rest = self._matrix, times.copy()
        while rest.any():
            odd = (rest & 1).astype(bool)
            states[odd] = np.einsum("pij,kpj->kpi", power, states[odd])
            rest >>= 1
            power = power @ power
        return states[:, :, 0]

    def _first(self, last: int) -> Array:
        """All displacements (last + 1, p) up to a time: the first n give the next n."""
        states, power = self._begun, self._matrix
        while len(states) <= last:
            states = np.concatenate([states, np.einsum("pij,kpj->kpi", power, states)])
            power = power @ power
        return states[: last + 1, :, 0]

    @property
    def _begun(self) -> Array:
        """(1, p, 3): (d, d-, 1) at the origin."""
        zeros, ones = np.zeros_like(self._before), np.ones_like(self._before)
        return np.stack([zeros, self._before, ones], axis=-1)[np.newaxis]


def is_far(fit: Fit, w: Array) -> NDArray[np.bool_]:
    """Of which modes (p,) the gradient at w is better had from the distance to the minimum."""
    size = float(np.linalg.norm(fit.minimum) + np.linalg.norm(w))
    return np.asarray(EPS * size * fit.spectrum.eigenvalues < fit.gradient_error)
