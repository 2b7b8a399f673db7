"""Formulas: trees in MathML's tags that the page can draw, and LaTeX."""

import json
import re
from pathlib import Path

import pytest
from playground.controls.models import Formula
from playground.engine import formulas as f

GRAM = f.row(
    f.transposed(f.sym("X")),
    f.sym("X"),
    f.op("="),
    f.matrix(
        [
            [f.number(4.0, digits=2), f.number(-1.25, digits=3)],
            [f.sym("a"), f.number(3e-14, digits=2)],
        ]
    ),
)


def tags(tree: list) -> set[str]:
    tag, *parts = tree
    return {tag}.union(*(tags(part) for part in parts if isinstance(part, list)))


def test_a_number_has_a_sign_that_is_spoken_and_a_real_exponent() -> None:
    minus = f.number(-2.5e-14, role="wrong", digits=2)
    assert minus == [
        "mrow",
        ["mrow", ["mo", "−", "wrong"], ["mn", "2.5", "wrong"]],
        ["mo", "×"],
        ["msup", ["mn", "10", "wrong"], ["mrow", ["mo", "−", "wrong"], ["mn", "14", "wrong"]]],
    ]
    assert f.number(3.25) == ["mn", "3.25000"]
    assert f.number(float("nan")) == ["mtext", "not defined"]


def test_a_number_that_its_error_swallows_is_shown_as_its_error() -> None:
    assert f.number(1e-9, error=1e-3)[2] == ["mo", "±"]


def test_the_page_knows_every_tag() -> None:
    script = Path("site/web/models/text/formula.js").read_text("utf-8")
    known = set(re.search(r'"(mrow [^"]*)"', script)[1].split())
    everything = f.row(
        GRAM,
        f.fraction(f.root(f.norm(f.vec("r"), squared=True)), f.sub(f.sym("x"), f.sym("j"))),
        f.hat(f.vec("w")),
        f.inverse(f.sym("A")),
        f.text("words"),
        f.marked([("1.9", "wrong")]),
    )
    assert tags(everything) <= known


def test_a_tree_fits_the_model() -> None:
    assert Formula(tree=GRAM).tree == json.loads(json.dumps(GRAM))


@pytest.mark.parametrize(
    ("tree", "wanted"),
    [
        (GRAM, r"X^{T}X=\begin{pmatrix}4.0 & -1.25 \\ a & 3.0 \times 10^{-14}\end{pmatrix}"),
        (f.fraction(f.sym("a_1"), f.number(2.0, digits=1)), r"\frac{\text{a\_1}}{2}"),
        (
            f.row(f.hat(f.vec("w")), f.op("="), f.vector([f.vec("y")])),
            r"\hat{\mathbf{w}}=\begin{pmatrix}\mathbf{y}\end{pmatrix}",
        ),
        (f.norm(f.vec("r"), squared=True), r"\|\mathbf{r}\|^{2}"),
        ([], ""),
    ],
)
def test_formulas_as_latex(tree: list, wanted: str) -> None:
    assert f.latex(tree) == wanted
