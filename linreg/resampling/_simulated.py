"""Other samples of a simulated data set: what the same experiment would have found."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, read_only, vector
from linreg._settings import count
from linreg.datasets import Drawn, get
from linreg.progress import tick
from linreg.tables import Table

# Seeds are counted on from the last one to 0.
_SEEDS = 2**53


def redraw(
    name: str, fit: Callable[[Table], ArrayLike], draws: int = 100, **state: object
) -> Array:
    """Refit to samples of a simulated data set with the seeds after its own, (draws, p).

    Parameters
    ----------
    name : of a set in `linreg.datasets.DATASETS` that has a seed.
    fit : takes the table of a sample and returns the coefficients (p,).
    draws : the number of samples.
    state : the keys that the set is drawn from, such as `n`, `seed` and `noise`.

    Raises
    ------
    ValueError : the set has no seed, a key is out of its bounds, or the results differ in length.
    """
    count(draws, "draws", 1, "expected at least 1")
    dataset = get(name)
    if not isinstance(dataset, Drawn):
        raise ValueError(f"The data set {name} is not simulated. Bootstrap its rows instead.")
    seed = dataset.settings(state).seed
    found: list[Array] = []
    for k in range(1, draws + 1):
        tick()
        table = dataset.table(**{**state, "seed": (seed + k) % _SEEDS})
        one = np.asarray(fit(table), dtype=np.float64)
        found.append(vector(one, len(found[0]) if found else one.size, "coefficients"))
    return read_only(np.array(found))
