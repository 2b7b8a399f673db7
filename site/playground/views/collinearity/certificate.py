"""The NIST certificate on the page: every solver on all eleven sets, a set a frame, to be kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from linreg import certify
from linreg.certify import SETS, TYPED, Certificate, Entry
from linreg.solvers import METHODS
from playground.controls.models import NumberTable, Prose
from playground.controls.widgets import Action, Download
from playground.engine.parts import Part
from playground.session.jobs import Jobs
from playground.views.common.base import on_click, put

JOB = "certificate"
FILE = "nist-certificate.json"
LABELS = {name: solver.label for name, solver in METHODS.items()}
HEADS = LABELS | {"inverse": "inv.", "normal": "norm.", "cholesky": "Chol.", TYPED: "decimal"}
# The solvers in the two tables that have room beside the sets' names.
FLOATS = tuple(name for name, solver in METHODS.items() if not solver.uses_low)
WHOLE = (*(name for name in METHODS if name not in FLOATS), TYPED)
ROLES = {"full": "truth", "expected": "", "short": "wrong"}
ABOUT = (
    "NIST's eleven reference problems, solved on this device by every solver. Numbers: correct "
    "digits of the least accurate coefficient."
)


def heads(methods: Sequence[str]) -> list[str]:
    """Column heads of some solvers; decimal is the refined one on the decimals as printed."""
    return ["", *(HEADS[method] for method in methods)]


def title(name: str) -> str:
    """A set as NIST writes it: NoInt1, Filip."""
    return name.capitalize().replace("Noint", "NoInt")


def kept_rows(found: Sequence[Certificate], methods: Sequence[str]) -> list[list[list[Part]]]:
    """Digits kept of the numbers that were solved; of the typed ones, of NIST's values."""
    return [_row(one, [_kept(entry) for entry in entries(one, methods)]) for one in found]


def whole_rows(found: Sequence[Certificate]) -> list[list[list[Part]]]:
    """The solvers that promise every digit, and the digits of NIST's values that floats hold."""
    return [
        _row(one, [*map(_kept, entries(one, WHOLE)), (f"{one.limit:.1f}", "")]) for one in found
    ]


def typed_rows(found: Sequence[Certificate]) -> list[list[list[Part]]]:
    """Digits of NIST's certified values, whatever the floats had already lost."""
    return [
        _row(one, [(f"{int(entry.vs_typed)}", "") for entry in entries(one, FLOATS)])
        for one in found
    ]


def entries(found: Certificate, methods: Sequence[str]) -> list[Entry]:
    return [entry for entry in found.entries if entry.method in methods]


def _row(found: Certificate, cells: Sequence[Part]) -> list[list[Part]]:
    return [[(title(found.name), "")], *([cell] for cell in cells)]


def _kept(entry: Entry) -> Part:
    digits = entry.vs_typed if entry.vs_float64 is None else entry.vs_float64
    tick = " ✓" if entry.mark == "full" else ""
    return (f"{int(digits)}{tick}", ROLES[entry.mark])


def verdict(found: Sequence[Certificate]) -> list[Part]:
    """What the certificate says, in words."""
    if not found:
        return [(ABOUT, "")]
    if len(found) < len(SETS):
        return [(f"Running: {len(found)} of {len(SETS)} data sets done.", "muted")]
    passed = sum(one.passed for one in found)
    made = certify.machine()
    where = f"NumPy {made['numpy']}, Python {made['python']}, {made['platform']}"
    promise = (
        f"Refined and exact: every digit correct on {passed} of {len(found)} data sets",
        "strong",
    )
    return [promise, (f" ({where}). {_others(found)} {limits(found)}", "")]


def _others(found: Sequence[Certificate]) -> str:
    """How the other solvers fared, by their worst sets."""
    worst = {
        method: min((_digits(one, method), one.name) for one in found)
        for method in ("normal", "qr", "lstsq")
    }
    names = {"normal": "normal equations", "qr": "QR", "lstsq": "NumPy lstsq"}
    told = [f"{names[m]} {digits:.1f} ({title(name)})" for m, (digits, name) in worst.items()]
    short = sum(entry.mark == "short" for one in found for entry in one.entries)
    marks = (
        "All other solvers are as accurate as their condition number allows. Lowest: "
        if not short
        else f"{short} results (marked) are less accurate than the condition number explains. "
        "Lowest: "
    )
    return f"{marks}{', '.join(told)}."


def limits(found: Sequence[Certificate]) -> str:
    """What floats cannot hold, which no solver of floats can give back."""
    least = min(found, key=lambda one: one.limit)
    return (
        f"float64 can represent the {title(least.name)} data to {least.limit:.1f} digits at best. "
        "The column decimal solves NIST's decimals exactly."
    )


def _digits(found: Certificate, method: str) -> float:
    entry = next(entry for entry in found.entries if entry.method == method)
    return entry.vs_typed if entry.vs_float64 is None else entry.vs_float64


def as_json(found: Sequence[Certificate]) -> str:
    """The file that is saved."""
    return json.dumps(certify.certificate(found), indent=1, allow_nan=False) + "\n"


# Caption, heads and rows of each table.
TABLES: Mapping[str, tuple[str, list[str], Callable[[Sequence[Certificate]], Any]]] = {
    "kept": (
        "Correct digits vs float64 data (✓ = all 15)",
        heads(FLOATS),
        lambda found: kept_rows(found, FLOATS),
    ),
    "whole": (
        "Solvers with extra precision, and the limit of float64",
        [*heads(WHOLE), "floats"],
        whole_rows,
    ),
    "typed": ("Correct digits vs NIST's certified values", heads(FLOATS), typed_rows),
}


class CertificatePart:
    """Owns the button that runs the sets, what they gave, and the button that saves it."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self.found: list[Certificate] = []
        self.run = Action(label="Run NIST tests", kind="primary", icon="run")
        self.said = Prose(parts=[(ABOUT, "")], live=False)
        self.tables = {
            kind: NumberTable(visible=False, caption=caption, columns=columns)
            for kind, (caption, columns, _) in TABLES.items()
        }
        self.save = Download(
            label="Download certificate", filename=FILE, mime="application/json", disabled=True
        )
        on_click(self.run, lambda _: self.begin())
        on_click(self.save, lambda _: self._give())

    @property
    def parts(self) -> list[Widget | UIElement]:
        return [self.said, self.run, *self.tables.values(), self.save]

    def begin(self) -> None:
        """Run the sets, unless they are running."""
        if JOB not in self.jobs:
            self.found = []
            self.save.param.update(content="", disabled=True)
            self.run.disabled = True
            self._show()
            self.jobs.begin(JOB, self._work())

    def _work(self) -> Iterator[None]:
        for name in SETS:
            # The page first shows how far it is.
            yield
            self.found.append(certify.certify(name))
            self._show()
        self.run.param.update(disabled=False, label="Run NIST tests again")
        self.save.disabled = False

    def _show(self) -> None:
        self.said.parts = verdict(self.found) if self.found else [("Running.", "muted")]
        for kind, (_, _, rows) in TABLES.items():
            put(self.tables[kind], rows=rows(self.found), visible=bool(self.found))

    def _give(self) -> None:
        if self.found:
            self.save.content = as_json(self.found)
