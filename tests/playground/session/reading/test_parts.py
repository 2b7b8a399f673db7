"""Large files: taken part after part, held in arrays, and given back to Python after a restart."""

from __future__ import annotations

import json

import numpy as np
import pytest
from playground.engine.points import Points
from playground.runtime.app import App, make_app
from playground.session.reading.point_arrays import packed, unpacked
from talk import Talk

from linreg.tables import ArrayColumn, FloatColumn, PackedColumn, Table
from linreg.tables._packed import Packed
from linreg.tables._stream import _reader

N = 12_000
X = np.arange(N) / 8
TEXT = "g,x,y\n" + "".join(f"{'uvw'[i % 3]},{i / 8},{i % 7}\n" for i in range(N))


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_reader, "LARGE", 20_000)
    monkeypatch.setattr(_reader, "HEAD", 5_000)


def send(app: App, data: bytes, size: int | None = None, part: int = 10_000) -> list[bool]:
    """Give a file as the page does; what was answered to each part."""
    answers = []
    for start in range(0, len(data), part):
        piece = data[start : start + part]
        answers.append(app.upload_part("a.csv", size or len(data), start, piece))
        if not answers[-1]:
            break
    return answers


def notices(app: App) -> list[str]:
    return [item["text"] for item in app.slots["notices"].items]


def test_parts_are_the_file() -> None:
    app, other = make_app(), make_app()
    answers = send(app, TEXT.encode())
    assert answers == [True] * (len(answers) - 1) + [False]
    other.upload("a.csv", TEXT.encode())
    assert (
        app.get_state()["results"]["coefficients"] == other.get_state()["results"]["coefficients"]
    )
    assert notices(app) == notices(other)
    columns = app._session.state.points.columns
    assert [type(column) for column in columns] == [PackedColumn, FloatColumn, FloatColumn]
    assert app.get_state()["points"]["columns"][1]["values"][:3] == ["0", "0.125", "0.25"]


def test_a_file_that_is_stopped_leaves_all_as_it_was() -> None:
    app = make_app()
    before = app.get_state()
    data = TEXT.encode()
    assert app.upload_part("a.csv", len(data), 0, data[:50_000])
    app.stop_parts()
    assert not app.upload_part("a.csv", len(data), 50_000, data[50_000:])
    assert app.get_state() == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT + "1,2\n" + TEXT, "Row 12002 has 2 cells where most rows have 3."),
        (TEXT.replace("0.125", "0.\x00125") + TEXT, "row 3 has bytes that are not text"),
        (TEXT + '"u,1,2\n' + TEXT, "Row 12002: the quote that opens at"),
    ],
)
def test_an_error_is_said_once_and_ends_the_file(data: str, said: str) -> None:
    app = make_app()
    before = app.get_state()["points"]
    assert send(app, data.encode())[-1] is False
    (notice,) = notices(app)
    assert notice.startswith("a.csv: ")
    assert said in notice
    assert notice.endswith("Nothing was loaded.")
    assert app.get_state()["points"] == before


def test_other_files_come_in_parts_too() -> None:
    app = make_app()
    rows = [{"x": i, "y": i % 5} for i in range(3000)]
    send(app, json.dumps(rows).encode())
    assert app.get_state()["results"]["n"] == 3000
    other = make_app()
    send(other, app.links.file().encode())
    assert other.get_state()["points"] == app.get_state()["points"]


def test_too_large_a_file_is_refused_at_its_first_part(monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app()
    assert send(app, TEXT.encode(), size=600_000_000) == [False]
    assert "The file has 600 MB; the limit is 500 MB." in notices(app)[0]
    monkeypatch.setattr("playground.engine.limits.memory.MOST_BYTES", 50_000)
    # What is read as a whole may have fewer bytes.
    assert send(app, b"[" + b"[1, 2],\n" * 20_000 + b"[1, 3]]")[-1] is False
    assert "the limit is 0 MB" in notices(app)[-1]


def test_a_doubt_can_be_read_otherwise_when_the_bytes_are_gone() -> None:
    app = make_app()
    send(app, ("x;y\n" + "".join(f"{i % 900 + 1}.234;{i}\n" for i in range(N))).encode())
    (item,) = app.slots["notices"].items
    ((number, label),) = item["offers"]
    assert label == "Read as 1234 instead"
    assert app.get_state()["points"]["columns"][0]["values"][0] == "1.234"
    app._notices.take(number)
    assert app.get_state()["points"]["columns"][0]["values"][0] == "1234"


def arrays() -> Points:
    """Points in arrays: numbers, of which one is missing and one is none, and texts."""
    values = np.array([1.5, np.nan, np.nan, 4.0])
    numbers = FloatColumn(values, rows=np.array([2]), odd=Packed.of(["oops"]))
    table = Table.typed({"g": ["é", "", "b", "c"]})
    texts = PackedColumn.of(Packed.of(table.text("g")), table.notation("g"))
    return Points(("x", "g"), (numbers, texts))


def typed(points: Points) -> Points:
    return Points(points.names, tuple(map(tuple, points.columns)))


@pytest.mark.parametrize(
    "edit",
    [
        lambda points: points,
        lambda points: points.with_row({"x": "7"}),
        lambda points: points.with_row({"x": "seven", "g": "ü"}),
        lambda points: points.with_cells(1, {"x": "2.5"}),
        lambda points: points.with_cells(2, {"x": "", "g": "zz"}),
        lambda points: points.with_cells(0, {"x": "none of these"}),
        lambda points: points.without_rows([0]),
        lambda points: points.without_rows([2, 3]),
        lambda points: points.with_rows({0: ("9", "p"), 3: ("q", "r")}),
        lambda points: points.without_rows([1]).with_rows({1: ("1", "é")}),
        lambda points: points.cleared(),
    ],
)
def test_edits_of_arrays_are_those_of_texts(edit) -> None:
    assert typed(edit(arrays())).columns == edit(typed(arrays())).columns


def test_what_is_not_edited_is_shared() -> None:
    points = arrays()
    assert points.with_cells(0, {"x": "3"}).columns[1] is points.columns[1]


def test_arrays_come_back_from_their_bytes() -> None:
    points = arrays()
    described, pieces = packed(points) or ({}, [])
    again = unpacked(json.loads(json.dumps(described)), b"".join(pieces))
    assert again.names == points.names
    assert typed(again).columns == typed(points).columns
    assert all(isinstance(column, ArrayColumn) for column in again.columns)
    assert again.columns[0].parsed.bad.tolist() == [False, False, True, False]
    assert packed(typed(points)) is None


def test_the_page_gives_many_points_back_after_a_restart() -> None:
    talk = Talk()
    data = TEXT.encode()
    half = len(data) // 2
    for start, piece in ((0, data[:half]), (half, data[half:])):
        talk.send("filePart", {"name": "a.csv", "size": len(data), "start": start}, piece)
    held, loaded = (
        talk.answer["state"]["points"],
        talk.pieces[len(talk.answer.get("buffers", [])) :],
    )
    assert "columns" not in held
    state = talk.ask("getState")
    pieces = loaded
    again = Talk()
    kept = {key: value for key, value in state.items() if key != "results"} | {"points": held}
    assert "error" not in again.send("restore", kept, b"".join(pieces))
    back = again.ask("getState")
    assert back["points"] == state["points"]
    assert back["results"]["coefficients"] == state["results"]["coefficients"]
    # No tab can keep so many cells as a text, if there are more of them.
    assert talk.ask("stateFile", {"data": True}) is not None
