"""The normal equations as they are written out, and the numbers beside them."""

import numpy as np
import pytest
from playground.engine.formulas import latex
from playground.views.closed_form import gram

X = np.column_stack([np.ones(4), [0.0, 1.0, 2.0, 3.0]])
Y = np.array([1.0, 3.0, 5.0, 7.5])


def text(parts) -> str:
    return "".join(part for part, _ in parts)


def test_the_matrices_hold_the_actual_numbers() -> None:
    assert latex(gram.gram_tree(X)) == (
        r"X^{T}X=\begin{pmatrix}4.0000 & 6.0000 \\ 6.0000 & 14.000\end{pmatrix}"
    )
    assert latex(gram.moments_tree(X, Y)).endswith(r"\begin{pmatrix}16.500 \\ 35.500\end{pmatrix}")


def test_a_penalty_stands_on_the_diagonal() -> None:
    assert latex(gram.gram_tree(X, np.array([0.0, 0.4]))).endswith(
        r"+\begin{pmatrix}0 & 0 \\ 0 & 0.400\end{pmatrix}"
    )
    assert "D" in latex(gram.solution_tree(Y[:2], [0, 0], penalised=True))


def test_the_solution_shows_no_digit_below_its_error() -> None:
    shown = latex(gram.solution_tree(np.array([0.9, 2.15]), [1e-3, 10.0]))
    assert r"\begin{pmatrix}0.90 \\" in shown
    assert r"0 \pm " in shown


def test_many_columns_are_not_written_out() -> None:
    wide = np.ones((9, 5))
    assert gram.gram_tree(wide) == gram.moments_tree(wide, np.ones(9)) == []
    assert gram.solution_tree(np.ones(5), [0.0] * 5) == []
    assert "are not shown" in text(gram.introduction("abcde", penalised=False))
    assert "1, x" in text(gram.introduction(["1", "x"], penalised=True))


def test_singular_values_that_are_rounding_are_marked() -> None:
    rows = gram.singular_rows(np.array([3.0, 0.5, 1e-17]))
    assert [text(row[0]) for row in rows] == ["σ1", "σ2", "σ3"]
    assert [row[1][0][1] for row in rows] == ["closed", "closed", "wrong"]
    assert text(rows[1][3]) == "0.250"


def test_a_long_list_ends_with_the_smallest() -> None:
    rows = gram.singular_rows(np.linspace(2, 1, 80))
    assert len(rows) == gram.MOST_ROWS
    assert text(rows[-1][0]) == "σ80"


@pytest.mark.parametrize(
    ("kappa", "value", "lost"),
    [(1e4, "10,000", "about 4"), (1e17, "over", "all 16"), (np.inf, "over", "all 16")],
)
def test_condition_numbers_and_the_digits_they_cost(kappa: float, value: str, lost: str) -> None:
    first, squared, _ = gram.condition_rows(kappa, 2.0)
    assert text(first[1]).replace("10000", "10,000").startswith(value)
    assert text(first[2]) == lost
    assert text(squared[2]) in {"about 8", "all 16"}


def test_lengths_of_columns() -> None:
    rows = gram.norm_rows(X * [1.0, 1e6], ["1", "x"])
    assert text(rows[0][1]) == "2.000"
    assert text(rows[1][2]) == "× 1.0"
