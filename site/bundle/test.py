"""`build.py test`: lint, format and type checks, then pytest (the JavaScript tests are in it)."""

from __future__ import annotations

import subprocess
import sys

from bundle import make, paths
from bundle.browsers import browser, engines

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
)
# Browsers want a machine for themselves; all other tests share its processors, a file each.
QUICK = ("-m", "not browser", "-n", "auto", "--dist", "loadfile")
SLOW = ("-m", "browser")


def run(*command: str) -> int:
    print("$", " ".join(command), flush=True)
    return subprocess.run([sys.executable, "-m", *command], cwd=paths.ROOT).returncode


def main(arguments: list[str]) -> int:
    for command in CHECKS:
        if code := run(*command):
            return code
    if "not browser" not in arguments:
        browser.find_or_install()
        engines.install_missing()
        if code := make.main([]):
            return code
    if arguments:
        return run("pytest", *arguments)
    # The second half runs whatever the first has found.
    return max(run("pytest", *QUICK), run("pytest", *SLOW))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
