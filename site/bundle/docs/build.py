"""Write dist/docs/: check the pages, add what is generated, and run MkDocs on them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playground.lessons.check import Desk

from bundle import paths
from bundle.docs import reference, settings, text
from bundle.output import colours

SOURCES = paths.SITE / "docs"
# Of the theme, what its search in other languages and its makers' debuggers need.
UNUSED = (
    "assets/javascripts/lunr",
    "assets/images",
    "**/*.map",
    "sitemap.xml*",
    "404.html",
    "objects.inv",
)
# Megabytes.
MOST = 12


def write(target: Path, facts: Mapping[str, Any], shim: Path, address: str) -> None:
    """Write the site into target/docs; ends the build with every fault of the pages.

    facts: see `text.faults`; shim: the pinned file that lets the search run from a disk;
    address: of the playground, with a slash at its end, or empty.
    """
    work = paths.WORK / "docs"
    shutil.rmtree(work, ignore_errors=True)
    pages = work / "pages"
    shutil.copytree(SOURCES, pages)
    shutil.copytree(settings.THEME / "assets", pages / "assets")
    shutil.copyfile(paths.WEB / "icons" / "icon.svg", pages / settings.MARK)
    shutil.copyfile(shim, pages / settings.SHIM)
    (pages / settings.COLOURS).write_text(colours.by_choice("[data-md-color-scheme=slate]"))
    _check(facts)
    for path in SOURCES.glob("*.md"):
        page = text.expanded(path.read_text(encoding="utf-8"))
        (pages / path.name).write_text(text.written(page, "../"), encoding="utf-8")
    (pages / reference.FOLDER).mkdir()
    modules = reference.pages()
    for module, page in modules.items():
        (pages / reference.FOLDER / f"{module}.md").write_text(page, encoding="utf-8")
    config = work / "mkdocs.yml"
    whole = settings.of_mkdocs(pages, [*modules], address)
    config.write_text(json.dumps(whole), encoding="utf-8")
    run(config, target / settings.FOLDER)


def _check(facts: Mapping[str, Any]) -> None:
    found, desk = [], Desk()
    for path in (paths.ROOT / "README.md", *sorted(SOURCES.glob("*.md"))):
        page = text.expanded(path.read_text(encoding="utf-8"))
        found += text.faults(path.relative_to(paths.ROOT).as_posix(), page, facts, desk)
    if found:
        raise SystemExit("\n".join(found))


def run(config: Path, site: Path) -> None:
    """Run MkDocs in a process of its own; anything that it complains of ends the build."""
    paths_of_python = os.pathsep.join(map(str, (paths.ROOT, paths.SITE)))
    quiet = {"PYTHONPATH": paths_of_python, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    options = ["--config-file", str(config), "--site-dir", str(site)]
    subprocess.run([*command, *options], env=os.environ | quiet, check=True)
    for pattern in UNUSED:
        for path in [*site.glob(pattern)]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1e6
    if size > MOST:
        raise SystemExit(f"The documentation has {size:.1f} MB; it may have {MOST} MB.")
