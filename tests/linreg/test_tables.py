"""Reading tables: what is detected, what is kept, and the sentence for what is wrong."""

import io
import json
import zipfile

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linreg import TableError, read_table
from linreg.tables import COMMA, POINT, Table


def columns(table):
    return {name: list(table.text(name)) for name in table.columns}


def npy(array, **options):
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return stream.getvalue()


def npz(**arrays):
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


XY = [[1.0, 2.0], [3.0, 4.5]]
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


ERRORS = [
    (
        "id;price\n" + "1;2\n" * 15 + "16;12,5o\n" + "17;3\n",
        "price",
        "Row 17, column price: '12,5o' is not a number. Fix the cell or exclude the column.",
        (17, "price"),
    ),
    (
        "x,y\n1,1e400\n2,3\n3,4\n",
        "y",
        "Row 2, column y: '1e400' is too large for float64. Fix the cell or exclude the column.",
        (2, "y"),
    ),
    (
        "\n\nx,y\n1,2\n\n2,oops\n3,4\n",
        "y",
        "Row 6, column y: 'oops' is not a number. Fix the cell or exclude the column.",
        (6, "y"),
    ),
    (
        "x,name\n1,Ann\n2,Bob\n",
        "name",
        "Row 2, column name: 'Ann' is text, not a number. Choose another column.",
        (2, "name"),
    ),
    ("x,y\n1,2\n", "z", "There is no column 'z'. The columns are x, y.", (None, "z")),
    ("x,y\n1,2\n", [], "No column is named. Name at least one.", (None, None)),
    (
        "x,y\n1,NA\nNA,2\n",
        ["x", "y"],
        "No row has a value in each of x, y. Choose other columns.",
        (None, None),
    ),
]


@pytest.mark.parametrize(("text", "names", "sentence", "place"), ERRORS)
def test_cells_that_cannot_be_used_are_named_when_asked_for(text, names, sentence, place):
    table = read_table(text)
    for ask in (table.array, table.decimals):
        if ask == table.decimals and place == (None, None) and names:
            continue  # no rows are no error there
        with pytest.raises(TableError) as error:
            ask(names)
        assert str(error.value) == sentence
        assert (error.value.row, error.value.column) == place


def test_a_bad_cell_hurts_only_those_who_ask_for_it():
    table = read_table("x,y,z\n1,2,3\n4,oops,6\n7,8,9\n")
    assert table.array(["x", "z"]).shape == (3, 2)
    with pytest.raises(TableError, match="Row 3, column y"):
        table.array(["x", "y", "z"])


def test_the_first_bad_cell_by_rows_is_named():
    table = read_table("x,y\n1,2\n3,bad\nworse,4\n5,6\n")
    with pytest.raises(TableError, match="Row 3, column y: 'bad'"):
        table.array(["x", "y"])


AT_ONCE = [
    ("", "The table is empty. Give at least one row of numbers.", None),
    (" \n\t\n", "The table is empty. Give at least one row of numbers.", None),
    ("x,y\n", "There is a header but no row below it. Give at least one row of numbers.", 1),
    ("data.csv", "There is a header but no row below it. Give at least one row of numbers; if", 1),
    ("x,y\n1,2\n3\n", "Row 3 has 1 cell where most rows have 2. Fill in or remove cells until", 3),
    ("A title\nx,y\n1,2\n3,4\n", "Row 1 has 1 cell where most rows have 2.", 1),
    ("x,y\n1,2\n3,4,5\n", "Row 3 has 3 cells where most rows have 2.", 3),
    ('x,y\n1,"2"\n3,4,5\n', "Row 3 has 3 cells where most rows have 2.", 3),
    (
        'x,y\n1,2\n3,"4\n5,6\n',
        "Row 3: the quote that opens at '\"4' has no closing quote. Add one,",
        3,
    ),
    (
        'x,y\n1,"2"3\n4,5\n',
        "Row 2: '\"2\"3' continues after its closing quote. Double the quotes",
        2,
    ),
    (b"x,y\n1,\x002\n", "The file is not text: row 2 has bytes that are not text. Save the", 2),
    ("x,y\n1,2\n\x01", "The file is not text: row 3 has bytes that are not text. Save the", 3),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "The file is not text: row 2 has bytes that are not text.", 2),
    (b"x\n\x81\x00\n", "The file is not text: row 2 has bytes that are not text.", 2),
    (b"\xff\xfex", "The file is not text: row 1 has bytes that are not text.", 1),
    (
        b"PK\x03\x04rest",
        "The file is a workbook or an archive, and it is damaged or incomplete. Download or save",
        None,
    ),
    ('[{"x": 1},', "Line 1: invalid JSON (", 1),
    ("[]", "The JSON has no records. Give records, such as", None),
    ("[[1, 2]]", "Record 1 of the JSON is not an object. Give records, such as", 1),
    (
        '[{"x": [1]}]',
        "Row 1, column x: a cell cannot be a list or an object. Give records, such as",
        1,
    ),
    ('{"x": 1}', "Column 'x' of the JSON is not a list. Give records, such as", None),
    ('{"x": [1], "y": []}', "The columns are not equally long: x 1, y 0. Give each as many", None),
    ("{}", "The columns are not equally long: no columns.", None),
    ("[{" * 100_000, "The JSON is nested too deeply for a table. Give records, such as", None),
    ('[{"x": ' * 99, "The JSON is nested too deeply for a table. Give records, such as", None),
    ('[{"]]]]]]": ' * 99, "The JSON is nested too deeply for a table. Give records, such", None),
    ('[{"x": ' * 9, "Line 1: invalid JSON (", 1),
    ("[[" * 100_000, "The JSON is nested too deeply for a table. Give records, such as", None),
    (npy(np.zeros((2, 2, 2))), "The array has shape (2, 2, 2), not (N,) or (N, k). Save the", None),
    (npy(np.zeros(0)), "The array holds no rows. Save the numbers with numpy.save", None),
    (npy(np.array([1j])), "Column 1 has complex128 of shape (1,), not one number", None),
    (
        npy(np.ones(3))[:-1],
        "The .npy array cannot be read: it ends before its last number. S",
        None,
    ),
    (npy(np.ones(3))[:20], "The .npy array cannot be read: it ends before its header does.", None),
    (npy(np.ones(3)).replace(b"f8", b"x8"), "The .npy array cannot be read: its header is", None),
    (
        npy(np.array(["a"]))[:-4] + b"\xff" * 4,
        "Column 1 has invalid characters.",
        None,
    ),
    (
        npy(np.array([{}]), allow_pickle=True),
        "The array holds Python objects, which are never unpickled. Save the numbers with",
        None,
    ),
    (npz(x=np.ones(2), y=np.ones(3)), "The columns are not equally long: x 2, y 3.", None),
    (npz(x=np.ones(2))[:-30], "The file is a workbook or an archive, and it is damaged", None),
]


@pytest.mark.parametrize(("source", "sentence", "row"), AT_ONCE)
def test_what_is_no_table_is_refused_at_once(source, sentence, row):
    with pytest.raises(TableError) as error:
        read_table(source)
    assert str(error.value).startswith(sentence)
    assert error.value.row == row


def test_an_npy_that_claims_too_much_is_refused_before_memory_is_asked_for():
    huge = npy(np.ones(1)).replace(
        b"'shape': (1,), }" + b" " * 20, b"'shape': (99999999999999,), }"
    )
    with pytest.raises(TableError, match=r"The \.npy array cannot be read"):
        read_table(huge)


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("linreg.tables._numpy._LARGEST", 100)
    with pytest.raises(TableError, match=r"The \.npz archive cannot be read: it unpacks to more"):
        read_table(npz(x=np.ones(50)))


def test_another_archive_is_told_from_arrays():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.png", "")
    with pytest.raises(TableError, match="The file is a workbook or an archive, not a table"):
        read_table(stream.getvalue())


def test_errors_are_value_errors_with_one_sentence_line():
    with pytest.raises(ValueError, match="is not a number") as error:
        read_table("x\n1\n2\n" + "long text " * 30 + "\n").array("x")
    assert len(str(error.value)) < 140
    assert "\n" not in str(error.value)


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


CELL = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(["", "NA", "?", "1,5", "1.234,5", "text", "12o", 'say "hi"', "a,b", "two\nl"]),
)


@given(
    st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_quoted_text_comes_back_as_written(rows, delimiter, newline):
    lines = [["left", "right"], *rows]
    text = newline.join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines
    )
    table = read_table(text, delimiter=delimiter, header=True)
    assert table.columns == ("left", "right")
    assert list(zip(table.text("left"), table.text("right"), strict=True)) == list(map(tuple, rows))


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_floats_survive_the_way_through_text(values):
    text = "x,y\n" + "".join(f"{value!r},1\n" for value in values)
    assert read_table(text).array("x")[:, 0].tolist() == values
    assert read_table(json.dumps({"x": values})).array("x")[:, 0].tolist() == values


def use(source):
    """Everything one can do with a source that is a table."""
    table = read_table(source)
    str(table.report)
    for name in table.columns:
        assert len(table.text(name)) == len(table.plain_text(name)) == len(table)
    values = table.array(table.numeric)
    assert np.isfinite(values).all()
    np.testing.assert_array_equal(table.decimals(table.numeric).astype(float), values)


def only_table_errors(source):
    try:
        use(source)
    except TableError as error:
        assert "\n" not in str(error)  # noqa: PT017
        assert error.row is None or error.row >= 1  # noqa: PT017


ALPHABET = st.sampled_from(list("01259.,;:-+eE\"' \t\n\r\\[]{}xyNA?\x00\x1c\ufeff\u2028é−½"))
BYTES = st.one_of(
    st.binary(max_size=60),
    st.binary(max_size=60).map(lambda data: b"\x93NUMPY\x01\x00" + data),
    st.binary(max_size=60).map(lambda data: b"PK\x03\x04" + data),
    st.sampled_from([b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\x00\x00"]).flatmap(
        lambda mark: st.binary(max_size=20).map(lambda data: mark + data)
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(ALPHABET, max_size=60), BYTES))
@example("x\n1e-999999999\n")
@example('"' * 101)
@example('[{"columns": [{"name": "x", "values": 3}]}]')
@example('{"columns": [{"name": "x", "values": 3}]}')
def test_nothing_but_table_errors_escapes(source):
    only_table_errors(source)


DESCR = st.one_of(
    st.from_regex(r"[<>|=]?[a-zA-Z][0-9]{0,2}", fullmatch=True).map("'{}'".format),
    st.from_regex(r"\[(\('[ab]', '[<>][fiU][0-8]'\), ?){1,2}\]", fullmatch=True),
)
SHAPE = st.lists(st.sampled_from([0, 1, 2, 3, 10**19]), max_size=3).map(
    lambda shape: "".join(f"{length}, " for length in shape)
)


@settings(max_examples=300, deadline=None)
@given(DESCR, st.booleans(), SHAPE, st.binary(max_size=48), st.sampled_from([1, 2, 3]))
def test_any_npy_header_is_answered(descr, fortran, shape, numbers, version):
    header = f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': ({shape}), }}\n".encode()
    length = len(header).to_bytes(2 if version == 1 else 4, "little")
    only_table_errors(b"\x93NUMPY" + bytes([version, 0]) + length + header + numbers)


def test_a_header_of_other_makers_may_be_spaced_otherwise():
    header = b"{'descr':'<f8','fortran_order':False,'shape':(2,)}\n"
    data = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    assert read_table(data + np.array([1.0, 2.0]).tobytes()).text("column 1") == ("1", "2")


WHOLE = (
    npy(np.array(XY)),
    npy(np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])),
    npz(x=np.arange(3), y=np.arange(3.0)),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255))))
def test_damaged_arrays_raise_nothing_but_table_errors(data, changes):
    damaged = bytearray(data)
    for place, value in changes[:4]:
        damaged[place % len(damaged)] = value
    only_table_errors(bytes(damaged))


def test_an_open_quote_in_a_large_file_is_found_in_one_pass():
    text = "x,y\n" + '"1","2"\n' * 50_000 + '"3,4\n' + "5,6\n" * 50_000
    with pytest.raises(
        TableError, match="Row 50002: the quote that opens at '\"3' has no closing quote"
    ):
        read_table(text)
