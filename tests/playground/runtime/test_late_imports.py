"""Modules that come later, from a host that may not have them at once."""

from __future__ import annotations

import importlib
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playground.runtime.late_imports import LateArchive, LateError

NAME = "a_module_that_comes_later"


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr(f"{NAME}.py", "answer = 42")
    return packed.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    before = list(sys.meta_path)
    yield tmp_path
    sys.meta_path[:] = before
    sys.modules.pop(NAME, None)


def test_what_could_not_be_fetched_is_asked_for_again(folder: Path) -> None:
    answers: list[bytes | Exception] = [OSError("404"), archive()[:40], archive()]

    def load() -> bytes:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    sys.meta_path.append(LateArchive(load, frozenset({NAME}), str(folder)))
    for reason in ("404", "not a zip file"):
        with pytest.raises(LateError, match=rf"could not be fetched \(.*{reason}.*try again"):
            importlib.import_module(NAME)
    assert importlib.import_module(NAME).answer == 42
    assert answers == []
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("another_module_that_never_comes")
