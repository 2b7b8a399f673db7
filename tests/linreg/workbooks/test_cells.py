"""Workbooks: every kind of cell, sheets, and what is remarked."""

from datetime import datetime, timedelta

import pytest

from linreg import TableError, read_table
from linreg.tables import sheet_names

NUMBERS = '<row r="1"><c r="A1" t="str"><v>x</v></c><c r="B1" t="str"><v>y</v></c></row>' + "".join(
    f'<row r="{i}"><c r="A{i}"><v>{i}</v></c><c r="B{i}"><v>{i * i}.5</v></c></row>'
    for i in (2, 3, 4)
)


def named(cells, name="v"):
    """A column of cells, below its name, from row 2."""
    head = f'<row r="1"><c t="str"><v>{name}</v></c></row>'
    return head + "".join(f'<row r="{i}">{cell}</row>' for i, cell in enumerate(cells, 2))


def column(book, *cells, **how):
    """The texts of a column of cells."""
    return read_table(book(named(cells), **how)).text("v")


def test_a_table_of_numbers(book):
    table = read_table(book(NUMBERS))
    assert table.columns == ("x", "y")
    assert table.array(["x", "y"]).tolist() == [[2, 4.5], [3, 9.5], [4, 16.5]]
    assert table.report.remarks == ()
    assert (table.report.sheet, table.report.sheets) == ("Data", ("Data",))
    assert str(table.report).startswith("Read as XLSX. 3 rows of")


def test_a_file_on_disk_is_told_by_its_content(book, tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_bytes(book(NUMBERS))
    assert read_table(path).columns == ("x", "y")


KINDS = {
    "every digit": ("<c><v>0.10000000000000001</v></c>", "0.10000000000000001"),
    "an exponent": ("<c><v>1.5E-7</v></c>", "1.5E-7"),
    "the type n": ('<c t="n"><v> 5 </v></c>', "5"),
    "true": ('<c t="b"><v>1</v></c>', "TRUE"),
    "false": ('<c t="b"><v>0</v></c>', "FALSE"),
    "not available": ('<c t="e"><v>#N/A</v></c>', "#N/A"),
    "an error": ('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
    "a formula's number": ("<c><f>1+1</f><v>2</v></c>", "2"),
    "a formula's text": ('<c t="str"><f>"a"</f><v>a</v></c>', "a"),
    "a formula's empty text": ('<c t="str"><f>""</f><v></v></c>', ""),
    "an inline text": ('<c t="inlineStr"><is><t> a b </t></is></c>', " a b "),
    "rich inline text": (
        '<c t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r></is></c>',
        "ab",
    ),
    "spoken text": (
        '<c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>',
        "東京",
    ),
    "an ISO date": ('<c t="d"><v>2024-02-29</v></c>', "2024-02-29"),
    "a date": ('<c s="1"><v>45351</v></c>', "2024-02-29"),
    "a date that says when": ('<c s="1"><v>45351.5</v></c>', "2024-02-29T12:00:00"),
    "a date and time": ('<c s="2"><v>45351</v></c>', "2024-02-29T00:00:00"),
    "a time": ('<c s="3"><v>0.524259259259259</v></c>', "12:34:56"),
    "an elapsed time": ('<c s="4"><v>1.5</v></c>', "1.5"),
    "a date by its code": ('<c s="5"><v>1</v></c>', "1900-01-01"),
    "a number with a unit": ('<c s="6"><v>3.25</v></c>', "3.25"),
    "a time by its code": ('<c s="7"><v>0.25</v></c>', "06:00:00"),
    "milliseconds": ('<c s="8"><v>1.0000115740740741</v></c>', "1900-01-01T00:00:01"),
    "the day that never was": ('<c s="1"><v>60</v></c>', "1900-02-29"),
    "the day before it": ('<c s="1"><v>59</v></c>', "1900-02-28"),
    "the day after it": ('<c s="1"><v>61</v></c>', "1900-03-01"),
    "the last day": ('<c s="1"><v>2958465</v></c>', "9999-12-31"),
    "beyond the last day": ('<c s="1"><v>2958466</v></c>', "2958466"),
    "a negative date": ('<c s="1"><v>-1</v></c>', "-1"),
    "an infinite date": ('<c s="1"><v>1E999</v></c>', "1E999"),
    "a style that is not there": ('<c s="99"><v>5</v></c>', "5"),
    "escapes": ('<c t="str"><v>a_x000D__x000A_b_x005F_x0041__xD83D__x0000_</v></c>', None),
}


@pytest.mark.parametrize(("xml", "text"), KINDS.values(), ids=KINDS)
def test_each_kind_of_cell(book, xml, text):
    wanted = "a\r\nb_x0041__xD83D__x0000_" if text is None else text
    end = '<c t="str"><v>end</v></c>'
    assert column(book, xml, end) == ((wanted, "end") if wanted else ("end",))


def test_shared_texts(book):
    strings = (
        "<si><t>v</t></si><si><r><t xml:space='preserve'>a </t></r><r><t>b</t></r></si>"
        "<si><t>c</t><rPh sb='0' eb='1'><t>no</t></rPh><phoneticPr/></si><si/>"
    )
    rows = "".join(f'<row><c t="s"><v>{i}</v></c><c><v>{i}</v></c></row>' for i in (0, 1, 2, 3))
    assert read_table(book(rows, strings=strings), header=True).text("v") == ("a b", "c", "")


def test_dates_from_1904(book):
    prefix = '<workbookPr date1904="1"/>'
    cells = [f'<c s="1"><v>{days}</v></c>' for days in (0, 60, 43889)]
    assert column(book, *cells, prefix=prefix) == ("1904-01-01", "1904-03-01", "2024-02-29")


@pytest.mark.parametrize("days", [61, 366, 1000, 36526, 45351.25, 2958465.75])
def test_dates_count_from_their_epoch(book, days):
    found = column(book, f'<c s="2"><v>{days}</v></c>')
    assert found == ((datetime(1899, 12, 30) + timedelta(days)).isoformat(),)


def test_rows_and_columns_count_as_in_the_sheet(book):
    rows = (
        '<row r="3"><c r="C3" t="str"><v>x</v></c><c r="E3" t="str"><v>y</v></c></row>'
        '<row r="5"><c r="C5"><v>1</v></c><c r="E5"><v>2</v></c></row>'
        '<row r="9"><c r="C9"><v>3</v></c><c r="E9" t="str"><v>oops</v></c></row>'
        '<row r="10"><c r="C10"><v>4</v></c><c r="E10"><v>6</v></c></row>'
        '<row r="11"><c r="A11" t="str"><v>  </v></c><c r="C11"/></row>'
    )
    table = read_table(book(rows))
    assert table.columns == ("x", "y")
    assert tuple(table.rows) == (5, 9, 10)
    with pytest.raises(TableError, match="Row 9, column y: 'oops' is not a number") as error:
        table.array("y")
    assert error.value.row == 9


def test_the_last_cell_of_a_sheet_can_be_used(book):
    rows = '<row r="1048575"><c r="XFD1048575" t="str"><v>x</v></c></row>'
    table = read_table(book(rows + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert (table.columns, tuple(table.rows)) == (("x",), (1048576,))


def test_errors_and_formulas_without_a_value_are_missing_and_told(book):
    cells = [
        "<c><v>1</v></c>",
        '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c t="e"><v>#N/A</v></c>',
        "<c><f>A2+1</f></c>",
        "<c><f>A2+1</f><v></v></c>",
        '<c t="e"><v>#REF!</v></c>',
        "<c><v>2</v></c>",
    ]
    rows = named([cell + "<c><v>1</v></c>" for cell in cells])
    table = read_table(book(rows))
    assert table.array("v")[:, 0].tolist() == [1, 2]
    assert table.report.remarks == (
        "Errors count as missing: #DIV/0! in cell A3 (and 1 more cell).",
        "The formula in cell A5 (and 1 more cell) has no saved value and counts as missing. Open "
        "the workbook in a spreadsheet program and save it.",
    )


def test_merged_hidden_and_elapsed_are_told(book):
    around = (
        '<mergeCells><mergeCell ref="A5:A7"/><mergeCell ref="B5:B6"/><mergeCell ref="?"/>'
        "</mergeCells>"
    )
    rows = NUMBERS.replace('<row r="3">', '<row r="3" hidden="1">').replace(
        '<c r="A4">', '<c r="A4" s="4">'
    )
    xml = book(rows, around=around + '<cols><col min="2" max="16384" hidden="1"/></cols>')
    table = read_table(xml)
    assert len(table) == 3
    assert table.report.remarks == (
        "Durations are in days: cell A4.",
        "Cells are merged in A5:A7 (and 1 more range): only the first cell has the value.",
        "Included: 1 hidden row and 1 hidden column.",
    )


def test_numbers_stored_as_text_have_their_own_decimal_mark(book):
    cells = [f'<c t="str"><v>{text}</v></c><c><v>1.234</v></c>' for text in ("1,5", "2,25")]
    table = read_table(book(named(cells)), header=True)
    assert table.array("v")[:, 0].tolist() == [1.5, 2.25]
    assert table.array("column 2")[:, 0].tolist() == [1.234, 1.234]
    assert table.report.doubts == ()
    assert read_table(book(named(cells)), decimal=",", header=True).array("column 2")[0] == 1.234


def test_thousands_in_texts_among_numbers_are_told(book):
    cells = ['<c t="str"><v>1,234</v></c>', "<c><v>2.5</v></c>", '<c t="str"><v>2,345</v></c>']
    table = read_table(book(named(cells)), header=True)
    assert table.array("v")[:, 0].tolist() == [1234, 2.5, 2345]
    assert table.report.remarks == (
        "Numbers have a point as the decimal mark, a comma between thousands.",
    )


def test_titles_above_the_names_are_left_out(book):
    titles = "".join(
        f'<row><c t="str"><v>{text}</v></c></row>' for text in ("Sales", "by month", "in euros")
    )
    rows = titles + "<row/>" + NUMBERS.replace(' r="', ' q="')
    table = read_table(book(rows))
    assert table.columns == ("x", "y")
    assert table.report.remarks[0] == "Row 1 is a title ('Sales') and is left out."
    assert tuple(table.rows) == (6, 7, 8)


SHEETS = {"Notes": named(['<c t="str"><v>a</v></c>']), "Data": NUMBERS, "Ünï & co": NUMBERS}


def test_a_sheet_is_chosen_by_name_or_number(book):
    data = book(sheets=SHEETS)
    assert sheet_names(data) == ("Notes", "Data", "Ünï & co")
    assert read_table(data).report.sheet == "Notes"
    for wanted in ("Data", "data", 2):
        report = read_table(data, sheet=wanted).report
        assert report.sheet == "Data"
        assert report.sheets == ("Notes", "Data", "Ünï & co")
        assert report.remarks == (
            "Sheet 'Data' was read. The workbook also has 'Notes', 'Ünï & co'.",
        )
    assert read_table(data, sheet="Ünï & co").array("x").shape == (3, 1)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("Dta", "There is no sheet 'Dta'. Did you mean 'Data'?"),
        ("zzz", "There is no sheet 'zzz'. The sheets are 'Notes', 'Data', 'Ünï & co'."),
        (4, "There is no sheet 4. The sheets are numbered from 1: 'Notes', 'Data', 'Ünï & co'."),
    ],
)
def test_an_unknown_sheet_is_named_with_near_ones(book, wanted, sentence):
    with pytest.raises(TableError) as error:
        read_table(book(sheets=SHEETS), sheet=wanted)
    assert str(error.value) == sentence


@pytest.mark.parametrize("wanted", [0, -1, 1.5, True, b"a"])
def test_what_is_neither_name_nor_number_is_no_sheet(book, wanted):
    with pytest.raises(ValueError, match=r"sheet is .*; expected a name, or a number from 1"):
        read_table(book(NUMBERS), sheet=wanted)


@pytest.mark.parametrize("source", ["x,y\n1,2\n", b"x,y\n1,2\n"])
def test_other_files_have_no_sheets(source):
    with pytest.raises(TableError, match="The table is no workbook and has no sheets"):
        read_table(source, sheet=1)


def test_hidden_sheets_are_passed_over_and_can_be_chosen(book):
    data = book(sheets=SHEETS, states=("veryHidden", "", ""))
    assert read_table(data).report.remarks == (
        "Sheet 'Data' was read. The workbook also has 'Notes' (hidden), 'Ünï & co'.",
    )
    hidden = read_table(data, sheet=1).report.remarks
    assert hidden[0].startswith("Sheet 'Notes', which is hidden, was read. The workbook also")
    alone = book(NUMBERS, states=("hidden",))
    assert read_table(alone).report.remarks == ("Sheet 'Data', which is hidden, was read.",)


def test_an_empty_sheet_says_which_others_there_are(book):
    with pytest.raises(TableError) as error:
        read_table(book(sheets={"Cover": "", **SHEETS}))
    assert str(error.value) == (
        "Sheet 'Cover' is empty. Choose another sheet: 'Notes', 'Data', 'Ünï & co'."
    )


def test_prefixes_and_capitals_of_other_writers_are_read(book, relations):
    namespace = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    xml = f'<s:worksheet xmlns:s="{namespace}"><s:sheetData>' + "".join(
        f'<s:row><s:c><s:v>{i}</s:v></s:c><s:c t="inlineStr"><s:is><s:t>a</s:t></s:is></s:c>'
        "</s:row>"
        for i in range(3)
    )
    parts = {
        "xl/worksheets/sheet1.xml": None,
        "xl\\Worksheets\\Sheet1.xml": xml + "</s:sheetData></s:worksheet>",
        "xl/_rels/workbook.xml.rels": relations(r1="worksheet /xl/../xl/worksheets/sheet1.xml"),
    }
    table = read_table(book(NUMBERS, parts=parts))
    assert table.text("column 1") == ("0", "1", "2")
    assert table.text("column 2") == ("a", "a", "a")


def test_xml_in_utf16_is_read(book, sheet_xml):
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(NUMBERS)
    parts = {"xl/worksheets/sheet1.xml": xml.encode("utf-16")}
    assert read_table(book(parts=parts)).columns == ("x", "y")


def test_charts_are_no_sheets(book, relations):
    rels = relations(r1="chartsheet chartsheets/sheet1.xml", r2="worksheet worksheets/sheet2.xml")
    data = book(sheets={"Chart": "", "Data": NUMBERS}, parts={"xl/_rels/workbook.xml.rels": rels})
    assert read_table(data).report.sheets == ("Data",)
