"""Axes end at round numbers and have round ticks."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playground.engine.axes import Extent, linear_ticks, nice_extent, nice_unit

VALUES = st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=20)


@given(VALUES)
@example([0.0, 5e-324])
@example([1e12, 1e12 + 0.001])
@example([-1e306, 1e305])
def test_an_extent_holds_its_values(values: list[float]) -> None:
    extent = nice_extent(np.array(values))
    assert extent.start < extent.end
    assert extent.holds(np.array(values))


UNITS = [(0.9, 1), (1.0, 1), (1.1, 2), (3, 5), (7, 10), (0.03, 0.05)]


@pytest.mark.parametrize(("size", "unit"), UNITS)
def test_units_are_round(size: float, unit: float) -> None:
    assert nice_unit(size) == pytest.approx(unit)


@pytest.mark.parametrize("values", [[], [3.0], [0.0, 0.0], [np.nan, np.inf], [-1.7e308, 1.7e308]])
def test_degenerate_values_have_an_extent(values: list[float]) -> None:
    extent = nice_extent(np.array(values))
    assert np.isfinite([extent.start, extent.end]).all()
    assert extent.span > 0


def test_ticks_are_labelled_with_what_they_are() -> None:
    assert linear_ticks(Extent(0, 12), 4).labels == ("0", "5", "10")
    assert linear_ticks(Extent(0, 0.5), 4).labels == ("0", "0.2", "0.4")
    assert linear_ticks(Extent(0, 30), 6).labels == ("0", "5", "10", "15", "20", "25", "30")


def test_whole_numbers_are_labelled_as_such() -> None:
    assert linear_ticks(Extent(0, 42)).labels == ("0", "10", "20", "30", "40")
    assert linear_ticks(Extent(0, 4e6)).labels[1] == "1 × 10⁶"
