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
# Tests share the processors, a file each: first those without a browser, then two browsers, of
# which one often waits. A test that measures time has the machine for itself.
RUNS = (
    ("-m", "not browser and not alone", "-n", "auto", "--dist", "loadfile"),
    ("-m", "browser and not alone", "-n", "2", "--dist", "loadfile"),
    ("-m", "alone"),
)


def run(*command: str) -> int:
    print("$", " ".join(command), flush=True)
    return subprocess.run([sys.executable, "-m", *command], cwd=paths.ROOT).returncode


def main(arguments: list[str]) -> int:
    for command in CHECKS:
        if code := run(*command):
            return code
    if "not browser" not in arguments:
        browser.find_for_tests()
        engines.install_missing()
        if code := make.main([]):
            return code
    if arguments:
        return run("pytest", *arguments)
    # Each runs whatever the others have found.
    return max([run("pytest", *chosen) for chosen in RUNS])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
