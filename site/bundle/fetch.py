"""Bring a pinned file into .cache/files, from the first source whose bytes have the right hash."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import IO

from bundle import paths, pins, ranges

# A source that is not there must not hold the build up: it is one of several.
CONNECT_SECONDS = 4
PIP_SECONDS = 600


class Mismatch(Exception):
    """A source answered with other bytes than the pinned ones."""


class Missing(Exception):
    """No source could be reached."""


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(pin: pins.Pin) -> Path:
    """The path of the file in the cache, fetched if it is not there. Raises Mismatch or Missing."""
    kept = paths.FILES / pin.name
    if kept.exists() and sha256(kept) == pin.sha256:
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    tried = []
    for source in pin.sources:
        with tempfile.TemporaryDirectory(dir=paths.CACHE) as folder:
            arrived = Path(folder) / pin.name
            try:
                _bring(source, pin, arrived)
            except (OSError, KeyError, subprocess.SubprocessError, Missing) as error:
                tried.append(f"{source}: {error}")
                continue
            if (got := sha256(arrived)) != pin.sha256:
                raise Mismatch(
                    f"{pin.name} is not the file that was pinned: expected SHA-256 {pin.sha256}, "
                    f"got {got} from {source}. Nothing was built."
                )
            arrived.replace(kept)
            return kept
    raise Missing(
        f"{pin.name} ({_megabytes(pin.size)}) is in no cache and from no source: {'; '.join(tried)}"
    )


def fetch_all(wanted: Iterable[pins.Pin]) -> dict[str, Path]:
    """All of them, by name; files that only carry others are dropped from the cache at the end."""
    try:
        return {pin.name: fetch(pin) for pin in wanted}
    finally:
        if not pins.CARRIER.keep:
            (paths.FILES / pins.CARRIER.name).unlink(missing_ok=True)


def _bring(source: pins.Source, pin: pins.Pin, target: Path) -> None:
    match source:
        case pins.Url():
            _download(source.address, pin, target)
        case pins.Wheel():
            _pip_download(source, pin, target)
        case pins.Member():
            _take_member(source, pin, target)
        case pins.NpmTarball():
            _npm_pack(source, target)


def _download(address: str, pin: pins.Pin, target: Path) -> None:
    with (
        urllib.request.urlopen(address, timeout=CONNECT_SECONDS) as answer,
        target.open("wb") as to,
    ):
        done = 0
        while block := answer.read(1 << 18):
            done += to.write(block)
            _progress(pin.name, done, pin.size)


def _take_member(source: pins.Member, pin: pins.Pin, target: Path) -> None:
    """Take the member alone where the carrier's server gives ranges; else fetch the carrier."""
    whole = paths.FILES / pins.CARRIER.name
    if not whole.exists():
        try:
            address = _address_of(pins.CARRIER)
            print(f"Fetching {pin.name}, {_megabytes(pin.size)} ...", flush=True)
            size = pins.CARRIER.size
            with ranges.open_member(address, size, source.path, CONNECT_SECONDS) as packed:
                _copy(packed, target)
            return
        except (OSError, zipfile.BadZipFile, zlib.error, Missing) as error:
            print(f"{pin.name} cannot be taken alone ({error}).", flush=True)
    with zipfile.ZipFile(fetch(pins.CARRIER)) as archive, archive.open(source.path) as packed:
        _copy(packed, target)


@cache
def _address_of(pin: pins.Pin) -> str:
    """Where pip would download a wheel from, by pip's own settings. Raises Missing."""
    (source,) = (source for source in pin.sources if isinstance(source, pins.Wheel))
    with tempfile.TemporaryDirectory(dir=paths.CACHE) as folder:
        report = Path(folder) / "report.json"
        # A target is what pip wants beside another Python's version; nothing is put there.
        where = ["--target", folder, "--report", str(report)]
        _pip("install", "--dry-run", "--ignore-installed", *where, source=source)
        (found,) = json.loads(report.read_text())["install"]
    return str(found["download_info"]["url"])


def _pip_download(source: pins.Wheel, pin: pins.Pin, target: Path) -> None:
    print(f"Fetching {pin.name}, {_megabytes(pin.size)} ...", flush=True)
    _pip("download", "--dest", str(target.parent), source=source)
    if not target.exists():
        raise Missing(f"pip brought {[p.name for p in target.parent.iterdir()]} instead")


def _pip(*command: str, source: pins.Wheel) -> None:
    """Run pip on a wheel as the browser's Python wants it. Raises Missing."""
    wanted = ["--no-deps", "--only-binary=:all:", "--python-version", "3.11"]
    for platform in source.platforms:
        wanted += ["--platform", platform]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    whole = [*pip, *command, *wanted, source.requirement]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=PIP_SECONDS)
    if done.returncode:
        raise Missing((done.stderr.strip().splitlines() or ["pip failed"])[-1])


def _npm_pack(source: pins.NpmTarball, target: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("npm is not on this machine")
    command = [npm, "pack", source.package, "--silent", "--pack-destination", str(target.parent)]
    subprocess.run(command, check=True, capture_output=True, timeout=PIP_SECONDS)
    (tarball,) = target.parent.glob("*.tgz")
    with tarfile.open(tarball) as archive:
        packed = archive.extractfile(source.path)
        if packed is None:
            raise Missing(f"{source.path} is not in {tarball.name}")
        _copy(packed, target)


def _copy(packed: IO[bytes], target: Path) -> None:
    with target.open("wb") as to:
        shutil.copyfileobj(packed, to)


def _progress(name: str, done: int, size: int) -> None:
    if not sys.stdout.isatty():
        return
    filled = round(24 * done / size)
    bar = "#" * filled + "." * (24 - filled)
    end = "\n" if done >= size else ""
    print(f"\r[{bar}] {_megabytes(done)} of {_megabytes(size)}  {name}", end=end, flush=True)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
