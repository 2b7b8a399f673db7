"""Correct digits of every solver on the eleven NIST sets, against two truths.

`python tests/bench/bench_accuracy.py` prints Markdown. The first table asks whether a
solver loses anything of the floats it was given: the truth is the rational solution of
those floats. The second asks what is left of the decimals as typed: the truth is NIST's
certified values, 15 digits. Each figure is the least over the coefficients, 15 at most.

Libraries that are not installed (in the browser: all but NumPy) are left out.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]

import linreg  # noqa: E402
from linreg.solvers import METHODS  # noqa: E402

Digits = float | None


@dataclass(frozen=True)
class Problem:
    """One NIST set: X (N, p) and y (N,), exactly and as floats, and its two truths."""

    name: str
    typed_X: np.ndarray[Any, Any]
    typed_y: np.ndarray[Any, Any]
    degree: int | None
    certified: list[Fraction]

    @property
    def X(self) -> np.ndarray[Any, Any]:
        """Powers are formed in floats, as anyone would who is given floats."""
        if self.degree is None:
            return self.typed_X.astype(float)
        return np.column_stack(
            [self.typed_X[:, 1].astype(float) ** k for k in range(self.degree + 1)]
        )

    @property
    def y(self) -> np.ndarray[Any, Any]:
        return self.typed_y.astype(float)


Method = Callable[[Problem], Sequence[float] | None]


def problems() -> Iterator[Problem]:
    """Yield the sets as the package stores them."""
    path = Path(linreg.__file__).parent / "data" / "nist-strd.json"
    for name, stored in json.loads(path.read_text())["datasets"].items():
        columns = np.array([[Fraction(v) for v in row] for row in stored["x"]], dtype=object)
        model, degree = stored["model"], None
        if "^" in model:
            degree = int(model.rsplit("^", 1)[1])
            X = np.column_stack([columns[:, 0] ** k for k in range(degree + 1)])
        elif model.startswith("1"):
            X = np.column_stack([np.full(len(columns), Fraction(1)), columns])
        else:
            X = columns
        y = np.array([Fraction(v) for v in stored["y"]], dtype=object)
        yield Problem(name, X, y, degree, [Fraction(v) for v in stored["beta"]])


def rational_solution(X: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> list[Fraction]:
    """Solve the normal equations of floats by plain elimination in rational arithmetic."""
    rows = np.array([[Fraction(v) for v in row] for row in X.tolist()], dtype=object)
    right = np.array([Fraction(v) for v in y.tolist()], dtype=object)
    A = np.column_stack([rows.T @ rows, rows.T @ right])
    for j in range(len(A)):
        A[j] = A[j] / A[j, j]
        for i in range(len(A)):
            if i != j:
                A[i] = A[i] - A[i, j] * A[j]
    return list(A[:, -1])


def methods() -> dict[str, Method]:
    """Return every method by the name of its column's row: ours, then the others'."""
    ours = {f"`{name}`": _ours(name) for name in METHODS}
    return {**ours, "`refined`, typed": _typed, **_others()}


def _ours(name: str) -> Method:
    return lambda problem: linreg.solve(problem.X, problem.y, method=name).coefficients


def _typed(problem: Problem) -> Sequence[float]:
    return linreg.solve(problem.typed_X, problem.typed_y, method="refined").coefficients


def _others() -> dict[str, Method]:
    found: dict[str, Method] = {
        "numpy.linalg.lstsq": lambda problem: np.linalg.lstsq(problem.X, problem.y, rcond=None)[0],
        "numpy.polynomial": _polynomial,
    }
    try:
        from sklearn.linear_model import LinearRegression

        found["scikit-learn"] = lambda problem: _scikit_learn(LinearRegression, problem)
    except ImportError:
        pass
    try:
        from statsmodels.api import OLS

        found["statsmodels, pinv"] = lambda problem: OLS(problem.y, problem.X).fit().params
        found["statsmodels, qr"] = lambda problem: OLS(problem.y, problem.X).fit("qr").params
    except ImportError:
        pass
    return found


def _polynomial(problem: Problem) -> Sequence[float] | None:
    """`Polynomial.fit` maps to [-1, 1] first, and back; for powers of one column only."""
    if problem.degree is None:
        return None
    x = problem.typed_X[:, 1].astype(float)
    fit = np.polynomial.Polynomial.fit(x, problem.y, problem.degree).convert()
    return np.append(fit.coef, np.zeros(problem.degree + 1 - len(fit.coef)))


def _scikit_learn(LinearRegression: Any, problem: Problem) -> Sequence[float]:
    """With its own intercept where there is one: what its users write."""
    has_ones = bool(np.all(problem.X[:, 0] == 1.0))
    columns = problem.X[:, 1:] if has_ones else problem.X
    fit = LinearRegression(fit_intercept=has_ones).fit(columns, problem.y)
    return [fit.intercept_, *fit.coef_] if has_ones else fit.coef_


def least_digits(estimate: Sequence[float] | None, exact: list[Fraction]) -> Digits:
    """Return the correct digits of the worst coefficient; None where a method does not apply."""
    if estimate is None:
        return None
    return float(np.min(linreg.correct_digits(estimate, np.array(exact, dtype=object))))


def measure() -> tuple[list[str], dict[str, list[Digits]], dict[str, list[Digits]]]:
    """Return the names of the sets, and for each method its digits against either truth."""
    sets = list(problems())
    against_floats: dict[str, list[Digits]] = {}
    against_certified: dict[str, list[Digits]] = {}
    exact = [rational_solution(problem.X, problem.y) for problem in sets]
    for name, method in methods().items():
        with _quiet():
            estimates = [method(problem) for problem in sets]
        if name != "`refined`, typed":
            against_floats[name] = [
                least_digits(e, x) for e, x in zip(estimates, exact, strict=True)
            ]
        against_certified[name] = [
            least_digits(e, p.certified) for e, p in zip(estimates, sets, strict=True)
        ]
    limit = [
        least_digits([float(v) for v in x], p.certified) for x, p in zip(exact, sets, strict=True)
    ]
    against_certified["*the floats' own exact solution*"] = limit
    return [problem.name for problem in sets], against_floats, against_certified


@contextmanager
def _quiet() -> Iterator[None]:
    """Let other libraries' warnings about these designs pass: the table says it better."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def markdown(corner: str, columns: list[str], rows: dict[str, list[Digits]]) -> str:
    """Return a table with one row per method and its least figure at the end."""
    lines = [
        "| " + " | ".join([corner, *columns, "least"]) + " |",
        "|" + "---|" + "---:|" * (len(columns) + 1),
    ]
    for name, digits in rows.items():
        known = [d for d in digits if d is not None]
        cells = ["–" if d is None else f"{d:.1f}" for d in digits]
        lines.append("| " + " | ".join([name, *cells, f"{min(known):.1f}"]) + " |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print both tables as Markdown."""
    argparse.ArgumentParser(description=__doc__).parse_args(argv)
    began = time.perf_counter()
    names, against_floats, against_certified = measure()
    print(f"NumPy {np.__version__}, Python {platform.python_version()}, {platform.machine()}\n")
    print("Correct digits against the exact solution of the floats given\n")
    print(markdown("method", names, against_floats))
    print("\nCorrect digits against the certified values (of the decimals as typed)\n")
    print(markdown("method", names, against_certified))
    print(f"\nMeasured in {time.perf_counter() - began:.1f} s.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
