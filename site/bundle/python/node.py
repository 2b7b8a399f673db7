"""The Node that Playwright's package brings: the build needs no other, and no browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from bundle import paths, pins

HERE = Path(__file__).parent


def run(script: Path, job: Mapping[str, object]) -> None:
    """Run a script, which is given the job, and where the runtime is, as JSON."""
    node, _ = compute_driver_executable()
    whole = {"runtime": str(paths.FILES), "platform": pins.PLATFORM, "archives": []} | dict(job)
    subprocess.run([str(node), str(script), json.dumps(whole)], check=True)


def run_python(script: str, work: Path, **job: object) -> None:
    """Run a Python file of this folder in the browser's Python, with `work` mounted at /work."""
    run(HERE / "run_python.mjs", {"script": str(HERE / script), "work": str(work), **job})
