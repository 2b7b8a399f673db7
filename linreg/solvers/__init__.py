"""Least-squares solvers, one algorithm per file, one contract: factorise, then solve."""

from linreg.solvers._base import Factors as Factors
from linreg.solvers._base import Solver as Solver
from linreg.solvers._solution import Solution as Solution
from linreg.solvers._solve import METHODS as METHODS
from linreg.solvers._solve import factorise as factorise
from linreg.solvers._solve import solve as solve
from linreg.solvers._status import Status as Status
from linreg.solvers._system import System as System

__all__ = ["METHODS", "Factors", "Solution", "Solver", "Status", "System", "factorise", "solve"]
