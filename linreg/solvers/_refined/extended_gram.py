"""A positive definite system in extended precision: independence proved, then solved by refining.

With root root' near gram^-1, the columns are independent if root' gram root is within less than
1 of the identity: a matrix so near to it is not singular. The distance is bounded with all that is
not exact in it: the error of gram, the rounding of products, the digits cut off. The same
bound says how fast refining converges and how far it still is from the solution.
Sources: Rump 2010, "Verification methods: rigorous results using floating-point arithmetic",
Acta Numerica 19, theorem 10.2; Rump 2009, "Inversion of extremely ill-conditioned matrices in
floating-point", JJIAM 26, for the factors beyond condition 10^16; Higham 2002, chapters 3 and 12.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from linreg._arrays import Array
from linreg.solvers._refined.limbs import BITS, Limbs, column_products, cut_error, of_float, product

# The bound on the distance of root' gram root to I: below 1 it proves, here it converges fast.
NEAR = 0.25
UNIT = 2.0**-53
# The factors of one round see eigenvalues down to this share of the largest.
SEEN = 2.0**-44
# What each digit of a coefficient is known to, before it is rounded to 53 bits; see `_refine`.
WANTED = 2.0**-62
# The same where other numbers are made of these.
EXACTLY = 2.0**-140
# Digits behind the point, after which a coefficient that shows no digit counts as zero.
MOST_PLACES = 24
FLOOR = 2.0**-184


@dataclass(frozen=True, eq=False)
class ExtendedGram:
    """gram (p, p), each entry known within error (p, p), with root root' near gram^-1.

    distance: the bound on ||root' gram root - I||, the proof of independence.
    """

    gram: Limbs
    error: Array
    root: Array | Limbs
    distance: float
    inverse: Array = field(init=False)

    def __post_init__(self) -> None:
        root = _rounded(self.root)
        object.__setattr__(self, "inverse", root @ root.T)

    @property
    def amplification(self) -> float:
        """Return max_j ||x_j|| / (distance of x_j to the span of the others), >= 1."""
        diagonal = np.diag(self.inverse) * np.diag(self.gram.to_float())
        return float(np.sqrt(diagonal.max(initial=1.0)))

    def solve(self, C: Limbs, wanted: float = WANTED, floor: float = FLOOR) -> tuple[Limbs, Array]:
        """Return W with gram W = C (p, k), and a bound (p, k) on what it lacks of the solution.

        wanted: what each entry is to be known to, of itself. floor: an error that is small
        enough for all.
        """
        W, _, lacking = _refine(self, C, wanted, floor)
        return W, lacking

    def forms(self, C: Limbs) -> tuple[Limbs, Array, Limbs]:
        """Return the same W to EXACTLY, its bound, and the diagonal of C' gram^-1 C, (1, k).

        What W lacks, e, is in 2 c'W - W' gram W as e' gram e alone.
        """
        W, rest, lacking = _refine(self, C, EXACTLY, FLOOR)
        return W, lacking, column_products(W, C + rest, len(rest.digits) - rest.point)

    def spread(self, W: Array, cross: Array) -> Array:
        """Return how far the errors of gram, and cross (p, k), that of C, move W (p, k)."""
        moved = self.error @ np.abs(W) + cross
        spread: Array = np.abs(self.inverse) @ moved / (1 - 2 * self.distance)
        return spread


def prove(gram: Limbs, error: Array, rounds: int) -> ExtendedGram | None:
    """Return the system if its columns are proved independent, None if they are not.

    rounds: of the costly factors, each of which reaches 10^6 further in condition; 0 is cheap.
    """
    G = gram.to_float()
    d = np.diag(G)
    if not (d > 0).all():
        return None
    found = _by_cholesky(gram, G, error)
    if found is not None or not rounds:
        return found
    return _by_rounds(gram, np.sqrt(d), error, rounds)


def _by_cholesky(gram: Limbs, G: Array, error: Array) -> ExtendedGram | None:
    root, bound = _root(G, error)
    # Not a number, as where there is no root, is not below it either.
    return ExtendedGram(gram, error, root, bound) if bound < NEAR else None


def _root(G: Array, error: Array) -> tuple[Array, float]:
    """Return root (p, p) with root root' near G^-1, and a bound on its distance; inf for none."""
    d = np.sqrt(np.diag(G))
    with np.errstate(all="ignore"):
        try:
            L = np.linalg.cholesky(G / d / d[:, np.newaxis])
            root = np.linalg.inv(L).T / d[:, np.newaxis]
        except np.linalg.LinAlgError:
            return G, math.inf
        size = np.abs(root)
        distance = np.abs(root.T @ (G @ root) - np.eye(len(G)))
        # Two products and the rounding of G; 8 more for the sums here.
        rounding = (2 * len(G) + 8) * UNIT * (np.abs(G) @ size) + error @ size
        return root, _norm(distance + size.T @ rounding)


def _by_rounds(gram: Limbs, d: Array, error: Array, rounds: int) -> ExtendedGram | None:
    p, scale = len(d), np.ldexp(1.0, -np.frexp(d)[1])
    M = gram.to_float() * scale * scale[:, np.newaxis]
    root = of_float(np.diag(scale), 4)
    for k in range(1, rounds + 1):
        # Each round makes root larger by some 2^22, which takes as many digits of it to hold.
        places, digits = 3 + math.ceil(44 * k / BITS), 4 + math.ceil(22 * k / BITS)
        if not np.isfinite(M).all():
            return None
        values, V = np.linalg.eigh(M)
        if not values[-1] > 0:
            return None
        stretch = np.sqrt(np.maximum(values, SEEN * values[-1]))
        root = product(root, of_float(V / stretch, 5), places)
        root = Limbs(root.digits[:digits], root.point)
        M = product(root.T, product(gram, root, places), places).to_float()
        size = np.abs(root.to_float())
        doubt = size.T @ error @ size
        if _norm(doubt) >= NEAR:
            return None
        cut = size.T @ np.full((p, p), cut_error(p, places, len(gram.digits)))
        doubt += cut + cut_error(p, places, digits)
        bound = _norm(np.abs(M - np.eye(p)) * (1 + 4 * UNIT) + doubt)
        if bound < NEAR:
            return ExtendedGram(gram, error, root, bound)
        M = (M + M.T) / 2
    return None


def _refine(
    system: ExtendedGram, C: Limbs, wanted: float, floor: float
) -> tuple[Limbs, Limbs, Array]:
    """Return W with gram W near C, the rest C - gram W, and a bound on what W lacks.

    Refine from zero: each step solves for a residual that is as good as exact.
    An error e has ||root^-1 e|| <= ||root' residual|| / (1 - distance), which bounds its entries.
    """
    p, places = len(system.inverse), 6 + len(C.digits) - C.point
    most = max(places, MOST_PLACES)
    root = _rounded(system.root)
    reach = np.sqrt((root**2).sum(axis=1))[:, np.newaxis] / (1 - system.distance)
    if not C.digits.any():
        return C, C, np.zeros(C.digits.shape[1:])
    last, extent = np.inf, np.abs(root).sum()
    W = of_float(_apply(system.root, _transposed(system.root, C)), 5)
    while True:
        rest = C - product(system.gram, W, places)
        half = _transposed(system.root, rest)
        size = np.sqrt((half**2).sum(axis=0))
        size += cut_error(p, places, len(system.gram.digits)) * extent
        error = reach * size
        values = np.abs(W.to_float())
        if (error <= np.maximum(wanted * values, floor)).all():
            return W, rest, error
        if size.max() > last / 2:
            if places >= most:
                return W, rest, error
            places, size = min(2 * places, most), np.array([np.inf])
        last = float(size.max())
        W = (W + of_float(_apply(system.root, half), 5)).cut(places)


def _apply(root: Array | Limbs, b: Array) -> Array:
    """Return root b, rounded to floats."""
    return _times(root, of_float(b, 5)) if isinstance(root, Limbs) else np.asarray(root @ b)


def _transposed(root: Array | Limbs, b: Limbs) -> Array:
    """Return root' b, rounded to floats."""
    return _times(root.T, b) if isinstance(root, Limbs) else np.asarray(root.T @ b.to_float())


def _times(root: Limbs, b: Limbs) -> Array:
    places = len(b.digits) - b.point + len(root.digits) + 2
    return product(root, b, places).to_float()


def _rounded(root: Array | Limbs) -> Array:
    return root.to_float() if isinstance(root, Limbs) else root


def _norm(A: Array) -> float:
    """Return the largest sum of a row, which bounds the 2-norm of a symmetric matrix."""
    return float(A.sum(axis=1).max(initial=0.0))
