"""A page of the documentation: what the build checks in it, and what MkDocs is given.

Beyond Markdown that reads well anywhere there are

    `#view=descent`                      a link that opens the playground, as code
    [try it](#view=descent)              the same with a text
    0.266<!-- =results.loss.qr -->       a number that the build compares, in the state of the last
                                         link before it, to the last digit
    21<!-- ~sizes.single_file -->        the same to within a tenth: sizes change with every build
    <!-- =digits[row][column] -->        before a table: the same for each of its numbers
    <!-- keys --> ... <!-- /keys -->     the table of keys, in place of what stands between
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from playground.lessons import conditions
from playground.lessons.check import Desk, agrees, read_number
from playground.lessons.lesson import Link

from bundle.docs import keys

_FENCE = re.compile(r"^(`{3,})[^`\n]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_KEYS = re.compile(r"<!-- keys -->.*?<!-- /keys -->", re.DOTALL)
_FRAGMENT = r"#[a-z_]+=[^`\s)]*"
# Other code is matched too, so that a link that it quotes is none.
_LINK = re.compile(
    rf"\[(?P<text>[^\]]+)\]\((?P<link>{_FRAGMENT})\)|`(?P<code>{_FRAGMENT})`|`[^`\n]+`"
)
_QUOTED = r"(?P<quoted>[−-]?\d[\d,.]*(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?%?)"
_NUMBER = re.compile(rf"{_QUOTED}<!-- (?P<sign>[=~])(?P<expression>.+?) -->")
_TABLE = re.compile(r"^<!-- =(?P<expression>.+?) -->\n(?P<rows>(?:\|.*\n?)+)", re.MULTILINE)
_EXAMPLE = re.compile(r"<linreg-playground\b[^>]*>")
# What a live example may say beside the keys of a link.
_OWN = ("load", "height", "label", "link")
_NEAR = 0.1


def expanded(text: str) -> str:
    """Return a page with the table of keys in its place."""
    return _KEYS.sub(lambda _: keys.table(), text)


def faults(name: str, text: str, facts: Mapping[str, Any], desk: Desk) -> list[str]:
    """Return what is wrong with a page, each as one line that begins with the place.

    facts: what a number may name beside the keys of the state and `results`.
    """
    found = []
    for place, fault in sorted(_faults(_without_code(text), facts, desk)):
        line = text.count("\n", 0, place) + 1
        found.append(f"{name}, line {line}: {fault}")
    return found


def written(text: str, root: str) -> str:
    """Return the Markdown for MkDocs. root: the way from the page to the playground's folder."""
    return _outside_code(text, lambda part: _written(part, root))


def _outside_code(text: str, act: Callable[[str], str]) -> str:
    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [act(text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join((*parts, act(text[end:])))


def _without_code(text: str) -> str:
    """Return a text of the same length and lines, its blocks of code blank."""
    return _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _faults(text: str, facts: Mapping[str, Any], desk: Desk) -> Iterator[tuple[int, str]]:
    marks = [found for found in _LINK.finditer(text) if found.lastgroup]
    marks += [*_NUMBER.finditer(text), *_TABLE.finditer(text), *_EXAMPLE.finditer(text)]
    state = _opened("", desk).state
    for mark in sorted(marks, key=lambda found: found.start()):
        if mark.re is _NUMBER or mark.re is _TABLE:
            check = _number if mark.re is _NUMBER else _table
            yield from ((mark.start(), fault) for fault in check(mark, {**state, **facts}))
            continue
        opened = _opened(_fragment(mark), desk)
        state = opened.state
        for notice in opened.notices:
            yield mark.start(), f"the link #{opened.fragment} is not right: {notice}"


def _opened(fragment: str, desk: Desk) -> Any:
    return desk.open(Link(fragment, 0))


def _fragment(mark: re.Match[str]) -> str:
    if mark.re is _LINK:
        return (mark["link"] or mark["code"])[1:]
    given = _attributes(mark[0])
    whole = given.get("link", "").rpartition("#")[2]
    own = [f"{key}={quote(value, safe=',')}" for key, value in given.items() if key not in _OWN]
    return "&".join(filter(None, (whole, *own)))


def _attributes(tag: str) -> dict[str, str]:
    found: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update((name, value or "") for name, value in attrs)

    Reader().feed(tag)
    return found


def _number(mark: re.Match[str], state: Mapping[str, Any]) -> Iterator[str]:
    yield from _compared(mark["quoted"], mark["sign"], mark["expression"], state)


def _table(mark: re.Match[str], state: Mapping[str, Any]) -> Iterator[str]:
    """Compare each number of a table; `row` and `column` are the words at its edges."""
    head, _, *rows = [_cells(line) for line in mark["rows"].splitlines()]
    for row in rows:
        for column, quoted in zip(head[1:], row[1:], strict=True):
            place = {"row": row[0], "column": column}
            yield from _compared(quoted, "=", mark["expression"], {**state, **place})


def _cells(line: str) -> list[str]:
    """Return the cells of a row, without emphasis and remarks in brackets."""
    return [re.sub(r"\(.*?\)|\*", "", cell).strip() for cell in line.strip().strip("|").split("|")]


def _compared(quoted: str, sign: str, expression: str, state: Mapping[str, Any]) -> Iterator[str]:
    try:
        computed = conditions.value(conditions.parse(expression), state)
        right = agrees(quoted, computed) if sign == "=" else _is_near(quoted, computed)
    except ValueError as error:
        yield f"{quoted!r} cannot be compared with {expression}: {error}"
        return
    if not right:
        yield f"quoted {quoted}, but {expression} is {computed}."


def _is_near(quoted: str, computed: Any) -> bool:
    return isinstance(computed, int | float) and abs(computed / read_number(quoted)[0] - 1) < _NEAR


def _written(text: str, root: str) -> str:
    text = _NUMBER.sub(lambda match: match["quoted"], text)
    text = _TABLE.sub(lambda match: match["rows"], text)

    def link(match: re.Match[str]) -> str:
        if not match.lastgroup:
            return match[0]
        fragment = match["link"] or match["code"]
        shown = match["text"] or f"`{match['code']}`"
        code = re.fullmatch(r"`(.*)`", shown)
        label = f"<code>{escape(code[1])}</code>" if code else escape(shown)
        return f'<a class="opens" href="{root}index.html{escape(fragment)}">{label}</a>'

    text = _LINK.sub(link, text)
    # The lessons have pages of their own.
    return re.sub(r"\]\(\.\./lessons/([a-z-]+)\.md\)", rf"]({root}lessons/\1/index.html)", text)
