"""Numbers to take along: equation and coefficients as plain text, LaTeX or Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.widgets import Choice, Copy
from playground.engine import formulas as f
from playground.engine.numbers import MINUS, SUPERSCRIPTS, TIMES, typeset, ungrouped
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import put
from playground.views.common.equation import equation_latex
from playground.views.common.fit_text import way_name

FORMATS = (("text", "Text"), ("latex", "LaTeX"), ("markdown", "Markdown"))
# More digits than the page has room for; the error may leave fewer.
DIGITS = 10
_POWERS = str.maketrans(SUPERSCRIPTS, "-0123456789")


def plain(shown: str) -> str:
    """A typeset number as programs read it: −2.5 × 10⁻⁹ is -2.5e-9."""
    mantissa, times, power = ungrouped(shown).partition(f" {TIMES} 10")
    return (mantissa + (f"e{power.translate(_POWERS)}" if times else "")).replace(MINUS, "-")


def equation_text(scene: Solved) -> str:
    """The closed form as plain text: y = 1.5 - 2.25*x + 3e-9*x^2."""
    terms = []
    for name, value, error in _closed(scene):
        number = plain(typeset(abs(value), error, DIGITS))
        sign = "-" if value < 0 else "+"
        terms.append(f"{sign} {number}" + ("" if name == "1" else f"*{name}"))
    text = " ".join(terms)
    return f"{scene.response} = {'-' if text[0] == '-' else ''}{text[2:]}"


def equation(scene: Solved, form: str) -> str:
    """The equation of the closed form in a format."""
    if form == "text":
        return equation_text(scene)
    names, _, errors = zip(*_closed(scene), strict=True)
    latex = equation_latex(scene.response, names, scene.fit.coefficients(), errors)
    return latex if form == "latex" else f"${latex}$"


def coefficients(scene: Solved, form: str) -> str:
    """Closed form, descent and their losses as a table in a format; text is parted by tabs."""
    heads = [
        "column",
        f"closed form ({scene.fit.label})" if scene.problem.quadratic else way_name(scene),
        f"gradient descent, {scene.taken} steps",
    ]
    rows = [
        [name, typeset(value, error, DIGITS), typeset(float(w), float(scene.step_error[j]), DIGITS)]
        for j, ((name, value, error), w) in enumerate(
            zip(_closed(scene), scene.user(scene.step.w), strict=True)
        )
    ]
    fit = scene.fit
    losses = (
        typeset(fit.loss, fit.closed_error, DIGITS),
        typeset(scene.step.loss, fit.loss_error, DIGITS),
    )
    make = {"text": _tabbed, "latex": _tabular, "markdown": _piped}[form]
    return make(heads, [*rows, ["loss", *losses]])


def _closed(scene: Solved) -> list[tuple[str, float, float]]:
    """Name, coefficient and its error, in the user's units."""
    fit = scene.fit
    values, errors = map(float, fit.coefficients()), map(float, fit.shown_error)
    return list(zip(scene.columns, values, errors, strict=True))


def _tabbed(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, *([name, *map(plain, numbers)] for name, *numbers in rows)]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def _piped(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:"] * (len(heads) - 1)]
    lines = [heads, rule, *rows]
    escaped = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in escaped) + "\n"


def _tabular(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [[f.latex(f.text(head)) for head in heads]]
    lines += [[f.latex(f.text(name)), *map(_latex_number, numbers)] for name, *numbers in rows]
    columns = "l" + "r" * (len(heads) - 1)
    body = " \\\\\n".join(" & ".join(f"${cell}$" for cell in line) for line in lines)
    return f"\\begin{{tabular}}{{{columns}}}\n{body} \\\\\n\\end{{tabular}}\n"


def _latex_number(shown: str) -> str:
    return f.latex(f.written(shown))


class Copies:
    """Owns the choice of a format and two buttons."""

    title = "Copy the numbers"

    @staticmethod
    def visible(scene: Scene) -> bool:
        """Where there is one solution."""
        return scene.solved is not None and scene.solved.fit.unique

    def __init__(self, commands: Commands) -> None:
        self.form = Choice(
            label="Format", look="segments", options=list(FORMATS), value=FORMATS[0][0]
        )
        self.equation = Copy(label="Copy equation")
        self.coefficients = Copy(label="Copy coefficients")
        self.form.on_edit(lambda edit: commands.choose(copy_format=edit.new))

    def parts(self) -> list[Widget | UIElement]:
        return [self.form, self.equation, self.coefficients]

    def update(self, scene: Solved) -> None:
        form = scene.interaction.choices.copy_format
        put(self.form, value=form)
        put(self.equation, text=equation(scene, form))
        put(self.coefficients, text=coefficients(scene, form))
