"""Lay dist/ out: content-hashed assets, and index.html with the document inside."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bundle import archive, install, paths, pins

# 'unsafe-inline' for styles: BokehJS writes style attributes and style elements. Scripts may come
# from our own files only, and may compile WebAssembly but not text.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob:",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
BOKEH_JS = "bokeh/server/static/js/bokeh.min.js"
# The words of a link that the page reads before Python does.
EARLY = ("theme", "view", "embed", "hide")
STYLES = ("style.css", "lessons.css")
PAGE_SCRIPTS = ("boot.js",)
IMPORT = re.compile(r'(?:import |export |\} from ).*?"(\.{1,2}/[^"]+)";$')
FIRST_SCRIPT = "start.js"
# What of the document's block the first script needs, before the document is there.
BOOT_SETTINGS = ("assets", "bound", "digest", "late", "platform", "runtime")
# Scripts whose address others write into their pages: no hash, and not a part of the page.
OWN_ADDRESS = ("embed.js",)
# Of the single-file edition only.
INLINED = ("single_file.js",)
# Not of the page: at the site's root, see precache.py.
WORKERS = ("service-worker.js", "remove-offline.js")


def digest(*contents: bytes) -> str:
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


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

    def describe(self, path: str) -> dict[str, Any]:
        content = (self._target / path).read_bytes()
        sent = min(len(content), len(archive.gzipped(content)))
        return {"url": path, "sha256": digest(content), "size": len(content), "sent": sent}

    def describe_packed(self, name: str, content: bytes) -> dict[str, Any]:
        """As describe, of a file stored as gzip, which hosts would not compress by themselves."""
        raw = {"rawSize": len(content), "rawSha256": digest(content)}
        return self.describe(self.file(name, archive.gzipped(content))) | raw


def bokeh_js(wheels: Mapping[str, Path]) -> bytes:
    (wheel,) = (path for name, path in wheels.items() if name.startswith("bokeh-"))
    with zipfile.ZipFile(wheel) as packed:
        return packed.read(BOKEH_JS)


def scripts() -> dict[str, bytes]:
    """What a browser loads as is, but for the page and its style."""
    return {
        name: content
        for name, content in archive.read_folder(paths.WEB).items()
        if name.endswith(".js") and name not in (*OWN_ADDRESS, *INLINED, *WORKERS)
    }


def page_modules(files: Mapping[str, bytes]) -> list[str]:
    """The modules that the page itself imports, so that it can ask for all of them at once."""
    reached: list[str] = []
    waiting = list(PAGE_SCRIPTS)
    while waiting:
        name = waiting.pop(0)
        if name in reached:
            continue
        reached.append(name)
        folder = Path(name).parent
        for line in files[name].decode().splitlines():
            if imported := IMPORT.match(line):
                resolved = (paths.WEB / folder / imported[1]).resolve().relative_to(paths.WEB)
                waiting.append(resolved.as_posix())
    return reached


def head(
    style: str, icons: str, bokeh: str, folder: str, modules: list[str], start: Mapping[str, Any]
) -> str:
    preloads = [f'<link rel="modulepreload" href="{folder}/{name}">' for name in modules]
    return "\n".join(
        (
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            # Python shall come to life while the page is still being read.
            data_block(start, "boot"),
            f'<script async type="module" src="{folder}/{FIRST_SCRIPT}"></script>',
            icons,
            f'<link rel="stylesheet" href="{style}">',
            f'<script defer src="{bokeh}"></script>',
            *preloads,
            f'<script type="module" src="{folder}/{PAGE_SCRIPTS[0]}"></script>',
        )
    )


def data_block(content: Mapping[str, Any], name: str, ascii_only: bool = False) -> str:
    """JSON that cannot end its element, whatever the strings in it hold."""
    text = json.dumps(content, separators=(",", ":"), sort_keys=True, ensure_ascii=ascii_only)
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'<script type="application/json" id="{name}">{safe}</script>'


def version() -> str:
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def made_with(wheels: Iterable[str]) -> str:
    """What runs in the page, with versions; wheels: their file names."""
    versions = dict(name.split("-")[:2] for name in wheels)
    python = pins.PLATFORM["python"].rpartition(".")[0]
    packages = (f"{title} {versions[title.lower()]}" for title in ("NumPy", "Panel", "Bokeh"))
    return ", ".join([f"Python {python}", f"Pyodide {pins.PYODIDE}", *packages])


def fill(template: str, marker: str, content: str) -> str:
    if template.count(marker) != 1:
        raise SystemExit(f"site/web/index.html must hold {marker} once.")
    return template.replace(marker, content)


def write(
    target: Path,
    wheels: Mapping[str, Path],
    runtime: Mapping[str, Path],
    rehearsal: Mapping[str, Any],
    archives: Mapping[str, bytes],
    course: bytes,
    bound: str,
    image: bytes | None,
) -> str:
    """Write all but the licences and the wheel; returns the name of the style sheet.

    bound: what the memory image and the rest of the page must agree on.
    """
    assets = Assets(target)
    style = assets.file("style.css", b"".join((paths.WEB / name).read_bytes() for name in STYLES))
    icons = install.write(assets, target)
    bokeh = assets.file("bokeh.min.js", bokeh_js(wheels))
    files = scripts()
    folder = assets.folder("app", files)
    python = assets.folder("pyodide", {name: path.read_bytes() for name, path in runtime.items()})
    late = assets.file("python-late.zip", archives["late"])
    block = {
        "document": rehearsal["document"],
        "digest": rehearsal["digest"],
        "state": rehearsal["state"],
        "colours": rehearsal["colours"],
        "early": {word: rehearsal["schema"]["properties"][word] for word in EARLY},
        "platform": pins.PLATFORM,
        "bound": bound,
        "runtime": f"{python}/",
        "late": late,
        "lessons": assets.file("lessons.html", course),
        "assets": {
            "wasm": assets.describe(f"{python}/pyodide.asm.wasm"),
            "stdlib": assets.describe(f"{python}/python_stdlib.zip"),
            "python": assets.describe(assets.file("python.zip", archives["first"])),
            "rules": assets.describe(assets.file("rules.zip", archives["rules"])),
        },
    }
    if image is not None:
        block["assets"]["image"] = assets.describe_packed("image.gz", image)
    start = {name: block[name] for name in BOOT_SETTINGS}
    page = (paths.WEB / "index.html").read_text(encoding="utf-8")
    page = fill(
        page, "<!-- assets -->", head(style, icons, bokeh, folder, page_modules(files), start)
    )
    page = fill(page, "<!-- version -->", version())
    page = fill(page, "<!-- made-with -->", made_with([*wheels, pins.NUMPY]))
    page = fill(page, "<!-- wheel -->", f"linreg-{version()}-py3-none-any.whl")
    page = fill(page, "<!-- document -->", data_block(block, "document"))
    (target / "index.html").write_text(page, encoding="utf-8")
    for name in OWN_ADDRESS:
        (target / name).write_bytes((paths.WEB / name).read_bytes())
    schema = json.dumps(rehearsal["schema"], indent=1, sort_keys=True)
    (target / "state.schema.json").write_text(schema + "\n")
    return style
