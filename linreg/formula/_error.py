"""What is wrong with a formula, and where."""

from __future__ import annotations

from collections.abc import Sequence

# A longer formula is shown in part, so that the caret stays below its place in a narrow terminal.
_WIDEST = 100


class FormulaError(ValueError):
    """A formula that cannot be read, or not computed for a table.

    Its text is one or two sentences; below them the formula, and below that a caret at the place.

    Attributes
    ----------
    sentence : the text without formula and caret.
    formula : the formula as it was given.
    position : 0-based index of the character in `formula` that the error is about; its length
        where something is missing at the end.
    rows : the rows whose values are not allowed, if it is about values: of a `linreg.Table` the
        rows of the file as its own errors number them, otherwise 0-based.
    """

    def __init__(
        self, sentence: str, formula: str = "", position: int = 0, rows: Sequence[int] = ()
    ) -> None:
        super().__init__(f"{sentence}\n{_marked(formula, position)}" if formula else sentence)
        self.sentence = sentence
        self.formula = formula
        self.position = position
        self.rows = tuple(rows)

    def __reduce__(self) -> tuple[type[FormulaError], tuple[object, ...]]:
        return type(self), (self.sentence, self.formula, self.position, self.rows)


def _marked(formula: str, position: int) -> str:
    """Return the formula on one line, and on the next a caret below the character at position."""
    line = "".join(sign if sign.isprintable() else " " for sign in formula)
    if len(line) > _WIDEST:
        first = min(max(position - _WIDEST // 2, 0), len(line) - _WIDEST)
        before, after = "…" * (first > 0), "…" * (first + _WIDEST < len(line))
        line = before + line[first : first + _WIDEST] + after
        position += len(before) - first
    return f"{line}\n{' ' * position}^"
