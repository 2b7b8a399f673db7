"""Run in the browser's Python: compile every module under /work/sources to /work/compiled.

Sourceless bytecode with a constant in place of a time stamp, so that two builds agree. Docstrings
are left out: nobody reads them there. Assertions and line numbers of other people's packages are
left out too (optimize=2); ours keep theirs.
"""

import ast
import json
import marshal
import os
import shutil
import types
from importlib.util import MAGIC_NUMBER

# See InternalDocs/code_objects.md of CPython: entries begin with a bit, their kind (13), a length.
LINE_ONLY = 0x80 | 13 << 3
SITE_PACKAGES = "/lib/python3.14/site-packages"
# What a .pyc begins with (PEP 552): a hash of the source that no import compares.
HEADER = MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
job: str  # given by run_python.mjs
options = json.loads(job)  # noqa: F821


def without_lines(code: types.CodeType) -> types.CodeType:
    """The same code with every instruction on its function's first line, which takes less room."""
    constants = (
        without_lines(value) if isinstance(value, types.CodeType) else value
        for value in code.co_consts
    )
    # Entries of the kind "line only, 0 further", each for up to 8 instruction units.
    whole, rest = divmod(len(code.co_code) // 2, 8)
    lines = bytes((LINE_ONLY | 7, 0)) * whole + (bytes((LINE_ONLY | rest - 1, 0)) if rest else b"")
    return code.replace(co_consts=tuple(constants), co_linetable=lines)


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            rest = node.body[1:]
            # The body of a class or a function is never empty.
            node.body = rest or [ast.copy_location(ast.Pass(), node.body[0])]
    return tree


def compile_file(source: str, target: str, name: str) -> None:
    with open(source, "rb") as file:
        text = file.read()
    tree = without_docstrings(ast.parse(text, name))
    code = compile(tree, name, "exec", dont_inherit=True, optimize=options["optimize"])
    if options["optimize"] == 2:
        code = without_lines(code)
    with open(target, "wb") as file:
        file.write(HEADER + marshal.dumps(code))


for folder, _, files in os.walk("/work/sources"):
    relative = os.path.relpath(folder, "/work/sources")
    os.makedirs(os.path.join("/work/compiled", relative), exist_ok=True)
    for name in sorted(files):
        source = os.path.join(folder, name)
        target = os.path.normpath(os.path.join("/work/compiled", relative, name))
        if not name.endswith(".py"):
            shutil.copyfile(source, target)
            continue
        try:
            compile_file(
                source, target + "c", os.path.normpath(f"{SITE_PACKAGES}/{relative}/{name}")
            )
        except SyntaxError as error:
            print(f"left out, not for this Python: {relative}/{name}: {error}")
