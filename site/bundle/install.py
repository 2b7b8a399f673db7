"""What makes the page installable: the manifest, and the mark as icons of all sizes asked for."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from PIL import Image, ImageDraw

from bundle import paths

if TYPE_CHECKING:
    from bundle.page import Assets

MANIFEST = "manifest.webmanifest"
SVG = "{http://www.w3.org/2000/svg}"
# Drawn so many times larger, then reduced: smooth edges.
OVERSAMPLED = 4
# Systems cut maskable icons to their own shapes and leave a circle of 80 % across whole;
# at this scale the mark is within it.
SAFE = 0.74
GROUND = "#ffffff"


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def draw(svg: str, size: int, maskable: bool = False) -> bytes:
    """The mark as a PNG: rounded ground, straight strokes with round ends, and discs.

    Maskable: the ground fills the square, and the mark keeps to the safe circle.
    """
    root = ElementTree.fromstring(svg)
    side = numbers(root.attrib["viewBox"])[2]
    whole = size * OVERSAMPLED
    scale = whole / side * (SAFE if maskable else 1)
    shift = whole * (1 - SAFE) / 2 if maskable else 0
    image = Image.new("RGBA", (whole, whole), GROUND if maskable else "#ffffff00")
    pencil = ImageDraw.Draw(image)

    def disc(x: float, y: float, radius: float, fill: str) -> None:
        left, top, right, bottom = (
            shift + scale * value for value in (x - radius, y - radius, x + radius, y + radius)
        )
        pencil.ellipse((left, top, right, bottom), fill=fill)

    for shape in root:
        given = shape.attrib
        match shape.tag.removeprefix(SVG):
            case "rect":
                radius = float(given["rx"]) * scale
                if not maskable:
                    box = (0, 0, whole - 1, whole - 1)
                    pencil.rounded_rectangle(box, radius=radius, fill=given["fill"])
            case "path":
                x1, y1, x2, y2 = numbers(given["d"])
                width = float(given["stroke-width"])
                ends = [shift + scale * value for value in (x1, y1, x2, y2)]
                pencil.line(ends, fill=given["stroke"], width=round(width * scale))
                disc(x1, y1, width / 2, given["stroke"])
                disc(x2, y2, width / 2, given["stroke"])
            case "g":
                for circle in shape:
                    x, y, radius = (float(circle.attrib[key]) for key in ("cx", "cy", "r"))
                    disc(x, y, radius, given["fill"])
            case other:
                raise SystemExit(
                    f"site/web/icon.svg holds a {other}, which install.py cannot draw."
                )
    target = io.BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(target, "PNG", optimize=True)
    return target.getvalue()


def manifest(icons: list[dict[str, str]]) -> dict[str, Any]:
    """Relative addresses only; without an id, two copies under two paths are two apps."""
    return {
        "name": "linreg playground",
        "short_name": "linreg",
        "description": "See linear regression happen, on your own data, on your own device.",
        "lang": "en",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "categories": ["education"],
        "icons": icons,
        # A link that is opened is a session of its own: it never replaces one that runs.
        "launch_handler": {"client_mode": "navigate-new"},
        "file_handlers": [
            {
                "action": "./",
                "accept": {
                    "application/json": [".linreg.json", ".json"],
                    "text/csv": [".csv"],
                    "text/tab-separated-values": [".tsv"],
                },
            }
        ],
    }


def write(assets: Assets, target: Path) -> str:
    """Write icons and manifest; returns the elements of the page's head that name them."""
    svg = (paths.WEB / "icon.svg").read_text(encoding="utf-8")
    vector = assets.file("icon.svg", svg.encode())
    icons = [{"src": vector, "type": "image/svg+xml", "sizes": "any"}]
    for size in (192, 512):
        name = assets.file(f"icon-{size}.png", draw(svg, size))
        icons.append({"src": name, "type": "image/png", "sizes": f"{size}x{size}"})
    round_one = assets.file("icon-maskable.png", draw(svg, 512, maskable=True))
    icons.append({"src": round_one, "type": "image/png", "sizes": "512x512", "purpose": "maskable"})
    touch = assets.file("icon-touch.png", draw(svg, 180, maskable=True))
    text = json.dumps(manifest(icons), indent=1) + "\n"
    (target / MANIFEST).write_text(text, encoding="utf-8")
    return "\n".join(
        (
            f'<link rel="icon" href="{vector}">',
            f'<link rel="apple-touch-icon" href="{touch}">',
            f'<link rel="manifest" href="{MANIFEST}">',
        )
    )
