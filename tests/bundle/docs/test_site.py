"""MkDocs' settings, and the files of the built documentation."""

from __future__ import annotations

import json
from pathlib import Path

from bundle.docs import build, reference, settings


def test_every_page_is_in_the_navigation() -> None:
    named = {name for _, name in settings.NAV}
    assert named == {path.name for path in build.SOURCES.glob("*.md")}


def test_the_settings_ask_nothing_of_another_host() -> None:
    whole = json.dumps(settings.of_mkdocs(Path("pages"), [*reference.pages()], ""))
    assert "://" not in whole
    assert '"font": false' in whole


def test_the_address_is_that_of_the_documentation() -> None:
    whole = settings.of_mkdocs(Path("pages"), [], "https://a.example/p/")
    assert whole["site_url"] == "https://a.example/p/docs/"
