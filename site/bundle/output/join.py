"""Join our JavaScript modules into the few files that a browser asks for.

The sources are many small modules; asked for one by one they keep a visitor waiting, on this
machine as on a line. They use a small part of the syntax, which is all that is understood here:
imports of names at the beginning of a line, imports of a file as text, exports where something is
declared, no circles. Each module becomes a function that returns what it exports; they run in the
order in which they would. An imported text becomes a string in its importer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.{1,2}/[^"]+)";$', re.MULTILINE)
IMPORT_TEXT = re.compile(
    r'^import (\w+) from "(\.{1,2}/[^"]+)" with \{ type: "text" \};$', re.MULTILINE
)
EXPORT = re.compile(
    r"^export ((?:async )?(?:function\*?|class|const) (?:([A-Za-z_$][\w$]*)|\{([\w$, ]*)\}))",
    re.MULTILINE,
)
OTHER = re.compile(r"^(?:import\b(?!\()|export\b).*$", re.MULTILINE)
OWN_ADDRESS = "import.meta.url"


def resolved(importer: str, path: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(importer).parent / path).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def imports(name: str, text: str) -> Iterator[str]:
    for match in IMPORT.finditer(text):
        yield resolved(name, match[2])


def in_order(files: Mapping[str, str], entry: str) -> list[str]:
    """The modules that `entry` is made of, each after those that it imports, itself the last."""
    done: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise SystemExit(f"Modules import each other in a circle: {', '.join((*path, name))}.")
        if name in done:
            return
        if name not in files:
            raise SystemExit(f"{path[-1]} imports {name}, which does not exist.")
        for other in imports(name, files[name]):
            visit(other, (*path, name))
        done.append(name)

    visit(entry, ())
    return done


def variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name)


def taken(name: str, names: str | None, path: str) -> str:
    """What stands in place of an import."""
    if names is None:
        return ""
    pairs = re.sub(r"\bas\b", ":", names)
    return f"const {{{pairs}}} = {variable(resolved(name, path))};"


def with_texts(files: Mapping[str, str], name: str) -> str:
    """Return a module with the texts that it imports as strings."""

    def constant(match: re.Match[str]) -> str:
        path = resolved(name, match[2])
        if path not in files:
            raise SystemExit(f"{name} imports {path}, which does not exist.")
        return f"const {match[1]} = {json.dumps(files[path], ensure_ascii=False)};"

    return IMPORT_TEXT.sub(constant, files[name])


def body(files: Mapping[str, str], name: str) -> tuple[str, list[str]]:
    """The module without imports and exports, and the names that it exports."""
    text = with_texts(files, name)
    exported = [match[2] or match[3].strip() for match in EXPORT.finditer(text)]
    text = EXPORT.sub(r"\1", IMPORT.sub(lambda m: taken(name, m[1], m[2]), text))
    if other := OTHER.search(text):
        raise SystemExit(f"{name}: {other[0]!r} is no import or export that can be joined.")
    return text.replace(OWN_ADDRESS, f'new URL("{name}", {OWN_ADDRESS}).href'), exported


def joined(files: Mapping[str, str], entry: str) -> str:
    """The module `entry`, at the root, with all that it imports; what it exports is for nobody."""
    *others, last = in_order(files, entry)
    parts = []
    for name in others:
        text, exported = body(files, name)
        given = f"return {{ {', '.join(exported)} }};"
        parts.append(f"const {variable(name)} = (() => {{\n{text}\n{given}\n}})();\n")
    return "".join((*parts, body(files, last)[0]))
