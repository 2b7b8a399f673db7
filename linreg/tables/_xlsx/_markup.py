"""XML of a workbook, read as it comes and within bounds."""

from collections.abc import Iterable, Mapping
from xml.parsers import expat

__all__ = ["Markup", "MarkupError"]

_DEEPEST = 64
_MOST_ELEMENTS = 30_000_000  # each with an end tag
_MOST_NAMES = 5000  # each is kept as long as the parser is
_LONGEST_TOKEN = 2**20  # bytes of a tag, a comment: each piece of the file would scan it anew
_MOST_CHARACTERS = 2**28


class MarkupError(ValueError):
    """What is wrong with a part of a workbook, as the end of a sentence: "is not valid XML"."""


class Markup:
    """What handles the elements of a document; subclasses say what each means.

    Names come without their prefix: workbooks use one vocabulary, under two namespaces. A
    document type is refused, and with it every entity: workbooks have none.
    """

    collecting = False  # whether the text that comes is kept

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._depth = 0
        self._characters = _MOST_CHARACTERS
        self._local = _LocalNames()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the beginning of an element."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Handle the end of an element."""

    def parse(self, chunks: Iterable[bytes]) -> None:
        """Handle a document. Raises MarkupError, and what `start` and `end` raise."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 2**16
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        fed, tags = 0, 0
        try:
            for chunk in chunks:
                tags += chunk.count(b"<")
                if tags > 2 * _MOST_ELEMENTS:
                    raise MarkupError(f"has more than {_MOST_ELEMENTS:,} elements")
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                    raise MarkupError("has a tag of more than a megabyte")
                if len(parser.intern) > _MOST_NAMES:
                    raise MarkupError("uses too many different names")
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            text = expat.ErrorString(error.code)
            raise MarkupError(f"is not valid XML (line {error.lineno}: {text})") from None
        except (LookupError, UnicodeError):
            raise MarkupError("is not valid XML (its encoding is unknown)") from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise MarkupError("is nested too deeply")
        self.start(self._local[name], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(self._local[name])

    def _text(self, text: str) -> None:
        if self.collecting:
            self.count(text)
            self.pieces.append(text)

    def count(self, text: str) -> None:
        """Count the characters of a text. Raises MarkupError when they are too many."""
        self._characters -= len(text)
        if self._characters < 0:
            raise MarkupError(f"holds more than {_MOST_CHARACTERS:,} characters of text")

    def taken(self) -> str:
        """Return the text that was kept, and forget it."""
        text = "".join(self.pieces)
        self.pieces.clear()
        return text


class _LocalNames(dict[str, str]):
    """Names without their prefix."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


def _refuse_doctype(*_: object) -> None:
    raise MarkupError("declares a document type, which no workbook has")
