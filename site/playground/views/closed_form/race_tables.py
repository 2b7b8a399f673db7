"""The tables of the solver race: digits, ranks and times, and the coefficients themselves."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from playground.engine.numbers import shortened, whole
from playground.engine.parts import Part
from playground.views.closed_form.race import COORDINATE, Field, Runner
from playground.views.common.digits import marked, nearest

# A table of coefficients ends after so many rows.
MOST_ROWS = 60


def digit_rows(field: Field, j: int) -> list[list[list[Part]]]:
    """Coefficient j as each method gives it, digit by digit."""
    truth, scale = _truth(field, j), float(field.scales[j])
    return [
        [[(runner.name, "")], marked(float(runner.w[j]), truth, runner.role, scale)]
        for runner in field.runners
    ]


def race_rows(field: Field, times: Mapping[str, str]) -> list[list[list[Part]]]:
    """The table of the race: worst digits of the floats' solution and of the typed, rank, time."""
    p = len(field.columns)
    return [
        [
            [(runner.name, f"?{_term(runner)}")],
            _count(runner.worst),
            _count(runner.worst_typed),
            _rank(runner.rank, p),
            [(times.get(runner.method, "–"), "")],
        ]
        for runner in field.runners
    ]


def _term(runner: Runner) -> str:
    """What explains a runner; coordinate descent runs under the name of refined."""
    return "coordinate" if runner.name == COORDINATE else runner.method


def coefficients_caption(field: Field, method: str) -> str:
    """What the table of coefficients holds."""
    count = len(field.columns)
    which = f"First {MOST_ROWS} of {whole(count)}" if count > MOST_ROWS else "All"
    solver = _runner(field, method).name
    return f"{which} coefficients (solver: {solver})"


def _runner(field: Field, method: str) -> Runner:
    return next((r for r in field.runners if r.method == method), field.runners[-1])


def coefficient_rows(field: Field, method: str) -> list[list[list[Part]]]:
    """The coefficients of one method beside the exact ones, with their digits."""
    runner = _runner(field, method)
    return [
        [
            [(shortened(name, 16), "")],
            marked(float(runner.w[j]), _truth(field, j), runner.role, float(field.scales[j])),
            _exactly(_truth(field, j)),
            _count(None if runner.digits is None else float(runner.digits[j])),
            _count(None if runner.typed is None else float(runner.typed[j])),
        ]
        for j, name in enumerate(field.columns[:MOST_ROWS])
    ]


def _truth(field: Field, j: int) -> Fraction | None:
    return field.exact[j] if field.exact is not None else None


def _exactly(exact: Fraction | None) -> list[Part]:
    if exact is None:
        return [("–", "muted")]
    # Beyond the floats it is shown as infinite.
    return marked(nearest(exact), exact, "truth")


def _count(digits: float | None) -> list[Part]:
    if digits is None:
        return [("–", "muted")]
    return [(f"{digits:.1f}", "wrong" if digits < 1 else "")]


def _rank(rank: int | None, p: int) -> list[Part]:
    if rank is None:
        return [("–", "muted")]
    return [(whole(rank), "" if rank == p else "wrong")]
