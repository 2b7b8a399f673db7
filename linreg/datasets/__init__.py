"""Data sets: drawn from a seed, NIST's references, Anscombe's quartet, and real ones.

Each says where it comes from and on what terms, and gives a `linreg.tables.Table`.
"""

from linreg.datasets._base import DataSet, Drawn
from linreg.datasets._files import Certified, Nist, Published
from linreg.datasets._registry import DATASETS, get, load

__all__ = ["DATASETS", "Certified", "DataSet", "Drawn", "Nist", "Published", "get", "load"]
