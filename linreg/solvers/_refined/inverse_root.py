"""The frame in which the columns of a system are orthonormal, in doubled precision.

The proof of independence comes with a root that is near enough: root' gram root = I + F with
||F|| < 1/4. Then root (I + F)^(-1/2) is the frame, and the series of that power in F, broken off
after F^2, leaves F^3: a few steps bring F below any share of the digits that are kept.
Source: Higham 2008, Functions of Matrices, 6.7, for the series.
"""

import numpy as np

from linreg._arrays import Array, Doubled
from linreg.solvers._refined.extended_gram import ExtendedGram
from linreg.solvers._refined.limbs import Limbs, of_floats, product, to_places

# Digits behind the point: of products, and of a root that need only be near.
PLACES, NEAR = 8, 3
# From here on what the series leaves out is below 2^-100.
SMALL = 2.0**-34


def inverse_root(system: ExtendedGram) -> Doubled:
    """Return T (p, p) with T' gram T = I, as an unevaluated sum: the error is about 2^-100.

    gram: of columns of about unit norm.
    """
    near = system.root
    root = to_places(near, NEAR) if isinstance(near, np.ndarray) else near.cut(NEAR)
    while True:
        F = _distance(system.gram, root)
        terms = _power(F)
        if np.abs(F.high).sum(axis=1).max(initial=0.0) <= SMALL:
            return product(root, terms, PLACES).to_doubled()
        root = product(root, terms, NEAR)


def _distance(gram: Limbs, root: Limbs) -> Doubled:
    M = product(root.T, product(gram, root, PLACES), PLACES)
    return (M - Limbs(np.eye(M.digits.shape[1])[np.newaxis], 1)).to_doubled()


def _power(F: Doubled) -> Limbs:
    """Return (I + F)^(-1/2) but for the third power of F."""
    square: Array = 0.375 * (F.high @ F.high)
    terms = np.stack([np.eye(len(square)), -0.5 * F.high, -0.5 * F.low, square])
    return of_floats(terms, 1, PLACES - 1)[0]
