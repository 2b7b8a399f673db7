"""Objectives: a design, a loss and a penalty, each an object of its own.

L(w) = mean(loss(Xw - y)) + penalty(w). The loss says what a residual costs, the design how
residuals depend on w; so gradient descent runs the same loop with any loss. GLM.jl divides a
model into response and predictor in the same way.
"""

from linreg.objective._base import PENALTY as PENALTY
from linreg.objective._base import Objective as Objective
from linreg.objective._base import Rows as Rows
from linreg.objective._losses import LOSSES as LOSSES
from linreg.objective._losses import Absolute as Absolute
from linreg.objective._losses import Huber as Huber
from linreg.objective._losses import Loss as Loss
from linreg.objective._losses import Squared as Squared
from linreg.objective._losses import loss_of as loss_of
from linreg.objective._robust import RobustError as RobustError
from linreg.objective._squared import SquaredError as SquaredError
