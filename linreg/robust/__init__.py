"""Robust regression: fits that a few outlying responses hardly move.

`solve_robust` minimises Huber's loss at a robust scale, or the sum of absolute deviations.
High leverage still moves both: they bound what a residual counts, not what a row of X counts.
"""

from linreg.robust._solution import RobustSolution as RobustSolution
from linreg.robust._solution import RobustStatus as RobustStatus
from linreg.robust._solve import solve_robust as solve_robust

__all__ = ["RobustSolution", "RobustStatus", "solve_robust"]
