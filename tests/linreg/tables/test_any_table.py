"""Whatever bytes or text come: they are a table, or a TableError says what is wrong."""

import json

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linreg import TableError, read_table
from tests.linreg.tables.arrays import XY, npy, npz

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
