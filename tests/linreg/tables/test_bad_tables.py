"""Tables that cannot be used: the sentence for what is wrong, and where it is."""

import io
import zipfile

import numpy as np
import pytest

from linreg import TableError, read_table
from tests.linreg.tables.arrays import npy, npz

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


def test_an_open_quote_in_a_large_file_is_found_in_one_pass():
    text = "x,y\n" + '"1","2"\n' * 50_000 + '"3,4\n' + "5,6\n" * 50_000
    with pytest.raises(
        TableError, match="Row 50002: the quote that opens at '\"3' has no closing quote"
    ):
        read_table(text)


REFUSED = [
    (
        b"%PDF-1.1\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        "The file is a PDF document, not a table.",
    ),
    (b"<html><body><table><tr><td>x</td></tr>", "The file is a web page (HTML), not a table."),
    (b"<!DOCTYPE html>\n<p>1,2\n", "The file is a web page (HTML), not a table."),
    (b"<?xml version='1.0'?>\n<Workbook/>\n", "The file is an XML document, not a table."),
    ("[1, 2, 3, 4]", "Record 1 of the JSON is not an object. Give records, such as"),
    (",\n,\n", "The table is empty. Give at least one row of numbers."),
    ('",\n,\n"', "There is a header but no row below it."),
    ("," * 20_000, "The table has 20,001 columns; at most 16,384 are read."),
    (npy(np.ones(3, dtype=np.clongdouble)), "Column 1 has complex"),
    (npy(np.array([1.0])).replace(b"f8", b"M8"), "Column 1 has datetime64 of shape (1,), not"),
    (npy(np.array([1], dtype="m8[s]")), "Column 1 has timedelta64[s] of shape (1,), not"),
    ("x,y\n1,2\n3,4\n5\n", "Row 4 has 1 cell where most rows have 2. Fill in or remove cells"),
]


@pytest.mark.parametrize(("source", "sentence"), REFUSED)
def test_what_is_no_table_is_called_by_its_name(source, sentence):
    with pytest.raises(TableError) as error:
        read_table(source)
    assert str(error.value).startswith(sentence)


def test_wide_floats_are_refused_for_what_they_are():
    wide = np.dtype(np.longdouble)
    if wide.itemsize <= 8:
        pytest.skip("long double is no wider than double here")
    with pytest.raises(TableError, match=r"-bit floats, which differ between machines: save array"):
        read_table(npy(np.ones(3, dtype=wide)))


def test_signs_that_nobody_sees_are_written_out():
    with pytest.raises(TableError, match=r"Row 2, column x: '1<U\+00AD>2' is not a number"):
        read_table("x\n1\u00ad2\n3\n4\n").array("x")
