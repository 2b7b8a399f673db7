"""The kind of value that the key `formula` takes."""

from __future__ import annotations

from typing import Any

from linreg._keys import Bounds
from linreg._keys.kinds import BadValue, Kind
from linreg.formula import Formula, FormulaError

MOST_TERMS = 200


class ModelFormula(Kind):
    """A model formula as text, of at most so many characters and `MOST_TERMS` terms."""

    def __init__(self, most: int) -> None:
        self.bounds = Bounds(1, most)

    def check(self, value: object) -> str:
        """Return the text without blanks around it. Raises BadValue from the FormulaError."""
        text = str(value).strip() if isinstance(value, str | Formula) else ""
        if not text:
            raise BadValue(value, "is not a formula")
        if not self.bounds.hold(len(text)):
            raise BadValue(value, f"has {len(text):,} characters")
        try:
            formula = Formula(text)
        except FormulaError as error:
            raise BadValue(value, "is not a formula", error.sentence) from error
        if len(formula.terms) > MOST_TERMS:
            raise BadValue(value, f"has {len(formula.terms):,} terms")
        return text

    def wanted(self) -> str:
        return f"a formula such as y ~ x, of at most {self.bounds.high:,} characters and " + (
            f"{MOST_TERMS:,} terms"
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.bounds.high}
