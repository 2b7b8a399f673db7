"""Thousands of mixed events leave an app whose numbers are those of a fresh computation."""

from __future__ import annotations

import os
import resource

import pytest
from soak import PLAIN, Soak, recomputed
from talk import Talk

COUNT = 10_000 if os.environ.get("LINREG_LONG") else 200
# Megabytes by which the process may grow over the second half of the events.
MOST_GROWTH = 60.0


def test_after_a_soak_the_coefficients_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    soak = Soak(Talk(), seed=11)
    soak.run(COUNT // 2)
    half = _megabytes()
    soak.run(COUNT - COUNT // 2)
    grown = _megabytes() - half
    with capsys.disabled():
        print(f"\n{COUNT:,} events {soak.counts}")
        print(f"the process grew by {grown:.1f} MB in their second half")
    assert soak.counts["drag"] > COUNT // 5
    assert grown < MOST_GROWTH
    _compare(soak, {"degree": 1})
    # And once more with points that determine all coefficients, whatever is there now.
    soak.talk.ask("setState", {"data": "linear", "n": 30, "degree": 2, "view": "fit", **PLAIN})
    soak.add(12)
    assert _compare(soak, {"degree": 2}) == 3


def _compare(soak: Soak, change: dict[str, int]) -> int:
    """Compare the coefficients of the present points, where all are determined; return the rank."""
    found = soak.talk.ask("setState", {"data": "own", **PLAIN, **change})
    results = found["results"]
    if results["rank"] == results["p"]:
        wanted = [float(value) for value in recomputed(found)]
        assert results["coefficients"]["refined"] == pytest.approx(wanted, rel=1e-13, abs=1e-13)
    return int(results["rank"])


def _megabytes() -> float:
    """The most memory that the process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
