"""Lessons: what an author may write, what the build refuses and where, and that ours pass."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from bundle.lessons import lessons
from bundle.lessons.lessons import BadLesson, read, told
from playground.lessons.check import Desk, agrees, read_number
from playground.lessons.formula import formula
from playground.lessons.lesson import Lesson

HEAD = "---\ntitle: A title\norder: 1\nsummary: In short.\n---\n\n"
STEP = "## [A step](#steps=5)\n\n"
ASK = (
    "```ask\nTake ten steps.\nwhen: {when}\nshow: {show}\nhint: Press Step.\n"
    "done: The loss is [{quoted}](=results.loss.descent).\n```\n"
)


def lesson(folder: Path, body: str, name: str = "one.md", head: str = HEAD) -> Lesson:
    (folder / name).write_text(head + body, encoding="utf-8")
    return read(folder / name)


def found(folder: Path, body: str) -> list[str]:
    return [*told(lesson(folder, body), Desk())]


def test_our_lessons_are_right() -> None:
    ours = lessons.read_all()
    assert len(ours) >= 8
    lessons.built(ours)
    for one in ours:
        assert one.questions, f"{one.name} asks nothing"
        assert one.numbers, f"{one.name} quotes no number that is checked"
        assert "Sources" in one.html


def test_the_theory_has_its_place() -> None:
    """Every subject of the course, by its lesson's name."""
    names = [one.name for one in lessons.read_all()]
    assert names == [
        "objective",
        "gradient",
        "descent",
        "closed-form",
        "collinearity",
        "ridge",
        "outliers",
        "robust",
        "sampling",
        "transformations",
        "wrong-model",
    ]


def test_a_wrong_number_is_named_with_file_line_quoted_and_computed(tmp_path: Path) -> None:
    body = STEP + "Five steps lead to\nthe loss [0.2961](=results.loss.descent).\n"
    (fault,) = found(tmp_path, body)
    assert fault.startswith("site/lessons/one.md, line 10: quoted 0.2961")
    assert "0.29603" in fault
    assert "#steps=5" in fault


def test_a_number_holds_in_the_state_of_the_last_link_before_it(tmp_path: Path) -> None:
    loss = "](=results.loss.descent)."
    text = f"[One](#steps=1): [1.713{loss} [Five](#steps=5): [0.296{loss}"
    assert found(tmp_path, STEP + text) == []
    assert len(found(tmp_path, STEP + text.replace("1.713", "1.714"))) == 1


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("nonsense=1", "nonsense"),
        ("noise=-1", "noise"),
        ("data=own&points=x:1,2;y:a,b", "numbers"),
        ("start=1,2,3", "start"),
    ],
)
def test_a_link_that_the_page_would_complain_of_is_refused(
    tmp_path: Path, fragment: str, words: str
) -> None:
    (fault,) = found(tmp_path, f"{STEP}See [this](#{fragment}).\n")
    assert "line 9" in fault
    assert words in fault


@pytest.mark.parametrize(
    ("when", "show", "words"),
    [
        ("steps >= 5", "#steps=10", "met before anything has been done"),
        ("steps >= 50", "#steps=10", "not met by what `show` shows"),
        ("n_steps >= 10", "#steps=10", "n_steps is no key of the state"),
    ],
)
def test_a_question_is_open_at_first_and_can_be_answered(
    tmp_path: Path, when: str, show: str, words: str
) -> None:
    said = found(tmp_path, STEP + ASK.format(when=when, show=show, quoted="0.2002"))
    assert any(words in fault for fault in said), said


def test_what_is_said_of_an_answer_holds_in_the_state_that_shows_it(tmp_path: Path) -> None:
    right = ASK.format(when="steps >= 10", show="#steps=10", quoted="0.2002")
    assert found(tmp_path, STEP + right) == []
    (fault,) = found(tmp_path, STEP + right.replace("0.2002", "0.2003"))
    assert "quoted 0.2003" in fault


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ("", STEP, "head between two lines"),
        ("---\ntitle: T\norder: 1\n---\n", STEP, "lacks summary"),
        ("---\ntitle: T\norder: x\nsummary: S\n---\n", STEP, "order is a number"),
        ("---\ntitle: T\norder: 1\nsummary: S\ncolour: red\n---\n", STEP, "colour"),
        (HEAD, "Text first.\n", "under a heading"),
        (HEAD, "## No link\n", "heading is a playground link"),
        (HEAD, "## Sources\n\n- None.\n", "at least one step"),
        (HEAD, STEP + "$\\fraq{1}{2}$\n", "formula"),
        (HEAD, STEP + "![a](b.png)\n", "image has no place"),
        (HEAD, STEP + "[x](javascript:alert)\n", None),
        (HEAD, STEP + "[x](http://elsewhere.example/)\n", "neither a playground link"),
        (HEAD, STEP + "[1](=open('x'))\n", "is not understood"),
        (HEAD, STEP + "[1](=lr.__class__ if 1 else 2)\n", None),
        (HEAD, STEP + "```ask\nDo it.\nwhen: steps > 9\nhint: H.\n```\n", "lacks show, done"),
    ],
)
def test_what_cannot_be_read_is_said_where_it_stands(
    tmp_path: Path, head: str, body: str, words: str | None
) -> None:
    if words is None:
        # Not taken for a link at all: it stays the text that it is.
        assert "<a " not in lesson(tmp_path, body, head=head).html
        return
    one = lesson(tmp_path, body, head=head)
    with pytest.raises(BadLesson, match=words) as caught:
        lessons.built([one])
    assert "site/lessons/one.md, line " in str(caught.value)
    # What can be read of it still stands.
    assert "<article" in one.html


def test_a_control_is_quoted_by_its_label(tmp_path: Path) -> None:
    body = STEP + "Use the [Learning rate](control) slider.\nOr [Noize](control).\n"
    assert '<strong class="control">Learning rate</strong>' in lesson(tmp_path, body).html
    (fault,) = found(tmp_path, body)
    assert "line 10" in fault
    assert "no control labelled 'Noize'; did you mean 'Noise'" in fault


def test_our_lessons_name_controls() -> None:
    for one in lessons.read_all():
        assert one.mentions, f"{one.name} names no control"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.names.update(name for name, _ in attrs)


def test_an_authors_markup_stays_text(tmp_path: Path) -> None:
    body = (
        STEP
        + "A <script>alert(1)</script> <img src=x onerror=alert(1)> `<b>`.\n\n<div onclick=x>\n"
    )
    tags = Tags()
    tags.feed(lesson(tmp_path, body).html)
    assert not tags.seen & {"script", "img", "div", "b"}
    assert not {name for name in tags.names if name.startswith("on")}
    assert "&lt;script&gt;" in lesson(tmp_path, body).html


def test_a_file_name_is_the_lessons_word(tmp_path: Path) -> None:
    assert lesson(tmp_path, STEP, "my-lesson.md").name == "my-lesson"
    with pytest.raises(BadLesson, match="named by lower case"):
        lesson(tmp_path, STEP, "My lesson.md")


def test_links_bring_the_lesson_along_and_say_what_they_set(tmp_path: Path) -> None:
    one = lesson(tmp_path, STEP + "See [this](#data=sine&degree=3).\n")
    html = lessons.built([one]).decode()
    assert 'href="#lesson=one&amp;data=sine&amp;degree=3"' in html
    assert "&quot;data&quot;:&quot;sine&quot;" in html
    # The learning rate that these data bring with them is set too.
    assert "&quot;lr&quot;:0.003" in html
    assert "data-fragment" not in html


def test_formulas_are_drawn_by_what_browsers_know() -> None:
    drawn = formula(r"\hat{\mathbf w}=\lambda_{\max}\hat y", display=False)
    assert '<mi mathvariant="normal" class="vector">ŵ</mi>' in drawn
    assert '<mi class="hatted">ŷ</mi>' in drawn
    assert "<mi>max</mi>" in drawn
    assert 'display="block"' in formula("x", display=True)


@pytest.mark.parametrize(
    ("quoted", "number", "half"),
    [
        ("0.1885", 0.1885, 0.00005),
        ("1,219", 1219.0, 0.5),
        ("−7.0", -7.0, 0.05),
        ("2.8 × 10⁷", 2.8e7, 5e5),
        ("4 × 10⁻³", 4e-3, 5e-4),
        ("0.67%", 0.0067, 0.00005),
    ],
)
def test_numbers_are_read_as_they_are_typeset(quoted: str, number: float, half: float) -> None:
    assert read_number(quoted) == pytest.approx((number, half))
    assert agrees(quoted, number + 0.99 * half)
    assert not agrees(quoted, number + 1.01 * half)


@pytest.mark.parametrize("computed", [None, "NaN", True, float("nan"), float("inf"), [1.0]])
def test_what_is_no_number_agrees_with_none(computed: object) -> None:
    assert not agrees("1", computed)
