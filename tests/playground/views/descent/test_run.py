"""Gradient descent as a person runs it, and the path it follows."""

import numpy as np
import pytest
from playground.engine.descent import WALKED, Path
from playground.engine.fit import Fit
from playground.session.run import Run

import linreg
from linreg import DescentStatus
from tests.playground.fits import fit_of


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def make_fit(rng, N: int = 30, p: int = 3) -> Fit:
    X = np.column_stack([np.ones(N), rng.normal(size=(N, p - 1))])
    return fit_of(X, rng.normal(size=N))


def lstsq(hand) -> np.ndarray:
    x, y = hand.source.data["x"], hand.source.data["y"]
    return np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), y, rcond=None)[0]


def test_steps_are_those_of_the_core(hand) -> None:
    hand.click("step", 3)
    x, y = hand.source.data["x"], hand.source.data["y"]
    objective = linreg.SquaredError(np.column_stack([np.ones(len(x)), x]), y)
    step = linreg.GradientDescent(objective, 0.1).run(3)
    assert hand.results["coefficients"]["descent"] == step.w.tolist()
    assert hand.results["iterations"] == 3
    assert hand.results["gradient_norm"] == step.gradient_norm


def test_run_ends_at_the_best_line_to_12_digits(hand) -> None:
    hand.click("run")
    assert hand.app.slots["run"].label == "Pause"
    frames = hand.run_to_the_end()
    assert frames > 50
    assert hand.app.slots["run"].label == "Run"
    np.testing.assert_allclose(hand.results["coefficients"]["descent"], lstsq(hand), rtol=1e-12)
    assert "equal to the minimum" in hand.text("summary")
    hand.set("view", "descent")
    gradient = dict(hand.cells("descent_table"))["Gradient norm"]
    assert gradient.startswith("0 ± ")


def test_pause_step_and_reset(hand) -> None:
    hand.click("run")
    hand.app.frame(16)
    hand.click("run")
    assert hand.app.slots["run"].label == "Run"
    steps = hand.state["steps"]
    hand.click("step")
    assert hand.state["steps"] == steps + 1
    hand.click("reset")
    assert hand.state["steps"] == 0
    assert hand.app.slots["reset"].disabled


def test_a_frame_without_a_run_changes_nothing(hand) -> None:
    hand.app.frame(16)
    assert hand.state["steps"] == 0


def test_running_goes_about_one_step_a_frame_and_then_faster(hand) -> None:
    hand.set("lr", 0.001)
    hand.click("run")
    counts = []
    for _ in range(300):
        hand.app.frame(1000 / 60)
        counts.append(hand.state["steps"])
    assert counts[9] in range(9, 13)
    assert counts[299] - counts[298] > 3


def test_a_run_renews_its_words_a_few_times_a_second_and_at_its_end(hand) -> None:
    hand.app.set_state({"lr": 0.001, "view": "descent"})
    hand.click("run")
    tables, steps = [], []
    for _ in range(60):
        hand.app.frame(1000 / 60)
        tables.append(hand.cells("descent_table")[0][1])
        steps.append(str(hand.state["steps"]))
    assert len(set(steps)) == 60
    assert 8 <= len(set(tables)) <= 11
    assert tables[0] == steps[0]
    hand.click("run")
    assert hand.cells("descent_table")[0][1] == steps[-1]
    assert f"{steps[-1]} steps" in hand.text("equation")


def test_words_changed_by_hand_during_a_run_are_renewed_at_once(hand) -> None:
    hand.app.set_state({"lr": 0.001, "view": "descent"})
    hand.click("run")
    for _ in range(3):
        hand.app.frame(1000 / 60)
    hand.set("lr", 0.002)
    assert hand.cells("descent_table")[0][1] == str(hand.state["steps"])


def test_each_step_of_a_slow_run_is_written() -> None:
    run = Run(speed=5.0)
    written = [run.readable for _ in range(120) if run.frame(1000 / 60)]
    assert len(written) >= 10
    assert all(written)


def test_with_reduced_motion_run_goes_to_the_end_at_once(hand) -> None:
    hand.app.set_environment(dark=False, contrast=False, reduced_motion=True, coarse=False)
    hand.click("run")
    assert hand.app.slots["run"].label == "Run"
    np.testing.assert_allclose(hand.results["coefficients"]["descent"], lstsq(hand), rtol=1e-12)


def test_a_rate_above_the_limit_diverges_and_says_so(hand) -> None:
    hand.set("lr", 0.5)
    assert hand.results["messages"][-1]["key"] == "lr"
    hand.click("run")
    hand.run_to_the_end()
    results = hand.results
    assert results["diverged"]
    assert results["messages"][-1]["level"] == "error"
    assert np.isfinite(results["loss"]["descent"])
    assert hand.app.slots["step"].disabled
    assert "diverged after" in hand.text("summary")
    hand.set("lr", 0.1)
    assert not hand.results["diverged"]
    assert not hand.app.slots["step"].disabled


def test_a_running_descent_is_not_read_out_step_by_step(hand) -> None:
    hand.set("view", "descent")
    hand.click("run")
    hand.app.frame(16)
    hand.events.clear()
    hand.app.frame(16)
    assert not any(key.startswith("summary") for key in hand.patched())


def test_undo_leaves_the_steps_taken(hand) -> None:
    hand.set("lr", 0.05)
    hand.click("step", 5)
    hand.click("undo")
    assert (hand.state["lr"], hand.state["steps"]) == (0.1, 5)


def test_start_moves_iteration_0(hand, app) -> None:
    app.set_state({"start": [3.0, -1.0]})
    assert hand.results["coefficients"]["descent"] == [3.0, -1.0]


@pytest.mark.parametrize("iteration", [0, 1, WALKED - 1, WALKED, WALKED + 1, 3 * WALKED])
def test_walked_and_jumped_iterates_agree_with_the_loop(rng, iteration: int) -> None:
    fit = make_fit(rng)
    path = Path(fit, 0.02, np.zeros(3))
    wanted = linreg.GradientDescent(fit.objective, 0.02).run(iteration)
    found = path.at(iteration)
    np.testing.assert_allclose(found.w, wanted.w, rtol=1e-12)
    assert found.loss == pytest.approx(wanted.loss, rel=1e-13)


def test_a_path_does_not_depend_on_the_way_it_is_asked(rng) -> None:
    fit = make_fit(rng)
    straight, winding = Path(fit, 0.02, np.zeros(3)), Path(fit, 0.02, np.zeros(3))
    for t in (500, 3, 40, 120):
        winding.at(t)
    assert straight.at(500).w.tolist() == winding.at(500).w.tolist()


def test_the_curve_is_the_loss_of_the_iterates(rng) -> None:
    path = Path(make_fit(rng), 0.02, np.zeros(3))
    times = np.array([0.0, 5.0, 90.0, 300.0, 900.0])
    wanted = [path.at(int(t)).loss for t in times]
    np.testing.assert_allclose(path.curve(times).loss, wanted, rtol=1e-12)


def test_large_data_are_not_walked(rng) -> None:
    path = Path(make_fit(rng, 100_000, 3), 0.1, np.zeros(3))
    assert path.at(50).w == pytest.approx(
        linreg.GradientDescent(path.fit.objective, 0.1).run(50).w, rel=1e-12
    )
    assert len(path._steps) == 1


def test_slow_divergence_is_found_after_the_walk(rng) -> None:
    fit = make_fit(rng)
    rate = fit.spectrum.learning_rate_limit * 1.01
    path = Path(fit, rate, np.zeros(3))
    end = path.last_useful
    assert end > WALKED
    assert path.at(end).status is DescentStatus.DIVERGED
    assert path.at(end - 1).status is not DescentStatus.DIVERGED
    assert path.at(10**6).iteration == end
    assert np.isfinite(path.at(10**6).w).all()


def test_the_last_useful_step_is_where_digits_end(rng) -> None:
    fit = make_fit(rng)
    path = Path(fit, fit.spectrum.learning_rate_best, np.zeros(3))
    np.testing.assert_allclose(path.at(path.last_useful).w, fit.minimum, rtol=1e-13)
    assert path.last_useful < 200


def test_dependent_columns_descend_to_a_minimum(rng) -> None:
    x = rng.normal(size=20)
    fit = fit_of(np.column_stack([np.ones(20), x, 2 * x]), rng.normal(size=20))
    assert not fit.unique
    path = Path(fit, fit.spectrum.learning_rate_limit / 2, np.zeros(3))
    assert path.at(path.last_useful).loss == pytest.approx(fit.best_loss, rel=1e-12)
    np.testing.assert_allclose(path.at(path.last_useful).w, fit.minimum, rtol=1e-10)
