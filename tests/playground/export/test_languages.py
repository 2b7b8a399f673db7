"""The same fit in other libraries and in R, executed: they print the page's numbers."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import subprocess
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bundle.browsers import engines
from playground.engine.scene import Scene
from playground.export.documents import LANGUAGES, notebook, script
from playground.session.table_edit import csv

from tests.playground.export.test_export import FORMULAS, MIXED, SCALED, scene_of

PYTHON = [name for name, language in LANGUAGES.items() if language.is_python and language.make]
STANDARDISED = {"data": "longley", "standardise": 1}
CATEGORIES = {"data": "penguins", "features": ["species", "flipper_length_mm"]}
STATES: list[dict[str, Any]] = [
    {},
    {"steps": 25},
    {"steps": 10, "start": [3.0, -1.0]},
    {"steps": 40, "update": "momentum", "momentum": 0.8},
    {"steps": 30, "update": "nesterov", "momentum": 0.7},
    {"steps": 4, "intercept": "none"},
    {"steps": 4, "intercept": "separate"},
    {"steps": 9, "penalty": "ridge", "strength": 0.3},
    {"steps": 9, "penalty": "ridge", "strength": 0.3, "intercept": "none"},
    {**STANDARDISED, "steps": 12, "lr": 0.1},
    {**STANDARDISED, "penalty": "ridge", "strength": 0.01, "steps": 5, "lr": 0.1},
    {**STANDARDISED, "penalty": "ridge", "strength": 0.01, "intercept": "none"},
    {"data": "sine", "degree": 4, "steps": 3, "lr": 1e-4},
    {"data": "sine", "degree": 4, "basis": "mapped"},
    {"data": "collinear", "degree": 2, "interactions": 1},
    CATEGORIES,
    {**CATEGORIES, "interactions": 1},
    {**CATEGORIES, "intercept": "none"},
    {"data": "own", "points": MIXED, "features": ["kind"]},
    {"data": "galton"},
]
STATES += [*FORMULAS, *SCALED]
LASSOS: list[dict[str, Any]] = [
    {"steps": 9, "penalty": "lasso", "strength": 0.5},
    {"steps": 9, "penalty": "elastic", "strength": 0.5, "mix": 0.3},
    {"data": "collinear", "epsilon": 0.5, "penalty": "lasso", "strength": 0.5, "intercept": "none"},
    {**STANDARDISED, "features": ["gnp", "year"], "penalty": "elastic", "strength": 300.0},
]


def table(printed: str, p: int) -> list[list[float]]:
    """The numbers of the table: of each coefficient, and the loss last."""
    lines = [line for line in printed.splitlines() if line.strip()]
    first = 0 if "closed form" not in lines[0] else 1
    rows = [line.split() for line in lines[first : first + p + 1]]
    return [[float(cell) for cell in row if _is_number(cell)][-columns(lines[0]) :] for row in rows]


def columns(head: str) -> int:
    return 2 if "descent" in head else 1


def _is_number(cell: str) -> bool:
    with contextlib.suppress(ValueError):
        float(cell)
        return True
    return False


def executed(source: str) -> str:
    """What Python code prints."""
    out = io.StringIO()
    # A summary warns of few points.
    quiet = warnings.catch_warnings(action="ignore")
    with contextlib.redirect_stdout(out), np.errstate(all="ignore"), quiet:
        exec(compile(source, "script.py", "exec"), {})
    return out.getvalue()


def check(printed: str, scene: Scene, rtol: float) -> None:
    """Every number is the page's: coefficients and loss, of the closed form and of descent."""
    found, fit, p = table(printed, scene.problem.p), scene.fit, scene.problem.p
    scale = np.maximum(np.abs(fit.coefficients()), 1e-3 * np.abs(fit.coefficients()).max())
    closed = np.array([row[0] for row in found])
    np.testing.assert_array_less(np.abs(closed[:p] - fit.coefficients()), rtol * scale)
    assert closed[p] == pytest.approx(fit.loss_of(), rel=rtol)
    if len(found[0]) > 1:
        reached = np.array([row[1] for row in found])
        np.testing.assert_allclose(reached[:p], scene.user(scene.step.w), rtol=rtol, atol=1e-12)
        assert reached[p] == pytest.approx(scene.step.loss, rel=rtol)


@pytest.fixture(params=PYTHON)
def language(request: pytest.FixtureRequest) -> str:
    name = request.param
    package = {"sklearn": "sklearn", "statsmodels": "statsmodels", "pytorch": "torch"}.get(name)
    if package is not None and importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    return name


@pytest.mark.parametrize("words", STATES, ids=str)
def test_python_prints_the_numbers_of_the_page(language: str, words: dict[str, Any]) -> None:
    scene = scene_of(words)
    printed = executed(script(scene, language))
    # Longley's columns cost float64 about half of its digits.
    check(printed, scene, 1e-6 if words.get("data") in ("longley", "sine") else 1e-8)
    descends = language in ("numpy", "pytorch") and scene.taken > 0
    assert ("descent" in printed.splitlines()[0]) == descends


@pytest.mark.parametrize("words", LASSOS, ids=str)
def test_penalties_with_corners(language: str, words: dict[str, Any]) -> None:
    scene = scene_of(words)
    printed = executed(script(scene, language))
    if LANGUAGES[language].lasso:
        check(printed, scene, 1e-5)
    else:
        assert printed == ("This penalty is written for linreg, NumPy, scikit-learn and R only.\n")


@pytest.mark.parametrize("method", ["inverse", "normal", "cholesky", "qr", "svd", "lstsq"])
def test_numpy_solves_as_the_chosen_solver_does(method: str) -> None:
    scene = scene_of({"method": method})
    source = script(scene, "numpy")
    assert f"by the solver {method}." in source
    check(executed(source), scene, 1e-9)


@pytest.fixture(scope="session")
def rscript() -> str:
    """Where R is."""
    programs = engines.R.find()
    return programs["script"] if programs else pytest.skip(engines.R.advice)


def run_r(rscript: str, source: str, folder: Path) -> str:
    (folder / "script.R").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [rscript, "--vanilla", "script.R"], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("words", STATES, ids=str)
def test_r_prints_the_numbers_of_the_page(
    rscript: str, words: dict[str, Any], tmp_path: Path
) -> None:
    scene = scene_of(words)
    printed = run_r(rscript, script(scene, "r"), tmp_path)
    check(printed, scene, 1e-6 if words.get("data") in ("longley", "sine") else 1e-8)


@pytest.mark.parametrize("words", LASSOS, ids=str)
def test_r_has_the_penalties_with_corners(
    rscript: str, words: dict[str, Any], tmp_path: Path
) -> None:
    scene = scene_of(words)
    check(run_r(rscript, script(scene, "r"), tmp_path), scene, 1e-8)


NEARLY = {
    "columns": [
        {"name": "cm", "values": [str(150 + 3 * k) for k in range(12)]},
        {"name": "mm", "values": [f"{1500 + 30 * k}.{k % 3:06}" for k in range(12)]},
        {"name": "y", "values": [str(k * k % 11) for k in range(12)]},
    ]
}
FRAGILE = "so float64 may lose digits here."


@pytest.mark.parametrize("name", [name for name in LANGUAGES if name != "linreg"])
@pytest.mark.parametrize(
    ("words", "fragile"),
    [
        ({"data": "own", "points": NEARLY}, True),
        ({"data": "longley"}, True),
        (STANDARDISED, True),
        ({**STANDARDISED, "penalty": "ridge"}, False),
        ({"data": "filip"}, True),
        ({"data": "filip", "basis": "mapped"}, True),
        ({}, False),
        ({"data": "collinear"}, False),
    ],
    ids=str,
)
def test_where_float64_loses_digits_a_script_says_so(
    name: str, words: dict[str, Any], fragile: bool
) -> None:
    said = " ".join(script(scene_of(words), name).replace("#", "").split())
    assert (FRAGILE in said) is fragile


LARGE = {
    "columns": [
        {"name": "the x", "values": [*(str(k / 8) for k in range(2100)), "NA", "", "nan", "5"]},
        {
            "name": "y",
            "values": [*(str(k % 7 + k / 9) for k in range(2100)), "1", "2", "3", "NULL"],
        },
    ]
}


def test_many_points_are_read_from_their_file(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scene_of({"data": "own", "points": LARGE})
    (tmp_path / "points.csv").write_text(csv(scene.data.points), encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    source = script(scene, language)
    assert len(source.splitlines()) < 60
    check(executed(source), scene, 1e-8)


def test_r_reads_many_points_from_their_file(rscript: str, tmp_path: Path) -> None:
    scene = scene_of({"data": "own", "points": LARGE})
    (tmp_path / "points.csv").write_text(csv(scene.data.points), encoding="utf-8", newline="")
    check(run_r(rscript, script(scene, "r"), tmp_path), scene, 1e-8)


HOSTILE = {
    "columns": [
        {"name": "y", "values": ["1", "2", "4", "3", "7"]},
        {"name": "np", "values": ['a"b', 'a"b', "c\\d", "é", "é"]},
        {"name": "1 st", "values": ["3", "1", "2", "5", "4"]},
        {"name": "y!", "values": ["1", "2", "2", "6", "5"]},
    ]
}


def test_names_and_texts_of_any_kind_do_no_harm(language: str) -> None:
    words = {"data": "own", "points": HOSTILE, "target": "y!", "features": ["y", "1 st"]}
    scene = scene_of(words)
    check(executed(script(scene, language)), scene, 1e-8)
    scene = scene_of({**words, "features": ["np"]})
    check(executed(script(scene, language)), scene, 1e-8)


@pytest.mark.parametrize("name", ["len", "max", "range", "zip", "print", "sum", "abs", "float"])
def test_columns_named_like_functions_do_no_harm(language: str, name: str) -> None:
    columns = [
        {"name": name, "values": ["3", "1", "2", "5", "4"]},
        {"name": "y", "values": ["1", "2", "2", "6", "5"]},
    ]
    words = {"data": "own", "points": {"columns": columns}, "steps": 3, "lr": 0.01}
    scene = scene_of(words)
    check(executed(script(scene, language)), scene, 1e-8)
    lasso = scene_of({**words, "penalty": "lasso", "strength": 0.2})
    if LANGUAGES[language].lasso:
        check(executed(script(lasso, language)), lasso, 1e-5)


def test_what_the_page_computes_otherwise_is_told() -> None:
    cut = scene_of({"method": "svd", "rcond": 0.9})
    assert "\nThe page cuts off small singular values. This fit keeps them all.\n" in script(
        cut, "numpy"
    )
    few = scene_of({"precision": "float16", "method": "qr"})
    assert "\n# The page computes in float16. This computes in float64.\n" in script(few, "r")


def test_what_cannot_be_said_is_told() -> None:
    scene = scene_of({"data": "sine", "degree": 3, "basis": "mapped", "penalty": "ridge"})
    assert "A penalty on powers mapped to [-1, 1] is written for linreg only." in script(scene, "r")
    batches = scene_of({"steps": 5, "update": "minibatch"})
    assert "\nMini-batches follow the page's own random numbers" in script(batches, "numpy")
    copies = scene_of({"data": "collinear", "epsilon": 0})
    assert "the coefficients are not unique" in script(copies, "sklearn")


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_notebook_holds_the_same_code(name: str) -> None:
    scene = scene_of({"steps": 2})
    whole = json.loads(notebook(scene, name))
    code = "".join("".join(c["source"]) for c in whole["cells"] if c["cell_type"] == "code")
    assert whole["metadata"]["kernelspec"]["name"] == ("ir" if name == "r" else "python3")
    kept = [line for line in script(scene, name).splitlines() if not line.startswith("#")]
    assert all(
        line in code for line in kept[4:] if line and '"""' not in line and "Needs" not in line
    )
