"""When dist/ is made again."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from bundle import make, paths

USUAL = argparse.Namespace(no_offline=False, address="")


@pytest.fixture(autouse=True)
def _dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "DIST", tmp_path)
    monkeypatch.setattr(make, "fingerprint", lambda files: "sources")


def built(options: argparse.Namespace) -> None:
    (paths.DIST / make.STAMP).write_text(make.stamp(options))


def test_nothing_is_made_again_while_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not make.up_to_date(USUAL)
    built(USUAL)
    assert make.up_to_date(USUAL)
    monkeypatch.setattr(make, "fingerprint", lambda files: "other sources")
    assert not make.up_to_date(USUAL)


def test_the_kill_switch_is_a_build_of_its_own() -> None:
    built(USUAL)
    assert not make.up_to_date(argparse.Namespace(no_offline=True, address=""))


def test_another_address_is_another_build() -> None:
    built(USUAL)
    assert not make.up_to_date(argparse.Namespace(no_offline=False, address="https://a.example/"))
