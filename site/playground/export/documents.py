"""What is computed for a state, as the Python that a person would write for it.

`sections` is a pure function of a scene; `script` and `notebook` lay the same code out as a module
and as cells. Run in CPython against the wheel, it computes what the page shows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from playground.engine.results import results
from playground.engine.scene import Scene
from playground.export.data import data_section, matrix_section
from playground.export.fit import (
    descent_section,
    objective_section,
    solve_section,
    table_section,
)
from playground.export.text import Section, comment
from playground.session.state import jsonable

ABOUT = "A linear regression, as the linreg playground computes it."
NEEDS = "Needs NumPy and linreg. The page offers the wheel of linreg at its foot."
NO_POINTS = 'print("There are no points yet: add some on the page.")'


def sections(scene: Scene) -> list[Section]:
    """The code of a scene in its parts, in the order of the computation."""
    if (solved := scene.solved) is None:
        return [Section("The data.", [NO_POINTS])]
    parts = (data_section, matrix_section, objective_section, solve_section)
    return [part(solved) for part in (*parts, descent_section, table_section)]


def script(scene: Scene) -> str:
    """The code as a module."""
    parts = sections(scene)
    lines = [f'"""{ABOUT}', "", NEEDS, '"""', "", *_imports(parts)]
    for part in parts:
        lines += ["", *comment(part.title), *part.lines]
    return "\n".join(lines) + "\n"


def notebook(scene: Scene) -> str:
    """The same code as a Jupyter notebook, format 4.5."""
    parts = sections(scene)
    cells = [("markdown", [f"# {ABOUT}", "", NEEDS]), ("code", _imports(parts))]
    for part in parts:
        cells += [("markdown", [part.title]), ("code", part.lines)]
    language = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": [_cell(kind, lines, number) for number, (kind, lines) in enumerate(cells)],
        "metadata": {"kernelspec": language, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def fit_json(scene: Scene) -> str:
    """State and results as JSON, as the page's `getState()` gives them."""
    state = {key: jsonable(value) for key, value in scene.state.values().items()}
    whole = {**state, "results": results(scene, [], full=True)}
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _imports(parts: Sequence[Section]) -> list[str]:
    """Standard library, NumPy, linreg, each in a block of its own."""
    asked = [line for part in parts for line in part.imports]
    own = [line for line in asked if "linreg" in line]
    standard = [line for line in asked if line not in own]
    first = [*standard, ""] if standard else []
    return [*first, "import numpy as np", "", "import linreg", *own]


def _cell(kind: str, lines: Sequence[str], number: int) -> dict[str, Any]:
    source = [f"{line}\n" for line in lines[:-1]] + [lines[-1]]
    cell: dict[str, Any] = {"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
