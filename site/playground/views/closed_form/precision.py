"""The same problem in half, single, double and more precision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import precision
from playground.engine.closed import BEYOND, digits_held, scaled
from playground.engine.parts import Part
from playground.engine.scene import Solved
from playground.session.names import PRECISIONS
from playground.views.closed_form.race import Field
from playground.views.common.digits import marked

Array = NDArray[np.float64]

BITS: Mapping[str, str] = {
    name: "all" if bits is None else str(bits) for name, bits in precision.BITS.items()
}


def formats(scene: Solved, judged: bool) -> list[str]:
    """The precisions to compare: the exact one only where `judged`; none without a closed form."""
    if not scene.problem.quadratic:
        return []
    return [name for name in PRECISIONS if judged or name != "exact"]


def in_precisions(scene: Solved, names: Sequence[str]) -> dict[str, Array]:
    """Coefficients (p,) in the user's units by each of these precisions."""
    return {name: _in_precision(scene, name) for name in names}


def _in_precision(scene: Solved, name: str) -> Array:
    problem, fit = scene.problem, scene.fit
    # With more bits than float64 has, all solvers come to the reference, which knows what X in
    # floats lacks: of powers, and of decimals that are dependent.
    if name == "exact":
        return fit.coefficients("exact")
    if name in BEYOND:
        return problem.to_user(fit.whole_reference)
    X, y = scaled(problem)
    return problem.to_user(precision.least_squares(X, y, name))


def precision_rows(found: Mapping[str, Array], field: Field, j: int) -> list[list[list[Part]]]:
    """The table: coefficient j digit by digit, and the digits of the worst coefficient."""
    truth = field.exact[j] if field.exact is not None else None
    return [
        [
            [(PRECISIONS[name], "")],
            [(BITS[name], "muted")],
            marked(float(w[j]), truth, "closed", float(field.scales[j])),
            _digits(w, field),
        ]
        for name, w in found.items()
    ]


def precision_words(scene: Solved) -> list[Part]:
    """What to expect of each precision, in a sentence."""
    if not scene.fit.unique:
        return [
            ("The columns are linearly dependent, so no format gives a unique solution.", "wrong")
        ]
    lost = log10(scene.fit.unpenalised.condition_number_scaled)
    single, double = (digits_held(name) for name in ("float32", "float64"))
    said = (
        f"float32 carries about {single:.0f} digits, float64 about {double:.0f}. For QR and "
        f"SVD the condition number (unit-norm columns) costs {_about(lost)} in either format. "
    )
    if single - lost < 1:
        said += "So float32 has none left."
    return [(said.rstrip(), "")]


def _about(lost: float) -> str:
    """So many digits, in words."""
    count = f"{lost:.0f}"
    named = {"0": "less than 1 digit", "-0": "less than 1 digit", "1": "about 1 digit"}
    return named.get(count, f"about {count} digits")


def _digits(w: Array, field: Field) -> list[Part]:
    if field.exact is None:
        return [("–", "muted")]
    worst = float(np.min(linreg.correct_digits(w, field.exact, field.scales)))
    return [(f"{worst:.1f}", "wrong" if worst < 1 else "")]
