"""The NIST certificate: how many digits does every solver get right, here, on this machine?

NIST's eleven reference problems of linear regression come with coefficients certified to 15
digits. Two questions are kept apart: does a solver lose anything of the floats that it is given
(`vs_float64`, against their exact rational solution), and what is left of the decimals as NIST
printed them (`vs_typed`, against the certified values)? Floats alone lose some of the latter.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from linreg import _settings, exact
from linreg._checks import Array
from linreg.datasets import DATASETS, Nist
from linreg.design import Design
from linreg.diagnostics import correct_digits, expected_lost_digits
from linreg.doubled import column_norms
from linreg.solvers import METHODS, Solution, solve

__all__ = [
    "FULL",
    "FULL_CERTIFIED",
    "SETS",
    "TYPED",
    "Certificate",
    "Entry",
    "Problem",
    "certificate",
    "certify",
    "machine",
]

# The sets, by the names of `linreg.datasets`, in NIST's order.
SETS = tuple(name for name, chosen in DATASETS.items() if isinstance(chosen, Nist))
# The refined solver on the decimal data, which no float has rounded.
TYPED = "refined, as typed"
# Digits that count as all, of the 15 counted; and of certified values, whose 15th is rounded.
FULL, FULL_CERTIFIED = 14.5, 14.0
# A rule of thumb is right to about this many digits.
SLACK = 1.5
_BITS = -float(np.log10(np.finfo(np.float64).eps))


def _promises_all(method: str) -> bool:
    return method == TYPED or METHODS[method].uses_low


@dataclass(frozen=True)
class Problem:
    """A NIST set as it is solved. typed: X (N, p) and y (N,) as Fractions; X, y: as floats."""

    name: str
    columns: tuple[str, ...]
    typed: tuple[exact.Rational, exact.Rational]
    X: Array
    y: Array
    certified: tuple[str, ...]

    @classmethod
    def of(cls, name: str) -> Problem:
        """Return the set of that name with its own model. Raises ValueError for another name."""
        _settings.choice(name, "name", SETS, "expected one of NIST's sets:")
        chosen = DATASETS[name]
        assert isinstance(chosen, Nist)
        table = chosen.table()
        values = {feature: table.array([feature])[:, 0] for feature in chosen.features}
        texts = {feature: table.text(feature) for feature in chosen.features}
        design = Design.of(
            values,
            degree=chosen.defaults.get("degree", 1),
            intercept=chosen.defaults.get("intercept", "absorbed"),
        )
        return cls(
            name=name,
            columns=design.names,
            typed=(design.typed(texts), exact.rationals(table.text(chosen.target), "y")),
            X=design.matrix(values),
            y=table.array([chosen.target])[:, 0],
            certified=chosen.certified.coefficients,
        )

    @cached_property
    def exact(self) -> exact.Rational:
        """The exact least squares solution of the floats, (p,) Fractions."""
        return np.asarray(exact.least_squares(self.X, self.y).coefficients[:, 0])

    @cached_property
    def reference(self) -> Solution:
        """The solution that conditioning and residual are read off."""
        return solve(self.X, self.y)

    def expected(self, method: str) -> float:
        """Digits of the worst coefficient that conditioning lets a method keep, 0..15.

        A backward stable method bounds the error of all coefficients together; one that
        matters less than the others for the fit has so much less of it to itself.
        """
        if _promises_all(method):
            return 15.0
        # `expected_lost_digits` says which methods see how the columns are scaled.
        unscaled = METHODS[method].sees_scale
        found = self.reference
        k = found.condition_number if unscaled else found.condition_number_scaled
        fitted = float(np.linalg.norm(self.X @ found.coefficients))
        lost = expected_lost_digits(method, max(k, 1.0), float(found.residual_norm) / fitted)
        shares = np.abs(found.coefficients) * (1.0 if unscaled else column_norms(self.X))
        small = float(np.log10(np.linalg.norm(shares) / shares.min()))
        return min(15.0, max(0.0, _BITS - lost - small))


@dataclass(frozen=True)
class Entry:
    """One solver on one set; digits are those of its worst coefficient, 0..15.

    vs_float64 is None where the decimals themselves were solved. expected: what the condition
    number lets one hope for. mark: "full", "expected" (no worse than the condition number
    explains), or "short".
    """

    method: str
    vs_float64: float | None
    vs_typed: float
    expected: float
    mark: str
    status: str


@dataclass(frozen=True)
class Certificate:
    """Every solver on one set. limit: digits of the certified values that floats can hold."""

    name: str
    title: str
    N: int
    p: int
    condition_number: float
    limit: float
    entries: tuple[Entry, ...]

    @property
    def passed(self) -> bool:
        """Whether the solvers that promise every digit deliver: refined, exact, and as typed."""
        promised = (entry for entry in self.entries if _promises_all(entry.method))
        return all(entry.mark == "full" for entry in promised)


def certify(name: str, methods: Sequence[str] = (*METHODS, TYPED)) -> Certificate:
    """Run the solvers named on one of `SETS`. Raises ValueError for an unknown set or method."""
    problem = Problem.of(name)
    for method in _settings.names(methods, "methods"):
        _settings.choice(method, "methods", (*METHODS, TYPED))
    return Certificate(
        name=name,
        title=DATASETS[name].title,
        N=len(problem.y),
        p=len(problem.columns),
        condition_number=problem.reference.condition_number,
        limit=_least(exact.nearest(problem.exact), _fractions(problem.certified)),
        entries=tuple(_entry(problem, method) for method in methods),
    )


def certificate(found: Iterable[Certificate]) -> dict[str, Any]:
    """Return the certificates of some sets with the machine they were made on, JSON-able."""
    sets = tuple(found)
    return {
        "about": "Correct digits on NIST's Statistical Reference Datasets, linear regression",
        "vs_float64": "against the exact rational solution of the floats that were solved",
        "vs_typed": "against NIST's certified values of the decimals as printed",
        "full_from": FULL,
        "full_from_certified": FULL_CERTIFIED,
        "made_with": machine(),
        "passed": bool(sets) and all(one.passed for one in sets),
        "complete": {one.name for one in sets} == set(SETS),
        "sets": [_plain(one) for one in sets],
    }


def machine() -> dict[str, str]:
    """Return the versions and the platform that digits may depend on."""
    return {
        "numpy": np.__version__,
        "python": platform.python_version(),
        "platform": platform.machine() or "unknown",
    }


def _entry(problem: Problem, method: str) -> Entry:
    solution = _solve(problem, method)
    versus = None if method == TYPED else _least(solution.coefficients, problem.exact)
    typed = _least(solution.coefficients, _fractions(problem.certified))
    expected = problem.expected(method)
    if versus is None:
        mark = _mark(typed, expected, FULL_CERTIFIED)
    else:
        mark = _mark(versus, expected, FULL)
    return Entry(method, versus, typed, expected, mark, solution.status.name)


def _solve(problem: Problem, method: str) -> Solution:
    if method == TYPED:
        return solve(*problem.typed, method="refined")
    return solve(problem.X, problem.y, method=method)


def _mark(digits: float, expected: float, full: float) -> str:
    if digits >= full:
        return "full"
    return "expected" if digits >= expected - SLACK else "short"


def _least(estimate: Array, truth: exact.Rational) -> float:
    return float(np.min(correct_digits(estimate, truth)))


def _fractions(texts: Sequence[str]) -> exact.Rational:
    return np.array([Fraction(text) for text in texts], dtype=object)


def _plain(found: Certificate) -> dict[str, Any]:
    plain = asdict(found)
    plain["passed"] = found.passed
    plain["entries"] = [dict(entry) for entry in plain["entries"]]
    if not np.isfinite(found.condition_number):
        plain["condition_number"] = "Infinity"
    return plain
