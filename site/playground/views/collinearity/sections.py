"""Sections of the tab Collinearity: solvers, valley, steps. Each owns its models."""

from __future__ import annotations

from collections.abc import Hashable
from math import isfinite

import numpy as np

from playground.controls.models import Formula, NumberTable, Prose
from playground.engine.formulas import bracket, op, row, sup, sym, text
from playground.engine.numbers import shortened, whole
from playground.engine.parts import Part, filled
from playground.views.collinearity.case import Case
from playground.views.collinearity.coefficients import CoefficientsFigure
from playground.views.collinearity.figures import DigitsFigure, SizeFigure, StepsFigure
from playground.views.collinearity.ladder import Ghosts, Ladder
from playground.views.collinearity.remedy import Remedied
from playground.views.collinearity.sweep import Sweep, pair_sizes
from playground.views.collinearity.tables import (
    lost_rows,
    numbers_rows,
    size,
    solver_caption,
    solver_heads,
    solver_rows,
)
from playground.views.collinearity.valley import (
    Valley,
    elongation,
    level_rows,
    valley,
)
from playground.views.common.base import put
from playground.views.common.fit_text import term
from playground.views.common.lazy import LazyView

RULE = (
    "Each factor of 10 in κ costs about one digit in solvers that work on X (QR, SVD, NumPy "
    "lstsq). It costs two in those that form XᵀX (normal equations, inverse, Cholesky). Dotted: "
    "correct digits predicted from κ. Refined uses extended precision."
)
# Whether the true coefficients are known -> what the ellipses are.
LEVELS = {
    True: "Ellipses: contours of equal loss around the fit (square). Dots: refits with new noise. "
    "Ellipses of the same size around the true coefficients (diamond) would contain on average 50, "
    "90 and 99% of the dots.",
    False: "Ellipses: contours of equal loss around the fit (square). Dots: refits with new noise. "
    "The ellipses contain on average 50, 90 and 99% of the dots.",
}
STEPS = (
    "The number of iterations of gradient descent grows in proportion to κ². Shown: iterations at "
    "the optimal learning rate until the error along every eigenvector is below 10⁻⁶ of its "
    "initial value."
)


class SolversPart:
    """Numbers, coefficients with their wrong digits, and digits against the distance."""

    def __init__(self, view: LazyView) -> None:
        self.numbers = NumberTable(caption="Collinearity measures")
        self.solvers = NumberTable()
        self.lost = NumberTable(
            caption="Correct digits (of 15) of the least accurate coefficient",
            columns=["", "correct", "lost", "lost, predicted"],
            terms=["", "kept", "", "predicted_loss"],
        )
        self.plot = DigitsFigure()
        self.groups = [
            view.group("", self.numbers),
            view.group(
                "Solver accuracy",
                self.solvers,
                self.lost,
                Prose(parts=[(RULE, "muted")]),
            ),
        ]

    def show(self, case: Case) -> None:
        put(self.plot.words, parts=digits_in_words(case))

    def show_tables(self, case: Case) -> None:
        put(self.numbers, rows=numbers_rows(case))
        put(
            self.solvers,
            caption=solver_caption(case),
            columns=solver_heads(case),
            rows=solver_rows(case),
        )
        put(self.lost, rows=lost_rows(case), visible=bool(case.digits))

    def show_sweep(self, sweep: Sweep, case: Case) -> None:
        self.plot.show(sweep, case.epsilon)


def digits_in_words(case: Case) -> list[Part]:
    """What each kind of solver keeps here."""
    if not case.digits:
        return [("The coefficients are not unique, so there are no digits to count.", "")]
    refined, qr, normal = (f"{case.digits[name]:.1f}" for name in ("refined", "qr", "normal"))
    said = f"Here Refined has {refined} correct digits, QR {qr}, normal equations {normal}."
    return [(said, "")]


def sizes_in_words(case: Case) -> list[Part]:
    """How large both coefficients are here."""
    if case.pair is None:
        return []
    a, b = (shortened(term(case.problem.columns[j]), 12) for j in case.pair)
    first, second = (size(value) for value in pair_sizes(case))
    said = (
        "Here |b₁| = {first} ({a}, scaled) and |b₂| = {second} ({b}, scaled)."
        if case.scaled
        else "Here |b₁| = {first} ({a}) and |b₂| = {second} ({b})."
    )
    return filled(said, first=first, second=second, a=a, b=b)


class SizePart:
    """The size of the pair's coefficients against the distance."""

    def __init__(self) -> None:
        self.plot = SizeFigure()

    def show(self, case: Case) -> None:
        put(self.plot.words, parts=sizes_in_words(case))

    def show_sweep(self, sweep: Sweep, case: Case) -> None:
        self.plot.show(sweep, case.epsilon)


class ValleyPart:
    """The valley with the refits in it."""

    def __init__(self, view: LazyView) -> None:
        self.plot = CoefficientsFigure()
        self._ladder, self._ghosts = Ladder(), Ghosts()
        self.about = Prose(parts=[(LEVELS[True], "muted")])
        self.twin = NumberTable(
            columns=["Contains", "semi-minor axis", "semi-major axis"],
            terms=["", "half_axis", "half_axis"],
        )
        self.group = view.group(
            "Loss surface of the pair",
            self.about,
            view.group("Ellipses in numbers", self.twin, look="fold"),
        )

    def show(self, case: Case, seed: int, key: Hashable, held: Remedied | None) -> None:
        """key: of the data that the case is of, at whatever distance; held: by a remedy."""
        found = valley(case, seed)
        if found is None:
            return
        low, high = found.low, found.high
        if held is not None:
            low = np.minimum(low, held.coefficients)
            high = np.maximum(high, held.coefficients)
        frame = self._ladder.hold(key, found.middle, low, high)
        past = []
        if case.epsilon is not None:
            past = self._ghosts.note(
                (key, seed, case.noise, case.problem.N), case.epsilon, found.best
            )
        self.plot.show(found, frame, past, held)
        put(self.about, parts=[(LEVELS[found.truth is not None], "muted")])
        put(self.plot.words, parts=valley_in_words(found, frame.equal))
        put(
            self.twin,
            rows=[
                [[(f"{100 * share:.0f}%", "")], [(size(a), "")], [(size(b), "")]]
                for share, a, b in level_rows(found)
            ],
        )


def valley_in_words(found: Valley, equal: bool) -> list[Part]:
    """What the picture shows; equal: whether its axes have one scale, which a shape takes."""
    if not isfinite(found.axes[-1]):
        return filled(
            "{lead} its floor is level, and all points on it fit equally well.",
            lead=("The valley does not end:", "wrong"),
        )
    begun = ("Dots: refits with new noise. ", "")
    if not equal:
        return [begun, ("The axes have different scales.", "strong")]
    return [begun, (f"The valley is {size(elongation(found))} times as long as it is wide.", "")]


class StepsPart:
    """Steps of descent against the distance."""

    def __init__(self, view: LazyView) -> None:
        self.plot = StepsFigure()
        tree = row(
            text("steps "),
            op("≈"),
            ["mfrac", sup(sym("κ"), ["mn", "2"]), ["mn", "2"]],
            sym("ln"),
            bracket(sup(["mn", "10"], ["mn", "6"])),
            op(","),
            sym("κ"),
            op("≈"),
            ["mfrac", ["mn", "2"], sym("ε")],
        )
        self.group = view.group(
            "Gradient descent slows down",
            Formula(tree=tree),
            Prose(parts=[(STEPS, "muted")]),
        )

    def show_distance(self, case: Case) -> None:
        self.plot.words.parts = steps_in_words(case.steps)

    def show_sweep(self, sweep: Sweep, case: Case) -> None:
        self.plot.show(sweep, case.epsilon)


def steps_in_words(steps: float) -> list[Part]:
    """How long descent takes here."""
    if not isfinite(steps):
        return [("Along the flat direction the gradient is zero, so descent does not move.", "")]
    years = steps / 1e9 / 31_557_600
    count = whole(round(steps)) if steps < 1e6 else size(steps)
    said = "Here descent needs {iterations}."
    if years > 1:
        said = "Here descent needs {iterations}: {years} years at 10⁹ a second."
    iterations = (f"{count} iterations", "descent ?steps")
    return filled(said, iterations=iterations, years=size(years, 2))
