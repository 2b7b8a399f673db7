"""What `serve --watch` imports anew: the changed modules and those that import them, no others."""

from __future__ import annotations

from bundle.watch import sources

FILES = {
    "own/__init__.py": b"",
    "own/low.py": b"RATE = 1\n",
    "own/middle.py": b"from own.low import RATE\n",
    "own/high.py": b"def act():\n    from own import middle\n",
    "own/other.py": b"import math\n",
    "own/data.txt": b"import own.low",
}


def test_a_changed_module_makes_its_importers_stale_also_those_within_functions() -> None:
    assert sources.stale(FILES, {"own.low"}) == ["own.high", "own.low", "own.middle"]
    assert sources.stale(FILES, {"own.other"}) == ["own.other"]


def test_circles_end_and_what_cannot_be_read_imports_nothing() -> None:
    ring = {"a.py": b"import b", "b.py": b"import a", "c.py": b"import b\nfrom"}
    assert sources.stale(ring, {"a"}) == ["a", "b"]


def test_files_are_modules_by_their_names() -> None:
    names = ("own/low.py", "own/low.pyc", "own/__init__.pyc")
    assert [sources.module(name) for name in names] == ["own.low", "own.low", "own"]


def test_the_page_gets_the_boot_that_imports_anew_beside_the_built_one() -> None:
    scripts = sources.scripts(7)
    assert "bootFromImage" in scripts["boot/image_boot_as_built.js"]
    assert "image_boot_as_built.js" in scripts["boot/image_boot.js"]
    assert "location.reload" in scripts["start.js"]
    # A change that comes while the page loads is not missed.
    assert "watch/changes?since=7" in scripts["start.js"]
