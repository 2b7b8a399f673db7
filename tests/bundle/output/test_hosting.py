"""What others read: the workflows of GitHub, the documentation, the archive to take away."""

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

WORKFLOWS = paths.ROOT / ".github" / "workflows"


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((WORKFLOWS / name).read_text(), yaml.BaseLoader)
    return found


@pytest.fixture
def workflow() -> dict[str, Any]:
    return read("pages.yml")


@pytest.fixture
def testing() -> dict[str, Any]:
    return read("tests.yml")


def oldest_python() -> tuple[int, ...]:
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text())["project"]
    return version(project["requires-python"].removeprefix(">="))


def version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


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
    assert version(python["with"]["python-version"]) >= oldest_python()


def test_nothing_is_published_that_is_not_tested(workflow: dict[str, Any]) -> None:
    called = [name for name, job in workflow["jobs"].items() if "tests.yml" in job.get("uses", "")]
    assert called == [workflow["jobs"]["build"]["needs"]]


def test_every_push_and_pull_request_is_tested(
    workflow: dict[str, Any], testing: dict[str, Any]
) -> None:
    on = testing["on"]
    assert set(on) == {"push", "pull_request", "workflow_call"}
    # Pushes to these are tested by the workflow that publishes.
    assert on["push"] == {"branches-ignore": workflow["on"]["push"]["branches"]}
    assert not on["pull_request"]
    assert testing["permissions"] == {"contents": "read"}


def test_the_tests_run_on_every_python_from_the_oldest(testing: dict[str, Any]) -> None:
    assert "python build.py test" in [step.get("run") for step in steps(testing)]
    (job,) = testing["jobs"].values()
    pythons = [version(text) for text in job["strategy"]["matrix"]["python-version"]]
    oldest = oldest_python()
    assert pythons == [(oldest[0], oldest[1] + i) for i in range(len(pythons))]
    assert len(pythons) > 1


def test_the_workflow_keeps_what_the_build_keeps(workflow: dict[str, Any]) -> None:
    (cache,) = (s for s in steps(workflow) if s.get("uses", "").startswith("actions/cache"))
    assert paths.ROOT / cache["with"]["path"] == paths.FILES
    (hashed,) = re.findall(r"hashFiles\('([^']+)'\)", cache["with"]["key"])
    assert (paths.ROOT / hashed).exists()


@pytest.mark.parametrize("name", ["README.md", "site/docs/hosting.md"])
def test_the_documentation_names_the_workflow_and_repeats_none_of_it(name: str) -> None:
    text = (paths.ROOT / name).read_text()
    assert (WORKFLOWS / "pages.yml").relative_to(paths.ROOT).as_posix() in text
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
