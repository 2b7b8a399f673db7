"""The page's own colours, for pages that are not the playground."""

from __future__ import annotations

import re

from bundle import paths

_SOURCE = paths.WEB / "styles" / "colours.css"
_THEMES = {"light": ":root", "dark": ':root[data-theme="dark"]'}


def declarations(theme: str) -> str:
    """Return the custom properties of a theme, light or dark."""
    selector = re.escape(_THEMES[theme])
    (found,) = re.findall(
        rf"^{selector} \{{\n(.*?)^\}}", _SOURCE.read_text(encoding="utf-8"), re.M | re.S
    )
    return str(found)


def by_choice(dark: str) -> str:
    """Return a style sheet: dark colours under the selector `dark`, light ones elsewhere."""
    return f":root {{\n{declarations('light')}}}\n{dark} {{\n{declarations('dark')}}}\n"


def by_system() -> str:
    """Return a style sheet of the colours that follows the system's theme."""
    dark = f":root {{\n{declarations('dark')}}}"
    return (
        f":root {{\n{declarations('light')}}}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
    )
