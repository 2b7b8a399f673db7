"""Run in the browser's Python: compile every module under /work/sources to /work/compiled.

Sourceless bytecode with a constant in place of a time stamp, so that two builds agree; docstrings
and assertions of other people's packages are left out (optimize=2), ours keep theirs.
"""

import importlib._bootstrap_external as external
import json
import os
import shutil

SITE_PACKAGES = "/lib/python3.14/site-packages"
options = json.loads(job)  # noqa: F821 - given by pyodide_run.mjs


def compile_file(source: str, target: str, name: str) -> None:
    with open(source, "rb") as file:
        text = file.read()
    code = compile(text, name, "exec", dont_inherit=True, optimize=options["optimize"])
    with open(target, "wb") as file:
        file.write(external._code_to_hash_pyc(code, b"\0" * 8, False))


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
