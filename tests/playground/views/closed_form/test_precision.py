"""The same coefficients in several number formats."""

from fractions import Fraction

import pytest
from playground.engine.interaction import Interaction
from playground.engine.scene import Scene, SceneCache
from playground.session.names import PRECISIONS
from playground.session.state import State, checked
from playground.views.closed_form import race as racing
from playground.views.closed_form import race_words
from playground.views.closed_form.precision import (
    formats,
    in_precisions,
    precision_rows,
    precision_words,
)


def scene(**words) -> Scene:
    return SceneCache().scene({**State().values(), **checked(words)}, Interaction())


def text(parts) -> str:
    return "".join(part for part, _ in parts)


def rows(drawn: Scene) -> list:
    field = racing.race(drawn, racing.Truth.of(drawn))
    return precision_rows(in_precisions(drawn, formats(drawn, judged=True)), field, 1)


@pytest.mark.parametrize("words", [{}, {"data": "longley"}, {"penalty": "ridge", "strength": 0.1}])
def test_every_format_gives_the_digits_that_it_can(words: dict) -> None:
    drawn = rows(scene(**words))
    assert [text(row[0]) for row in drawn] == list(PRECISIONS.values())
    digits = [float(text(row[3])) for row in drawn]
    assert digits == sorted(digits)
    assert digits[-1] == 15
    assert drawn[1][2][-1][1] == "wrong"


def test_mapped_powers_are_reported_in_the_users_units() -> None:
    digits = [float(text(row[3])) for row in rows(scene(data="filip", degree=10, basis="mapped"))]
    assert digits[2] > 8
    # Of the mapped columns as floats: the right answer is that of the powers themselves.
    assert digits[-1] >= 14


def test_without_the_exact_solution_there_are_no_digits() -> None:
    drawn = scene()
    found = in_precisions(drawn, formats(drawn, judged=False))
    assert "exact" not in found
    assert text(precision_rows(found, racing.race(drawn), 0)[0][3]) == "–"


def test_a_lasso_is_not_solved_so() -> None:
    assert formats(scene(penalty="lasso"), judged=True) == []


def test_what_conditioning_costs_is_said() -> None:
    assert "about 7 digits" in text(precision_words(scene()))
    assert "float32 has none left" in text(precision_words(scene(data="filip", degree=10)))
    assert "no format" in text(precision_words(scene(data="collinear", epsilon=0)))


def test_the_exact_row_is_the_exact_solver_where_decimals_are_dependent(own) -> None:
    cm = ["83.0", "41.1", "12.3", "99.9", "55.5", "20.7"]
    mm = [value.replace(".", "").lstrip("0") for value in cm]
    drawn = scene(**own(cm=cm, mm=mm, y=["5.1", "3.9", "7.2", "6.3", "4.4", "5.8"]))
    found = in_precisions(drawn, ["doubled", "exact"])
    # y = a + b x of x in cm has, of all w = (u, 10 u') with the same predictions, the shortest.
    x = [Fraction(text) for text in cm]
    y = [Fraction(text) for text in ("5.1", "3.9", "7.2", "6.3", "4.4", "5.8")]
    centred = [value - sum(x) / 6 for value in x]
    slope = sum(a * b for a, b in zip(centred, y, strict=True)) / sum(a * a for a in centred)
    right = [float(sum(y) / 6 - slope * sum(x) / 6), float(slope / 101), float(slope * 10 / 101)]
    for name in found:
        assert found[name].tolist() == right
    assert found["exact"].tolist() == drawn.fit.coefficients("exact").tolist()
    field = racing.race(drawn, racing.Truth.of(drawn))
    assert "minimum-norm" in text(race_words.in_short(field))
    assert "minimum-norm" in text(race_words.verdict(field))
    plain = scene()
    assert "minimum-norm" not in text(
        race_words.in_short(racing.race(plain, racing.Truth.of(plain)))
    )
