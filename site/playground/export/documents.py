"""What is computed for a state, as the code that a person would write for it.

`script` and `notebook` lay the same sections out as a file and as cells. What is written for linreg
computes, in CPython against the wheel, what the page shows; for other libraries, the same fit.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playground.engine.results import results
from playground.engine.scene import Scene, Solved
from playground.export.data import data_section, matrix_section
from playground.export.fit import (
    descent_section,
    objective_section,
    solve_section,
    table_section,
)
from playground.export.languages import numpy_alone, pytorch, r, sklearn, statsmodels
from playground.export.languages.model import Model
from playground.export.text import WIDTH, Section, comment
from playground.session.state import jsonable

STANDARD = {"csv", "pathlib"}
NO_POINTS = "There are no points yet: add some on the page."


@dataclass(frozen=True)
class Language:
    """What a script is written for.

    label: of the chooser. needs: what has to be installed, a sentence. make: the parts of a scene.
    lasso: whether it has that penalty. R aside, all are Python.
    """

    label: str
    needs: str
    make: Callable[[Model], list[Section]] | None = None
    lasso: bool = True
    extension: str = "py"

    @property
    def about(self) -> str:
        """What a script says that it is."""
        if self.make is None:
            return "A linear regression, as the linreg playground computes it."
        return "The linear regression of the linreg playground."

    @property
    def is_python(self) -> bool:
        return self.extension == "py"


LANGUAGES = {
    "linreg": Language(
        "linreg", "Needs NumPy and linreg. The page offers the wheel of linreg at its foot."
    ),
    "numpy": Language("NumPy", "Needs NumPy.", numpy_alone.sections),
    "sklearn": Language("scikit-learn", "Needs scikit-learn.", sklearn.sections),
    "statsmodels": Language("statsmodels", "Needs statsmodels.", statsmodels.sections, lasso=False),
    "pytorch": Language("PyTorch", "Needs PyTorch.", pytorch.sections, lasso=False),
    "r": Language("R", "Needs nothing but R.", r.sections, extension="R"),
}


def sections(scene: Scene, language: str = "linreg") -> list[Section]:
    """The code of a scene in its parts, in the order of the computation."""
    chosen = LANGUAGES[language]
    if (solved := scene.solved) is None:
        return [Section("The data.", [_printed(NO_POINTS, chosen)])]
    if chosen.make is None:
        parts = (data_section, matrix_section, objective_section, solve_section)
        return [part(solved) for part in (*parts, descent_section, table_section)]
    return _elsewhere(solved, chosen, chosen.make)


def _elsewhere(
    scene: Solved, chosen: Language, make: Callable[[Model], list[Section]]
) -> list[Section]:
    model = Model(scene)
    if why := _unsaid(model, chosen):
        return [Section("The fit.", [_printed(why, chosen)])]
    return make(model)


def _unsaid(model: Model, chosen: Language) -> str:
    """Why a script cannot say this fit; empty where it can."""
    if model.penalised and model.mapped:
        return "A penalty on powers mapped to [-1, 1] is written for linreg only."
    if model.penalised and model.mix and not chosen.lasso:
        *others, last = (language.label for language in LANGUAGES.values() if language.lasso)
        return f"This penalty is written for {', '.join(others)} and {last} only."
    return ""


def _header(scene: Scene, language: str) -> list[str]:
    """What a script says of itself: what it is, what it needs, what it leaves out."""
    chosen = LANGUAGES[language]
    said = [chosen.needs]
    if scene.solved is not None and chosen.make is not None:
        said += Model(scene.solved).left_out()
    return [chosen.about, "", *(line for one in said for line in textwrap.wrap(one, WIDTH - 2))]


def _printed(sentence: str, language: Language) -> str:
    said = json.dumps(sentence, ensure_ascii=False)
    return f"print({said})" if language.is_python else f"message({said})"


def script(scene: Scene, language: str = "linreg") -> str:
    """The code as a file."""
    chosen, parts = LANGUAGES[language], sections(scene, language)
    about, _, *rest = _header(scene, language)
    lines = [f"# {line}" for line in (about, *rest)]
    if chosen.is_python:
        lines = [f'"""{about}', "", *rest, '"""', "", *_imports(parts, language)]
    for part in parts:
        lines += ["", *comment(part.title), *part.lines]
    return "\n".join(lines) + "\n"


def notebook(scene: Scene, language: str = "linreg") -> str:
    """The same code as a Jupyter notebook, format 4.5."""
    chosen, parts = LANGUAGES[language], sections(scene, language)
    about, *rest = _header(scene, language)
    cells = [("markdown", [f"# {about}", *rest])]
    if chosen.is_python:
        cells.append(("code", _imports(parts, language)))
    for part in parts:
        cells += [("markdown", [part.title]), ("code", part.lines)]
    whole = {
        "cells": [_cell(kind, lines, number) for number, (kind, lines) in enumerate(cells)],
        "metadata": _kernel(chosen),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _kernel(language: Language) -> dict[str, Any]:
    if not language.is_python:
        kernel = {"display_name": "R", "language": "R", "name": "ir"}
        return {"kernelspec": kernel, "language_info": {"name": "R"}}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"kernelspec": kernel, "language_info": {"name": "python"}}


def fit_json(scene: Scene) -> str:
    """State and results as JSON, as the page's `getState()` gives them."""
    state = {key: jsonable(value) for key, value in scene.state.values().items()}
    whole = {**state, "results": results(scene, [], full=True)}
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _imports(parts: Sequence[Section], language: str) -> list[str]:
    """Standard library, NumPy with what else is installed, linreg, each in a block of its own."""
    asked = list(dict.fromkeys(line for part in parts for line in part.imports))
    standard = [line for line in asked if line.split()[1] in STANDARD]
    own = [line for line in asked if line.split()[1].startswith("linreg")]
    others = [line for line in asked if line not in standard and line not in own]
    blocks = [standard, ["import numpy as np", *others]]
    if language == "linreg":
        blocks.append(["import linreg", *own])
    return [
        line for k, block in enumerate(filter(None, blocks)) for line in [*[""] * (k > 0), *block]
    ]


def _cell(kind: str, lines: Sequence[str], number: int) -> dict[str, Any]:
    source = [f"{line}\n" for line in lines[:-1]] + [lines[-1]]
    cell: dict[str, Any] = {"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
