"""The linreg wheel, by its own build backend, for notebooks and the page's visitors."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bundle import paths

# Archives carry this moment, so that the same sources give the same bytes.
EPOCH = "315532800"
_PARTS = ("pyproject.toml", "README.md", "LICENSE", "linreg")


def write(target: Path, address: str) -> None:
    """Write the wheel into a folder. With an address its metadata names page and documentation."""
    work = paths.WORK / "wheel"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in _PARTS:
        source = paths.ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, work / name)
    if address:
        with (work / "pyproject.toml").open("a", encoding="utf-8") as project:
            project.write(f"\n[project.urls]\n{urls(address)}")
    code = f"import flit_core.buildapi as b; b.build_wheel({str(target)!r})"
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    subprocess.run([sys.executable, "-c", code], cwd=work, env=environment, check=True)
    for wheel in target.glob("*.whl"):
        # It is made as a private file, which a server under another name could not read.
        wheel.chmod(0o644)


def urls(address: str) -> str:
    """Return the addresses that the metadata name, as TOML."""
    return f'Homepage = "{address}"\nDocumentation = "{address}docs/index.html"\n'
