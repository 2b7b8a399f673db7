"""Files that come in, by the button or a drop: read whole and exactly, or refused in a sentence."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import numpy as np
import openpyxl
import pytest
from page_objects import Playground
from playwright.sync_api import expect

# Hands the page a file as a drop does: over it, then let go.
DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  const target = document.querySelector("main");
  const send = (type) =>
    target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  const dropping = () => document.documentElement.hasAttribute("data-dropping");
  send("dragenter");
  const during = [dropping(), !send("dragover")];
  send("drop");
  return [...during, dropping()];
}"""

# Pastes a text on the page as Ctrl+V does with nothing in focus; true where the page took it.
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  return !document.body.dispatchEvent(event);
}"""

TABLE = b"""size,price
1.5,2
2,3.5
3.25,1
4,9
"""
X = np.array([1.5, 2, 3.25, 4])
Y = np.array([2, 3.5, 1, 9])


def least_squares(columns: list[np.ndarray], y: np.ndarray) -> np.ndarray:
    design = np.column_stack([np.ones(len(y)), *columns])
    w: np.ndarray = np.linalg.lstsq(design, y, rcond=None)[0]
    return w


def load(playground: Playground, name: str, content: bytes) -> dict:
    """Upload and wait for what is said about it."""
    playground.upload(name, content)
    return playground.wait_state(
        lambda state: any(name in message["text"] for message in state["results"]["messages"])
    )


def drop(playground: Playground, name: str, content: bytes) -> list[bool]:
    flags: list[bool] = playground.page.evaluate(DROP, [name, base64.b64encode(content).decode()])
    return flags


def fit_of(state: dict) -> list[float]:
    fit: list[float] = state["results"]["coefficients"]["qr"]
    return fit


def test_a_table_by_the_button(playground: Playground) -> None:
    state = load(playground, "flats.csv", TABLE)
    assert state["data"] == "own"
    assert [c["name"] for c in state["points"]["columns"]] == ["size", "price"]
    assert state["points"]["columns"][0]["values"] == ["1.5", "2", "3.25", "4"]
    assert state["results"]["columns"] == ["1", "size"]
    np.testing.assert_allclose(fit_of(state), least_squares([X], Y), rtol=1e-12)
    expect(playground.notice("4 rows; price is predicted from size")).to_be_visible()
    # The plot has come to the data, and its axes are named as the columns are.
    left, right, bottom, top = playground.plot.ranges
    assert left < 1.5
    assert right > 4
    assert bottom < 1
    assert top > 9
    names = playground.page.evaluate(
        """() => { const plot = Bokeh.documents.at(-1).get_model_by_name("plot");
        return [plot.below[0].axis_label, plot.left[0].axis_label]; }"""
    )
    assert names == ["size", "price"]
    # These are points like any other: they can be moved.
    playground.plot.drag((2.0, 3.5), (2.5, 5.0))
    playground.plot.drop()
    moved = [float(v) for v in playground.state()["points"]["columns"][0]["values"]]
    np.testing.assert_allclose(moved, [1.5, 2.5, 3.25, 4], atol=0.02)


def test_a_table_by_a_drop(playground: Playground) -> None:
    before = playground.state()
    assert drop(playground, "flats.csv", TABLE) == [True, True, False]
    expect(playground.notice("flats.csv: 4 rows")).to_be_visible()
    after = playground.state()
    np.testing.assert_allclose(fit_of(after), least_squares([X], Y), rtol=1e-12)
    assert after["features"] is None
    # One step back brings what was there before.
    playground.press("Undo")
    assert playground.state()["data"] == before["data"]
    assert fit_of(playground.state()) == fit_of(before)
    playground.press("Redo")
    assert playground.state()["points"] == after["points"]


@pytest.mark.parametrize(
    ("name", "content", "columns"),
    [
        ("plain.csv", b"1.5,2\n2,3.5\n3.25,1\n4,9", ["1", "column 1"]),
        ("tabs.tsv", TABLE.replace(b",", b"\t"), ["1", "size"]),
        ("semicolons.csv", TABLE.replace(b",", b";").replace(b".", b","), ["1", "size"]),
        ("marked.csv", b"\xef\xbb\xbf" + TABLE.replace(b"\n", b"\r\n"), ["1", "size"]),
        ("wide.csv", TABLE.decode().encode("utf-16"), ["1", "size"]),
        ("quoted.csv", TABLE.replace(b"size,price", b'"size, m","price"'), ["1", "size, m"]),
    ],
)
def test_ways_to_write_a_table(
    playground: Playground, name: str, content: bytes, columns: list[str]
) -> None:
    state = load(playground, name, content)
    assert state["results"]["columns"] == columns
    np.testing.assert_allclose(fit_of(state), least_squares([X], Y), rtol=1e-12)


def test_missing_values_are_left_out_and_named(playground: Playground) -> None:
    state = load(playground, "gaps.csv", b"size,price\n1.5,2\n2,NA\n2,3.5\n,7\n3.25,1\n4,9\n")
    assert state["results"]["n"] == 4
    np.testing.assert_allclose(fit_of(state), least_squares([X], Y), rtol=1e-12)
    (message,) = state["results"]["messages"]
    assert (
        "2 of 6 rows have missing values in size, price and are excluded (rows 3, 5)"
        in message["text"]
    )
    expect(playground.notice("(rows 3, 5)")).to_be_visible()


BAD = [
    ("cell.csv", b"size,price\n1,2\n2,12;5o\n3,4\n", ["Row 3", "column price", "'12;5o'"]),
    ("ragged.csv", b"size,price\n1,2\n2\n3,4\n", ["Row 3", "1 cell", "2"]),
    ("quote.csv", b'size,price\n1,"2\n3,4\n', ["Row 2", "quote"]),
    ("empty.csv", b"", ["empty"]),
    ("head.csv", b"size,price\n", ["no row"]),
    ("single.csv", b"size\n1\n2\n", ["two numeric columns"]),
    ("words.csv", b"name,town\nann,bonn\nbob,rome\n", ["two numeric columns"]),
    ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01", ["not text"]),
    ("program.exe", bytes(range(256)) * 64, ["not text"]),
    ("huge.csv", b"size,price\n1e400,2\n2,3\n", ["Row 2", "column size", "1e400"]),
]


def test_what_cannot_be_read_is_said_in_a_sentence_and_changes_nothing(
    playground: Playground,
) -> None:
    playground.plot.click(*playground.plot.empty_place())
    before = playground.state()
    drawn = playground.plot.drawn
    heard = playground.record("message")
    for count, (name, content, parts) in enumerate(BAD, start=1):
        state = load(playground, name, content)
        message = heard()[-1]
        assert len(heard()) == count
        assert message["level"] == "error"
        for part in [*parts, "Nothing was loaded"]:
            assert part in message["text"], message["text"]
        assert state["results"]["messages"][-1] == message
        expect(playground.notice(message["text"])).to_be_visible()
        kept = {k: v for k, v in state.items() if k != "results"}
        assert kept == {k: v for k, v in before.items() if k != "results"}
        assert state["results"]["coefficients"] == before["results"]["coefficients"]
    np.testing.assert_array_equal(playground.plot.drawn, drawn)
    # A mended file of the same name is read, and Dismiss clears what was said.
    load(playground, "cell.csv", TABLE)
    playground.button("Dismiss messages").click()
    assert playground.results["messages"] == []


def test_a_workbook_is_read_and_offers_its_other_sheets(playground: Playground) -> None:
    first, second = [(1, 2.5), (2, 3), (3, 7), (4, 7.25)], [(1, 9), (2, 4), (4, 1), (8, 0.5)]
    stream, book = BytesIO(), openpyxl.Workbook()
    for name, rows in (("Heights", first), ("Prices", second)):
        sheet = book.active if name == "Heights" else book.create_sheet()
        sheet.title = name
        for row in (("x", "y"), *rows):
            sheet.append(row)
    book.save(stream)
    read = load(playground, "book.xlsx", stream.getvalue())
    loss = read["results"]["loss"]
    playground.press("Read sheet Prices")
    other = playground.wait_state(lambda state: state["results"]["loss"] != loss)
    expect(playground.button("Read sheet Heights")).to_be_visible()
    for rows, state in ((first, read), (second, other)):
        x, y = np.array(rows, dtype=float).T
        np.testing.assert_allclose(fit_of(state), least_squares([x], y), rtol=1e-12)


def test_a_workbook_that_is_none_changes_nothing(playground: Playground) -> None:
    before = playground.state()["points"]
    state = load(playground, "cut.xlsx", b"PK\x03\x04" + bytes(400))
    assert state["results"]["messages"][-1]["level"] == "error"
    assert state["points"] == before


@pytest.mark.alone
def test_a_hundred_thousand_rows(playground: Playground) -> None:
    """All are fitted; a part is drawn, which the page says; the hand still gets answers."""
    rng = np.random.default_rng(7)
    x = rng.uniform(-5, 5, 100_000).round(4)
    y = (1.5 - 0.75 * x + rng.normal(size=x.size)).round(4)
    rows = "\n".join(f"{a},{b}" for a, b in zip(x, y, strict=True))
    state = load(playground, "many.csv", f"x,y\n{rows}\n".encode())
    assert state["results"]["n"] == 100_000
    np.testing.assert_allclose(fit_of(state), least_squares([x], y), rtol=1e-12)
    expect(playground.summary).to_contain_text(
        "of 100,000 points, and shading where they are dense. All are fitted"
    )
    assert 500 < len(playground.plot.drawn[0]) < 20_000
    expect(playground.button("Add point")).to_be_disabled()
    playground.open_tab("Descent")
    for _ in range(3):
        playground.press("Step")
    expect(playground.summary).to_contain_text("After 3 steps")
    durations = playground.page.evaluate(
        "() => performance.getEntriesByName('playground:event').map(({ duration }) => duration)"
    )
    # A bound for a shared machine; the figure itself is `bench interaction`'s.
    assert max(durations[-3:]) < 2_000
    assert playground.page.evaluate("() => playground.status") == "ready"


def test_several_columns_and_the_choice_among_them(playground: Playground) -> None:
    rng = np.random.default_rng(3)
    a, b, c = rng.normal(size=(3, 30)).round(3)
    y = (1 + 2 * a - b + 0.5 * c + 0.1 * rng.normal(size=30)).round(3)
    towns = ["bonn", "rome"] * 15
    rows = "\n".join(
        f"{i},{j},{t},{k},{v}" for i, j, t, k, v in zip(a, b, towns, c, y, strict=True)
    )
    state = load(playground, "many.csv", f"a,b,town,c,y\n{rows}\n".encode())
    assert state["results"]["columns"] == ["1", "a", "b", "c"]
    np.testing.assert_allclose(fit_of(state), least_squares([a, b, c], y), rtol=1e-12)
    table = [row[0] for row in playground.table("fit_table")[1:]]
    assert table == ["Intercept", "a", "b", "c", "Loss"]
    target = playground.page.get_by_role("combobox", name="Target", exact=True)
    expect(target).to_be_visible()
    assert target.locator("option").all_text_contents() == ["a", "b", "c", "y"]
    # Fewer features.
    playground.toggle("b").uncheck()
    state = playground.wait_state(lambda state: state["features"] == ["a", "c"])
    np.testing.assert_allclose(fit_of(state), least_squares([a, c], y), rtol=1e-12)
    # Another target, which then is no feature.
    playground.choose("Target", "a")
    state = playground.wait_state(lambda state: state["target"] == "a")
    assert state["results"]["columns"] == ["1", "c"]
    np.testing.assert_allclose(fit_of(state), least_squares([c], a), rtol=1e-12)
    # One feature: the points can be touched again, and the other columns are kept.
    expect(playground.button("Add point")).to_be_enabled()
    playground.toggle("y").check()
    state = playground.wait_state(lambda state: state["features"] == ["c", "y"])
    np.testing.assert_allclose(fit_of(state), least_squares([c, y], a), rtol=1e-12)
    playground.press("Undo")
    assert playground.state()["features"] != ["c", "y"]


def test_a_pasted_table_is_an_upload(playground: Playground) -> None:
    assert playground.page.evaluate(PASTE, "size\tprice\n1\t2\n2\t3\n3\t5\n")
    expect(playground.notice("Pasted table: 3 rows; price is predicted from size.")).to_be_visible()
    assert not playground.page.evaluate(PASTE, "a word")
    assert playground.results["n"] == 3


def test_json_and_numpy_files_are_read(playground: Playground) -> None:
    playground.upload("a.json", b'[{"x": 1, "y": 2.50}, {"x": 2, "y": 3}, {"x": 3, "y": 5}]')
    expect(playground.notice("a.json: 3 rows; y is predicted from x.")).to_be_visible()
    file = BytesIO()
    np.save(file, np.arange(12.0).reshape(4, 3) ** 1.5)
    playground.upload("b.npy", file.getvalue())
    expect(playground.notice("b.npy: 4 rows;")).to_be_visible()
    assert playground.results["n"] == 4


def test_the_other_reading_is_one_click_away(playground: Playground) -> None:
    state = load(playground, "m.tsv", b"Masse\tWeg\n1,250\t1\n2,500\t2\n3,750\t3\n")
    assert fit_of(state)[1] == pytest.approx(0.0008)
    expect(playground.notice("1,250 was read as 1250 (row 2, Masse).")).to_be_visible()
    playground.page.get_by_role("button", name="Read as 1.25 instead").click()
    state = playground.wait_state(lambda state: fit_of(state)[1] > 0.5)
    assert fit_of(state)[1] == pytest.approx(0.8)
    expect(playground.notice("1,250 was read as 1.25 (row 2, Masse).")).to_be_visible()
    expect(playground.page.get_by_role("button", name="Read as 1250 instead")).to_be_visible()
    link = playground.page.evaluate("() => playground.getLink()")
    playground.page.goto(link)
    playground.page.reload()
    state = playground.wait_state(lambda state: state["data"] == "own")
    assert state["points"]["columns"][0]["values"] == ["1.250", "2.500", "3.750"]


# Bytes of memory that Python's machine has asked for.
HEAP = "() => self.python._module.HEAP8.length"


def large(rows: int) -> tuple[bytes, np.ndarray]:
    """A CSV of three columns, and its numbers."""
    values = np.random.default_rng(rows).normal(size=(rows, 3)).round(9)
    lines = "\n".join(f"{a!r},{b!r},{c!r}" for a, b, c in values.tolist())
    return f"x,z,y\n{lines}\n".encode(), values


def test_a_large_file_comes_in_parts_and_can_be_stopped(playground: Playground) -> None:
    """The page stays free, what is stopped changes nothing, and memory is that of the numbers."""
    page = playground.page
    data, values = large(600_000)
    before = playground.state()
    at_first = page.workers[-1].evaluate(HEAP)
    work = page.get_by_role("group", name="Computation")
    playground.upload("large.csv", data)
    expect(work).to_contain_text(re.compile(r"Reading large\.csv: \d+ of 22 MB"))
    # Later than its first part, of which the lines are looked at.
    expect(work).to_contain_text(re.compile(r": (1\d|[4-9]) of"))
    playground.set_state(seed=9)
    work.get_by_role("button", name="Cancel").click()
    expect(work).to_be_hidden()
    stopped = playground.state()
    assert (stopped["data"], stopped["seed"]) == (before["data"], 9)
    assert playground.notice("large.csv").count() == 0
    # As texts half of it would take some 125 MB.
    assert page.workers[-1].evaluate(HEAP) - at_first < 70e6
    playground.upload("large.csv", data)
    expect(playground.notice("600,000 rows; y is predicted from x, z")).to_be_visible(
        timeout=90_000
    )
    results = page.evaluate("() => playground.getState().results")
    assert results["n"] == 600_000
    fit = least_squares([values[:, 0], values[:, 1]], values[:, 2])
    np.testing.assert_allclose(results["coefficients"]["qr"], fit, rtol=1e-9)
    expect(work).to_be_hidden(timeout=60_000)
