"""Estimators with the conventions of scikit-learn: fit, predict, score, parameters by name.

X is (N, p) without a column of ones (`fit_intercept` adds it); y is (N,), or (N, k) for k
responses at once. After `fit`, names end in an underscore. Each keeps a copy of the data it
was fitted to, for `summary()`.
"""

from linreg.estimators._descent import GradientDescentRegressor as GradientDescentRegressor
from linreg.estimators._lasso import Lasso as Lasso
from linreg.estimators._least_squares import LinearRegression as LinearRegression
from linreg.estimators._least_squares import Ridge as Ridge
from linreg.estimators._scikit_learn import NotFittedError as NotFittedError

__all__ = [
    "GradientDescentRegressor",
    "Lasso",
    "LinearRegression",
    "NotFittedError",
    "Ridge",
]
