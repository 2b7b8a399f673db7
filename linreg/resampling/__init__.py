"""Refit and see: bootstrap, permutation, refit clouds, last-digit jitter, cross-validation.

Randomness comes from a `numpy.random.Generator` that the caller passes in. The bootstraps, the
clouds and the permutation test also take a `linreg.sampler.Sampler`: with the same seed it draws
the same samples everywhere, and more draws begin with the same ones.
"""

from linreg.resampling._cloud import Cloud as Cloud
from linreg.resampling._cloud import bootstrap as bootstrap
from linreg.resampling._cloud import bootstrap_residuals as bootstrap_residuals
from linreg.resampling._cloud import jackknife as jackknife
from linreg.resampling._cloud import refit_cloud as refit_cloud
from linreg.resampling._folds import KFold as KFold
from linreg.resampling._folds import k_fold as k_fold
from linreg.resampling._intervals import bca_interval as bca_interval
from linreg.resampling._intervals import jackknife_acceleration as jackknife_acceleration
from linreg.resampling._intervals import percentile_interval as percentile_interval
from linreg.resampling._jitter import half_units as half_units
from linreg.resampling._jitter import last_digit_jitter as last_digit_jitter
from linreg.resampling._permutation import PermutationTest as PermutationTest
from linreg.resampling._permutation import permutation_test as permutation_test
from linreg.resampling._simulated import redraw as redraw

__all__ = [
    "Cloud",
    "KFold",
    "PermutationTest",
    "bca_interval",
    "bootstrap",
    "bootstrap_residuals",
    "half_units",
    "jackknife",
    "jackknife_acceleration",
    "k_fold",
    "last_digit_jitter",
    "percentile_interval",
    "permutation_test",
    "redraw",
    "refit_cloud",
]
