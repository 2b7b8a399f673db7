"""Signs of progress from long computations, so that a caller can tell slow from stuck.

    with watched(lambda: print(".", end="")):
        linreg.solve(X, y)

Solvers, factorisations by blocks, exact elimination, the lasso and resampling call `tick` between
their parts; a part is one call of LAPACK or one pass over a block of rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_watchers: list[Callable[[], None]] = []


def tick() -> None:
    """Tell everyone who watches that a part of a computation is done."""
    for watcher in _watchers:
        watcher()


@contextmanager
def watched(watcher: Callable[[], None]) -> Iterator[None]:
    """Call `watcher` without arguments at each tick until the block ends."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)
