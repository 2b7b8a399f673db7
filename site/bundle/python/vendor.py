"""The Python packages of others: what of their wheels can run in a browser, compiled for it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from bundle import archive, paths
from bundle.python import node

# JavaScript and pictures for a server to serve, test suites, sample data, build tools: no import
# in the browser can ask for them.
LEFT_OUT = (
    "panel/dist/",
    "panel/tests/",
    "panel/examples/",
    "bokeh/server/static/",
    "bokeh/sampledata/",
    "bokeh/LICENSE",
    "numpy/f2py/",
    "numpy/_core/include/",
    "numpy/_core/lib/",
    "numpy/random/lib/",
    "numpy/distutils/",
    "numpy/_pyinstaller/",
    "pyviz_comms/labextension/static/",
)
# A folder with nothing but py.typed would be found as an empty package before the late one is.
ENDINGS_LEFT_OUT = (
    "py.typed",
    ".ts",
    ".tsx",
    ".map",
    ".pyi",
    ".pyx",
    ".pxd",
    ".a",
    ".h",
    ".c",
    ".js.map",
)
METADATA_KEPT = ("METADATA", "entry_points.txt")


def wanted(name: str) -> bool:
    folder, _, last = name.rpartition("/")
    if folder.endswith(".dist-info"):
        return last in METADATA_KEPT
    if name.endswith("/") or name.startswith(LEFT_OUT) or name.endswith(ENDINGS_LEFT_OUT):
        return False
    if "/tests/" in name or ".dist-info/" in name or ".data/" in name:
        return False
    return not (name.endswith(".so") and "wasm32" not in name)


def members(wheels: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if wanted(name):
                    yield name, packed.read(name)


def compiled(files: Iterable[tuple[str, bytes]], name: str, optimize: int) -> dict[str, bytes]:
    """The files with every module compiled; works in .cache/work/`name`."""
    work = paths.WORK / name
    shutil.rmtree(work, ignore_errors=True)
    for member, content in files:
        target = work / "sources" / member
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    node.run_python("compile_modules.py", work, arguments={"optimize": optimize})
    return archive.read_folder(work / "compiled")
