"""Formulas as trees for `models.Formula`, and as LaTeX to copy.

A tree is nested lists in MathML's tags: [tag, *children], or a leaf [tag, text] or
[tag, text, role] with a role of theme.ROLES. Text never becomes markup. Builders take trees and
give trees, so that they nest: `row(vec("w"), op("="), matrix([[number(1.5)]]))`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from playground.engine.numbers import MINUS, SUPERSCRIPTS, TIMES, typeset

Tree = list[Any]

_POWERS = str.maketrans(SUPERSCRIPTS, "-0123456789")


def row(*parts: Tree) -> Tree:
    """Parts side by side."""
    return ["mrow", *parts]


def sym(name: str, role: str = "") -> Tree:
    """A variable: one letter is italic, several are upright, as mathematics has it."""
    return _leaf("mi", name, role)


def vec(name: str) -> Tree:
    """A vector: upright and bold."""
    return ["mtext", name, "strong"]


def op(sign: str) -> Tree:
    """An operator or fence: =, +, −, ←, a bracket."""
    return ["mo", sign]


def text(words: str, role: str = "") -> Tree:
    """Words within a formula."""
    return _leaf("mtext", words, role)


def sup(base: Tree, exponent: Tree) -> Tree:
    """`base` to the power `exponent`, or with that mark above."""
    return ["msup", base, exponent]


def sub(base: Tree, index: Tree) -> Tree:
    """`base` with an index."""
    return ["msub", base, index]


def hat(base: Tree) -> Tree:
    """An estimate of `base`."""
    return ["mover", base, op("^")]


def fraction(above: Tree, below: Tree) -> Tree:
    """`above` over `below`."""
    return ["mfrac", above, below]


def root(inner: Tree) -> Tree:
    """The square root."""
    return ["msqrt", inner]


def transposed(base: Tree) -> Tree:
    """`base` transposed, X^T."""
    return sup(base, sym("T"))


def inverse(base: Tree) -> Tree:
    """`base` inverted, A^-1."""
    return sup(base, row(op(MINUS), ["mn", "1"]))


def norm(inner: Tree, squared: bool = False) -> Tree:
    """The Euclidean norm, or its square."""
    bars = row(op("‖"), inner, op("‖"))
    return sup(bars, ["mn", "2"]) if squared else bars


def bracket(*inner: Tree) -> Tree:
    """Parts within round brackets."""
    return row(op("("), *inner, op(")"))


def matrix(rows: Iterable[Sequence[Tree]]) -> Tree:
    """A matrix of trees within round brackets that are as tall as it is."""
    cells = [["mtr", *(["mtd", cell] for cell in cells)] for cells in rows]
    return bracket(["mtable", *cells])


def vector(entries: Iterable[Tree]) -> Tree:
    """A column of trees within round brackets."""
    return matrix([entry] for entry in entries)


def number(value: float, error: float = 0.0, role: str = "", digits: int = 6) -> Tree:
    """A number with no digit below its error, as `numbers.typeset` shows it."""
    return written(typeset(value, error, digits), role)


def written(shown: str, role: str = "") -> Tree:
    """A number that `numbers` has put into words, typeset: 2.0 × 10⁻¹⁴ with a real exponent."""
    sides = [_power(side, role) for side in shown.split(" ± ")]
    return sides[0] if len(sides) == 1 else row(sides[0], op("±"), sides[1])


def marked(runs: Iterable[tuple[str, str]]) -> Tree:
    """Digits in runs of (text, role), one number: the wrong ones carry their own role."""
    return row(*(_leaf("mn", shown, role) for shown, role in runs))


def _power(shown: str, role: str) -> Tree:
    mantissa, times, power = shown.partition(f" {TIMES} 10")
    if not times:
        return _number(shown, role)
    exponent = _number(power.translate(_POWERS).replace("-", MINUS), role)
    return row(_number(mantissa, role), op(TIMES), sup(_leaf("mn", "10", role), exponent))


def _number(digits: str, role: str) -> Tree:
    if not any(letter.isdigit() for letter in digits):
        return text(digits, role)
    # A sign within <mn> is not spoken as one.
    if digits.startswith(MINUS):
        return row(_leaf("mo", MINUS, role), _leaf("mn", digits[1:], role))
    return _leaf("mn", digits, role)


def _leaf(tag: str, shown: str, role: str) -> Tree:
    return [tag, shown, role] if role else [tag, shown]


_LATEX = {
    MINUS: "-", TIMES: r" \times ", "±": r" \pm ", "‖": r"\|", "←": r" \leftarrow ", "∞": r"\infty",
    "≈": r" \approx ", "≤": r" \le ", "≥": r" \ge ", "·": r" \cdot ", "∇": r"\nabla ",
    "η": r"\eta ", "λ": r"\lambda ", "κ": r"\kappa ", "σ": r"\sigma ", "β": r"\beta ",
    "\u2009": r"\,",
    "α": r"\alpha ", "ε": r"\varepsilon ", "∑": r"\sum ", "Σ": r"\Sigma ", "∂": r"\partial ",
}  # fmt: skip
_ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in "_%&#${}"})


def latex(tree: Tree) -> str:
    """The formula as LaTeX (amsmath), for copying."""
    if not tree:
        return ""
    tag, *parts = tree
    if isinstance(parts[0], str):
        return _latex_leaf(tag, *parts)
    return _latex_node(tag, [latex(part) for part in parts], parts)


def _latex_leaf(tag: str, shown: str, role: str = "") -> str:
    if tag == "mtext" and role == "strong":
        return rf"\mathbf{{{shown.translate(_ESCAPED)}}}"
    if shown in _LATEX:
        return _LATEX[shown]
    if tag == "mtext" or (tag == "mi" and len(shown) > 1):
        return rf"\text{{{shown.translate(_ESCAPED)}}}"
    if tag == "mn":
        # A bare comma would be followed by a space.
        return shown.replace(",", "{,}").replace(MINUS, "-")
    return "".join(_LATEX.get(letter, letter) for letter in shown.translate(_ESCAPED))


def _latex_node(tag: str, inner: list[str], parts: list[Tree]) -> str:
    if tag == "mrow" and len(parts) == 3 and parts[1][0] == "mtable":
        return rf"\begin{{pmatrix}}{inner[1]}\end{{pmatrix}}"
    patterns = {
        "mfrac": r"\frac{{{}}}{{{}}}",
        "msqrt": r"\sqrt{{{}}}",
        "msup": "{}^{{{}}}",
        "msub": "{}_{{{}}}",
        "msubsup": "{}_{{{}}}^{{{}}}",
        "munderover": "{}_{{{}}}^{{{}}}",
        "munder": "{}_{{{}}}",
        "mover": r"\hat{{{}}}",
        "mtd": "{}",
    }
    if tag in patterns:
        return patterns[tag].format(*inner)
    return {"mtable": r" \\ ", "mtr": " & "}.get(tag, "").join(inner)
