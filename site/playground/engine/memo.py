"""Compute again only what has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")


class Memo(Generic[T]):
    """Keeps the last value and the key that it was made from.

    Parts of a key are equal if they are the same object or compare equal; arrays must be the same.
    """

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], T] | None = None

    def __call__(self, make: Callable[[], T], *key: object) -> T:
        """Return the value made from an equal key last time, or a new one."""
        if self._last is None or not _equal(self._last[0], key):
            self._last = (key, make())
        return self._last[1]


def _equal(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return len(old) == len(new) and all(
        a is b or (not isinstance(a, np.ndarray) and bool(a == b))
        for a, b in zip(old, new, strict=True)
    )
