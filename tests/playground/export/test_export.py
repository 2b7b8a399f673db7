"""The code of the tab Code, executed: it computes what the page shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playground.engine.descent import DIVERGED
from playground.engine.numbers import typeset
from playground.engine.results import results
from playground.engine.scene import Scene
from playground.export.documents import fit_json, notebook, script
from playground.export.text import WIDTH
from playground.session.session import Session
from playground.session.state import State, checked
from playground.session.table_edit import csv

OWN = {
    "columns": [
        {"name": "x", "values": ["1", "2.50", "-3e0", "007"]},
        {"name": "y", "values": ["1", "2", "2.25", "5"]},
    ]
}
COMMAS = {
    "columns": [
        {"name": "x", "values": ["1,5", "2,5", "4"]},
        {"name": "y", "values": ["1", "2,25", "5"]},
    ]
}
MIXED = {
    "columns": [
        {"name": 'size "m²"', "values": ["1", "2.50", "", "0", "3", "4.5"]},
        {"name": "kind", "values": ["a", "b", "a", "b'", "a", "b"]},
        {"name": "price", "values": ["1", "2", "3", "4.25", "6", "7"]},
    ]
}
UNITS = {
    "columns": [
        {"name": "cm", "values": ["150.5", "160", "165.3", "172", "181.4", "190.2"]},
        {"name": "mm", "values": ["1505", "1600", "1653", "1720", "1814", "1902"]},
        {"name": "y", "values": ["50.1", "58", "64.2", "70", "82.5", "91.1"]},
    ]
}
POLYNOMIALS = {"degree": 4, "data": "sine"}
STATES: list[dict[str, Any]] = [
    {},
    {"steps": 25},
    {"steps": 25, "n": 500, "seed": 7, "noise": 1e-3, "slope": -2.5, "intercept_true": 1e6},
    {"steps": 3, "lr": 50.0},
    {"steps": 1000, "lr": 50.0},
    {"steps": 2000, "lr": 1e-3},
    {"steps": 10, "start": [3.0, -1.0]},
    {"steps": 40, "update": "momentum", "momentum": 0.8},
    {"steps": 300, "update": "nesterov"},
    {"steps": 5, "update": "momentum", "momentum": 1.0},
    {"steps": 40, "update": "minibatch", "batch": 3},
    {"steps": 12, "update": "minibatch", "batch": 1000},
    {"intercept": "none", "steps": 4},
    {"intercept": "separate", "steps": 4},
    {"intercept": "separate", "steps": 9, "penalty": "ridge", "strength": 0.3},
    {"intercept": "none", "penalty": "ridge", "steps": 9, "method": "cholesky"},
    {"intercept": "separate", "penalty": "lasso", "strength": 0.5, "steps": 9},
    *({"method": m} for m in ("inverse", "normal", "cholesky", "qr", "svd", "lstsq", "exact")),
    {"method": "svd", "rcond": 0.5},
    {"method": "lstsq", "rcond": 0.5, "steps": 1},
    *({"precision": p, "method": m} for p in ("float32", "float16") for m in ("qr", "normal")),
    {"precision": "float32", "method": "svd"},
    {"precision": "float16", "method": "lstsq"},
    {"precision": "doubled", "method": "qr"},
    {"precision": "exact", "method": "qr"},
    {"precision": "float16", "method": "exact"},
    {"data": "longley", "steps": 3},
    {"data": "longley", "standardise": 1, "steps": 12, "start": [1, 2, 3, 4, 5, 6, 7], "lr": 0.1},
    {"data": "longley", "features": ["gnp", "year"], "target": "population"},
    {"data": "longley", "penalty": "ridge", "strength": 0.01, "standardise": 1},
    {"data": "longley", "penalty": "lasso", "strength": 9.0, "standardise": 1, "steps": 20},
    {"data": "longley", "penalty": "elastic", "strength": 9.0, "standardise": 1, "steps": 20},
    {"data": "longley", "penalty": "elastic", "mix": 0.0, "precision": "float32", "method": "qr"},
    {"data": "longley", "penalty": "elastic", "mix": 1.0, "standardise": 1},
    {"data": "collinear", "epsilon": 1e-9},
    {"data": "collinear", "epsilon": 0, "steps": 5},
    {"data": "collinear", "interactions": 1, "degree": 2},
    {**POLYNOMIALS, "steps": 3},
    {**POLYNOMIALS, "basis": "mapped", "steps": 30},
    {**POLYNOMIALS, "basis": "mapped", "intercept": "none", "standardise": 1},
    {**POLYNOMIALS, "penalty": "ridge", "basis": "mapped", "method": "qr"},
    *({"data": name} for name in ("norris", "wampler1", "wampler2", "wampler5", "filip")),
    *({"data": name} for name in ("noint1", "anscombe4", "classes", "stackloss", "galton")),
    {"data": "penguins", "features": ["flipper_length_mm"]},
    {"data": "penguins", "features": ["species", "flipper_length_mm"], "steps": 2},
    {"data": "own", "points": OWN, "steps": 7},
    {"data": "own", "points": COMMAS, "steps": 7},
    {"data": "own", "points": MIXED, "interactions": 1, "steps": 2},
    {"data": "own", "points": MIXED, "features": ["kind"]},
    {"data": "own", "points": UNITS},
    {"data": "own", "points": UNITS, "method": "exact", "intercept": "none"},
    {"data": "own", "points": UNITS, "standardise": 1},
    {"data": "own", "points": UNITS, "interactions": 1},
]
FORMULAS: list[dict[str, Any]] = [
    {"formula": "log(y + 10) ~ x + exp(x/4)", "steps": 3},
    {"formula": "y^3 ~ I(2*x - x^2/4) + sqrt(x + 5) + abs(x) - 1", "steps": 2, "lr": 1e-3},
    {"data": "forbes", "formula": "100*log10(pressure) ~ boiling_point"},
    {"data": "sine", "formula": "y ~ poly(x, 5) + sin(x)"},
    {"data": "penguins", "formula": "log(body_mass_g) ~ log(flipper_length_mm)*species"},
    {"data": "penguins", "formula": "body_mass_g ~ bill_depth_mm:sex + 1/bill_length_mm - 1"},
    {"data": "stackloss", "formula": "sqrt(stack_loss) ~ C(water_temperature) + air_flow"},
    {"formula": "y ~ 1"},
    {"data": "own", "points": OWN, "formula": "1/y ~ (x^2)^2 + x^2 - x"},
]
SCALED = [
    {"formula": "log(y + 10) ~ x + exp(x)", "standardise": 1, "steps": 5},
    {"formula": "y ~ x + x^3 - 1", "standardise": 1, "penalty": "ridge", "steps": 5},
]
STATES += [*FORMULAS, {"data": "own", "points": UNITS, "formula": "log(y) ~ cm + mm"}]


def scene_of(words: dict[str, Any]) -> Scene:
    """The scene of a link's words, with all that follows from them, as the page has it."""
    session = Session(lambda: 0.0, lambda *_: None)
    session.change(checked(words))
    return session.scene


def executed(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    with np.errstate(all="ignore"):
        exec(compile(source, "script.py", "exec"), names)
    return names


def shown(values: Any, errors: Any) -> list[str]:
    """The digits that the page shows of coefficients with these errors."""
    return [typeset(float(v), float(e)) for v, e in zip(values, errors, strict=True)]


@pytest.mark.parametrize("words", STATES, ids=str)
def test_it_computes_what_the_page_shows(words: dict[str, Any], capsys: Any) -> None:
    scene = scene_of(words)
    fit = scene.fit
    names = executed(script(scene))
    errors = fit.error_of()
    assert shown(names["best"], errors) == shown(fit.coefficients(), errors)
    assert typeset(names["loss"], fit.loss_error) == typeset(fit.loss_of(), fit.loss_error)
    walked = scene.step_error.tolist()
    assert shown(names["reached"], walked) == shown(scene.user(scene.step.w), walked)
    page_loss = typeset(scene.step.loss, fit.loss_error)
    assert typeset(names["step"].loss, fit.loss_error) == page_loss
    assert names["step"].iteration == scene.step.iteration
    assert (names["step"].status is DIVERGED) == (scene.step.status is DIVERGED)
    assert list(names["names"]) == list(scene.columns)
    assert len(capsys.readouterr().out.splitlines()) == scene.problem.p + 2


def test_columns_that_are_one_have_the_coefficients_of_the_page() -> None:
    """Of least norm, the intercept left free; without a single solution none are shown."""
    for given in ({"points": UNITS}, {"points": UNITS, "standardise": 1}, {"points": MIXED}):
        fit = scene_of({"data": "own", **given}).fit
        best = executed(script(scene_of({"data": "own", **given})))["best"]
        np.testing.assert_allclose(best, fit.coefficients(), rtol=1e-12)


@pytest.mark.parametrize("words", STATES, ids=str)
def test_the_notebook_holds_the_same_code(words: dict[str, Any]) -> None:
    scene = scene_of(words)
    cells = json.loads(notebook(scene))["cells"]
    code = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    assert script(scene).endswith(code.rpartition("\n\n")[2] + "\n")
    lines = [line for line in script(scene).split('"""')[2].splitlines() if line]
    own = [line for line in lines if not line.startswith("# ")]
    assert own == [line for line in code.splitlines() if line and not line.startswith("# ")]
    assert len({cell["id"] for cell in cells}) == len(cells)


@pytest.mark.parametrize("words", STATES, ids=str)
def test_no_line_is_too_long_to_read(words: dict[str, Any]) -> None:
    assert max(map(len, script(scene_of(words)).splitlines())) <= WIDTH + 20


def test_the_default_is_what_the_readme_would_write() -> None:
    assert (
        script(scene_of({"steps": 25})).split('"""\n')[1]
        == """
import numpy as np

import linreg

# The data: Line with noise.
table = linreg.datasets.load(
    "linear", n=40, seed=1, noise=0.5, slope=2.0, intercept_true=1.0
)
x, y = table.array(["x", "y"]).T

# X, 40 by 2: first a column of ones for the intercept.
X = np.column_stack([np.ones_like(y), x])

# The objective: the mean squared error.
objective = linreg.SquaredError(X, y)

# The closed form, by the solver refined.
solution = linreg.solve(X, y)
best = solution.coefficients
loss = objective.value(best)

# Gradient descent: 25 steps (plain).
descent = linreg.GradientDescent(objective, learning_rate=0.1)
step = descent.run(25)

# Compare the coefficients.
names = ["1", "x"]
reached = step.w
print(f"{'':>12} {'closed form':>18} {'descent':>18}")
for name, one, other in zip(names, best, reached):
    print(f"{name:>12} {one:18.10g} {other:18.10g}")
print(f"{'loss':>12} {loss:18.10g} {step.loss:18.10g}")
"""
    )


def test_own_points_stand_as_they_were_typed() -> None:
    lines = script(scene_of({"data": "own", "points": OWN})).splitlines()
    assert "x = np.array([1, 2.50, -3e0, 7.0])" in lines


def test_many_own_points_are_read_from_their_file(tmp_path: Path, monkeypatch: Any) -> None:
    values = [f"{i / 8:g}" for i in range(3000)]
    columns = [{"name": "x", "values": values}, {"name": "y", "values": values[::-1]}]
    scene = scene_of({"data": "own", "points": {"columns": columns}})
    source = script(scene)
    assert len(source) < 2000
    rows = "".join(f"{x},{y}\n" for x, y in zip(values, values[::-1], strict=True))
    (tmp_path / "points.csv").write_text("x,y\n" + rows)
    monkeypatch.chdir(tmp_path)
    np.testing.assert_array_equal(executed(source)["X"], scene.problem.X)


@pytest.mark.parametrize("names", [("2019", "2020"), ("#a", "b"), ("a\nb", "c"), ("x;y", "z|w")])
def test_a_file_of_own_points_is_read_back_whatever_its_names(
    names: tuple[str, str], tmp_path: Path, monkeypatch: Any
) -> None:
    values = [f"{i}.125" for i in range(1, 3001)]
    columns = [{"name": names[0], "values": values}, {"name": names[1], "values": values[::-1]}]
    scene = scene_of({"data": "own", "points": {"columns": columns}})
    (tmp_path / "points.csv").write_text(csv(scene.data.points), newline="")
    monkeypatch.chdir(tmp_path)
    np.testing.assert_array_equal(executed(script(scene))["X"], scene.problem.X)


def test_without_points_it_says_so(capsys: Any) -> None:
    columns = [{"name": "x", "values": []}, {"name": "y", "values": []}]
    executed(script(scene_of({"data": "own", "points": {"columns": columns}})))
    assert "no points" in capsys.readouterr().out


def test_the_fit_as_json_is_the_state_and_its_results() -> None:
    scene = scene_of({"data": "collinear", "epsilon": 0, "steps": 4})
    told = json.loads(fit_json(scene))
    assert told["results"] == results(scene, [], full=True)
    assert {key: told[key] for key in ("data", "epsilon", "steps")} == {
        "data": "collinear",
        "epsilon": 0,
        "steps": 4,
    }
    assert set(told) == {*State().values(), "results"}


def test_it_runs_with_the_wheel_and_nothing_else(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    build = f"import flit_core.buildapi as b; b.build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("linreg-*.whl")
    place = tmp_path / "installed"
    install = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--quiet"]
    subprocess.run([*install, "--target", str(place), str(wheel)], check=True, timeout=60)
    scene = scene_of({"steps": 25})
    (tmp_path / "fit.py").write_text(script(scene))
    done = subprocess.run(
        [sys.executable, "fit.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loss = done.stdout.splitlines()[-1].split()
    assert loss == ["loss", f"{scene.fit.loss_of():.10g}", f"{scene.step.loss:.10g}"]
