"""The internals of Pyodide, Emscripten, BokehJS, Bokeh and Panel that we use, and their changes.

None of it is promised by anybody. After a change of the pins, `python -m bundle.upstream` says what
is gone and prints what reads otherwise now. Look at each where it is used: the memory image in
site/bundle/image/make_image.mjs and site/web/boot/restore.js, BokehJS in site/web/models (most of
it in bokeh_patches), Python in site/playground. Then record the new digests here.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

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
# The modules of BokehJS whose private members we use or replace.
BOKEH = {
    "core/dom": ("style_sheets.js: writing a style sheet", "5951a50416ea"),
    "core/util/canvas": ("still_layers.js: the layers of a plot", "bf8594c8eb76"),
    "core/util/templating": ("hover.js: DEFAULT_FORMATTERS", "d914f67a41e1"),
    "core/view": ("scheduling.js: _await_ready", "f73fc2171914"),
    "core/visuals/line": ("enlarged.js: the width of each line", "fc8209a048b8"),
    "core/visuals/text": ("enlarged.js: the font of each text", "d32b67d5b30b"),
    "core/visuals/visual": ("computed_styles.js: _get_css_value", "e525a6b6fe27"),
    "document/document": (
        "document_view.js, enlarged.js, slide.js: _new_models, _all_models",
        "8bc00b33dc36",
    ),
    "models/canvas/canvas": ("canvas.js: a view of our own", "b1e05c5b34bd"),
    "models/glyphs/scatter": ("enlarged.js: the size of each point", "6a5615f6e14a"),
    "models/plots/plot_canvas": (
        "scheduling.js, deferred_paints.js, still_layers.js: when and what a plot paints",
        "13c0116747d7",
    ),
    "models/renderers/glyph_renderer": (
        "style_sheets.js, still_layers.js: the place of a glyph, its data",
        "7c6e39c0453d",
    ),
    "models/tools/inspectors/hover_tool": ("hover.js: what a hover shows", "3c2d1ec2271a"),
    "models/ui/pane": ("group.js: _build_elements, _update_elements", "d68abdc2fc89"),
    "models/ui/tooltip": ("hover.js: the style of a hover", "66f4ec63bdea"),
    "models/ui/ui_element": ("base.js, group.js: _apply_visible", "8420bd2caf8f"),
}
# The members of Bokeh's and Panel's Python that we use or replace, by file and name.
PYTHON = {
    "bokeh/core/has_props.py HasProps.themed_values": (
        "defaults.py: replaced by a quicker one",
        "852e2fe732a2",
    ),
    "bokeh/core/property/descriptors.py PropertyDescriptor._get_default": (
        "defaults.py: looked up once for each class",
        "df6ea43582da",
    ),
    "bokeh/core/serialization.py Serializer.encode": ("bridge.py: a quicker one", "ee63cdc354d1"),
    "bokeh/core/serialization.py Serializer.get_ref": (
        "bridge.py: models that are known",
        "c4f78080fca6",
    ),
    "bokeh/core/serialization.py Serializer.has_ref": (
        "bridge.py: models that are known",
        "41db67bf7461",
    ),
    "bokeh/document/models.py DocumentModelManager._new_models": (
        "bridge.py: new models",
        "331d717a4757",
    ),
    "bokeh/document/models.py DocumentModelManager.flush_synced": (
        "bridge.py: new models",
        "802367815dc4",
    ),
    "bokeh/model/model.py Model.trigger": ("models.py: replaced for plain values", "dc7b8a92768e"),
    "bokeh/util/callback_manager.py PropertyCallbackManager.trigger": (
        "models.py: called for plain values",
        "380ddbef8b41",
    ),
    "panel/io/state.py _state._views": ("snapshot.py: forgetting the warm-up", "728783002089"),
    "panel/viewable.py Renderable.__init__": ("widgets.py: _models", "479e55f39027"),
    "panel/reactive.py Syncable._process_events": ("widgets.py: _busy__ignore", "6402dcaa96aa"),
    "panel/reactive.py Syncable._process_property_change": (
        "widgets.py: checking values",
        "d90f188d34b3",
    ),
    "panel/reactive.py Syncable._stylesheets": ("widgets.py: none of them", "d0606e2ff01a"),
    "panel/theme/base.py Design._resources": ("widgets.py: none of them", "fa535013e430"),
    "panel/widgets/base.py Widget._rename": (
        "widgets.py: a model's own properties",
        "a59e08758762",
    ),
    "panel/widgets/base.py Widget._supports_embed": ("widgets.py: not embedded", "80dced5d3c9f"),
    "panel/widgets/base.py Widget._widget_type": ("widgets.py: our models", "1ce86ae85629"),
}


@dataclass(frozen=True)
class Upstream:
    """The files of others, as they are pinned: scripts by text, Python by path in its wheel."""

    module: str
    loader: str
    bokeh: str
    python: Mapping[str, str]


def definition(text: str, start: int) -> str:
    """From `start` to the brace that closes the first one opened."""
    depth = 0
    for brace in re.compile(r"[{}]").finditer(text, start):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return text[start : brace.end()]
    return text[start:]


def fragments(files: Upstream) -> dict[str, str]:
    """The text of each definition, or module, that is still there."""
    module, loader = files.module, files.loader
    found = {}
    for anchor in MODULE:
        if (start := module.find(anchor)) >= 0:
            found[anchor] = definition(module, start)
    for label in LOADER:
        named = re.search(rf'o\((\w+),"{label}"\)', loader)
        if named and (start := loader.find(f"function {named.group(1)}(")) >= 0:
            found[label] = without_short_names(definition(loader, start))
    modules, place = bokeh_js.layout(files.bokeh)
    for name in BOKEH.keys() & place:
        # So do the places of the modules that it asks for.
        found[name] = re.sub(r"\b_\(\d+\)", "_(0)", without_short_names(modules[place[name]]))
    for place_and_name in PYTHON:
        path, _, name = place_and_name.partition(" ")
        if text := member(files.python[path], name):
            found[place_and_name] = text
    return found


def member(source: str, name: str) -> str | None:
    """The definition of Class.member, without comments; None where there is none."""
    owner, _, wanted = name.partition(".")
    for cls in ast.walk(ast.parse(source)):
        if isinstance(cls, ast.ClassDef) and cls.name == owner:
            for node in cls.body:
                if wanted in names_of(node):
                    return ast.unparse(node)
    return None


def names_of(node: ast.stmt) -> list[str]:
    """What a statement in a class defines."""
    match node:
        case ast.FunctionDef():
            return [node.name]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign():
            return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def without_short_names(text: str) -> str:
    """They differ from build to build."""
    return re.sub(r"\b[A-Za-z_$]\b", "_", text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def changes(files: Upstream) -> list[str]:
    """A paragraph for each internal that is gone or reads otherwise."""
    found = fragments(files)
    said = []
    for name, (use, recorded) in (MODULE | LOADER | BOKEH | PYTHON).items():
        if name not in found:
            said.append(f"{name} is gone. We use it for: {use}.")
        elif digest(found[name]) != recorded:
            said.append(
                f"{name} has changed. We use it for: {use}. Its digest is now "
                f"{digest(found[name])}; it reads:\n{found[name]}"
            )
    return said


def in_wheels(wheels: Iterable[Path], paths: set[str]) -> dict[str, str]:
    found = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for path in paths.intersection(packed.namelist()):
                found[path] = packed.read(path).decode()
    return found


def shipped() -> Upstream:
    """The files as they are pinned."""
    names = ("pyodide.asm.mjs", "pyodide.mjs")
    module, loader = ((paths.FILES / name).read_text(encoding="utf-8") for name in names)
    wheels = {pin.name: paths.FILES / pin.name for pin in pins.PACKAGES}
    python = in_wheels(wheels.values(), {place.partition(" ")[0] for place in PYTHON})
    return Upstream(module, loader, bokeh_js.published(wheels), python)


def main() -> int:
    said = changes(shipped())
    print("\n\n".join(said) or "Nothing that we lean on has changed.")
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
