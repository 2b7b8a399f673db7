"""What the solvers are called in tables and charts."""

from __future__ import annotations

from collections.abc import Mapping

from playground.session.names import SOLVERS as FULL_NAMES

__all__ = ["FULL_NAMES", "NAMES"]

# The same where there is little room.
NAMES: Mapping[str, str] = {**FULL_NAMES, "normal": "Normal eqs", "lstsq": "lstsq"}
