"""Links as they arrive, the files that they name, and data that no address can hold."""

from __future__ import annotations

import json
import random

import pytest
from page_objects import READY_WITHIN
from playwright.sync_api import Page, Route, expect

from linreg import links

SIZES = ("1", "2", "3", "4.25")


def own(rows, columns=2):
    rng = random.Random(rows)
    return {
        "columns": [
            {"name": f"c{j}", "values": [f"{rng.uniform(0, 100):.6f}" for _ in range(rows)]}
            for j in range(columns)
        ]
    }


def state_file():
    columns = [{"name": name, "values": list(SIZES)} for name in ("size", "price")]
    return json.dumps({"linreg": 1, "state": {"points": {"columns": columns}, "degree": 2}})


def opened(page: Page) -> dict[str, object]:
    page.wait_for_function("() => window.playground?.status === 'ready'", timeout=READY_WITHIN)
    return page.evaluate("playground.getState().then((state) => ({ ...state }))")


@pytest.mark.parametrize(
    "address",
    [
        "#data%3Dcollinear%26epsilon%3D0.001",
        "#data%253Dcollinear%2526epsilon%253D0.001",
        "?data=collinear&epsilon=0.001",
        "?fbclid=1#/?DATA = Collinear &amp;epsilon=0.001).&utm_source=x",
    ],
)
def test_a_link_opens_what_was_meant_however_it_arrives(new_page, site, address):
    page = new_page()
    page.goto(site + address)
    state = opened(page)
    assert (state["data"], state["epsilon"]) == ("collinear", 0.001)
    assert state["results"]["messages"] == []
    # A change is followed by the address as usual.
    page.evaluate("playground.setState({ n: 55 })")
    page.wait_for_function("() => location.hash === '#v=1&data=collinear&n=55&epsilon=0.001'")


def test_several_bad_parts_are_one_notice(open_playground):
    link = "zz=1&steps&lr=-1&penalty=rige&points=zz&n=abc&data=foo&correlation=2"
    playground = open_playground(link=link)
    (message,) = playground.state()["results"]["messages"]
    assert message["text"].startswith("8 parts of this link were ignored: data = foo")
    expect(playground.page.get_by_text("n = abc is not a number")).to_be_visible()


def test_what_is_no_utf_8_is_told(open_playground):
    playground = open_playground(link="%E0%A4%A")
    assert len(playground.state()["results"]["messages"]) == 1


def test_a_file_that_never_comes_does_not_keep_the_page_waiting(open_playground):
    """After some seconds the page opens without it; Retry asks for it once more."""
    held: list[Route] = []
    playground = open_playground(
        link="src=data/slow.linreg.json&view=diagnostics",
        hold=("**/slow.linreg.json", lambda route: held.append(route)),
    )
    page = playground.page
    state = playground.state()
    assert (state["view"], state["data"], state["src"]) == ("diagnostics", "linear", None)
    (message,) = state["results"]["messages"]
    assert message["text"].startswith("data/slow.linreg.json: It did not arrive within 10 s.")
    page.unroute("**/slow.linreg.json")
    page.route("**/slow.linreg.json", lambda route: route.fulfill(body=state_file()))
    page.get_by_role("button", name="Retry", exact=True).click()
    page.wait_for_function("() => playground.getState().degree === 2")
    state = playground.state()
    assert state["points"]["columns"][0]["values"] == list(SIZES)
    assert state["results"]["messages"] == []
    expect(page.get_by_role("button", name="Retry", exact=True)).to_have_count(0)


def test_data_too_long_for_the_address_survive_a_reload(playground):
    page = playground.page
    points = own(20_000)
    page.evaluate("(points) => playground.setState({ points, degree: 2 })", points)
    expect(page.get_by_text("too long for the address")).to_be_visible()
    page.wait_for_function("() => history.state?.kept && location.hash !== ''")
    assert page.evaluate("location.hash") == "#v=1&data=own&degree=2"
    playground.open_tab("Descent")
    page.wait_for_function("() => location.hash.endsWith('view=descent')")
    before = playground.state()
    page.reload()
    playground.wait_ready()
    after = playground.state()
    assert after["points"] == points
    same = [key for key in before if key not in ("results", "theme")]
    assert [after[key] for key in same] == [before[key] for key in same]
    assert after["results"]["coefficients"] == before["results"]["coefficients"]


@pytest.mark.parametrize(("rows", "columns"), [(5, 201), (100_001, 2)])
def test_share_offers_no_link_that_the_page_would_refuse(playground, rows, columns):
    page = playground.page
    points = {
        "columns": [
            {"name": f"c{j}", "values": [str(i * (j + 1)) for i in range(rows)]}
            for j in range(columns)
        ]
    }
    # Two of the columns make a small problem.
    chosen = {"points": points, "features": ["c0"], "target": "c1"}
    page.evaluate("(chosen) => playground.setState(chosen)", chosen)
    error = page.evaluate("playground.getLink().then(String, ({ name, key }) => [name, key])")
    assert error == ["StateError", "points"]
    playground.press("Share")
    dialog = page.get_by_role("dialog", name="Share this state")
    expect(dialog).to_contain_text("has more than 200,000 values or 200 columns")
    for name in ("Copy link", "Copy embed code", "Show QR code"):
        expect(dialog.get_by_role("button", name=name, exact=True)).to_be_disabled()
    expect(dialog.get_by_role("button", name="Download state file")).to_be_enabled()
    if columns == 2:
        dialog.get_by_label("Rows").select_option("500")
        expect(dialog.get_by_role("button", name="Copy link", exact=True)).to_be_enabled()
        link = dialog.get_by_role("textbox", name="Link").input_value()
        assert links.decode(link.partition("#")[2])[1] == []


def test_a_deeply_nested_state_file_is_refused(playground):
    text = '{"linreg": 1, "state": ' + "[" * 200_000 + "]" * 200_000 + "}"
    page = playground.page
    playground.upload("deep.linreg.json", text.encode())
    expect(page.get_by_text("nested too deeply")).to_be_visible()
    assert page.evaluate("playground.status") == "ready"
    assert playground.state()["n"] == 40


def test_a_deeply_nested_state_is_refused(playground):
    said = playground.page.evaluate(
        """() => {
          let deep = 1;
          for (let i = 0; i < 3000; i++) deep = [deep];
          const told = ({ name, message }) => [name, message];
          return playground.setState({ n: deep }).then(String, told);
        }"""
    )
    assert said == [
        "StateError",
        "What was sent is nested too deeply. Send less at once.",
    ]
    assert playground.state()["n"] == 40
