"""JSON from outside, parsed only where it is neither too deep nor too large.

A parser calls itself at each level. In a browser, where the stack is small, a deeply nested text
ends Python itself before any exception can be raised.
"""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np

DEEPEST = 64
MOST_CHARACTERS = 64_000_000
MOST_CONTAINERS = 1_000_000

# Strings, the last of which may lack its end, and what is between brackets. Possessive: each
# character is looked at once.
_NO_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+[\\"]?|[^"\[\]{}]++', re.DOTALL)
_OPENING, _CLOSING = tuple(b"[{"), tuple(b"]}")


class JsonError(ValueError):
    """What is wrong with a JSON text, as the end of a sentence: "is nested too deeply"."""


def check_json(text: str) -> None:
    """Raises JsonError where a text is too large, or nested too deeply, to be parsed safely."""
    if len(text) > MOST_CHARACTERS:
        raise JsonError(f"is too long (over {MOST_CHARACTERS:,} characters)")
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    brackets = _NO_BRACKET.sub("", text).encode("ascii", "replace")
    codes = np.frombuffer(brackets, dtype=np.uint8)
    opened = np.isin(codes, _OPENING)
    if int(np.count_nonzero(opened)) > MOST_CONTAINERS:
        raise JsonError(f"holds too many lists and objects (over {MOST_CONTAINERS:,})")
    steps = opened.astype(np.int32) - np.isin(codes, _CLOSING)
    if int(np.max(np.cumsum(steps), initial=0)) > DEEPEST:
        raise JsonError("is nested too deeply")


def read_json(source: str | bytes) -> Any:
    """Return the value of a JSON text, or of its bytes in any UTF encoding; raises JsonError."""
    if len(source) > 4 * MOST_CHARACTERS:
        raise JsonError(f"is too long (over {MOST_CHARACTERS:,} characters)")
    try:
        text = source if isinstance(source, str) else _decoded(source)
        check_json(text)
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise JsonError(f"breaks off in line {error.lineno} ({error.msg})") from None
    except UnicodeDecodeError:
        raise JsonError("is not Unicode text") from None
    except JsonError:
        raise
    except ValueError:
        # Python makes no whole number of so many digits.
        raise JsonError("holds a number of thousands of digits") from None


def _decoded(data: bytes) -> str:
    return data.decode(json.detect_encoding(data), "surrogatepass").removeprefix("\ufeff")
