"""What the solvers are called in tables and charts."""

from __future__ import annotations

from collections.abc import Mapping

from linreg.solvers import METHODS

FULL_NAMES: Mapping[str, str] = {
    name: solver.label[:1].upper() + solver.label[1:] for name, solver in METHODS.items()
} | {"lstsq": "NumPy lstsq"}
# The same where there is little room.
NAMES: Mapping[str, str] = {**FULL_NAMES, "normal": "Normal eqs", "lstsq": "lstsq"}
