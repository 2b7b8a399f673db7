"""Archives are the same for the same content, and late modules are told from early ones."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest
from bundle import archive
from bundle.python import app
from playground.runtime.late_imports import LateArchive


def test_the_order_of_the_files_does_not_matter() -> None:
    a = archive.zip_bytes({"b.py": b"2", "a.py": b"1"})
    b = archive.zip_bytes({"a.py": b"1", "b.py": b"2"})
    assert a == b
    assert zipfile.ZipFile(io.BytesIO(a)).namelist() == ["a.py", "b.py"]


def test_what_the_rehearsal_has_sought_comes_first_and_the_rest_is_listed() -> None:
    files = {
        "bokeh/core.pyc": b"",
        "bokeh/server.pyc": b"",
        "bokeh/page.html": b"",
        "bokeh/unsought.html": b"",
        "numpy/fft/_fft.cpython-314-wasm32-emscripten.so": b"",
        "linreg/paths.pyc": b"",
        "linreg/data/table.csv": b"",
        "panel/command.pyc": b"",
        "segno/__init__.pyc": b"",
    }
    first, late = app.split(files, {"bokeh/core.pyc", "bokeh/page.html"})
    assert set(late) == {
        "bokeh/server.pyc",
        "numpy/fft/_fft.cpython-314-wasm32-emscripten.so",
        "segno/__init__.pyc",
    }
    assert set(first) == {
        "bokeh/core.pyc",
        "bokeh/page.html",
        "linreg/paths.pyc",
        "linreg/data/table.csv",
        app.LATE_NAMES,
    }
    names = first[app.LATE_NAMES].decode().split()
    assert names == ["bokeh.server", "numpy.fft._fft", "segno"]


def test_a_late_module_is_fetched_once_and_others_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = archive.zip_bytes({"late_one/__init__.py": b"x = 1", "late_one/two.py": b"y = 2"})
    calls = []

    def load() -> bytes:
        calls.append(1)
        return content

    finder = LateArchive(load, frozenset({"late_one", "late_one.two"}), str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, finder])
    with pytest.raises(ModuleNotFoundError):
        __import__("late_one_but_not_listed")
    assert not calls
    module = __import__("late_one.two")
    assert (module.x, module.two.y) == (1, 2)
    assert len(calls) == 1
