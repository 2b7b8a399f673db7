"""Equation and coefficients as they are copied."""

import re

import pytest
from playground.engine.interaction import Interaction
from playground.engine.scene import SceneCache
from playground.session.state import State, checked
from playground.views.fit.copies import coefficients, equation, plain


@pytest.fixture
def scene():
    points = {"columns": [{"name": n, "values": v} for n, v in COLUMNS.items()]}
    words = checked({"data": "own", "points": points, "degree": 2, "steps": 3, "lr": 0.01})
    return SceneCache().scene({**State().values(), **words}, Interaction())


COLUMNS = {"x": ["0", "1", "2", "3"], "y|z": ["1", "-1", "-5.5", "-12"]}


@pytest.mark.parametrize(
    ("shown", "text"),
    [("−2.5 × 10⁻⁹", "-2.5e-9"), ("0 ± 3 × 10⁻¹⁶", "0 ± 3e-16"), ("12.50", "12.50"), ("∞", "∞")],
)
def test_a_number_as_programs_read_it(shown: str, text: str) -> None:
    assert plain(shown) == text


def test_the_equation_as_text_is_what_was_fitted(scene) -> None:
    text = equation(scene, "text")
    name, right = text.split(" = ")
    assert name == "y|z"
    value = eval(right.replace("^", "**"), {"x": 2.0})
    assert value == pytest.approx(scene.problem.predict(scene.fit.whole(), [2.0])[0], rel=1e-8)


def test_the_equation_as_latex_and_in_markdown(scene) -> None:
    latex = equation(scene, "latex")
    assert latex.startswith(r"\hat{\text{y|z}}=")
    assert "x^{2}" in latex
    assert equation(scene, "markdown") == f"${latex}$"


def test_coefficients_in_every_format_hold_the_same_numbers(scene) -> None:
    text, markdown, latex = (coefficients(scene, form) for form in ("text", "markdown", "latex"))
    rows = [line.split("\t") for line in text.splitlines()]
    assert [row[0] for row in rows] == ["column", "1", "x", "x^2", "loss"]
    assert float(rows[1][1]) == pytest.approx(scene.fit.coefficients()[0], rel=1e-9)
    lines = markdown.splitlines()
    assert len({line.replace("\\|", "").count("|") for line in lines}) == 1
    assert latex.count(r"\\") == 5
    assert latex.startswith(r"\begin{tabular}{lrr}")
    for row in rows[1:]:
        digits = re.sub(r"e.*", "", row[1].lstrip("-"))
        assert digits in markdown
        assert digits in latex


def test_the_section_is_made_when_it_is_opened(app, hand) -> None:
    fold = next(g for g in app.slots["view_fit"].elements if g.title == "Copy the numbers")
    assert fold.elements == []
    fold.open = True
    while app.animating:
        app.frame(16)
    form, first, second = fold.elements
    assert first.text.startswith("y = 0.933")
    form.value = "latex"
    while app.animating:
        app.frame(16)
    assert first.text.startswith(r"\hat{y}=0.933")
    assert "tabular" in second.text
