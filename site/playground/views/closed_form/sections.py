"""The parts of the tab Closed form, one class a part: each owns its models and patches them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playground.controls.models import Formula, NumberTable, Prose
from playground.controls.widgets import Choice, Copy, Dial, Toggle
from playground.engine import formulas
from playground.engine.memo import Memo
from playground.engine.numbers import round_significant
from playground.engine.scene import Solved
from playground.session.commands import Commands
from playground.session.names import BASES, PRECISIONS
from playground.views.closed_form import basis, gram, precision, rank
from playground.views.closed_form.plots import RankPlot
from playground.views.closed_form.race import Field, Truth, coefficient_name
from playground.views.common.base import put
from playground.views.common.solver_names import NAMES

# Where the slider of the cut-off ends; its field goes down to anything but zero.
CUTS = (1e-18, 1.0)


class NormalEquations:
    """X'X, X'y and the solution, written out."""

    def __init__(self) -> None:
        self.words = Prose()
        self.formulas = [Formula(), Formula(), Formula()]
        self.latex = Copy(label="Copy as LaTeX", help="The equations in numbers, as LaTeX.")

    def show(self, scene: Solved) -> None:
        problem, fit = scene.problem, scene.fit
        ridged = problem.ridge > 0
        penalty = problem.penalty if ridged else None
        added = None if penalty is None else problem.ridge * penalty.mask(problem.p)
        self.words.parts = gram.introduction(problem.columns, ridged, problem.quadratic)
        w = fit.reference.coefficients
        errors = 4 * gram.EPS * np.abs(w) if fit.unique else np.full(len(w), np.inf)
        trees = [
            gram.gram_tree(problem.X, added),
            gram.moments_tree(problem.X, problem.y),
            gram.solution_tree(w, errors, ridged) if fit.unique and problem.quadratic else [],
        ]
        for formula, tree in zip(self.formulas, trees, strict=True):
            formula.tree = tree
            formula.visible = bool(tree)
        shown = "\n".join(f"\\[{formulas.latex(tree)}\\]" for tree in trees if tree)
        self.latex.param.update(text=shown, visible=bool(shown))


class Ranks:
    """The rank decision explorer, with its dial."""

    def __init__(self, commands: Commands) -> None:
        self.cut = Dial(
            label="Rank tolerance",
            term="cut",
            scale="log",
            start=CUTS[0],
            end=CUTS[1],
            low=1e-300,
            high=1e300,
            help="SVD and NumPy lstsq count singular values below this fraction of the largest "
            "as zero.",
        )
        self.auto = Toggle(label="Automatic tolerance", help="The default of each solver.")
        self.plot = RankPlot()
        self.table = NumberTable(
            caption="Default rank tolerances",
            columns=["", "tolerance", "rank"],
            terms=["", "cut", "rank"],
        )
        self._spectra = Memo[dict[str, np.ndarray]]()
        self.cut.on_edit(lambda edit: commands.change({"rcond": edit.new}, gesture="dial rcond"))
        self.auto.on_edit(
            lambda edit: commands.change({"rcond": "auto" if edit.new else self.cut.value}),
            "value",
        )

    def show(self, scene: Solved) -> None:
        X, rcond = scene.problem.X, scene.state.cutoff
        found = self._spectra(lambda: rank.spectra(X), X)
        chosen = rank.rules(X, rcond)
        self.auto.value = rcond is None
        cut = round_significant(chosen[0].cut, 2) if rcond is None else rcond
        self.cut.value = max(1e-300, cut)
        self.plot.show(found, chosen)
        self.plot.words.parts = rank.verdict(chosen, found)
        self.table.rows = rank.decision_rows(chosen, found)


class Bases:
    """The switch between raw and mapped powers, and what it changes."""

    def __init__(self, commands: Commands) -> None:
        self.choice = Choice(label="Basis", options=list(BASES.items()), look="segments")
        self.words = Prose()
        self.table = NumberTable(
            caption="Correct digits vs decimal data (least accurate coefficient)",
            columns=["", *BASES.values()],
        )
        self.choice.on_edit(lambda edit: commands.change({"basis": edit.new}))

    def show(self, scene: Solved, truth: Truth) -> None:
        self.choice.value = scene.state.basis
        found = basis.bases(scene, truth)
        self.words.parts = basis.basis_words(found)
        self.table.rows = basis.basis_rows(found)


class Precisions:
    """The precision dial, and what each number format makes of the same coefficient."""

    def __init__(self, commands: Commands) -> None:
        self.choice = Choice(label="Precision", options=list(PRECISIONS.items()))
        self.words = Prose()
        self.table = NumberTable(
            columns=["", "bits", "", "digits"], terms=["", "bits", "", "digits"]
        )
        self._found: tuple[Field, dict[str, np.ndarray]] | None = None
        self.choice.on_edit(lambda edit: commands.change({"precision": edit.new}))

    def show(self, scene: Solved, field: Field, j: int) -> Iterator[None]:
        """Coefficient j of the scene, a format a part; the other coefficients are kept."""
        self.choice.value = scene.state.precision
        if self._found is None or self._found[0] is not field:
            found: dict[str, np.ndarray] = {}
            for name in precision.formats(scene, judged=field.exact is not None):
                found |= precision.in_precisions(scene, [name])
                yield
            self._found = (field, found)
            self.words.parts = precision.precision_words(scene)
        put(
            self.table,
            caption="Correct digits by number format (least accurate coefficient)",
            columns=["", "bits", coefficient_name(field.columns[j]), "digits"],
            rows=precision.precision_rows(self._found[1], field, j),
        )


class Conditioning:
    """Singular values, condition numbers and lengths of columns, as tables."""

    def __init__(self) -> None:
        self.condition = NumberTable(
            caption="Condition numbers and digits lost (of 16)",
            columns=["", "value", "digits lost"],
            terms=["", "", "lost"],
        )
        self.singular = NumberTable(
            caption="Singular values of X and their squares (eigenvalues of XᵀX)",
            columns=["", "value", "relative to the largest", "squared"],
            terms=["", "sigma", "", "sigma_squared"],
        )
        self.norms = NumberTable(
            caption="Column norms of X",
            columns=["", "length", "relative to the longest"],
            terms=["", "length", ""],
        )

    def show(self, scene: Solved) -> None:
        solution = scene.fit.unpenalised
        self.condition.rows = gram.condition_rows(
            solution.condition_number, solution.condition_number_scaled
        )
        self.singular.rows = gram.singular_rows(solution.singular_values)
        self.norms.rows = gram.norm_rows(scene.problem.X, scene.problem.columns)


def solver_choice(commands: Commands) -> Choice:
    """Which solver is shown as the closed form, everywhere on the page."""
    choice = Choice(label="Solver", options=list(NAMES.items()))
    choice.on_edit(lambda edit: commands.change({"method": edit.new}))
    return choice
