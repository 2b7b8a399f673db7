"""Large files: read part after part they give the table that they give as a whole."""

import tracemalloc
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg.tables import POINT, FloatColumn, Table, TableError, TableReader, read_table
from linreg.tables._stream import _body, _reader


@pytest.fixture(autouse=True, scope="module")
def small_parts():
    """Files are large from one byte on, and two rows show how they are written."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (_reader, "LARGE", 1),
            (_reader, "HEAD", 1),
            (_reader, "FEWEST", 4),
        ):
            patch.setattr(module, name, value)
        yield


def streamed(data: bytes, part: int, **told: Any) -> Table:
    """The table of a file that comes so many bytes at a time, after the first lines."""
    reader = TableReader(size=len(data), **told)
    # What is fed first holds the lines that show how the file is written.
    first = _nth_line(data, 6)
    reader.feed(data[:first])
    for start in range(first, len(data), part):
        reader.feed(data[start : start + part])
    return reader.finish()


def _nth_line(data: bytes, count: int) -> int:
    end = 0
    for _ in range(count):
        end = data.find(b"\n", end) + 1 or len(data)
    return end


def outcome(read: Any) -> Any:
    """What a reading ends in, comparable: the error, or all that the table says."""
    try:
        table = read()
    except TableError as error:
        return (str(error), error.row, error.column)
    report = table.report
    cells = {}
    for name in table.columns:
        column = table.cells[name]
        if column.kind == "category":
            # A missing cell of text says nothing.
            missing = column.parsed.missing
            pairs = zip(column.texts, missing, strict=True)
            cells[name] = ["" if gone else said(text) for text, gone in pairs]
        else:
            cells[name] = column.parsed.values.tolist()
    rest = (list(table.rows), report.kinds, dict(report.missing), list(map(str, report.bad)))
    return repr((cells, *rest, report.origin))


def said(text: str) -> str:
    """A text; of a number its value, for the text of a number below the head is not kept."""
    number = POINT.canonical(text)
    return text if number is None else repr(float(number))


PLAIN = "a,b,c\n" + "".join(f"{i},{i / 7!r},{-i}e-3\n" for i in range(40))
FILES = {
    "plain": PLAIN,
    "no end of the last line": PLAIN.rstrip(),
    "blank lines": PLAIN.replace("\n7,", "\n\n  \n7,"),
    "blank lines at the end": PLAIN + "\n\n \n",
    "mark at the end": PLAIN + "\x1a",
    "carriage returns": PLAIN.replace("\n", "\r\n"),
    "old line ends": PLAIN.replace("\n", "\r"),
    "comments below": PLAIN.replace("\n20,", "\n# half\n20,") + "# the end\n",
    "comments above": "# by a machine\n# a b c\n" + PLAIN,
    "missing": PLAIN.replace("\n7,", "\n,").replace("\n9,", "\nNA,").replace("\n11,", "\n?,"),
    "absent": PLAIN.replace("\n7,", "\nNone,").replace("\n9,", "\n#DIV/0!,"),
    "bad cells": PLAIN.replace("\n7,", "\nseven,").replace("\n30,", "\nthirty,"),
    "too large": PLAIN.replace("-30e-3", "1e999").replace("-31e-3", "1e-999"),
    "semicolons": PLAIN.replace(",", ";").replace(".", ","),
    "tabs": PLAIN.replace(",", "\t"),
    "blanks": PLAIN.replace(",", "  "),
    "pipes": PLAIN.replace(",", "|"),
    "thousands": "a;b\n" + "".join(f"{i};{i}.234,5\n" for i in range(1, 40)),
    "a doubt": "a;b\n" + "".join(f"{i};{i}.234\n" for i in range(1, 40)),
    "no header": PLAIN.partition("\n")[2],
    "units": PLAIN.replace("\n", "\n[m],[s],[kg]\n", 1),
    "counted rows": ",a,b\n" + "".join(f"{i},{i / 7!r},{-i}\n" for i in range(40)),
    "an empty column": PLAIN.replace("\n", ",\n"),
    "a category": "g,x,y\n" + "".join(f"{'uvw'[i % 3]},{i},{i * i}\n" for i in range(40)),
    "names for each row": "g,x,y\n" + "".join(f"n°{i},{i},{i * i}\n" for i in range(40)),
    "few numbers among text": "g,x\n" + "".join(f"{'u' if i % 5 else i},{i}\n" for i in range(40)),
    "missing among text": "g,x\n" + "".join(f"{'u' if i % 5 else 'NA'},{i}\n" for i in range(40)),
    "quoted cells": "a,b,c\n" + "".join(f'"{i}","x, ""{i}""",{i}\n' for i in range(40)),
    "lines within cells": "a,b,c\n" + "".join(f'{i},"one\ntwo\n{i}",{i}\n' for i in range(40)),
    "quotes within cells": "a,b\n" + "".join(f'{i},{i}" pipe\n' for i in range(40)),
    "quotes in blanks": "a b c\n" + "".join(f'{i} "x y" {i}\n' for i in range(40)),
    "an open quote": PLAIN.replace("\n20,", '\n"20,'),
    "text behind a quote": PLAIN.replace("\n20,", '\n"20"x,'),
    "ragged": PLAIN.replace("\n20,", "\n20,1,"),
    "ragged at the end": PLAIN + "1,2",
    "one column": "x\n" + "".join(f"{i}.5\n" for i in range(40)),
    "apostrophes": "g,x\n" + "".join(f"'=u{i},{i}\n" for i in range(40)),
    "control characters at the top": PLAIN.replace("\n2,", "\n2\x00,"),
    "control characters": PLAIN.replace("\n20,", "\n2\x000,"),
    "wider than ASCII": "größe,x\n" + "".join(f"{i},{i}\n" for i in range(30)) + "−5,1\n",
    "years as names": "country,1990,2000\n" + "".join(f"u{i},{i},{i}\n" for i in range(40)),
    "row names of R": "x y\n" + "".join(f"{i} {i} {i * 2}\n" for i in range(1, 40)),
    "only text": "a,b\n" + "u,v\n" * 40,
    "json": "[" + ",\n".join(f'{{"x": {i}, "y": {i * i}}}' for i in range(40)) + "]",
    "one line": "1,2,3",
    "nothing": "\n \n\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("part", [1, 7, 64, 10_000])
def test_parts_give_what_the_whole_gives(name: str, part: int) -> None:
    data = FILES[name].encode()
    assert outcome(lambda: streamed(data, part)) == outcome(lambda: read_table(data))


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1", "cp1251"])
@pytest.mark.parametrize("part", [1, 5, 64])
def test_encodings_are_found_out_where_they_show(name: str, part: int) -> None:
    word = "город" if name == "cp1251" else "größe"
    text = "g,x,y\n" + "".join(f"a,{i},{i * i}\n" for i in range(9)) + f"{word},9,81\n" * 20
    data = text.encode(name)
    told: dict[str, Any] = {}
    if part < 64 and name.startswith("cp"):
        # A few bytes say little of what is likely.
        told = {"encoding": {"cp1252": "Windows-1252", "cp1251": "Windows-1251"}[name]}
    table, whole = streamed(data, part, **told), read_table(data, **told)
    assert table.text("g") == whole.text("g")
    assert table.report.origin.encoding == whole.report.origin.encoding


def test_other_bytes_below_letters_of_utf_8_are_refused_with_their_row() -> None:
    data = PLAIN.replace("\n7,", "\n7€,").encode() + b"\xe9,1,2\n"
    with pytest.raises(TableError, match="Row 42 has bytes that are not UTF-8") as caught:
        streamed(data, 64)
    assert caught.value.row == 42


def test_an_encoding_that_is_told_is_used() -> None:
    data = ("g,x\n" + "".join(f"é{i},{i}\n" for i in range(30))).encode("cp850")
    table = streamed(data, 16, encoding="DOS (CP850)")
    assert table.text("g")[3] == "é3"
    assert table.report.origin.encoding == "DOS (CP850)"


def test_a_column_that_turns_out_to_be_text_is_a_category() -> None:
    text = "a,b\n" + "".join(f"{i},{i}\n" for i in range(9)) + "u,1\n" * 20
    table = streamed(text.encode(), 16)
    assert table.kind("a") == "category"
    assert table.text("a") == (*map(str, range(9)), *["u"] * 20)
    with pytest.raises(TableError, match="Row 11, column a: 'u' is text"):
        table.array("a")


def test_a_column_that_turns_out_to_be_numbers_is_one_of_numbers() -> None:
    text = "a,b\n" + "u,1\n" * 9 + "".join(f"{i}.50,{i}\n" for i in range(20))
    table = streamed(text.encode(), 16)
    assert table.kind("a") == "number"
    assert table.text("a")[9:11] == ("0.50", "1.50")
    assert len(table.report.bad) == 9


def test_a_nameless_column_with_one_late_cell_is_left_out() -> None:
    text = "a,b,\n" + "".join(f"{i},{i},\n" for i in range(20)) + "1,2,3\n"
    assert streamed(text.encode(), 16).columns == read_table(text).columns == ("a", "b")


def test_text_of_numbers_is_the_shortest_decimal_of_their_floats() -> None:
    text = "a,b\n" + "".join(f"{i}.10,0.1000000000000000055{i}\n" for i in range(20)) + "NA,-\n"
    table = streamed(text.encode(), 16)
    assert table.text("a")[:2] == ("0.1", "1.1")
    assert table.text("a")[20] == ""
    assert set(table.text("b")[:20]) == {"0.1"}
    np.testing.assert_array_equal(table.array("b"), read_table(text).array("b"))


def test_a_column_in_doubt_can_be_read_otherwise_and_others_cannot() -> None:
    text = "a;b\n" + "".join(f"{i};{i}.234\n" for i in range(1, 40))
    table = streamed(text.encode(), 16)
    (doubt,) = table.report.doubts
    again = table.read_as(",", doubt.column)
    np.testing.assert_array_equal(again.array("b")[:, 0], [1000.0 * i + 234 for i in range(1, 40)])
    with pytest.raises(TableError, match="only the numbers are kept"):
        table.read_as(",", "a")


def test_a_quote_that_stays_open_for_too_long_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(_body, "LONGEST", 200)
    text = PLAIN + '"open\n' + "1,2,3\n" * 100 + '"\n'
    with pytest.raises(TableError, match="Row 42: the quote that opens at '\"open' has no clos"):
        streamed(text.encode(), 50)


def test_a_line_without_end_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(_body, "LONGEST", 200)
    with pytest.raises(TableError, match="Row 42 has more than 200 characters"):
        streamed((PLAIN + "1" * 1000).encode(), 50)


def test_errors_come_with_the_part_that_shows_them() -> None:
    reader = TableReader()
    reader.feed(PLAIN.encode())
    with pytest.raises(TableError, match="Row 42 has 2 cells where most rows have 3"):
        reader.feed(b"1,2\n1,2,3\n")


def test_what_is_no_delimited_text_is_read_at_the_end() -> None:
    file = BytesIO()
    np.save(file, np.arange(40.0).reshape(20, 2))
    reader = TableReader()
    reader.feed(file.getvalue())
    assert reader.held == file.getvalue()
    np.testing.assert_array_equal(reader.finish().array("column 2")[:, 0], np.arange(1.0, 40, 2))


def test_a_large_file_is_read_in_parts(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("linreg.tables._read.LARGE", 100)
    path = tmp_path / "large.csv"
    path.write_text(PLAIN)
    for source in (path, PLAIN.encode()):
        table = read_table(source)
        assert isinstance(table.cells["b"], FloatColumn)
        np.testing.assert_array_equal(table.array("b"), read_table(PLAIN).array("b"))


def test_memory_stays_near_that_of_the_numbers(monkeypatch) -> None:
    monkeypatch.setattr(_reader, "LARGE", 500_000)
    monkeypatch.setattr(_reader, "HEAD", 50_000)
    part = "".join(f"{i / 7:.12f},{i * 0.3:.6f},{i}\n" for i in range(5000))
    reader = TableReader(size=len(part) * 20)
    tracemalloc.start()
    try:
        reader.feed(b"a,b,c\n")
        for _ in range(20):
            reader.feed(part.encode())
        table = reader.finish()
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    numbers = 8 * 3 * len(table)
    assert len(table) == 100_000
    assert kept < 1.1 * numbers + 250_000
    # A few megabytes for the part at hand, however long the file is: it has 4 MB, and as texts 30.
    assert peak < 1.1 * numbers + 12_000_000


CELLS = st.sampled_from(
    ["1", "2.5", "-3e4", "1,5", "1.234", "", "NA", "-", "None", "#N/A", "u", "a b", '"q"', "é"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_cells_give_what_the_whole_gives(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 4))
    delimiter = data.draw(st.sampled_from(",;\t|"))
    quoted = data.draw(st.booleans())
    row = st.lists(CELLS, min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=1, max_size=30))

    def line(cells: list[str]) -> str:
        # A cell with the delimiter stands in quotes, and some others do.
        def written(cell: str) -> str:
            if delimiter in cell or (quoted and len(cell) % 2):
                return '"' + cell.replace('"', '""') + '"'
            return cell

        return delimiter.join(map(written, cells)) + "\n"

    # Columns whose first rows say what they are.
    first = [str(i + 0.25) if i % 2 else f"k{i}" for i in range(width)]
    head = [line([f"c{i}" for i in range(width)])] + [line(first)] * 8
    text = "".join(head + [line(cells) for cells in rows])
    part = data.draw(st.integers(1, 40))
    told: dict[str, Any] = {"delimiter": delimiter, "decimal": ".", "header": True}
    got = outcome(lambda: streamed(text.encode(), part, **told))
    assert got == outcome(lambda: read_table(text.encode(), **told))
