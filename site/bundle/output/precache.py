"""What the service worker keeps for use without a network: every file of the site, by its hash."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bundle import paths
from bundle.docs import settings as docs
from bundle.output import landing, page, scorm, single_file, social, take_away
from bundle.output.assets import digest

WORKER = "service-worker.js"
REMOVER = "remove-offline.js"
MARKER = '/* precache */ { build: "", files: {} }'
# The worker itself is the browser's to keep; the others are for taking away, not for the page.
LEFT_OUT = (
    *(WORKER, single_file.NAME, take_away.NAME, social.PICTURE, social.SITEMAP),
    *scorm.NAMES.values(),
)
# Pages to read, which nobody waits for and some never open.
NOT_KEPT = (f"{docs.FOLDER}/", f"{landing.FOLDER}/")
BUILD = re.compile(r'(<html [^>]*data-build=")[^"]*(")')


def kept(dist: Path) -> list[str]:
    names = (path.relative_to(dist).as_posix() for path in dist.rglob("*") if path.is_file())
    return sorted(
        name for name in names if name not in LEFT_OUT and not name.startswith((".", *NOT_KEPT))
    )


def checked_by_page(document: str) -> dict[str, dict[str, Any]]:
    """What the page itself verifies of files as they arrive (see site/web/boot/download.js)."""
    block = re.search(r'<script type="application/json" id="document">(.*?)</script>', document)
    if block is None:
        return {}
    assets: dict[str, dict[str, Any]] = json.loads(block[1])["assets"]
    found: dict[str, dict[str, Any]] = {
        asset["url"]: {"checked": True} for asset in assets.values()
    }
    for asset in assets.values():
        if "rawSize" in asset:
            raw = {"size": asset["rawSize"], "sha256": asset["rawSha256"]}
            found[asset["url"]]["raw"] = raw
    return found


def describe(dist: Path, name: str) -> dict[str, Any]:
    content = (dist / name).read_bytes()
    return {"size": len(content), "sha256": digest(content)}


def with_build(document: str, build: str) -> str:
    text, times = BUILD.subn(rf"\g<1>{build}\g<2>", document)
    if times != 1:
        raise SystemExit("index.html must say data-build in its html element, once.")
    return text


def write(dist: Path, offline: bool = True) -> str:
    """Name the build in index.html and write the service worker; returns the build's name.

    The name is a hash of all files and their names. Without `offline` the page names no build and
    asks for no worker, and the worker of earlier builds is replaced by one that clears up.
    """
    index = dist / "index.html"
    document = with_build(index.read_text(encoding="utf-8"), "")
    index.write_text(document, encoding="utf-8")
    if not offline:
        (dist / WORKER).write_bytes((paths.WEB / REMOVER).read_bytes())
        return ""
    names = kept(dist)
    described = {name: describe(dist, name) for name in names}
    parts = [f"{name} {described[name]['sha256']}" for name in names]
    build = digest("\n".join(parts).encode())[:10]
    index.write_text(with_build(document, build), encoding="utf-8")
    described["index.html"] = describe(dist, "index.html")
    checked = checked_by_page(document)
    files = {name: described[name] | checked.get(name, {}) for name in names}
    worker = (paths.WEB / WORKER).read_text(encoding="utf-8")
    listing = json.dumps({"build": build, "files": files}, indent=0, sort_keys=True)
    (dist / WORKER).write_text(page.fill(worker, MARKER, listing), encoding="utf-8")
    return build
