"""Kinds of values, and what the table and the registries say of keys, data sets and solvers."""

import numpy as np
import pytest

from linreg._keys import kinds
from linreg.datasets import DATASETS, Drawn
from linreg.links import DESIGN_KEYS, KEYS, PENALTY_KEYS, TABLE, UNDOABLE_KEYS
from linreg.links._model import ModelFormula
from linreg.links._spelling import spelling_of
from linreg.solvers import METHODS

ALL = [getattr(kinds, name) for name in kinds.__all__ if name not in ("BadValue", "Kind")]


def test_the_table_uses_every_kind():
    assert {type(key.kind) for key in TABLE} == {*ALL, ModelFormula}


@pytest.mark.parametrize("name", KEYS)
def test_a_default_survives_its_spelling(name):
    key = KEYS[name]
    if key.default is not None:
        spelling = spelling_of(key)
        assert key.check(spelling.from_text(spelling.to_text(key.default))) == key.default


@pytest.mark.parametrize(
    ("kind", "bad", "fault"),
    [
        (kinds.Real(above=0), 0, "is out of range"),
        (kinds.Integer(0, 3), 1.5, "is not a whole number"),
        (kinds.Code(2), "abc", "has 3 characters"),
        (kinds.Numbers(2, 2), [1], "has 1 item"),
        (kinds.Choices("a", "b"), "a,c", "is not available"),
        (kinds.LessonName(), "../mine.md", "is not a lesson"),
        (kinds.LessonName(), "https://b.example/mine.md", "is not a lesson"),
        (kinds.LessonName(), "//b.example/mine.md", "is not a lesson"),
        (kinds.LessonName(), "mine.md?x", "is not a lesson"),
        (kinds.LessonName(), "lessons/mine.html", "is not a lesson"),
    ],
)
def test_a_kind_refuses_without_knowing_the_key(kind, bad, fault):
    with pytest.raises(kinds.BadValue, match=fault):
        kind.check(bad)


def test_undo_restores_data_and_parameters_only():
    others = set(KEYS) - set(UNDOABLE_KEYS)
    page = {"src", "expect", "core", "theme", "embed", "hide", "present"}
    samples = {"sampling", "samples", "sampling_seed", "coefficient"}
    assert others == {"v", "steps", "view", "show", "lesson", "code"} | page | samples
    assert set(DESIGN_KEYS) | set(PENALTY_KEYS) <= set(UNDOABLE_KEYS)


@pytest.mark.parametrize("name", [name for name, one in DATASETS.items() if isinstance(one, Drawn)])
def test_a_set_says_whether_its_mean_is_a_line_or_plane(name, rng):
    chosen = DATASETS[name]
    X = rng.normal(size=(20, len(chosen.features)))
    state = {"slope": 3.0, "intercept_true": -2.0}
    given = state if set(state) <= set(chosen.keys) else {}
    plane = -2.0 + 3.0 * X.sum(axis=1)
    assert np.allclose(chosen.truth(X, **given), plane) is chosen.is_plane


def test_the_registry_says_how_solvers_work():
    def those(attribute):
        return {name for name, solver in METHODS.items() if getattr(solver, attribute)}

    assert those("forms_gram") == {"inverse", "normal", "cholesky"}
    assert those("uses_rcond") == {"svd", "lstsq"}
    assert those("sees_scale") == {"inverse", "svd", "lstsq"}
    assert those("uses_low") == {"refined", "exact"}
    assert METHODS["normal"].label == "normal equations"
