"""The document: its slots, that it is built the same every time, and what it must not need."""

import re
import subprocess
import sys
from pathlib import Path

from playground.runtime.app import make_app

SLOTS = {
    "dataset", "undo", "redo", "theme", "n", "slope", "intercept_true", "noise", "seed", "upload",
    "target", "features", "add", "delete", "clear", "points", "plot", "reset_view", "equation",
    "view", "show_residuals", "show_truth", "fit_table", "step", "run", "reset", "lr", "loss_plot",
    "descent_table", "back", "view_descent", "view_descent_more", "summary", "notices", "lasso",
    "replacing",
}  # fmt: skip
NAMES = {
    "undo": "Undo", "redo": "Redo", "n": "Number of points", "noise": "Noise", "seed": "Seed",
    "upload": "Upload data", "add": "Add point", "delete": "Delete point", "clear": "Clear points",
    "reset_view": "Reset view", "step": "Step", "run": "Run", "reset": "Reset descent",
    "lr": "Learning rate", "dataset": "Data", "theme": "Theme", "view": "View",
    "target": "Target", "features": "Features", "show_residuals": "Residuals",
    "lasso": "Select points",
}  # fmt: skip
PRINT_DOCUMENT = """
import sys; sys.path[:0] = ["site", "."]
from playground.runtime.app import make_app
from playground.runtime.bridge import document_json
print(document_json(make_app().document))
"""
TEMPLATE = Path(__file__).parents[3] / "site" / "web" / "index.html"
PRINT_MODULES = """
import sys; sys.path[:0] = ["site", "."]
import playground.runtime.app
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def run(code: str, seed: str) -> str:
    """What a fresh interpreter prints; the hash seed would show any order taken from a set."""
    environment = {"PYTHONHASHSEED": seed, "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    return done.stdout


def test_every_slot_is_drawn_once() -> None:
    app = make_app()
    assert [root.name for root in app.document.roots] == list(app.slots)
    assert set(app.slots) >= SLOTS
    places = re.findall(r'data-slot="(\w+)"', TEMPLATE.read_text())
    assert len(places) == len(set(places))
    assert set(app.slots) <= set(places)


def test_controls_have_their_accessible_names(app) -> None:
    assert {slot: app.slots[slot].label for slot in NAMES} == NAMES


def test_two_fresh_interpreters_build_the_same_document() -> None:
    first, second = run(PRINT_DOCUMENT, "1"), run(PRINT_DOCUMENT, "2")
    assert first == second
    assert len(first) > 10_000


def test_nothing_heavy_is_imported() -> None:
    loaded = set(run(PRINT_MODULES, "0").split())
    assert not loaded & {"pandas", "requests", "PIL", "contourpy", "scipy", "sklearn", "nh3"}


def test_the_first_visit_shows_a_fitted_example(app, hand) -> None:
    assert len(hand.source.data["x"]) == 40
    assert "Click the plot to add a point" in hand.text("summary")
    assert hand.text("equation").startswith("y = 0.9333 + 1.992 x")
