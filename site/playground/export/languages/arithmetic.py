"""The arithmetic of a formula as code, in the signs of a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linreg._keys import decimal_text
from linreg.formula._nodes import Call, Column, Node, Number, Power, Product, Sum


@dataclass(frozen=True)
class Signs:
    """How a language writes a power, and what stands before the name of a function."""

    power: str
    prefix: str


NUMPY, R = Signs("**", "np."), Signs("^", "")


def code(node: Node, names: Mapping[str, str], signs: Signs) -> str:
    """A tree as code; names: what each column is called in the script."""

    def inner(part: Node, *bare: type) -> str:
        """A part, in brackets unless it is one of these, or holds together by itself."""
        text = code(part, names, signs)
        atom = isinstance(part, Column | Call | Number) and not text.startswith("-")
        return text if atom or isinstance(part, bare) else f"({text})"

    match node:
        case Number(value=value):
            return decimal_text(value)
        case Column(name=name):
            return names[name]
        case Call(function=function, argument=argument):
            return f"{signs.prefix}{function}({code(argument, names, signs)})"
        case Power(base=base, exponent=exponent):
            return f"{inner(base)}{signs.power}{inner(exponent)}"
        case Product(parts=((_, first), *others)):
            rest = "".join(f" {'*/'[under]} {inner(part, Power)}" for under, part in others)
            return inner(first, Power) + rest
        case Sum(parts=((minus, first), *others)):
            rest = "".join(f" {'+-'[sign]} {inner(part, Power, Product)}" for sign, part in others)
            return "-" * minus + inner(first, Power, Product) + rest
        case _:
            raise AssertionError(node)
