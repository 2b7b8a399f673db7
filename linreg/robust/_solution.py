"""The result of a robust fit, and how it can end."""

from dataclasses import dataclass
from enum import Enum

from linreg._arrays import Array
from linreg._text import Paragraph


class RobustStatus(Enum):
    """The outcome of a robust fit; everything but FAILED comes with coefficients."""

    OK = Paragraph("The fit converged, and the columns are independent.")
    ZERO_SCALE = Paragraph(
        "More than half of the residuals are zero, so the robust scale is zero. Huber's loss at a "
        "scale that tends to zero is the absolute loss: these are the least absolute deviations. "
        "Points off the fit have weight 0."
    )
    NOT_UNIQUE = Paragraph(
        "Several fits have the same smallest sum of absolute deviations, to rounding of the data. "
        "This one passes through as many points as there are independent columns; so do others. "
        "Huber's loss rarely has this difficulty."
    )
    MINIMUM_NORM = Paragraph(
        "The columns are dependent: infinitely many coefficients fit equally well. These have the "
        "smallest Euclidean norm. Predictions do not depend on the choice; single coefficients "
        "are not to be interpreted. Remove the dependent columns."
    )
    ILL_CONDITIONED = Paragraph(
        "The columns are so nearly dependent that the digits of the coefficients are not sure. "
        "Remove or combine redundant columns."
    )
    NOT_CONVERGED = Paragraph(
        "The iteration ended before the fit settled. These are its last coefficients. The data "
        "have few rows, or a large share of outliers, or the threshold delta is very small: try "
        "another delta, or loss='absolute'."
    )
    FAILED = Paragraph(
        "Numbers overflowed, so there are no coefficients. Bring the columns to similar magnitudes."
    )


@dataclass(frozen=True, eq=False)
class RobustSolution:
    """Coefficients of a robust fit, and how much each row counts in it.

    Attributes
    ----------
    coefficients : (p,); NaN where the fit failed.
    weights : (N,), 0..1, how much a row counts beside its sample weight. Least squares with
        sample weights times these gives the same coefficients, except for `absolute`.
        squared: 1. huber: 1 where |r| <= delta * scale, else delta * scale / |r|. absolute:
        1 where |r| <= scale, else scale / |r|. Each row pulls with the same force there, so this
        is the pull per unit of residual, and 1 at the points that the fit passes through.
        With a scale of zero: 1 where the residual is zero, else 0.
    scale : robust standard deviation of the residuals, in y's units: their median absolute value
        over 0.6745, weighted by the sample weights.
    iterations : weighted fits (huber), or vertices visited (absolute).
    status, message : the outcome in general (`status.value.text`) and with this problem's facts.
    loss : its name.
    """

    coefficients: Array
    weights: Array
    scale: float
    iterations: int
    status: RobustStatus
    message: str
    loss: str
