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
    LessonName,
    Name,
    Names,
    Numbers,
    Path,
    Points,
    Real,
)
from linreg.datasets import DATASETS
from linreg.links._model import ModelFormula
from linreg.objective import LOSSES
from linreg.precision import BITS
from linreg.solvers import METHODS

VIEWS = ("fit", "descent", "closed-form", "collinearity", "diagnostics", "code", "lessons")
HEAD = ("topbar", "dataset", "history", "share", "theme", "equation", "edit", "summary")
PARTS = (*HEAD, "tabs", "view", "dials", "columns", "upload", "table", "footer")

_DATA = (
    Key(
        "data",
        Choice(*DATASETS, "own"),
        "linear",
        doc="Name of the data set; 'own' for your own points.",
    ),
    Key("points", Points(), None, doc="Your own data, with every value as it was typed."),
    *GENERATOR,
    Key(
        "features",
        Names(1),
        None,
        doc="Columns used as features; null for all numeric columns except the target.",
    ),
    Key("target", Name(), None, doc="Column to predict; null for the last column."),
    Key(
        "weights",
        Name(),
        None,
        doc="Column of numbers used as sample weights; null for equal weights.",
    ),
)
_DESIGN = (
    Key("degree", Integer(1, 20), 1, doc="Degree of the polynomial in each feature."),
    Key(
        "basis",
        Choice("powers", "mapped"),
        "powers",
        doc="Polynomial basis: raw powers, or powers of x mapped to [−1, 1].",
    ),
    Key(
        "interactions",
        Flag(),
        0,
        doc="Whether products of two features are columns (1) or not (0).",
    ),
    Key(
        "standardise",
        Flag(),
        0,
        doc="Whether columns are scaled to mean 0 and standard deviation 1.",
    ),
    Key(
        "intercept",
        Choice("absorbed", "separate", "none"),
        "absorbed",
        doc="Intercept: as a column of ones in X, as a separate parameter, or none.",
    ),
    Key(
        "formula",
        ModelFormula(1000),
        None,
        doc="Model formula, in place of features, degree, interactions and intercept.",
    ),
)
_LOSS = (
    Key(
        "loss",
        Choice(*LOSSES),
        "squared",
        doc="Loss of each residual that the fit minimises the mean of.",
    ),
    Key(
        "delta",
        Real(above=0),
        1.345,
        unit="robust standard deviations",
        doc="Threshold δ of the Huber loss: larger residuals count linearly.",
    ),
)
_PENALTY = (
    Key(
        "penalty",
        Choice("none", "ridge", "lasso", "elastic"),
        "none",
        doc="Penalty that is added to the mean squared error.",
    ),
    Key("strength", Real(0), 0.1, doc="Strength λ of the penalty on the coefficients."),
    Key(
        "mix", Real(0, 1), 0.5, doc="Share of the lasso in the elastic net: 0 is ridge, 1 is lasso."
    ),
)
_SOLVING = (
    Key(
        "method",
        Choice(*METHODS),
        "refined",
        doc="Solver that computes the closed form shown on the page.",
    ),
    Key(
        "rcond",
        Real(0, choices=("auto",)),
        "auto",
        doc="Rank tolerance of svd, relative to the largest singular value.",
    ),
    Key(
        "precision",
        Choice(*BITS),
        "float64",
        doc="Number format in which the closed form is computed.",
    ),
)
_DESCENT = (
    Key(
        "update",
        Choice("plain", "momentum", "nesterov", "minibatch"),
        "plain",
        doc="Update rule of gradient descent.",
    ),
    Key("lr", Real(above=0), 0.1, doc="Learning rate η of gradient descent."),
    Key(
        "steps",
        Integer(0, 10**6),
        0,
        unit="steps",
        doc="Number of gradient descent steps taken.",
        undoable=False,
    ),
    Key(
        "start",
        Numbers(1),
        None,
        doc="Coefficients at which gradient descent starts; null for zeros.",
    ),
    Key(
        "momentum",
        Real(0, 1),
        0.9,
        doc="Momentum coefficient μ: fraction of the previous step that is added.",
    ),
    Key("batch", Integer(1), 8, unit="points", doc="Number of points in each mini-batch."),
)
_SHOWN = (
    Key("view", Choice(*VIEWS), "fit", doc="Name of the tab that is open.", undoable=False),
    Key(
        "show",
        Choices("residuals", "squares", "truth", "bands", "own-line"),
        ("residuals",),
        doc="Layers shown in the main plot.",
        undoable=False,
    ),
    Key(
        "level",
        Real(0.5, 0.999),
        0.95,
        doc="Confidence level of every interval and band.",
    ),
    Key(
        "sampling",
        Choice("none", "new", "pairs", "residuals", "permutation"),
        "none",
        doc="Other samples that are refitted: new ones of simulated data, a bootstrap of pairs or "
        "of residuals, permutations, or none.",
        undoable=False,
    ),
    Key(
        "samples",
        Integer(0, 10_000),
        0,
        unit="samples",
        doc="Number of other samples that are shown.",
        undoable=False,
    ),
    Key(
        "sampling_seed",
        Integer(0, 2**53 - 1),
        1,
        doc="Seed of the samples; the same one gives the same samples.",
        undoable=False,
    ),
    Key(
        "coefficient",
        Name(),
        None,
        doc="Column of the design whose coefficient the samples show; null for the first after "
        "the intercept.",
        undoable=False,
    ),
    Key("line", Numbers(2, 2), None, doc="Intercept and slope of the line drawn by the user."),
    Key(
        "lesson",
        LessonName(),
        None,
        doc="Name of the lesson that is open, or address of a lesson file (.md) on the same site.",
        undoable=False,
    ),
    Key("code", Code(50_000), None, doc="Python code of your own update rule.", undoable=False),
)
_PAGE = (
    Key(
        "src",
        Path(),
        None,
        doc="Address of a state file or table on the same site.",
        undoable=False,
    ),
    Key(
        "expect",
        Decimals(1, 100),
        None,
        doc="Results saved with the link, for comparison with the current ones.",
        undoable=False,
    ),
    Key(
        "core",
        Label(),
        None,
        doc="Version of linreg that computed the saved results.",
        undoable=False,
    ),
    Key(
        "theme",
        Choice("auto", "light", "dark", "contrast"),
        "auto",
        doc="Colour theme of the whole page.",
        undoable=False,
    ),
    Key(
        "embed",
        Flag(),
        0,
        doc="Embedded mode: the page without its header and footer.",
        undoable=False,
    ),
    Key("hide", Choices(*PARTS), (), doc="Parts of the page that are hidden.", undoable=False),
    Key(
        "present",
        Flag(),
        0,
        doc="Presenting: stage, controls and sentence only, large.",
        undoable=False,
    ),
)

TABLE: tuple[Key, ...] = (
    Key("v", Integer(1, 1), 1, doc="Version of the link format used.", undoable=False),
    *_DATA,
    *_DESIGN,
    *_LOSS,
    *_PENALTY,
    *_SOLVING,
    *_DESCENT,
    *_SHOWN,
    *_PAGE,
)

KEYS: Mapping[str, Key] = MappingProxyType({key.name: key for key in TABLE})


def _names(keys: Iterable[Key]) -> tuple[str, ...]:
    return tuple(key.name for key in keys)


# The keys on which the design depends, those of the loss and of the penalty, and those that undo
# restores.
DESIGN_KEYS = _names(_DESIGN)
LOSS_KEYS = _names(_LOSS)
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
    raise StateError(short(name), f'Unknown key "{short(name)}". The keys are {listed(KEYS)}.')
