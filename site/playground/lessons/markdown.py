"""A lesson's Markdown into the HTML that the page takes in. No markup of the author's own passes.

The build reads the lessons of the course with it, and the page those of other authors: whatever is
wrong is a fault with its line, and the rest of the lesson still stands.

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
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from playground.lessons import conditions
from playground.lessons.formula import formula
from playground.lessons.lesson import Fault, Lesson, Link, Mention, Number, Question

# Where the state of a link goes, once it is known; until then its fragment stands there.
PLACE = "data-fragment"
HEAD = ("title", "order", "summary")
FIELDS = ("when", "show", "hint", "done")
CLOSING = (".", ",", ":", ";", ")", "?")
# More of each would keep a page waiting that opens the lesson of somebody else.
MOST_CHARACTERS = 50_000
MOST_LINKS = 300
MOST_STEPS = 60
MOST_FAULTS = 100
MORE = "there are more faults from here on."
# Where a link leads whose text is the label of a control.
CONTROL = "control"


def read(name: str, text: str) -> Lesson:
    """The lesson that a text is, whatever is wrong with it: see its `faults`."""
    lesson = Lesson(name)
    lesson.html = _Writer(lesson).write(text)
    lesson.faults.sort()
    return lesson


def shortened(text: str, most: int = 60) -> str:
    """A text of an author's that is quoted in a sentence."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _ignore(text: str) -> None:
    """Do nothing with the text of a link."""


class _Writer:
    """Writes one lesson; remembers what the build has to check."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.line = 1
        self.link: Link | None = None
        self.begin: Link | None = None
        self.steps = 0
        self.parser = MarkdownIt("commonmark", {"html": False}).enable("table")
        self.parser.use(front_matter_plugin).use(dollarmath_plugin, double_inline=True)
        self.pending: list[str] = []

    def fault(self, text: str) -> None:
        count = len(self.lesson.faults)
        if count < MOST_FAULTS:
            self.lesson.faults.append(Fault(self.line, text))
        elif count == MOST_FAULTS:
            self.lesson.faults.append(Fault(self.line, MORE))

    def write(self, text: str) -> str:
        if len(text) > MOST_CHARACTERS:
            self.fault(
                f"a lesson has at most {MOST_CHARACTERS:,} characters; the rest is left out."
            )
            text = text[:MOST_CHARACTERS]
        self._tell_markup(text)
        tokens = self.parser.parse(text)
        if tokens and tokens[0].type == "front_matter":
            self._head(tokens.pop(0).content)
        else:
            self.fault("a lesson begins with its head between two lines of ---.")
        lesson = self.lesson
        lesson.title = lesson.title or lesson.name
        sections = list(self._sections(tokens))
        if not any('class="step"' in section for section in sections):
            self.fault("a lesson has at least one step: a heading `## [Title](#data=...)`.")
            sections.insert(0, self._step(escape(lesson.title), "", []))
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
            self.fault(f"the head lacks {', '.join(missing)}.")
        if unknown := sorted(set(head) - set(HEAD)):
            self.fault(f"the head holds {', '.join(unknown)}; it may hold {', '.join(HEAD)}.")
        self.lesson.title, self.lesson.summary = head.get("title", ""), head.get("summary", "")
        try:
            self.lesson.order = float(head.get("order") or 0)
        except ValueError:
            self.fault(f"order is a number, not {head['order']!r}.")

    def _tell_markup(self, text: str) -> None:
        """Say where there is HTML, which the lesson shows as text."""
        for token in MarkdownIt("commonmark").use(front_matter_plugin).parse(text):
            self._at(token)
            if token.type == "html_block":
                self._tell_tag(token.content)
            for child in token.children or []:
                if child.type in ("softbreak", "hardbreak"):
                    self.line += 1
                elif child.type == "html_inline":
                    self._tell_tag(child.content)
        self.line = 1

    def _tell_tag(self, markup: str) -> None:
        if markup.startswith("</"):
            return
        first, *more = markup.strip().splitlines()
        self.fault(f"HTML is shown as text: {shortened(first + ' ...' if more else first)}")

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
        self._at(tokens[0])
        if tokens[0].type != "heading_open" or tokens[0].tag != "h2":
            self.fault("text stands under a heading of level 2: `## [Title](#data=...)`.")
            return self._step(escape(self.lesson.title), "", tokens)
        self._at(tokens[1])
        if tokens[1].content.strip() == "Sources":
            self.link = self.begin = None
            return f'<section class="sources"><h3>Sources</h3>{self._blocks(tokens[3:])}</section>'
        match = re.fullmatch(r"\[(.+)\]\(#(\S+)\)", tokens[1].content)
        if match is None:
            self.fault("a step's heading is a playground link: `## [Title](#data=...)`.")
            return self._step(escape(tokens[1].content), "", tokens[3:])
        title = "".join(self._inline(self.parser.parseInline(match[1])[0].children or []))
        return self._step(title, match[2], tokens[3:])

    def _step(self, title: str, fragment: str, tokens: Sequence[Token]) -> str:
        self.steps += 1
        if self.steps > MOST_STEPS:
            if self.steps == MOST_STEPS + 1:
                self.fault(f"a lesson has at most {MOST_STEPS} steps; the rest is left out.")
            return ""
        self.begin = self.link = self._register(fragment)
        body = self._blocks(tokens)
        return f'<section class="step" {self._state(fragment)}><h3>{title}</h3>{body}</section>'

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
        whole = f"#lesson={quote(self.lesson.name)}&{fragment}"
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
                self.fault(f"{token.type.removesuffix('_open')} has no place in a lesson.")
                yield escape(token.content)

    def _link(self, href: str) -> tuple[str, str, Callable[[str], None]]:
        """The tags of a link, and what to do with its text."""
        if href.startswith("="):
            if (expression := self._expression(href[1:])) is None:
                return "", "", _ignore
            return '<span class="number">', "</span>", lambda text: self._number(text, expression)
        if href == CONTROL:
            return f'<strong class="{CONTROL}">', "</strong>", self._mention
        if href.startswith("#") and len(self.lesson.links) < MOST_LINKS:
            self.link = self._register(href[1:])
            return f"<a {self._anchor(href[1:])}>", "</a>", _ignore
        if not href.startswith("https://"):
            self.fault(
                f"a lesson has at most {MOST_LINKS} links."
                if href.startswith("#")
                else f"{shortened(href)} is neither a playground link (#...) nor a source (https://)."
            )
            return "", "", _ignore
        return f'<a href="{escape(href)}" target="_blank" rel="noopener">', "</a>", _ignore

    def _mention(self, label: str) -> None:
        self.lesson.mentions.append(Mention(label, self.line))

    def _formula(self, latex: str, display: bool) -> str:
        try:
            return formula(latex, display)
        except ValueError as error:
            self.fault(str(error))
            return f"<code>{escape(latex)}</code>"

    def _expression(self, text: str) -> Any:
        """The expression as nested lists; None where it is none, which is said."""
        try:
            return conditions.parse(text)
        except conditions.BadExpression as error:
            self.fault(str(error))
            return None

    def _number(self, quoted: str, expression: Any) -> None:
        if self.link is None:
            self.fault("a number to be checked stands after a playground link.")
            return
        self.lesson.numbers.append(Number(quoted, expression, self.link, self.line))

    def _ask(self, content: str) -> str:
        parts = self._fields(content)
        if missing := [key for key in ("", *FIELDS) if not parts.get(key)]:
            lacking = ", ".join(key or "what is asked" for key in missing)
            self.fault(f"the question lacks {lacking}.")
            return f"<p>{self._text(parts[''])}</p>"
        if self.begin is None or len(self.lesson.links) >= MOST_LINKS:
            self.fault(
                "a question stands in a step."
                if self.begin is None
                else f"a lesson has at most {MOST_LINKS} links."
            )
            return f"<p>{self._text(parts[''])}</p>"
        when = self._expression(parts["when"])
        if when is None:
            return f"<p>{self._text(parts[''])}</p>"
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
