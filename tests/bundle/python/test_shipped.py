"""dist/ holds of other people's Python what the page uses, all of it and nothing else."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from bundle import paths, pins
from bundle.python import app

OURS = ("linreg/", "playground/")
ON_DEMAND = ("segno", "markdown_it_py", "mdurl", "mdit_py_plugins", "latex2mathml")


def names(path: Path) -> set[str]:
    return set(zipfile.ZipFile(path).namelist())


def of_others(files: set[str]) -> set[str]:
    return {name for name in files if not name.startswith(OURS)}


def first_archive() -> Path:
    (found,) = (p for p in paths.DIST.glob("python-*.zip") if "late" not in p.name)
    return found


def late_archive() -> Path:
    (found,) = paths.DIST.glob("python-late-*.zip")
    return found


def test_the_start_seeks_every_file_that_is_shipped_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "WORK", tmp_path)
    rehearsal = app.rehearse([first_archive()])
    digest = re.search(r'"digest": ?"(\w+)"', (paths.DIST / "index.html").read_text("utf-8"))
    assert digest
    assert rehearsal["digest"] == digest[1]
    assert of_others(names(first_archive())) == of_others(set(rehearsal["first"]))


def test_only_the_start_brings_modules_of_panel() -> None:
    assert not [name for name in names(late_archive()) if name.startswith("panel/")]


def test_each_pinned_package_is_used() -> None:
    first = names(first_archive())
    for pin in pins.PACKAGES:
        used = first | names(late_archive()) if pin.name.startswith(ON_DEMAND) else first
        members = names(paths.FILES / pin.name)
        # Modules are shipped compiled.
        members |= {f"{name}c" for name in members}
        assert members & used, pin.name
