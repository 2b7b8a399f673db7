"""Workbooks written by hand, part by part, so that each can be wrong in its own way."""

import io
import zipfile
from xml.sax.saxutils import quoteattr

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Styles 0 to 8: General, date, date and time, time, elapsed time, and five with codes.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/>'
    '<numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/>'
    '<numFmt numFmtId="166" formatCode="[Red][$-409]h:mm AM/PM"/>'
    '<numFmt numFmtId="167" formatCode="dd/mm/yyyy hh:mm:ss.000"/>'
    "</numFmts>"
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
    + "".join(f'<xf numFmtId="{n}"/>' for n in (0, 14, 22, 21, 46, 164, 165, 166, 167))
    + "</cellXfs></styleSheet>"
)


def relations(**targets):
    """A part of relationships: key = "kind target"."""
    entries = "".join(
        f'<Relationship Id="{key}" Type="{RELATED}/{kind}" Target="{target}"/>'
        for key, (kind, target) in ((k, v.split(" ", 1)) for k, v in targets.items())
    )
    return f'<Relationships xmlns="{PACKAGE}">{entries}</Relationships>'


def sheet(rows, around=""):
    """A sheet of which only the rows are given."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{around}</worksheet>'


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    """An archive of parts by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return stream.getvalue()


def book(rows="", *, sheets=None, strings=None, states=(), prefix="", around="", **parts):
    """The bytes of a workbook.

    rows : XML of the rows of its one sheet, or sheets : XML of rows by name. strings : XML of the
    shared texts. parts : instead of others, by name with _ for / and .; None leaves one out.
    """
    sheets = {"Data": rows} if sheets is None else sheets
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="r{i}"'
        + (f' state="{states[i - 1]}"' if i <= len(states) and states[i - 1] else "")
        + "/>"
        for i, name in enumerate(sheets, 1)
    )
    targets = {f"r{i}": f"worksheet worksheets/sheet{i}.xml" for i in range(1, len(sheets) + 1)}
    targets["styles"] = "styles styles.xml"
    if strings is not None:
        targets["strings"] = "sharedStrings sharedStrings.xml"
    content = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(a="officeDocument xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{prefix}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(**targets),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": None if strings is None else f'<sst xmlns="{MAIN}">{strings}</sst>',
    }
    content |= {
        f"xl/worksheets/sheet{i}.xml": sheet(xml, around)
        for i, xml in enumerate(sheets.values(), 1)
    }
    return zipped(content | parts.get("parts", {}))


@pytest.fixture(name="book", scope="session")
def _book():
    return book


@pytest.fixture(name="zipped", scope="session")
def _zipped():
    return zipped


@pytest.fixture(name="sheet_xml", scope="session")
def _sheet():
    return sheet


@pytest.fixture(name="relations", scope="session")
def _relations():
    return relations
