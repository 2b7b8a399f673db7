#!/usr/bin/env python3
"""Build, serve and test the playground: `python build.py serve` on a fresh clone is enough.

This file uses the standard library only. It makes the checkout's own environment (.venv, from the
hash-locked requirements in site/bundle/) and hands the work to the modules in site/bundle/.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
DIST = ROOT / "dist"
BUNDLE = ROOT / "site" / "bundle"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"build": BUNDLE / "requirements.lock", "test": BUNDLE / "requirements-test.lock"}
OLDEST = (3, 11)


def say(text: str) -> None:
    print(text, flush=True)


def stamp(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def set_up(group: str) -> None:
    """Make .venv hold exactly what the lock of `group` names; do nothing when it already does."""
    mark = VENV / f"{group}.stamp"
    if mark.exists() and mark.read_text() == stamp(LOCKS[group]) and PYTHON.exists():
        return
    build_mark = VENV / "build.stamp"
    if not build_mark.exists() or build_mark.read_text() != stamp(LOCKS["build"]):
        say("Making .venv (first time, or the Python or the lock has changed) ...")
        venv.create(VENV, clear=True, with_pip=True)
    say(f"Installing the {group} requirements into .venv, checked against their hashes ...")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    command = [*pip, "--require-hashes", "--only-binary=:all:", "-r", str(LOCKS[group])]
    if subprocess.run(command, cwd=ROOT).returncode:
        raise SystemExit(
            f"The {group} requirements could not be installed (see above). If this machine has no "
            "network, run the same command once where there is one."
        )
    mark.write_text(stamp(LOCKS[group]))
    if group == "test":
        build_mark.write_text(stamp(LOCKS["build"]))


def in_venv(*command: str) -> int:
    """Run a module or script with the checkout's own Python and the project's paths."""
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "site", ROOT / "tests" / "browser")))
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return subprocess.run([str(PYTHON), *command], cwd=ROOT, env=environment).returncode
    except KeyboardInterrupt:
        return 130


def build(_: argparse.Namespace, rest: list[str]) -> int:
    set_up("build")
    return in_venv("-m", "bundle.make", *rest)


def serve(options: argparse.Namespace, rest: list[str]) -> int:
    # What has changed since the last build is taken from the sources.
    stands = options.watch and (DIST / "index.html").exists()
    if not stands and (code := build(options, rest)):
        return code
    flags = ["--no-browser"] if options.no_browser else []
    server = "bundle.watch.serve" if options.watch else "bundle.serve"
    return in_venv("-m", server, "--port", str(options.port), *flags)


def test(_: argparse.Namespace, rest: list[str]) -> int:
    set_up("test")
    return in_venv("-m", "bundle.test", *rest)


def bench(options: argparse.Namespace, rest: list[str]) -> int:
    set_up("test")
    scripts = {
        p.stem.removeprefix("bench_"): p for p in sorted(ROOT.glob("tests/bench/bench_*.py"))
    }
    if options.name is None:
        say("Benches: " + ", ".join(scripts) + ". Run one with: python build.py bench NAME")
        return 0
    if options.name not in scripts:
        raise SystemExit(f"There is no bench {options.name!r}; there are: {', '.join(scripts)}.")
    script = str(scripts[options.name])
    if "--browser" in rest:
        rest.remove("--browser")
        return in_venv("-m", "bundle.in_browser", script, *rest)
    return in_venv(script, *rest)


def picture(options: argparse.Namespace, _: list[str]) -> int:
    set_up("test")
    return build(options, []) or in_venv("-m", "bundle.picture")


def scorm(options: argparse.Namespace, rest: list[str]) -> int:
    if code := build(options, rest):
        return code
    for package in sorted(DIST.glob("linreg-playground-scorm*.zip")):
        say(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1e6:.1f} MB")
    return 0


def clean(_: argparse.Namespace, __: list[str]) -> int:
    for folder in (DIST, CACHE, VENV):
        if folder.exists():
            say(f"Removing {folder.relative_to(ROOT)}")
            shutil.rmtree(folder)
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="build.py", description=__doc__.splitlines()[0])
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="make dist/: static files for any host").set_defaults(
        run=build
    )
    run = commands.add_parser(
        "serve", help="build if needed, serve on this machine, open a browser"
    )
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--no-browser", action="store_true", help="do not open a browser")
    run.add_argument(
        "--watch", action="store_true", help="show each saved change of Python or JavaScript"
    )
    run.set_defaults(run=serve)
    tests = commands.add_parser("test", help="run everything, or pass arguments on to pytest")
    tests.set_defaults(run=test)
    timing = commands.add_parser(
        "bench", help="run one bench, or list them; --browser: with the browser's NumPy"
    )
    timing.add_argument("name", nargs="?")
    timing.set_defaults(run=bench)
    show = commands.add_parser("picture", help="take the README's picture again")
    show.set_defaults(run=picture)
    course = commands.add_parser("scorm", help="make the packages for learning platforms")
    course.set_defaults(run=scorm)
    away = commands.add_parser("clean", help="remove .venv, .cache and dist")
    away.set_defaults(run=clean)
    return top


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST:
        raise SystemExit(f"Python {'.'.join(map(str, OLDEST))} or newer is needed.")
    options, rest = parser().parse_known_args(arguments)
    if rest and options.command not in ("test", "bench", "build", "scorm"):
        raise SystemExit(f"build.py {options.command} does not know {' '.join(rest)}.")
    code: int = options.run(options, rest)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
