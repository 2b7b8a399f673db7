"""Least squares you can watch: an accurate, readable linear regression core in pure NumPy.

Letters, here and in every module:
    N, p   number of samples, number of columns
    X      (N, p) design matrix, one row per sample; a ones column first absorbs the intercept
    y      (N,) responses
    w      (p,) coefficients;  b  the intercept where it is kept separate
    r      (N,) residual Xw - y
"""

from linreg import datasets as datasets
from linreg import design as design
from linreg import diagnostics as diagnostics
from linreg import distributions as distributions
from linreg import doubled as doubled
from linreg import exact as exact
from linreg import links as links
from linreg import logistic as logistic
from linreg import objective as objective
from linreg import penalties as penalties
from linreg import resampling as resampling
from linreg import updates as updates
from linreg.descent import DescentStatus as DescentStatus
from linreg.descent import GradientDescent as GradientDescent
from linreg.descent import Step as Step
from linreg.descent import Trajectory as Trajectory
from linreg.design import Design as Design
from linreg.diagnostics import correct_digits as correct_digits
from linreg.estimators import GradientDescentRegressor as GradientDescentRegressor
from linreg.estimators import Lasso as Lasso
from linreg.estimators import LinearRegression as LinearRegression
from linreg.estimators import NotFittedError as NotFittedError
from linreg.estimators import Ridge as Ridge
from linreg.formula import Formula as Formula
from linreg.formula import FormulaError as FormulaError
from linreg.links import playground_link as playground_link
from linreg.objective import RobustError as RobustError
from linreg.objective import SquaredError as SquaredError
from linreg.paths import lasso_path as lasso_path
from linreg.paths import ridge_path as ridge_path
from linreg.robust import RobustSolution as RobustSolution
from linreg.robust import RobustStatus as RobustStatus
from linreg.robust import solve_robust as solve_robust
from linreg.solvers import Factors as Factors
from linreg.solvers import Solution as Solution
from linreg.solvers import Status as Status
from linreg.solvers import factorise as factorise
from linreg.solvers import solve as solve
from linreg.spectrum import Spectrum as Spectrum
from linreg.spectrum import learning_rate_limit as learning_rate_limit
from linreg.spectrum import spectrum as spectrum
from linreg.streaming import StreamingFit as StreamingFit
from linreg.tables import Table as Table
from linreg.tables import TableError as TableError
from linreg.tables import read_table as read_table
from linreg.updates import Backtracking as Backtracking
from linreg.updates import HeavyBall as HeavyBall
from linreg.updates import MiniBatch as MiniBatch
from linreg.updates import Nesterov as Nesterov
from linreg.updates import Proximal as Proximal
from linreg.variants import MomentsError as MomentsError
from linreg.variants import SeparateBias as SeparateBias

__version__ = "0.1.0"

__all__ = [
    "Backtracking",
    "DescentStatus",
    "Design",
    "Factors",
    "Formula",
    "FormulaError",
    "GradientDescent",
    "GradientDescentRegressor",
    "HeavyBall",
    "Lasso",
    "LinearRegression",
    "MiniBatch",
    "MomentsError",
    "Nesterov",
    "NotFittedError",
    "Proximal",
    "Ridge",
    "RobustError",
    "RobustSolution",
    "RobustStatus",
    "SeparateBias",
    "Solution",
    "Spectrum",
    "SquaredError",
    "Status",
    "Step",
    "StreamingFit",
    "Table",
    "TableError",
    "Trajectory",
    "correct_digits",
    "datasets",
    "design",
    "diagnostics",
    "distributions",
    "doubled",
    "exact",
    "factorise",
    "lasso_path",
    "learning_rate_limit",
    "links",
    "logistic",
    "objective",
    "penalties",
    "playground_link",
    "read_table",
    "resampling",
    "ridge_path",
    "solve",
    "solve_robust",
    "spectrum",
    "updates",
]
