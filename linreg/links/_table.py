"""The table of all words, and what is made from it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from linreg.links._text import Bounds, listed, short
from linreg.links._word import StateError, Word

TABLE: tuple[Word, ...] = (
    Word("data", "word", "linear", choices=("linear", "own"), doc="The data set."),
    Word("points", "points", None, doc="Own data, each value as it was typed."),
    Word("n", "integer", 40, Bounds(2, 10**6), unit="points", doc="Number of points."),
    Word("seed", "integer", 1, Bounds(0, 2**53 - 1), doc="Seed of the random data."),
    Word("noise", "real", 0.5, Bounds(0), doc="Standard deviation of the noise."),
    Word("slope", "real", 2.0, doc="Slope of the true line."),
    Word("intercept_true", "real", 1.0, doc="Intercept of the true line."),
    Word("features", "names", None, Bounds(1), doc="Feature columns; all numeric ones if none."),
    Word("target", "name", None, doc="The column to predict; the last one if none."),
    Word("lr", "real", 0.1, Bounds(0, inclusive=(False, True)), doc="Learning rate."),
    Word("steps", "integer", 0, Bounds(0, 10**6), unit="steps", doc="Steps of descent taken."),
    Word("start", "numbers", None, Bounds(1), doc="Where descent starts; at zeros if none."),
    Word("view", "word", "fit", choices=("fit", "descent"), doc="The tab that is open."),
    Word("show", "words", ("residuals",), choices=("residuals", "truth"), doc="What is drawn."),
    Word("theme", "word", "auto", choices=("auto", "light", "dark"), doc="Colours."),
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
