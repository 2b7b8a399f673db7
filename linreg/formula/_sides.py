"""Reads the two sides of a formula.

    formula      = sum "~" terms
    terms        = ["-" | "+"] item {("+" | "-") item}          item = "0" | "1" | crossing
    crossing     = interaction {"*" interaction}
    interaction  = power {":" power}
    power        = factor ["^" operand] | "(" crossing {("+" | "-") crossing} ")" ["^" operand]
    factor       = column | function | "I(" sum ")" | "C(" column ")" | "poly(" sum "," number ")"
                 | number "/" operand

sum and operand are arithmetic (see `_arithmetic`).
"""

from __future__ import annotations

from typing import NoReturn

from linreg.formula._arithmetic import (
    is_call,
    read_bracket,
    read_call,
    read_exponent,
    read_operand,
    read_sum,
)
from linreg.formula._evaluate import constant
from linreg.formula._nodes import Column, Node, Number, Power, Product, is_constant, write
from linreg.formula._terms import Algebra, Factor, Terms, keyed, term_text
from linreg.formula._tokens import Token, Tokens

MOST_DEGREE = 20


def read_left(tokens: Tokens) -> Node:
    """Return the target, up to and with the ~."""
    if tokens.at("~"):
        tokens.fail("The formula has no target. Write one to the left of ~.", tokens.here.position)
    first = tokens.here
    if first.kind == "end":
        tokens.fail("The formula is empty. Write one such as y ~ x.", first.position)
    node = read_sum(tokens)
    if tokens.here.kind == "end":
        tokens.fail(
            "The formula has no ~. Write it between the target and the terms.", tokens.here.position
        )
    if not tokens.accept("~"):
        tokens.unexpected()
    if is_constant(node):
        tokens.fail("The target has no column. Write one to the left of ~.", first.position)
    return node


class Right:
    """Reader of the terms."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._algebra = Algebra(tokens)
        self._intercept = True

    def read(self) -> tuple[Terms, bool]:
        """Return the terms without the intercept, and whether there is one."""
        tokens = self._tokens
        first = tokens.here
        if first.kind == "end":
            tokens.fail("The formula has no terms. Write some to the right of ~.", first.position)
        terms = self._sum(top=True)
        if tokens.here.kind != "end":
            tokens.unexpected()
        if not terms and not self._intercept:
            tokens.fail("The formula has neither a term nor an intercept. Add one.", first.position)
        return terms, self._intercept

    def _sum(self, top: bool) -> Terms:
        terms: Terms = {}
        sign = self._tokens.accept("+", "-")
        while True:
            removed = sign is not None and sign.text == "-"
            position = self._tokens.here.position
            if top and self._at_intercept():
                self._intercept = (float(self._tokens.take().text) == 1.0) is not removed
            elif removed:
                for key in self._crossing():
                    terms.pop(key, None)
            else:
                self._algebra.add(terms, self._crossing(), position)
            sign = self._tokens.accept("+", "-")
            if sign is None:
                return terms

    def _at_intercept(self) -> bool:
        """Say whether 0 or 1 stands here as a summand of its own."""
        here, after = self._tokens.here, self._tokens.following
        return (
            here.kind == "number"
            and float(here.text) in (0.0, 1.0)
            and (after.kind == "end" or after[:2] in (("sign", "+"), ("sign", "-")))
        )

    def _crossing(self) -> Terms:
        terms = self._interaction()
        while sign := self._tokens.accept("*"):
            terms = self._algebra.cross(terms, self._interaction(), sign.position)
        if self._tokens.at("/"):
            self._tokens.unexpected()
        return terms

    def _interaction(self) -> Terms:
        terms = self._power()
        while sign := self._tokens.accept(":"):
            terms = self._algebra.interact(terms, self._power(), sign.position)
        return terms

    def _power(self) -> Terms:
        position = self._tokens.here.position
        terms = self._bracket() if self._tokens.at("(") else keyed([(self._factor(),)])
        if sign := self._tokens.accept("^"):
            start = self._tokens.here.position
            exponent = read_exponent(self._tokens, sign)
            if not is_constant(exponent):
                self._tokens.fail("Outside I() an exponent is a number. Write I(a^b).", start)
            terms = self._raised(terms, exponent, position, start)
        return terms

    def _raised(self, terms: Terms, exponent: Node, position: int, start: int) -> Terms:
        """Return one numeric factor to a power, or several terms crossed with themselves."""
        only = next(iter(terms.values())) if len(terms) == 1 else ()
        if len(only) == 1:
            return keyed([(self._factor_power(only[0], exponent, position, start),)])
        value = constant(exponent)
        if not value >= 1 or value != round(value):
            self._tokens.fail("Crossing needs a whole exponent from 1, such as (a + b)^2.", start)
        if only and value > 1:
            text = "*".join(factor.text for factor in only)
            self._tokens.fail(
                f"Crossing {term_text(only)} with itself changes nothing. For the power of the "
                f"product write I(({text})^{write(exponent)}).",
                position,
            )
        return self._algebra.power(terms, int(min(value, 1e6)), position)

    def _factor_power(self, factor: Factor, exponent: Node, position: int, start: int) -> Factor:
        if factor.category or factor.degree:
            self._tokens.fail(f"{factor.text} has no power. Remove the exponent.", position)
        value = constant(exponent)
        if value == 0 or not abs(value) < float("inf"):
            self._tokens.fail("Use an exponent that is a finite number other than 0.", start)
        node = factor.node if value == 1 else Power(factor.node, exponent, position)
        return Factor.arithmetic(node)

    def _bracket(self) -> Terms:
        opening = self._tokens.take()
        self._tokens.descend(opening)
        terms = self._sum(top=False)
        self._tokens.close(opening)
        self._tokens.ascend()
        return terms

    def _factor(self) -> Factor:
        tokens, token = self._tokens, self._tokens.here
        if token.kind == "number":
            return self._reciprocal()
        if token.kind != "name":
            tokens.missing("a term")
        if not is_call(tokens):
            return Factor.arithmetic(Column(tokens.take().text, token.position))
        if token.text == "C":
            return self._category()
        if token.text == "poly":
            return self._polynomials()
        if token.text == "I":
            tokens.take()
            return self._arithmetic(read_bracket(tokens), token)
        return self._arithmetic(read_call(tokens), token)

    def _arithmetic(self, node: Node, token: Token) -> Factor:
        if is_constant(node):
            self._tokens.fail(
                "This term has no column. Add one, or use 1 for the intercept.", token.position
            )
        return Factor.arithmetic(node)

    def _reciprocal(self) -> Factor:
        """Return a factor such as 1/x; no other number is a factor."""
        tokens, number = self._tokens, self._tokens.take()
        if not tokens.accept("/"):
            self._number_as_term(number)
        divisor = read_operand(tokens)
        top = Number(float(number.text), number.position)
        node = Product(((False, top), (True, divisor)), number.position)
        return self._arithmetic(node, number)

    def _number_as_term(self, number: Token) -> NoReturn:
        self._tokens.fail(
            "A number is not a term. Only 1 and 0, outside brackets, set the intercept. For "
            "arithmetic write I(2*x) or I(x + 1).",
            number.position,
        )

    def _category(self) -> Factor:
        tokens = self._tokens
        tokens.take()
        opening = tokens.take()
        column = tokens.here
        if column.kind != "name" or is_call(tokens):
            tokens.fail("Expected the name of one column in C().", column.position)
        tokens.take()
        if tokens.here.kind != "end" and not tokens.at(")"):
            tokens.fail("C() takes the name of one column and nothing else.", tokens.here.position)
        tokens.close(opening)
        return Factor.coded(Column(column.text, column.position))

    def _polynomials(self) -> Factor:
        tokens, name = self._tokens, self._tokens.take()
        opening = tokens.take()
        tokens.descend(opening)
        node = read_sum(tokens)
        if not tokens.accept(","):
            tokens.fail("poly() needs a degree, such as poly(x, 2).", tokens.here.position)
        degree = tokens.here
        value = float(degree.text) if degree.kind == "number" else 0.0
        if value not in range(1, MOST_DEGREE + 1):
            tokens.fail(
                f"The degree in poly() must be a whole number from 1 to {MOST_DEGREE}.",
                degree.position,
            )
        tokens.take()
        tokens.close(opening)
        tokens.ascend()
        if is_constant(node):
            tokens.fail("poly() needs a column, such as poly(x, 2).", name.position)
        return Factor.polynomials(node, int(value))
