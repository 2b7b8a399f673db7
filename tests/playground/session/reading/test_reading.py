"""What the page says of how a file or a cell was read, and the click for the other reading."""

from __future__ import annotations

import json
from io import BytesIO

import numpy as np
import pytest
from playground.controls.models import DataGrid
from playground.engine.data import from_points
from playground.engine.limits.data_error import DataError
from playground.engine.point_cells import as_read, doubts
from playground.engine.points import Points
from playground.session.reading.upload import read, ways_out

from linreg import links


def npy(array: np.ndarray) -> bytes:
    file = BytesIO()
    np.save(file, array)
    return file.getvalue()


# A file, what must be said about it, and the buttons beside that.
SAID = [
    (
        "Jahr;Einw\n1;1.101\n2;2.345\n",
        "1.101 was read as 1.101 (row 2, Einw).",
        ["Read as 1101 instead"],
    ),
    ("a;b\n1;1,101\n2;2,345\n", "1,101 was read as 1.101 (row 2, b).", ["Read as 1101 instead"]),
    ("M\tA\n1,250\t1\n2,500\t2\n", "1,250 was read as 1250 (row 2, M).", ["Read as 1.25 instead"]),
    (
        "u\tv\tw\n1,250\t1,500\t1\n2,500\t2,750\t2\n",
        "1,250 was read as 1250 (row 2, u; also v).",
        ["Read as 1.25 instead"],
    ),
    (
        "answers;time\n1,3;12.345\n2,4;13.456\n",
        "12.345 was read as 12345 (row 2, time).",
        ["Read as 12.345 instead"],
    ),
    (
        "2019,2020\n10,12\n11,13\n",
        "There is no header, so the columns are numbered.",
        ["Use row 1 as names"],
    ),
    (
        "city,2019,2020\nA,10,12\nB,11,13\n",
        "Row 2, column city: 'A' is text.",
        ["Read row 1 as data"],
    ),
    (
        "rooms,age,price\n2,10,$12\n3,20,$15\n",
        "Row 2, column price: '$12' is text. Remove $",
        [],
    ),
    (
        "a;b;p\n1;5;12,50 €\n2;7;15,50 €\n",
        "Row 2, column p: '12,50 €' is text. Remove € to use its",
        [],
    ),
    (
        "h,a,s\n1,15,55%\n2,16,65%\n",
        "Row 2, column s: '55%' is text. Remove % to use its numbers.",
        [],
    ),
    (",x,y\n0,1,2\n1,2,4\n", "Column 1 has no name, counts the rows and is left out.", []),
    ("x,x,y\n1,2,3\n4,5,7\n", "Two columns are named x: column 2 is now x (2).", []),
    ("#a\nx,y\n1,2\n3,5\n", "1 comment line skipped.", []),
    (
        "a,b,c,d\n1,u,v,2\n2,w,z,3\n",
        "Column c also contains text. These columns are not used for the fit.",
        [],
    ),
    ("a,b,c\n1,2,\n2,3,\n", "Column c is empty.", []),
    (
        "İl;Ş\n1;2\n2;3\n".encode("cp1254"),
        "Read in Windows-1252; if letters",
        ["Read in Windows-1254"],
    ),
    (
        "Größe;W\n1;2\n2;3\n".encode("mac_roman"),
        "Read in Mac Roman; if letters look wrong, save",
        [],
    ),
    (npy(np.ones((2, 6))), "The array has 2 rows and 6 columns: if it lies on its side, save", []),
]


@pytest.mark.parametrize(("data", "text", "buttons"), SAID)
def test_the_notice_says_how_a_file_was_read(
    data: str | bytes, text: str, buttons: list[str]
) -> None:
    loaded = read(data.encode() if isinstance(data, str) else data)
    assert text in loaded.text
    assert [label for label, _ in loaded.others][: len(buttons)] == buttons


@pytest.mark.parametrize("data", [b"x,y\n1.5,2\n2,3\n", b'[{"x":1.234,"y":2},{"x":2,"y":3}]'])
def test_of_a_usual_file_nothing_is_remarked_or_offered(data: bytes) -> None:
    loaded = read(data)
    assert (loaded.text, loaded.others) == ("2 rows; y is predicted from x.", ())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("x,y\n1,2\n2,n/d\n3,6 p\n", "only one, x. Row 3, column y: 'n/d' is text. If this"),
        (
            "len,mass\n1 cm,2 g\n2 cm,4 g\n",
            "none. Row 2, column len: '1 cm' is text. Remove cm to",
        ),
        (
            'a,b\n1,"1,00,000"\n2,"2,50,000"\n',
            "only one, a. Row 2, column b: '1,00,000' is text.",
        ),
        ("y\n1,5\n2,5\n3,5\n", "this table has only one, y. Add a column."),
    ],
)
def test_a_refusal_names_the_true_cell(data: str, text: str) -> None:
    with pytest.raises(DataError) as trouble:
        read(data.encode())
    assert text in str(trouble.value)


def test_the_other_reading_becomes_plain_decimals() -> None:
    loaded = read(b"M\tA\n1,250\t1\n2,500\t2\n")
    assert loaded.points.columns[0] == ("1250", "2500")
    (_, told), *_ = loaded.others
    other = read(b"M\tA\n1,250\t1\n2,500\t2\n", told)
    assert other.points.columns[0] == ("1.250", "2.500")
    assert "1,250 was read as 1.25 (row 2, M)." in other.text
    (label, back), *_ = other.others
    assert label == "Read as 1250 instead"
    again = read(b"M\tA\n1,250\t1\n2,500\t2\n", back)
    assert again.points.columns == loaded.points.columns


def test_a_file_refused_for_one_notation_can_be_read_in_the_other() -> None:
    data = b"x;y\n1.234;1\n2.345;2\n4,5;3\n"
    with pytest.raises(DataError, match="Row 4, column x: '4,5' is not a number"):
        read(data)
    ((label, told),) = ways_out(data)
    assert label == "Read commas as decimal marks"
    assert read(data, told).points.columns[0] == ("1234", "2345", "4.5")


# Own points as typed, and as they are read.
TYPED = [
    (["1.234", "2.345", "4,5"], ["1.234", "2.345", "4.5"]),
    (["1.234", "1.234,5"], ["1.234", "1234.5"]),
    (["1,250", "2,500"], ["1250", "2500"]),
    (["1,250", "2,500", "3,75"], ["1.250", "2.500", "3.75"]),
    (["1,234.5", "2,345"], ["1234.5", "2345"]),
    (["1.50", "2", ""], ["1.50", "2", ""]),
    (["a", "b", "1,5"], ["a", "b", "1,5"]),
]


@pytest.mark.parametrize(("cells", "wanted"), TYPED)
def test_own_points_are_read_cell_by_cell(cells: list[str], wanted: list[str]) -> None:
    assert as_read(Points(("x",), (tuple(cells),))).columns == (tuple(wanted),)


def test_the_commas_of_other_columns_tell_what_a_comma_is() -> None:
    points = Points(("x", "y"), (("1,250", "2,500"), ("1,5", "2,5")))
    assert as_read(points).columns == (("1.250", "2.500"), ("1.5", "2.5"))
    assert doubts(points) == ()


def test_what_is_read_is_read_alike_again() -> None:
    for cells, _ in TYPED:
        once = as_read(Points(("x",), (tuple(cells),)))
        assert as_read(once).columns == once.columns


def buttons(app) -> list[tuple[int, str]]:
    items = app.slots["notices"].items
    return [tuple(offer) for offer in items[-1].get("offers", [])] if items else []


def values(app, column: int = 0) -> list[str]:
    found: list[str] = app.get_state()["points"]["columns"][column]["values"]
    return found


def test_one_click_reads_a_file_the_other_way_and_the_link_keeps_it(app, hand) -> None:
    app.upload("m.tsv", b"Masse\tAuslenkung\n1,250\t1\n2,500\t2\n3,750\t3\n")
    assert app.get_state()["results"]["coefficients"]["refined"][1] == pytest.approx(0.0008)
    ((number, label),) = buttons(app)
    assert label == "Read as 1.25 instead"
    hand.set("notices", number, "chosen")
    assert values(app) == ["1.250", "2.500", "3.750"]
    assert app.get_state()["results"]["coefficients"]["refined"][1] == pytest.approx(0.8)
    assert [label for _, label in buttons(app)] == ["Read as 1250 instead"]
    words, notices = links.decode(app.links.link())
    assert notices == []
    assert words["points"]["columns"][0]["values"] == ["1.250", "2.500", "3.750"]
    assert all(set(m) == {"level", "text", "key"} for m in app.get_state()["results"]["messages"])
    hand.click("undo")
    assert values(app) == ["1250", "2500", "3750"]


def test_the_first_row_becomes_names_at_a_click_and_back(app, hand) -> None:
    app.upload("y.csv", b"2019,2020\n10,12\n11,13\n9,11\n12,14\n")
    assert app.get_state()["results"]["n"] == 5
    hand.set("notices", buttons(app)[0][0], "chosen")
    assert app.get_state()["results"]["columns"] == ["1", "2019"]
    assert app.get_state()["results"]["n"] == 4
    assert buttons(app)[0][1] == "Read row 1 as data"
    hand.set("notices", buttons(app)[0][0], "chosen")
    assert app.get_state()["results"]["n"] == 5


def test_a_refused_file_offers_what_can_be_read(app, hand) -> None:
    app.upload("p.csv", b"x;y\n1.234;1\n2.345;2\n3.456;3\n4,5;4\n")
    assert app.get_state()["data"] == "linear"
    hand.set("notices", buttons(app)[0][0], "chosen")
    assert values(app) == ["1234", "2345", "3456", "4.5"]


def test_points_with_one_decimal_comma_leave_the_others_as_they_are(app, own) -> None:
    app.set_state(own(x=["1.234", "2.345", "4,5"], y=["2.468", "4.690", "9"]))
    assert app.get_state()["results"]["coefficients"]["refined"] == pytest.approx([0, 2], abs=1e-12)
    assert values(app) == ["1.234", "2.345", "4,5"]


def test_points_with_ambiguous_commas_are_said_to_be_and_offered(app, hand, own) -> None:
    app.set_state(own(x=["1,250", "2,500", "3,750"], y=[1, 2, 3]))
    messages = app.get_state()["results"]["messages"]
    assert messages[-1] == {
        "level": "info",
        "text": "1,250 was read as 1250 (row 1, x).",
        "key": "points",
    }
    ((number, label),) = buttons(app)
    assert label == "Read as 1.25 instead"
    hand.set("notices", number, "chosen")
    assert values(app) == ["1.250", "2.500", "3.750"]
    assert app.get_state()["results"]["coefficients"]["refined"][1] == pytest.approx(0.8)


def test_a_decimal_comma_in_the_grid_changes_one_cell(hand, own) -> None:
    app = hand.app
    app.set_state(own(x=["1.234", "2.345", "3.456"], y=["2.468", "4.690", "6.912"]))
    hand.set("table", True, "open")
    grid: DataGrid = app.slots["table"].elements[0]
    entries = [["model", grid.ref], ["kind", "cell"], ["row", 2], ["column", "x"], ["text", "4,5"]]
    event = {"type": "event", "name": "grid_edit", "values": {"type": "map", "entries": entries}}
    hand._apply({"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event})
    assert [row[0] for row in grid.rows] == ["1.234", "2.345", "4.5"]
    data = from_points(Points.from_link(app.get_state()["points"]))
    assert data.values["x"].tolist() == [1.234, 2.345, 4.5]


def test_json_names_are_there_and_survive_link_and_code(app) -> None:
    app.upload(
        "a.json", json.dumps([{"": 1, "a\nb": 2, "y": 3}, {"": 2, "a\nb": 5, "y": 4}]).encode()
    )
    state = app.get_state()
    names = [column["name"] for column in state["points"]["columns"]]
    assert names == ["column 1", "a b", "y"]
    words, notices = links.decode(app.links.link())
    assert notices == []
    assert [column["name"] for column in words["points"]["columns"]] == names


def test_a_file_of_a_link_says_how_it_was_read(app, hand) -> None:
    data = b"Masse\tAuslenkung\n1,250\t1\n2,500\t2\n3,750\t3\n"
    app.links.open_with_file("src=m.tsv", True, data, "")
    items = app.slots["notices"].items
    assert items[-1]["text"].startswith("m.tsv: ")
    assert "1,250 was read as 1250 (row 2, Masse)." in items[-1]["text"]
    assert items[-1]["level"] == "info"
    hand.set("notices", buttons(app)[0][0], "chosen")
    assert values(app) == ["1.250", "2.500", "3.750"]
