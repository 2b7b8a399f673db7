"""Visible names of what a reader chooses: each stands here once, by the state's own key values.

Data sets have theirs in `linreg.datasets` (`title`), solvers in `linreg.solvers` (`label`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from linreg.solvers import METHODS

TABS: Mapping[str, str] = MappingProxyType(
    {
        "fit": "Fit",
        "descent": "Descent",
        "closed-form": "Closed form",
        "collinearity": "Collinearity",
        "diagnostics": "Diagnostics",
        "code": "Code",
        "lessons": "Lessons",
    }
)
SOLVERS: Mapping[str, str] = MappingProxyType(
    {name: solver.label[:1].upper() + solver.label[1:] for name, solver in METHODS.items()}
    | {"lstsq": "NumPy lstsq"}
)
PENALTIES: Mapping[str, str] = MappingProxyType(
    {"none": "None", "ridge": "Ridge", "lasso": "Lasso", "elastic": "Elastic net"}
)
LOSSES: Mapping[str, str] = MappingProxyType(
    {"squared": "Squared", "huber": "Huber", "absolute": "Absolute"}
)
# The same within a sentence, and the fit by each.
LOSS_NAMES: Mapping[str, str] = MappingProxyType(
    {"squared": "squared loss", "huber": "Huber loss", "absolute": "absolute loss"}
)
FIT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "squared": "least-squares fit",
        "huber": "Huber fit",
        "absolute": "least-absolute-deviations fit",
    }
)
# How descent moves.
RULES: Mapping[str, str] = MappingProxyType(
    {
        "plain": "Plain",
        "momentum": "Momentum",
        "nesterov": "Nesterov",
        "minibatch": "Mini-batch",
    }
)
BASES: Mapping[str, str] = MappingProxyType(
    {"powers": "Powers of x", "mapped": "Mapped to [−1, 1]"}
)
INTERCEPTS: Mapping[str, str] = MappingProxyType(
    {"absorbed": "In X", "separate": "Separate", "none": "None"}
)
PRECISIONS: Mapping[str, str] = MappingProxyType(
    {
        "float16": "float16",
        "float32": "float32",
        "float64": "float64",
        "doubled": "extended",
        "exact": "exact",
    }
)
# How a column is transformed: the keys of `recipe.CHANGES`.
TRANSFORMS: Mapping[str, str] = MappingProxyType(
    {
        "none": "as is",
        "log": "log",
        "sqrt": "square root",
        "reciprocal": "reciprocal",
        "square": "square",
    }
)
# What is done about collinear columns.
REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "none": "As it is",
        "ridge": PENALTIES["ridge"],
        "svd": "Truncated SVD",
        "scale": "Standardise",
        "drop": "Drop a column",
    }
)
# What packages compare with their rank tolerance.
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "values": "singular values",
        "centred": "… of centred columns",
        "left": "residual of each column",
    }
)
