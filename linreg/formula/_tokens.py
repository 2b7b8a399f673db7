"""A formula cut into tokens, each with its position."""

from __future__ import annotations

import math
import re
from typing import NamedTuple, NoReturn

from linreg.formula._error import FormulaError

MOST_CHARACTERS = 10_000
# Each level costs a few calls of Python, whose stack is small in a browser.
MOST_DEPTH = 32

# A superscript is no part of a name: in x² it is meant as a power.
_POWERS = "²³¹⁰⁴-⁹"
_NAME = re.compile(rf"[^\W\d{_POWERS}](?:(?![{_POWERS}])[\w.])*")
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>{_NAME.pattern})"
    r"|(?P<quoted>`(?:[^`]|``)*`)"
    r"|(?P<sign>\*\*|[-+:*^~/(),−])"
)
# Signs that people try, and what to write.
_BETTER = {
    "=": "Write ~ between the target and the terms.",
    ".": "Write the names of the columns, joined by +.",
    "×": "Write * for a product in I(), and : for an interaction.",
    "·": "Write * for a product in I(), and : for an interaction.",
}
# Other ways to write a sign: Python's power, and the minus of typeset text.
_SAME = {"**": "^", "−": "-"}


class Token(NamedTuple):
    """One token: its kind is "number", "name", "sign" or "end"; a column's name has no ticks."""

    kind: str
    text: str
    position: int
    quoted: bool = False


def name_text(name: str) -> str:
    """Return the name of a column as a formula writes it: in back ticks where it needs them."""
    return name if _NAME.fullmatch(name) else "`" + name.replace("`", "``") + "`"


class Tokens:
    """The tokens of a formula, taken from left to right.

    Raises FormulaError for characters that no formula has, and texts beyond `MOST_CHARACTERS`.
    """

    def __init__(self, formula: str) -> None:
        self.formula = formula
        if len(formula) > MOST_CHARACTERS:
            self.fail(
                f"The formula is too long: {len(formula):,} characters. Use at most "
                f"{MOST_CHARACTERS:,}.",
                MOST_CHARACTERS,
            )
        self._tokens = self._cut()
        self._next = 0
        self._depth = 0

    @property
    def here(self) -> Token:
        """The next token."""
        return self._tokens[self._next]

    @property
    def following(self) -> Token:
        """The token after the next."""
        return self._tokens[min(self._next + 1, len(self._tokens) - 1)]

    def at(self, *signs: str) -> bool:
        """Say whether the next token is one of these signs."""
        return self.here.kind == "sign" and self.here.text in signs

    def take(self) -> Token:
        """Return the next token and go past it; the end stays."""
        token = self.here
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def accept(self, *signs: str) -> Token | None:
        """Return the next token and go past it if it is one of these signs."""
        return self.take() if self.at(*signs) else None

    def close(self, opening: Token) -> None:
        """Go past the bracket that closes another."""
        if self.here.kind == "end":
            self.fail("This bracket is not closed. Add ')'.", opening.position)
        if not self.accept(")"):
            self.unexpected()

    def descend(self, token: Token) -> None:
        """Count one level more; raises FormulaError beyond `MOST_DEPTH`. `ascend` counts back."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            self.fail(
                f"The formula is nested too deeply. Use at most {MOST_DEPTH} levels of brackets, "
                "signs and powers.",
                token.position,
            )

    def ascend(self) -> None:
        self._depth -= 1

    def missing(self, wanted: str) -> NoReturn:
        """Raise FormulaError where something else than the next token should be."""
        if self.here.kind == "end":
            self.fail(f"The formula ends where {wanted} is expected.", self.here.position)
        self.fail(f"Expected {wanted} instead of '{self.here.text}'.", self.here.position)

    def unexpected(self) -> NoReturn:
        """Raise FormulaError for a token after a complete term."""
        token = self.here
        if token.kind != "sign" or token.text == "(":
            self.fail(f"Expected an operator, such as +, before {_shown(token)}.", token.position)
        sentences = {
            ")": "This bracket was not opened. Remove it, or add '('.",
            "~": "The formula has a second ~. Use one, between the target and the terms.",
            ",": "A comma is only allowed in poly(x, degree).",
            ":": "Interactions are not allowed here. Use + - * / ^ in this place.",
            "/": "Division is not allowed here. Write I(a/b) for a quotient of columns.",
        }
        self.fail(sentences.get(token.text, f"'{token.text}' is not allowed here."), token.position)

    def fail(self, sentence: str, position: int) -> NoReturn:
        raise FormulaError(sentence, self.formula, position)

    def _cut(self) -> list[Token]:
        tokens, position = list[Token](), 0
        while position < len(self.formula):
            match = _TOKEN.match(self.formula, position)
            if match is None:
                self._reject(position)
            if match.lastgroup != "space":
                tokens.append(self._token(match))
            position = match.end()
        return [*tokens, Token("end", "", len(self.formula))]

    def _token(self, match: re.Match[str]) -> Token:
        kind, text, position = str(match.lastgroup), match[0], match.start()
        if kind == "quoted":
            if not text[1:-1].strip():
                self.fail("The name between the back ticks is empty. Add one.", position)
            return Token("name", text[1:-1].replace("``", "`"), position, quoted=True)
        if kind == "number" and math.isinf(float(text)):
            self.fail("The number is too large for float64. Use a smaller one.", position)
        return Token(kind, _SAME.get(text, text), position)

    def _reject(self, position: int) -> NoReturn:
        sign = self.formula[position]
        if sign == "`":
            self.fail("The back tick is not closed. Add another after the name.", position)
        shown = f"'{sign}'" if sign.isprintable() else f"U+{ord(sign):04X}"
        if re.match(f"[{_POWERS}]", sign):
            advice = "Write powers with ^, such as x^2."
        else:
            advice = _BETTER.get(sign, "Put names with such characters in back ticks.")
        self.fail(f"{shown} is not part of a formula. {advice}", position)


def _shown(token: Token) -> str:
    text = token.text if len(token.text) <= 40 else token.text[:37] + "..."
    return f"'{text}'"
