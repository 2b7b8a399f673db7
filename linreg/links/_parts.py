"""Split a fragment into its parts, whatever programs have done to it on its way.

Mail programs write `&amp;`, chats encode the whole link once more, trackers append their own
parameters, and punctuation that follows a link is often taken for its end. What cannot belong to
a link is dropped here; `encode` ends a link with & where its last part could be mistaken.
The few keys that the page reads early are split the same way in site/web/links/parts.js.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

# No link has nearly as many; each costs time.
MOST_PARTS = 1000

# How often a link may have been encoded as a whole.
_LAYERS = 3
_AND = re.compile(r"&(?:(?:amp|#0*38|#x0*26);)*+", re.IGNORECASE)
_ENCODED_EQUALS = re.compile(r"%(?:25)*+3d", re.IGNORECASE)
_ENCODED_AND = re.compile(r"%(?:25)*+26", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?:utm|pk|mtm|hsa)_\w*|_hs\w+|(?:fb|g|d|tw|tt|y|rdt_|sc|irc)cl?id|msclkid|srsltid|wickedid"
    r"|[gw]braid|igshi?d?|li_fat_id|mc_[ce]id|mkt_tok|_g[al]|ref|ref_src|ref_url|si|epik|vero_id"
    r"|oly_\w+_id|__twitter_impression|_openstat|spm",
    re.IGNORECASE,
)
# What stands before the first key, or around any.
_KEY_EDGES = "?!/ \t\r\n"
_JUNK = ".,;:!?)]}>\"'`’”“»›…\u200b\u2060\ufeff"
_MORE_JUNK = _JUNK + "*_~|\\-"
_BLANK = re.compile(r"\s|%(?:20|09|0[ad])", re.IGNORECASE)
# A longer text before = is no key, nor is a longer piece of signs what followed a link.
_LONGEST_KEY, _LONGEST_JUNK = 300, 10
_CUT = re.compile(r'[\s?#|<>"“”…]')
# What a mail program that writes "quoted-printable" makes of = leaves this behind it.
_QUOTED = "3d"
# The end of a quotation in HTML.
_ENTITY = re.compile(r"(?:quot|apos|[lg]t|nbsp|hellip|\d+|x[0-9a-f]+);\W*|amp;?", re.IGNORECASE)


class Part(NamedTuple):
    """key: as meant, perhaps no known one; text: what is said of it, None where nothing is.

    last: whether what follows a link may have been taken for the end of the text.
    foreign: whether it is such a thing itself, or a tracker's.
    """

    key: str
    text: str | None
    last: bool = False
    foreign: bool = False


def split(fragment: str, is_closed: Callable[[str], bool]) -> tuple[list[Part], bool]:
    """Return the parts, and whether there are more than are read.

    is_closed: whether a key takes no free text, so that an encoded & in its value ends it.
    """
    pieces = list(islice(_pieces(fragment, is_closed, _LAYERS), MOST_PARTS + 1))
    parts = [_part(piece) for piece in pieces[:MOST_PARTS]]
    while parts and parts[-1].foreign:
        parts.pop()
    if parts:
        parts[-1] = parts[-1]._replace(last=True)
    kept = [part for i, part in enumerate(parts) if not (part.foreign or _is_junk(part, i))]
    return kept, len(pieces) > MOST_PARTS


def tidied(text: str) -> str:
    """Return a value without blanks around it, in small letters."""
    return unquote(text).strip().lower()


def unquoted_printable(texts: Iterator[str]) -> Iterator[str]:
    """The texts, and each without what is left of =3D."""
    for text in texts:
        yield text
        if text[: len(_QUOTED)].lower() == _QUOTED:
            yield text[len(_QUOTED) :]


def before_words(text: str) -> str:
    """Return a value without the words, and another program's query, that were appended to it."""
    return _CUT.split(unquote(text, errors="surrogateescape").strip(), maxsplit=1)[0]


def without_junk(text: str) -> str:
    """Return a value without the punctuation after it, which no value of its kind ends with."""
    return text.rstrip(_MORE_JUNK)


def without_punctuation(text: str) -> str:
    """Return the same for free text, which may end with a hyphen."""
    return text.rstrip(_JUNK)


def _pieces(text: str, is_closed: Callable[[str], bool], layers: int) -> Iterator[str]:
    for piece in _AND.split(text, maxsplit=MOST_PARTS):
        written, equals, value = piece.partition("=")
        wrapped = not equals and _ENCODED_EQUALS.search(piece) is not None
        joined = equals and _ENCODED_AND.search(value) is not None and is_closed(_key(written))
        if layers and (wrapped or joined):
            yield from _pieces(unquote(piece, errors="surrogateescape"), is_closed, layers - 1)
        else:
            yield piece


def _part(piece: str) -> Part:
    written, equals, text = piece.partition("=")
    key = _key(written)
    words = not equals and (_ENTITY.fullmatch(key) or _BLANK.search(written[:_LONGEST_KEY]))
    return Part(key, text if equals else None, False, bool(words or _TRACKING.fullmatch(key)))


def _key(written: str) -> str:
    return unquote(written[-_LONGEST_KEY:]).rpartition("#")[2].strip(_KEY_EDGES)


def _is_junk(part: Part, place: int) -> bool:
    """Return whether a part is nothing but the signs that followed a link, or two & in a row."""
    if part.text is not None or any(map(str.isalnum, part.key)):
        return False
    return not part.key or (place > 0 and len(part.key) <= _LONGEST_JUNK)
