"""The Python reference: every public name once, and docstrings read as they are meant."""

from __future__ import annotations

import re
from pathlib import Path

import griffe
import pytest
from bundle.docs import docstrings, reference

import linreg

SOURCE = '''
def solve(X: list, y: list, rcond: float | None = None):
    """Solve.

    Parameters
    ----------
    X : (N, p) as given; no column of ones
        is added.
    y, rcond : (N,). See above.

    Raises
    ------
    ValueError : shapes that do not fit.
    """
'''


@pytest.fixture
def solve(tmp_path: Path) -> griffe.Object:
    (tmp_path / "sample.py").write_text(SOURCE)
    extensions = griffe.load_extensions(docstrings.Prose)
    package = griffe.load(
        "sample", search_paths=[tmp_path], extensions=extensions, docstring_parser="numpy"
    )
    found: griffe.Object = package["solve"]
    return found


def test_every_public_name_is_shown_once() -> None:
    shown = re.findall(r"^::: linreg\.(\S+)$", "".join(reference.pages().values()), re.MULTILINE)
    assert len(shown) == len(set(shown))
    assert set(linreg.__all__) <= set(shown)


def test_functions_come_before_classes() -> None:
    shown = re.findall(r"^::: linreg\.(\S+)$", reference.pages()["solvers"], re.MULTILINE)
    assert shown[1:3] == ["factorise", "solve"]


def test_prose_is_the_description_and_the_annotation_is_the_type(solve: griffe.Object) -> None:
    assert solve.docstring is not None
    sections = {section.kind.value: section.value for section in solve.docstring.parsed}
    first, *others = sections["parameters"]
    assert first.description == "(N, p) as given; no column of ones is added."
    assert str(first.annotation) == "list"
    # Names that share a description have it each.
    assert [(item.name, item.description) for item in others] == [
        ("y", "(N,). See above."),
        ("rcond", "(N,). See above."),
    ]
    (error,) = sections["raises"]
    assert (str(error.annotation), error.description) == ("ValueError", "shapes that do not fit.")
