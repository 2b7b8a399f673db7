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
