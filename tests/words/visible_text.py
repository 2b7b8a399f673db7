"""Everything that a reader may see, as (where, text)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bokeh.models import Axis
from playground.controls.models import (
    Choice,
    Control,
    FigureMenu,
    Formula,
    Group,
    NumberTable,
    Picks,
    Prose,
    Transforms,
)
from playground.glossary.entries import ENTRIES
from playground.runtime.app import App, make_app
from playground.session.names import TABS

from linreg import links

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "site" / "web"
Texts = Iterator[tuple[str, str]]

# Data and settings under which the tabs say different things.
STATES: tuple[dict[str, Any], ...] = (
    {},
    {"data": "collinear", "epsilon": 0.001, "penalty": "lasso", "steps": 5},
    {"data": "collinear", "epsilon": 0.0, "penalty": "ridge"},
    {"data": "classes", "update": "minibatch", "lr": 0.3, "steps": 5},
    {"data": "longley", "precision": "float32", "update": "nesterov"},
    {"data": "sine", "degree": 3, "basis": "mapped", "show": ["truth", "bands", "own-line"]},
    {"data": "forbes", "formula": "log(pressure) ~ boiling_point", "show": ["bands"]},
    {"data": "own", "points": {"columns": [{"name": "x", "values": ["1", "1"]},
                                           {"name": "y", "values": ["1", "2"]}]}},
)  # fmt: skip
BAD_LINKS = (
    "data=foo&n=abc&bogus=1&correlation=2&steps&lr=-1&penalty=rige&points=zz",
    "points=AAAA", "code=!!", "v=2", "data=own", "points=x:1,2;y:3", "seed=1e400", "view=x",
    "start=1,2,3", "features=q", "target=q", "data=sine&points=x:1,2;y:3,4", "outliers=50&n=10",
    "data=outliers&n=10&outliers=50", "epsilon=2", "degree=21", "line=1", "show=curve",
    "formula=y~lgo(x)", "formula=y~z", "formula=log(y)~x", "formula=sin(y)~x", "formula=y~log(y)",
    "formula=x%2By~x", "formula=y^2~x", "formula=y~",
)  # fmt: skip
BAD_TABLES = (
    b"", b"x,y\n", b"x,y\n1,2\n3,oops\n4,5\n", b"name,y\nA,1\nB,2\n", b"x,y\n1,\n2,3\n3,4\n",
    b'[{"x": 1},', b"%PDF-1.4", b"PK\x03\x04", b'x,y\n1,"2\n', b"1,250;3\n1,500;4\n2,750;5\n",
    b"x,x\n1,2\n2,4\n", b"x\n1\n2\n",
)  # fmt: skip


def of_tabs() -> Texts:
    """Texts of the tabs in several states."""
    app = make_app(lambda: 0.0)
    for number, state in enumerate(STATES):
        for tab in TABS:
            app.set_state({**links.defaults(), **state, "view": tab})
            _unfold(app)
            yield from ((f"page, state {number}", text) for text in texts_of(app))


def of_notices() -> Texts:
    """What is said of bad links, bad tables, and fits that need a warning."""
    app = make_app(lambda: 0.0)
    for state in STATES:
        app.set_state({**links.defaults(), **state})
        yield from (("notice", message) for message in _notices(app))
    for fragment in BAD_LINKS:
        app.links.open(fragment, False)
        yield from (("link", message) for message in _notices(app))
    for table in BAD_TABLES:
        app.upload("file.csv", table)
        yield from (("table", message) for message in _notices(app))


def _notices(app: App) -> Iterator[str]:
    messages = app.get_state()["results"]["messages"]
    yield from (message["text"] for message in messages)


def _unfold(app: App) -> None:
    for fold in app.document.select({"type": Group, "look": "fold"}):
        fold.open = True
    while app.animating:
        app.frame(1000 / 60)


def texts_of(app: App) -> Iterator[str]:
    """Texts of the document as it stands."""
    select = app.document.select
    for prose in select({"type": Prose}):
        yield "".join(text for text, _ in prose.parts)
    for control in select({"type": Control}):
        yield from (control.label, control.help)
        if isinstance(control, Choice | Picks | Transforms):
            yield from (text for _, text in control.options)
    for group in select({"type": Group}):
        yield group.title
    for menu in select({"type": FigureMenu}):
        yield from (menu.title, *(caption for caption, _, _ in menu.tables))
    for table in select({"type": NumberTable}):
        yield from (table.caption, *table.columns)
        yield from ("".join(text for text, _ in cell) for row in table.rows for cell in row)
    for formula in select({"type": Formula}):
        yield formula.note
    for axis in select({"type": Axis}):
        yield axis.axis_label or ""


def of_glossary() -> Texts:
    for key, entry in ENTRIES.items():
        yield f"glossary {key}", entry.title
        yield f"glossary {key}", entry.words


def of_schema() -> Texts:
    for key in links.KEYS.values():
        yield f"schema {key.name}", key.doc


class _Text(HTMLParser):
    """Text of HTML, block by block; code, formulas and scripts are left out."""

    SILENT = ("script", "style", "math", "pre", "code")
    BLOCKS = ("p", "li", "h1", "h2", "h3", "td", "div", "section", "button", "title", "summary")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.found.append("")
        self.found += [value or "" for name, value in attrs if name in ("aria-label", "content")]
        self.found.append("") if tag == "meta" else None

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in self.SILENT
        if tag in self.BLOCKS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self.silent == 0:
            self.found[-1] += data


def text_of_html(html: str) -> list[str]:
    parser = _Text()
    parser.feed(html)
    return [" ".join(text.split()) for text in parser.found if text.strip()]


def of_html() -> Texts:
    for path in (WEB / "index.html", *sorted((WEB / "landing").glob("*.html"))):
        html = path.read_text(encoding="utf-8")
        yield from ((path.name, text) for text in text_of_html(html))


_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
_COMMENT = re.compile(r"^\s*(//|/\*|\*).*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)
# What is no sentence: code, markup, selectors, lists of names.
_CODE = re.compile(r"[{};<>]|=>|\\n|\$\(|^[\w$.#\[\] =-]+$|var\(|^[A-Z]\w+( [A-Z]\w+)+ ?$")


def of_scripts() -> Texts:
    """String literals of the page's scripts that read as text; what is put in counts as a word."""
    for path in sorted(WEB.rglob("*.js")):
        source = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        for match in _STRING.finditer(source):
            text = re.sub(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "7", match[1] or match[2] or "")
            if len(text.split()) > 1 and not _CODE.search(text):
                yield path.relative_to(WEB).as_posix(), text


def of_lessons() -> Texts:
    from bundle.lessons.lessons import EXAMPLES, read_all

    for lesson in (*read_all(), *read_all(EXAMPLES)):
        yield from ((f"lesson {lesson.name}", text) for text in text_of_html(lesson.html))


def of_documents() -> Texts:
    for path in (ROOT / "README.md", *sorted((ROOT / "site" / "docs").glob("*.md"))):
        text = re.sub(r"(`{3,4})[^`].*?\1", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<!--.*?-->|<linreg-playground.*?</linreg-playground>", "", text)
        # Links by their text, code by a word, a table by its cells.
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
        text = re.sub(r"`[^`\n]*`", "X", text)
        for block in re.split(r"\n\s*\n|\n(?=[-#|] ?)", text):
            for cell in block.split("|") if block.startswith("|") else [block]:
                yield path.name, " ".join(cell.lstrip("-# ").split())


def everything() -> Texts:
    yield from of_tabs()
    yield from of_notices()
    yield from of_glossary()
    yield from of_schema()
    yield from of_html()
    yield from of_scripts()
    yield from of_lessons()
    yield from of_documents()


if __name__ == "__main__":
    print(json.dumps(sorted(set(everything())), ensure_ascii=False, indent=0))
