"""Imports run one way, without circles, and no folder holds more than a reader can look over."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "linreg": ROOT / "linreg",
    "playground": ROOT / "site/playground",
    "bundle": ROOT / "site/bundle",
}
Graph = Mapping[str, frozenset[str]]
# The rooms of the playground, and those whose modules each may import beside its own.
BELOW = {
    "controls": set(),
    "engine": set(),
    "session": {"engine"},
    "glossary": {"engine", "session"},
    "export": {"engine", "session"},
    "views": {"engine", "session", "controls", "glossary", "export"},
    "lessons": {"engine", "session"},
    "runtime": {"engine", "session", "controls", "glossary", "export", "views", "lessons"},
}
COUNTED = (".py", ".js", ".css", ".html")
MOST_FILES = 26


def modules(packages: Mapping[str, Path] = PACKAGES) -> dict[str, Path]:
    """Dotted name -> file of every module."""
    found = {}
    for package, folder in packages.items():
        for path in sorted(folder.rglob("*.py")):
            parts = (package, *path.relative_to(folder).with_suffix("").parts)
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


def graph(found: Mapping[str, Path]) -> Graph:
    """Module -> modules that it imports: in functions and under TYPE_CHECKING too."""
    return {name: frozenset(_imported(name, path, found)) - {name} for name, path in found.items()}


def _imported(name: str, path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            for alias in node.names:
                # A name that is no submodule comes from the package's own __init__.
                source = f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base
                if source in known:
                    yield source


def _base(node: ast.ImportFrom, package: str) -> str:
    """The module that a `from` import names, a relative one from `package`."""
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    above = parts[: len(parts) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def circles(found: Graph) -> list[list[str]]:
    """Groups of modules that import each other, directly or through others."""
    reach = {name: _reachable(name, found) for name in found}
    rings = {
        tuple(sorted(other for other in reach[name] if name in reach[other]))
        for name in found
        if name in reach[name]
    }
    return sorted(map(list, rings))


def _reachable(name: str, found: Graph) -> set[str]:
    seen: set[str] = set()
    waiting = [*found[name]]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(found[here])
    return seen


FOUND = modules()
GRAPH = graph(FOUND)


def arrows(package: str) -> Iterator[tuple[str, str]]:
    """(module, imported module) of everything in a package."""
    for name, others in GRAPH.items():
        if name.startswith(f"{package}."):
            yield from ((name, other) for other in others)


def room(module: str) -> str:
    """Part of a module's name below its package: playground.views.fit.view -> views."""
    return module.split(".")[1] if "." in module else ""


def folder(module: str) -> str:
    """Folder of views/ in which a module lies, such as fit; empty directly in views/."""
    inside = FOUND[module].relative_to(PACKAGES["playground"] / "views")
    return "" if len(inside.parts) == 1 else inside.parts[0]


def test_no_circle() -> None:
    assert circles(GRAPH) == []


@pytest.mark.parametrize("top", ["linreg", "site"])
def test_no_folder_is_a_hall(top: str) -> None:
    files = [path for path in (ROOT / top).rglob("*") if path.suffix in COUNTED]
    counts = Counter(str(path.parent.relative_to(ROOT)) for path in files)
    assert {name: count for name, count in counts.items() if count > MOST_FILES} == {}


def test_linreg_knows_nothing_above_it() -> None:
    assert [pair for pair in arrows("linreg") if not pair[1].startswith("linreg")] == []


def test_every_module_of_the_playground_is_in_a_room() -> None:
    inside = [name for name in FOUND if name.startswith("playground.")]
    assert [name for name in inside if room(name) not in BELOW] == []


def test_rooms_import_only_what_is_below_them() -> None:
    upward = [
        (name, other)
        for name, other in arrows("playground")
        if other.startswith("playground.") and room(other) not in {room(name), *BELOW[room(name)]}
    ]
    assert upward == []


def test_no_tab_imports_another() -> None:
    """What lies directly in views/ stands above the tabs, so that no tab imports it either."""
    crossing = [
        (name, other)
        for name, other in arrows("playground.views")
        if folder(name)
        and other.startswith("playground.views.")
        and folder(other) not in (folder(name), "common")
    ]
    assert crossing == []
