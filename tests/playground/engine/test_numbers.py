"""Numbers show the digits that are right, typeset."""

import math

import pytest
from playground.engine.numbers import (
    datum,
    given,
    grouped,
    percent,
    shortened,
    typed,
    typeset,
    ungrouped,
    whole,
)


@pytest.mark.parametrize(
    ("value", "error", "digits", "text"),
    [
        (2.0000004, 1e-3, 6, "2.00"),
        (1.9999e-14, 0.0, 2, "2.0 × 10⁻¹⁴"),
        (-12345678.9, 0.0, 6, "−1.23457 × 10⁷"),
        (0.00012345, 1e-8, 6, "0.0001234"),
        (9.99999, 0.0, 3, "10.0"),
        (999.96, 0.0, 3, "1,000"),
        (123456.7, 0.0, 3, "123,457"),
        (-1234.5, 0.0, 5, "−1,234.5"),
        (378940.4, 500.0, 3, "3.79 × 10⁵"),
        (0.0, 0.0, 6, "0"),
        (1e-9, 3e-9, 6, "0 ± 4 × 10⁻⁹"),
        # It may be 200: an interval of ± 105 would not hold that.
        (95.0, 105.0, 6, "0 ± 200"),
        (-1.0, 1.4, 6, "0 ± 3"),
        (0.95e-3, 0.98e-3, 6, "0 ± 0.002"),
        (1e-20, 9.6e-3, 6, "0 ± 0.01"),
        (5.0, math.inf, 6, "0 ± ∞"),
        (math.nan, 0.0, 6, "not defined"),
        (math.inf, 0.0, 6, "∞"),
        (-math.inf, 0.0, 6, "−∞"),
    ],
)
def test_typeset(value: float, error: float, digits: int, text: str) -> None:
    assert typeset(value, error, digits) == text


GIVEN = [(0.1, "0.1"), (250.0, "250"), (-0.25, "−0.25"), (3, "3")]


@pytest.mark.parametrize(("value", "text"), GIVEN)
def test_a_given_number_keeps_its_digits(value: float, text: str) -> None:
    assert given(value) == text


def test_other_texts() -> None:
    assert whole(-100000) == "−100,000"
    assert percent(0.0142) == "1.42%"
    assert shortened("a" * 30, 10) == "a" * 9 + "…"


@pytest.mark.parametrize(
    ("plain", "shown"),
    [("999", "999"), ("-1000", "-1,000"), ("52276.54321", "52,276.54321"), ("0.12345", "0.12345")],
)
def test_thousands_are_set_apart(plain: str, shown: str) -> None:
    assert grouped(plain) == shown
    assert ungrouped(shown) == plain


def test_a_value_of_the_data_may_be_a_year() -> None:
    assert datum(1947.0, 4) == "1947"
    assert datum(-1954.5, 5) == "−1954.5"
    assert datum(234289.0) == "234,289"
    assert datum(1234567.0, 7) == "1,234,567"
    assert typed("1947") == "1947"
    assert typed("-234289.5") == "−234,289.5"
    assert [typed(text) for text in ("007541", "A12345", "-", "1e10000")] == [
        "007541", "A12345", "−", "1e10000",
    ]  # fmt: skip
