"""The lasso: coordinate descent with exact steps, and rational arithmetic where floats end."""

from linreg._lasso._core import LassoCore as LassoCore
from linreg._lasso._core import Problem as Problem
from linreg._lasso._core import Solved as Solved
from linreg._lasso._core import shift as shift
from linreg._lasso._rational import RationalLasso as RationalLasso

__all__ = ["LassoCore", "Problem", "RationalLasso", "Solved", "shift"]
