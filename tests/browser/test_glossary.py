"""What a number is: shown beside it on hover, focus and touch, and put away again."""

from __future__ import annotations

from collections.abc import Callable

from page_objects import Playground
from playwright.sync_api import Locator, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def card(playground: Playground) -> Locator:
    return playground.page.get_by_role("tooltip")


def row_head(playground: Playground, name: str) -> Locator:
    return playground.page.get_by_role("rowheader", name=name, exact=True).get_by_text(name)


def test_a_number_is_explained_on_hover_and_stays_in_the_window(playground: Playground) -> None:
    page = playground.page
    playground.open_tab("Descent")
    page.get_by_role("rowheader", name="Gradient norm").locator("+ td").hover()
    expect(card(playground)).to_contain_text("Length of the gradient vector")
    page.mouse.move(5, 5)
    expect(card(playground)).to_be_hidden()
    page.get_by_role("rowheader", name="Loss", exact=True).locator("+ td").hover()
    expect(card(playground)).to_contain_text("Mean of the squared residuals")
    formula = card(playground).locator("math")
    assert formula.evaluate("(node) => node.namespaceURI").endswith("MathML")
    box = card(playground).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1440
    page.mouse.move(5, 5)
    expect(card(playground)).to_be_hidden()


def test_a_cell_is_explained_by_its_row_and_its_column(playground: Playground) -> None:
    playground.open_tab("Closed form")
    row = playground.page.get_by_role("row", name="Cholesky").filter(has_text="15.0").last
    row.get_by_role("cell").nth(0).hover()
    expect(card(playground).locator("strong")).to_have_text(["Cholesky", "Correct digits"])


def test_terms_are_one_stop_and_arrows_lead_on(playground: Playground) -> None:
    page = playground.page
    playground.open_tab("Descent")
    row_head(playground, "Loss").focus()
    expect(card(playground)).to_contain_text("Mean of the squared residuals")
    page.keyboard.press("ArrowDown")
    expect(row_head(playground, "Compared with the minimum")).to_be_focused()
    expect(card(playground).locator("strong")).to_have_text("Excess loss")
    page.keyboard.press("Escape")
    expect(card(playground)).to_be_hidden()
    stops = page.locator('[data-slot="descent_table"] .term[tabindex="0"]')
    expect(stops).to_have_count(1)


def test_what_has_the_focus_keeps_it_while_its_number_changes(playground: Playground) -> None:
    # From here on the sentence changes in its number only.
    playground.set_state(noise=0.8)
    loss = playground.summary.locator(".term").first
    loss.focus()
    before = loss.text_content()
    playground.set_state(noise=0.9)
    expect(loss).not_to_have_text(str(before))
    expect(loss).to_be_focused()


def test_a_tap_explains_and_a_tap_elsewhere_puts_it_away(
    open_playground: Callable[..., Playground],
) -> None:
    playground = open_playground(**PHONE)
    row_head(playground, "Loss").tap()
    expect(card(playground)).to_contain_text("Mean of the squared residuals")
    box = card(playground).bounding_box()
    assert box["x"] + box["width"] <= 390
    playground.page.get_by_role("heading", name="What is fitted").tap()
    expect(card(playground)).to_be_hidden()


def test_the_name_of_a_dial_is_explained_and_still_names_it(playground: Playground) -> None:
    playground.open_tab("Descent")
    name = playground.page.locator('[data-slot="lr"] .term')
    name.click()
    expect(card(playground).locator("strong")).to_have_text(
        ["Learning rate limit", "Optimal learning rate"]
    )
    expect(playground.field("Learning rate")).not_to_be_focused()
    playground.enter("Learning rate", 0.2)
    assert playground.state()["lr"] == 0.2
