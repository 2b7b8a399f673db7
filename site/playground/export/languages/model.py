"""The model of a scene in words that every language has: columns, terms, and a penalty."""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linreg.formula._nodes import Column, Node, columns
from linreg.formula._parts import ColumnFactor
from playground.engine.data import Data
from playground.engine.model.columns import FormulaColumns
from playground.engine.scene import Solved

# What scripts call something else by, or what a language means by itself.
_OTHERS = """
X y w v b A r c t q I F L Q R T N U s NA NaN NULL Inf TRUE FALSE df np sm
if else repeat while function for next break in names rows row torch csv file
fit model rate step mean mean_of scale last ahead gradient loss alpha strength
mix penalised target kept used missing lm list table best extra objective
name one other sweep before rest pull reach soft reached iteration j poly
weights roots counts delta threshold settled pulled
"""
# The ratio of the smallest to the largest singular value from which on float64 has few digits left.
FEWEST = 1e-6
RESERVED = frozenset([*keyword.kwlist, *dir(builtins), *_OTHERS.split()])


@dataclass(frozen=True)
class Factor:
    """A power of a numeric column, or the 0/1 dummy of a category.

    Of a formula also arithmetic, node, and with a degree one of its polynomials, by order.
    """

    name: str = ""
    power: int = 1
    category: str | None = None
    node: Node | None = field(default=None, compare=False)
    degree: int = 0
    order: int = 0


@dataclass(frozen=True)
class Term:
    """A column of X: the product of its factors, 1 without any; name: as the page has it."""

    name: str
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Model:
    """A scene as scripts of other libraries need it."""

    scene: Solved

    @property
    def data(self) -> Data:
        return self.scene.data

    @cached_property
    def names(self) -> dict[str, str]:
        """What each feature is called in a script."""
        found: dict[str, str] = {}
        for place, feature in enumerate(self.data.features, start=1):
            plain = re.sub(r"[^A-Za-z0-9]+", "_", feature).strip("_")
            usable = plain[:1].isalpha() and plain not in RESERVED
            name = plain if usable and plain not in found.values() else f"x_{place}"
            while name in found.values():
                name += "_"
            found[feature] = name
        return found

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The raw terms, in the order of the coefficients."""
        design = self.scene.problem.design
        if isinstance(design, FormulaColumns):
            pairs = zip(design.names, design.made.factors, strict=True)
            return tuple(Term(name, tuple(map(self._factor, found))) for name, found in pairs)
        return tuple(
            Term(
                name,
                tuple(
                    Factor(self.names[column.source], power, column.category)
                    for column, power in zip(design.columns, powers, strict=True)
                    if power
                ),
            )
            for name, powers in zip(self.scene.problem.columns, design.terms, strict=True)
        )

    def _factor(self, found: ColumnFactor) -> Factor:
        node = found.node
        if found.level is not None:
            (column,) = columns(node)
            return Factor(self.names[column.name], category=found.level)
        if isinstance(node, Column) and not found.degree:
            return Factor(self.names[node.name])
        return Factor(node=node, degree=found.degree, order=found.order)

    @property
    def response(self) -> Node | None:
        """What is fitted, where it is a function of the target."""
        formula = self.scene.problem.formula
        return formula.left if formula is not None and formula.is_transformed else None

    @property
    def variables(self) -> dict[str, str]:
        """What each column is called in a script, the target too."""
        return {**self.names, self.data.target: "y"}

    @property
    def polynomials(self) -> bool:
        """Whether a term is of orthogonal polynomials."""
        return any(factor.degree for term in self.terms for factor in term.factors)

    @property
    def constant(self) -> bool:
        """Whether there is an intercept and nothing else."""
        return not any(term.factors for term in self.terms)

    @property
    def ones(self) -> bool:
        return self.scene.problem.ones

    @property
    def standardised(self) -> bool:
        """Whether descent and the penalty see columns of mean 0 and standard deviation 1."""
        return bool(self.scene.state.standardise)

    @property
    def mapped(self) -> bool:
        """Whether they see powers of numbers mapped to [-1, 1]."""
        state = self.scene.state
        return state.formula is None and state.basis == "mapped" and state.degree > 1

    @property
    def loss(self) -> str:
        return self.scene.problem.loss

    @property
    def robust(self) -> bool:
        return self.scene.problem.robust

    @property
    def weighted(self) -> bool:
        return self.scene.problem.weights is not None

    @property
    def total(self) -> str:
        """What the mean of the objective divides by, as NumPy has it."""
        return "np.sum(weights)" if self.weighted else "len(y)"

    def mean(self, values: str) -> str:
        """The mean of the objective, as NumPy has it."""
        return f"np.average({values}, weights=weights)" if self.weighted else f"np.mean({values})"

    @property
    def strength(self) -> float:
        penalty = self.scene.problem.penalty
        return penalty.strength if penalty is not None else 0.0

    @property
    def mix(self) -> float:
        """The share of the lasso in the penalty."""
        penalty = self.scene.problem.penalty
        return penalty.mix if penalty is not None else 0.0

    @property
    def penalised(self) -> bool:
        return self.strength > 0

    @property
    def steps(self) -> int:
        """The iterations of descent; none where its rule needs the page's own random numbers."""
        own = self.scene.state.update == "minibatch" or self.mapped
        return 0 if own else self.scene.taken

    @property
    def _design(self) -> NDArray[np.float64]:
        """The columns that scripts solve for, (N, p).

        Without a penalty some standardise nothing, and none maps, as the fit is the same.
        """
        problem = self.scene.problem
        return problem.X if self.standardised and self.penalised else problem.raw.high

    def left_out(self) -> list[str]:
        """Sentences about what the page does and a script does not."""
        said = []
        state = self.scene.state
        if self.mapped:
            said.append("The page maps x to [-1, 1] first. The polynomial is the same.")
        if state.update == "minibatch" and self.scene.taken:
            said.append(
                "Mini-batches follow the page's own random numbers, so descent is left out."
            )
        elif self.mapped and self.scene.taken:
            said.append("Descent on the mapped powers is in the code for linreg.")
        fit = self.scene.fit
        if fit.truncated:
            said.append("The page cuts off small singular values. This fit keeps them all.")
        if fit.few_bits:
            said.append(f"The page computes in {fit.format}. This computes in float64.")
        if not fit.unique:
            said.append("The columns are linearly dependent: the coefficients are not unique.")
        elif _is_fragile(self._design):
            said.append(
                "The columns are nearly dependent or of very different sizes, so float64 may lose "
                "digits here."
            )
        return said


def _is_fragile(X: NDArray[np.float64]) -> bool:
    """Whether float64 may lose digits: columns nearly dependent, or of very different sizes."""
    if X.shape[0] < X.shape[1]:
        return True
    triangle = np.linalg.qr(X, mode="r")
    with np.errstate(all="ignore"):
        scaled = triangle / np.linalg.norm(triangle, axis=0)
    if not np.isfinite(scaled).all():
        return True
    found = (np.linalg.svd(R, compute_uv=False) for R in (triangle, scaled))
    return any(values[-1] < FEWEST * values[0] for values in found)
