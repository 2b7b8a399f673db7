"""Run in the browser's Python: forget modules, so that they are imported anew."""

import gc
import importlib
import sys

from bokeh.core.has_props import _default_resolver as resolver

stale: list[str]  # given by image_boot.js
names = list(stale)  # noqa: F821

# To look for garbage while the app is made takes as long as to make it.
gc.disable()
for name in names:
    sys.modules.pop(name, None)
    parent, _, child = name.rpartition(".")
    # Where a package still has it, `from package import module` would find the old one.
    vars(sys.modules.get(parent, sys)).pop(child, None)
# Bokeh refuses a second model of the same name, and has no public way to forget the first.
known = vars(resolver)["_known_models"]
for name in [name for name, cls in known.items() if cls.__module__ in names]:
    del known[name]
importlib.invalidate_caches()
