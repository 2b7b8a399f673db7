"""A model as its settings say it: which columns, how each is transformed, degree, interactions.

Most formulas that a page makes or meets are of this form. What is chosen by click changes the
recipe, and the recipe is written as a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from linreg.formula import Formula, name_text
from linreg.tables import Table
from playground.engine.data import Data
from playground.engine.formula_columns import parsed, target_of

# How a column is transformed, as a formula writes it.
CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "none": "{}",
        "log": "log({})",
        "sqrt": "sqrt({})",
        "reciprocal": "1/{}",
        "square": "{}^2",
    }
)
_NONE: Mapping[str, str] = MappingProxyType({})
# Longer texts help nobody, and no link takes them.
LONGEST = 1000


@dataclass(frozen=True)
class Recipe:
    """A model of these columns.

    changes: name -> one of CHANGES, of the columns that are transformed. coded: features in C().
    categories: features that are text; they have no powers, and neither have those coded.
    """

    target: str
    features: tuple[str, ...]
    degree: int = 1
    interactions: bool = False
    intercept: bool = True
    changes: Mapping[str, str] = field(default_factory=lambda: _NONE)
    coded: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    @property
    def transforms(self) -> bool:
        """Whether a column is transformed."""
        return any(change != "none" for change in self.changes.values())

    def changed(self, name: str, change: str) -> Recipe:
        """The same with another transformation of a column."""
        return replace(self, changes={**self.changes, name: change})

    def of_columns(self, target: str, features: tuple[str, ...]) -> Recipe:
        """The same of other columns, each transformed as it was."""
        known = {name: self.changes[name] for name in (*features, target) if name in self.changes}
        if target != self.target:
            known[target] = "none"
        return replace(self, target=target, features=features, changes=known)

    @property
    def text(self) -> str:
        """The formula in its normal form."""
        terms = list(self._terms())
        tail = "" if self.intercept else " - 1"
        return f"{self._main(self.target)} ~ {' + '.join(terms) or '1'}{tail}"

    def _terms(self) -> Iterator[str]:
        for name in self.features:
            main = self._main(name)
            yield main
            if name not in self.coded | self.categories:
                bare = main if _is_atom(self.changes.get(name, "none")) else f"({main})"
                yield from (f"{bare}^{k}" for k in range(2, self.degree + 1))
        if self.interactions:
            mains = [self._main(name) for name in self.features]
            yield from (f"{a}:{b}" for i, a in enumerate(mains) for b in mains[i + 1 :])

    def _main(self, name: str) -> str:
        text = name_text(name)
        if name in self.coded:
            return f"C({text})"
        return CHANGES[self.changes.get(name, "none")].format(text)


def _is_atom(change: str) -> bool:
    """Whether a power of it needs no brackets."""
    return change not in ("reciprocal", "square")


def of_state(values: Mapping[str, Any], data: Data) -> Recipe | None:
    """The recipe of a state; None of a formula that none makes."""
    if values["formula"] is not None:
        return of_formula(parsed(values["formula"]), data.table)
    return Recipe(
        data.target,
        data.features,
        values["degree"],
        bool(values["interactions"]),
        values["intercept"] != "none",
        categories=frozenset(name for name in data.features if not data.is_number(name)),
    )


def of_formula(formula: Formula, table: Table) -> Recipe | None:
    """The recipe that makes a formula of a table's columns, term by term; None if there is none."""
    target = target_of(formula)
    names = formula.features
    mains = {name: _main_of(name, formula) for name in names}
    if not names or any(main is None for main in mains.values()):
        return None
    changes = {name: main[0] for name, main in mains.items() if main is not None}
    coded = frozenset(name for name, main in mains.items() if main is not None and main[1])
    left = {text.format(name_text(target)): change for change, text in CHANGES.items()}
    if formula.target not in left:
        return None
    text = {name for name in names if table.cells[name].kind == "category"}
    found = Recipe(
        target,
        names,
        intercept=formula.intercept,
        changes={**changes, target: left[formula.target]},
        coded=coded,
        categories=frozenset(text),
    )
    plain = len(list(found._terms()))
    numbers = len(names) - len(coded | text)
    for interactions in (False, True):
        more = len(names) * (len(names) - 1) // 2 if interactions else 0
        powers = len(formula.terms) - plain - more
        if powers < 0 or (numbers == 0 and powers) or (numbers and powers % numbers):
            continue
        degree = 1 + (powers // numbers if numbers else 0)
        made = replace(found, interactions=interactions, degree=degree)
        if degree <= 20 and tuple(made._terms()) == formula.terms:
            return made
    return None


def _main_of(name: str, formula: Formula) -> tuple[str, bool] | None:
    """How a feature stands alone among the terms: its transformation, and whether in C()."""
    text = name_text(name)
    for change, form in CHANGES.items():
        if form.format(text) in formula.terms:
            return change, False
    return ("none", True) if f"C({text})" in formula.terms else None


def shown_text(values: Mapping[str, Any], data: Data) -> str:
    """The present model as a formula, as typed; empty where it would be too long to read."""
    if values["formula"] is not None:
        return str(values["formula"])
    recipe = of_state(values, data)
    text = recipe.text if recipe is not None and len(data.features) <= LONGEST else ""
    return text if len(text) <= LONGEST else ""
