"""Our own Python, compiled for the browser, rehearsed there, and packed with what it needs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bundle import archive, paths, pins
from bundle.python import node, vendor

# Other people's assertions and line numbers stay at home; ours say where a fault lies.
VENDOR_OPTIMIZE, OWN_OPTIMIZE = 2, 0
# Where the browser's Python finds all of them.
SITE_PACKAGES = "/lib/python3.14/site-packages"
RULES_OWN = ("__init__.", "engine/__init__.", "engine/own_rule.")
FOR_RULES = ("numpy/", "linreg/", *(f"playground/{name}" for name in RULES_OWN))
# Panel's own __init__ loads 139 modules (0.7 MB packed) around the one base class that we use, and
# an import that passes it over ends in one of their circles. What it has not loaded, nobody needs.
NEVER_LATE = ("panel/",)
# Opens data files of its own, and asks for its own version.
LATE_DATA = ("latex2mathml/", "latex2mathml-")
LATE_NAMES = "playground/runtime/late_modules.txt"


def sources() -> Iterator[tuple[str, bytes]]:
    for top, folder in (
        ("linreg", paths.ROOT / "linreg"),
        ("playground", paths.SITE / "playground"),
    ):
        for name, content in archive.read_folder(folder).items():
            if "__pycache__" not in name and not name.endswith(".pyi"):
                yield f"{top}/{name}", content


def vendor_archive(wheels: Mapping[str, Path], key: str) -> Path:
    """The compiled packages of others; made again only when `key` changes."""
    target = paths.WORK / f"vendor-{key}.zip"
    if not target.exists():
        for old in paths.WORK.glob("vendor-*.zip"):
            old.unlink()
        members = vendor.members(wheels[pin.name] for pin in pins.PACKAGES)
        archive.write_zip(target, vendor.compiled(members, "vendor", VENDOR_OPTIMIZE))
    return target


def rehearse(archives: list[Path]) -> dict[str, Any]:
    """What site/bundle/python/rehearse_app.py found out, in the browser's Python."""
    work = paths.WORK / "rehearsal"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    node.run_python("rehearse_app.py", work, archives=[*map(str, archives)])
    record: dict[str, Any] = json.loads((work / "rehearsal.json").read_text())
    return record


def split(files: Mapping[str, bytes], first: set[str]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """(what the app needs at its start, what an import may ask for later).

    Left out: data files of others that the rehearsal has not sought, since no import can ask for
    them, and modules that are NEVER_LATE.
    """
    needed = {
        name: content
        for name, content in files.items()
        if name in first or name.startswith("linreg/")
    }
    late = {
        name: content
        for name, content in files.items()
        if name not in needed
        and (is_module(name) or name.startswith(LATE_DATA))
        and not name.startswith(NEVER_LATE)
    }
    needed[LATE_NAMES] = "\n".join(sorted(module_names(late))).encode()
    return needed, late


def for_rules(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the second worker needs, which runs a person's own rules: all of NumPy and linreg."""
    return {name: content for name, content in files.items() if name.startswith(FOR_RULES)}


def is_module(name: str) -> bool:
    return name.endswith((".pyc", ".so"))


def module_names(files: Mapping[str, bytes]) -> Iterator[str]:
    for name in files:
        if is_module(name):
            stem = name.partition(".")[0]
            yield stem.removesuffix("/__init__").replace("/", ".")
