"""What the numbers in the documentation are compared with, beside the results of a link."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playground.engine.limits import design_size, memory

from bundle import paths
from bundle.output import single_file, sizes
from bundle.python import node
from linreg import links

# What the tables call the solvers.
_NAMES = {
    "normal": "normal equations",
    "cholesky": "Cholesky",
    "qr": "QR",
    "svd": "SVD",
    "lstsq": "NumPy lstsq",
}


def gathered(dist: Path, archives: list[Path]) -> dict[str, Any]:
    """Return all facts. dist: as built so far; archives: the Python packages for the browser."""
    return {
        "limits": _limits(),
        "sizes": _sizes(dist),
        "characters": {count: _characters(count) for count in (500, 2000)},
        "embed": _embed(),
        "digits": _digits(archives),
    }


def _limits() -> dict[str, float]:
    return {
        "columns": design_size.MOST_COLUMNS,
        "numbers": design_size.MOST_NUMBERS,
        "work": design_size.MOST_WORK,
        "file": memory.MOST_BYTES,
    }


def _sizes(dist: Path) -> dict[str, float]:
    """Return megabytes as hosts send them."""
    table = sizes.measured(dist)
    totals = sizes.totals_of(table)
    parts = {"runtime": sizes.RUNTIME, "image": "memory image"}
    found: dict[str, float] = {name: table[part]["gzip"] for name, part in parts.items()}
    found |= {name.replace(", ", "_").replace(" ", "_"): size for name, size in totals.items()}
    found["without_image"] = totals["first visit, plain"] - totals["readable"] - found["runtime"]
    found["single_file"] = (dist / single_file.NAME).stat().st_size
    return {name: size / 1e6 for name, size in found.items()}


def _characters(points: int) -> int:
    """Return the length of a link with so many points of two decimals."""
    draw = random.Random(points)
    columns = [
        {"name": name, "values": [f"{draw.uniform(0, 100):.2f}" for _ in range(points)]}
        for name in "xy"
    ]
    return len(links.encode({"data": "own", "points": {"columns": columns}}))


def _embed() -> dict[str, int]:
    """Return the constants of embed.js by their names."""
    script = (paths.WEB / "embed.js").read_text(encoding="utf-8")
    found = re.findall(r"^const ([A-Z_]+) = ([0-9_]+);$", script, re.MULTILINE)
    return {name.lower(): int(value) for name, value in found}


def _digits(archives: list[Path]) -> Mapping[str, Mapping[str, float]]:
    """Return the correct digits of each solver on certified sets, with the browser's NumPy."""
    work = paths.WORK / "digits"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    node.run_python("certified_digits.py", work, archives=[*map(str, archives)])
    digits = json.loads((work / "digits.json").read_text())
    # The sets by their names in the tables: norris -> Norris.
    return {
        _NAMES.get(method, method): {name.capitalize(): value for name, value in row.items()}
        for method, row in digits.items()
    }
