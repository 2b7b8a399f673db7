"""Columns reduced to independent ones: their system, and how the others depend on them.

With X_D = X_S C for dependent columns D, all least-squares solutions have w_S + C w_D = v, v
being the solution on S alone. The one of least norm is found from that, in extended precision.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Array
from linreg.solvers._refined.extended_gram import EXACTLY, WANTED, ExtendedGram, prove
from linreg.solvers._refined.limbs import Limbs, cut_error, product

# Rounds of factors: two reach condition 10^13 of the columns, eight all that the bounds allow.
FEW, MANY = 2, 8

Rank = Callable[[], list[int] | None]


@dataclass(frozen=True, eq=False)
class Reduced:
    """The system of the independent columns S, and C (r, d) of the dependent ones D."""

    system: ExtendedGram
    independent: list[int]
    dependent: list[int]
    C: Limbs
    doubt: Array

    @classmethod
    def proved(cls, gram: Limbs, error: Array, rank: Rank) -> "Reduced | None":
        """Return the independent columns with a proof, None where there is none.

        gram (p, p), each entry known within error, or only its rows of independent columns.
        rank: gives the independent columns, or None where that cannot be known.
        """
        square = len(error) == error.shape[1]
        system = prove(gram, error, FEW) if square else None
        if system is not None:
            return cls.of(system, list(range(len(error))), gram, error)
        independent = rank()
        if independent is None:
            return None
        if square:
            gram, error = gram[independent, :], error[independent]
        system = prove(gram[:, independent], error[:, independent], MANY)
        return None if system is None else cls.of(system, independent, gram, error)

    @classmethod
    def of(
        cls, system: ExtendedGram, independent: list[int], gram: Limbs, error: Array
    ) -> "Reduced":
        """Solve for the dependent columns; gram (r, p): products with the independent ones."""
        dependent = [j for j in range(error.shape[1]) if j not in set(independent)]
        if not dependent:
            none = np.zeros((len(independent), 0))
            return cls(system, independent, dependent, Limbs(none[np.newaxis], 0), none)
        C, lacking = system.solve(gram[:, dependent], EXACTLY)
        doubt = lacking + system.spread(C.to_float(), error[:, dependent])
        return cls(system, independent, dependent, C, doubt)

    def solve(self, moments: Limbs, error: Array) -> tuple[Limbs, Array]:
        """Return v (r, k) on the independent columns for their moments (r, k), and its error."""
        V, lacking = self.system.solve(moments, EXACTLY if self.dependent else WANTED)
        return V, lacking + self.system.spread(V.to_float(), error)

    def least_norm(
        self, V: Limbs, doubt: Array, exponents: NDArray[np.intp], free: tuple[int, ...]
    ) -> tuple[Limbs, Array] | None:
        """Return W (p, k) of least norm outside `free`, and a bound on its error.

        V, known within doubt: the solution on the independent columns. Columns are scaled by
        2^-exponents, the norm is of coefficients of the columns as they were. With lengths
        Q = 4^exponents: W_S = Q U, W_D = Q C'U and (Q + C Q C') U = V, and free rows follow.
        None where the columns are too unlike to say.
        """
        S, some = self.independent, [i for i, j in enumerate(self.dependent) if j not in free]
        kept = [i for i, j in enumerate(S) if j not in free]
        rest = [i for i, j in enumerate(S) if j in free]
        drawn, D = [S[i] for i in kept], [self.dependent[i] for i in some]
        lengths = 2 * (exponents - exponents.min())
        own, others = lengths[drawn][:, np.newaxis], lengths[D][:, np.newaxis]
        C, unsure = self.C[:, some], self.doubt[:, some]
        part = Part(C[kept, :], unsure[kept], others.T)
        inner, error = part.square()
        inner = inner + Limbs(np.eye(len(kept))[np.newaxis], 1).scaled(
            own * np.eye(len(kept), dtype=int)
        )
        found = prove(inner, error, rounds=8)
        if found is None:
            return None
        U, lacking = found.solve(V[kept, :], floor=0.0)
        missing = lacking + found.spread(U.to_float(), doubt[kept])
        W_D, error_D = part.transposed(U, missing)
        W_S, error_S = U.scaled(own), np.ldexp(missing, own)
        moved, error_f = Part(C[rest, :], unsure[rest], 0 * others.T).times(W_D, error_D)
        W_f, error_f = V[rest, :] - moved, doubt[rest] + error_f
        rows = (D, drawn, [S[i] for i in rest])
        return _assemble((W_D, W_S, W_f), (error_D, error_S, error_f), rows, len(exponents))


@dataclass(frozen=True, eq=False)
class Part:
    """Rows of C (r, d), known within doubt, with lengths 2^lengths (1, d) of its columns."""

    C: Limbs
    doubt: Array
    lengths: NDArray[np.intp]

    @property
    def places(self) -> int:
        """Places that keep products as exact as C is."""
        return 12 + len(self.C.digits) + 2 * max(self.C.point, 0)

    @property
    def size(self) -> Array:
        """|C| in floats."""
        return np.abs(self.C.to_float())

    def cut(self, n: int) -> float:
        """Return what products of n terms may have cut off."""
        return cut_error(max(n, 1), self.places, len(self.C.digits) + 40)

    def square(self) -> tuple[Limbs, Array]:
        """Return C 2^lengths C' (r, r) and a bound on its error."""
        grown = self.C.scaled(self.lengths)
        far = np.ldexp(2 * self.size + self.doubt, self.lengths)
        error = far @ self.doubt.T
        total = product(grown, self.C.T, self.places)
        return total, error + error.T + self.cut(self.doubt.shape[1])

    def transposed(self, U: Limbs, missing: Array) -> tuple[Limbs, Array]:
        """Return 2^lengths C'U (d, k) of U (r, k) known within missing, and a bound."""
        grown = self.C.scaled(self.lengths).T
        size, lengths = self.size.T, self.lengths.T
        error = size @ missing + self.doubt.T @ (np.abs(U.to_float()) + missing)
        places = self.places + len(U.digits) - U.point
        return product(grown, U, places), np.ldexp(error, lengths) + self.cut(len(missing))

    def times(self, W: Limbs, missing: Array) -> tuple[Limbs, Array]:
        """Return C W (r, k) of W (d, k) known within missing, and a bound."""
        error = self.size @ missing + self.doubt @ (np.abs(W.to_float()) + missing)
        return product(self.C, W, self.places), error + self.cut(len(missing))


def _assemble(
    parts: tuple[Limbs, ...], errors: tuple[Array, ...], rows: tuple[list[int], ...], p: int
) -> tuple[Limbs, Array]:
    """Put rows of W and of its error where they belong; zeros elsewhere."""
    point = max(part.point for part in parts)
    last = max(len(part.digits) - part.point for part in parts)
    digits = np.zeros((point + last, p, errors[0].shape[1]))
    error = np.zeros(digits.shape[1:])
    for part, missing, where in zip(parts, errors, rows, strict=True):
        first = point - part.point
        digits[first : first + len(part.digits), where] = part.digits
        error[where] = missing
    return Limbs(digits, point), error
