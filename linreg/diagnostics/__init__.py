"""What a fit is worth: inference, influence, collinearity, digits."""

from linreg.diagnostics._collinearity import Collinearity as Collinearity
from linreg.diagnostics._collinearity import collinearity as collinearity
from linreg.diagnostics._collinearity import vif as vif
from linreg.diagnostics._digits import correct_digits as correct_digits
from linreg.diagnostics._digits import expected_lost_digits as expected_lost_digits
from linreg.diagnostics._frame import Frame as Frame
from linreg.diagnostics._inference import Inference as Inference
from linreg.diagnostics._inference import inference as inference
from linreg.diagnostics._influence import Influence as Influence
from linreg.diagnostics._influence import durbin_watson as durbin_watson
from linreg.diagnostics._influence import influence as influence
from linreg.diagnostics._influence import leave_one_out_error as leave_one_out_error
from linreg.diagnostics._robust import COVARIANCES as COVARIANCES
from linreg.diagnostics._tests import ResidualTest as ResidualTest
from linreg.diagnostics._tests import ResidualTests as ResidualTests
from linreg.diagnostics._tests import tests as tests

__all__ = [
    "COVARIANCES",
    "Collinearity",
    "Frame",
    "Inference",
    "Influence",
    "ResidualTest",
    "ResidualTests",
    "collinearity",
    "correct_digits",
    "durbin_watson",
    "expected_lost_digits",
    "inference",
    "influence",
    "leave_one_out_error",
    "tests",
    "vif",
]
