"""What kind of file bytes are that hold no text: workbooks, archives and documents."""

import re

from linreg.tables._archive import Archive, ArchiveError
from linreg.tables._error import TableError, quote

__all__ = ["is_workbook", "refuse_address", "refuse_container"]

_ADVICE = "Save the table as CSV (comma-separated text) and choose that file."
_AS_XLSX = "Save it as .xlsx or CSV and choose that file."
_MOST_BYTES = 2**20  # of the member that names the kind
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Names of streams in files of the old kind.
_STREAMS = {
    "EncryptedPackage": "a workbook or document protected with a password",
    "WordDocument": "a Word document (.doc)",
    "PowerPoint Document": "a presentation (.ppt)",
    "Workbook": "an Excel workbook of the old kind (.xls)",
    "Book": "an Excel workbook of the old kind (.xls)",
}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
# By a member that only this kind of archive has.
_MEMBERS = (
    (re.compile(r"xl/workbook\.bin", re.I), "a binary Excel workbook (.xlsb)", _AS_XLSX),
    (re.compile(r"word/.*", re.I | re.S), "a Word document", _ADVICE),
    (re.compile(r"ppt/.*", re.I | re.S), "a presentation", _ADVICE),
    (re.compile(r"Index/Tables/.*\.iwa", re.S), "a Numbers spreadsheet", _AS_XLSX),
    (re.compile(r"Index/.*\.iwa|Index\.zip", re.S), "an iWork document (.numbers)", _AS_XLSX),
)
_TABLE = re.compile(r"(?!__MACOSX/).*\.(?:csv|tsv|txt|json|xlsx|xlsm)", re.I | re.S)
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*", re.I)
_MOST_ADDRESS = 4000
_GOOGLE = re.compile(r"\s*(?:https?://)?docs\.google\.com/spreadsheets/", re.I)
_EXCEL = re.compile(
    r"\s*https?://(?:[\w-]+\.)*(?:sharepoint\.com|onedrive\.live\.com|1drv\.ms|office\.com|"
    r"officeapps\.live\.com|excel\.cloud\.microsoft)(?:[/:?]|\s|\Z)",
    re.I,
)


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes are a workbook (.xlsx, .xlsm), judged by the names in it."""
    if not data.startswith(_ZIP):
        return False
    try:
        archive = Archive(data, _MOST_BYTES)
    except ArchiveError:
        return False
    folders = {name.replace("\\", "/").partition("/")[0].lower() for name in archive.names}
    return bool(folders & {"xl", "[content_types].xml"}) and _kind(archive) is None


def refuse_container(data: bytes) -> None:
    """Raise TableError if the bytes are an archive or a document in one."""
    if data.startswith(_OLE):
        found = (kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") in data)
        kind = next(found, "an Office document of the old kind")
        advice = "Save it without a password," if "password" in kind else "Save it"
        raise TableError(f"The file is {kind}. {advice} as .xlsx or CSV and choose that file.")
    if not data.startswith(_ZIP):
        return
    try:
        archive = Archive(data, _MOST_BYTES)
    except ArchiveError as error:
        sentence = (
            f"The file is a workbook or an archive, and it {error}. Download or save it again."
        )
        raise TableError(sentence) from None
    kind, advice = _kind(archive) or ("a workbook or an archive, not a table", _ADVICE)
    inside = next(filter(_TABLE.fullmatch, archive.names), "")
    if advice == _ADVICE and inside:
        kind, advice = "an archive", f"Unpack it and choose {quote(inside)}."
    raise TableError(f"The file is {kind}. {advice}")


def _kind(archive: Archive) -> tuple[str, str] | None:
    """Return what an archive is that is no workbook of ours, and what to do; None if unknown."""
    for pattern, kind, advice in _MEMBERS:
        if any(map(pattern.fullmatch, archive.names)):
            return kind, advice
    mime = _mime(archive)
    if mime.startswith(_OPEN_DOCUMENT):
        sheet = mime.startswith(_OPEN_DOCUMENT + b"spreadsheet")
        kind = "an OpenDocument spreadsheet (.ods)" if sheet else "an OpenDocument file"
        return kind, _AS_XLSX if sheet else _ADVICE
    return None


def _mime(archive: Archive) -> bytes:
    try:
        return archive.read("mimetype", 200) if "mimetype" in archive.names else b""
    except ArchiveError:
        return b""


def refuse_address(text: str) -> None:
    """Raise TableError if the text is the address of a sheet or page on the web, and no more."""
    if len(text) > _MOST_ADDRESS or not _ADDRESS.fullmatch(text):
        return
    if _GOOGLE.match(text):
        what, how = "a Google sheet", "choose File > Download > Comma Separated Values (.csv)"
    elif _EXCEL.match(text):
        what, how = "an Excel sheet", "choose File > Create a Copy > Download a Copy"
    else:
        raise TableError(
            "This is a web address, not a table. Download the file and choose it, or copy the "
            "cells and paste them."
        )
    raise TableError(
        f"This is the address of {what}, not a table. Open it and {how}, then choose that file; "
        "or copy the cells and paste them."
    )
