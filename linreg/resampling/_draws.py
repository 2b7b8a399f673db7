"""Rows and orders drawn at random, from NumPy's generator or from the frozen sampler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg._checks import Array
from linreg._settings import having
from linreg.sampler import Sampler

# A numpy.random.Generator, or a Sampler, whose stream is the same everywhere and for ever.
Rng = np.random.Generator | Sampler
Rows = NDArray[np.intp]

# Numbers held at once while rows are drawn: 16 MB of float64.
CHUNK = 2_000_000

_WANTED = (
    "a numpy.random.Generator, such as numpy.random.default_rng(0), or a linreg.sampler.Sampler"
)


def source(rng: Any, method: str) -> None:
    """Raise ValueError for what is no source of randomness with this method of a Generator."""
    if not isinstance(rng, Sampler):
        having(rng, "rng", (method,), _WANTED)


def chunks(draws: int, rows: int) -> Iterator[slice]:
    """Divide draws of so many rows each into parts that fit in memory."""
    size = max(1, CHUNK // rows)
    return (slice(first, min(first + size, draws)) for first in range(0, draws, size))


def rows_drawn(rng: Rng, draws: int, rows: int) -> Rows:
    """Return rows drawn with replacement, (draws, rows); each draw takes the next of the stream."""
    if isinstance(rng, Sampler):
        return rng.integers(0, rows, draws, rows).astype(np.intp)
    return rng.integers(0, rows, size=(draws, rows), dtype=np.int32).astype(np.intp)


def orders(rng: Rng, draws: int, rows: int) -> Rows:
    """Return random orders of the rows, (draws, rows)."""
    if isinstance(rng, Sampler):
        return np.argsort(rng.raw(draws, rows), axis=1, kind="stable")
    return rng.permuted(np.tile(np.arange(rows), (draws, 1)), axis=1)


def normals(rng: Rng, draws: int, size: int) -> Array:
    """Return standard normal numbers, (draws, size)."""
    if isinstance(rng, Sampler):
        return rng.normal(draws, size)
    return rng.standard_normal((draws, size))


def row_counts(chosen: Rows) -> Array:
    """Return how often each row is among those drawn (draws, rows), of the same shape."""
    draws, rows = chosen.shape
    flat = chosen + np.arange(0, draws * rows, rows, dtype=np.intp)[:, np.newaxis]
    counts = np.bincount(flat.ravel(), minlength=draws * rows).reshape(draws, rows)
    return counts.astype(np.float64)
