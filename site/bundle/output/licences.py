"""dist/licenses/: the licence of everything that is shipped, and a page that lists them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from html import escape
from importlib.metadata import distribution
from pathlib import Path

from bundle import paths, pins

NOT_IN_A_WHEEL = {
    "pyodide": ("Pyodide", "pyodide.txt"),
    "python": ("Python and its standard library", "python.txt"),
    "zstandard": ("Zstandard, compiled to WebAssembly", "zstandard.txt"),
    "iframe-worker": ("iframe-worker, in the documentation", "iframe-worker.txt"),
}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Licences - linreg playground</title>
<link rel="icon" href="../{icon}">
<link rel="stylesheet" href="../{style}">
</head>
<body class="document">
<main>
<h1>Licences</h1>
<p>The playground is free software under the BSD 3-Clause licence. It ships these parts of others,
each under its own licence. <a href="../index.html">Back to the playground</a>.</p>
<ul>
{items}
</ul>
</main>
</body>
</html>
"""


def is_licence(name: str) -> bool:
    last = name.rpartition("/")[2].upper()
    in_metadata = ".dist-info/" in name
    return in_metadata and ("LICEN" in last or "COPYING" in last) and not name.endswith("/")


def of_wheel(wheel: Path) -> str:
    """All licence texts of a wheel, one after the other."""
    with zipfile.ZipFile(wheel) as packed:
        names = [name for name in sorted(packed.namelist()) if is_licence(name)]
        if not names:
            raise SystemExit(f"{wheel.name} carries no licence text; it cannot be shipped.")
        return "\n\n".join(packed.read(name).decode("utf-8", "replace").strip() for name in names)


def texts(wheels: Mapping[str, Path]) -> dict[str, tuple[str, str]]:
    """File stem -> (title, text)."""
    found = {"linreg-playground": ("The playground itself", (paths.ROOT / "LICENSE").read_text())}
    for stem, (title, file) in NOT_IN_A_WHEEL.items():
        found[stem] = (title, (Path(__file__).parent / "licences" / file).read_text())
    for pin in pins.PACKAGES:
        project, version = pin.name.split("-")[:2]
        own = Path(__file__).parent / "licences" / f"{project}.txt"
        # Some wheels name their licence without its text, which their repository has.
        text = own.read_text() if own.exists() else of_wheel(wheels[pin.name])
        found[project] = (f"{project} {version}", text)
    theme = distribution("mkdocs-material")
    (licence,) = (path for path in theme.files or () if is_licence(str(path)))
    title = f"Material for MkDocs {theme.version}, in the documentation"
    found["mkdocs-material"] = (title, licence.read_text().strip())
    return found


def write(target: Path, wheels: Mapping[str, Path], style: str) -> None:
    target.mkdir()
    items = []
    for stem, (title, text) in texts(wheels).items():
        (target / f"{stem}.txt").write_text(text + "\n", encoding="utf-8")
        items.append(f'<li><a href="{stem}.txt">{escape(title)}</a></li>')
    (icon,) = (path.name for path in target.parent.glob("icon-*.svg"))
    page = PAGE.format(style=style, icon=icon, items="\n".join(items))
    (target / "index.html").write_text(page, encoding="utf-8")
