"""Checks of single settings: a number, a count, a choice, a switch, an object of some kind.

Each takes a value of any kind and returns it as the type that the name says, or raises a
ValueError that names the setting, what it is and what was wanted.
"""

import math
import operator
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

_LONGEST = 60


def number(value: Any, name: str, advice: str, allowed: Callable[[float], bool]) -> float:
    """Return one real number (Decimals and Fractions too) for which `allowed` holds."""
    found = _real(value)
    if found is None or not allowed(found):
        raise ValueError(f"{name} is {shown(value)}; {advice}.")
    return found


def non_negative(value: Any, name: str) -> float:
    """Return one finite number >= 0."""
    return number(value, name, "expected a finite number >= 0", lambda v: 0.0 <= v < math.inf)


def positive(value: Any, name: str) -> float:
    """Return one finite number > 0."""
    return number(value, name, "expected a finite number > 0", lambda v: 0.0 < v < math.inf)


def count(value: Any, name: str, least: int, advice: str, most: int = 2**53) -> int:
    """Return a whole number within bounds, an integer of any type; advice speaks of the least."""
    found = _whole(value)
    if found is None or found < least:
        raise ValueError(f"{name} is {shown(value)}; {advice}.")
    if found > most:
        raise ValueError(f"{name} is {shown(value)}; expected at most {most:,}.")
    return found


def choice(value: Any, name: str, choices: Collection[str], advice: str = "expected one of") -> str:
    """Return one of the names in `choices`, which the advice ends with."""
    if not (isinstance(value, str) and value in choices):
        raise ValueError(f"{name} is {shown(value)}; {advice} {', '.join(choices)}.")
    return str(value)


def switch(value: Any, name: str) -> bool:
    """Return True or False, also given as 1 or 0."""
    if not (isinstance(value, bool | int | np.bool_ | np.integer) and value in (0, 1)):
        raise ValueError(f"{name} is {shown(value)}; expected True or False.")
    return bool(value)


def having(value: Any, name: str, attributes: Iterable[str], wanted: str) -> None:
    """Raise ValueError for an object (or a class) that lacks one of the attributes."""
    if isinstance(value, type) or not all(hasattr(value, one) for one in attributes):
        raise ValueError(f"{name} is {shown(value)}; expected {wanted}.")


def generator(value: Any, name: str, *methods: str) -> None:
    """Raise ValueError for what is no source of randomness with these methods."""
    having(value, name, methods, "a numpy.random.Generator, such as numpy.random.default_rng(0)")


def names(values: Any, name: str) -> tuple[str, ...]:
    """Return several names."""
    if isinstance(values, str) or not _several(values):
        raise ValueError(f"{name} is {shown(values)}; expected several words, such as ['a', 'b'].")
    return tuple(values)


def indices(values: Any, name: str, size: int | None = None) -> tuple[int, ...]:
    """Return column indices, sorted and once each, of `size` columns (None: of any number)."""
    found = [_whole(one) for one in values] if _several(values) else [None]
    whole = sorted({one for one in found if one is not None and one >= 0})
    last = "" if size is None else f" from 0 to {size - 1}"
    if len(whole) < len(set(found)) or (whole and size is not None and whole[-1] >= size):
        raise ValueError(f"{name} is {shown(values)}; give column indices{last}.")
    return tuple(whole)


def shown(value: Any) -> str:
    """Return how a value is quoted in a sentence: as Python writes it, but never at length."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if isinstance(value, np.generic | np.ndarray):
        value = value.item()
    try:
        text = repr(value)
    except Exception:
        # An integer of thousands of digits, or an object that cannot show itself.
        text = f"of type {type(value).__name__}"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _several(values: Any) -> bool:
    return isinstance(values, Iterable) and not (isinstance(values, np.ndarray) and not values.ndim)


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None


def _real(value: Any) -> float | None:
    """Return a single real number as float, None for anything else."""
    if isinstance(value, np.ndarray) and value.ndim == 0 and not np.ma.is_masked(value):
        value = value[()]
    if not isinstance(value, Real | Decimal | np.bool_):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None
