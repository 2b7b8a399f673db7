"""Visible text keeps to the style guide (site/docs/contributing.md): words, length, signs."""

from __future__ import annotations

import re

import pytest
from visible_text import everything

# Words and constructions that were retired because readers stopped at them. Where one would be
# right, say it otherwise.
RETIRED = (
    r"dials?", "greatest", r"mend(?:s|ed)?", "foretold", "for ever", "forth and back", "parts the",
    "blown up", "way still to go", "share of the way", "of the floats", "as typed",
    "the worst one", "the worst coefficient", "free of rights", "drawn from the seed",
    "without a network", "p of F", "degrees of freedom left", "residual deviation",
    "who cuts where", "kept apart", "own line", "above the best", "hardly tell", "goes free",
    "cannot be had", "is no word", "stands there", "sign of life", "put back", "nearest to it",
    "says? almost the same", "not one digit", "takes for ever", "lets go", "no point lies",
)  # fmt: skip
# Terms of the right-hand column of the vocabulary, which have a better one on the left.
REPLACED = {
    r"best rate": "optimal learning rate",
    r"steps of descent": "iterations",
    r"downhill": "against the gradient",
    r"inflation of each variance": "VIF",
    r"shares by condition index": "variance-decomposition proportions",
    r"doubled precision": "extended precision",
    r"left free": "not penalised",
    r"draws? to zero": "shrink",
    r"wrong side": "misclassified",
    r"lines of equal loss": "contours",
    r"referee": "exact reference",
    r"half axes": "semi-axes",
    r"cut-offs?": "rank tolerance",
    r"is no (?:number|path)": "is not a …",
    r"words? of (?:the state|a link)": "key",
    r"are drawn": "are shown",
    r"made least": "minimised",
    r"in its own standard error": "studentised",
}
LONGEST_SENTENCE = 30
_END = re.compile(r"(?<=[.?!])\s+(?=[A-ZΑ-Ω\d“\"])|(?<=:)\n|\n")
# A notice about a link is a list of its faults.
_FAULTS = re.compile(r"[;:.] ")


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    return sorted(set(everything()))


def found(texts: list[tuple[str, str]], pattern: str) -> list[str]:
    match = re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    return [f"{where}: {text}" for where, text in texts if match.search(text)]


def test_retired_words_stay_retired(texts: list[tuple[str, str]]) -> None:
    assert {word: at for word in RETIRED if (at := found(texts, word))} == {}


def test_terms_are_those_of_the_vocabulary(texts: list[tuple[str, str]]) -> None:
    assert {word: at for word in REPLACED if (at := found(texts, word))} == {}


def test_no_sentence_is_long(texts: list[tuple[str, str]]) -> None:
    long = [
        f"{where}: {sentence}"
        for where, text in texts
        for sentence in (_FAULTS if where == "link" else _END).split(text)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert long == []


def test_because_is_not_written_for(texts: list[tuple[str, str]]) -> None:
    because = re.compile(r", for (?:it|they|there|no|some|nobody|what|nothing|this is)\b")
    assert [f"{where}: {text}" for where, text in texts if because.search(text)] == []


def test_a_percent_sign_follows_its_number(texts: list[tuple[str, str]]) -> None:
    assert [f"{where}: {text}" for where, text in texts if re.search(r"\d %", text)] == []


def test_every_key_has_a_description_that_stands_alone() -> None:
    from linreg import links

    short = {key.name: key.doc for key in links.KEYS.values() if len(key.doc.split()) < 5}
    assert short == {}
