"""Pages of lessons and examples, and what previews and search engines are told."""

from __future__ import annotations

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from bundle.lessons import lessons
from bundle.output import landing, pictures, social, wheel
from PIL import Image
from playground.lessons.check import Desk

ADDRESS = "https://a.example/p/"


@pytest.fixture(scope="module")
def pages() -> list[landing.Landing]:
    return landing.landings(lessons.read_all(), lessons.read_all(lessons.EXAMPLES))


class Reader(HTMLParser):
    """Head elements, links and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.links: list[str] = []
        self.canonical = ""
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "meta" and "content" in given:
            self.metas[given.get("property") or given.get("name", "")] = given["content"]
        if tag == "link" and given["rel"] == "canonical":
            self.canonical = given["href"]
        if tag == "a":
            self.links.append(given["href"])
        assert tag != "script"
        assert not any(name.startswith("data-") for name in given), given

    def handle_data(self, data: str) -> None:
        self.text += data


def written(folder: Path, pages: list[landing.Landing], address: str) -> dict[str, Reader]:
    (folder / "icon-0123456789.svg").write_text("")
    landing.write(folder, pages, address)
    paths = {page.path: folder / page.path / "index.html" for page in pages}
    paths["lessons/"] = folder / "lessons" / "index.html"
    return {name: Reader(path.read_text(encoding="utf-8")) for name, path in paths.items()}


def test_there_is_an_example_of_each_tab_beside_the_lessons(pages: list[landing.Landing]) -> None:
    desk = Desk()
    examples = lessons.read_all(lessons.EXAMPLES)
    lessons.built(examples, desk)
    views = {desk.changes(one.links[0].fragment).get("view", "fit") for one in examples}
    assert views == {"fit", "descent", "closed-form", "collinearity", "diagnostics", "code"}
    assert len(pages) == len(examples) + len(lessons.read_all())


def test_a_page_has_the_text_and_opens_the_playground(
    tmp_path: Path, pages: list[landing.Landing]
) -> None:
    found = written(tmp_path, pages, "")
    ridge = found["lessons/ridge/"]
    assert "Shrink the coefficients" in ridge.text
    assert "Set the strength that corresponds to scikit-learn's alpha = 1." in ridge.text
    assert "../../index.html#lesson=ridge" in ridge.links
    solution = "../../index.html#lesson=ridge&data=collinear&epsilon=0.001&penalty=ridge"
    assert any(link.startswith(solution) for link in ridge.links)
    assert not any(link.startswith("#") for page in found.values() for link in page.links)
    assert f"../../index.html#{pages[-1].fragment}" in found[pages[-1].path].links


def test_each_page_has_its_own_preview(tmp_path: Path, pages: list[landing.Landing]) -> None:
    for name, page in written(tmp_path, pages, ADDRESS).items():
        assert page.metas["og:url"] == page.canonical == ADDRESS + name
        assert page.metas["og:title"] == page.metas["twitter:title"] != ""
        assert page.metas["og:description"] == page.metas["description"] != ""
        own = "" if name == "lessons/" else name
        assert page.metas["og:image"] == page.metas["twitter:image"] == f"{ADDRESS}{own}preview.jpg"


def test_without_an_address_the_picture_is_relative_and_nothing_is_canonical(
    tmp_path: Path, pages: list[landing.Landing]
) -> None:
    found = written(tmp_path, pages, "")
    assert found["lessons/ridge/"].metas["og:image"] == "preview.jpg"
    assert found["lessons/"].metas["og:image"] == "../preview.jpg"
    assert not any(page.canonical or "og:url" in page.metas for page in found.values())


def test_text_cannot_leave_its_attribute() -> None:
    made = social.elements(social.Card('A "b" <c>', "d & e"), ADDRESS)
    assert "&quot;b&quot; &lt;c&gt;" in made
    assert '"b"' not in made


def test_a_lesson_and_an_example_have_different_names() -> None:
    course = lessons.read_all()
    with pytest.raises(SystemExit, match="both named"):
        landing.landings(course, course[:1])


def test_the_page_about_a_link_is_known_by_the_link_that_the_playground_makes(
    pages: list[landing.Landing],
) -> None:
    known = landing.by_fragment(pages)
    assert set(known.values()) == {page.path for page in pages}
    ridge = "v=1&data=collinear&epsilon=0.001&view=collinearity&lesson=ridge"
    assert known[ridge] == "lessons/ridge/"
    assert not any("embed" in fragment for fragment in known)


@pytest.mark.parametrize("text", ["https://a.example/p", ADDRESS])
def test_an_address_ends_with_a_slash(text: str) -> None:
    assert social.normal_address(text) == ADDRESS
    assert social.normal_address("") == ""


@pytest.mark.parametrize("text", ["a.example", "ftp://a.example/", "https://a.example/?q", "x"])
def test_an_address_that_is_not_on_the_web_ends_the_build(text: str) -> None:
    with pytest.raises(SystemExit, match="cannot be used"):
        social.normal_address(text)


def test_the_sitemap_lists_the_pages(tmp_path: Path) -> None:
    for name in ("lessons/ridge/index.html", "docs/index.html", "docs/links.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    social.write_sitemap(tmp_path, "")
    assert not (tmp_path / social.SITEMAP).exists()
    social.write_sitemap(tmp_path, ADDRESS)
    listed = re.findall("<loc>(.*?)</loc>", (tmp_path / social.SITEMAP).read_text())
    assert listed == [
        ADDRESS,
        f"{ADDRESS}lessons/ridge/",
        f"{ADDRESS}docs/",
        f"{ADDRESS}docs/links.html",
    ]


def test_the_wheel_names_the_documentation() -> None:
    assert tomllib.loads(wheel.urls(ADDRESS)) == {
        "Homepage": ADDRESS,
        "Documentation": f"{ADDRESS}docs/index.html",
    }


def test_the_shipped_picture_has_the_size_that_previews_are_told() -> None:
    with Image.open(pictures.SHIPPED) as picture:
        assert picture.size == social.SIZE
    assert pictures.SHIPPED.stat().st_size < 150_000
