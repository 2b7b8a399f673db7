"""Conditions of lessons: parsed by the build, and evaluated alike there and on the page."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bundle.lessons import lessons
from playground.lessons import conditions
from playground.lessons.check import Desk
from playwright._impl._driver import compute_driver_executable

STATE = {
    "lr": 0.2,
    "n": 40,
    "steps": 0,
    "data": "own",
    "line": None,
    "features": ["x1"],
    "show": [],
    "results": {
        "loss": {"qr": 0.25, "descent": "Infinity"},
        "vif": [None, "Infinity"],
        "digits": {"qr": {"vs_float64": [15, 4.5]}, "svd": {"vs_float64": None}},
        "standard_errors": ["NaN", 1.5],
        "diverged": False,
    },
}
CASES = {
    "lr == 0.2 and n >= 40": True,
    "0.1 < lr <= 0.2": True,
    "0.2 < lr <= 0.3": False,
    "data in ['own', 'sine']": True,
    "data not in ['own', 'sine']": False,
    "data == 'own' or missing > 1": True,
    "not results.diverged": True,
    "line != None": False,
    "line == None": True,
    "line[0] < 1": False,
    "abs(line[0] - 1) < 1": False,
    "len(features) == 1 and len(line) == 0": True,
    "features[0] == 'x1'": True,
    "show == []": True,
    "min(results.digits.qr.vs_float64) < 5": True,
    "min(results.digits.svd.vs_float64) < 5": False,
    "max(1, 2, lr) == 2": True,
    "results.vif[1] > 1000": True,
    "results.vif[0] > 1000": False,
    "results.standard_errors[0] < 1": False,
    "results.standard_errors[0] > 1": False,
    "results.standard_errors[1] > 1": True,
    "results.loss.descent < 2 * results.loss.qr": False,
    "results.loss.qr ** 0.5 == 0.5": True,
    "sqrt(results.loss.qr) - 0.5 == 0": True,
    "log10(0) < 5": False,
    "1 / steps > 0": False,
    "1 / steps": math.nan,
    "-lr * 10": -2.0,
    "round(results.loss.qr * 10)": 3,
    "missing.deep[3]": None,
    "missing + 1": None,
    "results.constructor": None,
    "lr.constructor": None,
    "'own' < 1": False,
}


def on_the_page(pairs: list[tuple[Any, Any]], folder: Path) -> list[Any]:
    (folder / "cases.json").write_text(json.dumps(pairs))
    command = [
        compute_driver_executable()[0],
        Path(__file__).parent / "evaluate_conditions.js",
        folder / "cases.json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found: list[Any] = json.loads(done.stdout)
    return found


def alike(a: Any, b: Any) -> bool:
    return a == b or str(a).lower() == str(b).lower()


def test_build_and_page_find_the_same(tmp_path: Path) -> None:
    parsed = [conditions.parse(text) for text in CASES]
    page = on_the_page([(expression, STATE) for expression in parsed], tmp_path)
    for (text, wanted), expression, seen in zip(CASES.items(), parsed, page, strict=True):
        computed = conditions.value(expression, STATE)
        assert alike(computed, wanted), f"the build: {text} is {computed}"
        assert alike(seen, wanted), f"the page: {text} is {seen}"


def test_so_do_all_questions_of_the_lessons(tmp_path: Path) -> None:
    desk, pairs, wanted = Desk(), [], []
    for lesson in lessons.read_all():
        for question in lesson.questions:
            for link, met in ((question.before, False), (question.show, True)):
                pairs.append((question.when, desk.open(link).state))
                wanted.append(met)
    assert on_the_page(pairs, tmp_path) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')", "lambda: 1", "[x for x in y]", "f(1)", "abs(x, key=1)", "a if b else c",
        "x := 1", "lr is None", "lr == 1j", "f'{x}'", "1 +", "results[1:2]", "lr @ lr", "~lr",
    ],
)  # fmt: skip
def test_nothing_else_is_an_expression(text: str) -> None:
    with pytest.raises(conditions.BadExpression):
        conditions.parse(text)
