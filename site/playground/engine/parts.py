"""Text in runs, each with the role that it plays."""

from __future__ import annotations

# A run of text and its role, see theme.ROLES; "" is plain text. "?loss" in a role makes the run a
# term, explained by that entry of the glossary.
Part = tuple[str, str]
# A table's rows: each cell is runs of text.
Rows = list[list[list[Part]]]
