"""Run in the browser's Python: the correct digits of each solver on certified data sets of NIST.

The reference is the exact solution for the float64 data. A set counts by its least accurate
coefficient.
"""

import json

import numpy as np

import linreg
from linreg.datasets import DATASETS
from linreg.solvers import METHODS

SETS = ("norris", "pontius", "longley", "wampler1", "wampler2", "wampler5", "filip")

digits: dict[str, dict[str, float]] = {method: {} for method in METHODS}
for name in SETS:
    given = DATASETS[name]
    values = given.table().array([*given.features, given.target])
    columns, y = values[:, :-1], values[:, -1]
    if degree := given.defaults.get("degree"):
        columns = columns ** np.arange(1, degree + 1)
    X = np.column_stack([np.ones(len(y)), columns])
    exact = linreg.solve(X, y, method="exact").coefficients
    for method in METHODS:
        found = linreg.correct_digits(linreg.solve(X, y, method=method).coefficients, exact)
        digits[method][name] = float(np.min(found))

with open("/work/digits.json", "w") as file:
    json.dump(digits, file, sort_keys=True)
