"""`build.py build`: make dist/ from the pinned files and the sources, and check it."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playground.lessons import drafts
from playground.lessons.check import Desk

from bundle import archive, fetch, paths, pins
from bundle.docs import build as documentation
from bundle.docs import facts
from bundle.image import pack_image, snapshot
from bundle.lessons import lessons
from bundle.lessons.labels import labels
from bundle.output import (
    checks,
    landing,
    licences,
    page,
    pictures,
    precache,
    scorm,
    single_file,
    sizes,
    social,
    take_away,
    wheel,
)
from bundle.output.assets import digest
from bundle.python import app, vendor

STAMP = ".built-from"


def input_files() -> Iterator[Path]:
    for folder in (paths.SITE, paths.ROOT / "linreg"):
        yield from (path for path in folder.rglob("*") if path.is_file())
    for name in ("build.py", "pyproject.toml", "LICENSE", "README.md"):
        yield paths.ROOT / name


def fingerprint(files: Iterator[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(files):
        if "__pycache__" not in path.parts:
            whole.update(path.relative_to(paths.ROOT).as_posix().encode() + b"\0")
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def vendor_key() -> str:
    names = ("pins.py", "python/app.py", "python/compile_modules.py", "python/vendor.py")
    files = [paths.BUNDLE / name for name in names]
    return fingerprint(iter(files))[:16]


@contextmanager
def step(title: str) -> Iterator[None]:
    print(f"{title} ...", flush=True)
    begin = time.perf_counter()
    yield
    print(f"  {time.perf_counter() - begin:.1f} s", flush=True)


def image_of(
    taken: snapshot.Snapshot,
    rehearsal: Mapping[str, Any],
    first: Mapping[str, bytes],
    bound: str,
) -> list[bytes]:
    """The frames of the memory image, which must agree with what the plain boot does."""
    if taken.document != rehearsal["document"]:
        raise SystemExit("The memory image holds another document than the plain boot makes.")
    if missing := set(rehearsal["modules"]) - taken.modules:
        raise SystemExit(f"The memory image lacks modules of the start: {sorted(missing)}")
    side = {f"{app.SITE_PACKAGES}/{name}": content for name, content in first.items()}
    files = {name: content for name, content in first.items() if not app.is_module(name)}
    return pack_image.pack(taken, side, files, {"bound": bound})


def make(target: Path, offline: bool = True, address: str = "") -> dict[str, dict[str, int]]:
    """Build into the empty folder `target`; returns the sizes by part."""
    with step("Fetching the pinned files"):
        files = fetch.fetch_all((*pins.RUNTIME, *pins.PACKAGES, pins.UNPACKER, pins.SEARCH_SHIM))
        runtime = {pin.name: files[pin.name] for pin in pins.RUNTIME}
        wheels = {pin.name: files[pin.name] for pin in pins.PACKAGES}
    with step("Compiling the Python packages for the browser"):
        packages = app.vendor_archive(wheels, vendor_key())
        own = vendor.compiled(app.sources(), "own", app.OWN_OPTIMIZE)
    own_zip = paths.WORK / "own.zip"
    archive.write_zip(own_zip, own)
    with (
        step("Rehearsing the app in the browser's Python, and taking its memory"),
        ThreadPoolExecutor() as pool,
    ):
        taking = pool.submit(snapshot.take, [packages, own_zip])
        rehearsal = app.rehearse([packages, own_zip])
        taken = taking.result()
    with step("Checking the lessons and examples"):
        desk = Desk()
        course, examples = lessons.read_all(), lessons.read_all(lessons.EXAMPLES)
        book = lessons.built(course, desk)
        lessons.built(examples, desk)
        landings = landing.landings(course, examples)
    with step("Packing"):
        everything = archive.read_zip(packages) | own
        first, late = app.split(everything, set(rehearsal["first"]))
        late[f"playground/lessons/{drafts.LABELS}"] = "\n".join(sorted(labels())).encode()
        parts = {"first": first, "late": late, "rules": app.for_rules(everything)}
        archives = {name: archive.zip_bytes(files) for name, files in parts.items()}
        bound = digest(
            *(path.read_bytes() for path in runtime.values()), rehearsal["document"].encode()
        )
        image = image_of(taken, rehearsal, first, bound)
        unpacker = files[pins.UNPACKER.name].read_bytes()
        style = page.write(
            target,
            wheels,
            runtime,
            rehearsal,
            archives,
            book,
            bound,
            image,
            unpacker,
            landing.by_fragment(landings),
            address,
        )
        licences.write(target / "licenses", wheels, style)
        wheel.write(target, address)
        single_file.write(target)
        precache.write(target, offline)
    with step("Writing the documentation"):
        known = facts.gathered(target, [packages, own_zip])
        documentation.write(target, known, files[pins.SEARCH_SHIM.name], address)
    with step("Writing the pages of lessons and examples"):
        landing.write(target, landings, address)
        social.write_sitemap(target, address)
        print(f"  {pictures.write(target, landing.states(landings, desk))}")
    with step("Packing the archives to take away"):
        scorm.write(target, course)
        take_away.write(target)
    with step("Checking dist/"):
        table = checks.check(target)
        print(f"  {checks.check_open(target)}")
    return table


def report(table: dict[str, dict[str, int]]) -> None:
    print(f"{'part of dist/':42}{'files':>6}{'MB':>8}{'MB gzip':>9}")
    for part, row in table.items():
        print(f"{part:42}{row['files']:6}{row['bytes'] / 1e6:8.2f}{row['gzip'] / 1e6:9.2f}")
    total = {key: sum(row[key] for row in table.values()) for key in ("files", "bytes", "gzip")}
    print(f"{'all':42}{total['files']:6}{total['bytes'] / 1e6:8.2f}{total['gzip'] / 1e6:9.2f}")
    for name, size in sizes.totals_of(table).items():
        print(f"{name:56}{size / 1e6:9.2f}")


def stamp(options: argparse.Namespace) -> str:
    """What dist/ depends on."""
    return f"{fingerprint(input_files())} {options.no_offline} {options.address}"


def up_to_date(options: argparse.Namespace) -> bool:
    mark = paths.DIST / STAMP
    return mark.exists() and mark.read_text() == stamp(options)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="build.py build")
    parser.add_argument(
        "--no-offline", action="store_true", help="no service worker, and remove published ones"
    )
    parser.add_argument("--force", action="store_true", help="build even if nothing has changed")
    parser.add_argument(
        "--address",
        type=social.normal_address,
        default=os.environ.get("LINREG_ADDRESS", ""),
        help="where dist/ will be published, for previews and search engines",
    )
    options = parser.parse_args(arguments)
    if not options.force and up_to_date(options):
        print("dist/ is up to date.")
        return 0
    target = paths.CACHE / "dist"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    paths.WORK.mkdir(parents=True, exist_ok=True)
    try:
        table = make(target, not options.no_offline, options.address)
    except (fetch.Mismatch, fetch.Missing) as error:
        print(error)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"The build stopped: {' '.join(map(str, error.cmd[:2]))} failed (see above).")
        return 1
    (target / STAMP).write_text(stamp(options))
    shutil.rmtree(paths.DIST, ignore_errors=True)
    target.rename(paths.DIST)
    report(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
