"""Which tables a formula takes, and what it says of a table that it cannot use."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import linreg
from linreg import Formula, FormulaError

CSV = (
    "size,price,area code,colour\n2,10,1,red\n0,20,2,blue\n,30,1,red\n5,NA,2,green\n-1,50,10,blue\n"
)
TABLE = linreg.read_table(CSV)


def test_a_table_leaves_out_the_same_rows_in_x_and_y() -> None:
    formula = Formula("price ~ size*colour + C(`area code`)")
    X, names = formula.columns(TABLE)
    assert names[:3] == ("1", "size", "colour=red")
    assert names[3:] == ("size:colour=red", "`area code`=2", "`area code`=10")
    assert X.tolist() == [[1, 2, 1, 2, 0, 0], [1, 0, 0, 0, 1, 0], [1, -1, 0, 0, 0, 1]]
    assert formula.response(TABLE).tolist() == [10, 20, 50]
    assert TABLE.report.dropped == 2


def test_the_target_may_be_absent() -> None:
    without = linreg.read_table("size\n2\n3\n")
    X, _ = Formula("price ~ size").columns(without)
    assert X.tolist() == [[1, 2], [1, 3]]
    with pytest.raises(FormulaError, match=r"There is no column 'price'. The columns are size."):
        Formula("price ~ size").response(without)


KINDS = {
    "table": linreg.read_table("x,g\n1,b\n2,a\n4,b\n"),
    "frame": pd.DataFrame({"x": [1, 2, 4], "g": ["b", "a", "b"]}),
    "categories": pd.DataFrame({"x": [1, 2, 4], "g": pd.Categorical(["b", "a", "b"])}),
    "lists": {"x": [1, 2, 4], "g": ["b", "a", "b"]},
    "numbers": {"x": [1, 2, 4], "g": [7.5, 7, 7.5]},
    "booleans": {"x": [1, 2, 4], "g": [True, False, True]},
}


@pytest.mark.parametrize("kind", KINDS)
def test_tables_of_every_kind(kind: str) -> None:
    X, _ = Formula("y ~ x^2 + C(g)").columns(KINDS[kind])
    assert X.dtype == np.float64
    assert X.tolist() == [[1, 1, 1], [1, 4, 0], [1, 16, 1]]


def test_a_table_without_the_columns_of_an_empty_model() -> None:
    assert Formula("y ~ 1").columns({"x": [5, 6]})[0].tolist() == [[1], [1]]
    assert Formula("y ~ 1").columns(linreg.read_table("x\n5\n6\n"))[0].tolist() == [[1], [1]]


@pytest.mark.parametrize(
    ("formula", "table", "sentence", "position", "rows"),
    [
        ("y ~ log(x)", {"x": [1, 0, -2, 3]}, "x is 0 in row 1, −2 in row 2. Leave out these rows, "
            "or use log(x + 3).", 4, (1, 2)),
        ("y ~ x + sqrt(x)", {"x": [1, -0.5]}, "sqrt(x) is not defined in 1 row: x is −0.5 in row "
            "1. Leave out this row, or use sqrt(x + 1).", 8, (1,)),
        ("y ~ I(2 + 1/x)", {"x": [0, 1]}, "1/x is not defined in 1 row", 10, (0,)),
        ("y ~ x^-2", {"x": [0, 1]}, "x^-2 is not defined in 1 row", 4, (0,)),
        ("y ~ x^0.5", {"x": [2, -1]}, "x^0.5 is not defined", 4, (1,)),
        ("y ~ log10(x)", {"x": [0] * 9}, "in 9 rows: x is 0 in row 0, 0 in row 1, 0 in row 2, "
            "0 in row 3, 0 in row 4, and 4 more.", 4, tuple(range(9))),
        ("y ~ log(size)", TABLE, "size is 0 in row 3, −1 in row 6", 4, (3, 6)),
        ("y ~ exp(x)", {"x": [1, 800]}, "exp(x) is too large for float64 in row 1", 4, (1,)),
        ("y ~ x:z", {"x": [1, 1e200], "z": [1, 1e200]}, "x:z is too large", 4, (1,)),
        ("y ~ I(log(-1) + x)", {"x": [1]}, "log(-1) is not defined. Use another number", 6, ()),
        ("y ~ sise", TABLE, "There is no column 'sise'. Did you mean 'size'?", 4, ()),
        ("y ~ x + SIZE", {"x": [1], "size": [1]}, "Did you mean 'size'?", 8, ()),
        ("y ~ q", {"x": [1]}, "There is no column 'q'. The columns are x.", 4, ()),
        ("y ~ q", {}, "The table has no columns.", 4, ()),
        ("y ~ log(colour)", TABLE, "Column colour is text, not numbers", 8, ()),
        ("y ~ C(g)", {"g": ["a", "a"]}, "the same value in every row", 6, ()),
        ("y ~ x", {"x": [1, np.nan]}, "x holds nan at row 1", 4, ()),
        ("y ~ g", {"g": ["a", None]}, "g lacks a value at row 1", 4, ()),
        ("y ~ g", {"g": pd.array(["a", pd.NA])}, "g lacks a value at row 1", 4, ()),
        ("y ~ x", {"x": [[1], [2]]}, "x has shape (2, 1)", 4, ()),
        ("y ~ x + z", {"x": [1, 2], "z": [1]}, "lengths {'x': 2, 'z': 1}", 0, ()),
    ],
)  # fmt: skip
def test_what_a_table_cannot_give(
    formula: str, table: object, sentence: str, position: int, rows: tuple[int, ...]
) -> None:
    with pytest.raises(FormulaError) as caught:
        Formula(formula).columns(table)
    assert sentence in caught.value.sentence
    assert (caught.value.position, caught.value.rows) == (position, rows)


def test_bad_cells_of_a_table_are_its_own_errors() -> None:
    table = linreg.read_table("x,y\n1,2\nabc,3\n2,4\n3,4\n")
    with pytest.raises(linreg.TableError, match=r"Row 3, column x: 'abc' is not a number"):
        Formula("y ~ x").columns(table)
    empty = linreg.read_table("x,y\n,2\n1,\n")
    with pytest.raises(linreg.TableError, match=r"No row has a value in each of x, y"):
        Formula("y ~ x").columns(empty)


@pytest.mark.parametrize("table", [None, 3, "x", np.ones((3, 2)), [1, 2]])
def test_what_is_no_table(table: object) -> None:
    with pytest.raises(ValueError, match=r"expected a linreg.Table, a dictionary of columns"):
        Formula("y ~ x").columns(table)


def test_x_is_bounded() -> None:
    levels = {"g": [f"{i:04}" for i in range(100)], "h": [f"{i:04}" for i in range(100)]}
    with pytest.raises(FormulaError, match=r"more than 5,000 columns"):
        Formula("y ~ g*h").columns(levels)
    many = {"x": np.arange(1.0, 30_000_001.0)}
    with pytest.raises(FormulaError, match=r"30,000,000 rows × 4 columns"):
        Formula("y ~ x + x^2 + x^3").columns(many)
