"""Sampling as a person meets it: dots that fall, own data, and a link that repeats them."""

from __future__ import annotations

from page_objects import Playground
from playwright.sync_api import expect

FIGURES = ("Data and fit", "Sum of squares", "Residuals", "Sampling distribution")
OWN = "#points=x:0,1,2,3,4,7,8,9;y:1,3,2,5,4,9,7,12"


def figure(playground: Playground, name: str):
    return playground.page.get_by_role("figure", name=name, exact=True)


def tops(playground: Playground) -> dict[str, float]:
    """Where what stays stands: the table below the figures, the sentence, the plot."""
    found = {}
    for name, part in {
        "table": playground.page.get_by_role("table", name="Coefficients and loss"),
        "status": playground.page.locator("section.words"),
        "plot": playground.page.locator("#plot"),
    }.items():
        box = part.bounding_box()
        assert box is not None
        found[name] = round(box["y"])
    return found


def test_samples_drop_dots_and_nothing_else_moves(playground: Playground) -> None:
    playground.page.set_viewport_size({"width": 1440, "height": 900})
    expect(figure(playground, "Sum of squares")).to_be_visible()
    before = tops(playground)
    playground.choose("Sampling", "New samples")
    expect(figure(playground, "Sampling distribution")).to_be_visible()
    expect(figure(playground, "Residuals")).to_be_hidden()
    playground.press("Add 10")
    playground.press("Add 1")
    playground.wait_state(lambda state: state["samples"] == 11)
    expect(figure(playground, "Sampling distribution")).to_contain_text("11 samples: SD")
    after = tops(playground)
    assert {name: abs(after[name] - before[name]) <= 2 for name in before} == dict.fromkeys(
        before, True
    )
    playground.choose("Sampling", "Off")
    expect(figure(playground, "Sum of squares")).to_be_visible()


def test_own_data_are_bootstrapped_and_a_link_repeats_it(new_page, site) -> None:
    page = new_page()
    page.goto(f"{site}{OWN}&sampling=pairs&samples=200")
    playground = Playground(page)
    playground.wait_ready()
    expect(figure(playground, "Sampling distribution")).to_contain_text("200 samples")
    first = playground.results["sampling"]
    link = page.evaluate("() => playground.getLink()")
    page.goto("about:blank")
    page.goto(link)
    playground.wait_ready()
    assert playground.results["sampling"] == first
    expect(page.get_by_role("status").filter(has_text="BCa")).to_be_visible()


def test_a_permutation_has_its_p_beside_the_t_tests(new_page, site) -> None:
    page = new_page()
    page.goto(f"{site}{OWN}&sampling=permutation&samples=99")
    playground = Playground(page)
    playground.wait_ready()
    found = playground.results["sampling"]
    assert found["p_value"] == (1 + found["extreme"]) / 100
    words = figure(playground, "Sampling distribution")
    expect(words).to_contain_text("99 permutations: p =")
    expect(words).to_contain_text("(t test: ")
