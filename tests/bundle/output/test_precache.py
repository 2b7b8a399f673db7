"""The service worker's list, and the icons and manifest of the installed page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bundle import paths
from bundle.output import install, precache
from bundle.output.assets import digest
from PIL import Image

BLOCK = {
    "assets": {
        "wasm": {"url": "a-0123456789.wasm", "size": 1, "sha256": ""},
        "image": {"url": "image-0123456789.zst", "rawSize": 7, "rawSha256": "of seven"},
    }
}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    block = f'<script type="application/json" id="document">{json.dumps(BLOCK)}</script>'
    (tmp_path / "index.html").write_text(f'<html lang="en" data-build="">{block}')
    others = ("linreg-playground.zip", "preview.jpg", "sitemap.xml")
    read = ("docs/index.html", "docs/search/search_index.json", "lessons/ridge/index.html")
    for name in (*(a["url"] for a in BLOCK["assets"].values()), *others, *read):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / ".built-from").write_text("x")
    return tmp_path


def listed(dist: Path) -> dict[str, Any]:
    text = (dist / "service-worker.js").read_text()
    found = re.search(r"^const \{ build, files \} = (\{.*?^\});", text, re.S | re.M)
    assert found is not None
    whole: dict[str, Any] = json.loads(found[1])
    return whole


def test_every_file_but_downloads_and_pages_to_read_is_listed_as_it_is(dist: Path) -> None:
    build = precache.write(dist)
    whole = listed(dist)
    assert whole["build"] == build
    assert f'data-build="{build}"' in (dist / "index.html").read_text()
    assert set(whole["files"]) == {"index.html", "a-0123456789.wasm", "image-0123456789.zst"}
    for name, file in whole["files"].items():
        content = (dist / name).read_bytes()
        assert (file["size"], file["sha256"]) == (len(content), digest(content))


def test_it_says_what_the_page_checks_and_what_a_host_may_unpack(dist: Path) -> None:
    precache.write(dist)
    files = listed(dist)["files"]
    assert [name for name in files if files[name].get("checked")] == [
        "a-0123456789.wasm",
        "image-0123456789.zst",
    ]
    assert files["image-0123456789.zst"]["raw"] == {"size": 7, "sha256": "of seven"}


def test_the_build_is_named_by_its_files_alone(dist: Path) -> None:
    first = precache.write(dist)
    assert precache.write(dist) == first
    (dist / "a-0123456789.wasm").write_text("other")
    assert precache.write(dist) != first


def test_without_offline_the_worker_removes_itself_and_the_page_asks_for_none(dist: Path) -> None:
    precache.write(dist)
    assert precache.write(dist, offline=False) == ""
    assert 'data-build=""' in (dist / "index.html").read_text()
    remover = (paths.WEB / precache.REMOVER).read_bytes()
    assert (dist / "service-worker.js").read_bytes() == remover


def icon(name: str) -> Image.Image:
    return Image.open(paths.WEB / "icons" / name).convert("RGBA")


@pytest.mark.parametrize(
    ("name", "size", "maskable"),
    [
        ("icon-192.png", 192, False),
        ("icon-512.png", 512, False),
        ("icon-maskable.png", 512, True),
        ("icon-touch.png", 180, True),
    ],
)
def test_icons_show_the_mark(name: str, size: int, maskable: bool) -> None:
    image = icon(name)
    assert image.size == (size, size)
    assert image.getpixel((0, 0))[3] == (255 if maskable else 0)
    # The line runs through the middle of what is between its ends.
    middle = 16 / 32 * size, 16.5 / 32 * size
    assert image.getpixel((int(middle[0]), int(middle[1]))) == (0, 114, 178, 255)


@pytest.mark.parametrize("name", ["icon-maskable.png", "icon-touch.png"])
def test_a_maskable_icon_keeps_the_mark_within_its_safe_circle(name: str) -> None:
    image = icon(name).convert("RGB")
    size = image.width
    places = [(x, y) for x in range(size) for y in range(size)]
    inked = [place for place in places if image.getpixel(place) != (255, 255, 255)]
    middle = (size - 1) / 2
    assert max((x - middle) ** 2 + (y - middle) ** 2 for x, y in inked) < (0.4 * size) ** 2


def test_the_manifest_is_relative_throughout() -> None:
    text = json.dumps(install.manifest([]))
    assert '"/' not in text
    assert "//" not in text
