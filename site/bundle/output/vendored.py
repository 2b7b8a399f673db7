"""The files of others in dist/ whose strings name hosts, which somebody has looked at."""

from __future__ import annotations

from bundle.docs import settings as docs

# Hosts that vendored files name in strings (credits, help texts, defaults that we do not use), by
# the hash of the file: a new version must be looked at again.
VENDORED = {
    # bokeh.min.js 3.9.2, as bokeh_js.py changes it: credits, links in help texts, map tiles and
    # extensions that we do not use.
    "c2c04dd5f7c09fa1e226d35c978f4c9ae7d94e706c8d6740f86f9e681bc8a820": frozenset(
        {
            "bokeh.org",
            "cdn.jsdelivr.net",
            "developers.google.com",
            "docs.bokeh.org",
            "github.com",
            "jquery.org",
            "maps.googleapis.com",
            "tabler.io",
            "www.foretagsplatsen.se",
        }
    ),
    # pyodide.mjs 314.0.3: the default place of packages; ours come in our own archives.
    "5cfc46f5dcbaf2a16f26e2363f441873eb424762609cc03db00d6a2ace4d00e5": frozenset(
        {"cdn.jsdelivr.net"}
    ),
    # MkDocs Material 9.8.2: credits, and services behind widgets that we do not use (stars of a
    # repository, diagrams).
    "b9a1ef14b5e91ad61fa8d7dd42e1f55e6af0ebd224bc8970dff0e7d7311b172f": frozenset(
        {"api.github.com", "clipboardjs.com", "unpkg.com"}
    ),
    # Its search: credits.
    "da1b3df5e5f00cc73083c9e21ff0ec28bde85cd247057bdd05b7a167e5903bd4": frozenset(
        {"bit.ly", "lunrjs.com", "tartarus.org"}
    ),
    # Its styles: credits.
    "57a0d79d880c51fe0fa86e34640429eefc664e85f1906c885beed544fd00a9ed": frozenset(
        {"fontawesome.com"}
    ),
    "fb2fffe2c525a359e29ee030c77ffdead459d9d73888c34213d4773262a832ab": frozenset(),
    # pyodide.asm.mjs 314.0.3.
    "1a9775427ef6e8abaa7db88ece0515422d1886915ae5c9093776410c865dfd8d": frozenset(),
}
VENDORED_FILES = (
    *("bokeh-*.min.js", "pyodide-*/pyodide.mjs", "pyodide-*/pyodide.asm.mjs"),
    *(f"{docs.FOLDER}/assets/javascripts/**/*.js", f"{docs.FOLDER}/assets/stylesheets/*.css"),
)
