"""The contract of a kind of value."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import suppress
from math import isfinite, isinf
from numbers import Real
from typing import Any

from linreg._keys._bounds import Bounds

BEYOND = "is beyond the largest floating-point number, 1.8 × 10³⁰⁸"


class BadValue(ValueError):
    """A value that a kind does not take, and the end of the sentence that says why.

    remedy: a sentence in place of the list of what is taken.
    """

    def __init__(self, value: object, fault: str, remedy: str = "") -> None:
        super().__init__(fault)
        self.value = value
        self.fault = fault
        self.remedy = remedy


class Kind(ABC):
    """What a key takes.

    Attributes
    ----------
    bounds : limits of a number, or of the length of a list or text.
    choices : what is chosen from; for a number, values accepted outside the bounds.
    """

    bounds = Bounds()
    choices: tuple[Any, ...] = ()

    @abstractmethod
    def check(self, value: object) -> Any:
        """Return the value in its normal form. Raises BadValue."""

    @abstractmethod
    def wanted(self) -> str:
        """Return what is taken, as the end of the sentence "Use ..."."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the values."""


def finite(value: object) -> float:
    """Return a finite real number as a float. Raises BadValue."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise BadValue(value, BEYOND if overflows(value) else "is not a number")
    try:
        number = float(value)
    except OverflowError as error:
        raise BadValue(value, BEYOND) from error
    if not isfinite(number):
        raise BadValue(value, "is not a finite number")
    return number


def overflows(value: object) -> bool:
    """Return whether a text is a number beyond the range of floats, such as 1e400."""
    if not isinstance(value, str) or not any(map(str.isdigit, value)):
        return False
    with suppress(ValueError):
        return isinf(float(value))
    return False


def items(value: object) -> tuple[object, ...]:
    """Return the items of a list; a string is a comma separated list, as in a link."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",")) if value else ()
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise BadValue(value, "is not a list")
    return tuple(value)
