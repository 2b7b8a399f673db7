"""A memo makes a value again only when its key has changed."""

from __future__ import annotations

import numpy as np
from playground.engine.memo import Memo


def test_an_equal_key_gives_the_same_value() -> None:
    memo, X = Memo[list[int]](), np.zeros(3)
    first = memo(lambda: [1], "a", 2.0, X)
    assert memo(lambda: [2], "a", 2, X) is first


def test_another_key_gives_another_value() -> None:
    memo = Memo[list[int]]()
    first = memo(lambda: [1], "a")
    assert memo(lambda: [2], "b") == [2]
    assert memo(lambda: [3], "b", None) == [3]
    assert memo(lambda: [1], "a") is not first


def test_arrays_must_be_the_same() -> None:
    memo = Memo[int]()
    assert memo(lambda: 1, np.zeros(3)) == 1
    assert memo(lambda: 2, np.zeros(3)) == 2
