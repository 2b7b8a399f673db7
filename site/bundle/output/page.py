"""Lay dist/ out: content-hashed assets, and index.html with the document inside."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bundle import archive, paths, pins
from bundle.output import bokeh_js, install, join, social
from bundle.output.assets import Assets, integrity

# 'unsafe-inline' for styles: BokehJS writes style attributes and style elements. Scripts may be our
# own files and the one whose hash is named, and may compile WebAssembly but not text.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src {scripts} 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob:",
        "worker-src {workers}",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
# The keys of a link that the page reads before Python does.
EARLY = ("theme", "view", "embed", "hide", "present")
# In the order in which later rules win.
STYLES = (
    *("colours", "page", "layout", "rail", "welcome", "phone", "media", "dialogs", "framed"),
    *("present", "lessons"),
)
PAGE_SCRIPT = "boot.js"
FIRST_SCRIPT = "start.js"
WORKER = "worker.js"
# What a browser asks for by name, each with all that it imports.
ENTRIES = (PAGE_SCRIPT, WORKER, "sandbox_worker.js")
# What of the document's block the first script needs, before the document is there.
BOOT_SETTINGS = ("assets", "bound", "digest", "late", "platform", "runtime", "watched", "worker")
# Of the runtime, what the worker imports: files of its folder, by the names that assets have.
RUNTIME_MODULES = {"loader": "pyodide.mjs", "module": "pyodide.asm.mjs"}
# The style's last rule: a style sheet that was cut off lacks it (see site/web/start.js).
WHOLE = b":root { --whole: yes; }\n"
# What the page is made with, besides NumPy.
WHEELS = [pin.name for pin in pins.PACKAGES]
# What previews and search engines show of the playground.
CARD = social.Card(
    "linreg playground: linear regression you can touch",
    "Fit a line to your own points with the closed form and gradient descent, in your browser. "
    "Your data never leave your device.",
)
# Scripts whose address others write into their pages: no hash, and not a part of the page.
OWN_ADDRESS = ("embed.js",)


def sources() -> dict[str, str]:
    return {
        name: content.decode()
        for name, content in archive.read_folder(paths.WEB).items()
        if name.endswith((".js", ".css"))
    }


def scripts(files: Mapping[str, str]) -> dict[str, bytes]:
    """What a browser loads, but for the page and its style. files: as sources() gives them."""
    return {entry: join.joined(files, entry).encode() for entry in ENTRIES}


def enclosed(text: str) -> str:
    """A classic script with names of its own."""
    return f'"use strict";\n{{\n{text}}}'


def inline_script(text: str) -> str:
    """A script that may stand in a page, with names of its own."""
    return enclosed(text).replace("</", "<\\/").replace("<!--", "<\\!--")


def style() -> bytes:
    files = (paths.WEB / "styles" / f"{name}.css" for name in STYLES)
    return b"".join((*(file.read_bytes() for file in files), WHOLE))


def inline_hash(script: str) -> str:
    """What a policy calls a script in the page."""
    return f"'{integrity(script.encode())}'"


def watched(assets: Assets, style: str, bokeh: str, folder: str) -> dict[str, dict[str, Any]]:
    """What the page's first script watches over."""
    files = {"style": style, "bokeh": bokeh, "page": f"{folder}/{PAGE_SCRIPT}"}
    files["worker"] = f"{folder}/{WORKER}"
    return {name: assets.describe(path) for name, path in files.items()}


def head(
    assets: Assets, style: str, icons: str, bokeh: str, folder: str, start: str, first: str
) -> str:
    """The elements of the page's head. first: the script that comes before all else; start: the
    block of data that it reads."""
    policy = POLICY.format(scripts=f"'self' {inline_hash(first)}", workers="'self' blob:")
    boot = f"{folder}/{PAGE_SCRIPT}"
    return "\n".join(
        (
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            # Python shall come to life before anything else is asked for.
            start,
            f"<script>{first}</script>",
            icons,
            f'<link rel="stylesheet" href="{style}">',
            f'<script defer src="{bokeh}" integrity="{assets.integrity(bokeh)}"></script>',
            f'<script type="module" src="{boot}" integrity="{assets.integrity(boot)}"></script>',
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
    image: Sequence[bytes],
    unpacker: bytes,
    landings: Mapping[str, str],
    address: str,
) -> str:
    """Write all but the licences and the wheel; returns the name of the style sheet.

    bound: what the memory image and the rest of the page must agree on; unpacker: of the image;
    landings: the page about what a link shows, by its fragment; address: see `social.elements`.
    """
    assets = Assets(target)
    bokeh = assets.file(
        "bokeh.min.js", bokeh_js.when_asked_for(bokeh_js.published(wheels)).encode()
    )
    python = assets.folder("pyodide", {name: path.read_bytes() for name, path in runtime.items()})
    block = {
        "document": rehearsal["document"],
        "digest": rehearsal["digest"],
        "state": rehearsal["state"],
        "colours": rehearsal["colours"],
        "keys": list(rehearsal["schema"]["properties"]),
        "early": {key: rehearsal["schema"]["properties"][key] for key in EARLY},
        "platform": pins.PLATFORM,
        "bound": bound,
        "runtime": f"{python}/",
        "late": assets.file("python-late.zip", archives["late"]),
        "lessons": assets.file("lessons.html", course),
        "landings": dict(landings),
        "assets": {
            "wasm": assets.describe(f"{python}/pyodide.asm.wasm"),
            "stdlib": assets.describe(f"{python}/python_stdlib.zip"),
            "python": assets.describe(assets.file("python.zip", archives["first"])),
            "rules": assets.describe(assets.file("rules.zip", archives["rules"])),
            "image": assets.describe_frames("image.zst", image),
            "zstd": assets.describe(assets.file("zstd.wasm", unpacker)),
            **{name: assets.describe(f"{python}/{file}") for name, file in RUNTIME_MODULES.items()},
        },
    }
    schema = json.dumps(rehearsal["schema"], indent=1, sort_keys=True)
    (target / "state.schema.json").write_text(schema + "\n")
    return lay_out(target, sources(), block, bokeh, address)


def lay_out(
    target: Path, files: Mapping[str, str], block: dict[str, Any], bokeh: str, address: str = ""
) -> str:
    """Write page, style and scripts; returns the name of the style sheet.

    files: as sources() gives them; block: what else there is to be said in the page; bokeh: the
    name of BokehJS, which is in target already.
    """
    assets = Assets(target)
    sheet = assets.file("style.css", style())
    icons = install.write(assets, target)
    folder = assets.folder("app", scripts(files))
    block |= {"worker": f"{folder}/{WORKER}", "watched": watched(assets, sheet, bokeh, folder)}
    start = data_block({name: block[name] for name in BOOT_SETTINGS}, "boot")
    first = inline_script(join.joined(files, FIRST_SCRIPT))
    page = (paths.WEB / "index.html").read_text(encoding="utf-8")
    page = fill(page, "<!-- assets -->", head(assets, sheet, icons, bokeh, folder, start, first))
    page = fill(page, "<!-- social -->", social.elements(CARD, address))
    page = fill(page, "<!-- version -->", version())
    page = fill(page, "<!-- made-with -->", made_with([*WHEELS, pins.NUMPY]))
    page = fill(page, "<!-- wheel -->", f"linreg-{version()}-py3-none-any.whl")
    page = fill(page, "<!-- document -->", data_block(block, "document"))
    (target / "index.html").write_text(page, encoding="utf-8")
    for name in OWN_ADDRESS:
        (target / name).write_text(enclosed(join.joined(files, name)), encoding="utf-8")
    return sheet
