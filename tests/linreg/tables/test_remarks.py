"""What is said about how a table was read."""

import numpy as np
import pytest

from linreg import read_table
from tests.linreg.tables.arrays import npy

# What must be said about a table, beside what was read.
SAID = [
    ("#a\n#b\nx,y\n1,2\n3,4\n", "2 comment lines skipped."),
    ("x,y\n1,2\n# c\n3,4\n", "1 comment line skipped."),
    ("# x,y\n1,2\n3,4\n", "The columns are named by the comment in row 1."),
    ("1,2\n3,4\n", "There is no header, so the columns are numbered."),
    ("1,5\n2,5\n", "Row 1 is read as two columns, 1 and 5."),
    ("x,y\nm,s\n1,2\n3,4\n", "Row 2 holds units ('m', 's') and is left out."),
    (",x,y\n0,1,2\n1,2,4\n", "Column 1 has no name, counts the rows and is left out."),
    ("x;y\n1,5;2\n", "Numbers have a comma as the decimal mark."),
    ('x,y\n"1,5",2.5\n', "Decimal commas in x, decimal points in the other columns."),
    (
        "Tag;W\n01.02;1\n15.02;2\n",
        "Column Tag is read as numbers; '01.02' may be a day and a month.",
    ),
    (
        npy(np.ones((2, 50))),
        "The array has 2 rows and 50 columns: if it lies on its side, save array.T.",
    ),
    ('[{"x":1,"x":2}]', "Two columns are named x: column 2 is now x (2)."),
]


@pytest.mark.parametrize(("source", "sentence"), SAID)
def test_the_report_has_a_remark(source, sentence):
    report = read_table(source).report
    assert sentence in report.remarks
    assert sentence in str(report)


@pytest.mark.parametrize("source", ["x;y\n1;2\n3;4\n", "x,y\n1.5,2\n", b"x,y\n1,2\n"])
def test_of_a_usual_table_there_is_nothing_to_remark(source):
    report = read_table(source).report
    assert (report.remarks, report.doubts) == ((), ())


# Where the notation is a guess: the column, its first cell, as read, and as it could be.
DOUBTS = [
    ("Jahr;Einw\n1;1.101\n2;2.345\n", [("Einw", 2, "1.101", "1.101", "1101")]),
    ("a;b\n1;1,101\n2;2,345\n", [("b", 2, "1,101", "1.101", "1101")]),
    ("a\tb\n1,250\t1\n2,500\t2\n", [("a", 2, "1,250", "1250", "1.250")]),
    ('a,b\n"1,250",1\n', [("a", 2, "1,250", "1250", "1.250")]),
    ("answers;time\n1,3;12.345\n2,4;13.456\n", [("time", 2, "12.345", "12345", "12.345")]),
    ('{"x": ["1,250"], "y": [2.5]}', [("x", 1, "1,250", "1250", "1.250")]),
    ("a,b\n1.234,5.678\n", []),
    ("a\tb\n1.234\t0.5\n", []),
    ("a\tb\n1,234\t1.5\n", []),
    ("a\tb\n1,234\t5,6\n", []),
    ("a;b\n1,234;0,5\n", []),
    ('{"x": [1.234]}', []),
]


@pytest.mark.parametrize(("source", "doubts"), DOUBTS)
def test_no_notation_is_guessed_in_silence(source, doubts):
    report = read_table(source).report
    assert [tuple(doubt) for doubt in report.doubts] == doubts
    for doubt in report.doubts:
        assert str(doubt) in str(report)
