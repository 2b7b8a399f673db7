"""A lesson's Markdown into the HTML that the page takes in. No markup of the author's own passes.

A lesson is a head (title, order, summary), steps (each a heading of level 2 that is a playground
link: the state in which the step begins), and perhaps "## Sources". Beyond Markdown there are

    $...$ and $$...$$              mathematics in LaTeX, made into MathML
    [0.1885](=results.loss.qr)     a number that the build compares with what the page computes
    [Noise](control)               a control, option, section or figure of the page, by its label
    ```ask                         a question that is answered by doing; see site/docs/lessons.md
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from bundle.lessons import conditions

MATHML = "http://www.w3.org/1998/Math/MathML"
# Where the state of a link goes, once it is known; until then its fragment stands there.
PLACE = "data-fragment"
HEAD = ("title", "order", "summary")
FIELDS = ("when", "show", "hint", "done")
CLOSING = (".", ",", ":", ";", ")", "?")
NAME = re.compile(r"[a-z][a-z0-9-]*")
# Where a link leads whose text is the label of a control.
CONTROL = "control"


class BadLesson(SystemExit):
    """What is wrong with a lesson, and where."""

    def __init__(self, path: Path, line: int, text: str) -> None:
        super().__init__(f"site/lessons/{path.name}, line {line}: {text}")


@dataclass(frozen=True)
class Link:
    """A playground link, at its place in the text."""

    fragment: str
    line: int


@dataclass(frozen=True)
class Number:
    """A number as quoted, and the expression that it shall equal in the state of the last link."""

    quoted: str
    expression: Any
    link: Link
    line: int


@dataclass(frozen=True)
class Mention:
    """The label of a control, as quoted."""

    label: str
    line: int


@dataclass(frozen=True)
class Question:
    """A condition that is not met where the step begins, and is met by the state of `show`."""

    when: Any
    before: Link
    show: Link
    line: int


@dataclass
class Lesson:
    name: str
    path: Path
    title: str = ""
    order: float = 0.0
    summary: str = ""
    links: list[Link] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    html: str = ""


def read(path: Path) -> Lesson:
    """The lesson in a file; raises BadLesson."""
    if not NAME.fullmatch(path.stem):
        raise BadLesson(path, 1, "a lesson's file is named by lower case letters, digits and -.")
    lesson = Lesson(path.stem, path)
    lesson.html = _Writer(lesson).write(path.read_text(encoding="utf-8"))
    return lesson


def formula(latex: str, display: bool) -> str:
    """LaTeX as MathML that browsers draw alike; raises ValueError."""
    try:
        tree = ElementTree.fromstring(convert(latex, display="block" if display else "inline"))
    except Exception as error:
        raise ValueError(f"the formula {latex!r} is not understood ({error}).") from error
    for node in tree.iter():
        node.tag = node.tag.removeprefix(f"{{{MATHML}}}")
        if "\\" in (node.text or ""):
            raise ValueError(f"the formula {latex!r} has an unknown command {node.text!r}.")
        # MathML Core knows no other variants; bold upright letters are vectors, as in layout.css.
        if node.get("mathvariant", "normal") != "normal":
            node.set("mathvariant", "normal")
            node.set("class", "vector")
        if node.text and (plain := _plain_letter(node.text)):
            node.text = plain
            node.set("mathvariant", "normal")
            node.set("class", "vector")
        if node.tag == "mo" and node.text and len(node.text) > 1 and node.text.isalpha():
            # A function's name (max, min) is set as a text, without an operator's spaces.
            node.tag = "mi"
    for node in list(tree.iter("mover")):
        _join_hat(node)
    return ElementTree.tostring(tree, encoding="unicode")


def _join_hat(node: ElementTree.Element) -> None:
    """A letter under a hat as one letter, which fonts draw better than two."""
    letters = list(node[0].iter("mi"))
    joined = unicodedata.normalize(
        "NFC", f"{''.join(node.itertext())[:-1]}\N{COMBINING CIRCUMFLEX ACCENT}"
    )
    if node[1].text != "^" or len(letters) != 1 or len(joined) != 1:
        return
    node.tag, node.text = "mi", joined
    given = dict(letters[0].attrib)
    node.attrib.clear()
    # What is one letter for fonts is no letter for MathML's own italics.
    node.attrib.update(given or {"class": "hatted"})
    node[:] = []


def _plain_letter(text: str) -> str:
    """The letter of a bold one of the mathematical block, "" for any other text."""
    code = ord(text) - 0x1D400 if len(text) == 1 else -1
    return chr((65 if code < 26 else 71) + code) if 0 <= code < 52 else ""


def _ignore(text: str) -> None:
    """Do nothing with the text of a link."""


class _Writer:
    """Writes one lesson; remembers what the build has to check."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.line = 1
        self.link: Link | None = None
        self.begin: Link | None = None
        self.parser = MarkdownIt("commonmark", {"html": False}).enable("table")
        self.parser.use(front_matter_plugin).use(dollarmath_plugin, double_inline=True)
        self.pending: list[str] = []

    def bad(self, text: str) -> BadLesson:
        return BadLesson(self.lesson.path, self.line, text)

    def write(self, text: str) -> str:
        tokens = self.parser.parse(text)
        if not tokens or tokens[0].type != "front_matter":
            raise self.bad("a lesson begins with its head between two lines of ---.")
        self._head(tokens[0].content)
        sections = list(self._sections(tokens[1:]))
        steps = [s for s in sections if 'class="step"' in s]
        if not steps:
            raise self.bad("a lesson has at least one step: a heading `## [Title](#data=...)`.")
        lesson = self.lesson
        return "\n".join(
            (
                f'<article data-lesson="{lesson.name}">',
                f"<header><h2>{escape(lesson.title)}</h2><p>{escape(lesson.summary)}</p></header>",
                *sections,
                "</article>",
            )
        )

    def _head(self, content: str) -> None:
        pairs = (line.partition(":") for line in content.splitlines() if line.strip())
        head = {key.strip(): text.strip() for key, _, text in pairs}
        if missing := [key for key in HEAD if not head.get(key)]:
            raise self.bad(f"the head lacks {', '.join(missing)}.")
        if unknown := sorted(set(head) - set(HEAD)):
            raise self.bad(f"the head holds {', '.join(unknown)}; it may hold {', '.join(HEAD)}.")
        self.lesson.title, self.lesson.summary = head["title"], head["summary"]
        try:
            self.lesson.order = float(head["order"])
        except ValueError:
            raise self.bad(f"order is a number, not {head['order']!r}.") from None

    def _sections(self, tokens: Sequence[Token]) -> Iterator[str]:
        section: list[Token] = []
        for token in tokens:
            if token.type == "heading_open" and token.tag == "h2" and section:
                yield self._section(section)
                section = []
            section.append(token)
        if section:
            yield self._section(section)

    def _section(self, tokens: Sequence[Token]) -> str:
        if tokens[0].type != "heading_open" or tokens[0].tag != "h2":
            self._at(tokens[0])
            raise self.bad("text stands under a heading of level 2: `## [Title](#data=...)`.")
        self._at(tokens[1])
        if tokens[1].content.strip() == "Sources":
            self.link = self.begin = None
            return f'<section class="sources"><h3>Sources</h3>{self._blocks(tokens[3:])}</section>'
        match = re.fullmatch(r"\[(.+)\]\(#(\S+)\)", tokens[1].content)
        if match is None:
            raise self.bad("a step's heading is a playground link: `## [Title](#data=...)`.")
        self.begin = self.link = self._register(match[2])
        title = "".join(self._inline(self.parser.parseInline(match[1])[0].children or []))
        head = f"<h3>{title}</h3>"
        body = self._blocks(tokens[3:])
        return f'<section class="step" {self._state(match[2])}>{head}{body}</section>'

    def _at(self, token: Token) -> None:
        if token.map:
            self.line = token.map[0] + 1

    def _register(self, fragment: str) -> Link:
        link = Link(fragment, self.line)
        self.lesson.links.append(link)
        return link

    def _state(self, fragment: str) -> str:
        return f'{PLACE}="{escape(fragment)}"'

    def _anchor(self, fragment: str) -> str:
        # Opened elsewhere, a link brings its lesson along.
        whole = f"#lesson={self.lesson.name}&{fragment}"
        return f'class="set" href="{escape(whole)}" {self._state(fragment)}'

    def _blocks(self, tokens: Sequence[Token]) -> str:
        return "".join(self._block(token) for token in tokens)

    def _block(self, token: Token) -> str:
        self._at(token)
        if token.type == "inline":
            return "".join(self._inline(token.children or []))
        if token.type == "math_block":
            return self._formula(token.content, display=True)
        if token.type == "fence" and token.info.strip() == "ask":
            return self._ask(token.content)
        if token.type in ("fence", "code_block"):
            return f"<pre><code>{escape(token.content)}</code></pre>"
        if token.type == "hr":
            return "<hr>"
        if token.hidden:
            return ""
        return f"<{'/' if token.nesting < 0 else ''}{token.tag}>"

    def _inline(self, tokens: Sequence[Token]) -> Iterator[str]:
        quoted = said = end = ""
        closing: Callable[[str], None] = _ignore
        followers = [*(token.content for token in tokens[1:]), ""]
        for token, follower in zip(tokens, followers, strict=True):
            if token.type in ("softbreak", "hardbreak"):
                self.line += 1
                yield " "
            elif token.type == "text":
                quoted += token.content
                yield escape(token.content.removeprefix(said))
                said = ""
            elif token.type == "code_inline":
                yield f"<code>{escape(token.content)}</code>"
            elif token.type in ("math_inline", "math_inline_double"):
                drawn = self._formula(token.content, display=token.type.endswith("double"))
                # A comma or a stop never begins the next line.
                said = follower[:1] if follower.startswith(CLOSING) else ""
                yield f'<span class="kept">{drawn}{said}</span>' if said else drawn
            elif token.type == "link_open":
                quoted = ""
                opening, end, closing = self._link(unquote(str(token.attrs["href"])))
                yield opening
            elif token.type == "link_close":
                yield end
                closing(quoted)
            elif token.type in ("em_open", "em_close", "strong_open", "strong_close"):
                yield f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
            else:
                raise self.bad(f"{token.type.removesuffix('_open')} has no place in a lesson.")

    def _link(self, href: str) -> tuple[str, str, Callable[[str], None]]:
        """The tags of a link, and what to do with its text."""
        if href.startswith("="):
            expression = self._expression(href[1:])
            return '<span class="number">', "</span>", lambda text: self._number(text, expression)
        if href == CONTROL:
            return f'<strong class="{CONTROL}">', "</strong>", self._mention
        if href.startswith("#"):
            self.link = self._register(href[1:])
            return f"<a {self._anchor(href[1:])}>", "</a>", _ignore
        if not href.startswith("https://"):
            raise self.bad(f"{href} is neither a playground link (#...) nor a source (https://).")
        return f'<a href="{escape(href)}" target="_blank" rel="noopener">', "</a>", _ignore

    def _mention(self, label: str) -> None:
        self.lesson.mentions.append(Mention(label, self.line))

    def _formula(self, latex: str, display: bool) -> str:
        try:
            return formula(latex, display)
        except ValueError as error:
            raise self.bad(str(error)) from error

    def _expression(self, text: str) -> Any:
        try:
            return conditions.parse(text)
        except conditions.BadExpression as error:
            raise self.bad(str(error)) from error

    def _number(self, quoted: str, expression: Any) -> None:
        if self.link is None:
            raise self.bad("a number to be checked stands after a playground link.")
        self.lesson.numbers.append(Number(quoted, expression, self.link, self.line))

    def _ask(self, content: str) -> str:
        parts = self._fields(content)
        if missing := [key for key in ("", *FIELDS) if not parts.get(key)]:
            lacking = ", ".join(key or "what is asked" for key in missing)
            raise self.bad(f"the question lacks {lacking}.")
        if self.begin is None:
            raise self.bad("a question stands in a step.")
        when = self._expression(parts["when"])
        before, fragment = self.begin, parts["show"].removeprefix("#")
        prompt, hint = self._text(parts[""]), self._text(parts["hint"])
        # What is said when it is done holds in the state that shows it.
        show = self.link = self._register(fragment)
        done = self._text(parts["done"])
        self.lesson.questions.append(Question(when, before, show, self.line))
        number = len(self.lesson.questions)
        condition = escape(json.dumps(when, separators=(",", ":")))
        return (
            f'<div class="ask" data-question="{number}" data-when="{condition}">'
            f'<p class="ask-prompt">{prompt}</p><p class="ask-hint">{hint}</p>'
            f'<p class="ask-done">{done}</p><a {self._anchor(fragment)}></a>'
            "</div>"
        )

    def _fields(self, content: str) -> dict[str, str]:
        """The parts of a question; what stands before the first named one is what is asked."""
        found, key = {"": ""}, ""
        for line in content.splitlines():
            name, colon, rest = line.partition(":")
            if colon and name in FIELDS:
                key, line = name, rest
            found[key] = f"{found.get(key, '')} {line.strip()}".strip()
        return found

    def _text(self, text: str) -> str:
        return "".join(self._inline(self.parser.parseInline(text)[0].children or []))
