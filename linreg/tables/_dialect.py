"""What a text looks like: what stands between its columns."""

import re
from collections import Counter
from contextlib import suppress
from itertools import islice

from linreg.tables._delimited import BLANKS, records
from linreg.tables._error import TableError
from linreg.tables._numbers import is_missing, is_number

__all__ = ["DELIMITERS", "guess_delimiter"]

DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "pipe", BLANKS: "blanks"}
_SAMPLE = 200  # records looked at for the delimiter
_SAMPLE_TEXT = 50_000  # characters they may take
_SAMPLE_CELLS = 20_000  # cells looked at in them
_UNEVEN_HEAD = 0.5  # what it costs if the first record is not as wide as most
# A name above nothing but numbers with a decimal comma: one column, whatever commas suggest.
_ONE_COLUMN = re.compile(r'\s*[^\d\s,;"|][^,;\t"|\n]*\n(?:[ \t]*[+-]?\d+,\d+[ \t]*\n)+\s*')


def guess_delimiter(text: str, decimal: str | None = None) -> str:
    """Return the delimiter that splits a sample most evenly, into most numbers; else the comma.

    A tie goes to tab, semicolon, comma, pipe, blanks in this order: with decimal commas
    1,5;2,5 splits evenly by either. decimal : the decimal mark, if it is known; a decimal
    comma without quotes is no delimiter.
    """
    sample = text.lstrip("\n")[:_SAMPLE_TEXT]
    # Not the last line, if the sample cuts it.
    sample = sample[: sample.rfind("\n") + 1] if len(text) > len(sample) else sample
    sample = sample or text.lstrip("\n")[:_SAMPLE_TEXT]
    if _ONE_COLUMN.fullmatch(sample.rstrip("\n") + "\n") or (decimal == "," and '"' not in sample):
        candidates = [delimiter for delimiter in DELIMITERS if delimiter != ","]
    else:
        candidates = list(DELIMITERS)
    scores = {delimiter: _score(sample, delimiter) for delimiter in candidates}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ("," if "," in candidates else ";")


def _score(sample: str, delimiter: str) -> float:
    """Return the share of records of the usual width plus the share of numbers in them."""
    found: list[list[str]] = []
    # A quote that is open under one delimiter may be none under another.
    with suppress(TableError):
        found.extend(record for _, record in islice(records(sample, delimiter), _SAMPLE))
    found = [record for record in found if record != [""]]
    if not found:
        return 0.0
    width, count = Counter(map(len, found)).most_common(1)[0]
    cells = (cell for record in found[1:] if len(record) == width for cell in record)
    looked = list(islice(cells, _SAMPLE_CELLS))
    numbers = sum(is_missing(cell) or is_number(cell) for cell in looked) / max(1, len(looked))
    uneven = _UNEVEN_HEAD if len(found[0]) != width else 0.0
    return count / len(found) + numbers - uneven if width > 1 else 0.0
