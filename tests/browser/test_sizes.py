"""Large and strange problems in the page: bounded time, signs of work, and a way out."""

from __future__ import annotations

import os
from random import Random
from typing import Any

import numpy as np
import pytest
from page_objects import Playground
from playwright.sync_api import expect
from random_states import draw
from soak import CHANGES, PLAIN, recomputed

from linreg.links import encode

LONG = bool(os.environ.get("LINREG_LONG"))
STATES = 100 if LONG else 6
EVENTS = 2000 if LONG else 60
TABS = ("Descent", "Closed form", "Collinearity", "Diagnostics", "Code", "Fit")
VIEWS = ("fit", "descent", "closed-form", "collinearity", "diagnostics", "code")


def wide(N: int, k: int) -> bytes:
    values = np.random.default_rng(N).normal(size=(N, k)).round(2)
    head = ",".join(f"c{j + 1}" for j in range(k))
    return "\n".join([head, *(",".join(map(str, row)) for row in values.tolist())]).encode()


@pytest.mark.parametrize(("N", "k"), [(20, 301), (400, 301)] if LONG else [(30, 121)])
def test_wide_data_open_in_every_tab_without_a_restart(
    playground: Playground, N: int, k: int
) -> None:
    statuses = playground.record("status")
    playground.upload("wide.csv", wide(N, k))
    playground.wait_state(lambda state: state["results"]["p"] == k)
    for tab in TABS:
        playground.open_tab(tab)
        playground.state()
    assert statuses() == []
    assert playground.results["n"] == N


def test_a_long_computation_can_be_cancelled(playground: Playground) -> None:
    before = playground.set_state(n=30, seed=5)
    page = playground.page
    work = page.get_by_role("group", name="Computation")
    expect(work).to_be_hidden()
    # A million points take seconds, and the state before is brought back.
    page.evaluate("() => { playground.setState({ n: 1000000, degree: 8 }).catch(() => {}); }")
    expect(work).to_be_visible()
    work.get_by_role("button", name="Cancel").click()
    playground.wait_ready()
    after = playground.state()
    assert (after["n"], after["seed"], after["degree"]) == (30, 5, 1)
    assert after["results"]["coefficients"]["qr"] == before["results"]["coefficients"]["qr"]
    expect(work).to_be_hidden()


def test_random_states_have_results_or_a_notice(playground: Playground) -> None:
    statuses = playground.record("status")
    for seed in range(STATES):
        random = Random(seed)
        state = draw(random)
        view = random.choice(VIEWS)
        if seed % 2:
            playground.page.evaluate(
                "(fragment) => { location.hash = fragment; }", encode({**state, "view": view})
            )
            playground.settle()
        else:
            refused = playground.rejection(**{**state, "view": view})
            assert refused is None or refused["name"] == "StateError", (seed, state, refused)
        found = playground.state()
        levels = [m for m in found["results"]["messages"] if m["level"] == "error"]
        assert all(m["key"] == "lr" for m in levels), (seed, state, levels)
        assert statuses() == [], (seed, state)


def test_after_many_events_the_coefficients_are_right(playground: Playground) -> None:
    page, random = playground.page, Random(4)
    before = heap(playground)
    for count in range(EVENTS):
        kind = random.choice(("change", "add", "step", "undo", "key"))
        if kind == "change":
            refused = playground.rejection(**random.choice(CHANGES)(random))
            assert refused is None or refused["name"] == "StateError"
        elif kind == "key":
            page.keyboard.press(random.choice(("ArrowRight", "ArrowLeft")))
        else:
            button = playground.button({"add": "Add point", "step": "Step", "undo": "Undo"}[kind])
            if button.is_visible() and button.is_enabled():
                button.click()
        if count % 20 == 0:
            playground.set_state(view=random.choice(("fit", "descent", "diagnostics")))
    playground.set_state(data="linear", n=30, view="fit", **PLAIN)
    playground.press("Add point")
    found: dict[str, Any] = playground.set_state(data="own", degree=2, **PLAIN)
    wanted = recomputed(found)
    np.testing.assert_allclose(found["results"]["coefficients"]["refined"], wanted, rtol=1e-13)
    print(f"{EVENTS} events: Python's memory grew from {before:.0f} to {heap(playground):.0f} MB")


def heap(playground: Playground) -> float:
    """Megabytes of Python's memory."""
    worker = playground.page.workers[0]
    return float(worker.evaluate("() => self.python._module.HEAPU8.length / 1e6"))
