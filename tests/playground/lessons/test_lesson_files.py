"""Lessons of other authors: faults have lines, the rest stands, and nothing of them acts."""

from __future__ import annotations

import json
import time
from html.parser import HTMLParser

import pytest
from bundle.lessons import lessons
from bundle.lessons.labels import labels
from playground.lessons import drafts
from playground.lessons.check import Desk
from playground.lessons.drafts import Drafts
from playground.lessons.lesson import Lesson
from playground.lessons.markdown import MOST_FAULTS, MOST_STEPS, read

HEAD = "---\ntitle: A title\norder: 1\nsummary: In short.\n---\n\n"
STEP = "## [A step](#steps=5)\n\n"
ALLOWED = {
    "article", "header", "section", "h2", "h3", "p", "a", "em", "strong", "code", "pre", "ul", "ol",
    "li", "div", "span", "hr", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
    "math", "mrow", "mi", "mo", "mn", "mfrac", "msup", "msub", "msqrt", "mover",
}  # fmt: skip


class Markup(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.links: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action")}


def checked(text: str, name: str = "mine.md") -> tuple[str, list[tuple[int, str]]]:
    """The article of a lesson and its faults, as the page asks for them."""
    page = Drafts(time.monotonic)
    html, told, done = page.open(name, text)["html"], [], False
    while not done:
        part = page.check()
        told += part["faults"]
        done = part["done"]
    return html, told


@pytest.mark.parametrize("lesson", lessons.read_all(), ids=lambda lesson: lesson.name)
def test_our_lessons_read_the_same_in_the_page(lesson: Lesson) -> None:
    text = (lessons.FOLDER / f"{lesson.name}.md").read_text(encoding="utf-8")
    html, told = checked(text, lesson.name)
    assert html == Desk().with_states(lesson.html)
    assert told == []


def test_a_lesson_with_faults_opens_with_its_title_and_text() -> None:
    text = (
        HEAD
        + "Before the first step.\n\n"
        + STEP
        + "Five steps: [0.2961](=results.loss.descent).\nA <b>bold</b> one.\n\n"
        + "[Nowhere](http://elsewhere.example/) and $\\fraq{1}{2}$.\n\n"
        + "```ask\nDo it.\nwhen: steps > 9\n```\n"
    )
    html, told = checked(text)
    assert [line for line, _ in sorted(told)] == [7, 11, 12, 14, 14, 16]
    assert "<h2>A title</h2>" in html
    assert "Before the first step." in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert "Do it." in html
    assert Markup(html).links == set()
    assert any("0.29603" in text for _, text in told)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No head.\n",
        "---\ntitle: T\n",
        "---\norder: x\n---\n",
        HEAD,
        HEAD + "## No link\n\nText.\n",
    ],
)
def test_what_is_hardly_a_lesson_still_has_a_step(text: str) -> None:
    html, told = checked(text)
    assert 'class="step"' in html
    assert told


def test_a_label_that_no_control_has_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_labels", labels)
    _, told = checked(HEAD + STEP + "The [Noize](control).\n")
    assert told == [(9, "the page has no control labelled 'Noize'; did you mean 'Noise'.")]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x](data:text/html,hi)",
        "[x](//elsewhere.example/)",
        "[x](vbscript:x)",
        "![x](https://elsewhere.example/a.png)",
        "<style>body{display:none}</style>",
        '<form action="https://elsewhere.example"><button>Upload data</button></form>',
        "<iframe src=https://elsewhere.example></iframe>",
        '[x](https://elsewhere.example/"onmouseover="alert(1))',
        "$\\href{javascript:alert(1)}{x}$",
        "$\\style{color:red}{x}$ $\\class{veil}{x}$",
        '[x](#points=x:1,2;y:3,"><script>alert(1)</script>)',
        "```html\n<script>alert(1)</script>\n```",
    ],
)
def test_no_markup_of_an_author_acts(text: str) -> None:
    html, _ = checked(HEAD + STEP + text + "\n")
    markup = Markup(html)
    assert markup.tags <= ALLOWED
    unwanted = {"style", "id", "src"}
    assert not {name for name in markup.names if name.startswith("on")} | unwanted & markup.names
    assert all(link.startswith(("#lesson=", "https://")) for link in markup.links)


@pytest.mark.parametrize(
    "piece",
    [
        "[", "[a](", "![", "*a ", "**_a", "`", "<!--", "> ", "- ", "  - a\n", "$x", "${{",
        "$" + "{" * 3000, "[1](=" + "(" * 200, "[1](=9**9**9**9**9) ", "[1](='a'*9**9) ",
        "[a](#n=3) ", "## [A](#n=3)\n\nx\n\n", "```ask\nx\n", "\\", "<b>x</b> ",
    ],
)  # fmt: skip
def test_no_text_keeps_the_page_waiting(piece: str) -> None:
    begun = time.process_time()
    html, told = checked(HEAD + STEP + piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 12.0
    assert len(told) <= MOST_FAULTS + 10
    assert html.count('class="step"') <= MOST_STEPS


def test_what_links_set_is_taken_from_their_words_where_time_is_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drafts, "OPENING", -1.0)
    monkeypatch.setattr(drafts, "CHECKING", 0.0)
    monkeypatch.setattr(drafts, "PART", 0.0)
    page = Drafts(time.monotonic)
    html = page.open("mine.md", HEAD + STEP + "[This](#data=sine&seed=2).\n")["html"]
    assert (
        json.dumps({"data": "sine", "seed": 2}, separators=(",", ":")).replace('"', "&quot;")
        in html
    )
    assert page.check() == {
        "faults": [(1, "the rest was not checked: it takes too long.")],
        "done": True,
    }


def test_the_name_of_a_file_stands_in_its_links() -> None:
    html = read("lessons/mine.md", HEAD + STEP + "[This](#n=9).\n").html
    assert 'href="#lesson=lessons/mine.md&amp;n=9"' in html
