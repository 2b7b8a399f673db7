"""Thousands of mixed events leave an app whose numbers are those of a fresh computation."""

from __future__ import annotations

import gc
import os
import tracemalloc

import pytest
from soak import PLAIN, Soak, recomputed
from talk import Talk

COUNT = 10_000 if os.environ.get("LINREG_LONG") else 300
# Bytes by which the heap may grow over the second half of the events: undo remembers 100 states.
MOST_GROWTH = 30_000_000


def test_after_a_soak_the_coefficients_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk()
    soak = Soak(talk, seed=11)
    tracemalloc.start()
    soak.run(COUNT // 2)
    half = _heap()
    soak.run(COUNT - COUNT // 2)
    grown = _heap() - half
    tracemalloc.stop()
    with capsys.disabled():
        print(f"\n{COUNT:,} events {soak.counts}")
        print(f"the heap grew by {grown / 1e6:.1f} MB in their second half")
    # Bound to own points, whose every cell the state tells.
    talk.ask("setState", {"data": "linear", "n": 30, "degree": 2, "view": "fit", **PLAIN})
    soak.run(20)
    found = talk.ask("setState", {"data": "own", "degree": 2, **PLAIN})
    assert found["results"]["coefficients"]["refined"] == pytest.approx(
        recomputed(found), rel=1e-13, abs=1e-13
    )
    assert soak.counts["drag"] > COUNT // 5
    assert grown < MOST_GROWTH


def _heap() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
