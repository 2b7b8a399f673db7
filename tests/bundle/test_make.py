"""When dist/ is made again."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from bundle import browser, make, paths

WITH_IMAGE = argparse.Namespace(no_image=False, no_offline=False)
WITHOUT = argparse.Namespace(no_image=True, no_offline=False)


@pytest.fixture(autouse=True)
def _dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "DIST", tmp_path)
    monkeypatch.setattr(make, "fingerprint", lambda files: "sources")
    monkeypatch.setattr(browser, "find", lambda: None)


def built(options: argparse.Namespace) -> None:
    (paths.DIST / make.STAMP).write_text(make.stamp(options))


def test_nothing_is_made_again_while_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not make.up_to_date(WITH_IMAGE)
    built(WITH_IMAGE)
    assert make.up_to_date(WITH_IMAGE)
    monkeypatch.setattr(make, "fingerprint", lambda files: "other sources")
    assert not make.up_to_date(WITH_IMAGE)


@pytest.mark.parametrize(("options", "still"), [(WITH_IMAGE, False), (WITHOUT, True)])
def test_a_browser_that_has_come_since_makes_the_image_that_was_missing(
    monkeypatch: pytest.MonkeyPatch, options: argparse.Namespace, still: bool
) -> None:
    built(options)
    monkeypatch.setattr(browser, "find", lambda: "/usr/bin/chromium")
    assert make.up_to_date(options) is still


def test_the_kill_switch_is_a_build_of_its_own() -> None:
    built(WITH_IMAGE)
    assert not make.up_to_date(argparse.Namespace(no_image=False, no_offline=True))
