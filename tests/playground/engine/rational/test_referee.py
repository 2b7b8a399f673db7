"""The exact solution that digits are counted by, against fractions worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import pytest
from playground.engine.problem import Problem
from playground.engine.rational import referee

from linreg import exact

X, Y = ["0.1", "0.2", "0.4"], ["1.1", "1.3", "1.8"]


def problem(xs: Sequence[str] = X, ys: Sequence[str] = Y, **words: object) -> Problem:
    made = Problem.made({"x": np.array(xs, dtype=float)}, np.array(ys, dtype=float), words)
    return made.with_objective(words)


def typed() -> tuple[Mapping[str, Sequence[str]], Sequence[str]]:
    return {"x": X}, Y


def line(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> list[Fraction]:
    """Intercept and slope of least squares."""
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum(
        (a - x) ** 2 for a in xs
    )
    return [y - slope * x, slope]


def test_floats_and_decimals_are_different_questions() -> None:
    made, near = problem(), np.zeros(2)
    floats = referee.of_floats(made, near)
    decimals = referee.of_decimals(made, typed, near)
    assert list(floats) == line([Fraction(float(x)) for x in X], [Fraction(float(y)) for y in Y])
    assert list(decimals) == line([Fraction(x) for x in X], [Fraction(y) for y in Y])
    assert list(floats) != list(decimals)


@pytest.mark.parametrize("words", [{"standardise": 1}, {"basis": "mapped"}])
def test_the_solution_is_in_the_users_units(words: dict[str, object]) -> None:
    plain = referee.of_decimals(problem(), typed, np.zeros(2))
    assert list(referee.of_decimals(problem(**words), typed, np.zeros(2))) == list(plain)


def test_a_ridge_adds_to_the_diagonal() -> None:
    made = problem(penalty="ridge", strength=0.5)
    w = referee.of_decimals(made, typed, np.zeros(2))
    xs, ys = [Fraction(x) for x in X], [Fraction(y) for y in Y]
    alpha = Fraction(3) * Fraction(1, 2)
    residuals = [w[0] + w[1] * x - y for x, y in zip(xs, ys, strict=True)]
    assert sum(residuals) == 0
    assert sum(r * x for r, x in zip(residuals, xs, strict=True)) + alpha * w[1] == 0


def test_too_much_is_declined() -> None:
    many = problem([repr(k / 7) for k in range(exact.CAP)], ["1"] * exact.CAP)
    assert referee.declines(many)
    assert referee.of_floats(many, np.zeros(2)) is None
    assert not referee.declines(problem())


def test_no_solution_nearby_is_declined() -> None:
    assert referee.of_floats(problem(), np.array([np.nan, 1.0])) is None


def test_numbers_of_many_magnitudes_are_endless() -> None:
    wide = ["1e-290", "1e290", "1", "2"]
    features = {f"x{k}": np.array(wide, dtype=float) ** ((-1) ** k) for k in range(30)}
    assert referee.is_endless(Problem.made(features, np.ones(4), {}))
    assert not referee.is_endless(problem())
