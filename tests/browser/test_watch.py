"""`build.py serve --watch`: what is saved in a checkout is seen in the page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle import paths
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
LABELS = "site/playground/views/data.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the sources, with the last build."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("linreg", "site"):
        shutil.copytree(paths.ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(paths.ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "dist").symlink_to(paths.DIST)
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "work").symlink_to(paths.WORK)
    return tmp_path


@pytest.fixture
def watched(checkout: Path, chromium: Browser) -> Iterator[Page]:
    """The page as the server that watches this checkout gives it."""
    roots = os.pathsep.join((str(checkout), str(checkout / "site")))
    environment = os.environ | {"PYTHONPATH": roots, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "bundle.watch.serve", "--port", "0", "--no-browser"]
    page = chromium.new_page()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        page.goto(server.stdout.readline().split()[1].rstrip(";"))
        yield page
        page.close()
        server.terminate()


def save(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_saved_is_seen(watched: Page, checkout: Path) -> None:
    label = watched.get_by_role("spinbutton", name="Noise", exact=True)
    expect(label).to_be_visible(timeout=60_000)
    save(checkout / "site/web/styles/colours.css", "--bg: #ffffff", "--bg: #fefefe")
    ground = "getComputedStyle(document.documentElement).getPropertyValue('--bg').trim()"
    watched.wait_for_function(f"() => {ground} === '#fefefe'", timeout=60_000)
    save(checkout / LABELS, '"Noise"', '"Loudness"')
    expect(watched.get_by_role("spinbutton", name="Loudness", exact=True)).to_be_visible(
        timeout=60_000
    )
    save(checkout / LABELS, '"Loudness"', '"Loudness')
    expect(watched.locator("#failure")).to_contain_text("SyntaxError", timeout=60_000)
