"""Whatever comes is read or refused in time that grows as its length, and in little memory."""

import gc
import io
import time
import tracemalloc
import zipfile

import pytest

from linreg import TableError, read_table

pytestmark = pytest.mark.alone
MEGABYTE = 1_000_000
# Below this a measurement is noise.
SHORTEST = 0.02


def pad(unit, length):
    return (unit * (length // len(unit) + 1))[:length]


def workbook(xml):
    """A workbook whose one sheet is that, not compressed: as long as it, or little more."""
    stream = io.BytesIO()
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    target = f'Id="r" Type="{related}/worksheet" Target="a.xml"'
    with zipfile.ZipFile(stream, "w") as archive:
        sheets = f'<w xmlns:r="{related}"><sheet name="a" r:id="r"/></w>'
        archive.writestr("xl/workbook.xml", sheets)
        archive.writestr("xl/_rels/workbook.xml.rels", f"<R><Relationship {target}/></R>")
        archive.writestr("xl/a.xml", xml)
    return stream.getvalue()


KINDS = {
    "escaped quotes in a JSON string that stays open": lambda n: '[{"x":"' + pad('\\"', n),
    "backslashes": lambda n: '[{"x":"' + pad("\\", n),
    "a JSON string that stays open": lambda n: '[{"x":"' + pad("a", n),
    "brackets": lambda n: pad("[", n),
    "braces": lambda n: pad('{"a":', n),
    "a JSON number of that many digits": lambda n: '{"x":[' + pad("1", n) + '],"y":[1]}',
    "records of other keys each": lambda n: (
        "[" + ",".join(f'{{"k{i}":1}}' for i in range(n // 11)) + "]"
    ),
    "one key many times": lambda n: "[{" + ",".join(['"x":1'] * (n // 6)) + "}]",
    "records": lambda n: "[" + ",".join(f'{{"x":{i},"y":2.5}}' for i in range(n // 20)) + "]",
    "columns": lambda n: '{"x":[' + pad("1,", n) + '1],"y":[]}',
    "columns by index": lambda n: '{"x":{' + ",".join(f'"{i}":1' for i in range(n // 12)) + "}}",
    "quotes": lambda n: pad('"', n),
    "a quote that stays open": lambda n: 'x,y\n1,"' + pad("a,b\n", n),
    "a quote in each row": lambda n: "x,y\n" + pad('"a,1\n', n),
    "cells in quotes": lambda n: "x,y\n" + pad('"1","2"\n', n),
    "quotes within cells": lambda n: "x,y\n" + pad('a"b,1\n', n),
    "a number of that many digits": lambda n: "x,y\n1,2\n" + pad("1", n) + ",3\n",
    "groups of three": lambda n: "x\ty\n1" + pad(",234", n) + "\t2\n",
    "many exponents": lambda n: "x,y\n" + pad("0e-99999999,1\n", n),
    "commas": lambda n: pad(",", n),
    "pipes": lambda n: pad("|", n),
    "line ends": lambda n: pad("\n", n),
    "carriage returns": lambda n: pad("\r", n),
    "blanks": lambda n: pad(" ", n),
    "tabs": lambda n: pad("\t", n),
    "rows of bare delimiters": lambda n: pad(",\n", n),
    "names that are all equal": lambda n: (
        pad("x,", 16_000) + "x\n" + (pad("1,", 16_000) + "1\n") * (n // 16_000)
    ),
    "comments": lambda n: pad("# a\n", n),
    "comments and a table": lambda n: pad("# a\n", n) + "\n1,2\n3,4\n",
    "comments between rows": lambda n: "x,y\n1,2\n" + pad("# a\n1,2\n", n),
    "one column": lambda n: pad("12\n", n),
    "two columns": lambda n: "x,y\n" + pad("1.5,2\n", n - n % 6),
    "decimal commas": lambda n: "x;y\n" + pad("1,5;2\n", n - n % 6),
    "columns apart by blanks": lambda n: "x é\n" + pad("1.5 2\n", n - n % 6),
    "words": lambda n: "x,y\n" + pad("abc,def\n", n - n % 8),
    "missing cells": lambda n: "x,y\n" + pad("1,#N/A\n", n - n % 7),
    "another encoding": lambda n: ("x;größe\n" + pad("1;é\n", n)).encode("cp1252"),
    "Chinese": lambda n: ("时间,温度\n" + pad("时,1\n", n // 2)).encode("gbk"),
    "an index": lambda n: ",x,y\n" + "".join(f"{i},1,2\n" for i in range(n // 11)),
    "a sheet of numbers": lambda n: workbook(
        "<a>" + "<row><c><v>1.5</v></c><c><v>2</v></c></row>" * (n // 45) + "</a>"
    ),
    "a sheet of empty cells": lambda n: workbook(
        "<a>" + f"<row>{'<c/>' * 1000}</row>" * (n // 4011) + "</a>"
    ),
    "a sheet of long rows": lambda n: workbook(
        "<a>" + f"<row>{'<c><v>1</v></c>' * 16_000}</row>" * max(1, n // 240_011) + "</a>"
    ),
    "a sheet of one text": lambda n: workbook(
        f"<a><row><c t='str'><v>{'a&amp;' * (n // 6)}</v></c></row></a>"
    ),
    "a sheet of one comment": lambda n: workbook(f"<a><!--{'a' * n}--></a>"),
    "a sheet of merged cells": lambda n: workbook(
        "<a>" + '<mergeCell ref="A1:B2"/>' * (n // 24) + "</a>"
    ),
    "16,000 columns": lambda n: (pad("1.5,", 63_996) + "1.5\n") * max(2, n // 64_000),
}


def use(source):
    """Read a table, and what one asks of it."""
    try:
        table = read_table(source)
        str(table.report)
        if table.numeric:
            table.array(table.numeric)
    except TableError:
        pass


def seconds(source):
    """The processor's time for one reading, at least that of a measurement."""
    # As timeit does: a collection walks over the thousands of tests that pytest holds.
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        use(source)
        return max(SHORTEST, time.process_time() - start)
    finally:
        gc.enable()


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_ten_times_the_text_takes_at_most_fifteen_times_as_long(make):
    short, long = make(MEGABYTE // 10), make(MEGABYTE)
    # The least of some is nearest to what it takes: others use the processor's memory too.
    shorter = min(seconds(short) for _ in range(3))
    longer = min(seconds(long) for _ in range(2))
    assert longer < 1.5
    assert longer <= 15 * shorter


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_a_megabyte_takes_sixty_megabytes_at_most(make):
    source = make(MEGABYTE)
    tracemalloc.start()
    try:
        use(source)
        assert tracemalloc.get_traced_memory()[1] < 60 * MEGABYTE
    finally:
        tracemalloc.stop()
