"""Make the app once, as a visitor's worker would, and take its Python's memory (make_image.mjs)."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bundle import paths
from bundle.python import node


class Failed(SystemExit):
    """No image can be made of this memory; says why."""


@dataclass(frozen=True)
class Snapshot:
    """What Python looked like from outside and inside once the app was made."""

    meta: dict[str, Any]
    document: str
    modules: frozenset[str]
    # From address 0 to the end of the heap; and what instantiation alone puts below the heap.
    memory: bytes
    fresh: bytes


def take(archives: list[Path]) -> Snapshot:
    """Boot the app of these archives. Raises CalledProcessError, after Node has said why."""
    work = paths.WORK / "image"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    job = {"archives": [*map(str, archives)], "target": str(work)}
    node.run(Path(__file__).with_name("make_image.mjs"), job)
    return Snapshot(
        json.loads((work / "meta").read_text(encoding="utf-8")),
        (work / "document").read_text(encoding="utf-8"),
        frozenset((work / "modules").read_text(encoding="utf-8").split()),
        (work / "memory").read_bytes(),
        (work / "fresh").read_bytes(),
    )
