"""What is copied: equations as LaTeX, coefficients as Markdown."""

import numpy as np
from playground.engine.interaction import Interaction
from playground.engine.scene import SceneCache
from playground.session.state import State, checked
from playground.views.closed_form import race as racing
from playground.views.closed_form.copies import coefficients_markdown
from playground.views.common.equation import equation_latex


def test_an_equation_has_real_powers_and_no_digit_below_its_error() -> None:
    w = np.array([-1.5, 2.25, -3e-9])
    shown = equation_latex("y", ("1", "x", "x^2*z_1"), w, [1e-3, 0.0, 0.0])
    assert shown == (r"\hat{y}=-1.50+2.250000000\,x-3.000000000 \times 10^{-9}\,x^{2}\text{z\_1}")


def test_where_there_is_no_solution_there_is_nothing_to_copy() -> None:
    assert equation_latex("y", ("1",), np.array([np.nan]), [0.0]) == ""


def test_coefficients_as_a_markdown_table() -> None:
    scene = SceneCache().scene({**State().values(), **checked({"data": "longley"})}, Interaction())
    field = racing.race(scene, racing.Truth.of(scene))
    lines = coefficients_markdown(field, "qr", scene.fit.error_of("qr")).splitlines()
    assert lines[0] == "| column | coefficient (QR) | correct digits |"
    assert len(lines) == 2 + 7
    assert lines[3].startswith("| deflator | 15.061872")
    assert all(line.count("|") == 4 for line in lines)
    unjudged = coefficients_markdown(racing.race(scene), "qr", [0.0] * 7)
    assert "| – |" in unjudged
