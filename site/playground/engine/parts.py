"""Text in runs, each with the role that it plays."""

from __future__ import annotations

from string import Formatter

# A run of text and its role, see theme.ROLES; "" is plain text. "?loss" in a role makes the run a
# term, explained by that entry of the glossary.
Part = tuple[str, str]
# A table's rows: each cell is runs of text.
Rows = list[list[list[Part]]]


def filled(template: str, /, *, role: str = "", **fields: str | Part) -> list[Part]:
    """The runs of one whole text with named fields: "The loss is {loss}, {ratio} the minimum."

    A field is text, or a run with a role of its own; role: of all else. A text is never glued from
    halves: who translates it sees the whole, and may move the fields.
    """
    runs: list[Part] = []
    for text, field, _, _ in Formatter().parse(template):
        put = fields[field] if field else ""
        for run in ((text, role), (put, role) if isinstance(put, str) else put):
            if run[0] and runs and runs[-1][1] == run[1]:
                runs[-1] = (runs[-1][0] + run[0], run[1])
            elif run[0]:
                runs.append(run)
    return runs
