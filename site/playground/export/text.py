"""Python source in parts: sections, and lists that are wrapped where a line would be too long."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# As PEP 8 has it.
WIDTH = 79


class Section(NamedTuple):
    """Some lines of code under a heading, which is a sentence; the imports that they need."""

    title: str
    lines: list[str]
    imports: tuple[str, ...] = ()


def comment(text: str) -> list[str]:
    """A sentence as comment lines."""
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH - 2)]


def quoted(text: str) -> str:
    """A string as code, in double quotes wherever that needs no escape."""
    code = repr(text)
    return f'"{code[1:-1]}"' if code[0] == "'" and '"' not in code else code


def strings(texts: Iterable[str]) -> str:
    """A list of strings as code."""
    return f"[{', '.join(map(quoted, texts))}]"


def array(name: str, items: Sequence[str], end: str = ")") -> list[str]:
    """`name = np.array([...])` of items that are code already."""
    return wrapped(f"{name}np.array([", items, f"]{end}")


def wrapped(head: str, items: Iterable[str], tail: str, *, comma: bool = True) -> list[str]:
    """A bracketed list on one line if it fits, else on as many as it takes.

    comma: whether the last item of several lines may have one.
    """
    items = list(items)
    line = head + ", ".join(items) + tail
    if len(line) <= WIDTH:
        return [line]
    outer = " " * (len(head) - len(head.lstrip()))
    lines, inside = [], f"{outer}   "
    for item in items:
        if inside.strip() and len(inside) + len(item) + 2 > WIDTH:
            lines.append(inside)
            inside = f"{outer}   "
        inside += f" {item},"
    # What fits on one line of its own has no last comma, as formatters have it.
    last = inside if lines and comma else inside.removesuffix(",")
    return [head, *lines, last, outer + tail]


def call(head: str, arguments: Iterable[str], tail: str = ")") -> list[str]:
    """A call with its arguments, each argument as it is."""
    return wrapped(f"{head}(", [a for a in arguments if a], tail)
