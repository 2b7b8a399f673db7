"""The examples in docstrings, which the reference shows, give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import linreg

# Each is shown with an example.
SHOWN = (
    "solve", "LinearRegression", "GradientDescent", "correct_digits", "read_table", "Formula",
    "StreamingFit", "solve_robust", "playground_link", "learning_rate_limit",
    "diagnostics.inference", "datasets.load", "links.decode",
)  # fmt: skip


def modules() -> Iterator[ModuleType]:
    yield linreg
    for module in pkgutil.walk_packages(linreg.__path__, "linreg."):
        yield importlib.import_module(module.name)


def test_the_examples_in_docstrings_are_right() -> None:
    failed = {}
    for module in modules():
        result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
        if result.failed:
            failed[module.__name__] = result.failed
    assert failed == {}


def test_what_most_people_call_has_an_example() -> None:
    lacking = []
    for name in SHOWN:
        found: object = linreg
        for part in name.split("."):
            found = getattr(found, part)
        if ">>>" not in (found.__doc__ or ""):
            lacking.append(name)
    assert lacking == []
