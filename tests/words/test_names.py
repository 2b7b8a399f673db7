"""Visible names stand once: what cannot take them from there is compared with them."""

from __future__ import annotations

import re
from pathlib import Path

from playground.session.names import (
    BASES,
    INTERCEPTS,
    PENALTIES,
    PRECISIONS,
    RULES,
    SOLVERS,
    TABS,
)

from linreg import links
from linreg.datasets import DATASETS, Nist
from linreg.solvers import METHODS

WEB = Path(__file__).resolve().parents[2] / "site" / "web"


def test_the_page_calls_the_tabs_as_python_does() -> None:
    html = (WEB / "index.html").read_text(encoding="utf-8")
    found = re.findall(r'aria-label="([^"]+)" data-panel="([^"]+)"', html)
    found += [
        (name, panel)
        for panel, name in re.findall(
            r'data-panel="([^"]+)" role="tabpanel" aria-label="([^"]+)"', html
        )
    ]
    assert {panel for _, panel in found} == set(TABS)
    assert {(name, panel) for name, panel in found if TABS[panel] != name} == set()


def test_the_keys_have_names() -> None:
    named = {
        "view": TABS,
        "penalty": PENALTIES,
        "update": RULES,
        "basis": BASES,
        "intercept": INTERCEPTS,
        "precision": PRECISIONS,
    }
    for key, names in named.items():
        assert set(links.KEYS[key].kind.choices) == set(names), key
    assert set(METHODS) == set(SOLVERS)


def test_a_data_set_is_called_as_lessons_and_links_call_it() -> None:
    for name, chosen in DATASETS.items():
        if isinstance(chosen, Nist):
            assert chosen.title.startswith(f"{chosen.certificate} (NIST): "), name
    titles = [chosen.title for chosen in DATASETS.values()]
    assert len(set(titles)) == len(titles)
