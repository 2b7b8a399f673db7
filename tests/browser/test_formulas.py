"""The formula line and the transformations, as a person uses them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import statsmodels.api as sm
from page_objects import Playground
from playwright.sync_api import Locator, expect

from linreg import datasets

X, Y = [1, 2, 3, 5, 8, 13, 21], [2, 3, 5, 7, 11, 20, 29]
DATA = f"points=x:{','.join(map(str, X))};y:{','.join(map(str, Y))}"


@pytest.fixture
def playground(open_playground: Callable[..., Playground]) -> Playground:
    return open_playground(link=DATA)


def line(playground: Playground) -> Locator:
    return playground.page.get_by_role("textbox", name="Formula")


def write(playground: Playground, text: str) -> None:
    line(playground).fill(text)
    line(playground).press("Enter")


def test_a_typed_formula_is_fitted_and_travels_in_the_link(
    playground: Playground, open_playground: Callable[..., Playground]
) -> None:
    expect(line(playground)).to_have_value("y ~ x")
    write(playground, "y ~ log(x) + sqrt(x)")
    state = playground.wait_state(lambda state: state["formula"] == "y ~ log(x) + sqrt(x)")
    fit = sm.OLS(Y, np.column_stack([np.ones(len(X)), np.log(X), np.sqrt(X)])).fit()
    found = state["results"]["coefficients"]["refined"]
    np.testing.assert_allclose(found, fit.params, rtol=1e-9)
    assert state["results"]["columns"] == ["1", "log(x)", "sqrt(x)"]
    link = playground.page.evaluate("window.playground.getLink()")
    there = open_playground(link=link.partition("#")[2])
    expect(line(there)).to_have_value("y ~ log(x) + sqrt(x)")
    assert there.results["coefficients"]["refined"] == found
    assert there.results["messages"] == []


def test_a_mistake_is_shown_at_its_place_and_loses_nothing(playground: Playground) -> None:
    before = playground.state()
    write(playground, "y ~ x + lgo(x)")
    alert = playground.page.get_by_role("alert").filter(has_text="Did you mean log?")
    expect(alert).to_be_visible()
    place = playground.page.locator(".formula-place")
    expect(place).to_have_text("y ~ x + lgo(x)\n        ^", use_inner_text=True)
    assert line(playground).evaluate("field => field.selectionStart") == 8
    assert playground.state() == before
    line(playground).press("Escape")
    expect(alert).to_be_hidden()
    expect(line(playground)).to_have_value("y ~ x")


def test_a_column_is_transformed_by_a_click_and_undone(playground: Playground) -> None:
    playground.choose("Transform y", "log")
    expect(line(playground)).to_have_value("log(y) ~ x")
    expect(playground.page.get_by_text("The fit is shown as the median of y")).to_be_visible()
    fit = sm.OLS(np.log(Y), sm.add_constant(X)).fit()
    found = playground.results["coefficients"]["refined"]
    np.testing.assert_allclose(found, fit.params, rtol=1e-9)
    playground.radio("Mean").check(force=True)
    expect(playground.page.get_by_text("by the smearing estimate")).to_be_visible()
    playground.press("Undo")
    expect(line(playground)).to_have_value("y ~ x")


def test_a_value_outside_the_domain_is_named(open_playground: Callable[..., Playground]) -> None:
    playground = open_playground(link="points=x:1,0,3,4;y:1,2,4,5")
    playground.choose("Transform x", "log")
    said = "log(x) is not defined in 1 row: x is 0 in row 2."
    expect(playground.page.get_by_text(said).first).to_be_visible()
    expect(line(playground)).to_have_value("y ~ x")


def test_a_link_opens_a_formula_of_several_columns(
    open_playground: Callable[..., Playground],
) -> None:
    formula = "log(body_mass_g)~log(flipper_length_mm)*sex"
    playground = open_playground(link=f"data=penguins&formula={formula}")
    expect(line(playground)).to_have_value(formula)
    table = datasets.load("penguins")
    names = ["flipper_length_mm", "sex", "body_mass_g"]
    kept = table.kept(names)
    columns = {name: np.array(table.text(name))[kept] for name in names}
    size = np.log(columns["flipper_length_mm"].astype(float))
    male = (columns["sex"] == "male").astype(float)
    X = np.column_stack([np.ones(len(size)), size, male, size * male])
    fit = sm.OLS(np.log(columns["body_mass_g"].astype(float)), X).fit()
    found = playground.results
    np.testing.assert_allclose(found["coefficients"]["refined"], fit.params, rtol=1e-8)
    np.testing.assert_allclose(found["standard_errors"], fit.bse, rtol=1e-8)
