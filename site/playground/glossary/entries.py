"""Glossary of the page: each term as a definition and a formula, shown on hover and focus.

A run of text or a column of a table names its entry: the role "closed ?loss" is a run in the colour
of the closed form that is explained by ENTRIES["loss"]. The letters are the core's: X (N, p),
y (N,), w (p,), r = Xw - y. Statistics texts use e = y - ŷ = -r, and so do residuals here.
"""

from __future__ import annotations

from collections.abc import Mapping

from playground.glossary.diagnostics import DIAGNOSTICS
from playground.glossary.fit import FIT
from playground.glossary.robust import ROBUST
from playground.glossary.solvers import COLLINEARITY, SOLVERS
from playground.glossary.terms import Entry

ENTRIES: Mapping[str, Entry] = {**FIT, **ROBUST, **SOLVERS, **COLLINEARITY, **DIAGNOSTICS}
