"""The pages of the Python reference: one for each public module, from `linreg.__all__`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import ModuleType

import linreg

FOLDER = "reference"


def pages() -> dict[str, str]:
    """Return the Markdown of each page by the name of its module, such as solvers."""
    found: dict[str, list[str]] = {}
    for name in linreg.__all__:
        value = getattr(linreg, name)
        if isinstance(value, ModuleType):
            public = (f"{name}.{member}" for member in _members(value))
            found.setdefault(name, []).extend(public)
        else:
            # linreg.solvers._solve -> solvers
            found.setdefault(value.__module__.split(".")[1], []).append(name)
    return {module: _page(module, members) for module, members in sorted(found.items())}


def _members(module: ModuleType) -> Iterator[str]:
    """What a module defines or lists, but for what `linreg` itself offers."""
    own = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ]
    yield from (name for name in getattr(module, "__all__", own) if name not in linreg.__all__)


def _page(module: str, members: list[str]) -> str:
    # What is called comes before what it returns.
    members = sorted(members, key=lambda name: name.rpartition(".")[2][0].isupper())
    # Where a function has its module's name, the name stands for the function.
    named = isinstance(getattr(linreg, module), ModuleType)
    about = [_shown(module, members=False, show_root_heading=False, show_root_toc_entry=False)]
    return "\n".join((f"# linreg.{module}\n", *(about if named else ()), *map(_shown, members)))


def _shown(name: str, **options: bool) -> str:
    """Return what mkdocstrings replaces by the docstrings of an object."""
    lines = (f"      {key}: {json.dumps(value)}\n" for key, value in options.items())
    return f"::: linreg.{name}\n    options:\n      heading_level: 2\n{''.join(lines)}"
