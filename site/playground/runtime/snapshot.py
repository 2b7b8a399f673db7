"""The app as a memory image: made and warmed up at build time, woken in a visitor's worker.

What is frozen into the image of the build machine's own (random state, time zone, language) is set
anew by `wake`.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import linecache
import os
import pkgutil
import random
import sys
import tempfile
import time
from types import FunctionType
from typing import TYPE_CHECKING

import numpy as np
from panel.io.state import state as panel_state

import linreg

# The worker's, with or without an image.
from playground.runtime import late_imports, start  # noqa: F401
from playground.runtime.app import App, make_app
from playground.runtime.bridge import Bridge, digest, document_json
from playground.runtime.rehearsal import rehearse

if TYPE_CHECKING:
    from playground.runtime.bridge import Post

UNREAD = ("bokeh", "panel", "param", "numpy", "jinja2")

_app: App | None = None
_digest = ""


def prepare() -> str:
    """Make the app that the image holds, and warm its code up on another one that is dropped.

    Returns the JSON text of the document.
    """
    global _app, _digest
    _app = make_app()
    text = document_json(_app.document)
    _digest = digest(text)
    rehearse(make_app())
    # Panel remembers every view of a document, and with it the app that the warm-up has used.
    views = panel_state._views
    for key in [key for key, view in views.items() if view[2] is not _app.document]:
        del views[key]
    for module in pkgutil.walk_packages(linreg.__path__, "linreg."):
        importlib.import_module(module.name)
    if document_json(_app.document) != text:
        raise RuntimeError("The warm-up has changed the app that the image is to hold.")
    return text


def tidy() -> None:
    """Drop what only the making needed; objects that stay are left out of later collections."""
    _drop_docstrings()
    linecache.clearcache()
    sys.path_importer_cache.clear()
    importlib.invalidate_caches()
    if sys.version_info >= (3, 13):
        sys.last_exc = None
    for _ in range(3):
        gc.collect()
    gc.freeze()
    if sys.version_info >= (3, 13):
        sys._clear_internal_caches()


def _drop_docstrings() -> None:
    """Those that other people's packages make while they are imported; nobody reads them here."""
    for thing in gc.get_objects():
        # Some classes compute their attributes, and cannot yet or cannot be changed.
        with contextlib.suppress(AttributeError, TypeError):
            documented = isinstance(thing, (FunctionType, type)) and thing.__doc__
            if documented and thing.__module__.partition(".")[0] in UNREAD:
                thing.__doc__ = None


def wake(post: Post, page_digest: str, language: str) -> Bridge:
    """Attach the app in this image to the page; as `start.start`, without building anything.

    language: as in the environment variable LANG.
    """
    if _app is None or _digest != page_digest:
        raise RuntimeError("The image holds another document than the page shows.")
    _settle_in(language)
    bridge = Bridge(_app, post)
    post(json.dumps({"type": "attached", "document": None}), [])
    return bridge


def _settle_in(language: str) -> None:
    # loadPyodide puts it there once more.
    if sys.path[:2] == ["", ""]:
        del sys.path[0]
    os.environ["LANG"] = language
    _set_time_zone()
    random.seed()
    np.random.seed()  # noqa: NPY002 - whoever uses the global generator must not get ours again
    tempfile._name_sequence = None  # type: ignore[attr-defined]  # private


def _set_time_zone() -> None:
    """As time.tzset does elsewhere; the C library's own idea of the zone has been set before."""
    year = time.localtime().tm_year
    winter, summer = sorted(
        (time.localtime(time.mktime((year, month, 1, 12, 0, 0, 0, 1, -1))) for month in (1, 7)),
        key=lambda moment: moment.tm_gmtoff,
    )
    time.timezone, time.altzone = -winter.tm_gmtoff, -summer.tm_gmtoff
    time.daylight = int(winter.tm_gmtoff != summer.tm_gmtoff)
    time.tzname = (winter.tm_zone, summer.tm_zone)
