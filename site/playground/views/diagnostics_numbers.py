"""What the diagnostics say of one fit, each part worked out when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from linreg import solve
from linreg.diagnostics import (
    Collinearity,
    Frame,
    Inference,
    Influence,
    collinearity,
    durbin_watson,
    inference,
    influence,
)
from linreg.distributions import student_t_quantile, student_t_tail
from linreg.doubled import column_norms
from linreg.resampling import k_fold
from playground.scene import Scene

if TYPE_CHECKING:
    from playground.problem import Problem

Array = NDArray[np.float64]

FOLDS = 5
# Refits of more rows than this would be felt; leaving one out at a time needs none.
MOST_FOLDED = 5000
# The most influential rows are drawn even where only a sample is.
ALWAYS_DRAWN = 50


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """Plain least squares of y (N,) on the columns of a frame (N, p), judged.

    names: (p,) of the columns; problem: between them and the user's units (None: they are those);
    exact: whether what the fit leaves is nothing but rounding.
    """

    frame: Frame
    y: Array
    names: tuple[str, ...]
    problem: Problem | None
    exact: bool

    @classmethod
    def of(cls, scene: Scene) -> Diagnosis:
        """The diagnosis of a scene's fit, whatever its penalty. The scene must have points."""
        fit, problem = scene.fit, getattr(scene, "problem", None)
        made = fit.objective if problem is None else problem
        kept = getattr(fit, "frame", None)
        frame = kept if kept is not None else Frame.of(made.X)
        names = (problem or scene.data).columns
        rest = float(np.mean(frame.solve(made.y)[1] ** 2))
        return cls(frame, made.y, tuple(names), problem, rest <= fit.loss_error)

    @property
    def N(self) -> int:
        return len(self.y)

    @property
    def spare(self) -> int:
        """Degrees of freedom that are left to judge by."""
        return self.N - self.frame.rank

    @property
    def telling(self) -> bool:
        """Whether residuals say anything: there are some, and they are more than rounding."""
        return self.spare > 0 and not self.exact

    @cached_property
    def influence(self) -> Influence:
        return influence(self.frame, self.y)

    @cached_property
    def inference(self) -> Inference:
        return inference(self.frame, self.y)

    @cached_property
    def collinearity(self) -> Collinearity:
        return collinearity(self.frame)

    @cached_property
    def residual(self) -> Array:
        """Observed less fitted (N,), as a plot above and below the line shows it."""
        return np.zeros(self.N) if self.exact else 0.0 - self.influence.residuals

    @cached_property
    def fitted(self) -> Array:
        return self.y - self.residual

    @cached_property
    def studentised(self) -> Array:
        """Residuals in their own standard errors (N,); not a number where they say nothing."""
        return 0.0 - self.influence.internal if self.telling else np.full(self.N, np.nan)

    @cached_property
    def cooks_distance(self) -> Array:
        return self.influence.cooks_distance if self.telling else np.full(self.N, np.nan)

    @cached_property
    def dffits(self) -> Array:
        known = self.telling and self.spare > 1
        return 0.0 - self.influence.dffits if known else np.full(self.N, np.nan)

    @cached_property
    def leading(self) -> NDArray[np.intp]:
        """Rows by their influence, the greatest first: at most `ALWAYS_DRAWN`."""
        weight = np.nan_to_num(self.cooks_distance, nan=-1.0, posinf=np.inf)
        count = min(ALWAYS_DRAWN, self.N)
        top = np.argpartition(-weight, count - 1)[:count]
        return top[np.argsort(-weight[top], kind="stable")]

    @cached_property
    def coefficients(self) -> Array:
        """In the user's units (p,); not a number where the data do not determine them."""
        w = np.nan_to_num(self.inference.coefficients)
        return np.where(
            self.determined, w if self.problem is None else self.problem.to_user(w), np.nan
        )

    @cached_property
    def _image(self) -> Array:
        """S (p, p): the user's coefficients are S w."""
        unit = np.eye(self.frame.X.shape[1])
        if self.problem is None or self.problem.plain:
            return unit
        return np.column_stack([self.problem.to_user(e) for e in unit])

    @cached_property
    def determined(self) -> NDArray[np.bool_]:
        """Which coefficients in the user's units the data determine, (p,)."""
        # Each rests on all that it is made of.
        return ~((self._image != 0.0) & ~self.frame.determined).any(axis=1)

    @cached_property
    def standard_errors(self) -> Array:
        """Of the coefficients in the user's units (p,)."""
        root = self._image @ self.frame.T @ np.linalg.cholesky(self.frame.inverse_M)
        errors = self.inference.residual_deviation * column_norms(root.T)
        return np.where(self.determined & self.telling, errors, np.nan)

    @cached_property
    def t_values(self) -> Array:
        return self.coefficients / self.standard_errors

    @cached_property
    def p_values(self) -> Array:
        if self.spare <= 0:
            return np.full(len(self.coefficients), np.nan)
        return student_t_tail(self.t_values, self.spare)

    @cached_property
    def half_width(self) -> Array:
        """Half of each 95 % interval (q,)."""
        return quantile(self.spare) * self.standard_errors

    @cached_property
    def durbin_watson(self) -> float:
        return durbin_watson(self.residual)

    @cached_property
    def left_out_error(self) -> float:
        """Mean squared error of each row predicted from all others."""
        return float(np.mean(self.influence.left_out**2)) if self.telling else float("nan")

    def fold_error(self, seed: int) -> float | None:
        """Mean squared error over folds; None where there are too many or too few rows."""
        rows = self.N - -(-self.N // FOLDS)
        if not (FOLDS <= self.N <= MOST_FOLDED and rows >= self.frame.rank):
            return None
        rng = np.random.default_rng(seed)
        return k_fold(self.frame.X, self.y, rng, FOLDS, _least_squares).error


def _least_squares(X: Array, y: Array) -> Array:
    """Coefficients also where folds lack what determines them: those of least norm."""
    return solve(X, y, method="lstsq").coefficients


@lru_cache(maxsize=64)
def quantile(spare: int) -> float:
    """Student's t that 95 % stay within; not a number without degrees of freedom."""
    return student_t_quantile(0.975, spare) if spare > 0 else float("nan")
