"""Coefficients as text to copy: Markdown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.engine.numbers import typeset
from playground.views.closed_form.race import Field, Runner
from playground.views.common.equation import DIGITS

Array = NDArray[np.float64]


def coefficients_markdown(field: Field, method: str, errors: Array) -> str:
    """All coefficients of a method as a Markdown table, with their correct digits."""
    runner = next((r for r in field.runners if r.method == method), field.runners[0])
    rows = [
        f"| {_escaped(column)} | {_number(runner, j, errors)} | {_digits(runner, j)} |"
        for j, column in enumerate(field.columns)
    ]
    head = f"| column | coefficient ({runner.name}) | correct digits |"
    return "\n".join([head, "|---|---:|---:|", *rows, ""])


def _number(runner: Runner, j: int, errors: Array) -> str:
    return typeset(float(runner.w[j]), float(errors[j]), DIGITS)


def _digits(runner: Runner, j: int) -> str:
    return "–" if runner.digits is None else f"{runner.digits[j]:.1f}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")
