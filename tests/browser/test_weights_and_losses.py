"""A column of weights and a robust loss, as a person chooses them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import statsmodels.api as sm
from page_objects import Playground
from playwright.sync_api import expect

X = [1, 2, 3, 4, 5, 6, 7, 8]
Z = [1, 4, 2, 7, 1, 9, 3, 3]
Y = [1.1, 2.3, 2.9, 4.5, 4.9, 9, 7, 8.2]
W = [1, 2, 3, 1, 1, 0.5, 2, 1.5]
POINTS = ";".join(
    f"{name}:{','.join(map(str, values))}"
    for name, values in {"x": X, "z": Z, "y": Y, "w": W}.items()
)


def test_a_column_of_weights_is_chosen_by_click(open_playground: Callable[..., Playground]) -> None:
    playground = open_playground(link=f"points={POINTS}&target=y&features=x")
    playground.choose("Weights", "w")
    state = playground.wait_state(lambda state: state["weights"] == "w")
    fit = sm.WLS(Y, sm.add_constant(X), weights=W).fit()
    found = state["results"]["coefficients"]["refined"]
    np.testing.assert_allclose(found, fit.params, rtol=1e-10)
    expect(playground.page.get_by_text("Weighted least-squares fit to 8 points.")).to_be_visible()
    sizes = playground.page.evaluate(
        "() => Array.from(Bokeh.documents[0].get_model_by_name('plot')"
        ".renderers.find((r) => r.data_source.data.fill)?.data_source.data.size)"
    )
    area = np.array(sizes) ** 2
    np.testing.assert_allclose(area / area[0], np.array(W) / W[0], rtol=1e-9)
    # The features offered are without it, and the choice can be taken back.
    expect(playground.toggle("w")).to_have_count(0)
    playground.choose("Weights", "")
    playground.wait_state(lambda state: state["weights"] is None)


def test_an_outlier_moves_the_squared_line_and_not_the_huber_fit(
    open_playground: Callable[..., Playground],
) -> None:
    playground = open_playground(link="data=outliers")
    playground.choose("Loss", "huber")
    before = playground.wait_state(lambda state: state["loss"] == "huber")["results"]
    expect(playground.page.get_by_text("squared loss (grey line)").first).to_be_visible()
    expect(playground.page.get_by_role("spinbutton", name="Huber threshold")).to_be_visible()
    x, y = playground.plot.drawn
    row = int(np.argmax(y))
    plain = np.polyfit(x, y, 1)
    playground.plot.drag((x[row], y[row]), (x[row], y[row] - 5))
    state = playground.wait_state(lambda state: state["data"] == "own")
    x, y = playground.points()
    moved = np.abs(np.polyfit(x, y, 1) - plain).max()
    told = np.array(state["results"]["coefficients"]["refined"])
    hardly = np.abs(told - before["coefficients"]["refined"]).max()
    assert moved > 0.1
    assert hardly < moved / 10
    assert state["loss"] == "huber"
    expect(playground.page.get_by_text("counts with weight").first).to_be_visible()


@pytest.mark.parametrize(
    "link", ["data=outliers&loss=huber&delta=2", f"points={POINTS}&weights=w&loss=absolute"]
)
def test_the_link_round_trips(open_playground: Callable[..., Playground], link: str) -> None:
    first = open_playground(link=link)
    address = first.page.evaluate("() => window.playground.getLink()")
    second = open_playground(link=address.partition("#")[2])
    one, other = first.state(), second.state()
    for key in ("loss", "delta", "weights", "data", "points", "features", "target"):
        assert one[key] == other[key], key
    assert one["results"]["coefficients"] == other["results"]["coefficients"]
