"""Which of the older encodings a text is in, by which letters stand beside which."""

import re

__all__ = ["CODECS", "guess_encoding", "likely_encodings"]

# By the names that people know; Python's codecs. The first is what Western spreadsheets write.
CODECS = {
    "Windows-1252": "cp1252",
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
    "Mac Roman": "mac_roman",
    "DOS (CP850)": "cp850",
    "Windows-1254": "cp1254",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "Shift-JIS": "cp932",
    "GBK": "gb18030",
}
_WESTERN = "Windows-1252"
_TRIED = tuple(name for name in CODECS if not name.startswith("UTF"))
_SAMPLE = 20_000  # bytes of lines with other than ASCII
_OTHER = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")
# What is odd in a text that is read rightly: signs within words, three letters with accents in a
# row, capitals behind small letters, letters of two alphabets in one word, signs of no word.
_LATIN = "A-Za-zÀ-ÖØ-öø-\u024f"
_ODD = (
    re.compile(rf"(?<=[{_LATIN}])[^\W\d_{_LATIN}]|[^\W\d_{_LATIN}](?=[{_LATIN}])"),
    re.compile(r"(?<=[^\W\d_])[^\w\s'’.,;:/()\[\]%°&+\-–\"|](?=[^\W\d_])"),
    re.compile("(?<=[À-ÖØ-öø-\u024f]{2})[À-ÖØ-öø-\u024f]"),
    re.compile(r"[À-ÖØ-Þ](?<=[a-zß-öø-ÿа-я][À-ÖØ-Þ])|(?<=[a-zß-öø-ÿа-яё])[А-ЯЁ]"),
    re.compile("[\u00a1\u00a4\u00a6-\u00a8\u00ab-\u00af\u00b4\u00b6\u00b8-\u00bf\u0080-\u009f]"),
    re.compile(
        "[\u2500-\u25ff\ue000-\uf8ff\uff61-\uff9f\ufffd\u0192\u02c6\u02dc\u2020\u2021\u2030\u2039\u203a]"
    ),
    re.compile("(?<=[A-Za-z])[À-ÖØ-Þ](?=[a-z])"),
    re.compile("[Ђ-Џђ-џҐґ]"),
)
# Letters that stand in the one place of the table for Icelandic, in the other for Turkish.
_TURKISH = re.compile("[ÐÝÞðýþ]")


def guess_encoding(data: bytes) -> str:
    """Return the name of the encoding; "" if the bytes are text in none.

    Windows-1252, unless another makes a text that is clearly less odd.
    """
    odd = {name: found[0] for name, found in _ranked(data).items()}
    best = next(iter(odd), "")
    return _WESTERN if odd.get(_WESTERN, float("inf")) <= odd.get(best, 0) + 1 else best


def likely_encodings(data: bytes, read: str) -> tuple[str, ...]:
    """Return the names of at most two encodings that may be meant instead of the one read."""
    ranked = _ranked(data)
    odd, text = ranked.get(read, (float("inf"), ""))
    texts = {text}
    likely = list[str]()
    for name, (other, meant) in ranked.items():
        if other <= odd and meant not in texts:
            texts.add(meant)
            likely.append(name)
    return tuple(likely[:2])


def _ranked(data: bytes) -> dict[str, tuple[float, str]]:
    """Encodings in which the bytes are text: how odd it is, and a sample; the least odd first."""
    lines = b"\n".join(_OTHER.findall(data[: 20 * _SAMPLE]))
    # No character is cut in two at the end of a line.
    sample = lines if len(lines) <= _SAMPLE else lines[:_SAMPLE].rpartition(b"\n")[0]
    found = {name: _read(sample, name) for name in _TRIED}
    likely = {name: entry for name, entry in found.items() if entry is not None}
    return dict(sorted(likely.items(), key=lambda item: item[1][0]))


def _read(sample: bytes, name: str) -> tuple[float, str] | None:
    try:
        text = sample.decode(CODECS[name])
    except (UnicodeDecodeError, LookupError):  # a small Python lacks some
        return None
    odd = sum(len(sign.findall(text)) for sign in _ODD)
    turkish = name == _WESTERN and _TURKISH.search(text) is not None
    return odd + 0.5 * turkish, text
