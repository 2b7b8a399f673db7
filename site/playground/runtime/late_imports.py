"""Modules that the app does not import at its start come in a second archive, on first demand."""

from __future__ import annotations

import importlib
import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

# Written by the build beside this module: one name a line. Only these may cause a download, because
# packages also try imports that are meant to fail.
NAMES = "late_modules.txt"


class LateError(ImportError):
    """The archive could not be fetched; the next import that needs it asks for it again."""


class LateArchive:
    """Last on sys.meta_path, so that it is asked only for modules that nobody else has found.

    Does not cover data files that are opened without an import of a missing module.
    """

    def __init__(self, load: Callable[[], bytes], names: frozenset[str], folder: str) -> None:
        self._load = load
        self._names = names
        self._folder = folder
        self._busy = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        # Unpacking may try imports itself.
        if self._busy or name not in self._names:
            return None
        self._busy = True
        try:
            self._unpack()
        except Exception as error:
            text = f"Modules that are needed now could not be fetched ({error})."
            raise LateError(f"{text} Check the network and try again.", name=name) from error
        finally:
            self._busy = False
        sys.meta_path.remove(self)
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path, target)

    def _unpack(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self._load())) as archive:
            archive.extractall(self._folder)


def install(load: Callable[[str], bytes], url: str, folder: str) -> None:
    """Arrange for the archive at `url`, fetched by `load`, to be unpacked into `folder` when the
    first of its modules is imported."""
    names = frozenset(Path(__file__).with_name(NAMES).read_text().split())
    sys.meta_path.append(LateArchive(lambda: load(url), names, folder))
