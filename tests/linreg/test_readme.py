"""The documentation: its examples run, its links lead somewhere, and the README stays short."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCS = [README, *sorted((ROOT / "site/docs").glob("*.md"))]


@pytest.mark.parametrize(("path", "least"), [(README, 1), (ROOT / "site/docs/python.md", 7)])
def test_the_examples_run(path: Path, least: int, capsys: object) -> None:
    blocks = re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= least
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(path), "exec"), names)


def test_the_readme_is_short_and_begins_with_the_commands() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 150
    assert lines.index("python build.py serve") < 12


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_between_files_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```|````.*?````", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#:=]+)(?:#[^)]*)?\)", text):
        assert target == "control" or (path.parent / target).exists(), target
