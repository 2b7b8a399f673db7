"""The parts of a workbook beside its cells: sheets, shared texts and number formats.

Source: ECMA-376-1, chapter 18, and ECMA-376-2 for what parts a package has.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from linreg.tables._archive import Archive, ArchiveError
from linreg.tables._error import TableError, quote
from linreg.tables._xlsx._markup import Markup, MarkupError
from linreg.tables._xlsx._serials import Shown, shown_as

__all__ = ["Sheet", "Workbook", "Writing", "is_on", "parse_part", "unescaped"]

_SMALL = 2**24  # bytes of a part that is neither a sheet nor the shared texts
_REMEDY = "Open the workbook in a spreadsheet program and save it again, or save it as CSV."
# A character that XML cannot hold, or an underscore that would begin one.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HIDDEN = ("hidden", "veryHidden")


class Sheet(NamedTuple):
    """A sheet of cells: its name, where it is in the archive, and whether its tab is hidden."""

    name: str
    part: str
    hidden: bool


class Workbook(NamedTuple):
    """The sheets in the order of their tabs, and where the parts are that all of them use.

    strings, styles : "" where there are none. from_1904 : the system of dates.
    """

    sheets: tuple[Sheet, ...]
    strings: str
    styles: str
    from_1904: bool

    @classmethod
    def of(cls, archive: Archive) -> "Workbook":
        """Return the workbook of an archive. Raises TableError."""
        package = _relations(archive, "")
        targets = [target for kind, target in package.values() if kind == "officeDocument"]
        main = _member(archive, targets[0] if targets else "xl/workbook.xml", "the list of sheets")
        found = _Main()
        parse_part(archive, main, found, "the list of sheets")
        related = _relations(archive, main)
        by_kind = dict(related.values())
        sheets = []
        for name, key, state in found.sheets:
            kind, target = related.get(key, ("", ""))
            # Sheets that hold only a chart have no cells.
            if kind in ("worksheet", ""):
                sheets.append(Sheet(name, target, state in _HIDDEN))
        return cls(
            tuple(sheets),
            by_kind.get("sharedStrings", ""),
            by_kind.get("styles", ""),
            found.from_1904,
        )


class Writing(NamedTuple):
    """What cells refer to: texts by number, and what is shown of numbers by style."""

    strings: list[str]
    shown: list[Shown]

    @classmethod
    def of(cls, archive: Archive, workbook: Workbook) -> "Writing":
        """Return what the cells of a workbook refer to. Raises TableError."""
        strings, styles = _Strings(), _Styles()
        if workbook.strings:
            what = "the list of texts"
            parse_part(archive, _member(archive, workbook.strings, what), strings, what, None)
        if workbook.styles:
            what = "the list of number formats"
            parse_part(archive, _member(archive, workbook.styles, what), styles, what)
        return cls(strings.texts, styles.shown)


def parse_part(
    archive: Archive, member: str, handler: Markup, what: str, most: int | None = _SMALL
) -> None:
    """Have a part handled. Raises TableError; what : the part, for a sentence."""
    try:
        handler.parse(archive.chunks(member, most))
    except MarkupError as error:
        raise TableError(f"The workbook is damaged: {what} {error}. {_REMEDY}") from None
    except ArchiveError as error:
        raise TableError(f"The workbook cannot be read: it {error}. {_REMEDY}") from None


def is_on(attributes: Mapping[str, str], name: str) -> bool:
    """Return whether a truth value of an element is set."""
    return attributes.get(name) in ("1", "true", "on")


def unescaped(text: str) -> str:
    """Return a text with the characters that were written by their codes, such as _x000D_."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character.isprintable() or character in "\t\r\n" else escape[0]


def _member(archive: Archive, name: str, what: str) -> str:
    member = archive.find(name)
    if member is None:
        sentence = f"The workbook is damaged: {what} ({quote(name)}) is missing. {_REMEDY}"
        raise TableError(sentence)
    return member


def _relations(archive: Archive, source: str) -> dict[str, tuple[str, str]]:
    """Return what a part refers to by key: the kind and the member's name."""
    folder, name = posixpath.split(source)
    member = archive.find(posixpath.join(folder, "_rels", f"{name}.rels"))
    if member is None:
        return {}
    found = dict[str, tuple[str, str]]()

    def take(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.join("/", folder, attributes.get("Target", ""))
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))

    parse_part(archive, member, _Elements(take), "the list of its parts")
    return found


class _Elements(Markup):
    """Elements of which only the attributes matter."""

    def __init__(self, take: Callable[[str, Mapping[str, str]], None]) -> None:
        super().__init__()
        self._take = take

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._take(name, attributes)


class _Main(Markup):
    """The part that lists the sheets: name, key and state of each."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = is_on(attributes, "date1904")
        elif name == "sheet":
            # The key is of the namespace of relationships, whose prefix is anybody's choice.
            keys = [value for key, value in attributes.items() if key.endswith(":id")]
            title = unescaped(attributes.get("name", "")) or f"Sheet {len(self.sheets) + 1}"
            self.sheets.append((title, "".join(keys[:1]), attributes.get("state", "")))


class _Strings(Markup):
    """The shared texts, without their formats and without how they are pronounced."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._spoken = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "rPh":
            self._spoken = True
        self.collecting = name == "t" and not self._spoken

    def end(self, name: str) -> None:
        self.collecting = False
        if name == "rPh":
            self._spoken = False
        elif name == "si":
            self.texts.append(unescaped(self.taken()))


class _Styles(Markup):
    """What is shown of numbers, by the style of a cell."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Shown] = []
        self._codes: dict[int, str] = {}
        self._in_cells = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._codes[_number(attributes)] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            number = _number(attributes)
            self.shown.append(shown_as(number, self._codes.get(number)))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


def _number(attributes: Mapping[str, str]) -> int:
    written = attributes.get("numFmtId", "0")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
