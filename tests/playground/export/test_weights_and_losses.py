"""Code for sample weights and robust losses, executed: it prints the page's numbers."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from playground.export.documents import LANGUAGES, script
from playground.views.common.model_curve import numbers

from tests.playground.export import test_export, test_languages
from tests.playground.export.test_export import scene_of
from tests.playground.export.test_languages import check, executed

language, rscript = test_languages.language, test_languages.rscript
POINTS = {
    "columns": [
        {"name": "x", "values": ["1", "2", "3", "4.5", "5", "6", "7", "8", "9"]},
        {"name": "z", "values": ["1", "4", "2", "7", "1", "9", "3", "3", "5"]},
        {"name": "y", "values": ["1.1", "2.3", "2.9", "4.5", "4.9", "19", "7", "8.2", "9.1"]},
        {"name": "w", "values": ["1", "2", "3", "1", "0.25", "0.5", "2", "0", "1.5"]},
    ]
}
OWN = {"data": "own", "points": POINTS, "weights": "w", "target": "y"}
WEIGHTED: list[dict[str, Any]] = [
    {**OWN, "features": ["x"], "steps": 20},
    {**OWN, "steps": 20, "method": "qr"},
    {**OWN, "steps": 12, "update": "momentum", "intercept": "none"},
    {**OWN, "penalty": "ridge", "strength": 0.3, "steps": 12},
    {**OWN, "features": ["x"], "standardise": 1, "penalty": "ridge", "strength": 0.3, "steps": 9},
    {"data": "penguins", "features": ["species", "flipper_length_mm"], "weights": "bill_depth_mm"},
    {"data": "longley", "weights": "year", "features": ["gnp", "unemployed"]},
]
LASSO: dict[str, Any] = {**OWN, "penalty": "elastic", "strength": 0.4, "mix": 0.6, "steps": 5}
HUBER: list[dict[str, Any]] = [
    {"data": "outliers", "loss": "huber", "steps": 25},
    {"data": "outliers", "loss": "huber", "delta": 0.7, "steps": 25, "update": "nesterov"},
    {"data": "stackloss", "loss": "huber", "standardise": 1, "steps": 5, "lr": 0.1},
]
ABSOLUTE: list[dict[str, Any]] = [
    {"data": "outliers", "loss": "absolute", "steps": 25},
    {"data": "stackloss", "loss": "absolute"},
]
ROBUST = [
    *HUBER,
    *ABSOLUTE,
    {**OWN, "loss": "huber", "steps": 9},
    {**OWN, "loss": "absolute", "steps": 9, "update": "minibatch", "batch": 3},
    {"data": "linear", "noise": 0.0, "loss": "huber", "outliers": 0},
]


@pytest.mark.parametrize("words", [*WEIGHTED, LASSO, *ROBUST], ids=str)
def test_linreg_computes_what_the_page_shows(words: dict[str, Any], capsys: Any) -> None:
    test_export.test_it_computes_what_the_page_shows(words, capsys)


@pytest.mark.parametrize("words", WEIGHTED, ids=str)
def test_weights_in_every_library(language: str, words: dict[str, Any]) -> None:
    check(executed(script(scene_of(words), language)), scene_of(words), 1e-8)


def test_weights_and_a_lasso(language: str) -> None:
    if LANGUAGES[language].lasso:
        check(executed(script(scene_of(LASSO), language)), scene_of(LASSO), 1e-5)


@pytest.mark.parametrize("words", ROBUST[:7], ids=str)
def test_robust_losses_where_they_are_written(language: str, words: dict[str, Any]) -> None:
    scene, known = scene_of(words), LANGUAGES[language]
    printed = executed(script(scene, language))
    loss = words["loss"]
    if loss in known.robust and (known.weighted or "weights" not in words):
        check(printed, scene, 1e-8)
    else:
        assert " is written for linreg" in printed
        assert printed.endswith(" only.\n")


@pytest.mark.parametrize("words", [*WEIGHTED[:5], *HUBER], ids=str)
def test_r_prints_the_numbers_of_the_page(
    rscript: str, tmp_path: Path, words: dict[str, Any]
) -> None:
    scene, file = scene_of(words), tmp_path / "fit.R"
    file.write_text(script(scene, "r"), encoding="utf-8")
    ran = subprocess.run([rscript, str(file)], capture_output=True, text=True, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    check(ran.stdout, scene, 1e-8)


def test_the_weights_are_no_feature() -> None:
    assert len(numbers(scene_of(OWN))) == 2
