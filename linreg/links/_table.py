"""The table of all words, and what is made from it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from linreg.links._text import Bounds, listed, short
from linreg.links._word import StateError, Word

# The names of `linreg.datasets`, which is made from this table and so cannot be asked.
DRAWN_LINES = ("linear", "outliers", "leverage", "heteroscedastic", "sine", "step")
DRAWN_OTHERS = ("collinear", "polynomial", "classes")
ANSCOMBE = ("anscombe1", "anscombe2", "anscombe3", "anscombe4")
NIST_LINES = ("norris", "pontius", "noint1", "noint2", "longley")
NIST_CURVES = ("wampler1", "wampler2", "wampler3", "wampler4", "wampler5", "filip")
REAL = ("penguins", "galton", "faithful", "stackloss", "forbes")
SETS = (*DRAWN_LINES, *DRAWN_OTHERS, *ANSCOMBE, *NIST_LINES, *NIST_CURVES, *REAL)
VIEWS = ("fit", "descent", "closed-form", "collinearity", "diagnostics", "code", "lessons")
SOLVERS = ("inverse", "normal", "cholesky", "qr", "svd", "lstsq", "refined", "exact")

HEAD = ("topbar", "dataset", "history", "share", "theme", "equation", "edit", "summary")
PARTS = (*HEAD, "tabs", "view", "dials", "columns", "upload", "table", "footer")

TABLE: tuple[Word, ...] = (
    Word("v", "integer", 1, Bounds(1, 1), doc="Version of the words.", since=5),
    Word("data", "word", "linear", choices=(*SETS, "own"), doc="The data set."),
    Word("points", "points", None, doc="Own data, each value as it was typed."),
    Word("n", "integer", 40, Bounds(2, 10**6), unit="points", doc="Number of points."),
    Word("seed", "integer", 1, Bounds(0, 2**53 - 1), doc="Seed of the random data."),
    Word("noise", "real", 0.5, Bounds(0), doc="Standard deviation of the noise."),
    Word("slope", "real", 2.0, doc="Slope of the true line."),
    Word("intercept_true", "real", 1.0, doc="Intercept of the true line."),
    Word("outliers", "integer", 0, Bounds(0, 10**6), doc="Number of outliers.", since=4),
    Word(
        "epsilon",
        "real",
        0.1,
        Bounds(1e-16, 1),
        (0.0,),
        doc="Distance between the collinear columns; 0 makes the second an exact copy.",
        since=4,
    ),
    Word("features", "names", None, Bounds(1), doc="Feature columns; all numeric ones if none."),
    Word("target", "name", None, doc="The column to predict; the last one if none."),
    Word("degree", "integer", 1, Bounds(1, 20), doc="Highest power of each feature.", since=4),
    Word("basis", "word", "powers", choices=("powers", "mapped"), doc="Of what powers.", since=4),
    Word("interactions", "flag", 0, doc="Products of each two features.", since=4),
    Word("standardise", "flag", 0, doc="Columns of mean 0 and deviation 1.", since=4),
    Word(
        "intercept",
        "word",
        "absorbed",
        choices=("absorbed", "separate", "none"),
        doc="A ones column in X, a parameter of its own, or none.",
        since=4,
    ),
    Word(
        "penalty",
        "word",
        "none",
        choices=("none", "ridge", "lasso", "elastic"),
        doc="What is added to the mean squared error.",
        since=4,
    ),
    Word("strength", "real", 0.1, Bounds(0), doc="Strength of the penalty.", since=4),
    Word("mix", "real", 0.5, Bounds(0, 1), doc="Share of the lasso in elastic net.", since=4),
    Word("method", "word", "refined", choices=SOLVERS, doc="The closed form's solver.", since=4),
    Word("rcond", "real", "auto", Bounds(0), ("auto",), doc="Relative cut-off of svd.", since=4),
    Word(
        "precision",
        "word",
        "float64",
        choices=("float16", "float32", "float64", "doubled", "exact"),
        doc="The numbers in which the closed form is computed.",
        since=4,
    ),
    Word(
        "update",
        "word",
        "plain",
        choices=("plain", "momentum", "nesterov", "minibatch"),
        doc="How descent moves.",
        since=4,
    ),
    Word("lr", "real", 0.1, Bounds(0, inclusive=(False, True)), doc="Learning rate."),
    Word("steps", "integer", 0, Bounds(0, 10**6), unit="steps", doc="Steps of descent taken."),
    Word("start", "numbers", None, Bounds(1), doc="Where descent starts; at zeros if none."),
    Word("momentum", "real", 0.9, Bounds(0, 1), doc="Share of the last move kept.", since=4),
    Word("batch", "integer", 8, Bounds(1), unit="points", doc="Points per mini-batch.", since=4),
    Word("view", "word", "fit", choices=VIEWS, doc="The tab that is open."),
    Word(
        "show",
        "words",
        ("residuals",),
        choices=("residuals", "squares", "truth", "bands", "own-line"),
        doc="What is drawn.",
    ),
    Word("line", "numbers", None, Bounds(2, 2), doc="One's own line: intercept, slope.", since=4),
    Word("lesson", "label", None, doc="The lesson that is open.", since=5),
    Word("code", "code", None, Bounds(0, 50_000), doc="One's own update rule.", since=5),
    Word("src", "path", None, doc="A state file beside the page, opened by a link.", since=5),
    Word("expect", "decimals", None, Bounds(1, 100), doc="Numbers that the author saw.", since=5),
    Word("core", "label", None, doc="Version that the author saw.", since=5),
    Word("theme", "word", "auto", choices=("auto", "light", "dark", "contrast"), doc="Colours."),
    Word("embed", "flag", 0, doc="Without the page's frame, for another page.", since=5),
    Word("hide", "words", (), choices=PARTS, doc="Parts of the page left out.", since=5),
)

WORDS: Mapping[str, Word] = MappingProxyType({word.key: word for word in TABLE})


def defaults() -> dict[str, Any]:
    """The state of a first visit: every word with its default."""
    return {word.key: word.default for word in TABLE}


def check_state(partial: Mapping[str, object]) -> dict[str, Any]:
    """The validated values of a partial state, in the order given.

    Raises StateError on the first value that cannot be used, or on a key that is no
    word; nothing is filled in.
    """
    return {key: _word(key).check(value) for key, value in partial.items()}


def near_word(key: str) -> str:
    """The word that somebody may have meant; "" where none is near."""
    # Only mistakes need it, and it takes time to import.
    from difflib import get_close_matches

    return next(iter(get_close_matches(short(key), WORDS, n=1)), "")


def schema() -> dict[str, Any]:
    """The JSON Schema of a (partial) state, as the page reads it."""
    return {
        "title": "State of the linear regression playground",
        "type": "object",
        "additionalProperties": False,
        "properties": {word.key: word.schema() for word in TABLE},
    }


def _word(key: str) -> Word:
    if key in WORDS:
        return WORDS[key]
    raise StateError(short(key), f"{short(key)} is no word of the state: use {listed(WORDS)}.")
