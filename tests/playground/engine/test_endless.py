"""Momentum 1 never comes to rest, and the page says so; a divergence has one count."""

from fractions import Fraction
from typing import Any

import pytest
from playground.engine.descent import DIVERGED
from playground.engine.rules import Rule
from playground.session.notices import divergence, standing
from playground.views.common.iteration import reach
from playground.views.descent.controls import why_it_diverges
from playground.views.descent.view import numbers_table, rate_range
from playground.views.fit.view import solutions_table
from playground.views.words import equations, sentence

ENDLESS = {"update": "momentum", "momentum": 1, "view": "descent"}


def text(parts: Any) -> str:
    return "".join(part for part, _ in parts)


@pytest.mark.parametrize("pull", [Fraction(1, 1000), Fraction(1, 3), Fraction(399, 100)])
def test_momentum_1_keeps_a_mode_on_its_orbit(pull: Fraction) -> None:
    before, now = Fraction(1), 1 - pull

    def energy() -> Fraction:
        return now**2 - (2 - pull) * now * before + before**2

    begun = energy()
    for _ in range(50):
        before, now = now, now + (now - before) - pull * now
        # Constant and positive definite: the distance cannot tend to zero.
        assert energy() == begun > 0


def test_no_rate_converges_with_momentum_1_alone(scene: Any) -> None:
    spectrum = scene().fit.spectrum
    assert Rule("momentum", 1.0).limit(spectrum) == 0
    for momentum in (0.0, 0.9, 1 - 1e-9):
        wanted = 2 * (1 + momentum) / spectrum.largest
        assert Rule("momentum", momentum).limit(spectrum) == pytest.approx(wanted, rel=1e-15)
    # Nesterov's momentum does not act against the gradient: it converges at 1 too.
    assert Rule("nesterov", 1.0).limit(spectrum) == pytest.approx(4 / 3 / spectrum.largest)
    settled = scene(update="nesterov", momentum=1, steps=2000)
    assert settled.step.loss == pytest.approx(settled.fit.best_loss, rel=1e-12)


@pytest.mark.parametrize("lr", [1e-6, 0.1, 0.5])
def test_the_page_says_that_it_never_settles(scene: Any, lr: float) -> None:
    made = scene(lr=lr, steps=50, **ENDLESS)
    assert "never settles" in text(sentence(made))
    assert "never settles" in text(why_it_diverges(made))
    assert [notice.key for notice in standing(made)] == ["momentum"]
    assert text(numbers_table(made)[-1][1]) == "none converges"
    span = rate_range(made)
    assert span.marks == ()
    assert 0 < span.start == span.limit <= lr <= span.end
    assert made.path.at(10**6).status is not DIVERGED


def test_it_is_said_where_it_diverges_too(scene: Any) -> None:
    made = scene(lr=5, steps=500, **ENDLESS)
    assert made.step.status is DIVERGED
    assert "with momentum 1 no learning rate converges" in divergence(made)


@pytest.mark.parametrize("momentum", [0.9, 1 - 1e-6])
def test_a_little_less_momentum_settles(scene: Any, momentum: float) -> None:
    made = scene(lr=0.1, steps=50, **{**ENDLESS, "momentum": momentum})
    assert divergence(made) == ""


@pytest.mark.parametrize("steps", [1, 5])
def test_a_rate_that_overflows_at_once_is_what_is_to_be_lowered(scene: Any, steps: int) -> None:
    made = scene(lr=1e308, steps=steps, view="descent")
    (notice,) = standing(made)
    assert (notice.level, notice.key) == ("error", "lr")
    assert notice.text.startswith("Gradient descent diverged after 1 step: the learning rate")


def test_all_counts_of_a_divergence_are_the_same(hand: Any) -> None:
    hand.app.set_state({"lr": 5.0, "steps": 159, "view": "descent"})
    taken = hand.results["iterations"]
    assert 0 < taken < 159
    made = hand.app._session.scene
    assert f"after {taken} steps" in divergence(made)
    assert f"{taken} steps" in text(equations(made))
    assert text(numbers_table(made)[0][1]) == str(taken)
    assert f"Descent, {taken} steps" in solutions_table(made)[0]
    assert reach(made) < 159
    assert hand.app.slots["descent_table"].rows[0][1][0][0] == str(taken)
    hand.click("back")
    assert hand.state["steps"] == taken - 1
