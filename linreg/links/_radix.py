"""Whole numbers as bytes, with hardly more bits than their range needs.

Numbers below a span s take log2(s) bits each: k of them are the digits of one number in base s,
written in as many whole bytes as s**k - 1 needs. k is such that a block has about BLOCK_BITS
bits: less than a byte is lost per block, and the work stays linear in the count.
"""

from collections.abc import Iterator, Sequence

BLOCK_BITS = 8192


class PackingError(ValueError):
    """Bytes that no packing has made; the text says what is wrong with them."""


class Reader:
    """Takes bytes from the front; raises PackingError where too few are left."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._content):
            raise PackingError("ends too early")
        taken, self._at = self._content[self._at : end], end
        return taken

    def whole(self) -> int:
        """Return a number of at least 0, as `whole_bytes` writes it."""
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 300:
                raise PackingError("has a number that is too large")

    def signed(self) -> int:
        value = self.whole()
        return -(value >> 1) - 1 if value & 1 else value >> 1

    def finish(self) -> None:
        """Raises PackingError where bytes are left over."""
        if self._at != len(self._content):
            raise PackingError("continues after its end")


def whole_bytes(value: int) -> bytes:
    """Return a number >= 0: seven bits a byte, the lowest first, 128 set where more follow."""
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    written.append(value)
    return bytes(written)


def signed_bytes(value: int) -> bytes:
    return whole_bytes((-value - 1 << 1) | 1 if value < 0 else value << 1)


def digits_bytes(digits: Sequence[int], span: int) -> bytes:
    """Numbers from 0 to span - 1."""
    written = []
    for start, count in _blocks(len(digits), span):
        number = 0
        for digit in digits[start : start + count]:
            number = number * span + digit
        written.append(number.to_bytes(_size(count, span), "big"))
    return b"".join(written)


def read_digits(reader: Reader, count: int, span: int) -> list[int]:
    """Return `count` numbers from 0 to span - 1."""
    digits: list[int] = []
    for _, size in _blocks(count, span):
        number = int.from_bytes(reader.take(_size(size, span)), "big")
        block = []
        for _ in range(size):
            number, digit = divmod(number, span)
            block.append(digit)
        if number:
            raise PackingError("has a number out of range")
        digits += reversed(block)
    return digits


def _blocks(count: int, span: int) -> Iterator[tuple[int, int]]:
    """Start and length of each block."""
    length = max(1, BLOCK_BITS // max(1, (span - 1).bit_length()))
    for start in range(0, count, length):
        yield start, min(length, count - start)


def _size(count: int, span: int) -> int:
    largest: int = span**count - 1
    return (largest.bit_length() + 7) // 8
