"""How fast the core is, beside what else there is and beside what the machine can do.

`python tests/bench/bench_core.py` prints Markdown. Times are medians of interleaved
rounds in one process, so that a busy machine slows all alike; memory is the growth of the
resident set's peak during one call (Linux only). Digits are the least over the
coefficients against the exact rational solution of the same floats.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]

import linreg  # noqa: E402
from linreg.resampling import bootstrap, bootstrap_residuals, refit_cloud  # noqa: E402

Array = np.ndarray[Any, np.dtype[np.float64]]
Run = Callable[[], Any]

# Data are whole multiples of this, so that exact sums of products are cheap to come by.
GRID = 2.0**-40
SLICE = 2.0**14
# What a table entry may take on a busy machine before its rounds are cut short.
SECONDS = 10.0


@dataclass(frozen=True)
class Machine:
    """Measured limits: bytes moved and floating-point operations, per second."""

    bandwidth: float
    flops: float

    @classmethod
    def measure(cls) -> Machine:
        """Copy 160 MB (read and written), and multiply two 1,500 x 1,500 matrices."""
        source, goal = np.ones(20_000_000), np.ones(20_000_000)
        square = np.random.default_rng(0).standard_normal((1500, 1500))
        copied = median(5, lambda: np.copyto(goal, source))
        multiplied = median(5, lambda: square @ square)
        return cls(2 * source.nbytes / copied, 2 * 1500**3 / multiplied)

    def reads(self, seconds: float, size: int) -> str:
        """Say how often `size` bytes could have been read in that time."""
        return f"{seconds * self.bandwidth / size:.1f}"


def median(rounds: int, run: Run) -> float:
    """Return the median time of a call after one that does not count."""
    return float(np.median(interleaved(rounds, {"": run})[""]))


def interleaved(rounds: int, runs: dict[str, Run], budget: float = SECONDS) -> dict[str, Array]:
    """Return the times of each, all once per round, after one round that does not count.

    Rounds end early when the budget of seconds is spent; at least one counts.
    """
    times: dict[str, list[float]] = {name: [] for name in runs}
    began = time.perf_counter()
    for k in range(rounds + 1):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            if k > 0:
                times[name].append(time.perf_counter() - start)
        if k > 0 and time.perf_counter() - began > budget:
            break
    return {name: np.array(seconds) for name, seconds in times.items()}


def ratio(times: dict[str, Array], name: str, to: str) -> str:
    """Return the median over the rounds of how much longer one took than another."""
    return f"{float(np.median(times[name] / times[to])):.2f}"


def peak_growth(run: Run) -> int | None:
    """Return by how many bytes the resident set's peak exceeds its size before the call."""
    gc.collect()
    try:
        Path("/proc/self/clear_refs").write_text("5")
        before = _status("VmRSS")
        run()
        return max(0, _status("VmHWM") - before)
    except OSError:
        return None


def _status(field: str) -> int:
    text = Path("/proc/self/status").read_text()
    return 1024 * int(text.split(f"{field}:")[1].split()[0])


def problem(rows: int, p: int, condition: float, seed: int = 0) -> tuple[Array, Array]:
    """Return X (N, p) with singular values spread to `condition`, and y; multiples of GRID."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((rows, p))
    turn, _ = np.linalg.qr(rng.standard_normal((p, p)))
    X = X @ (np.geomspace(1.0, 1.0 / condition, p)[:, np.newaxis] * turn)
    y = X @ np.linspace(1.0, 2.0, p) + 0.1 * rng.standard_normal(rows)
    return np.round(X / GRID) * GRID, np.round(y / GRID) * GRID


def exact_solution(X: Array, y: Array) -> np.ndarray[Any, Any]:
    """Solve the normal equations exactly: slices of few bits make BLAS products exact."""
    joined = np.column_stack([X, y]) / GRID
    slices = []
    while np.any(joined):
        low = joined - np.round(joined / SLICE) * SLICE
        slices.append(low)
        joined = (joined - low) / SLICE
    q = X.shape[1] + 1
    gram = np.zeros((q, q), dtype=object)
    for i, a in enumerate(slices):
        for j, b in enumerate(slices):
            gram += np.vectorize(int, otypes=[object])(a.T @ b) * int(SLICE) ** (i + j)
    A = np.vectorize(Fraction, otypes=[object])(gram[:-1])
    for j in range(len(A)):
        A[j] = A[j] / A[j, j]
        for i in range(len(A)):
            if i != j:
                A[i] = A[i] - A[i, j] * A[j]
    return A[:, -1]


def contenders(X: Array, y: Array) -> dict[str, Callable[[], Array]]:
    """Return what solves a large problem: ours, NumPy's and scikit-learn's."""
    runs: dict[str, Callable[[], Array]] = {
        "`linreg.solve` (refined)": lambda: linreg.solve(X, y).coefficients,
        "numpy.linalg.lstsq": lambda: np.linalg.lstsq(X, y, rcond=None)[0],
        "X'X and X'y alone": lambda: np.linalg.solve(X.T @ X, X.T @ y),
    }
    try:
        from sklearn.linear_model import LinearRegression
    except ImportError:
        return runs
    runs["scikit-learn LinearRegression"] = lambda: (
        LinearRegression(fit_intercept=False, copy_X=True).fit(X, y).coef_
    )
    return runs


def shapes(rounds: int) -> str:
    """Time `linreg.solve` and `inference` beside numpy.linalg.lstsq, on problems of all shapes."""
    lines = []
    for (rows, p), condition in SHAPES:
        X, y = problem(rows, p, condition)
        lines.append([f"{rows:,} x {p}, condition {condition:.0e}", *_beside(X, y, rounds)])
    rng = np.random.default_rng(0)
    for rows, p in ((100, 200), (20, 1000)):
        X, y = rng.standard_normal((rows, p)), rng.standard_normal(rows)
        lines.append([f"{rows} x {p}, more columns than rows", *_beside(X, y, rounds)])
    X = rng.standard_normal((1000, 300))
    X[:, -1] = X[:, 0]
    lines.append(["1,000 x 300, a column twice", *_beside(X, rng.standard_normal(1000), rounds)])
    for rows, p in ((10_000, 10), (400, 300)):
        X, y = problem(rows, p, 1e1)
        run = {"inference": partial(linreg.diagnostics.inference, X, y)}
        lines.append([f"`inference`, {rows:,} x {p}", *_beside(X, y, rounds, run)])
    return table(["refined beside lstsq", "lstsq, ms", "ours, ms", "ratio of medians"], lines)


SHAPES = [
    ((100, 3), 1e1),
    ((10_000, 10), 1e1),
    ((10_000, 10), 1e8),
    ((100_000, 50), 1e1),
    ((100_000, 50), 1e8),
    ((2000, 200), 1e1),
    ((2000, 200), 1e8),
    ((2000, 1000), 1e1),
]


def _beside(X: Array, y: Array, rounds: int, run: dict[str, Run] | None = None) -> list[str]:
    ours = run or {"solve": lambda: linreg.solve(X, y)}
    runs: dict[str, Run] = {"lstsq": lambda: np.linalg.lstsq(X, y, rcond=None), **ours}
    repeats = max(rounds, min(200, 2_000_000 // X.size))
    times = interleaved(repeats, runs)
    medians = [float(np.median(each)) for each in times.values()]
    return [*map(milliseconds, medians), f"{medians[1] / medians[0]:.2f}"]


def large(machine: Machine, rows: int, rounds: int) -> str:
    """Time the contenders on rows x 20, well and ill conditioned."""
    lines = []
    for condition in (1e1, 1e8):
        X, y = problem(rows, 20, condition)
        exact = exact_solution(X, y)
        runs = contenders(X, y)
        times = interleaved(rounds, runs)
        ours = "`linreg.solve` (refined)"
        for name, run in runs.items():
            digits = float(np.min(linreg.correct_digits(run(), exact)))
            growth = peak_growth(run)
            memory = "–" if growth is None else f"{growth / X.nbytes:.2f}"
            seconds = float(np.median(times[name]))
            cells = [f"{condition:.0e}", name, milliseconds(seconds), ratio(times, name, ours)]
            cells += [f"{digits:.1f}", memory, machine.reads(seconds, X.nbytes)]
            lines.append(cells)
    header = ["condition", f"{rows:,} x 20", "ms", "times refined", "digits"]
    return table([*header, "extra memory / X", "reads of X at full bandwidth"], lines)


def remark(rows: int, rounds: int) -> str:
    """Answer the remark that QR or SVD "yield faster calculations" than the inverse."""
    X, y = problem(rows, 20, 1e4)
    exact = exact_solution(X, y)
    names = ["inverse", "normal", "cholesky", "qr", "svd", "lstsq", "refined"]
    runs = {name: _solver(X, y, name) for name in names}
    times = interleaved(rounds, runs)
    lines = []
    for name, run in runs.items():
        digits = float(np.min(linreg.correct_digits(run(), exact)))
        cells = [f"`{name}`", milliseconds(float(np.median(times[name])))]
        lines.append([*cells, ratio(times, name, "inverse"), f"{digits:.1f}"])
    return table([f"method, {rows:,} x 20, condition 1e4", "ms", "times inverse", "digits"], lines)


def _solver(X: Array, y: Array, name: str) -> Callable[[], Array]:
    return lambda: linreg.solve(X, y, method=name).coefficients


def descent(machine: Machine, rows: int) -> str:
    """Time a step of gradient descent with every residual, and from X'X and X'y."""
    X, y = problem(rows, 20, 1e1)
    lines = []
    for name, make, size in _descents(X, y):
        began = time.perf_counter()
        objective = make()
        setup = time.perf_counter() - began
        steps = 200 if size < X.nbytes else 10
        rate = linreg.learning_rate_limit(objective) / 2
        walk = linreg.GradientDescent(objective, rate)
        began = time.perf_counter()
        for _ in islice(walk, steps):
            pass
        each = (time.perf_counter() - began) / steps
        lines.append([name, milliseconds(setup), milliseconds(each), machine.reads(each, size)])
    header = [f"gradient descent, {rows:,} x 20", "once, ms", "a step, ms"]
    return table([*header, "reads of its data at full bandwidth"], lines)


def _descents(X: Array, y: Array) -> Iterable[tuple[str, Callable[[], Any], int]]:
    yield "every residual", lambda: linreg.SquaredError(X, y), X.nbytes
    yield "sufficient statistics", lambda: linreg.MomentsError(X, y), 8 * (X.shape[1] + 1) ** 2


def refits(rounds: int) -> str:
    """Time 1,000 refits of 1,000 x 5, ours at once and a plain loop."""
    X, y = problem(1000, 5, 1e1)
    draw = np.random.default_rng(0)

    def loop() -> None:
        for _ in range(1000):
            rows = draw.integers(0, 1000, 1000)
            np.linalg.lstsq(X[rows], y[rows], rcond=None)

    runs: dict[str, Run] = {
        "`bootstrap` (rows)": lambda: bootstrap(X, y, draw),
        "`bootstrap_residuals`": lambda: bootstrap_residuals(X, y, draw),
        "`refit_cloud`": lambda: refit_cloud(X, y, draw),
        "a loop over numpy.linalg.lstsq": loop,
    }
    times = interleaved(rounds, runs)
    lines = [[name, milliseconds(float(np.median(each)))] for name, each in times.items()]
    return table(["1,000 refits of 1,000 x 5", "ms"], lines)


def growth(rounds: int) -> str:
    """Time the solvers as N and p grow: columns ready to plot."""
    sizes = [(n, 10) for n in (1000, 10_000, 100_000, 1_000_000)]
    sizes += [(20_000, p) for p in (2, 5, 20, 50, 100)]
    names = ["normal", "qr", "lstsq", "refined"]
    lines = []
    for rows, p in sizes:
        X, y = problem(rows, p, 1e2)
        times = interleaved(rounds, {name: _solver(X, y, name) for name in names}, 2.0)
        lines.append(
            [str(rows), str(p), *(f"{1e3 * float(np.median(times[name])):.3f}" for name in names)]
        )
    return table(["N", "p", *(f"{name} ms" for name in names)], lines)


def _load() -> str:
    """Return how many processes want a processor: above one, times are not to be trusted."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def milliseconds(seconds: float) -> str:
    return f"{1e3 * seconds:,.3g}" if seconds < 0.1 else f"{1e3 * seconds:,.0f}"


def table(header: list[str], lines: list[list[str]]) -> str:
    """Return a Markdown table, numbers to the right."""
    rows = [header, ["---"] + ["---:"] * (len(header) - 1), *lines]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Print all tables as Markdown; --quick takes a tenth of the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, one round")
    quick = parser.parse_args(argv).quick
    rows, rounds = (100_000, 1) if quick else (1_000_000, 5)
    began = time.perf_counter()
    machine = Machine.measure()
    print(f"NumPy {np.__version__}, Python {platform.python_version()}, {platform.machine()}")
    print(
        f"{os.cpu_count()} processors; copying {machine.bandwidth / 1e9:.1f} GB/s, "
        f"multiplying {machine.flops / 1e9:.0f} Gflop/s (measured), "
        f"{_load()} processes running\n"
    )
    for part in (
        lambda: shapes(rounds),
        lambda: large(machine, rows, rounds),
        lambda: remark(rows // 10, rounds),
        lambda: descent(machine, rows),
        lambda: refits(2 * rounds + 1),
        lambda: growth(min(rounds, 3)),
    ):
        print(part() + "\n", flush=True)
    print(f"Measured in {time.perf_counter() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
