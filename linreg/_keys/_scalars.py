"""Single values: a choice, a flag, a number."""

from numbers import Real as RealNumber
from typing import Any, ClassVar

from linreg._keys._bounds import Bounds
from linreg._keys._kind import BadValue, Kind, finite
from linreg._keys._text import listed, short

# Longer lists of choices are not told whole.
_MOST_LISTED = 10


class Choice(Kind):
    """One of several names."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def check(self, value: object) -> Any:
        if isinstance(value, str) and value in self.choices:
            return value
        raise BadValue(value, "is not available", self._near(value))

    def wanted(self) -> str:
        return f"one of {listed(self.choices)}"

    def _near(self, value: object) -> str:
        """Return what to use in place of a value; "" where the list is told whole."""
        if len(self.choices) <= _MOST_LISTED:
            return ""
        # Only mistakes need it, and it takes time to import.
        from difflib import get_close_matches

        if near := get_close_matches(str(value), self.choices, n=1):
            return f"Did you mean {near[0]}?"
        more = len(self.choices) - _MOST_LISTED
        return f"Use one of {listed(self.choices[:_MOST_LISTED])} or {more} more."

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.choices)}


class Flag(Kind):
    """0 or 1; True and False are taken for them."""

    def check(self, value: object) -> int:
        if isinstance(value, RealNumber) and value in (0, 1):
            return 1 if value else 0
        raise BadValue(value, "is neither 0 nor 1")

    def wanted(self) -> str:
        return "0 or 1"

    def schema(self) -> dict[str, Any]:
        return {"enum": [0, 1]}


class _Number(Kind):
    """A finite number within bounds, or one of the choices.

    Parameters
    ----------
    low, high : the bounds, both inclusive; None is no limit.
    above : an exclusive lower bound, in place of `low`.
    choices : values that are accepted outside the bounds, such as "auto".
    """

    noun: ClassVar[str]
    json_type: ClassVar[str]

    def __init__(
        self,
        low: float | None = None,
        high: float | None = None,
        *,
        above: float | None = None,
        choices: tuple[Any, ...] = (),
    ) -> None:
        open_below = above is not None
        self.bounds = Bounds(above if open_below else low, high, (not open_below, True))
        self.choices = choices

    def wanted(self) -> str:
        bounded = f"{self.noun} {self.bounds}".rstrip()
        if not self.choices:
            return bounded
        return f"{listed(map(short, self.choices))} or {bounded}"

    def schema(self) -> dict[str, Any]:
        limits = zip(("minimum", "maximum"), self.bounds[:2], self.bounds.inclusive, strict=True)
        numbers: dict[str, Any] = {"type": self.json_type}
        for limit, value, inclusive in limits:
            if value is not None:
                numbers[limit if inclusive else "exclusive" + limit.capitalize()] = value
        return {"anyOf": [numbers, {"enum": list(self.choices)}]} if self.choices else numbers

    def _within(self, number: Any) -> Any:
        if self.bounds.hold(number) or number in self.choices:
            return number
        raise BadValue(number, "is out of range")


class Integer(_Number):
    """A whole number, also given as a float without a fraction."""

    noun = "a whole number"
    json_type = "integer"

    def check(self, value: object) -> int:
        if not finite(value).is_integer():
            raise BadValue(value, "is not a whole number")
        # The value itself, not its float: a large integer would lose its last digits.
        return int(self._within(value))


class Real(_Number):
    """A finite float."""

    noun = "a number"
    json_type = "number"

    def check(self, value: object) -> Any:
        if isinstance(value, str) and value in self.choices:
            return value
        return float(self._within(finite(value)))
