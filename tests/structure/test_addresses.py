"""Every outside address in the project, in one list: a dead one is found and changed once."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("README.md", "CHANGELOG.md", "build.py", "linreg", "site")
READ = (".py", ".js", ".css", ".html", ".md", ".svg")
ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?[\w./~%-]*")

# Opened by readers.
LINKS = {
    "https://keepachangelog.com/en/1.1.0/",
    "https://atomwalk12.github.io/posts/ml_basics/regression/",
    "https://rfvasile.github.io/posts/experiments/linear_regression/",
    "https://www.itl.nist.gov/div898/strd/",
}
# Where the build gets the pinned files.
DOWNLOADS = {"https://cdn.jsdelivr.net/npm/", "https://cdn.jsdelivr.net/pyodide/v"}
# Names of vocabularies: nothing is opened there.
NAMESPACES = {
    "http://www.w3.org/",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/2000/svg",
    "http://www.sitemaps.org/schemas/sitemap/0.9",
    "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    "http://www.adlnet.org/xsd/adlcp_v1p3",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
}
# This machine, and a place for the reader's own host.
LOCAL = {
    "http://127.0.0.1",
    "http://127.0.0.1:8000/",
    "https://your.host/playground/",
    "https://your.host/playground/embed.js",
}


def addresses() -> dict[str, set[str]]:
    """Address -> files that name it."""
    found = defaultdict(set)
    for place in PLACES:
        path = ROOT / place
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.suffix in READ and "__pycache__" not in file.parts:
                for address in ADDRESS.findall(file.read_text(encoding="utf-8")):
                    found[address.rstrip(".")].add(file.relative_to(ROOT).as_posix())
    return found


def test_every_outside_address_is_in_the_list() -> None:
    known = LINKS | DOWNLOADS | NAMESPACES | LOCAL
    assert {address: files for address, files in addresses().items() if address not in known} == {}


def test_the_list_has_no_address_that_is_gone() -> None:
    assert (LINKS | DOWNLOADS | LOCAL) - set(addresses()) == set()
