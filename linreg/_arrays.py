"""The two kinds of numbers that arrays hold here."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Doubled(NamedTuple):
    """An unevaluated sum high + low, |low| <= ulp(high) / 2: about 106 bits."""

    high: Array
    low: Array
