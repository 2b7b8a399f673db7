"""p-values as texts have them."""

from __future__ import annotations

import numpy as np

from playground.engine.numbers import typeset

# Below this a p-value's digits say nothing any more.
LEAST_P = 1e-12


def p_text(p: float) -> str:
    """A p-value: two digits, or only that it is below 10⁻¹²."""
    if np.isnan(p):
        return "–"
    return "< 10⁻¹²" if p < LEAST_P else typeset(p, digits=2)


def p_stated(p: float) -> str:
    """A p-value within a sentence: "p = 0.012"."""
    text = p_text(p)
    return f"p {text}" if text.startswith("<") else f"p = {text}"
