"""The chooser of data sets, and the dials that each set has."""

import pytest
from playground.views.data import DIALS

from linreg.datasets import DATASETS

LINE = {"n", "slope", "intercept_true", "noise", "seed"}


def shown(hand) -> set[str]:
    return {key for key in DIALS if hand.app.slots[key].visible}


def test_every_set_can_be_chosen_by_hand(hand) -> None:
    values = [value for value, _ in hand.app.slots["dataset"].options]
    assert values == [*DATASETS, "own"]
    hand.set("dataset", "filip")
    assert hand.state["degree"] == hand.app.slots["degree"].value == 10
    assert hand.results["n"] == 82


@pytest.mark.parametrize(
    ("name", "dials"),
    [
        ("linear", LINE),
        ("outliers", LINE | {"outliers"}),
        ("collinear", LINE | {"epsilon"}),
        ("classes", {"n", "noise", "seed"}),
        ("longley", set()),
    ],
)
def test_a_set_has_its_own_dials(hand, name: str, dials: set[str]) -> None:
    hand.set("dataset", name)
    assert shown(hand) == dials


def test_own_points_keep_the_dials_of_a_line(hand) -> None:
    hand.add(1.0, 2.0)
    assert shown(hand) == LINE
    hand.set("degree", 3)
    hand.set("noise", 0.1)
    assert (hand.state["data"], hand.state["degree"]) == ("linear", 3)


def test_the_distance_of_columns_ends_in_an_exact_copy(hand) -> None:
    hand.set("dataset", "collinear")
    for slid, held in [(1e-3, 1e-3), (1e-17, 0.0), (0.9e-16, 1e-16), (0.0, 0.0), (0.5, 0.5)]:
        hand.set("epsilon", slid)
        assert hand.state["epsilon"] == hand.app.slots["epsilon"].value == held
    assert hand.app.slots["notices"].items == []


def test_there_is_one_dial_of_a_name_in_sight(hand) -> None:
    hand.set("dataset", "collinear")
    hand.app.set_state({"view": "collinearity"})
    assert not hand.app.slots["epsilon"].visible


def test_categories_are_offered_as_features(hand) -> None:
    hand.set("dataset", "penguins")
    features = hand.app.slots["features"]
    offered = {value for value, _ in features.options}
    assert {"species", "bill_length_mm"} <= offered
    targets = {value for value, _ in hand.app.slots["target"].options}
    assert "species" not in targets
    hand.set("features", ["flipper_length_mm", "species"])
    assert len(hand.results["columns"]) == 4


def test_the_degree_is_undone_as_one_gesture(hand) -> None:
    for degree in (2, 3, 4):
        hand.set("degree", degree)
    assert hand.results["columns"] == ["1", "x", "x^2", "x^3", "x^4"]
    hand.click("undo")
    assert hand.state["degree"] == 1


def test_the_source_of_a_set_is_told(hand) -> None:
    hand.set("dataset", "longley")
    assert "NIST/ITL" in hand.text("source")
    assert hand.text("source").endswith("Public domain (a publication of the U.S. government).")
    hand.app.set_state({"data": "own"})
    assert not hand.app.slots["source"].visible


def test_the_mean_of_a_centred_column_is_zero(hand) -> None:
    hand.set("dataset", "collinear")
    assert [row[2] for row in hand.cells("points")][:2] == ["0", "0"]
