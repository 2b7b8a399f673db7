"""What of Pyodide's and Emscripten's insides the memory image leans on, and whether it has changed.

None of it is promised by anybody. After a change of the pins, `python -m bundle.upstream` says what
is gone and prints what reads otherwise now; look at each in site/bundle/make_image.js and
site/web/restore.js, then record the new digests here.
"""

from __future__ import annotations

import hashlib
import re
import sys

from bundle import paths

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


def definition(text: str, start: int) -> str:
    """From `start` to the brace that closes the first one opened."""
    depth = 0
    for brace in re.compile(r"[{}]").finditer(text, start):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return text[start : brace.end()]
    return text[start:]


def fragments(module: str, loader: str) -> dict[str, str]:
    """The text of each definition that is still there."""
    found = {}
    for anchor in MODULE:
        if (start := module.find(anchor)) >= 0:
            found[anchor] = definition(module, start)
    for label in LOADER:
        name = re.search(rf'o\((\w+),"{label}"\)', loader)
        if name and (start := loader.find(f"function {name.group(1)}(")) >= 0:
            # Short names differ from build to build.
            found[label] = re.sub(r"\b[A-Za-z_$]\b", "_", definition(loader, start))
    return found


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def changes(module: str, loader: str) -> list[str]:
    """A paragraph for each internal that is gone or reads otherwise."""
    found = fragments(module, loader)
    said = []
    for name, (use, recorded) in (MODULE | LOADER).items():
        if name not in found:
            said.append(f"{name} is gone. We use it for: {use}.")
        elif digest(found[name]) != recorded:
            said.append(
                f"{name} has changed. We use it for: {use}. Its digest is now "
                f"{digest(found[name])}; it reads:\n{found[name]}"
            )
    return said


def shipped() -> tuple[str, str]:
    """pyodide.asm.mjs and pyodide.mjs as they are pinned."""
    names = ("pyodide.asm.mjs", "pyodide.mjs")
    module, loader = ((paths.FILES / name).read_text(encoding="utf-8") for name in names)
    return module, loader


def main() -> int:
    said = changes(*shipped())
    print("\n\n".join(said) or "Nothing that the memory image leans on has changed.")
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
