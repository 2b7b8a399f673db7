"""The model after a change: a formula and the keys whose place it takes always agree.

With a formula the keys `features`, `target`, `degree`, `interactions` and `intercept` say of it
what they can. A formula that they can say by themselves is not kept. A change of one of them, by a
control say, changes the formula where it is made by a recipe, and ends it elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linreg import datasets
from linreg._keys import short
from linreg.formula import Formula, FormulaError
from playground.engine.data import Data
from playground.engine.formula_columns import parsed, refused, target_of
from playground.engine.recipe import Recipe, of_formula, of_state, shown_text
from playground.engine.scene import Scene, SceneCache
from playground.session.state import checked

SAID = ("features", "target", "degree", "interactions")
MODEL_KEYS = (*SAID, "intercept")


def model_keys(
    now: Mapping[str, Any],
    here: Data,
    after: Mapping[str, Any],
    given: Mapping[str, Any],
    cache: SceneCache,
) -> dict[str, Any]:
    """The keys of the model in the state after a change; none where they agree. Raises DataError.

    now: the state before; here: its data; given: what was changed.
    """
    text = after["formula"]
    if text is None:
        return {}
    if given.get("formula") is not None:
        return _of_text(parsed(text), after, cache)
    if not any(_differs(key, now, here, after) for key in MODEL_KEYS if key in given):
        return {}
    recipe = of_formula(parsed(text), here.table)
    if recipe is None:
        return {"formula": None, "features": after["features"] or here.features}
    return _of_text(Formula(_changed(recipe, here, after).text), after, cache)


def written(text: str) -> str:
    """A formula as somebody typed it; raises FormulaError, and StateError beyond the bounds."""
    parsed(text.strip())
    return str(checked({"formula": text})["formula"])


def transformed(scene: Scene, name: str, change: str) -> str:
    """The formula of the present model with another transformation of a column.

    A formula that no recipe makes gives way to one of the same columns.
    """
    values, data = scene.state.values(), scene.data
    recipe = of_state(values, data) or of_state({**values, "formula": None}, data)
    assert recipe is not None
    return recipe.changed(name, change).text


def replaced(before: Scene, after: Scene) -> str:
    """What is said where a formula that no recipe makes has given way to a choice by click."""
    text = before.state.formula
    same = before.data.table.columns == after.data.table.columns
    if text is None or text == after.state.formula or not same:
        return ""
    if of_formula(parsed(text), before.data.table) is not None:
        return ""
    now = shown_text(after.state.values(), after.data)
    return f"The formula {short(text)} was replaced by {short(now)}."


def fits_set(text: str | None, name: str) -> bool:
    """Whether a formula is of columns that a generated set has."""
    if text is None:
        return False
    chosen = datasets.get(name)
    return set(parsed(text).variables) <= {*chosen.features, chosen.target}


def said_by_formula(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a formula says of the other keys, which a link need not repeat."""
    if values["formula"] is None:
        return {}
    absorbed = "absorbed" if parsed(values["formula"]).intercept else "none"
    return {**{key: values[key] for key in SAID}, "intercept": absorbed}


def _differs(key: str, now: Mapping[str, Any], here: Data, after: Mapping[str, Any]) -> bool:
    if after[key] is None or key not in ("features", "target"):
        return bool(after[key] != now[key])
    return bool(after[key] != getattr(here, key))


def _changed(recipe: Recipe, here: Data, after: Mapping[str, Any]) -> Recipe:
    """The recipe with what the other keys now say."""
    target = after["target"] or here.target
    features = tuple(name for name in after["features"] or here.features if name != target)
    made = recipe.of_columns(target, features)
    text = {name for name in features if here.table.cells[name].kind == "category"}
    return Recipe(
        made.target,
        made.features,
        after["degree"],
        bool(after["interactions"]),
        after["intercept"] != "none",
        made.changes,
        made.coded & set(features),
        frozenset(text),
    )


def _of_text(formula: Formula, after: Mapping[str, Any], cache: SceneCache) -> dict[str, Any]:
    """The keys of a model that a formula says, and the formula where it has to be kept."""
    bare = cache.usual(after)
    try:
        formula.require(bare.table.columns)
    except FormulaError as error:
        raise refused(error) from error
    target = target_of(formula)
    features = formula.features
    _check_sides(formula, target)
    if not features:
        features = tuple(name for name in bare.features if name != target)
    intercept = after["intercept"] if after["intercept"] != "none" else "absorbed"
    keys: dict[str, Any] = {
        "target": None if target == bare.target else target,
        "features": None if (features, target) == (bare.features, bare.target) else features,
        "degree": 1,
        "interactions": 0,
        "intercept": intercept if formula.intercept else "none",
        "formula": formula.text,
    }
    recipe = of_formula(formula, bare.table)
    if recipe is not None:
        keys |= {"degree": recipe.degree, "interactions": int(recipe.interactions)}
        if _is_plain(recipe, after, keys, cache):
            keys["formula"] = None
    return keys


def _check_sides(formula: Formula, target: str) -> None:
    """Raise DataError where the target is a feature too."""
    if target in formula.features:
        sentence = f"Column {target} is on both sides of the formula. Use it on one side only."
        raise refused(FormulaError(sentence, formula.text, formula.text.find("~")))


def _is_plain(
    recipe: Recipe, after: Mapping[str, Any], keys: Mapping[str, Any], cache: SceneCache
) -> bool:
    """Whether the other keys make the same columns, in the same order and with the same names."""
    if recipe.transforms or not recipe.coded <= recipe.categories:
        return False
    if not recipe.categories:
        return True
    if not recipe.intercept:
        return False
    values = cache.data({**after, **keys, "formula": None}).values
    # A formula codes categories in sorted order, the keys in the order in which they appear.
    seen = [list(dict.fromkeys(values[name].tolist())) for name in recipe.categories]
    return all(levels == sorted(levels) for levels in seen)
