"""What the methods that form X'X have in common: how far it can be trusted."""

import numpy as np

from linreg._checks import Array
from linreg.solvers._base import EPS, Verdict
from linreg.solvers._status import Status
from linreg.solvers._system import System


def judge(system: System, gram: Array) -> tuple[int, Verdict]:
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
    eigenvalues = np.linalg.eigvalsh(gram / d / d[:, np.newaxis])
    # Rounding in X'X is eps * N at the worst for unit columns, sqrt(N) times eps as a rule.
    noise = EPS * max(p, np.sqrt(len(system.rows))) * eigenvalues[-1]
    rank = int(np.count_nonzero(eigenvalues > noise))
    if rank == p:
        return p, Verdict(Status.OK, _expect(system, float(eigenvalues[0] / eigenvalues[-1])))
    return rank, Verdict(
        Status.ILL_CONDITIONED,
        f"X'X is singular to working precision (rank {rank} of {p}): forming it squares the "
        "condition number, and rounding has drowned what tells the columns apart. Expect no "
        "correct digit.",
    )


def _expect(system: System, ratio: float) -> str:
    digits = max(0.0, 15.9 + np.log10(ratio))
    return f"{system.summary()} independent; expect about {digits:.0f} correct digits."


def _widest(system: System) -> str:
    j = int(np.argmax(np.abs(system.X).max(axis=0)))
    return (
        f"{system.names[j]} reaches {np.abs(system.X[:, j]).max():.3g}, whose square is too large"
    )
