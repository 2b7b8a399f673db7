"""What other sites show of a page in a preview, and where search engines look for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from posixpath import relpath

PICTURE = "preview.jpg"
SIZE = (1200, 630)
SITEMAP = "sitemap.xml"


@dataclass(frozen=True)
class Card:
    """What is said of a page. path: of the page in dist/, such as lessons/ridge/, empty for the
    playground; folder: of its picture."""

    title: str
    summary: str
    path: str = ""
    folder: str = ""

    def picture(self, address: str) -> str:
        """Return the address of the picture, relative to the page where there is no address."""
        name = f"{self.folder}{PICTURE}"
        return f"{address}{name}" if address else relpath(name, self.path or ".")


def elements(card: Card, address: str) -> str:
    """Return the elements of the page's head.

    address: of the playground, with a slash at its end. Without one the picture's own address is
    relative, which most sites do not follow.
    """
    picture = card.picture(address)
    names = {
        "description": card.summary,
        "twitter:card": "summary_large_image",
        "twitter:title": card.title,
        "twitter:description": card.summary,
        "twitter:image": picture,
    }
    properties = {
        "og:type": "article" if card.path else "website",
        "og:site_name": "linreg playground",
        "og:title": card.title,
        "og:description": card.summary,
        "og:image": picture,
        "og:image:width": str(SIZE[0]),
        "og:image:height": str(SIZE[1]),
    }
    canonical = []
    if address:
        properties["og:url"] = f"{address}{card.path}"
        canonical.append(f'<link rel="canonical" href="{escape(address + card.path)}">')
    return "\n".join((*_metas("name", names), *_metas("property", properties), *canonical))


def normal_address(text: str) -> str:
    """Return an address with a slash at its end; ends the build at one that is not on the web."""
    if text and not re.fullmatch(r"https?://[^\s?#\"'<>]+", text):
        raise SystemExit(
            f"The address {text!r} cannot be used. Give one such as https://your.host/playground/."
        )
    return f"{text.rstrip('/')}/" if text else ""


def _metas(key: str, pairs: dict[str, str]) -> Iterator[str]:
    for name, content in pairs.items():
        yield f'<meta {key}="{name}" content="{escape(content)}">'


def write_sitemap(dist: Path, address: str) -> None:
    """List the pages of dist/ for search engines; nothing without an address."""
    if not address:
        return
    pages = ["", *_pages(dist, "lessons"), *_pages(dist, "docs")]
    places = "".join(f"<url><loc>{escape(address + page)}</loc></url>\n" for page in pages)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    (dist / SITEMAP).write_text(f"{head}{opening}{places}</urlset>\n", encoding="utf-8")


def _pages(dist: Path, folder: str) -> Iterator[str]:
    for path in sorted((dist / folder).rglob("*.html")):
        yield path.relative_to(dist).as_posix().removesuffix("index.html")
