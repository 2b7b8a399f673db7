"""The Node that Playwright's package brings: the build needs no other, and no browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping

from playwright._impl._driver import compute_driver_executable

from bundle import paths, pins


def run(script: str, job: Mapping[str, object]) -> None:
    """Run a script of this folder, which is given the job, and where the runtime is, as JSON."""
    node, _ = compute_driver_executable()
    whole = {"runtime": str(paths.FILES), "platform": pins.PLATFORM, "archives": []} | dict(job)
    subprocess.run([str(node), str(paths.BUNDLE / script), json.dumps(whole)], check=True)
