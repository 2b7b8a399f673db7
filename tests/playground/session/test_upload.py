"""Files given by a person."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest

NUMBERS = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 5.0]])


def saved(save: Callable[..., None], *arrays: Any, **named: Any) -> bytes:
    """The bytes of a file of NumPy's."""
    file = BytesIO()
    save(file, *arrays, **named)
    return file.getvalue()


def notice(app) -> dict[str, str]:
    return app.slots["notices"].items[-1]


@pytest.mark.parametrize(
    ("name", "data", "columns", "n"),
    [
        ("a.csv", b"x,y\n1,2\n2,3\n3,5\n", ["1", "x"], 3),
        ("b.tsv", b"x\ty\n1\t2\n2\t3\n3\t5\n", ["1", "x"], 3),
        ("c.csv", b"1,2\n2,3\n3,5\n", None, 3),
        ("d.csv", b"a;b;c\n1,5;2;3\n2,5;1;4\n3,5;7;5\n4;1;1\n", ["1", "a", "b"], 4),
        ("e.csv", b"name,size,price\nA,1,2\nB,2,3\nC,4,1\n", ["1", "size"], 3),
        ("f.json", b'[{"x": 1, "y": 2.50}, {"x": 2, "y": 3}, {"x": 3, "y": 5}]', ["1", "x"], 3),
        ("g.json", b'{"x": [1, 2, 3], "y": [2, 3, 5]}', ["1", "x"], 3),
        ("h.npy", saved(np.save, NUMBERS), None, 3),
        ("i.npz", saved(np.savez, a=NUMBERS[:, 0], b=NUMBERS[:, 1]), ["1", "a"], 3),
    ],
)
def test_a_good_file_is_fitted(app, name, data, columns, n) -> None:
    app.upload(name, data)
    state = app.get_state()
    assert state["data"] == "own"
    assert state["results"]["n"] == n
    if columns:
        assert state["results"]["columns"] == columns
    assert notice(app)["level"] == "info"
    assert notice(app)["text"].startswith(f"{name}: {n} rows; ")


def test_numbers_with_a_decimal_comma_become_decimals(app) -> None:
    app.upload("d.csv", b"a;b\n1,5;2\n2,5;1\n3,25;7\n")
    assert app.get_state()["points"]["columns"][0]["values"] == ["1.5", "2.5", "3.25"]


def test_rows_left_out_are_named_as_in_the_file(app) -> None:
    app.upload("a.csv", b"x,y\n1,2\n2,\n3,5\n4,6\n")
    assert "1 of 4 rows has missing values in y and is excluded (row 3)." in notice(app)["text"]
    assert app.get_state()["results"]["n"] == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x,y\n1,2\n2,12.5o\n3,5\n4,6\n", "Row 3, column y: '12.5o' is not a number."),
        (b"x,y\n1,2\n2,3,4\n3,5\n", "Row 3 has 3 cells"),
        (
            b"x\n1\n2\n",
            "two numeric columns; this table has only one, x. Add a column.",
        ),
        (
            b"d,y\n2020-01-01,3\n2020-01-02,4\n",
            "only one, y. Row 2, column d: '2020-01-01' is text.",
        ),
        (b'[{"x": 1}, 2]', "Record 2 of the JSON is not an object"),
        (b"\x93NUMPY\x01\x00", "The .npy array cannot be read"),
        (b"", "empty"),
        (b"\x00\x01\x02\xff" * 50, "a.csv: "),
        (b"x,y\na,b\nc,d\n", "needs at least two numeric columns; this table has none."),
        (b"x,z,y\n1,,2\n,3,4\n5,6,\n", "No row has a value in every numeric column"),
    ],
)
def test_a_bad_file_is_one_sentence_and_changes_nothing(app, hand, data, said) -> None:
    before = app.get_state()
    heard = []
    app.on_message(heard.append)
    app.upload("a.csv", data)
    assert said in notice(app)["text"]
    assert notice(app)["text"].endswith("Nothing was loaded.")
    assert heard == [notice(app)]
    after = app.get_state()
    assert after["results"].pop("messages") == heard
    before["results"].pop("messages")
    assert after == before
    assert app.slots["undo"].disabled


def test_an_upload_is_undone_as_one_step(app, hand) -> None:
    app.upload("a.csv", b"x,y\n1,2\n2,3\n300,5\n")
    assert app.get_state()["lr"] < 0.1
    hand.click("undo")
    state = app.get_state()
    assert (state["data"], state["lr"]) == ("linear", 0.1)


def test_other_columns_forget_those_chosen_before(app, hand) -> None:
    app.upload("a.csv", b"a,b,c\n1,2,3\n2,3,1\n3,5,4\n4,4,4\n")
    hand.set("target", "a")
    app.upload("b.csv", b"p,q\n1,2\n2,3\n3,5\n")
    state = app.get_state()
    assert (state["target"], state["features"]) == (None, None)
    assert state["results"]["columns"] == ["1", "p"]


def test_notices_are_dismissed(app, hand) -> None:
    app.upload("a.csv", b"")
    hand.set("notices", 1, "dismissed")
    assert app.slots["notices"].items == []
    assert app.get_state()["results"]["messages"] == []


def test_many_rows_load_in_reasonable_time(app) -> None:
    rows = "\n".join(f"{i / 7:.4f},{(i * 37 % 101) / 3:.4f}" for i in range(100_000))
    app.upload("big.csv", f"x,y\n{rows}\n".encode())
    assert app.get_state()["results"]["n"] == 100_000


def test_beside_own_points_it_is_said_what_the_dials_do(app, hand) -> None:
    assert not app.slots["replacing"].visible
    app.upload("a.csv", b"x,y\n1,2\n2,3\n3,5\n")
    assert app.slots["replacing"].visible
    hand.set("n", 50)
    assert not app.slots["replacing"].visible
    hand.click("undo")
    assert app.get_state()["results"]["n"] == 3
