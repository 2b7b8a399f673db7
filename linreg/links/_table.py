"""The table of all keys, and what is made from it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from linreg._keys import GENERATOR, Key, StateError, listed, short
from linreg._keys.kinds import (
    Choice,
    Choices,
    Code,
    Decimals,
    Flag,
    Integer,
    Label,
    Name,
    Names,
    Numbers,
    Path,
    Points,
    Real,
)
from linreg.datasets import DATASETS
from linreg.precision import BITS
from linreg.solvers import METHODS

VIEWS = ("fit", "descent", "closed-form", "collinearity", "diagnostics", "code", "lessons")
HEAD = ("topbar", "dataset", "history", "share", "theme", "equation", "edit", "summary")
PARTS = (*HEAD, "tabs", "view", "dials", "columns", "upload", "table", "footer")

_DATA = (
    Key("data", Choice(*DATASETS, "own"), "linear", doc="The data set."),
    Key("points", Points(), None, doc="Own data, each value as it was typed."),
    *GENERATOR,
    Key("features", Names(1), None, doc="Feature columns; all numeric ones if none."),
    Key("target", Name(), None, doc="The column to predict; the last one if none."),
)
_DESIGN = (
    Key("degree", Integer(1, 20), 1, doc="Highest power of each feature."),
    Key("basis", Choice("powers", "mapped"), "powers", doc="Of what powers."),
    Key("interactions", Flag(), 0, doc="Products of each two features."),
    Key("standardise", Flag(), 0, doc="Columns of mean 0 and deviation 1."),
    Key(
        "intercept",
        Choice("absorbed", "separate", "none"),
        "absorbed",
        doc="A ones column in X, a parameter of its own, or none.",
    ),
)
_PENALTY = (
    Key(
        "penalty",
        Choice("none", "ridge", "lasso", "elastic"),
        "none",
        doc="What is added to the mean squared error.",
    ),
    Key("strength", Real(0), 0.1, doc="Strength of the penalty."),
    Key("mix", Real(0, 1), 0.5, doc="Share of the lasso in elastic net."),
)
_SOLVING = (
    Key("method", Choice(*METHODS), "refined", doc="The closed form's solver."),
    Key("rcond", Real(0, choices=("auto",)), "auto", doc="Relative cut-off of svd."),
    Key(
        "precision",
        Choice(*BITS),
        "float64",
        doc="The numbers in which the closed form is computed.",
    ),
)
_DESCENT = (
    Key(
        "update",
        Choice("plain", "momentum", "nesterov", "minibatch"),
        "plain",
        doc="How descent moves.",
    ),
    Key("lr", Real(above=0), 0.1, doc="Learning rate."),
    Key(
        "steps",
        Integer(0, 10**6),
        0,
        unit="steps",
        doc="Steps of descent taken.",
        undoable=False,
    ),
    Key("start", Numbers(1), None, doc="Where descent starts; at zeros if none."),
    Key("momentum", Real(0, 1), 0.9, doc="Share of the last move kept."),
    Key("batch", Integer(1), 8, unit="points", doc="Points per mini-batch."),
)
_SHOWN = (
    Key("view", Choice(*VIEWS), "fit", doc="The tab that is open.", undoable=False),
    Key(
        "show",
        Choices("residuals", "squares", "truth", "bands", "own-line"),
        ("residuals",),
        doc="What is drawn.",
        undoable=False,
    ),
    Key("line", Numbers(2, 2), None, doc="Your line: intercept, slope."),
    Key("lesson", Label(), None, doc="The lesson that is open.", undoable=False),
    Key("code", Code(50_000), None, doc="Your update rule.", undoable=False),
)
_PAGE = (
    Key(
        "src",
        Path(),
        None,
        doc="A state file beside the page, opened by a link.",
        undoable=False,
    ),
    Key("expect", Decimals(1, 100), None, doc="Numbers that the author saw.", undoable=False),
    Key("core", Label(), None, doc="Version that the author saw.", undoable=False),
    Key(
        "theme",
        Choice("auto", "light", "dark", "contrast"),
        "auto",
        doc="Colours.",
        undoable=False,
    ),
    Key("embed", Flag(), 0, doc="Without the page's frame, for another page.", undoable=False),
    Key("hide", Choices(*PARTS), (), doc="Parts of the page left out.", undoable=False),
)

TABLE: tuple[Key, ...] = (
    Key("v", Integer(1, 1), 1, doc="Version of the words.", undoable=False),
    *_DATA,
    *_DESIGN,
    *_PENALTY,
    *_SOLVING,
    *_DESCENT,
    *_SHOWN,
    *_PAGE,
)

KEYS: Mapping[str, Key] = MappingProxyType({key.name: key for key in TABLE})


def _names(keys: Iterable[Key]) -> tuple[str, ...]:
    return tuple(key.name for key in keys)


# The keys on which the design depends, those of the penalty, and those that undo restores.
DESIGN_KEYS = _names(_DESIGN)
PENALTY_KEYS = _names(_PENALTY)
UNDOABLE_KEYS = _names(key for key in TABLE if key.undoable)


def defaults() -> dict[str, Any]:
    """Return the state of a first visit: every key with its default."""
    return {key.name: key.default for key in TABLE}


def check_state(partial: Mapping[str, object]) -> dict[str, Any]:
    """Return the validated values of a partial state, in the order given.

    Raises StateError on the first value that cannot be used, or on an unknown key; nothing
    is filled in.
    """
    return {name: _key(name).check(value) for name, value in partial.items()}


def near_key(name: str) -> str:
    """Return the key that somebody may have meant; "" where none is near."""
    # Only mistakes need it, and it takes time to import.
    from difflib import get_close_matches

    return next(iter(get_close_matches(short(name), KEYS, n=1)), "")


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a (partial) state, as the page reads it."""
    return {
        "title": "State of the linear regression playground",
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: key.schema() for key in TABLE},
    }


def _key(name: str) -> Key:
    if name in KEYS:
        return KEYS[name]
    raise StateError(short(name), f"{short(name)} is no word of the state: use {listed(KEYS)}.")
