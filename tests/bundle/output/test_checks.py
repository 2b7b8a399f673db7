"""The checks of dist/ catch what they are there for."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundle.output import checks, page, sizes


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


@pytest.mark.parametrize(
    "text",
    [
        'fetch("https://elsewhere.example/x")',
        "@import url(//cdn.example.org/x.css)",
        "background: url(http://pictures.example/x.png)",
    ],
)
def test_an_address_of_another_host_is_found(tmp_path: Path, text: str) -> None:
    write(tmp_path, "app-1/a.js", f"// first\n{text}\n")
    with pytest.raises(checks.Failed, match=r"a\.js line 2 names another host"):
        checks.check_own(tmp_path)


def test_citations_and_namespaces_may_stay(tmp_path: Path) -> None:
    write(tmp_path, "index.html", '<a href="https://statlearning.example">ESL</a>')
    write(tmp_path, "app-1/a.js", 'createElementNS("http://www.w3.org/2000/svg", "svg")')
    checks.check_own(tmp_path)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ('<script src="/a.js"></script>', "only relative"),
        ('<img src="https://x.example/a.png">', "only relative"),
        ('<link rel="icon" href="gone.svg">', "not in dist"),
        ("<script>alert(1)</script>", "a script that its policy does not name"),
    ],
)
def test_a_page_may_only_name_what_is_beside_it(tmp_path: Path, html: str, reason: str) -> None:
    write(tmp_path, "index.html", html)
    with pytest.raises(checks.Failed, match=reason):
        checks.check_page(tmp_path, "index.html")


def test_a_new_vendored_file_must_be_looked_at(tmp_path: Path) -> None:
    write(tmp_path, "bokeh-0123456789.min.js", '"https://new.example"')
    with pytest.raises(checks.Failed, match=r"new\.example"):
        checks.check_vendored(tmp_path)


def test_a_part_over_its_budget_fails() -> None:
    parts = (*sizes.READABLE, "other")
    table = {part: {"files": 1, "bytes": 1, "gzip": 1} for part in parts}
    checks.check_sizes(table)
    table["BokehJS"]["gzip"] = 2_000_000
    with pytest.raises(checks.Failed, match="readable"):
        checks.check_sizes(table)


def test_the_data_block_cannot_end_its_element() -> None:
    block = page.data_block({"text": "</script><script>alert(1)</script><!-- \u2028"}, "document")
    assert block.count("<") == 2
