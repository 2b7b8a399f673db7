"""The model of a scene in words that every language has: columns, terms, and a penalty."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from playground.engine.data import Data
from playground.engine.scene import Solved
from playground.session.names import LOSS_NAMES

# What scripts call something else by, or what a language means by itself.
_OTHERS = """
X y w v b A r c t q I F L Q R T N U s NA NaN NULL Inf TRUE FALSE df np sm
if else repeat while function for next break in names rows row torch csv file
fit model rate step mean mean_of scale last ahead gradient loss alpha strength
mix penalised target kept used missing lm list table best extra objective
name one other sweep before rest pull reach soft reached iteration j
weights roots counts delta threshold settled pulled
"""
# What says that a loss is not written for a language, and for which it is.
NO_LOSS = "The {} is not written for this one: choose {}."
WRITTEN = {
    "huber": "linreg, NumPy, statsmodels or R",
    "absolute": "linreg or scikit-learn",
}
RESERVED = frozenset([*keyword.kwlist, *dir(builtins), *_OTHERS.split()])


@dataclass(frozen=True)
class Factor:
    """A power of a numeric column, or the 0/1 dummy of a category."""

    name: str
    power: int = 1
    category: str | None = None


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
        return self.scene.state.basis == "mapped" and self.scene.state.degree > 1

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
        return said


def unsaid(
    model: Model, lasso: bool = True, robust: Collection[str] = (), weighted: bool = False
) -> str:
    """Why a script cannot say this fit; empty where it can.

    lasso: whether it has that penalty; robust: the robust losses that it has; weighted: whether
    with weights too.
    """
    if model.robust and model.loss not in robust:
        return NO_LOSS.format(LOSS_NAMES[model.loss], WRITTEN[model.loss])
    if model.robust and model.weighted and not weighted:
        return f"With sample weights, the {LOSS_NAMES[model.loss]} is written for linreg only."
    if model.robust and model.mapped:
        return "A robust loss on powers mapped to [-1, 1] is written for linreg only."
    if model.penalised and model.mapped:
        return "A penalty on powers mapped to [-1, 1] is written for linreg only."
    if model.penalised and model.mix and not lasso:
        return "The lasso is not written for this one: choose NumPy, scikit-learn or statsmodels."
    return ""
