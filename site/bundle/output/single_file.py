"""The whole playground as one HTML file that opens by a double click, from dist/ as it stands.

Binary parts stand in the file as they are: the file calls itself windows-1252, under which every
byte but two is a character that a browser keeps. Those two, and what could end an element, are
escaped; that costs 1.6 %, where base64 would cost 33 %. site/web/boot/provided.js reads them.
"""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bundle.output import join, page

NAME = "linreg-playground.html"
MOST_BYTES = 30_000_000
SHIFT = 42
ESCAPE = ord("=")
ESCAPED_BY = 64
# Not kept by a browser, or read as markup, or our own sign.
UNSAFE = (0x00, 0x0D, ord("<"), ESCAPE)
# The time in which WebKit reads an element grows with the square of its length: half a minute for
# the memory image in one.
PIECE = 1 << 20
# Already compressed.
PACKED = {".zip", ".zst", ".png"}


def encode(content: bytes) -> bytes:
    """The bytes as text that survives inside a script element of a windows-1252 page."""
    shifted = content.translate(bytes((i + SHIFT) % 256 for i in range(256)))
    sign = bytes([ESCAPE])
    # The sign itself first, so that no sign is escaped twice.
    for byte in sorted(UNSAFE, key=lambda b: b != ESCAPE):
        escaped = sign + bytes([(byte + ESCAPED_BY) % 256])
        shifted = shifted.replace(bytes([byte]), escaped)
    return shifted


def part(name: str, content: bytes, zipped: bool) -> bytes:
    """Script elements that hold `content`, in pieces; `zipped`: compress it here."""
    flag = " data-zipped" if zipped else ""
    encoded = encode(gzip.compress(content, 9, mtime=0) if zipped else content)
    elements = []
    for start in range(0, len(encoded), PIECE):
        words = "data-more" if start else f'data-part="{html.escape(name)}"{flag}'
        opening = f'<script type="application/octet-stream" {words}>'.encode("ascii")
        elements.append(opening + encoded[start : start + PIECE] + b"</script>\n")
    return b"".join(elements)


def plain(text: str) -> str:
    """HTML in ASCII."""
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def loader() -> str:
    """One module script: what reads the parts, and what starts the page with them."""
    joined = join.joined(page.sources(), "single_file.js")
    # A script in this page's charset may hold no other character than ASCII.
    text = re.sub(r"[^\x00-\x7f]", lambda m: f"\\u{ord(m.group()):04x}", joined)
    return text.replace("</", "<\\/")


def address(tag: str) -> str:
    found = re.search(r'(?:src|href)="([^"]+)"', tag)
    if found is None:
        raise SystemExit(f"{tag} in index.html has no address.")
    return found.group(1)


def write(dist: Path) -> Path:
    """Write dist/linreg-playground.html from the other files of dist/."""
    text = (dist / "index.html").read_text(encoding="utf-8")
    (style,) = re.findall(r'<link rel="stylesheet"[^>]*>', text)
    (icon,) = re.findall(r'<link rel="icon"[^>]*>', text)
    (touch,) = re.findall(r'<link rel="apple-touch-icon"[^>]*>', text)
    (manifest,) = re.findall(r'<link rel="manifest"[^>]*>', text)
    (bokeh,) = re.findall(r"<script defer [^>]*></script>", text)
    (boot,) = re.findall(r'<script type="module"[^>]*></script>', text)
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy"[^>]*>', text)
    pictures = re.findall(r'<meta [^>]*="(?:og|twitter):image[^>]*>', text)
    (early,) = re.findall(r'<script type="application/json" id="boot">.*?</script>', text, re.S)
    (start,) = re.findall(r"<script>.*?</script>", text, re.S)
    (data,) = re.findall(r'<script type="application/json" id="document">.*?</script>', text, re.S)
    folder = Path(address(boot)).parent.as_posix()
    script = loader()
    scripts = f"blob: data: {page.inline_hash(script)}"
    new_policy = page.POLICY.format(scripts=scripts, workers="blob: data:")
    block = lightened(json.loads(data.partition(">")[2].rpartition("<")[0]))
    image = base64.b64encode((dist / address(icon)).read_bytes()).decode()
    changes = {
        style: f"<style>{css(dist / address(style))}</style>",
        icon: f'<link rel="icon" href="data:image/svg+xml;base64,{image}">',
        touch: "",
        manifest: "",
        bokeh: "",
        boot: "",
        early: "",
        start: "",
        **dict.fromkeys(pictures, ""),
        policy: f'<meta http-equiv="Content-Security-Policy" content="{new_policy}">',
        '<meta charset="utf-8">': '<meta charset="windows-1252">',
        data: "<!-- parts -->",
    }
    for old, new in changes.items():
        text = page.fill(text, old, new)
    before, after = plain(text).split("<!-- parts -->")
    files = {
        name.relative_to(dist / folder).as_posix(): name.read_text(encoding="utf-8")
        for name in sorted((dist / folder).rglob("*.js"))
    }
    data_block = page.data_block(block, "document", ascii_only=True)
    between = f'{data_block}<script type="module">{script}</script>\n'
    # What a copy of the file is written from, by the page itself.
    template = json.dumps({"before": before, "between": between, "after": after})
    small = (
        part("scripts", json.dumps(files).encode(), True),
        part("bokeh", (dist / address(bokeh)).read_bytes(), True),
        part("template", template.encode(), True),
    )
    large = (
        part(name, (dist / name).read_bytes(), Path(name).suffix not in PACKED)
        for name in fetched(dist, block)
    )
    target = dist / NAME
    target.write_bytes(
        b"".join((before.encode(), *small, between.encode(), *large, after.encode()))
    )
    return target


def lightened(block: dict[str, Any]) -> dict[str, Any]:
    """Without what would make the file too large: the modules of the second worker and those of the
    plain boot. Nor is there anything to be watched over, or a page beside it."""
    del block["assets"]["rules"], block["assets"]["python"], block["watched"], block["landings"]
    return block


def css(style: Path) -> str:
    text = style.read_text(encoding="utf-8")
    return re.sub(r"[^\x00-\x7f]", lambda m: f"\\{ord(m.group()):x} ", text)


def fetched(dist: Path, block: Mapping[str, Any]) -> list[str]:
    """The files of dist/ that the page may fetch while it runs."""
    return [*(asset["url"] for asset in block["assets"].values()), block["late"], block["lessons"]]
