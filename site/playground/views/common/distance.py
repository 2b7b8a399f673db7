"""The dial of the distance between two columns: where it ends, and what its places mean."""

from __future__ import annotations

from typing import Any

from linreg.links import KEYS

# The slider's lowest place is below the least distance, and so an exact copy.
LEAST = 1e-17

# From independent columns at the left to copies at the right, as the figures have it.
DISTANCE: dict[str, Any] = {
    "label": "Column distance ε",
    "term": "distance",
    "start": 1.0,
    "end": LEAST,
    "scale": "log",
}


def distance(value: float) -> float:
    """A distance of the columns as the state holds it: nothing between 0 and the least one."""
    least = KEYS["epsilon"].kind.bounds.low or 0.0
    return max(value, least) if value > least / 3 else 0.0
