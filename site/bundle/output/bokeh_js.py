"""BokehJS as the page loads it: each model is evaluated when it is first asked for.

As published, bokeh.min.js evaluates all of its 570 modules before it does anything; the page starts
with 327 of them, and a visitor would wait for the others.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

BOKEH_JS = "bokeh/server/static/js/bokeh.min.js"
# A module stands in one line, by its place in a list.
MODULE = "function _("
ALIASES = re.compile(r"\], 0, (\{.*?\}), \{\}\)", re.S)
# How a module hands on what another has: n("Line",e(234).Line), t.__exportStar(e(93),r), and
# const s=e(99), whose parts are handed on by n("Fill",s.Fill).
HANDED_ON = re.compile(r'\b\w+\("(\w+)",(?:\w+\((\d+)\)|(\w+))\.\w+\)')
ALL_HANDED_ON = re.compile(r"\.__exportStar\(\w+\((\d+)\)")
NAMED = re.compile(r"\b(\w+)=\w+\((\d+)\)")
A_CLASS = re.compile(r'\.__name__="(\w+)"')
# The module that evaluates all models to register them, as it stands and as the page has it. HOMES:
# for the place of each module that makes models, their names and which of its parts they are.
REGISTERS_ALL = re.compile(
    r"const s=t\(1\),i=t\((?P<base>\d+)\),"
    r"m=s\.__importStar\(t\(\d+\)\);\(0,i\.register_models\)\(m\);"
    r"const n=s\.__importStar\(t\(\d+\)\);\(0,i\.register_models\)\(n\)"
)
REGISTERS_ASKED = """
function _(require, module, exports, __esModule) {
  __esModule();
  const { default_resolver, register_models } = require(BASE);
  const homes = new Map();
  for (const [place, parts] of Object.entries(HOMES)) {
    for (const name of Object.keys(parts)) homes.set(name, { place: Number(place), parts });
  }
  const known = default_resolver.get.bind(default_resolver);
  default_resolver.get = (name) => {
    const found = known(name);
    const home = homes.get(name);
    if (found != null || home === undefined) return found;
    // First, because registering asks for the names.
    for (const other of Object.keys(home.parts)) homes.delete(other);
    const made = require(home.place);
    made.define_late?.();
    register_models([...new Set(Object.values(home.parts))].map((part) => made[part]));
    return known(name);
  };
},"""
# What hands on all models, and how their names may begin.
ROOTS = {"models/index": ("",), "models/dom/index": ("bokeh.models.dom.", "")}
REGISTERS = "models/main"
# Its model has a property for each of the 280 of CSS, and others name it as what a property may be,
# without ever making one.
STYLES = "models/dom/styles"
DEFINES = re.compile(r'(__name__="Styles",)(\w+\.define\(.*\))\},?$', re.S)
DEFINES_LATE = r"\1this.define_late=()=>\2},"


class Changed(Exception):
    """BokehJS is not laid out as this module knows it; says what was looked for."""


def published(wheels: Mapping[str, Path]) -> str:
    (wheel,) = (path for name, path in wheels.items() if name.startswith("bokeh-"))
    with zipfile.ZipFile(wheel) as packed:
        return packed.read(BOKEH_JS).decode()


def layout(script: str) -> tuple[list[str], dict[str, int]]:
    """(modules in their order, the place of each by its name). Raises Changed."""
    modules = [line for line in script.split("\n") if line.startswith(MODULE)]
    aliases = ALIASES.search(script)
    if not modules or aliases is None:
        raise Changed("a list of modules and their names")
    return modules, json.loads(aliases[1])


def homes(modules: list[str], place: int) -> Iterator[tuple[str, int]]:
    """(model, the place of the module that makes it) of all that the module at `place` hands on."""
    text = modules[place]
    if A_CLASS.search(text):
        for name in A_CLASS.findall(text):
            yield name, place
        return
    for further in ALL_HANDED_ON.findall(text):
        yield from homes(modules, int(further))
    named = dict(NAMED.findall(text))
    for name, direct, variable in HANDED_ON.findall(text):
        yield name, int(direct or named[variable])


def when_asked_for(script: str) -> str:
    """The script, with models that are evaluated when they are first asked for. Raises Changed."""
    modules, place = layout(script)
    registers = REGISTERS_ALL.search(modules[place[REGISTERS]])
    if registers is None:
        raise Changed(f"two calls of register_models in {REGISTERS}")
    home: dict[int, dict[str, str]] = {}
    known: set[str] = set()
    for root, starts in ROOTS.items():
        for name, at in homes(modules, place[root]):
            new = {start + name for start in starts} - known
            home.setdefault(at, {}).update(dict.fromkeys(sorted(new), name))
            known |= new
    table = json.dumps(home, separators=(",", ":"))
    changed = REGISTERS_ASKED.replace("BASE", registers["base"]).replace("HOMES", table)
    styles, found = DEFINES.subn(DEFINES_LATE, modules[place[STYLES]])
    if found != 1:
        raise Changed(f"the properties of {STYLES}")
    replaced = {modules[place[REGISTERS]]: changed, modules[place[STYLES]]: styles}
    return "\n".join(replaced.get(line, line) for line in script.split("\n"))
