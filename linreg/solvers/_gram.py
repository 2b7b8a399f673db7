"""What the methods that form X'X have in common: how far it can be trusted."""

import numpy as np

from linreg._checks import Array
from linreg.solvers._base import EPS, Verdict
from linreg.solvers._status import Status
from linreg.solvers._system import System


def assess_gram(system: System, gram: Array) -> tuple[int, Verdict]:
    """Return the rank of gram (p, p) to working precision, and what that means for a solution."""
    p = system.p
    if not np.isfinite(gram).all():
        return 0, Verdict(Status.FAILED, f"X'X overflowed: {_widest(system)}.")
    d = np.sqrt(np.diag(gram))
    zero = [j for j in range(p) if not d[j] > 0]
    if zero:
        named = system.list_names(zero)
        return p - len(zero), Verdict(
            Status.DEPENDENT, f"The diagonal of X'X is zero for {named}: all zeros, or underflow."
        )
    unit = gram / d / d[:, np.newaxis]
    lost = lost_columns(unit, len(system.rows))
    if not lost:
        eigenvalues = np.linalg.eigvalsh(unit)
        return p, Verdict(Status.OK, _expect(system, float(eigenvalues[0] / eigenvalues[-1])))
    verb = "depends" if len(lost) == 1 else "depend"
    return p - len(lost), Verdict(
        Status.ILL_CONDITIONED,
        f"In X'X, as rounded, {system.list_names(lost)} {verb} linearly on the columns before "
        f"(rank {p - len(lost)} of {p}): forming X'X squares the condition number. "
        "Expect no correct digit.",
    )


def lost_columns(unit: Array, N: int) -> list[int]:
    """Return the columns whose pivots are rounding: unit (p, p) is X'X of N rows, unit columns."""
    A, p, lost = unit.copy(), len(unit), list[int]()
    # Rounding in the entries is eps times N at the worst, times sqrt(N) as a rule.
    noise = EPS * p * max(p, np.sqrt(N))
    for j in range(p):
        if j - len(lost) < N and A[j, j] > noise:
            A[j + 1 :, j + 1 :] -= np.outer(A[j + 1 :, j], A[j, j + 1 :] / A[j, j])
        else:
            lost.append(j)
    return lost


def _expect(system: System, ratio: float) -> str:
    digits = min(15.0, max(0.0, 15.9 + np.log10(ratio))) if ratio > 0 else 0.0
    expected = "1 correct digit" if round(digits) == 1 else f"{digits:.0f} correct digits"
    return f"{system.summary()} linearly independent; expect about {expected}."


def _widest(system: System) -> str:
    j = int(np.argmax(np.abs(system.X).max(axis=0)))
    return (
        f"{system.names[j]} reaches {np.abs(system.X[:, j]).max():.3g}, whose square is too large"
    )
