"""How values are written in sentences."""

from collections.abc import Iterable
from numbers import Integral, Real


def decimal_text(value: float) -> str:
    """Return a number as the shortest decimal that reads back as the same float: 3.0 is "3".

    Integers keep all their digits.
    """
    text = str(int(value)) if isinstance(value, Integral) else repr(float(value))
    return text.removesuffix(".0")


def listed(items: Iterable[object]) -> str:
    return ", ".join(map(str, items))


def _text(value: object) -> str:
    if isinstance(value, Real) and not isinstance(value, bool):
        number = int(value) if isinstance(value, Integral) else float(value)
        return decimal_text(number).replace("-", "\N{MINUS SIGN}")
    if isinstance(value, list | tuple):
        return f"[{listed(map(_text, value))}]"
    return value if isinstance(value, str) else repr(value)


def short(value: object) -> str:
    """Return the value for a sentence, in at most 60 characters."""
    try:
        text = _text(value)
    except ValueError:
        # Python writes no number of thousands of digits.
        text = "a number of thousands of digits"
    text = " ".join(text.split()) or "(nothing)"
    return text if len(text) <= 60 else text[:57] + "..."
