"""What the numbers on the page are: each as a formula and in words, shown on hover and focus.

A run of text or a column of a table names its entry: the role "closed ?loss" is a run in the colour
of the closed form that is explained by ENTRIES["loss"]. The letters are the core's: X (N, p),
y (N,), w (p,), r = Xw - y.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from bokeh.model import Model

from playground.controls.models import Glossary
from playground.engine.scene import Scene
from playground.glossary.diagnostics import DIAGNOSTICS
from playground.glossary.fit import FIT
from playground.glossary.solvers import COLLINEARITY, SOLVERS
from playground.glossary.terms import Entry
from playground.views.common.base import Desk

ENTRIES: Mapping[str, Entry] = {**FIT, **SOLVERS, **COLLINEARITY, **DIAGNOSTICS}


class GlossaryView:
    """Owns the one card of the page; what it says is the same in all scenes."""

    def __init__(self, desk: Desk) -> None:
        self.slots: Mapping[str, Model] = {
            "glossary": Glossary(entries=json.dumps(ENTRIES, ensure_ascii=False))
        }

    def show(self, scene: Scene, before: Scene | None) -> None:
        """Nothing to bring up to date."""
