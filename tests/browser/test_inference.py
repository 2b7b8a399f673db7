"""The level of intervals, and robust standard errors, as a person sets them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import statsmodels.api as sm
from page_objects import Playground
from playwright.sync_api import Locator, expect

X = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
Y = [2.1, 2.8, 4.9, 4.1, 7.2, 5.9, 9.8, 6.5, 12.4, 7.0]


@pytest.fixture
def told(open_playground: Callable[..., Playground]) -> Playground:
    points = f"x:{','.join(map(str, X))};y:{','.join(map(str, Y))}"
    return open_playground(link=f"points={points}&view=diagnostics")


def numbers(table: Locator) -> list[list[float]]:
    """The numbers of a table's rows, without the names before them."""
    rows = table.get_by_role("row").all()[1:]
    texts = [row.get_by_role("cell").all_inner_texts() for row in rows]
    return [[float(text.replace("−", "-").replace(",", "")) for text in cells] for cells in texts]


def tables(playground: Playground, name: str) -> Locator:
    return playground.page.get_by_role("table", name=name)


def test_the_level_is_typed_and_every_interval_follows(told: Playground) -> None:
    fit = sm.OLS(Y, sm.add_constant(X)).fit()
    for level in (0.95, 0.8):
        if level != 0.95:
            told.enter("Confidence level", level)
        table = tables(told, f"{100 * level:.0f}% confidence intervals and p-values")
        expect(table).to_be_visible()
        shown = [row[:2] for row in numbers(table)]
        wanted = fit.conf_int(alpha=1 - level)
        # The ends are shown to a hundredth of half the interval or better.
        off = np.abs(np.array(shown) - wanted)
        assert (off <= np.diff(wanted) / 200).all()
    assert told.state()["level"] == 0.8
    expect(told.page.get_by_text("outside the 80% band")).to_be_visible()
    told.open_tab("Fit")
    expect(told.page.get_by_text("80% prediction interval").first).to_be_visible()


def test_robust_standard_errors_stand_beside_the_classical_ones(told: Playground) -> None:
    told.choose("Standard errors", "HC3")
    table = tables(told, "Coefficient estimates")
    expect(table.get_by_role("columnheader", name="HC3 error")).to_be_visible()
    fit = sm.OLS(Y, sm.add_constant(X)).fit()
    robust = fit.get_robustcov_results("HC3", use_t=True)
    wanted = np.column_stack([fit.params, fit.bse, robust.bse, robust.tvalues])
    np.testing.assert_allclose(numbers(table), wanted, rtol=5e-3)
