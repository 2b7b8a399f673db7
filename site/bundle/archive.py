"""Deterministic archives: sorted names, one fixed time, one compression level."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import zstandard

EPOCH = (1980, 1, 1, 0, 0, 0)
# Compressing these again takes time and saves nothing.
PACKED = (".zip", ".zst", ".png", ".whl")
# Matches may be as far apart as the image is long (64 MB): that makes it a twentieth smaller, and
# the highest levels, which take longer, hardly anything more.
LEVEL, WINDOW_LOG = 19, 26


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            packed = name.endswith(PACKED)
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return target.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def zstd(content: bytes) -> bytes:
    """One frame of Zstandard, which says how long the content is, and carries its checksum."""
    options = zstandard.ZstdCompressionParameters.from_level(
        LEVEL, window_log=WINDOW_LOG, source_size=len(content), write_checksum=True
    )
    return zstandard.ZstdCompressor(compression_params=options).compress(content)


def write_zip(target: Path, files: Mapping[str, bytes]) -> None:
    target.write_bytes(zip_bytes(files))


def read_zip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_folder(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
