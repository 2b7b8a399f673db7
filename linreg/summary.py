"""Summaries of fitted estimators: text in a terminal, a table in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Self

__all__ = ["Summary", "number"]


class Summary(str):
    """The summary as text; a notebook shows it as a table instead.

    It is a `str`, so that it can be printed, searched and saved like any other.
    """

    heading: str
    facts: tuple[tuple[str, str], ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    link: str

    def __new__(
        cls,
        title: str,
        facts: Iterable[tuple[str, str]],
        header: Sequence[str],
        rows: Iterable[Sequence[str]],
        notes: Iterable[str] = (),
        link: str = "",
    ) -> Self:
        """Lay out facts (label, value) above a table whose first column holds names.

        link: where a notebook can open the fit; the text does not show it.
        """
        facts, notes = tuple(facts), tuple(notes)
        table = tuple(tuple(row) for row in rows)
        self = super().__new__(cls, _text(title, facts, tuple(header), table, notes))
        self.heading, self.facts, self.header = title, facts, tuple(header)
        self.rows, self.notes, self.link = table, notes, link
        return self

    def _repr_html_(self) -> str:
        """Return a table whose header cells are marked as such; every text is escaped."""
        facts = "".join(
            f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>'
            for label, value in self.facts
        )
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in self.header)
        body = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        if self.link:
            notes += f'<p><a href="{escape(self.link)}">Open in the playground</a></p>'
        return (
            f"<div><p><strong>{escape(self.heading)}</strong></p><table>{facts}</table>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}</div>"
        )

    def __getnewargs__(self) -> tuple[object, ...]:  # type: ignore[override]
        return self.heading, self.facts, self.header, self.rows, self.notes, self.link


def number(value: float, digits: int = 6) -> str:
    """Return a number with so many significant digits, as short as that allows."""
    return f"{value:.{digits}g}"


def _text(
    title: str,
    facts: tuple[tuple[str, str], ...],
    header: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    notes: tuple[str, ...],
) -> str:
    label_width = max((len(label) for label, _ in facts), default=0)
    lines = [title, *(f"  {label:<{label_width}}  {value}" for label, value in facts), ""]
    widths = [max(len(row[k]) for row in (header, *rows)) for k in range(len(header))]
    for row in (header, *rows):
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([row[0].ljust(widths[0]), *cells]).rstrip())
    return "\n".join([*lines, *([""] if notes else []), *notes])
