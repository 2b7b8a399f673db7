"""The kinds of values that keys take: a class each, which checks, describes and gives a schema."""

from linreg._keys._kind import BadValue, Kind
from linreg._keys._lists import Choices, Decimals, Names, Numbers
from linreg._keys._points import Points
from linreg._keys._scalars import Choice, Flag, Integer, Real
from linreg._keys._texts import Code, Label, LessonName, Name, Path

__all__ = [
    "BadValue",
    "Choice",
    "Choices",
    "Code",
    "Decimals",
    "Flag",
    "Integer",
    "Kind",
    "Label",
    "LessonName",
    "Name",
    "Names",
    "Numbers",
    "Path",
    "Points",
    "Real",
]
