"""dist/lessons/: a page for each lesson and each example, which is read without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from playground.engine.scene import SceneCache
from playground.lessons.check import Desk
from playground.lessons.lesson import Lesson
from playground.lessons.markdown import PLACE
from playground.session.linked import fragment_of, keys_to_encode, read, resolve

from bundle import paths
from bundle.output import colours, social

FOLDER = "lessons"
SOURCES = paths.WEB / "landing"
# From the folder of a page to the playground.
HOME = "../../index.html"


@dataclass(frozen=True)
class Landing:
    """A page: the lesson or example that it shows, and the link that its button opens."""

    lesson: Lesson
    kind: str
    fragment: str

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.lesson.name}/"


def landings(course: Iterable[Lesson], examples: Iterable[Lesson]) -> list[Landing]:
    """Return all pages. A lesson opens as such, an example in the state of its first step."""
    found = [Landing(lesson, "Lesson", f"lesson={lesson.name}") for lesson in course]
    found += [Landing(one, "Example", one.links[0].fragment) for one in examples]
    names = [landing.lesson.name for landing in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SystemExit(f"A lesson and an example are both named {', '.join(twice)}.")
    return found


def by_fragment(pages: Iterable[Landing]) -> dict[str, str]:
    """Return the page about what a link shows, by the link that the page itself would make."""
    cache = SceneCache()
    return {
        _canonical(fragment, cache): page.path for page in pages for fragment in _shown_by(page)
    }


def _shown_by(page: Landing) -> Iterator[str]:
    """Return the links that show nothing but the page's lesson, at any of its steps, or example."""
    if page.kind == "Example":
        yield page.fragment
        return
    for step in re.findall(rf'<section class="step" {PLACE}="([^"]*)"', page.lesson.html):
        yield f"{page.fragment}&{unescape(step)}"


def _canonical(fragment: str, cache: SceneCache) -> str:
    given, _ = read(fragment)
    after, _ = resolve(given, cache)
    return fragment_of(keys_to_encode(after, cache, {}))


def states(pages: Iterable[Landing], desk: Desk) -> dict[str, dict[str, Any]]:
    """Return what each folder with a picture shows, as the changes of the state."""
    found = {page.path: desk.changes(page.lesson.links[0].fragment) for page in pages}
    return {"": {"view": "descent", "steps": 8}, **found}


def write(dist: Path, pages: list[Landing], address: str) -> None:
    """Write the pages, their list and their style. address: see `social.elements`."""
    folder = dist / FOLDER
    folder.mkdir()
    (icon,) = (path.name for path in dist.glob("icon-*.svg"))
    style = colours.by_system() + (SOURCES / "landing.css").read_text(encoding="utf-8")
    (folder / "landing.css").write_text(style, encoding="utf-8")
    template = (SOURCES / "page.html").read_text(encoding="utf-8")
    for page in pages:
        lesson = page.lesson
        (dist / page.path).mkdir()
        card = social.Card(lesson.title, lesson.summary, page.path, page.path)
        filled = template.format(
            title=escape(lesson.title),
            social=social.elements(card, address),
            icon=icon,
            kind=page.kind,
            summary=escape(lesson.summary),
            fragment=escape(page.fragment),
            text=readable(lesson),
        )
        (dist / page.path / "index.html").write_text(filled, encoding="utf-8")
    _write_list(folder, pages, icon, address)


def _write_list(folder: Path, pages: list[Landing], icon: str, address: str) -> None:
    summary = "A short course in least squares, and an example of each tab of the playground."
    card = social.Card("Lessons and examples", summary, f"{FOLDER}/")
    template = (SOURCES / "list.html").read_text(encoding="utf-8")
    entries = {kind: "\n".join(_entries(pages, kind)) for kind in ("Lesson", "Example")}
    text = template.format(
        icon=icon,
        social=social.elements(card, address),
        lessons=entries["Lesson"],
        examples=entries["Example"],
    )
    (folder / "index.html").write_text(text, encoding="utf-8")


def _entries(pages: list[Landing], kind: str) -> Iterator[str]:
    for page in pages:
        if page.kind == kind:
            lesson = page.lesson
            size = 'width="{}" height="{}"'.format(*social.SIZE)
            picture = f'<img src="{lesson.name}/{social.PICTURE}" alt="" loading="lazy" {size}>'
            link = f'<a href="{lesson.name}/index.html">{picture}{escape(lesson.title)}</a>'
            yield f"<li>{link}<p>{escape(lesson.summary)}</p></li>"


def readable(lesson: Lesson) -> str:
    """Return the text of a lesson as it is read without scripts."""
    html = re.sub(r"<header>.*?</header>", "", lesson.html, count=1, flags=re.DOTALL)
    html = re.sub(rf' (?:{PLACE}|data-[a-z]+)="[^"]*"', "", html)
    html = html.replace("<h3>", "<h2>").replace("</h3>", "</h2>")
    html = html.replace('href="#', f'href="{HOME}#').replace(' target="_blank" rel="noopener"', "")
    html = re.sub(r"<pre>", '<pre tabindex="0">', html)
    return re.sub(r'<p class="ask-hint">(.*?)</p>(.*?)(<a class="set" [^>]*>)</a>', _solution, html)


def _solution(match: re.Match[str]) -> str:
    """A hint to be unfolded, and a link to a solution with what is said of it."""
    hint = f"<details><summary>Hint</summary><p>{match[1]}</p></details>"
    opened = f"{match[2]}<p>{match[3]}Open a solution</a></p>"
    solution = f"<details><summary>Solution</summary>{opened}</details>"
    return hint + solution
