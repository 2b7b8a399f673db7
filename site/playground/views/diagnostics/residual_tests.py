"""Tests of what the standard errors suppose, as a table and in words."""

from __future__ import annotations

from linreg.diagnostics import COVARIANCES, ResidualTest
from playground.engine.numbers import whole
from playground.engine.parts import Part
from playground.views.common.p_values import p_stated, p_text
from playground.views.diagnostics.numbers import Diagnosis
from playground.views.diagnostics.tables import Rows, number

TEST_HEADS = ["", "χ²", "Degrees of freedom", "p-value"]
TEST_TERMS = ["", "", "", "p_of_test"]
# Title, entry of the glossary, and what a small p-value says.
UNEVEN = "Significant evidence that the noise variance is not constant (5% level)."
TESTS = (
    ("Breusch–Pagan", "breusch_pagan", UNEVEN),
    ("White", "white", UNEVEN),
    (
        "Jarque–Bera",
        "jarque_bera",
        "The residuals depart significantly from normality (5% level).",
    ),
)
SUPPOSED = (
    "Breusch–Pagan assumes that the noise variance, if not constant, changes linearly with the "
    "columns of X. White also allows squares and products of the columns. Jarque–Bera assumes "
    "constant variance and many points."
)
ROBUST = "{} standard errors are valid even if the noise variance differs between points."
UNDEFINED = "{} is not defined: a point has leverage 1. Choose HC0 or HC1."


def _named(found: Diagnosis) -> list[tuple[str, str, str, ResidualTest]]:
    told = found.tests
    each = (told.breusch_pagan, told.white, told.jarque_bera)
    return [(*named, test) for named, test in zip(TESTS, each, strict=True)]


def residual_tests_table(found: Diagnosis) -> Rows:
    """Statistic, degrees of freedom and p-value of each test; dashes where there is none."""
    if not found.telling:
        return []
    return [
        [
            [(title, f"?{key}")],
            [(number(test.statistic, 4), "")],
            [(whole(test.degrees_of_freedom) if test.degrees_of_freedom else "–", "")],
            [(p_text(test.p_value), "strong" if test.p_value < 0.05 else "")],
        ]
        for title, key, _, test in _named(found)
    ]


def residual_tests_in_words(found: Diagnosis) -> list[Part]:
    """What the tests have found, and what each assumes."""
    if not found.telling:
        return []
    said: list[Part] = []
    for title, _, finding, test in _named(found):
        if test.p_value < 0.05:
            said.append((f"{title}: {p_stated(test.p_value)}. {finding} ", "strong"))
        elif test.note:
            said.append((f"{title}: {test.note} ", "muted"))
    if not any(role == "strong" for _, role in said):
        said.append(("None of these tests is significant at the 5% level. ", ""))
    return [*said, (SUPPOSED, "muted")]


def covariance_in_words(found: Diagnosis, kind: str) -> list[Part]:
    """What robust standard errors are good for."""
    if kind == COVARIANCES[0] or not found.telling:
        return []
    if kind in ("HC2", "HC3") and found.decisive.any():
        return [(UNDEFINED.format(kind), "wrong")]
    return [(ROBUST.format(kind), "muted")]
