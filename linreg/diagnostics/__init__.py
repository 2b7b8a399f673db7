"""What a fit is worth: inference, influence, collinearity, digits."""

from linreg.diagnostics._digits import correct_digits as correct_digits
from linreg.diagnostics._digits import expected_lost_digits as expected_lost_digits

__all__ = ["correct_digits", "expected_lost_digits"]
