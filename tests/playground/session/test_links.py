"""Links in the app: opened as the whole state, made from it, and what is said of bad ones."""

import json
import re
from pathlib import Path

import pytest
import segno
from playground.runtime.app import make_app
from playground.runtime.bridge import Bridge
from playground.runtime.qr import qr_code

import linreg
from linreg import links

POINTS = {"columns": [{"name": "size", "values": ["1.50", "2", "3", "4.25"]}]}
POINTS["columns"].append({"name": "price", "values": ["10", "20.5", "31", "39"]})


def said(app):
    return [message["text"] for message in app.get_state()["results"]["messages"]]


def words(app):
    return {key: value for key, value in app.get_state().items() if key != "results"}


STATES = [
    {},
    {"n": 50, "seed": 7, "lr": 0.2, "steps": 12, "view": "descent"},
    {"data": "longley", "features": ["gnp", "year"], "method": "qr"},
    {"data": "longley", "lr": 0.1},
    {"data": "pontius", "degree": 3, "basis": "mapped"},
    {"data": "pontius"},
    {"data": "noint1", "intercept": "absorbed"},
    {"data": "outliers", "n": 20, "outliers": 7},
    {"data": "outliers", "n": 2},
    {"data": "collinear", "epsilon": 1e-9, "penalty": "ridge", "strength": 0.01, "theme": "dark"},
    {"points": POINTS, "degree": 2, "show": ["bands", "own-line"], "line": [1, -2]},
    {"points": POINTS, "features": ["price"], "target": "size", "start": [1, 2]},
    {"data": "own", "n": 12},
    {"data": "penguins", "precision": "float32", "update": "momentum", "momentum": 0.5},
    {"embed": 1, "hide": ["tabs"], "lesson": "ridge", "code": "def step(w): return w"},
]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_a_link_to_a_state_opens_that_state(app, state) -> None:
    app.set_state(state)
    before = words(app)
    fragment = app.links.link()
    app.set_state({"data": "sine", "noise": 2, "lr": 0.03, "steps": 5})
    opened = app.links.open(fragment, record=False)
    assert words(app) == before
    assert opened == {"fragment": fragment}
    assert not any("link" in text for text in said(app))
    assert app.links.resolve(fragment) == fragment


def test_a_set_after_another_is_linked_as_it_is(app) -> None:
    """The way to a state leaves no trace in its link: brought defaults and rates are compared."""
    app.set_state({"data": "pontius"})
    app.set_state({"data": "faithful"})
    before = words(app)
    app.links.open(app.links.link(), record=False)
    assert words(app) == before
    assert app.links.link() == "v=1&data=faithful"


def test_defaults_make_no_link(app) -> None:
    assert app.links.link() == ""
    assert app.links.open("", record=False) == {"fragment": ""}


def test_opening_is_one_step_of_undo_when_asked(app) -> None:
    app.set_state({"n": 33})
    app.links.open("n=12&slope=3", record=True)
    app._session.undo()
    assert (app.get_state()["n"], app.get_state()["slope"]) == (33, 2.0)
    fresh = make_app()
    fresh.links.open("n=12", record=False)
    assert not fresh._session.interaction.can_undo


@pytest.mark.parametrize(
    ("fragment", "state", "complaints"),
    [
        ("data=own", {"data": "linear"}, ["The link has data = own but no points."]),
        ("n=5&data=outliers&outliers=9", {"n": 5, "outliers": 3}, ["outliers = 9 is out of"]),
        ("data=faithful&features=zz", {"data": "faithful"}, ["There is no column zz."]),
        ("start=1,2,3", {"start": None}, ["start has 3 numbers"]),
        ("points=x:1,2,3;y:1,a,4&degree=3", {"data": "linear", "degree": 3}, ["'a' is not a"]),
        ("points=x:a,b;y:c,d&n=7", {"data": "linear", "n": 7}, ["A fit needs at least two"]),
        ("data=collinear&n=2", {"data": "linear", "n": 2}, ["collinear needs at least 3"]),
        ("features=x,y&target=q", {"features": None}, ["feature and target", "no column q"]),
        ("n=3&" + "&".join(f"z{i}=1" for i in range(9)), {"n": 3}, [f"z{i}" for i in range(9)]),
        (
            "steps&zz=1&points=zz&n=abc&data=foo",
            {"data": "linear", "n": 40},
            [
                "data = foo is not",
                "points cannot be read",
                "n = abc is not",
                "steps has no value",
                'unknown parameter "zz"',
            ],
        ),
    ],
)
def test_words_that_do_not_go_together(app, fragment, state, complaints) -> None:
    """One notice names every part that was left out, the most important first."""
    app.links.open(fragment, record=False)
    now = app.get_state()
    assert {key: now[key] for key in state} == state
    (text,) = said(app)
    places = [text.index(part) for part in complaints]
    assert places == sorted(places)
    assert text.startswith(f"{len(places)} parts of this link") == (len(places) > 1)


def test_numbers_seen_are_told_apart_only_beyond_their_error(app) -> None:
    app.set_state({"data": "longley"})
    fragment = app.links.link(numbers=True)
    assert f"core={linreg.__version__}" in fragment
    expected = links.decode(fragment)[0]["expect"]
    app.links.open(fragment, record=False)
    assert said(app) == []
    for i, text in enumerate(expected):
        digit = str((int(text[-1]) + 5) % 10)
        other = [*expected[:i], text[:-1] + digit, *expected[i + 1 :]]
        app.links.open(f"data=longley&expect={','.join(other)}&core=0.0.9", record=False)
        assert "Results differ from those saved in the link" in said(app)[0], text
        assert "made with version 0.0.9" in said(app)[0]
        app._notices.items.clear()


def test_every_method_agrees_with_its_own_numbers(app) -> None:
    for method in ("inverse", "normal", "qr", "svd", "lstsq", "refined"):
        for data in ("longley", "wampler5", "norris", "linear"):
            app.set_state({"data": data, "method": method, "precision": "float64"})
            app.links.open(app.links.link(numbers=True), record=False)
            assert said(app) == [], (method, data)


def test_hand_written_numbers_hold_to_their_last_digit(app) -> None:
    near = "points=x:1,2,3;y:1,3,4.5&expect=-0.67,1.75"
    app.links.open(near, record=False)
    assert said(app) == []
    app.links.open(near.replace("-0.67", "-0.670"), record=False)
    assert "the intercept was −0.670, is now −0.66666667" in said(app)[0]


def test_more_numbers_than_there_are_belong_to_other_data(app) -> None:
    app.set_state({"expect": [1, 2, 3, 4]})
    assert "the data give 3" in said(app)[0]


def test_what_was_told_of_numbers_goes_with_them(app) -> None:
    app.links.open("expect=1.07,1.93&core=0.1.0&n=40", record=False)
    assert app.get_state()["core"] == "0.1.0"
    app.set_state({"steps": 3, "view": "descent"})
    assert app.get_state()["core"] == "0.1.0"
    app.set_state({"noise": 0.7})
    assert app.get_state()["core"] is None
    assert app.get_state()["expect"] is None


def test_a_link_without_points_tells_nothing_of_them(app) -> None:
    app.set_state({"points": POINTS, "features": ["size"], "degree": 2})
    assert app.links.link(points=False) == "v=1&degree=2"
    assert app.links.link(points=False, numbers=True) == "v=1&degree=2"


def test_lighter_links(app) -> None:
    rows = 1000
    points = {
        "columns": [{"name": "x", "values": [f"{i * i * 1.2345678 % 10:.7f}" for i in range(rows)]}]
    }
    points["columns"].append({"name": "y", "values": [str(i % 7) for i in range(rows)]})
    app.set_state({"points": points})
    whole, rounded, fewer = app.links.link(), app.links.link(digits=3), app.links.link(rows=50)
    assert len(rounded) < len(whole)
    assert len(fewer) < len(whole) / 5
    opened = links.decode(fewer)[0]["points"]["columns"][0]["values"]
    assert opened == points["columns"][0]["values"][::20]
    assert links.decode(rounded)[0]["points"]["columns"][0]["values"][2] == "4.94"
    assert app.links.link(most=100) is None
    assert app.links.link(most=len(whole)) == whole


def test_a_state_file_brings_the_state_back(app) -> None:
    app.set_state({"points": POINTS, "degree": 2, "steps": 9})
    before, text = words(app), app.links.file()
    assert json.loads(text)["linreg"] == 1
    other = make_app()
    other.upload("flats.linreg.json", text.encode())
    after = words(other)
    assert after["core"] == linreg.__version__
    assert {**after, "expect": None, "core": None} == before
    assert said(other) == []
    other._session.undo()
    assert words(other)["data"] == "linear"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b'{"linreg": 2, "state": {}}', "a different format"),
        (b'{"linreg": 1, "state": 3}', "a different format"),
        (b'{"linreg": 1, "state": {"n": 1}}', "n = 1 is out of range"),
        (b'{"linreg": 1, "state": {"zz": 1}}', 'Unknown key "zz"'),
        (b'{"linreg": 1, "state": {', "is damaged"),
        (b'{"linreg": 1, "state": ' + b"[" * 100_000, "is nested too deeply"),
        (b'{"linreg": 1, "state": {"n": ' + b"9" * 5000 + b"}}", "a number of thousands of digits"),
        (b'{"linreg": 1, "state": {"data": "\xff"}}', "is not Unicode text"),
    ],
)
def test_a_bad_state_file_changes_nothing(app, content, text) -> None:
    before = words(app)
    app.upload("bad.linreg.json", content)
    assert words(app) == before
    assert text in said(app)[0]
    assert "Nothing was loaded." in said(app)[0]


def test_a_link_with_a_file_asks_for_it_first(app) -> None:
    fragment = "src=data/flats.linreg.json&view=diagnostics"
    assert app.links.open(fragment, record=False) == {"src": "data/flats.linreg.json"}
    other = make_app()
    other.set_state({"points": POINTS, "degree": 2})
    data = other.links.file().encode()
    opened = app.links.open_with_file(fragment, record=False, data=data, error="")
    state = app.get_state()
    assert (state["points"], state["degree"], state["view"]) == (POINTS, 2, "diagnostics")
    # The file is named, and not repeated.
    assert len(opened["fragment"]) < 90
    assert "src=data/flats.linreg.json" in opened["fragment"]
    app.set_state({"degree": 1})
    assert app.get_state()["src"] is None
    assert "points=" in app.links.link()


def test_a_table_can_be_named_too_and_a_missing_file_is_told(app) -> None:
    app.links.open_with_file("src=a.csv&degree=2", False, b"x,y\n1,2\n2,4.5\n3,5.5\n", "")
    assert app.get_state()["points"]["columns"][1]["values"] == ["2", "4.5", "5.5"]
    app.links.open_with_file("src=b.csv&degree=3", False, None, "It could not be loaded (404).")
    assert app.get_state()["degree"] == 3
    assert "b.csv: It could not be loaded (404). The link was opened without it." in said(app)


def table_of(rows, columns):
    """Points that follow a rule, so that their link would be short."""
    cells = [[str(i * j % 7 + i) for i in range(rows)] for j in range(columns)]
    return {"columns": [{"name": f"c{j}", "values": values} for j, values in enumerate(cells)]}


@pytest.mark.parametrize(("rows", "columns"), [(5, 201), (100_001, 2)])
def test_no_link_is_offered_that_would_not_open(rows, columns) -> None:
    with pytest.raises(links.StateError, match="more than 200,000 values or 200 columns") as error:
        links.spell(links.check_state({"points": table_of(rows, columns)}))
    assert error.value.key == "points"


def test_a_link_that_cannot_be_is_an_error_and_no_address(app) -> None:
    app.set_state({"points": table_of(6, 201), "features": ["c1"], "target": "c2"})
    with pytest.raises(links.StateError, match="Share a state file instead"):
        app.links.link()
    assert app.links.link(most=60_000) is None
    assert links.decode(app.links.link(rows=2, points=False))[1] == []
    other = make_app()
    other.upload("own.linreg.json", app.links.file().encode())
    assert other.get_state()["points"] == app.get_state()["points"]


def test_data_that_a_tab_keeps_come_back_with_the_rest_of_the_address(app) -> None:
    app.set_state({"points": table_of(8, 3), "features": ["c1"], "target": "c0", "degree": 2})
    app.set_state({"code": "def step(w): return w", "steps": 7, "view": "descent"})
    kept, address = app.links.file(data=True), app.links.link(data=False)
    assert "points" not in address
    assert "features" not in address
    app.set_state({"degree": 3})
    before, later = words(app), app.links.link(data=False)
    other = make_app()
    other.links.open_with_file(later, record=False, data=kept.encode(), error="")
    assert words(other) == before
    assert said(other) == []
    # Elsewhere the address says that something is missing.
    other.links.open(address, record=False)
    assert said(other) == ["The link has data = own but no points."]


def test_what_becomes_of_data_too_long_for_an_address_is_told(app) -> None:
    app.links.tell_kept(True)
    assert "They stay in this tab" in said(app)[0]
    app.links.tell_kept(False)
    assert "a reload would lose them" in said(app)[1]


def test_a_file_that_did_not_come_can_be_asked_for_again(app) -> None:
    app.links.open_with_file("src=b.csv&degree=3", False, None, "It did not arrive within 10 s.")
    assert [notice.again for notice in app._notices.items] == ["src"]
    app._notices.items.clear()
    app.links.open_with_file("src=b.csv&degree=3", False, b"x\n1\n", "")
    assert [notice.again for notice in app._notices.items] == [""]
    assert set(app.get_state()["results"]["messages"][0]) == {"level", "text", "key"}


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ('{"n": ' + "[" * 50_000 + "]" * 50_000 + "}", "nested too deeply"),
        ('{"n": ' + "9" * 5000 + "}", "a number of thousands of digits"),
    ],
)
def test_what_another_page_sends_is_bounded_before_it_is_read(app, payload, said) -> None:
    answers = []
    Bridge(app, lambda text, _: answers.append(json.loads(text))).receive(1, "setState", payload)
    assert answers[0]["error"]["name"] == "StateError"
    assert said in answers[0]["error"]["message"]
    assert app.get_state()["n"] == 40


def test_qr_codes_hold_the_link() -> None:
    text = "https://a.example/p/#v=1&n=50"
    code = qr_code(text)
    matrix = segno.make(text, error="l", micro=False).matrix
    assert code["size"] == len(matrix)
    drawn = {
        (int(x) + i, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code["path"])
        for i in range(int(width))
    }
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert drawn == dark
    assert qr_code("x" * 2954) is None


def test_the_bridge_answers_links(app) -> None:
    answers = []
    bridge = Bridge(app, lambda text, _: answers.append(json.loads(text)))
    for kind, payload in (
        ("link", {"fragment": "n=12&speed=1", "record": False}),
        ("getLink", None),
        ("amountsTo", {"fragment": "n=40&seed=2"}),
        ("qr", {"text": "x"}),
        ("stateFile", None),
    ):
        bridge.receive(len(answers), kind, json.dumps(payload))
    results = [answer.get("result") for answer in answers]
    assert results[:3] == [{"fragment": "v=1&n=12"}, "v=1&n=12", "v=1&seed=2"]
    assert "n" in answers[0]["keys"]
    assert 'Unknown link parameter "speed"' in answers[0]["messages"][0]["text"]
    assert results[3]["size"] == 21
    assert json.loads(results[4])["state"]["n"] == 12


def test_the_version_is_that_of_the_project() -> None:
    project = (Path(__file__).parents[3] / "pyproject.toml").read_text()
    assert f'\nversion = "{linreg.__version__}"\n' in project
