"""What others read: the workflow of GitHub Pages, the README, the archive to take away."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from bundle import paths
from bundle.output import single_file, take_away

WORKFLOW = paths.ROOT / ".github" / "workflows" / "pages.yml"


@pytest.fixture
def workflow() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(WORKFLOW.read_text(), yaml.BaseLoader)
    return found


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_the_workflow_runs_on_main_and_may_publish_and_no_more(workflow: dict[str, Any]) -> None:
    assert workflow["on"]["push"] == {"branches": ["main"]}
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}


def test_the_workflow_builds_and_publishes_dist(workflow: dict[str, Any]) -> None:
    runs = [step["run"] for step in steps(workflow) if "run" in step]
    assert runs == ["python build.py build"]
    (upload,) = (s for s in steps(workflow) if s.get("uses", "").startswith("actions/upload-pages"))
    assert upload["with"]["path"] == paths.DIST.name
    publish = workflow["jobs"]["publish"]
    assert publish["needs"] in workflow["jobs"]
    assert publish["environment"]["name"] == "github-pages"
    identity = publish["steps"][-1]["id"]
    assert f"steps.{identity}.outputs.page_url" in publish["environment"]["url"]


def test_the_workflow_names_versions_of_actions_and_a_python_that_builds(
    workflow: dict[str, Any],
) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in used)
    (python,) = (s for s in steps(workflow) if s.get("uses", "").startswith("actions/setup-python"))
    asked = tuple(map(int, python["with"]["python-version"].split(".")))
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text())["project"]
    least = tuple(map(int, project["requires-python"].removeprefix(">=").split(".")))
    assert asked >= least


def test_the_workflow_keeps_what_the_build_keeps(workflow: dict[str, Any]) -> None:
    (cache,) = (s for s in steps(workflow) if s.get("uses", "").startswith("actions/cache"))
    assert paths.ROOT / cache["with"]["path"] == paths.FILES
    (hashed,) = re.findall(r"hashFiles\('([^']+)'\)", cache["with"]["key"])
    assert (paths.ROOT / hashed).exists()


def test_the_readme_names_the_workflow_and_repeats_none_of_it() -> None:
    text = (paths.ROOT / "README.md").read_text()
    assert WORKFLOW.relative_to(paths.ROOT).as_posix() in text
    assert "actions/" not in text


def test_the_archive_holds_the_site_in_a_folder_with_two_lines_of_advice(tmp_path: Path) -> None:
    for name in ("index.html", ".built-from", single_file.NAME, take_away.NAME, "app-1/boot.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    take_away.write(tmp_path)
    with zipfile.ZipFile(tmp_path / take_away.NAME) as archive:
        names = ("README.txt", "app-1/boot.js", "index.html", single_file.NAME)
        assert archive.namelist() == [f"{take_away.FOLDER}/{name}" for name in names]
        lines = archive.read(f"{take_away.FOLDER}/README.txt").decode().splitlines()
    assert len(lines) == 2
    assert single_file.NAME in lines[1]
