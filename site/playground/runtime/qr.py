"""The QR code of a link."""

from __future__ import annotations

from typing import Any

# What the largest QR code holds at the least correction of errors.
MOST_BYTES = 2953


def qr_code(text: str) -> dict[str, Any] | None:
    """{"size": modules along a side, "path": the dark ones as an SVG path}; None if too long.

    Without the light margin of four modules, which whoever draws it must leave.
    """
    if len(text.encode()) > MOST_BYTES:
        return None
    # Only those who ask wait for it.
    import segno

    matrix = segno.make(text, error="l", micro=False).matrix
    runs = [run for y, row in enumerate(matrix) for run in _runs(y, row)]
    return {"size": len(matrix), "path": "".join(runs)}


def _runs(y: int, row: bytearray | tuple[int, ...]) -> list[str]:
    """Each unbroken run of dark modules in a row, as a bar."""
    runs, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append(f"M{start} {y}h{x - start}v1h{start - x}z")
            start = None
    return runs
