"""The benches run, their referees are right, and the accuracy bar is held."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import linreg


def load(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def core():
    return load("bench_core")


@pytest.fixture(scope="module")
def interaction():
    return load("bench_interaction")


@pytest.fixture(scope="module")
def accuracy():
    return load("bench_accuracy")


def test_refined_holds_the_bar_on_every_nist_set(accuracy):
    names, against_floats, against_certified = accuracy.measure()
    assert len(names) == 11
    assert min(against_floats["`refined`"]) >= 14.5
    assert min(against_certified["`refined`, typed"]) >= 13
    limit = against_certified["*the floats' own exact solution*"]
    np.testing.assert_allclose(against_certified["`refined`"], limit, rtol=0.1)


def test_accuracy_prints_two_tables(accuracy, capsys):
    assert accuracy.main([]) == 0
    printed = capsys.readouterr().out
    assert printed.count("| method |") == 2
    assert printed.count("Filip") == 2


def test_the_exact_referee_agrees_with_rational_arithmetic(core):
    X, y = core.problem(50, 3, 1e6)
    wanted = linreg.solve(X, y, method="exact").coefficients
    np.testing.assert_array_equal(core.exact_solution(X, y).astype(float), wanted)
    scaled = np.linalg.svd(X, compute_uv=False)
    assert 1e5 < scaled[0] / scaled[-1] < 1e8


def test_rounds_end_with_the_budget_but_one_counts(core):
    times = core.interleaved(5, {"a": lambda: None}, budget=0.0)
    assert len(times["a"]) == 1
    assert len(core.interleaved(3, {"a": lambda: None})["a"]) == 3


def test_small_tables_have_their_rows(core):
    assert core.refits(1).count("\n") == 5
    assert core.remark(500, 1).count("\n") == 8
    machine = core.Machine(1e10, 1e10)
    assert "sufficient statistics" in core.descent(machine, 500)
    assert core.large(machine, 500, 1).count("numpy.linalg.lstsq") == 2


def test_a_row_tells_median_p95_most_and_count(interaction):
    assert interaction.row("Step", [*range(1, 20), 100.0]) == "| Step | 10 | 100 | 100 | 20 |"
    assert interaction.row("Step", []) == "| Step | - | - | - | 0 |"


@pytest.mark.browser
def test_interaction_measures_every_tab_and_a_run(interaction):
    command = [sys.executable, interaction.__file__, "--count", "2", "--many", "3000"]
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(command, env={**os.environ, **paths}, stdout=subprocess.PIPE, text=True)
    assert run.returncode == 0
    printed = run.stdout
    for tab in interaction.TABS:
        assert printed.count(f"| {tab}: Noise dial") == 2
        assert printed.count(f"| {tab}: drag") == 2
    measured = [line for line in printed.splitlines() if " points | " in line or "frames" in line]
    assert not [line for line in measured if line.endswith("| 0 |") and "Long" not in line]
