"""Large files: read part after part they give the table that they give as a whole."""

from typing import Any

import pytest

from linreg.tables import Table, TableError, TableReader, read_table
from linreg.tables._stream import _reader


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
            cells[name] = [t if not m else "" for t, m in zip(column.texts, missing, strict=True)]
        else:
            cells[name] = column.parsed.values.tolist()
    rest = (list(table.rows), report.kinds, dict(report.missing), list(map(str, report.bad)))
    return repr((cells, *rest, report.origin))


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
    "counted rows": "\n".join(f"{i - 1 if i else ''},{line}" for i, line in enumerate(PLAIN.split("\n")[:-1])),
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
