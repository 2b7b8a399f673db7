"""What of the insides of Pyodide, Emscripten and BokehJS we lean on, and whether it has changed.

None of it is promised by anybody. After a change of the pins, `python -m bundle.upstream` says what
is gone and prints what reads otherwise now. Look at each where it is used: the memory image in
site/bundle/image/make_image.mjs and site/web/boot/restore.js, BokehJS in site/web/models/. Then
record the new digests here.
"""

from __future__ import annotations

import hashlib
import re
import sys

from bundle import paths, pins
from bundle.output import bokeh_js

# Where a definition begins in pyodide.asm.mjs, what we use it for, and the digest of its text.
MODULE = {
    "var LDSO=": ("libraries by handle and by name", "f6b70846bac8"),
    "var newDSO=": ("registering a side module", "4475e0ecc77e"),
    "var GOTHandler=": ("the offset table that side modules import", "066cdfddecef"),
    "var updateTableMap=": ("functions by their slot", "aeb4039c70c4"),
    "var setWasmTableEntry=": ("the mirror of the table", "656a04ee332f"),
    "var relocateExports=": ("addresses that side modules export", "bd8b637c8eae"),
    "var growMemory=": ("room for the image", "931ed2e6525c"),
    "var loadWebAssemblyModule=": (
        "what linking does: struct dso, bases, relocations",
        "4376be53ca63",
    ),
    "__tzset_js=function": ("telling the C library the time zone", "e6399a21eee5"),
    "async function createWasm()": ("instantiateWasm and its callback", "f90158a6c503"),
    "API.serializeHiwireState=function": ("recording references to JavaScript", "6f5d1c8fd272"),
    "API.restoreSnapshot=function": ("replaced by the image's references", "f6ff120e5cba"),
    "API.finalizeBootstrap=function": ("reviving the references", "51514feb508a"),
}
# The same for pyodide.mjs, by the names that its build keeps.
LOADER = {
    "getInstantiateWasmFunc": ("fetches and instantiates the main module", "314467109aaa"),
    "installStdlib": ("fetches the standard library", "dac5c3696e8f"),
    "prepareSnapshot": ("_loadSnapshot", "2ccd467d0eda"),
    "loadWasmScript": ("createPyodideModule", "bf71767983da"),
    "bootstrapPyodide": ("_snapshotDeserializer", "f038581a1f27"),
    "finalizeSetup": ("what it does to sys.path", "c4b24cf6ea26"),
}
# The modules of BokehJS in which we put something of ours in a method's place.
BOKEH = {
    "core/dom": ("painting.js: writing a style sheet", "5951a50416ea"),
    "core/util/canvas": ("painting.js: the layers of a plot", "bf8594c8eb76"),
    "core/visuals/text": ("visuals.js: the font of each text", "d32b67d5b30b"),
    "core/visuals/visual": ("visuals.js: what a visual takes from style sheets", "e525a6b6fe27"),
    "models/canvas/canvas": ("canvas.js: a view of our own", "b1e05c5b34bd"),
    "models/glyphs/glyph": ("glyph_data.js: when points are indexed", "4326881e2e38"),
    "models/plots/plot_canvas": (
        "painting.js, visuals.js: when and what a plot paints",
        "13c0116747d7",
    ),
    "models/renderers/glyph_renderer": (
        "painting.js, glyph_data.js: new data of a glyph",
        "7c6e39c0453d",
    ),
    "models/tools/inspectors/hover_tool": (
        "hover.js, painting.js: what a hover shows",
        "3c2d1ec2271a",
    ),
    "models/ui/pane": ("group.js: a view of our own", "d68abdc2fc89"),
    "models/ui/tooltip": ("hover.js: the style of a hover", "66f4ec63bdea"),
}


def definition(text: str, start: int) -> str:
    """From `start` to the brace that closes the first one opened."""
    depth = 0
    for brace in re.compile(r"[{}]").finditer(text, start):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return text[start : brace.end()]
    return text[start:]


def fragments(module: str, loader: str, bokeh: str) -> dict[str, str]:
    """The text of each definition, or module, that is still there."""
    found = {}
    for anchor in MODULE:
        if (start := module.find(anchor)) >= 0:
            found[anchor] = definition(module, start)
    for label in LOADER:
        named = re.search(rf'o\((\w+),"{label}"\)', loader)
        if named and (start := loader.find(f"function {named.group(1)}(")) >= 0:
            found[label] = without_short_names(definition(loader, start))
    modules, place = bokeh_js.layout(bokeh)
    for name in BOKEH.keys() & place:
        # So do the places of the modules that it asks for.
        found[name] = re.sub(r"\b_\(\d+\)", "_(0)", without_short_names(modules[place[name]]))
    return found


def without_short_names(text: str) -> str:
    """They differ from build to build."""
    return re.sub(r"\b[A-Za-z_$]\b", "_", text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def changes(module: str, loader: str, bokeh: str) -> list[str]:
    """A paragraph for each internal that is gone or reads otherwise."""
    found = fragments(module, loader, bokeh)
    said = []
    for name, (use, recorded) in (MODULE | LOADER | BOKEH).items():
        if name not in found:
            said.append(f"{name} is gone. We use it for: {use}.")
        elif digest(found[name]) != recorded:
            said.append(
                f"{name} has changed. We use it for: {use}. Its digest is now "
                f"{digest(found[name])}; it reads:\n{found[name]}"
            )
    return said


def shipped() -> tuple[str, str, str]:
    """pyodide.asm.mjs, pyodide.mjs and bokeh.min.js as they are pinned."""
    names = ("pyodide.asm.mjs", "pyodide.mjs")
    module, loader = ((paths.FILES / name).read_text(encoding="utf-8") for name in names)
    wheels = {pin.name: paths.FILES / pin.name for pin in pins.PACKAGES}
    return module, loader, bokeh_js.published(wheels)


def main() -> int:
    said = changes(*shipped())
    print("\n\n".join(said) or "Nothing that we lean on has changed.")
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
