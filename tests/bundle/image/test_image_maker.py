"""The maker of the memory image: any machine will do, and what it was leaves no trace."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from bundle import archive, fetch, paths, pins
from bundle.image import snapshot

# In place of the app: what Python can find out about where it runs, and uses of clock and chance.
FACTS = """
import json, os, random, sys, time, uuid
import js

def prepare():
    global traces
    traces = [time.time(), time.perf_counter(), os.urandom(8), uuid.uuid4(), random.random()]
    return json.dumps({
        "node": hasattr(js, "process") and js.process.browser is not True,
        "worker": hasattr(js, "self") and hasattr(js, "WorkerGlobalScope"),
        "zone": time.tzname[0], "lang": os.environ["LANG"], "cpus": os.cpu_count(),
    })

def tidy():
    pass
"""
ELSEWHERE = {"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"}


@pytest.fixture
def take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], snapshot.Snapshot]:
    """Makes an image of a Python that has imported this text as playground.runtime.snapshot."""
    fetch.fetch_all(pins.RUNTIME)
    monkeypatch.setattr(paths, "WORK", tmp_path)
    # Neither a Node nor a browser of this machine's is found.
    monkeypatch.setenv("PATH", str(tmp_path))

    def take(text: str) -> snapshot.Snapshot:
        app = tmp_path / "app.zip"
        archive.write_zip(
            app,
            {
                "playground/__init__.py": b"",
                "playground/runtime/__init__.py": b"",
                "playground/runtime/snapshot.py": text.encode(),
            },
        )
        return snapshot.take([app])

    return take


def test_two_machines_make_the_same_image_of_a_python_in_a_worker(
    take: Callable[[str], snapshot.Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = take(FACTS)
    assert json.loads(here.document) == {
        "node": False,
        "worker": True,
        "zone": "UTC-0000",
        "lang": "en.UTF-8",
        "cpus": 1,
    }
    assert {"playground.runtime.snapshot", "uuid"} <= here.modules
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    there = take(FACTS)
    assert hashlib.sha256(there.memory).digest() == hashlib.sha256(here.memory).digest()
    assert there == here


def test_an_app_that_cannot_be_made_stops_the_build_and_says_why(
    take: Callable[[str], snapshot.Snapshot], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        take("def prepare():\n    raise ValueError('no such luck')")
    assert "ValueError: no such luck" in capfd.readouterr().err
