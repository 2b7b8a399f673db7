"""The cells of one column as bytes: numbers by their range, or text; every cell as typed.

Numbers written with at most d decimals are whole numbers times 10**-d. They are stored as they
are, or as differences of neighbours, in base (largest - smallest + 1); cells that the shared way
of writing does not give back (missing, 1e5, 2.50 among 2.5) are stored beside them as text.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise

from linreg.links._radix import (
    PackingError,
    Reader,
    digits_bytes,
    read_digits,
    signed_bytes,
    whole_bytes,
)

# How a column is stored: text, or numbers, and then a sum of these: 2 times how many decimals
# there are (as few as needed, or at least one as Python writes floats, or always all), and
# whether differences are stored.
_TEXT, _NUMBERS, _DIFFERENCES = 0, 1, 8
_FEW, _ONE, _ALL = 0, 1, 2

# Longer ones are text: no number that is typed has so many digits.
_LONGEST = 40
_PLAIN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def text_bytes(text: str) -> bytes:
    content = text.encode("utf-8", "surrogatepass")
    return whole_bytes(len(content)) + content


def read_text(reader: Reader) -> str:
    try:
        return reader.take(reader.whole()).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise PackingError("is not UTF-8 text") from None


def cells_bytes(cells: Sequence[str]) -> bytes:
    """Return the shortest of the ways to store the cells of a column."""
    ways = [bytes([_TEXT]) + text_bytes(_joined(cells))]
    plain = [cell for cell in cells if _is_plain(cell)]
    counts = Counter(len(cell.partition(".")[2]) for cell in plain)
    for decimals in {max(counts), counts.most_common(1)[0][0]} if counts else ():
        ways += [_numbers(cells, decimals, how) for how in (_FEW, _ONE, _ALL)]
    return min(ways, key=lambda way: len(zlib.compress(way, 9)))


def read_cells(reader: Reader, count: int) -> list[str]:
    how = reader.take(1)[0]
    if how == _TEXT:
        return _parted(read_text(reader), count)
    style, differences = how >> 1 & 3, bool(how & _DIFFERENCES)
    if not how & _NUMBERS or style > _ALL or how > 15:
        raise PackingError("has a format that this version does not know")
    decimals = reader.whole()
    if decimals > _LONGEST:
        raise PackingError("has too many decimals")
    if differences and not count:
        raise PackingError("has more cells than rows")
    others = _read_others(reader, count)
    first = reader.signed() if differences else 0
    low, span = reader.signed(), reader.whole() + 1
    stored = count - 1 if differences else count
    numbers = [low + digit for digit in read_digits(reader, stored, span)]
    if differences:
        numbers = list(accumulate(numbers, initial=first))
    cells = [_written(number, decimals, style) for number in numbers]
    for row, cell in others.items():
        cells[row] = cell
    return cells


def _numbers(cells: Sequence[str], decimals: int, style: int) -> bytes:
    numbers: list[int] = []
    others: dict[int, str] = {}
    for row, cell in enumerate(cells):
        number = _scaled(cell, decimals)
        if number is None or _written(number, decimals, style) != cell:
            others[row] = cell
            # A number that is there already widens no range.
            number = numbers[-1] if numbers else None
        numbers.append(0 if number is None else number)
    head = whole_bytes(decimals) + _others_bytes(others)
    steps = [b - a for a, b in pairwise(numbers)]
    if _span(steps) < _span(numbers):
        how = _NUMBERS | style << 1 | _DIFFERENCES
        return bytes([how]) + head + signed_bytes(numbers[0]) + _ranged(steps)
    return bytes([_NUMBERS | style << 1]) + head + _ranged(numbers)


def _ranged(numbers: Sequence[int]) -> bytes:
    low, span = min(numbers, default=0), _span(numbers)
    digits = [number - low for number in numbers]
    return signed_bytes(low) + whole_bytes(span - 1) + digits_bytes(digits, span)


def _span(numbers: Sequence[int]) -> int:
    return max(numbers) - min(numbers) + 1 if numbers else 1


def _is_plain(cell: str) -> bool:
    return len(cell) <= _LONGEST and _PLAIN.fullmatch(cell) is not None


def _scaled(cell: str, decimals: int) -> int | None:
    """Return the cell times 10**decimals; None where that is no whole number."""
    if not _is_plain(cell):
        return None
    whole, _, fraction = cell.partition(".")
    return int(whole + fraction.ljust(decimals, "0")) if len(fraction) <= decimals else None


def _written(number: int, decimals: int, style: int) -> str:
    """number * 10**-decimals."""
    digits = str(abs(number)).rjust(decimals + 1, "0")
    whole, fraction = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    if style != _ALL:
        fraction = fraction.rstrip("0") or "0" * style
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{fraction}" if fraction else sign + whole


def _others_bytes(others: dict[int, str]) -> bytes:
    gaps = [b - a - 1 for a, b in pairwise([-1, *others])]
    texts = text_bytes(_joined(list(others.values()))) if others else b""
    return whole_bytes(len(others)) + b"".join(map(whole_bytes, gaps)) + texts


def _read_others(reader: Reader, count: int) -> dict[int, str]:
    size = reader.whole()
    if size > count:
        raise PackingError("has more cells than rows")
    gaps = [reader.whole() + 1 for _ in range(size)]
    rows = list(accumulate(gaps, initial=-1))[1:]
    if rows and rows[-1] >= count:
        raise PackingError("has more cells than rows")
    return dict(zip(rows, _parted(read_text(reader), size), strict=True)) if size else {}


def _joined(cells: Sequence[str]) -> str:
    """The cells, each with a line end after it; a line end within is written \\n."""
    return "".join(cell.replace("\\", "\\\\").replace("\n", "\\n") + "\n" for cell in cells)


def _parted(text: str, count: int) -> list[str]:
    lines = text.split("\n")
    if lines.pop() or len(lines) != count:
        raise PackingError("has a wrong number of cells")
    return [re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], line) for line in lines]
