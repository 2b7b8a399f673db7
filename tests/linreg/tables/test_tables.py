"""Reading tables: what is detected, and what is kept."""

import json

import numpy as np
import pytest

from linreg import TableError, read_table
from linreg.tables import COMMA, POINT, Table
from tests.linreg.tables.arrays import XY, npy, npz


def columns(table):
    return {name: list(table.text(name)) for name in table.columns}


SAME = {
    "comma": "x,y\n1,2\n3,4.50\n",
    "no final newline": "x,y\n1,2\n3,4.50",
    "tab": "x\ty\n1\t2\n3\t4.50\n",
    "semicolon": "x;y\n1;2\n3;4.50\n",
    "blanks": "x  y\n 1   2 \n3 \t4.50\n",
    "blanks after commas": "x, y\n1, 2\n3, 4.50\n",
    "decimal comma": "x;y\n1;2\n3;4,50\n",
    "decimal comma and tab": "x\ty\n1\t2\n3\t4,50\n",
    "decimal comma and blanks": "x y\n1,0 2\n3 4,50\n",
    "decimal comma in quotes": 'x,y\n"1","2,0"\n"3","4,50"\n',
    "quotes": '"x","y"\n"1","2"\n"3","4.50"\n',
    "CRLF": "x,y\r\n1,2\r\n3,4.50\r\n",
    "CR": "x,y\r1,2\r3,4.50\r",
    "blank lines": "\nx,y\n\n1,2\n   \n3,4.50\n\n",
    "byte order mark": b"\xef\xbb\xbfx,y\n1,2\n3,4.50\n",
    "mark in text": "\ufeffx,y\n1,2\n3,4.50\n",
    "UTF-16": "x,y\n1,2\n3,4.50\n".encode("utf-16"),
    "UTF-16 big end first": b"\xfe\xff" + "x,y\n1,2\n3,4.50\n".encode("utf-16-be"),
    "plus and minus signs": "x,y\n+1,2\n3,4.50\n",
    "exponents": "x,y\n1e0,2E+00\n30e-1,4.50\n",
    "records": '[{"x": 1, "y": 2}, {"x": 3, "y": 4.50}]',
    "columns": '{"x": [1, 3], "y": [2, "4.50"]}',
    "points": '{"columns": [{"name": "x", "values": [1, 3]}, {"name": "y", "values": ["2", 4.5]}]}',
    "npz": npz(x=np.array([1, 3]), y=np.array([2, 4.5])),
    "structured npy": npy(np.array([(1, 2), (3, 4.5)], dtype=[("x", "i4"), ("y", "f4")])),
}


@pytest.mark.parametrize("source", SAME.values(), ids=SAME)
def test_one_table_in_many_dialects(source):
    table = read_table(source)
    assert table.columns == ("x", "y")
    assert table.array(["x", "y"]).tolist() == XY
    assert table.array(["y"]).tolist() == [[2.0], [4.5]]
    assert table.array("y").shape == (2, 1)


def test_a_path_is_a_file_and_a_string_is_text(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("x,y\n1,2\n3,4.50\n", encoding="utf-8")
    assert read_table(path).array(["x", "y"]).tolist() == XY
    with pytest.raises(OSError, match=r"none\.csv"):
        read_table(tmp_path / "none.csv")


def test_arrays_without_names_are_numbered():
    assert columns(read_table(npy(np.array([[1, 2], [3, 4]])))) == {
        "column 1": ["1", "3"],
        "column 2": ["2", "4"],
    }
    assert read_table(npy(np.arange(3.0))).columns == ("column 1",)
    assert read_table(npz(X=np.eye(2), y=np.ones(2))).columns == ("X 1", "X 2", "y")
    assert read_table("1,2\n3,4.5\n").array(["column 1", "column 2"]).tolist() == XY


def test_arrays_keep_integers_floats_and_text_exactly():
    big = 2**60 + 1
    table = read_table(npz(i=np.array([big]), f=np.array([0.1]), t=np.array(["a"]), b=[True]))
    assert columns(table) == {"i": [str(big)], "f": ["0.1"], "t": ["a"], "b": ["1"]}
    assert table.decimals("i").tolist() == [[str(big)]]
    assert read_table(npy(np.asfortranarray(XY))).array(["column 1", "column 2"]).tolist() == XY
    assert read_table(npy(np.array([1, np.nan, 3]))).array("column 1").tolist() == [[1], [3]]
    assert read_table(npy(np.array([1, 2], dtype=">i2"))).text("column 1") == ("1", "2")


def test_json_numbers_keep_their_digits():
    table = read_table('[{"x": 0.10, "y": 12345678901234567890.5}]')
    assert columns(table) == {"x": ["0.10"], "y": ["12345678901234567890.5"]}


def test_brackets_within_json_strings_nest_nothing():
    table = read_table(json.dumps([{"x": 1, "c": "[{" * 200 + '\\"'}]))
    assert table.text("c") == ("[{" * 200 + '\\"',)


def test_json_nulls_booleans_and_lacking_keys():
    table = read_table('[{"x": 1, "y": null, "b": true}, {"x": NaN, "b": false}, {"x": 5, "y": 6}]')
    assert table.array(["x", "y"]).tolist() == [[5.0, 6.0]]
    assert table.text("b") == ("true", "false", "")
    assert table.report.missing == {"x": 1, "y": 2, "b": 1}


def test_text_is_kept_exactly_as_typed():
    table = read_table('a,b\n 1.50 ,"  x ""y"", z "\n-0.0,"two\nlines"\n')
    assert columns(table) == {"a": ["1.50", "-0.0"], "b": ['  x "y", z ', "two\nlines"]}


NUMBERS = [
    ("1,234", POINT, "1234"),
    ("1,234,567.80", POINT, "1234567.80"),
    ("1.234.567,80", COMMA, "1234567.80"),
    ("1 234 567.8", POINT, "1234567.8"),
    ("1\u202f234,5", COMMA, "1234.5"),
    ("1\u00a0234.5", POINT, "1234.5"),
    ("12'345.67", POINT, "12345.67"),
    ("−5", POINT, "-5"),
    ("+.5", POINT, "+0.5"),
    ("5.", POINT, "5"),
    ("1e-3", POINT, "1e-3"),
    ("1,5E+3", COMMA, "1.5E+3"),
    ("007", POINT, "007"),
]


@pytest.mark.parametrize(("cell", "notation", "decimal"), NUMBERS)
def test_numbers_are_read_with_every_digit(cell, notation, decimal):
    table = Table.typed({"x": [cell]}, notation)
    assert table.decimals("x").tolist() == [[decimal]]
    assert table.array("x").tolist() == [[float(decimal)]]
    assert table.plain_text("x")[0] in (decimal, cell)
    assert float(table.plain_text("x")[0]) == float(decimal)


NO_NUMBERS = [
    *("12,5o", "1,23", "12,34,567", "0,123", "1,234 567", "1_000", "inf", "Infinity", "0x10"),
    *("1e", "e5", "+", "--1", "1-2", "1.2.3", "12%", "$5", "true", "½", "٣", "1" * 1001),
    *("1e999", "-1e999", "1e-999"),
]


@pytest.mark.parametrize("cell", NO_NUMBERS)
def test_what_is_no_number_is_a_bad_cell(cell):
    table = Table.typed({"x": ["1", "2", "3", cell]}, POINT)
    assert table.cells["x"].kind == "number"
    with pytest.raises(TableError) as error:
        table.array("x")
    assert (error.value.row, error.value.column) == (4, "x")


@pytest.mark.parametrize("token", ["", "NA", "N/A", "NaN", "null", "?", "-", "nan", "NULL", " na "])
def test_missing_tokens(token):
    table = read_table(f"x,y\n1,2\n{token},3\n4,{token}\n5,6\n")
    assert table.array(["x", "y"]).tolist() == [[1, 2], [5, 6]]
    assert table.report.dropped == 2
    assert table.report.dropped_for == ("x", "y")
    assert table.array("x").tolist() == [[1], [4], [5]]
    assert table.report.dropped == 1
    assert table.decimals(["x", "y"]).tolist() == [["1", "2"], ["5", "6"]]
    assert table.report.missing == {"x": 1, "y": 1}


def test_the_report_says_how_the_file_was_read():
    table = read_table("x;größe;art\n1;2.000,5;a\n3;NA;b\n".encode("cp1252"))
    table.array(["x", "größe"])
    assert str(table.report) == (
        "Read as delimited text in Windows-1252, columns apart by semicolons. "
        "Numbers have a comma as the decimal mark, a point between thousands. "
        "2 rows of x (number), größe (number), art (category). Missing cells: 1 in größe. "
        "Left out: 1 row with a missing cell in x, größe."
    )
    origin = table.report.origin
    assert (origin.encoding, origin.delimiter, origin.header) == ("Windows-1252", "semicolon", True)
    assert (origin.decimal, origin.thousands) == (",", ".")


def test_the_report_lists_bad_cells_and_says_when_there_is_no_header():
    table = read_table("1;2\n3;x\n4;5\n6;7\n")
    assert not table.report.origin.header
    assert [(bad.row, bad.column) for bad in table.report.bad] == [(2, "column 2")]
    assert "There is no header, so the columns are numbered." in str(table.report)
    assert "Row 2, column 2: 'x' is not a number." in str(table.report)
    many = read_table("x\n" + "1\n2\nbad\n" * 10)
    assert str(many.report).endswith("7 more cells are not numbers.")


HEADERS = [
    ("a,b\n1,2\n", True),
    ("a,b\nc,d\n", True),
    ("1,2\n3,4\n", False),
    ("NA,1\n2,3\n", False),
    ("a,2019\nb,2020\n", False),
    (",x\n1,2\n", True),
    ("NA,?\n2,3\n", False),
]


@pytest.mark.parametrize(("text", "header"), HEADERS)
def test_a_first_row_of_text_alone_is_a_header(text, header):
    assert read_table(text).report.origin.header is header


def test_header_and_delimiter_can_be_told():
    assert read_table("1,2\n3,4\n", header=True).columns == ("1", "2")
    assert read_table("a,b\n1,2\n", header=False).columns == ("column 1", "column 2")
    assert columns(read_table("a;b,c\n1;2,3\n", delimiter=",")) == {"a;b": ["1;2"], "c": ["3"]}
    with pytest.raises(ValueError, match=r"delimiter = '\^' is not known: give one of '\\t' \(tab"):
        read_table("a^b", delimiter="^")


def test_a_single_column_has_no_delimiter():
    table = read_table("x\n1\n2\n")
    assert columns(table) == {"x": ["1", "2"]}
    assert table.report.origin.delimiter == ""


def test_decimal_commas_are_told_from_columns():
    assert read_table("1,5;2,5\n3,5;4,5\n").array(["column 1", "column 2"]).tolist()[0] == [
        1.5,
        2.5,
    ]
    assert read_table("1,5 2,5\n3,5 4,5\n").array(["column 1", "column 2"]).tolist()[0] == [
        1.5,
        2.5,
    ]
    assert read_table("1,5\n2,5\n").array(["column 1", "column 2"]).tolist() == [[1, 5], [2, 5]]


def test_ambiguous_marks_follow_the_company_they_keep():
    assert read_table("x;y\n1,234;5\n").array("x").tolist() == [[1.234]]
    assert read_table("x;y\n1.234;5\n").array("x").tolist() == [[1.234]]
    assert read_table("x\ty\n1,234\t5\n").array("x").tolist() == [[1234]]
    assert read_table('x,y\n"1,234",5\n').array("x").tolist() == [[1234]]
    assert read_table("x\ty\n1,234\t5,6\n").array("x").tolist() == [[1.234]]
    assert Table.typed({"x": ["1,5", "1.234"]}).array("x").tolist() == [[1.5], [1234]]


def test_names_are_made_unique_and_empty_columns_left_out():
    table = read_table("x, x ,x,y z,,\n1,2,3,4,5,\n1,2,3,4,5,\n")
    assert table.columns == ("x", "x (2)", "x (3)", "y z", "column 5")
    assert table.report.origin.notes == (
        "Two columns are named x: column 2 is now x (2).",
        "Two columns are named x: column 3 is now x (3).",
        "Column 6 is empty and left out.",
    )


def test_a_column_mostly_of_text_is_a_category():
    table = read_table("x,c,e,h\n1,a,,1\n2,b,,b\n3,4,,NA\n")
    assert table.report.kinds == {"x": "number", "c": "category", "e": "empty", "h": "number"}
    assert table.numeric == ("x", "h")
    assert table.text("c") == ("a", "b", "4")
    assert table.array("x").shape == (3, 1)


def test_a_table_of_values_makes_its_text_when_asked():
    table = Table.of({"x": [1.0, 0.1, np.nan], "y": [1, 2, 3]})
    assert table.text("x") == ("1", "0.1", "")
    assert table.plain_text("x") == table.text("x")
    assert table.array(["x", "y"]).tolist() == [[1, 1], [0.1, 2]]
    assert len(table) == 3
    assert repr(table).startswith("<Table: Read as values")
    with pytest.raises(TableError, match="Row 1, column x: 'inf' is too large for float64"):
        Table.of({"x": [np.inf, 1, 2]}).array("x")


def test_columns_are_read_only():
    table = read_table("x\n1\n2\n")
    with pytest.raises(ValueError, match="read-only"):
        table.cells["x"].parsed.values[0] = 5
    table.array("x")[0] = 5
    assert table.array("x")[0] == 1
