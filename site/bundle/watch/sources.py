"""What has changed since dist/ was built, and the files that stand in for it."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bundle import archive, paths
from bundle.output import page
from bundle.python import app

HERE = Path(__file__).parent
# The last build's own modules, as sources and compiled.
BUILT = paths.WORK / "own"
WATCHED = (paths.WEB, paths.SITE / "playground", paths.ROOT / "linreg", HERE)


def files() -> Iterator[Path]:
    for folder in WATCHED:
        yield from (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def stamps() -> dict[Path, int]:
    """When each source was last written."""
    found = {}
    for path in files():
        try:
            found[path] = path.stat().st_mtime_ns
        except FileNotFoundError:
            # An editor that saves by renaming was in between.
            continue
    return found


@dataclass(frozen=True)
class Changed:
    """The modules of ours that the image has otherwise.

    stale: the names of those that have changed, and of all that import one of them; archive: a zip
    of these, the changed ones as sources.
    """

    archive: bytes
    stale: list[str]


def changed_modules() -> Changed | None:
    """What differs from the last build; None where nothing does."""
    built = archive.read_folder(BUILT / "sources")
    now = dict(app.sources())
    changed = {name: text for name, text in now.items() if built.get(name) != text}
    if not changed:
        return None
    names = stale(now, set(map(module, changed)))
    compiled = archive.read_folder(BUILT / "compiled")
    needed = {name: code for name, code in compiled.items() if module(name) in names}
    # Python prefers a source to the compiled module beside it.
    return Changed(archive.zip_bytes(needed | changed), names)


def module(name: str) -> str:
    """The module that a file of site-packages is."""
    return name.removesuffix("c").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def stale(files: Mapping[str, bytes], changed: set[str]) -> list[str]:
    """The changed modules, and those that import them, directly or not."""
    importers: dict[str, set[str]] = {}
    for name, text in files.items():
        if name.endswith(".py"):
            for other in imported(text):
                importers.setdefault(other, set()).add(module(name))
    found: set[str] = set()
    waiting = list(changed)
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += importers.get(name, ())
    return sorted(found)


@cache
def imported(source: bytes) -> frozenset[str]:
    """The modules, and names that may be modules, that a source imports; nothing of a wrong one."""
    found = set()
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return frozenset()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def read_imports() -> None:
    """Read the imports of all modules, which takes longer than of those that change later."""
    stale(dict(app.sources()), set())


def scripts(seen: int) -> dict[str, str]:
    """The page's scripts after `seen` changes, with those of this folder among them."""
    found = page.sources()
    own = {path.name: path.read_text(encoding="utf-8") for path in HERE.iterdir() if path.is_file()}
    boot = "boot/image_boot.js"
    found["boot/image_boot_as_built.js"] = found[boot]
    found[boot] = own["image_boot.js"]
    found["boot/forget.py"] = own["forget.py"]
    found[page.FIRST_SCRIPT] += "\n{\n" + own["page.js"].replace("SEEN", str(seen)) + "}\n"
    return found


def lay_out(target: Path, seen: int) -> None:
    """Write to `target` what of dist/ depends on the page's sources, after `seen` changes."""
    block = json.loads(built_block())
    bokeh = block["watched"]["bokeh"]["url"]
    # Where the changed app does not start, the built one must not take its place.
    block["assets"].pop("python")
    fresh = target.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    shutil.copyfile(paths.DIST / bokeh, fresh / bokeh)
    page.lay_out(fresh, scripts(seen), block, bokeh)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def built_block() -> str:
    text = (paths.DIST / "index.html").read_text(encoding="utf-8")
    return text.partition('<script type="application/json" id="document">')[2].partition(
        "</script>"
    )[0]
