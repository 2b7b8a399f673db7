"""Files of dist/ under names that change with their content, and what the page knows of them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bundle import archive


def digest(*contents: bytes) -> str:
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def integrity(content: bytes) -> str:
    """What a browser calls these bytes: it runs no other script in their place."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


class Assets:
    """Files of dist/, each under a name that changes with its content."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def file(self, name: str, content: bytes) -> str:
        stem, dot, ending = name.partition(".")
        hashed = f"{stem}-{digest(content)[:10]}{dot}{ending}"
        (self._target / hashed).write_bytes(content)
        return hashed

    def folder(self, name: str, files: Mapping[str, bytes]) -> str:
        """A folder named by all of its content, so that its files may name each other."""
        parts = [part for path in sorted(files) for part in (path.encode(), files[path])]
        hashed = f"{name}-{digest(*parts)[:10]}"
        for path, content in files.items():
            place = self._target / hashed / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return hashed

    def integrity(self, path: str) -> str:
        return integrity((self._target / path).read_bytes())

    def describe(self, path: str) -> dict[str, Any]:
        content = (self._target / path).read_bytes()
        sent = min(len(content), len(archive.gzipped(content)))
        return {"url": path, "sha256": digest(content), "size": len(content), "sent": sent}

    def describe_frames(self, name: str, frames: Sequence[bytes]) -> dict[str, Any]:
        """As describe, of a file stored as packed frames, and of each of them."""
        with ThreadPoolExecutor() as pool:
            packed = list(pool.map(archive.zstd, frames))
        whole = self.describe(self.file(name, b"".join(packed)))
        whole |= {"rawSize": sum(map(len, frames)), "rawSha256": digest(b"".join(frames))}
        sizes = zip(packed, frames, strict=True)
        whole["frames"] = [
            {"size": len(small), "rawSize": len(raw), "rawSha256": digest(raw)}
            for small, raw in sizes
        ]
        return whole
