"""Points in arrays as bytes, for the page to hold while Python is away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from linreg.tables import COMMA, POINT, ArrayColumn, FloatColumn, PackedColumn, from_arrays
from playground.engine.points import Points

# Of numbers: the values, the rows without one and the texts there; of texts: the texts alone.
_NUMBERS = ("float64", "int64", "uint8", "int64")
_TEXTS = ("uint8", "int64")


def packed(points: Points | None) -> tuple[dict[str, Any], list[memoryview]] | None:
    """What describes the points, and their bytes in pieces; None where they travel as texts."""
    columns = () if points is None else points.columns
    if points is None or not all(isinstance(column, ArrayColumn) for column in columns):
        return None
    described, pieces = [], list[memoryview]()
    for name, column in zip(points.names, columns, strict=True):
        assert isinstance(column, FloatColumn | PackedColumn)
        bytes_of = [np.ascontiguousarray(part).view(np.uint8).data for part in column.arrays]
        sizes, decimal = [len(part) for part in bytes_of], column.notation.decimal
        described.append({"name": name, "sizes": sizes, "decimal": decimal, "kind": column.kind})
        pieces += bytes_of
    return {"packed": described, "rows": len(points)}, pieces


def unpacked(described: Mapping[str, Any], data: bytes | memoryview) -> Points:
    """The points that are described so, of all their bytes."""
    names, columns, start = [], [], 0
    for column in described["packed"]:
        sizes = column["sizes"]
        arrays = []
        for size, dtype in zip(sizes, _TEXTS if len(sizes) == 2 else _NUMBERS, strict=True):
            count = size // np.dtype(dtype).itemsize
            piece = np.frombuffer(data, dtype, count, start)
            # Numbers that do not begin at a multiple of their size are slow.
            arrays.append(piece if piece.flags.aligned else piece.copy())
            start += size
        notation = POINT if column["decimal"] == "." else COMMA
        names.append(column["name"])
        columns.append(from_arrays(arrays, notation, column["kind"]))
    return Points(tuple(names), tuple(columns))
