"""How large the parts of dist/ are, as they are and as hosts send them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from bundle.docs import settings as docs
from bundle.output import landing, scorm, single_file, take_away

# For each part: files, bytes, bytes in gzip.
Table = dict[str, dict[str, int]]


def gzip_size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6, mtime=0))


# All files once more, for taking away.
AGAIN = (single_file.NAME, take_away.NAME, *scorm.NAMES.values())


def measured(dist: Path) -> Table:
    """For each part of dist/: files, bytes, bytes in gzip."""
    table: Table = {}
    for path in sorted(p for p in dist.rglob("*") if p.is_file() and p.name not in AGAIN):
        row = table.setdefault(
            part_of(path.relative_to(dist).as_posix()), dict.fromkeys(("files", "bytes", "gzip"), 0)
        )
        row["files"] += 1
        row["bytes"] += path.stat().st_size
        row["gzip"] += gzip_size(path)
    return table


def part_of(name: str) -> str:
    for start, part in (
        ("index.html", "page and document"),
        ("style", "style"),
        ("app-", "our scripts"),
        ("bokeh-", "BokehJS"),
        ("image-", "memory image"),
        ("zstd-", "memory image"),
        ("lessons-", "lessons"),
        ("python-late", "Python modules on demand"),
        ("rules-", "Python modules for one's own rule"),
        ("python-", "Python modules for the start"),
        ("licenses/", "licences"),
        ("service-worker", "service worker"),
        ("linreg-", "linreg wheel"),
        (f"{docs.FOLDER}/", DOCUMENTATION),
        (f"{landing.FOLDER}/", LANDINGS),
    ):
        if name.startswith(start):
            return part
    if name.startswith("pyodide-"):
        return STDLIB if name.endswith(".zip") else RUNTIME
    return "other"


RUNTIME, STDLIB = "Pyodide", "Python's standard library"
DOCUMENTATION, LANDINGS = "documentation", "pages of lessons and examples"
READABLE = ("page and document", "style", "our scripts", "BokehJS")
FIRST_VISIT = (*READABLE, RUNTIME, "memory image")
PLAIN_FIRST_VISIT = (*READABLE, RUNTIME, STDLIB, "Python modules for the start")


def totals_of(table: Table) -> dict[str, int]:
    """Bytes in gzip that a visitor waits for; nothing for an image where there is none."""

    def total(parts: Iterable[str]) -> int:
        return sum(table[part]["gzip"] for part in parts if part in table)

    return {
        "readable": total(READABLE),
        "first visit": total(FIRST_VISIT),
        "first visit, plain": total(PLAIN_FIRST_VISIT),
        "everything": total(table.keys() - {DOCUMENTATION, LANDINGS}),
    }
