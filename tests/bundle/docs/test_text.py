"""What the build checks in a page of the documentation, and what it makes of it."""

from __future__ import annotations

import pytest
from bundle.docs import keys, text
from playground.lessons.check import Desk

from linreg import links

DIGITS = {"digits": {"QR": {"Filip": 7.3}, "refined": {"Filip": 15.0}}}
TABLE = """<!-- =digits[row][column] -->
| solver | Filip |
|---|---:|
| QR | {} |
| **refined** (default) | 15.0 |
"""


def faults(page: str) -> list[str]:
    return text.faults("page.md", page, {"sizes": {"file": 21.4}, **DIGITS}, Desk())


@pytest.mark.parametrize(
    "page",
    [
        "`#n=1`",
        "[try it](#nonsense=1)",
        '<linreg-playground noise="-1"></linreg-playground>',
        '<linreg-playground link="#n=1" load="click" label="A line"></linreg-playground>',
    ],
)
def test_a_link_that_the_page_would_complain_of_is_refused(page: str) -> None:
    (fault,) = faults(f"# Title\n\n{page}\n")
    assert fault.startswith("page.md, line 3: the link #")


def test_what_code_quotes_is_no_link() -> None:
    assert faults("`[text](#key=value)`\n\n```html\n[a](#bad=1) 7<!-- =n -->\n```\n") == []


def test_a_number_is_compared_in_the_state_of_the_last_link() -> None:
    page = "`#steps=5` leads to {}<!-- =results.loss.descent -->."
    assert faults(page.format("0.296")) == []
    (fault,) = faults(page.format("0.297"))
    assert "quoted 0.297" in fault


def test_a_size_may_differ_by_a_tenth() -> None:
    assert faults("21<!-- ~sizes.file --> MB, 23<!-- ~sizes.file --> MB") == []
    assert len(faults("25<!-- ~sizes.file --> MB")) == 1
    assert len(faults("21.0<!-- =sizes.file --> MB")) == 1


def test_each_number_of_a_table_is_compared() -> None:
    assert faults(TABLE.format("7.3")) == []
    (fault,) = faults(TABLE.format("7.4"))
    assert "quoted 7.4" in fault


def test_a_name_that_is_nothing_is_a_fault() -> None:
    assert len(faults("7<!-- =sizes.nothing -->")) == 1
    assert len(faults("7<!-- ~sizes.nothing -->")) == 1
    assert "cannot be compared" in faults("7<!-- =1 + -->")[0]


def test_links_lead_to_the_playground_and_to_the_pages_of_lessons() -> None:
    page = "`#n=2&seed=3` [a `b`](#n=3) [ridge](../lessons/ridge.md) `#` 4<!-- =n -->"
    assert text.written(page, "../") == (
        '<a class="opens" href="../index.html#n=2&amp;seed=3"><code>#n=2&amp;seed=3</code></a> '
        '<a class="opens" href="../index.html#n=3">a `b`</a> '
        "[ridge](../lessons/ridge/index.html) `#` 4"
    )


def test_code_stays_as_it_is() -> None:
    page = "```md\n[a](#n=3) 7<!-- =n -->\n```\n"
    assert text.written(page, "../") == page


def test_the_table_has_every_key_with_a_link_that_opens() -> None:
    page = text.expanded("<!-- keys -->\nelsewhere\n<!-- /keys -->\n")
    assert "elsewhere" not in page
    rows = [line.split(" | ") for line in page.splitlines()[2:]]
    assert [row[0] for row in rows] == [f"| `{name}`" for name in links.KEYS]
    assert all(len(row) == 4 for row in rows)
    assert faults(page) == []
    degree = next(row for row in rows if "`degree`" in row[0])
    assert degree[2:] == ["a whole number from 1 to 20", "`1` |"]


def test_every_example_sets_its_key() -> None:
    unset = [
        name for name, example in keys.EXAMPLES.items() if name not in links.decode(example)[0]
    ]
    assert unset == []


def test_a_key_without_an_example_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(keys.EXAMPLES, "noise")
    with pytest.raises(SystemExit, match="no example of noise"):
        keys.table()
