"""Firefox and WebKit: found by name or place, installed where that is possible, else named."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundle.browsers import browser, engines
from bundle.browsers.engines import Engine


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages that would have been installed."""
    packages: list[str] = []
    monkeypatch.setattr(browser, "install", lambda *names: packages.extend(names))
    return packages


def engine(*places: str) -> Engine:
    return Engine("Servo", {"browser": places}, ("servo",))


def test_a_place_may_be_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "x86").mkdir()
    program = tmp_path / "x86" / "servo"
    program.touch()
    assert engine("no-such-name", f"{tmp_path}/*/servo").find() == {"browser": str(program)}


def test_an_engine_without_one_of_its_programs_is_missing() -> None:
    programs = {"browser": ("sh",), "driver": ("no-such-name",)}
    assert Engine("Servo", programs, ("servo",)).find() is None
    assert engine("no-such-name").advice.endswith("(Debian: apt-get install servo).")


def test_only_what_is_missing_is_installed_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, installed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engines, "can_install", lambda: True)
    monkeypatch.setattr(engines, "ALL", (engine("sh"), engine("no-such-name")))
    engines.install_missing()
    assert installed == ["servo"]
    assert capsys.readouterr().out == "Installing Debian's servo for the tests ...\n"


def test_nothing_is_installed_on_other_systems(
    monkeypatch: pytest.MonkeyPatch, installed: list[str]
) -> None:
    monkeypatch.setattr(engines.platform, "freedesktop_os_release", lambda: {"ID": "fedora"})
    monkeypatch.setattr(engines, "ALL", (engine("no-such-name"),))
    engines.install_missing()
    assert installed == []
