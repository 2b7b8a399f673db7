"""The tab Descent as a hand uses it."""

import json

import numpy as np
import pytest
from bokeh.model import Model
from playground.controls import models
from playground.runtime.bridge import document_json
from playground.session.run import Run
from playground.views.descent import derivation
from playground.views.descent import modes as modes_panel

SLOTS = ("strip_descent", "stage_descent", "view_descent", "view_descent_more")


@pytest.fixture
def tab(hand):
    """The hand with the tab open."""
    hand.set("view", "descent")
    return hand


def control(hand, label: str) -> Model:
    """The control of that name in this tab: others may have one too."""
    roots = [hand.app.slots[slot] for slot in SLOTS]
    everywhere = {model for root in roots for model in root.references()}
    (found,) = [model for model in everywhere if getattr(model, "label", None) == label]
    return found


def turn(hand, label: str, value, attribute: str = "value") -> None:
    event = {"kind": "ModelChanged", "model": control(hand, label).ref, "attr": attribute}
    hand._apply({**event, "new": value})


def press(hand, label: str) -> None:
    turn(hand, label, control(hand, label).clicks + 1, "clicks")


def drag_start(hand, x: float, y: float, done: bool) -> None:
    figure = hand.app.document.get_model_by_name("valley")
    (handle,) = [tool for tool in figure.tools if isinstance(tool, models.HandleTool)]
    entries = {"model": {"id": handle.id}, "index": 0, "x": x, "y": y, "done": done}
    values = {"type": "map", "entries": [[key, value] for key, value in entries.items()]}
    event = {"type": "event", "name": "handle_gesture", "values": values}
    hand._apply({"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event})


def table(hand, head: str) -> list[list[str]]:
    (found,) = [
        m for m in hand.app.document.select({"type": models.NumberTable}) if head in m.columns
    ]
    return [["".join(text for text, _ in cell) for cell in row] for row in found.rows]


def test_closed_it_costs_nothing(hand) -> None:
    assert all(hand.app.slots[slot].elements == [] for slot in SLOTS)


def test_step_back_takes_a_step_back(tab) -> None:
    tab.click("step", 3)
    tab.click("back")
    assert tab.state["steps"] == 2
    tab.click("back", 5)
    assert tab.state["steps"] == 0
    assert tab.app.slots["back"].disabled


def test_step_back_from_a_divergence_goes_to_where_it_was_noticed(tab) -> None:
    tab.app.set_state({"lr": 0.5, "steps": 10**5})
    assert tab.results["diverged"]
    last = tab.app._session.scene.step.iteration
    tab.click("back")
    assert tab.state["steps"] == last - 1
    assert not tab.results["diverged"]


def test_the_dial_iteration_scrubs_along_the_path(tab) -> None:
    turn(tab, "Iteration", 17)
    assert tab.state["steps"] == 17
    turn(tab, "Iteration", 4)
    assert tab.state["steps"] == 4


def test_run_to_the_end_converges_at_once(tab) -> None:
    press(tab, "Run to the end")
    assert "equal to the minimum" in tab.text("summary")
    assert control(tab, "Run to the end").disabled


def test_one_click_leads_out_of_a_divergence(tab) -> None:
    tab.set("lr", 0.5)
    assert not control(tab, "Use the optimal rate").disabled
    press(tab, "Use the optimal rate")
    results = tab.results
    assert tab.state["lr"] == pytest.approx(results["learning_rate_best"], rel=1e-2)
    assert control(tab, "Use the optimal rate").disabled
    tab.click("undo")
    assert tab.state["lr"] == 0.5


def test_the_rate_dial_marks_best_and_limit_and_is_red_beyond(tab) -> None:
    dial = tab.app.slots["lr"]
    assert [name for _, name, _ in dial.marks] == ["best", "limit"]
    assert dial.wrong_from == pytest.approx(tab.results["learning_rate_limit"])


def test_dragging_the_start_is_one_step_of_undo(tab) -> None:
    for place in ((1.0, 1.0), (2.0, 0.5), (2.5, 0.25)):
        drag_start(tab, *place, done=False)
    drag_start(tab, 2.5, 0.25, done=True)
    assert tab.results["coefficients"]["descent"] == [2.5, 0.25]
    tab.click("undo")
    assert tab.results["coefficients"]["descent"] == [0, 0]


def test_the_start_has_fields_too(tab) -> None:
    turn(tab, "Start, slope", -1.5)
    assert tab.state["start"] == [0, -1.5]
    assert control(tab, "Start, intercept").value == 0


def test_the_start_is_kept_in_ones_own_units(tab) -> None:
    tab.app.set_state({"standardise": 1})
    turn(tab, "Start, slope (scaled)", 1.0)
    np.testing.assert_allclose(tab.app._session.scene.path.start, [0, 1], atol=1e-12)
    assert tab.results["coefficients"]["descent"] == pytest.approx(tab.state["start"])


def test_chosen_parameters_are_drawn(tab, own) -> None:
    rng = np.random.default_rng(2)
    tab.app.set_state(own(**{name: rng.normal(size=20).tolist() for name in "abcy"}))
    valley = tab.app.document.get_model_by_name("valley")
    assert valley.xaxis[0].axis_label == "b"
    turn(tab, "Across", "1")
    assert valley.xaxis[0].axis_label == "a"
    turn(tab, "Up", "1")
    assert (valley.xaxis[0].axis_label, valley.yaxis[0].axis_label) == ("c", "a")


def test_the_race_is_run_on_request(tab) -> None:
    tab.app.set_state({"lr": 0.02, "steps": 30})
    turn(tab, "Race all four", True)
    rows = table(tab, "steps to 1%")
    assert [row[0] for row in rows] == ["Plain", "Momentum", "Nesterov", "Mini-batch"]
    needed = {row[0]: row[2] for row in rows}
    tab.app.set_state({"steps": int(needed["Plain"])})
    results = tab.results
    assert results["loss"]["descent"] <= 1.01 * results["loss"]["refined"]
    turn(tab, "Race all four", False)


def test_rule_momentum_batch_and_scaling_are_words_of_the_state(tab) -> None:
    for label, value, key in (
        ("Update rule", "momentum", "update"),
        ("Momentum", 0.5, "momentum"),
        ("Batch size", 4, "batch"),
        ("Standardise", True, "standardise"),
    ):
        turn(tab, label, value)
        assert tab.state[key] == value


def test_the_loss_axis_can_be_chosen(tab) -> None:
    tab.click("step", 5)
    top = tab.app.slots["loss_plot"].y_range.end
    turn(tab, "Loss axis", "linear")
    linear = tab.app.slots["loss_plot"].y_range
    assert linear.start == 0
    assert linear.end == pytest.approx(10**top, rel=0.5)


@pytest.mark.parametrize(
    "words",
    [
        {"data": "longley"},
        {"data": "own", "points": None},
        {"intercept": "none"},
        {"degree": 5, "basis": "mapped"},
        {"penalty": "lasso"},
        {"lr": 1e3, "steps": 100},
        {"data": "collinear", "epsilon": 0.0},
        {"update": "minibatch", "steps": 50},
    ],
)
def test_any_state_can_be_drawn(tab, words) -> None:
    turn(tab, "Race all four", True)
    tab.app.set_state(words)
    tab.click("clear")
    assert json.loads(document_json(tab.app.document))


def test_a_chosen_speed_is_kept_to() -> None:
    run = Run(10.0)
    counts = [run.frame(20.0) for _ in range(100)]
    assert counts[0] == 1
    assert sum(counts) == 21


def test_speed_changes_a_run_under_way(tab) -> None:
    tab.app.set_state({"lr": 0.001})
    tab.click("run")
    turn(tab, "Speed", "2")
    tab.app.frame(16)
    steps = tab.state["steps"]
    for _ in range(20):
        tab.app.frame(16)
    assert tab.state["steps"] == steps
    assert tab.app.animating


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "over all 40 points is the gradient of the loss."),
        (
            {"penalty": "ridge"},
            "plus the gradient of the penalty, is the gradient of the loss.",
        ),
        ({"update": "minibatch", "batch": 5}, "A step uses the mean over a mini-batch of 5."),
        ({"update": "momentum"}, "A step also adds a fraction of the step before."),
    ],
)
def test_the_chain_rule_says_what_the_state_adds(scene, keys: dict, said: str) -> None:
    made = scene(view="descent", steps=3, **keys)
    words = "".join(text for text, _ in derivation.sample_words(made, 0))
    assert words.endswith(said)
    # The sentence is true: the mean of the points' vectors, and the penalty's, is the gradient.
    objective, w = made.fit.objective, made.step.w
    mean = objective.unpenalised().sample_gradients(w).mean(axis=0)
    np.testing.assert_allclose(mean + objective.penalty_gradient(w), made.step.gradient, rtol=1e-12)


def test_a_lasso_step_is_not_written_as_a_plain_one(scene) -> None:
    made = scene(view="descent", steps=3, penalty="lasso", strength=0.5)
    said = "".join(text for text, _ in derivation.step_words(made))
    assert "then shrinks" in said
    assert "length" not in said
    made = scene(view="descent", penalty="lasso", strength=50)
    moved = made.path.at(1).w - made.step.w
    assert not np.allclose(moved, derivation.next_move(made))
    assert "lasso" in modes_panel._factor_words(made, modes_panel.modes(made))[0][0]
