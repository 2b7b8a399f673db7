"""Texts: a column's name, a label, a file's address, code."""

import re
from typing import Any

from linreg._keys._bounds import Bounds
from linreg._keys._kind import BadValue, Kind

_PATH = re.compile(r"(?!//)[^\\\x00-\x20\x7f:?#]{1,500}")
_LESSON_FILE = re.compile(r"(?!/)(?!.*\.\.)[A-Za-z0-9._/+-]{1,200}\.md")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,59}")


class Name(Kind):
    """The name of a column."""

    def check(self, value: object) -> str:
        if isinstance(value, str) and value.strip():
            return value
        raise BadValue(value, "is not a name")

    def wanted(self) -> str:
        return "a column's name"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}


class Label(Kind):
    """A short name without blanks."""

    def check(self, value: object) -> str:
        if isinstance(value, str) and _LABEL.fullmatch(value):
            return value
        raise BadValue(value, "is not a short name")

    def wanted(self) -> str:
        return "letters, digits and . _ + - (60 at most)"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_LABEL.pattern}$"}


class LessonName(Label):
    """The name of a lesson of the page, or the address below the page of a Markdown file."""

    def check(self, value: object) -> str:
        if isinstance(value, str) and _LESSON_FILE.fullmatch(value):
            return value
        try:
            return super().check(value)
        except BadValue as error:
            raise BadValue(value, "is not a lesson") from error

    def wanted(self) -> str:
        return "a lesson's name, or a file's address relative to this page that ends in .md"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{_LABEL.pattern}|{_LESSON_FILE.pattern})$"}


class Path(Kind):
    """An address below the page's own: one that names a host or a scheme is refused."""

    def check(self, value: object) -> str:
        if isinstance(value, str) and _PATH.fullmatch(value):
            return value
        raise BadValue(value, "is not a file on this site")

    def wanted(self) -> str:
        return "a file's address relative to this page, such as data/flats.linreg.json"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}


class Code(Kind):
    """Text of at most so many characters."""

    def __init__(self, most: int) -> None:
        self.bounds = Bounds(0, most)

    def check(self, value: object) -> str:
        if not isinstance(value, str):
            raise BadValue(value, "is not text")
        if self.bounds.hold(len(value)):
            return value
        raise BadValue(value, f"has {len(value):,} characters")

    def wanted(self) -> str:
        return f"text of at most {self.bounds.high:,} characters"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.bounds.high}
