"""What explains the numbers: every term that is shown has its entry, and every entry is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playground.controls.models import Action, Choice, Dial, Group, NumberTable, Prose, Toggle
from playground.engine.formulas import latex
from playground.glossary.entries import ENTRIES
from playground.views.fit.added import added_variable
from playground.views.fit.columns import added_words


def marked(app: Any) -> Iterator[str]:
    """The entries named by what the document holds."""
    for model in app.document.select({"type": Prose}):
        yield from terms_in(model.parts)
    for dial in app.document.select({"type": Dial}):
        yield from dial.term.split()
    for table in app.document.select({"type": NumberTable}):
        yield from filter(None, table.terms)
        for row in table.rows:
            for cell in row:
                yield from terms_in(cell)


def terms_in(parts: Any) -> Iterator[str]:
    for _, role in parts:
        yield from (word[1:] for word in role.split() if word.startswith("?"))


def press(app: Any, hand: Any, label: str) -> None:
    (button,) = app.document.select({"type": Action, "label": label})
    hand._apply(
        {
            "kind": "ModelChanged",
            "model": {"id": button.id},
            "attr": "clicks",
            "new": button.clicks + 1,
        }
    )
    hand.run_to_the_end()


STATES = (
    {"view": "fit", "show": ["squares", "bands", "truth", "own-line"], "steps": 3},
    {"view": "fit", "data": "sine", "degree": 3, "show": ["truth"]},
    {"view": "fit", "data": "classes"},
    {"view": "fit", "data": "outliers", "loss": "huber"},
    {"view": "fit", "data": "outliers", "loss": "absolute"},
    {"view": "fit", "data": "stackloss", "weights": "acid_concentration"},
    {"view": "fit", "data": "collinear", "penalty": "elastic"},
    {"view": "fit", "data": "collinear", "penalty": "lasso"},
    {"view": "fit", "data": "linear", "sampling": "new", "samples": 5},
    {"view": "fit", "data": "linear", "sampling": "pairs", "samples": 20},
    {"view": "fit", "data": "linear", "sampling": "permutation", "samples": 20},
    {"view": "descent", "data": "linear", "steps": 5, "sampling": "none", "samples": 0},
    {"view": "closed-form", "data": "longley"},
    {"view": "closed-form", "data": "collinear", "penalty": "lasso", "strength": 0.1},
    {"view": "collinearity", "data": "collinear"},
    {"view": "diagnostics", "data": "longley"},
    {"view": "fit", "data": "forbes", "formula": "log(pressure) ~ boiling_point"},
)


@pytest.fixture
def shown(app, hand) -> set[str]:
    """All entries that a walk through the tabs has named, with what is folded away unfolded."""
    found: set[str] = set()
    for words in STATES:
        plain = {"penalty": "none", "degree": 1, "loss": "squared", "weights": None}
        app.set_state({**plain, **words})
        for fold in app.document.select({"type": Group, "look": "fold"}):
            fold.open = True
        for toggle in app.document.select({"type": Toggle, "label": "Race all four"}):
            hand._apply(
                {"kind": "ModelChanged", "model": {"id": toggle.id}, "attr": "value", "new": True}
            )
        for choice in app.document.select({"type": Choice, "label": "Standard errors"}):
            hand._apply(
                {"kind": "ModelChanged", "model": {"id": choice.id}, "attr": "value", "new": "HC3"}
            )
        hand.point("select", 3)
        hand.run_to_the_end()
        if words["view"] == "collinearity":
            press(app, hand, "Perturb the last digits")
        found |= set(marked(app))
    return found


def test_every_term_has_its_entry_and_every_entry_its_term(shown) -> None:
    assert shown - set(ENTRIES) == set()
    assert set(ENTRIES) - shown == set()


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_an_entry_is_a_short_definition_with_a_formula(name: str) -> None:
    title, words, tree = ENTRIES[name]
    assert (
        title[0].isupper()
        or title[0].isdigit()
        or title in ("t statistic", "p-value", "p-value (F test)")
    )
    assert words.endswith(".")
    assert len(words.split()) <= 25
    assert latex(tree).strip()


def test_a_term_is_the_same_run_of_text_in_its_own_colour(scene) -> None:
    made = scene(data="collinear")
    found = added_variable(made.problem.X, made.problem.y, 1)
    (run,) = (part for part in added_words(made, "x1", found) if "?" in part[1])
    assert run[1] == "closed ?added"
    assert float(run[0]) == pytest.approx(found.slope, rel=1e-3)
