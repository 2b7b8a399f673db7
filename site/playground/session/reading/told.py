"""What a person says about how a file is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Told:
    """What a person says about how a file is written; None is to be found out.

    decimal: of all columns; decimals: of some. sheet: its number in the workbook, from 1.
    """

    header: bool | None = None
    encoding: str | None = None
    decimal: str | None = None
    decimals: Mapping[str, str] = field(default_factory=dict)
    sheet: int | None = None


# Nothing was said: everything is to be found out.
FOUND_OUT = Told()
