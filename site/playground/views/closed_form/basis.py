"""What a good basis saves: the same polynomial from raw and from mapped powers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

import linreg
from linreg.links import DESIGN_KEYS
from playground.engine.closed import solved
from playground.engine.numbers import typeset
from playground.engine.parts import Part
from playground.engine.problem import Problem
from playground.engine.scene import Solved
from playground.session.names import BASES
from playground.views.closed_form.race import Truth
from playground.views.common.solver_names import NAMES

# With so few columns powers and mapped powers differ little.
MANY = 3
# Those that lose digits where the basis is bad, and the one that does not.
COMPARED = ("normal", "cholesky", "qr", "svd", "lstsq", "refined")


@dataclass(frozen=True, eq=False)
class Basis:
    """A basis: the condition number of its X, and the worst digits by method."""

    condition: float
    digits: Mapping[str, float]


def matters(scene: Solved) -> bool:
    """Whether there is a polynomial, or columns that no mapping has yet made comparable."""
    state = scene.state
    if state.formula is not None:
        return False
    return state.degree > 1 or state.basis != "powers" or scene.problem.p > MANY


def bases(scene: Solved, truth: Truth) -> dict[str, Basis]:
    """Both bases for the scene's problem; digits against the decimal data, raw powers."""
    return {name: _basis(_problem(scene, name), scene, truth) for name in BASES}


def basis_rows(found: Mapping[str, Basis]) -> list[list[list[Part]]]:
    """The table: condition number and digits left, a column a basis."""
    condition = [[(_condition(found[name].condition), "")] for name in BASES]
    methods = [m for m in COMPARED if all(m in found[name].digits for name in BASES)]
    return [
        [[("κ(X)", "?kappa")], *condition],
        *[
            [
                [(f"{NAMES[m]}, correct digits", "?typed")],
                *[_digits(found[name].digits[m]) for name in BASES],
            ]
            for m in methods
        ],
    ]


def basis_words(found: Mapping[str, Basis]) -> list[Part]:
    """In a sentence, what the mapping changes."""
    powers, mapped = found["powers"], found["mapped"]
    said = (
        "With x rescaled to [−1, 1], the matrix of powers has "
        f"κ = {_condition(mapped.condition)} instead of {_condition(powers.condition)}; "
        "the polynomial is the same. "
    )
    if "qr" not in powers.digits:
        return [(said, "")]
    worst = {name: min(b.digits[m] for m in ("lstsq", "qr")) for name, b in found.items()}
    gain = (
        "Converted back to powers of x, the coefficients from QR and NumPy lstsq are correct to "
        f"at least {worst['mapped']:.1f} digits (before: {worst['powers']:.1f})."
    )
    return [(said, ""), (gain, "strong")]


def _problem(scene: Solved, basis: str) -> Problem:
    state = scene.state
    if state.basis == basis:
        return scene.problem
    chosen = {key: state.values()[key] for key in DESIGN_KEYS}
    other = Problem.made(
        scene.problem.values,
        scene.problem.y,
        {**chosen, "basis": basis},
        scene.problem.weights,
    )
    return other.with_objective(state.values())


def _basis(problem: Problem, scene: Solved, truth: Truth) -> Basis:
    condition = scene.fit.unpenalised.condition_number
    if problem is not scene.problem:
        condition = linreg.solve(
            problem.X, problem.y, "qr", weights=problem.weights
        ).condition_number
    if truth.typed is None or problem.penalty is not None:
        # A penalty on mapped powers is another problem, with another solution.
        return Basis(condition, {})
    scale = scene.problem.coefficient_scale
    found = {}
    for method in COMPARED:
        w = problem.to_user(solved(problem, method, scene.fit.rcond).coefficients)
        found[method] = float(np.min(linreg.correct_digits(w, truth.typed, scale)))
    return Basis(condition, found)


def _condition(kappa: float) -> str:
    return typeset(kappa, digits=2)


def _digits(digits: float) -> list[Part]:
    return [(f"{digits:.1f}", "wrong" if digits < 1 else "")]
