"""Least squares in rational arithmetic: the referee, right to every digit.

Numbers are taken exactly as given: floats as the binary fractions they are, and integers,
`decimal.Decimal`, `fractions.Fraction` and decimal text ("0.1", "-1.5e-3") as typed.
X is (N, p), y (N,) or (N, k), w (p,) or (p, k).
"""

from fractions import Fraction as Fraction

from linreg.exact._elimination import Integers as Integers
from linreg.exact._elimination import bareiss as bareiss
from linreg.exact._elimination import eliminate as eliminate
from linreg.exact._elimination import least_norm as least_norm
from linreg.exact._elimination import substitute as substitute
from linreg.exact._elimination import whole_columns as whole_columns
from linreg.exact._least_squares import CAP as CAP
from linreg.exact._least_squares import RationalFit as RationalFit
from linreg.exact._least_squares import TooLarge as TooLarge
from linreg.exact._least_squares import least_squares as least_squares
from linreg.exact._least_squares import moments as moments
from linreg.exact._numbers import Rational as Rational
from linreg.exact._numbers import doubled as doubled
from linreg.exact._numbers import is_typed as is_typed
from linreg.exact._numbers import nearest as nearest
from linreg.exact._numbers import rationals as rationals
from linreg.exact._numbers import to_doubled as to_doubled
