"""Damaged and hostile workbooks: one sentence each, in bounded time and memory."""

import contextlib
import io
import struct
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg import TableError, read_table

CELLS = '<row r="1"><c r="A1" t="str"><v>x</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"
BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def refusal(data, **how):
    """The one sentence or two with which bytes are refused, in little time and memory."""
    start = time.process_time()
    with pytest.raises(TableError) as error:
        read_table(data, **how)
    assert time.process_time() - start < 20
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400
    return str(error.value)


def only_table_errors(data):
    """Read a file, or see it refused."""
    with contextlib.suppress(TableError):
        str(read_table(data).report)


def with_sheet(book, xml):
    return book(parts={SHEET: xml})


PARTS = {
    "no sheet": ({SHEET: None}, "The workbook is damaged: sheet 'Data' is missing. Save it again"),
    "no list of sheets": (
        {"xl/workbook.xml": None},
        "The workbook is damaged: the list of sheets ('xl/workbook.xml') is missing. Open the",
    ),
    "no styles": (
        {"xl/styles.xml": None},
        "The workbook is damaged: the list of number formats ('xl/styles.xml') is missing.",
    ),
    "no relations": ({"xl/_rels/workbook.xml.rels": None}, "The workbook is damaged: sheet 'Data'"),
    "no sheet in the list": ({"xl/workbook.xml": "<workbook/>"}, "The workbook has no sheet with"),
    "no XML": ({SHEET: "hello"}, "The workbook is damaged: sheet 'Data' is not valid XML (line 1"),
    "XML that ends early": ({SHEET: "<worksheet>"}, "The workbook is damaged: sheet 'Data' is not"),
    "an unknown encoding": (
        {SHEET: '<?xml version="1.0" encoding="klingon"?><a/>'},
        "The workbook is damaged: sheet 'Data' is not valid XML (its encoding is unknown)",
    ),
    "entities": (
        {SHEET: BOMB + "]><worksheet>&i;</worksheet>"},
        "The workbook is damaged: sheet 'Data' declares a document type, which no workbook has.",
    ),
    "entities in the styles": (
        {"xl/styles.xml": BOMB + "]><styleSheet/>"},
        "The workbook is damaged: the list of number formats declares a document type",
    ),
    "an outer entity": (
        {SHEET: '<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>'},
        "The workbook is damaged: sheet 'Data' declares a document type",
    ),
    "an undeclared entity": ({SHEET: "<a>&nbsp;</a>"}, "The workbook is damaged: sheet 'Data' is"),
    "depth": ({SHEET: "<a>" * 10**6}, "The workbook is damaged: sheet 'Data' is nested too deeply"),
    "attributes": (
        {SHEET: "<a " + " ".join(f'b{i}=""' for i in range(10**5)) + "/>"},
        "The workbook is damaged: sheet 'Data' ",
    ),
    "names": (
        {SHEET: "<a>" + "".join(f"<b{i}/>" for i in range(10**5)) + "</a>"},
        "The workbook is damaged: sheet 'Data' uses too many different names",
    ),
    "a tag without end": (
        {SHEET: "<a b='" + "c" * 2**22},
        "The workbook is damaged: sheet 'Data' has a tag of more than a megabyte",
    ),
    "a comment without end": (
        {SHEET: "<!--" + "c" * 2**22},
        "The workbook is damaged: sheet 'Data' has a tag of more than a megabyte",
    ),
}


@pytest.mark.parametrize(("parts", "sentence"), PARTS.values(), ids=PARTS)
def test_wrong_parts(book, parts, sentence):
    assert refusal(book(CELLS, parts=parts)).startswith(sentence)


ROWS = {
    "no shared texts": ('<row><c t="s"><v>0</v></c></row>', "cell A1 has text number '0' of 0"),
    "no number of a text": ('<row><c t="s"><v>-1</v></c></row>', "cell A1 has text number '-1'"),
    "a row too many": ('<row r="1048577"><c><v>1</v></c></row>', "row 1048577 is beyond 1,048,576"),
    "a row of 10^9": ('<row r="1000000000"><c/></row>', "row 1000000000 is beyond 1,048,576"),
    "a column too many": (
        '<row r="1"><c r="XFE1"/></row>',
        "cell 'XFE1' is beyond the last column",
    ),
    "rows out of order": ('<row r="2"/><row r="1"/>', "row 1 is out of order"),
    "a row twice": ('<row r="2"/><row r="2"/>', "row 2 is out of order"),
    "cells out of order": ('<row><c r="B1"/><c r="A1"/></row>', "cell 'A1' is out of order"),
    "a cell of another row": ('<row r="1"><c r="A2"/></row>', "row 1 has a cell 'A2'"),
    "a cell without a place": ('<row r="1"><c r="1A"/></row>', "row 1 has a cell '1A'"),
    "a row without a number": ('<row r="x"/>', "a row has the number 'x'"),
    "too many cells in a row": ("<row>" + "<c/>" * 16_385 + "</row>", "is beyond the last column"),
}


@pytest.mark.parametrize(("rows", "sentence"), ROWS.values(), ids=ROWS)
def test_wrong_cells(book, rows, sentence):
    said = refusal(book(rows))
    assert said.startswith("The workbook is damaged: ")
    assert sentence in said
    assert said.endswith("save it again, or save it as CSV.")


def test_two_cells_in_opposite_corners(book):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    table = read_table(book(rows))
    assert tuple(table.rows) == (1, 1048576)
    assert table.columns == ("column 1", "column 16384")


def test_cells_far_apart_in_every_row_are_refused_before_the_room_is_taken(book):
    rows = "".join(
        f'<row r="{i}"><c r="A{i}"><v>1</v></c><c r="XFD{i}"><v>1</v></c></row>'
        for i in range(1, 3000)
    )
    diagonal = '<row r="1"><c r="XFD1"><v>1</v></c></row>' + "".join(
        f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(2, 3000)
    )
    tracemalloc.start()
    for xml in (rows, diagonal):
        assert refusal(book(xml)).startswith("The sheet has more than 20,000,000 cells, the empty")
    assert tracemalloc.get_traced_memory()[1] < 300e6
    tracemalloc.stop()


def test_a_dimension_is_not_believed(book, sheet_xml):
    xml = sheet_xml(CELLS).replace(
        "<sheetData>",
        '<dimension ref="A1:ZZZ999999999"/><cols><col min="1" max="999999"'
        ' hidden="1"/></cols><sheetData>',
    )
    assert len(read_table(with_sheet(book, xml))) == 1


def test_what_unpacks_to_too_much_is_stopped_on_the_way(book, monkeypatch):
    monkeypatch.setattr("linreg.tables._xlsx._read._MOST_BYTES", 10**7)
    data = with_sheet(book, b" " * 10**8)
    tracemalloc.start()
    assert refusal(data) == (
        "The workbook cannot be read: it unpacks to more than 10 MiB. Open the workbook in a "
        "spreadsheet program and save it again, or save it as CSV."
    )
    assert tracemalloc.get_traced_memory()[1] < 20e6
    tracemalloc.stop()


def test_a_small_part_is_bounded_by_itself(book):
    said = refusal(book(CELLS, parts={"xl/styles.xml": b"<a>" + b" " * 2**25}))
    assert said.startswith(
        "The workbook cannot be read: it has a part that unpacks to more than 16"
    )


def test_text_without_end_is_bounded(book, monkeypatch):
    monkeypatch.setattr("linreg.tables._xlsx._markup._MOST_CHARACTERS", 10**6)
    said = refusal(with_sheet(book, "<a><row><c t='str'><v>" + "a" * 10**7))
    assert "sheet 'Data' holds more than 1,000,000 characters of text" in said


def test_one_long_text_in_many_cells_is_bounded(book, monkeypatch):
    monkeypatch.setattr("linreg.tables._xlsx._markup._MOST_CHARACTERS", 10**6)
    rows = '<row><c t="s"><v>0</v></c></row>' * 200
    said = refusal(book(rows, strings=f"<si><t>{'a' * 10**4}</t></si>"))
    assert "sheet 'Data' holds more than 1,000,000 characters of text" in said


def test_empty_elements_are_counted(book, monkeypatch):
    monkeypatch.setattr("linreg.tables._xlsx._markup._MOST_ELEMENTS", 10**5)
    said = refusal(book("<row/>" * 201_000))
    assert "sheet 'Data' has more than 100,000 elements" in said


def test_thousands_of_sheets_are_named_shortly(book):
    data = book(sheets={f"Sheet {i} " + "x" * 30: CELLS for i in range(3000)})
    (remark,) = read_table(data).report.remarks
    assert remark.endswith("and 2,994 more.")
    assert len(remark) < 400
    assert len(refusal(data, sheet="Nothing like it")) < 400
    assert read_table(data, sheet=3000).report.sheet.startswith("Sheet 2999")


def test_a_directory_of_too_many_members_is_not_read(zipped):
    data = zipped({"xl/a": ""}) + b"PK\x01\x02" * 60_000
    assert "has more than 50,000 members" in refusal(data)


def test_a_directory_that_lies_about_sizes_is_not_believed(book):
    data = bytearray(book(CELLS))
    entry = -1
    while (entry := data.find(b"PK\x01\x02", entry + 1)) >= 0:
        data[entry + 20 : entry + 28] = struct.pack("<II", 2**31, 2**31)
    assert len(read_table(bytes(data))) == 1


def test_a_size_that_is_too_small_is_found_by_the_checksum(book):
    data = bytearray(book(CELLS))
    names = [i for i in range(len(data)) if data[i : i + len(SHEET)] == SHEET.encode()]
    entry = names[-1] - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = struct.pack("<I", 60)
    assert refusal(bytes(data)).startswith("The workbook cannot be read: it is damaged")


def test_other_ways_to_compress_are_refused(zipped, book):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>", zipfile.ZIP_LZMA)
    assert "it is compressed in an unusual way" in refusal(stream.getvalue())


def test_a_member_with_a_password_is_refused(zipped):
    data = bytearray(zipped({"xl/workbook.xml": "<a/>"}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    assert "it is protected with a password" in refusal(bytes(data))


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "..\\..\\a", "", "."]
)
def test_no_path_leads_out_of_the_archive(book, relations, tmp_path, monkeypatch, target):
    monkeypatch.chdir(tmp_path)
    rels = {"xl/_rels/workbook.xml.rels": relations(r1=f"worksheet {target}")}
    assert refusal(book(CELLS, parts=rels)).startswith("The workbook is damaged: sheet 'Data' is")
    written = {"../../out.xml": "a", "/out.xml": "a", SHEET: "<a/>"}
    refusal(book(CELLS, parts=written))
    assert list(tmp_path.iterdir()) == []


def ole(*streams):
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "\0".join(streams).encode("utf-16-le")
    )


FOREIGN = {
    "xls": (ole("Workbook"), "The file is an Excel workbook of the old kind (.xls). Save it as"),
    "password": (
        ole("EncryptedPackage", "Workbook"),
        "The file is a workbook or document protected with a password. Save it without a password,"
        " as .xlsx or CSV and choose that file.",
    ),
    "doc": (ole("WordDocument"), "The file is a Word document (.doc). Save it as .xlsx or CSV"),
    "msg": (ole("Other"), "The file is an Office document of the old kind. Save it as .xlsx"),
    "ods": (
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"},
        "The file is an OpenDocument spreadsheet (.ods). Save it as .xlsx or CSV and choose that",
    ),
    "odt": (
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"},
        "The file is an OpenDocument file. Save the table as CSV",
    ),
    "numbers": (
        {"Index/Document.iwa": "", "Index/Tables/Tile.iwa": ""},
        "The file is a Numbers spreadsheet. Save it as .xlsx or CSV and choose that file.",
    ),
    "old numbers": ({"Index.zip": ""}, "The file is an iWork document (.numbers). Save it as"),
    "xlsb": (
        {"[Content_Types].xml": "", "xl/workbook.bin": "", "xl/worksheets/sheet1.bin": ""},
        "The file is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV",
    ),
    "docx": ({"[Content_Types].xml": "", "word/document.xml": ""}, "The file is a Word document."),
    "pptx": ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, "The file is a presentation"),
    "zip": ({"a/data.csv": "x,y"}, "The file is an archive. Unpack it and choose 'a/data.csv'."),
    "other zip": ({"a.png": ""}, "The file is a workbook or an archive, not a table. Save the"),
    "empty zip": ({}, "The file is a workbook or an archive, not a table."),
}


@pytest.mark.parametrize(("content", "sentence"), FOREIGN.values(), ids=FOREIGN)
def test_other_kinds_of_file_are_named(zipped, content, sentence):
    data = content if isinstance(content, bytes) else zipped(content)
    assert refusal(data).startswith(sentence)


def test_a_column_may_be_called_pk():
    assert read_table(b"PK,y\n1,2\n").columns == ("PK", "y")


ADDRESSES = {
    "https://docs.google.com/spreadsheets/d/1aB/edit#gid=0": "the address of a Google sheet, not",
    "docs.google.com/spreadsheets/d/1aB": None,
    "https://contoso-my.sharepoint.com/:x:/g/personal/a/E?e=1": "the address of an Excel sheet, n",
    " https://onedrive.live.com/edit?id=1\n": "the address of an Excel sheet, not a table. Open it",
    "https://1drv.ms/x/s!A": "the address of an Excel sheet",
    "https://excel.cloud.microsoft/open?x": "the address of an Excel sheet",
    "https://example.org/data.csv": "a web address, not a table. Download the file and choose it",
    "https://sharepoint.com.example.org/": "a web address, not a table.",
}


@pytest.mark.parametrize(("text", "sentence"), ADDRESSES.items())
def test_the_address_of_a_sheet_is_no_table(text, sentence):
    for source in (text, text.encode()):
        said = refusal(source)
        assert (sentence or "There is a header but no row below it") in said


def test_addresses_in_a_table_are_cells():
    assert len(read_table("link,n\nhttps://1drv.ms/x,1\n")) == 1
    assert len(read_table("https://1drv.ms/x\nhttps://1drv.ms/y\n", header=False)) == 2


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
def test_damaged_workbooks_raise_nothing_but_table_errors(book, changes):
    damaged = bytearray(book(CELLS, strings="<si><t>a</t></si>"))
    for place, value in changes:
        damaged[place % len(damaged)] = value
    only_table_errors(bytes(damaged))


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("<>/=\"& rowcvtsnfi123AB'!-"), max_size=60))
def test_any_markup_raises_nothing_but_table_errors(book, sheet_xml, text):
    for xml in (sheet_xml(CELLS + text), CELLS.replace("<v>1</v>", text)):
        only_table_errors(with_sheet(book, xml))
