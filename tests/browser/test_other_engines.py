"""The page in Firefox and WebKit: it comes to life, computes the same, and answers a hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import drivers
import numpy as np
import pytest
from bundle import paths
from bundle.browsers import engines
from bundle.output import single_file
from drivers import Driver

import linreg

WAYS = "() => [playground.diagnostics.path, playground.diagnostics.fellBack?.message ?? null]"
STATE = "() => playground.getState()"
SET = "(partial) => playground.setState(partial)"
# Resolves when the address, which follows the state, has this part.
ADDRESS = """(part) => new Promise((done) => {
  const look = () => (location.hash.includes(part) ? done() : requestAnimationFrame(look));
  look();
})"""

# A file comes into the page; resolves when it has an effect.
DROP = """(name, text) => new Promise((done) => {
  const stop = playground.on("state", () => done(stop()));
  const detail = { file: new File([text], name) };
  document.dispatchEvent(new CustomEvent("playground:file", { detail }));
})"""


@pytest.fixture(scope="module", params=drivers.ALL, ids=lambda kind: kind.engine.name.lower())
def browser(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """Firefox, then WebKit; each is started once."""
    kind: type[Driver] = request.param
    programs = kind.engine.find()
    if programs is None:
        missing = pytest.fail if engines.can_install() else pytest.skip
        missing(kind.engine.advice)
    with kind(programs) as driver:
        yield driver


@pytest.fixture
def page(browser: Driver) -> Iterator[Driver]:
    """A browser that must have nothing to complain of when the test is over."""
    yield browser
    assert browser.complaints() == []


def state(page: Driver) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STATE)
    return found


def default_line() -> np.ndarray:
    """Intercept and slope of the data that the page opens with, computed here."""
    x, y = linreg.datasets.load("linear").array(["x", "y"]).T
    return linreg.solve(np.column_stack([np.ones_like(x), x]), y).coefficients


def test_python_is_woken_from_the_image_and_computes_the_same(page: Driver, site: str) -> None:
    # Asked for, because a busy machine may take its own line for a slow one.
    page.open(f"{site}?boot=image")
    assert page.outcome() == "ready"
    assert page.evaluate(WAYS) == ["image", None]
    results = state(page)["results"]
    for method in ("refined", "qr", "exact"):
        np.testing.assert_allclose(results["coefficients"][method], default_line(), rtol=1e-12)


def test_the_plain_boot_computes_the_same(page: Driver, site: str) -> None:
    page.open(f"{site}?boot=plain")
    assert page.outcome() == "ready"
    assert page.evaluate(WAYS) == ["plain", None]
    found = state(page)["results"]["coefficients"]["refined"]
    np.testing.assert_allclose(found, default_line(), rtol=1e-12)


def test_a_click_is_answered_and_a_reload_keeps_what_was_done(page: Driver, site: str) -> None:
    page.open(f"{site}?boot=image#view=descent")
    assert page.outcome() == "ready"
    page.press("Step")
    before = state(page)
    assert before["results"]["iterations"] == 1
    page.evaluate(SET, {"steps": 25})
    before = state(page)
    assert before["results"]["loss"]["descent"] > before["results"]["loss"]["refined"]
    page.evaluate(ADDRESS, "steps=25")
    page.reload()
    assert page.outcome() == "ready"
    assert state(page) == before


def test_a_link_opens_the_state_that_it_says(page: Driver, site: str) -> None:
    page.open(f"{site}#data=collinear&epsilon=0.001&view=collinearity")
    assert page.outcome() == "ready"
    found = state(page)
    assert (found["data"], found["epsilon"], found["view"]) == ("collinear", 0.001, "collinearity")
    assert found["results"]["condition_number"] > 1000


def test_the_single_file_opens_by_a_double_click_and_takes_data(page: Driver) -> None:
    page.open((paths.DIST / single_file.NAME).as_uri() + "#n=12&steps=4")
    assert page.outcome() == "ready"
    assert page.evaluate(WAYS) == ["image", None]
    results = state(page)["results"]
    assert (results["n"], results["iterations"]) == (12, 4)
    page.evaluate(DROP, "three.csv", "x,y\n1,1\n2,3\n3,5\n")
    results = state(page)["results"]
    assert results["n"] == 3
    np.testing.assert_allclose(results["coefficients"]["refined"], [-1, 2], rtol=1e-12)
