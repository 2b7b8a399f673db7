"""Keys of the playground's state: what each takes and says. Data sets and links are made of them.

A new kind of value is a class in one of these modules, and a spelling in `linreg.links`.
"""

from linreg._keys._bounds import Bounds
from linreg._keys._generator import GENERATOR
from linreg._keys._key import Key, StateError
from linreg._keys._text import decimal_text, listed, short

__all__ = ["GENERATOR", "Bounds", "Key", "StateError", "decimal_text", "listed", "short"]
