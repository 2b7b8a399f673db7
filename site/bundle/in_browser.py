"""`build.py bench NAME --browser`: run a script with the NumPy of the browser, under Node."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bundle import fetch, make, paths, pins
from bundle.python import app, node


def main(arguments: list[str]) -> int:
    script = Path(arguments[0]).resolve().relative_to(paths.ROOT)
    work = paths.WORK / "script"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(paths.ROOT / "linreg", work / "linreg")
    (work / script).parent.mkdir(parents=True)
    shutil.copyfile(paths.ROOT / script, work / script)
    files = fetch.fetch_all((*pins.RUNTIME, *pins.PACKAGES))
    packages = app.vendor_archive(files, make.vendor_key())
    inside = {"script": f"/work/{script.as_posix()}", "arguments": arguments[1:]}
    try:
        node.run_python("run_script.py", work, arguments=inside, archives=[str(packages)])
    except subprocess.CalledProcessError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
