"""What every data set says of itself and gives."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._keys import GENERATOR
from linreg.tables import Origin, Table

__all__ = ["DataSet", "Drawn", "decimals_for", "rounded"]

Floats = NDArray[np.float64]

_KEYS = {key.name: key for key in GENERATOR}


@dataclass(frozen=True)
class Settings:
    """The checked keys of a generator; those that a set does not take are left at 0."""

    n: int = 0
    seed: int = 0
    noise: float = 0.0
    slope: float = 0.0
    intercept_true: float = 0.0
    outliers: int = 0
    epsilon: float = 0.0


@dataclass(frozen=True, kw_only=True)
class DataSet(ABC):
    """A data set: where it comes from, what it is used for, and its numbers.

    Attributes
    ----------
    name : the value of the key `data` that selects it.
    title : one line for people.
    source : where the numbers come from.
    licence : on what terms they may be passed on.
    target, features : the columns to predict, and to predict from.
    keys : the keys of the state that it is drawn from.
    defaults : keys of the state whose default is another for this set.
    is_plane : whether E[y | x] is intercept_true + slope times the sum of the features.
    """

    name: str
    title: str
    source: str
    licence: str
    target: str = "y"
    features: tuple[str, ...] = ("x",)
    defaults: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    keys: ClassVar[tuple[str, ...]] = ()
    is_plane: ClassVar[bool] = False

    @abstractmethod
    def table(self, **state: object) -> Table:
        """Return the numbers, drawn from the given keys; the others keep their defaults.

        Raises StateError on a value out of its bounds, ValueError on a key that is not in `keys`.
        """

    def truth(self, X: ArrayLike, **state: object) -> Floats | None:
        """Return E[y | X] for X of shape (M,) or (M, k), as (M,); None where it is not known."""
        self.settings(state)
        return None

    def settings(self, state: Mapping[str, object]) -> Settings:
        """Return all keys of the set: given, or by its own default, or by the key's; checked."""
        unknown = [name for name in state if name not in self.keys]
        if unknown:
            known = ", ".join(self.keys) or "no keys"
            raise ValueError(f"The data set {self.name} takes {known}, not {', '.join(unknown)}.")
        usual = {name: self.defaults.get(name, _KEYS[name].default) for name in self.keys}
        checked = {name: _KEYS[name].check(state.get(name, usual[name])) for name in self.keys}
        return Settings(**checked)


@dataclass(frozen=True, kw_only=True)
class Drawn(DataSet):
    """A data set drawn by the frozen sampler: the same seed gives the same points for ever.

    A subclass states its columns (`draw`) and the mean of y (`mean`).
    """

    source: str = "Simulated data; the same seed always gives the same points"
    licence: str = "CC0 1.0"
    keys: ClassVar[tuple[str, ...]] = ("n", "seed", "noise", "slope", "intercept_true")
    least_n: ClassVar[int] = 2

    @abstractmethod
    def draw(self, s: Settings) -> Mapping[str, Floats]:
        """Return the columns, each (n,)."""

    @abstractmethod
    def mean(self, X: Floats, s: Settings) -> Floats:
        """E[y | X] for X of shape (M, k), as (M,)."""

    def table(self, **state: object) -> Table:
        s = self.settings(state)
        if s.n < self.least_n:
            raise ValueError(f"The data set {self.name} needs at least {self.least_n} points.")
        # Magnitudes beyond the floats are reported below, not warned of.
        with np.errstate(over="ignore", invalid="ignore"):
            columns = self.draw(s)
        if not all(np.isfinite(values).all() for values in columns.values()):
            raise ValueError(
                f"The data set {self.name} overflows with these settings. Use a smaller "
                "slope, intercept_true or noise."
            )
        return Table.of(columns, Origin(f"the data set {self.name}"))

    def truth(self, X: ArrayLike, **state: object) -> Floats:
        points = np.atleast_1d(np.asarray(X, dtype=np.float64))
        return self.mean(points.reshape(len(points), -1), self.settings(state))


def rounded(values: Floats, decimals: int) -> Floats:
    """Values rounded to decimals, so that their shortest decimal texts are as short.

    k / 10**d is the float nearest to the decimal only while both are exact: beyond 22
    decimals or 15 digits the values stay as they are.
    """
    largest = float(np.max(np.abs(values), initial=0.0))
    if decimals > 22 or largest * float(f"1e{decimals}") > 1e15:
        return values
    return np.rint(values * float(f"1e{decimals}")) / float(f"1e{decimals}")


def decimals_for(noise: float, values: Floats) -> int:
    """Decimals that keep y short without touching what it shows.

    The last place is a thousandth to a hundredth of the noise; without noise there are
    as many as 12 digits of the largest value need, so that points stay on their line. Values
    beyond the floats have none: `Drawn.table` refuses them.
    """
    largest = float(np.max(np.abs(values), initial=0.0))
    if not np.isfinite(largest):
        return 0
    return max(0, 2 - _exponent(noise) if noise > 0 else 11 - _exponent(largest))


def _exponent(value: float) -> int:
    """Return the decimal exponent, read from the number's own text: log10 differs by platform."""
    return int(f"{value:e}".partition("e")[2])
