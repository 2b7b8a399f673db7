"""Reads arithmetic: what stands left of ~, in I(...), and in the argument of a function.

    sum      = [sign] product {("+" | "-") product}
    product  = operand {("*" | "/") operand}
    operand  = sign operand | power
    power    = primary ["^" operand]
    primary  = number | column | function "(" sum ")" | "I(" sum ")" | "(" sum ")"

So -x^2 is -(x^2), 2^3^2 is 2^(3^2), and x^-1 needs no brackets.
"""

from __future__ import annotations

from typing import NoReturn

from linreg.formula._nodes import Call, Column, Node, Number, Power, Product, Sum, negative
from linreg.formula._tokens import Token, Tokens

FUNCTIONS = ("log", "log10", "exp", "sqrt", "abs", "sin", "cos")
# Only as terms: they are more than one column, or none of numbers.
TERM_FUNCTIONS = ("I", "C", "poly")
# What other languages call it.
_ELSEWHERE = {"ln": "log", "log2": "log", "square": "x^2", "factor": "C"}


def read_sum(tokens: Tokens) -> Node:
    """Return the sum that begins here."""
    position = tokens.here.position
    parts = [(_sign(tokens), _product(tokens))]
    while sign := tokens.accept("+", "-"):
        parts.append((sign.text == "-", _product(tokens)))
    if len(parts) > 1:
        return Sum(tuple(parts), position)
    minus, only = parts[0]
    return negative(only, position) if minus else only


def read_operand(tokens: Tokens) -> Node:
    """Return the operand that begins here: a power, with or without a sign."""
    sign = tokens.accept("+", "-")
    if sign is None:
        return _power(tokens)
    tokens.descend(sign)
    inner = read_operand(tokens)
    tokens.ascend()
    return negative(inner, sign.position) if sign.text == "-" else inner


def read_exponent(tokens: Tokens, sign: Token) -> Node:
    """Return what follows a ^."""
    tokens.descend(sign)
    exponent = read_operand(tokens)
    tokens.ascend()
    return exponent


def read_bracket(tokens: Tokens) -> Node:
    """Return the sum in the brackets that begin here."""
    opening = tokens.take()
    tokens.descend(opening)
    inner = read_sum(tokens)
    tokens.close(opening)
    tokens.ascend()
    return inner


def read_call(tokens: Tokens) -> Node:
    """Return the function of one argument that begins here. Raises FormulaError if unknown."""
    name = tokens.take()
    if name.text not in FUNCTIONS:
        unknown_function(tokens, name)
    return Call(name.text, read_bracket(tokens), name.position)


def is_call(tokens: Tokens) -> bool:
    """Say whether a function begins here."""
    return (
        tokens.here.kind == "name"
        and not tokens.here.quoted
        and tokens.following[:2] == ("sign", "(")
    )


def unknown_function(tokens: Tokens, name: Token) -> NoReturn:
    """Raise FormulaError with the functions that there are."""
    # Late, as few formulas need it.
    from difflib import get_close_matches

    known = (*FUNCTIONS, *TERM_FUNCTIONS)
    lower = name.text.lower()
    by_lower = {one.lower(): one for one in known}
    near = get_close_matches(lower, by_lower, n=1) if len(lower) < 40 else []
    better = _ELSEWHERE.get(lower) or next((by_lower[one] for one in near), None)
    advice = f"Did you mean {better}?" if better else f"The functions are {', '.join(known)}."
    shown = name.text if len(name.text) <= 40 else name.text[:37] + "..."
    tokens.fail(f"'{shown}' is not a function of formulas. {advice}", name.position)


def _sign(tokens: Tokens) -> bool:
    sign = tokens.accept("+", "-")
    return sign is not None and sign.text == "-"


def _product(tokens: Tokens) -> Node:
    position = tokens.here.position
    parts = [(False, read_operand(tokens))]
    while sign := tokens.accept("*", "/"):
        parts.append((sign.text == "/", read_operand(tokens)))
    return Product(tuple(parts), position) if len(parts) > 1 else parts[0][1]


def _power(tokens: Tokens) -> Node:
    position = tokens.here.position
    base = _primary(tokens)
    sign = tokens.accept("^")
    return base if sign is None else Power(base, read_exponent(tokens, sign), position)


def _primary(tokens: Tokens) -> Node:
    token = tokens.here
    if token.kind == "number":
        return Number(float(tokens.take().text), token.position)
    if tokens.at("("):
        return read_bracket(tokens)
    if token.kind != "name":
        tokens.missing("a column or a number")
    if not is_call(tokens):
        return Column(tokens.take().text, token.position)
    if token.text == "I":
        tokens.take()
        return read_bracket(tokens)
    if token.text in TERM_FUNCTIONS:
        tokens.fail(
            f"{token.text}() is a term of the right side and cannot be part of arithmetic. Use it "
            "outside I() and functions.",
            token.position,
        )
    return read_call(tokens)
