"""MkDocs' settings: the order of the pages, the theme, and how docstrings are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bundle import paths
from bundle.docs import reference

THEME = Path(__file__).parent / "theme"
SHIM = "assets/iframe-worker-shim.js"
COLOURS = "assets/colours.css"
MARK = "assets/mark.svg"
# Where the pages are in dist/.
FOLDER = "docs"
NAV: tuple[tuple[str, str], ...] = (
    ("Start", "index.md"),
    ("Using the playground", "using.md"),
    ("Links", "links.md"),
    ("Embedding", "embedding.md"),
    ("Lessons", "lessons.md"),
    ("Python", "python.md"),
    ("Hosting", "hosting.md"),
    ("Accuracy", "accuracy.md"),
    ("Architecture", "architecture.md"),
    ("Contributing", "contributing.md"),
)


def of_mkdocs(pages: Path, modules: list[str], address: str) -> dict[str, Any]:
    """Return MkDocs' settings: nothing from another host, and pages that open from a disk."""
    nav: list[dict[str, Any]] = [{title: name} for title, name in NAV]
    listed = [{f"linreg.{name}": f"{reference.FOLDER}/{name}.md"} for name in modules]
    nav.insert(1 + [title for title, _ in NAV].index("Python"), {"Python reference": listed})
    return {
        "site_name": "linreg playground",
        "site_url": f"{address}{FOLDER}/" if address else "",
        "docs_dir": str(pages),
        "use_directory_urls": False,
        "nav": nav,
        "theme": {
            "name": "material",
            "custom_dir": str(THEME),
            "font": False,
            "logo": MARK,
            "favicon": MARK,
            "palette": [_palette("light", "default", "dark"), _palette("dark", "slate", "light")],
            "features": ["navigation.footer", "toc.follow", "content.code.copy"],
        },
        "extra": {"polyfills": [SHIM], "generator": False},
        "extra_css": [COLOURS, "assets/docs.css"],
        "markdown_extensions": [
            "tables",
            "attr_list",
            "md_in_html",
            {"toc": {"permalink": "#", "permalink_title": "Link to this section"}},
            {"pymdownx.highlight": {"anchor_linenums": False}},
            "pymdownx.superfences",
        ],
        "plugins": [
            "search",
            "offline",
            {"mkdocstrings": {"enable_inventory": False, "handlers": {"python": _python()}}},
        ],
        "validation": {
            "omitted_files": "warn",
            "absolute_links": "warn",
            "unrecognized_links": "warn",
            "anchors": "warn",
        },
    }


def _palette(system: str, scheme: str, toggle: str) -> dict[str, Any]:
    """The colours for a system's theme, and the button that leads to the other ones."""
    icon = {"dark": "material/weather-night", "light": "material/weather-sunny"}[toggle]
    return {
        "media": f"(prefers-color-scheme: {system})",
        "scheme": scheme,
        "toggle": {"icon": icon, "name": f"Use {toggle} colours"},
    }


def _python() -> dict[str, Any]:
    return {
        "paths": [str(paths.ROOT)],
        "options": {
            "extensions": ["bundle.docs.docstrings"],
            "docstring_style": "numpy",
            "docstring_section_style": "list",
            "members_order": "source",
            "filters": ["!^_"],
            "show_source": False,
            "show_bases": False,
            "show_root_heading": True,
            "show_root_full_path": True,
            "show_if_no_docstring": False,
            "show_symbol_type_heading": False,
            "show_signature_annotations": True,
            "separate_signature": True,
            "signature_crossrefs": True,
            "line_length": 80,
        },
    }
