"""Whatever befalls Python, and whatever was done before: the page ends with the same state, or says
that it cannot and gives the data back."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable

import pytest
from browser_guard import Guard
from page_objects import READY_WITHIN, Playground
from playwright.sync_api import Page, expect

Opener = Callable[..., Playground]

OWN = {
    "columns": [
        {"name": "a", "values": ["1", "2", "3", "4", "5"]},
        {"name": "b", "values": ["2", "1", "4", "3", "6"]},
        {"name": "y", "values": ["3.1", "2.9", "7.2", "6.8", "11.1"]},
    ]
}
# Every case, and not only those that differ much: takes some twenty minutes.
ALL = bool(os.environ.get("LINREG_ALL_CASES"))
VIEWS = ("Fit", "Descent", "Closed form", "Collinearity", "Diagnostics", "Code", "Lessons")
DATA: dict[str, dict[str, object]] = {
    "longley": {"data": "longley"},
    "two features": {"points": OWN},
    "collinear": {"data": "collinear", "epsilon": 0.001, "penalty": "ridge"},
    "classes": {"data": "classes", "steps": 7},
    "polynomial": {"data": "polynomial", "degree": 4, "basis": "mapped", "steps": 3},
}
# What happens to the worker. It says nothing more, or is gone, or has an error of nobody's.
BLOWS = {
    "silent": "() => { self.postMessage = () => {}; }",
    "killed": "() => self.close()",
    "error": "() => { setTimeout(() => { throw new Error('broken'); }); }",
}
# A page is started again three times, and no more.
ROUNDS = (
    [[(view, data, blow) for blow in BLOWS] for view in VIEWS for data in DATA]
    if ALL
    else [
        [("Descent", "longley", "silent"), ("Diagnostics", "classes", "error")],
        [("Fit", "two features", "error"), ("Collinearity", "collinear", "killed")],
        [(view, "longley", "error") for view in ("Closed form", "Code", "Lessons")],
    ]
)
STATUSES = """() => {
  const heard = (window.__statuses = []);
  playground.on("status", (status) => heard.push(status));
}"""
# A machine with other work may need more than one start.
BACK = "() => /^restarting.*,ready$/.test(String(window.__statuses))"


def words(state: dict[str, object]) -> dict[str, object]:
    """A state with its results, but for what was told of how it came about."""
    results = state["results"]
    assert isinstance(results, dict)
    return state | {"results": {key: value for key, value in results.items() if key != "messages"}}


def survives(playground: Playground, blow: str, guard: Guard) -> None:
    guard.expected.append("broken")
    page = playground.page
    before = words(playground.state())
    page.evaluate(STATUSES)
    page.workers[-1].evaluate(BLOWS[blow])
    page.wait_for_function(BACK, timeout=2 * READY_WITHIN)
    assert words(playground.state()) == before
    expect(page.locator("html")).to_have_attribute("data-view", str(before["view"]))
    told = page.locator("css:light=#told")
    expect(told).to_contain_text("Your data and settings were restored")
    told.get_by_role("button", name="Close").click()
    expect(told).to_be_hidden()
    # It is not only there, but lives.
    assert playground.set_state(seed=3, data="linear")["results"]["n"] == 40
    playground.press("Undo")
    assert words(playground.state())["data"] == before["data"]


@pytest.mark.parametrize("cases", ROUNDS, ids=lambda cases: ", ".join(map(" ".join, cases)))
def test_python_comes_back_with_the_same_state(
    cases: list[tuple[str, str, str]], playground: Playground, guard: Guard
) -> None:
    for view, data, blow in cases:
        playground.set_state(**DATA[data])
        playground.open_tab(view)
        survives(playground, blow, guard)


def test_python_comes_back_after_a_long_history(playground: Playground, guard: Guard) -> None:
    playground.plot.click(*playground.plot.empty_place())
    for view in VIEWS:
        playground.open_tab(view)
    playground.open_tab("Descent")
    playground.press("Step")
    start = playground.plot.empty_place()
    playground.plot.click(*start)
    playground.plot.drag(start, playground.plot.empty_place())
    playground.plot.drop()
    playground.press("Undo")
    playground.upload("table.csv", b"a,b,c\n1,2,3\n2,4.1,5\n3,5.9,9\n4,8.2,8\n")
    playground.wait_state(lambda state: state["results"]["n"] == 4)
    playground.press("Undo")
    playground.press("Redo")
    playground.open_tab("Diagnostics")
    survives(playground, "error", guard)
    # A tab that is opened while Python is away stays open.
    page = playground.page
    page.evaluate(STATUSES)
    page.workers[-1].evaluate(BLOWS["error"])
    playground.status_is("restarting")
    page.get_by_role("tab", name="Closed form", exact=True).click()
    page.wait_for_function(BACK, timeout=2 * READY_WITHIN)
    assert playground.state()["view"] == "closed-form"
    expect(page.locator("html")).to_have_attribute("data-view", "closed-form")


def test_where_python_does_not_come_back_the_data_are_given_out(
    open_playground: Opener, guard: Guard, new_page: Callable[..., Page]
) -> None:
    guard.expected += ["broken", "404", "quick start failed"]
    playground = open_playground(link="data=norris&steps=2")
    playground.plot.click(*playground.plot.empty_place())
    before = playground.state()
    assert before["data"] == "own"
    page = playground.page
    page.route(re.compile(r"pyodide\.asm\.wasm"), lambda route: route.fulfill(status=404))
    page.workers[-1].evaluate(BLOWS["error"])
    playground.status_is("failed")
    call = "() => playground.setState({}).then(() => 'no', ({ name }) => name)"
    assert page.evaluate(call) == "Failed"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my data and settings as a file").click()
    assert download.value.suggested_filename == "own.linreg.json"
    content = download.value.path().read_bytes()
    assert json.loads(content)["linreg"] == 1
    # The same file brings all of it into another page.
    other = open_playground()
    other.upload("own.linreg.json", content)
    after = other.wait_state(lambda state: state["data"] == "own")
    assert words(after) == words(before)
    # And Retry into this one.
    page.unroute(re.compile(r"pyodide\.asm\.wasm"))
    page.get_by_role("button", name="Retry").click()
    playground.wait_ready()
    assert words(playground.state()) == words(before)


# The worker never hears of a link until it may.
NO_LINKS = """const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...rest) {
  if (message.kind === "link" && !window.__linksMayPass) window.__held = true;
  else post.call(this, message, ...rest);
};"""


def test_a_link_that_is_not_answered_is_left_out_and_can_be_tried_again(
    site: str, new_page: Callable[..., Page], guard: Guard
) -> None:
    guard.expected.append("The link could not be opened")
    playground = Playground(new_page())
    page = playground.page
    page.add_init_script(NO_LINKS)
    page.clock.install()
    page.goto(f"{site}#data=norris&steps=4")
    page.wait_for_function("() => window.__held", timeout=READY_WITHIN)
    page.clock.fast_forward(31_000)
    playground.wait_ready()
    assert playground.state()["data"] == "linear"
    told = page.locator("css:light=#told")
    expect(told).to_contain_text("It was opening the link, so the page was opened without it")
    page.evaluate("() => { window.__linksMayPass = true; }")
    told.get_by_role("button", name="Try again").click()
    state = playground.wait_state(lambda state: state["data"] == "norris")
    assert state["results"]["iterations"] == 4
    expect(told).to_be_hidden()
