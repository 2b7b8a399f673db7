"""Tables that strangers had: what is read of each."""

import numpy as np
import pytest

from linreg import TableError, read_table
from linreg.tables import COMMA, Table
from tests.linreg.tables.arrays import npy, npz


def numbers(source, **told):
    """The columns of numbers, as plain decimals; None where a cell is missing."""
    table = read_table(source, **told)
    return {
        name: [
            None if table.cells[name].parsed.missing[i] else table.cells[name].decimal(i)
            for i in range(len(table))
        ]
        for name in table.numeric
    }


NOAA = (
    "# USE OF NOAA DATA\n# \n#            decimal     average\n#             date\n"
    "1958   3    1958.208      315.71\n1958   4    1958.292      317.45\n"
)
PADDED = np.dtype([("a", "i1"), ("b", "f8")], align=True)

# By the number of the case where it has one: the source, and its columns of numbers.
READ = {
    "11 lakh stays text": ('a,b\n1,"1,00,000"\n2,"2,50,000"\n', {"a": ["1", "2"]}),
    "12 points beside a text column of decimal commas": (
        'x,place,y\n12.345,"1,5",24.690\n13.345,"2,5",26.690\n',
        {"x": ["12.345", "13.345"], "place": ["1.5", "2.5"], "y": ["24.690", "26.690"]},
    ),
    "13 JSON numbers beside decimal commas in text": (
        '[{"x":1.234,"note":"1,5","y":2.468},{"x":2.345,"note":"2,5","y":4.690}]',
        {"x": ["1.234", "2.345"], "note": ["1.5", "2.5"], "y": ["2.468", "4.690"]},
    ),
    "JSON integers beside decimal commas in text": (
        '{"n": [1, 2], "t": ["1,5", "2,25"]}',
        {"n": ["1", "2"], "t": ["1.5", "2.25"]},
    ),
    "JSON columns of numbers beside thousands": (
        '{"x": [1.234, 2.345], "t": ["1.234,50", "2,5"]}',
        {"x": ["1.234", "2.345"], "t": ["1234.50", "2.5"]},
    ),
    "204 points beside German prices": (
        'x,note,y\n1.234,"1.234,50",2.468\n2.345,"2,5",4.690\n',
        {"x": ["1.234", "2.345"], "note": ["1234.50", "2.5"], "y": ["2.468", "4.690"]},
    ),
    "29 Fortran's D": (
        "t,x,y\n1,1.5D+03,1\n2,2.5D+03,2\n3,3.5d+03,3\n",
        {"t": ["1", "2", "3"], "x": ["1.5e+03", "2.5e+03", "3.5e+03"], "y": ["1", "2", "3"]},
    ),
    "a name such as 1D3 is no number": ("n,x\n1D3,1\n2D4,2\n", {"x": ["1", "2"]}),
    "43 rows of bare delimiters above": (
        ",\n,\nx,y\n1,2\n2,4\n",
        {"x": ["1", "2"], "y": ["2", "4"]},
    ),
    "44 comments with #": (
        "#Digilent\n#Date Time: 2021\n\nTime (s),Channel 1 (V)\n-0.0001,-0.012\n0.0,0.001\n",
        {"Time (s)": ["-0.0001", "0.0"], "Channel 1 (V)": ["-0.012", "0.001"]},
    ),
    "45 comments with ;": (
        ";Instrument ABC\n;Collected 14JUN\ntime,temp\n1,23.3\n2,24.0\n",
        {"time": ["1", "2"], "temp": ["23.3", "24.0"]},
    ),
    "an empty name before a semicolon is no comment": (
        ";x;y\n5;1;2\n5;3;5\n",
        {"column 1": ["5", "5"], "x": ["1", "3"], "y": ["2", "5"]},
    ),
    "comments with ; above columns apart by semicolons": (
        ";Instrument ABC\nx;y\n1;2\n3;4\n",
        {"x": ["1", "3"], "y": ["2", "4"]},
    ),
    "R's write.table": (
        '"x" "y"\n"1" 1 2\n"2" 2 4.1\n',
        {"x": ["1", "2"], "y": ["2", "4.1"]},
    ),
    "R's write.table with names of rows": (
        '"x" "y"\n"Ann" 1 2\n"Bob B" 2 4.1\n',
        {"x": ["1", "2"], "y": ["2", "4.1"]},
    ),
    "JSON lines": ('{"x":1,"y":2}\n{"x":2,"y":4}\n', {"x": ["1", "2"], "y": ["2", "4"]}),
    "46 numpy.savetxt's header apart by blanks": (
        "# x y\n1.0e+00 2.0e+00\n2.0e+00 4.0e+00\n",
        {"x": ["1.0e+00", "2.0e+00"], "y": ["2.0e+00", "4.0e+00"]},
    ),
    "47 numpy.savetxt's header apart by commas": (
        "# x,y\n1.0e+00,2.0e+00\n2.0e+00,4.0e+00\n",
        {"x": ["1.0e+00", "2.0e+00"], "y": ["2.0e+00", "4.0e+00"]},
    ),
    "243 comments whose words are no names": (
        NOAA,
        {
            "column 1": ["1958", "1958"],
            "column 2": ["3", "4"],
            "column 3": ["1958.208", "1958.292"],
            "column 4": ["315.71", "317.45"],
        },
    ),
    "comments between rows": (
        "x,y\n1,2\n# half time\n3,4\n",
        {"x": ["1", "3"], "y": ["2", "4"]},
    ),
    "rows that begin with # and fit are data": ("id,x\n#1,5\n#2,7\n", {"x": ["5", "7"]}),
    "#N/A at the top is a cell": (
        "#N/A,2\n3,4\n5,6\n",
        {"column 1": [None, "3", "5"], "column 2": ["2", "4", "6"]},
    ),
    "54 all numbers": (
        "2019,2020\n10,12\n11,13\n",
        {"column 1": ["2019", "10", "11"], "column 2": ["2020", "12", "13"]},
    ),
    "263 years as heads": (
        "city,2019,2020\nA,10,12\nB,11,13\nC,9,10\nD,12,15\n",
        {"2019": ["10", "11", "9", "12"], "2020": ["12", "13", "10", "15"]},
    ),
    "years below years are data": ("a,2019\nb,2020\n", {"column 2": ["2019", "2020"]}),
    "numbers that are no years are data": ("a,10\nb,20\n", {"column 2": ["10", "20"]}),
    "67 pandas' index": (
        ",x,y\n0,1,2\n1,2,4.1\n2,3,5.9\n",
        {"x": ["1", "2", "3"], "y": ["2", "4.1", "5.9"]},
    ),
    "68 R's row names": ('"","x","y"\n"1",1,2\n"2",2,4.1\n', {"x": ["1", "2"], "y": ["2", "4.1"]}),
    "an index of rows that were chosen": (
        ",x,y\n7,1,2\n2,2,4\n",
        {"x": ["1", "2"], "y": ["2", "4"]},
    ),
    "an index that was read and written again": (
        "Unnamed: 0,x,y\n0,1,2\n1,2,4\n",
        {"x": ["1", "2"], "y": ["2", "4"]},
    ),
    "a nameless column of measurements": (
        ",x,y\n5,1,2\n5,2,4\n",
        {"column 1": ["5", "5"], "x": ["1", "2"], "y": ["2", "4"]},
    ),
    "an index beside one column": (",y\n0,5\n1,7\n", {"column 1": ["0", "1"], "y": ["5", "7"]}),
    "83 sep=;": ("sep=;\nx;y\n1;2\n2;4\n", {"x": ["1", "2"], "y": ["2", "4"]}),
    "84 sep=,": ("sep=,\nx,y\n1,2\n2,4\n", {"x": ["1", "2"], "y": ["2", "4"]}),
    "85 sep=; and three columns": (
        "sep=;\nx;y;z\n1;2;3\n2;4;5\n",
        {"x": ["1", "2"], "y": ["2", "4"], "z": ["3", "5"]},
    ),
    "87 pipes": ("A|B\n1|2\n4|5\n", {"A": ["1", "4"], "B": ["2", "5"]}),
    "88 pipes at the end": ("A|B|\n1|2|\n4|5|\n", {"A": ["1", "4"], "B": ["2", "5"]}),
    "a table in Markdown": (
        "| A | B |\n|---|---|\n| 1 | 2 |\n",
        {"A": [None, "1"], "B": [None, "2"]},
    ),
    "99 one column of decimal commas": ("y\n1,5\n2,5\n3,5\n", {"y": ["1.5", "2.5", "3.5"]}),
    "269 two columns of whole numbers": (
        "1,5\n2,5\n3,5\n",
        {"column 1": ["1", "2", "3"], "column 2": ["5", "5", "5"]},
    ),
    "a row of units": ("x,y\nm,s\n1,2\n3,4\n", {"x": ["1", "3"], "y": ["2", "4"]}),
    "a unit in brackets": ("name,x\n,[m]\na,1\nb,2\n", {"x": ["1", "2"]}),
    "108 Excel's #N/A": ("x,y\n1,2\n2,#N/A\n3,6\n", {"x": ["1", "2", "3"], "y": ["2", None, "6"]}),
    "109 None and points": (
        "x,y\n1,2\n2,None\n3,6\n4,.\n",
        {"x": ["1", "2", "3", "4"], "y": ["2", None, "6", None]},
    ),
    "errors of spreadsheets": (
        "x\n1\n#DIV/0!\n#WERT!\n#NAME?\n#NV\n<NA>\n--\n—\nn.a.\n",
        {"x": ["1", *[None] * 8]},
    ),
    "none is a category among texts": ("x,c\n1,none\n2,light\n3,heavy\n", {"x": ["1", "2", "3"]}),
    "148 Ctrl-Z at the end": (b"x,y\r\n1,2\r\n2,4\r\n\x1a", {"x": ["1", "2"], "y": ["2", "4"]}),
    "150 zero-width spaces": ("x,y\n\u200b1,2\n2,\u200b4\n", {"x": ["1", "2"], "y": ["2", "4"]}),
    "151 marks of direction": ("x,y\n\u200e1,2\n2,\u200e4\n", {"x": ["1", "2"], "y": ["2", "4"]}),
    "174 df.to_json()": (
        '{"x": {"0": 1, "1": 2}, "y": {"0": 2, "1": 7}}',
        {"x": ["1", "2"], "y": ["2", "7"]},
    ),
    "df.to_json() of a frame with gaps": (
        '{"x": {"0": 1, "2": 2}, "y": {"0": 2, "1": 7}}',
        {"x": ["1", "2", None], "y": ["2", None, "7"]},
    ),
    "df.to_json(orient='index')": (
        '{"0": {"x": 1, "y": 2}, "1": {"x": 2, "y": 7}}',
        {"x": ["1", "2"], "y": ["2", "7"]},
    ),
    "df.to_json(orient='split')": (
        '{"columns": ["x", "y"], "index": [0, 1], "data": [[1, 2], [2, 7]]}',
        {"x": ["1", "2"], "y": ["2", "7"]},
    ),
    "df.to_json(orient='table')": (
        '{"schema": {"primaryKey": ["index"]}, "data": [{"index": 0, "x": 1, "y": 2}]}',
        {"x": ["1"], "y": ["2"]},
    ),
    "197 a blank JSON name": (
        '[{"":1,"y":2},{"":2,"y":4}]',
        {"column 1": ["1", "2"], "y": ["2", "4"]},
    ),
    "a JSON name of blanks and line ends": (
        '[{" \\n":1,"a\\nb\\u0000":2}]',
        {"column 1": ["1"], "a b": ["2"]},
    ),
    "a JSON name that stands twice": (
        '[{"x":1,"x":2},{"x":3,"x":4}]',
        {"x": ["1", "3"], "x (2)": ["2", "4"]},
    ),
    "JSON names alike but for blanks": ('{"x": [1], " x ": [2]}', {"x": ["1"], "x (2)": ["2"]}),
    "a line end in a CSV name": ('"a\nb",y\n1,2\n3,4\n', {"a b": ["1", "3"], "y": ["2", "4"]}),
    "200 JSON after blanks": ("[\n" + " " * 300 + '{"x":1,"y":2}]', {"x": ["1"], "y": ["2"]}),
    "219 text fields of a structured array": (
        npy(np.array([(1, 2.0, b"ab")], dtype=[("a", "i4"), ("b", "f8"), ("c", "S3")])),
        {"a": ["1"], "b": ["2"]},
    ),
    "221 gaps between fields": (
        npy(np.array([(1, 2.0), (2, 4.0)], dtype=PADDED)),
        {"a": ["1", "2"], "b": ["2", "4"]},
    ),
    "fields of several numbers": (
        npy(np.array([((1, 2), 3.0)], dtype=[("a", "i4", (2,)), ("b", "f8")])),
        {"a 1": ["1"], "a 2": ["2"], "b": ["3"]},
    ),
    "242 y comes last": (npz(y=np.array([1.0]), x=np.array([0.0])), {"x": ["0"], "y": ["1"]}),
    "zero with any exponent": (
        "x,y\n0e-99999999,1\n0E99999999,2\n",
        {"x": ["0", "0"], "y": ["1", "2"]},
    ),
}


@pytest.mark.parametrize(("source", "wanted"), READ.values(), ids=READ)
def test_tables_that_strangers_had(source, wanted):
    assert numbers(source) == wanted


def test_a_column_of_text_keeps_what_is_missing_elsewhere():
    table = read_table("x,c\n1,none\n2,light\n3,heavy\n")
    assert table.kept(["x", "c"]).all()


def test_one_cell_never_changes_how_the_others_are_read():
    for cells in (["1.234", "2.345", "4,5"], ["1.234"] * 5 + ["1.234,5"]):
        table = Table.typed({"x": cells})
        assert table.cells["x"].decimal(0) == "1.234"
        with pytest.raises(TableError, match=rf"Row {len(cells)}, column x: '{cells[-1]}' is not"):
            table.array("x")
    assert read_table("x;y\n1,234;1\n2,345;2\n4.5;3\n").cells["x"].decimal(0) == "1.234"


def test_the_decimal_mark_can_be_told():
    text = "a\tb\n1,250\t1\n2,500\t2\n"
    assert numbers(text, decimal=",") == {"a": ["1.250", "2.500"], "b": ["1", "2"]}
    assert numbers(text, decimal=".") == {"a": ["1250", "2500"], "b": ["1", "2"]}
    assert read_table(text, decimal=",").report.doubts == ()
    assert numbers("1,5\n2,5\n", decimal=",") == {"column 1": ["1.5", "2.5"]}
    assert numbers('{"x": [1.5], "y": ["1.234"]}', decimal=",") == {"x": ["1.5"], "y": ["1234"]}
    with pytest.raises(ValueError, match="decimal is ';'; expected None or one of"):
        read_table(text, decimal=";")


def test_a_column_is_read_again_in_the_other_notation():
    table = read_table("a;b\n1.250;1.250\n").read_as(",", "a")
    assert table.array(["a", "b"]).tolist() == [[1250.0, 1.25]]
    assert [doubt.column for doubt in table.report.doubts] == ["b"]
    assert table.cells["a"].notation == COMMA


@pytest.mark.parametrize("title", ["My measurements,,", '"Measured, twice",,', "2024 survey,,"])
def test_a_title_above_the_names_is_no_name(title: str) -> None:
    table = read_table(f"{title}\nx,y,z\n1,2,4\n2,3,3\n3,5,1\n")
    assert table.columns == ("x", "y", "z")
    assert table.array(["z"]).ravel().tolist() == [4, 3, 1]
    assert "is a title" in str(table.report)


def test_units_may_stand_below_a_title_and_names() -> None:
    table = read_table("My measurements,\nx,y\nm,kg\n1,2\n2,3\n3,5\n")
    assert table.columns == ("x", "y")
    assert table.array(["y"]).ravel().tolist() == [2, 3, 5]


def test_a_nameless_column_is_no_title() -> None:
    table = read_table("x,,\n1,2,4\n2,3,3\n3,5,1\n")
    assert table.columns[0] == "x"
    assert len(table.array(table.columns)) == 3


def test_a_number_among_the_names_is_a_name() -> None:
    table = read_table("x1,2,y\n1,5,6\n2,7,8\n4,7,9\n")
    assert table.columns == ("x1", "2", "y")
    assert table.array(["y"]).ravel().tolist() == [6, 8, 9]


def test_a_bad_cell_in_the_first_row_is_no_name() -> None:
    """As many numbers as texts: a cell may be wrong."""
    table = read_table("x,5,6\n2,7,8\n4,7,9\n")
    assert table.columns == ("column 1", "column 2", "column 3")
