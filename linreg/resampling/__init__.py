"""Refit and see: bootstrap, refit clouds, last-digit jitter, cross-validation.

Randomness is always a `numpy.random.Generator` that the caller passes in.
"""

from linreg.resampling._cloud import Cloud as Cloud
from linreg.resampling._cloud import bootstrap as bootstrap
from linreg.resampling._cloud import bootstrap_residuals as bootstrap_residuals
from linreg.resampling._cloud import refit_cloud as refit_cloud
from linreg.resampling._folds import KFold as KFold
from linreg.resampling._folds import k_fold as k_fold
from linreg.resampling._jitter import half_units as half_units
from linreg.resampling._jitter import last_digit_jitter as last_digit_jitter

__all__ = [
    "Cloud",
    "KFold",
    "bootstrap",
    "bootstrap_residuals",
    "half_units",
    "k_fold",
    "last_digit_jitter",
    "refit_cloud",
]
