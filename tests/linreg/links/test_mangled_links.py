"""Links as they arrive: encoded once more, cut from a text, with trackers; and their bounds."""

import json
import time
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg import links
from linreg.formula import name_text
from linreg.links._model import ModelFormula
from linreg.links._parts import MOST_PARTS

MEANT = {"data": "collinear", "epsilon": 0.001}
PLAIN = "data=collinear&epsilon=0.001"


def own(**columns):
    return {"columns": [{"name": name, "values": list(cells)} for name, cells in columns.items()]}


ENDS = [".", ")", ",", '"', ">", "…", "%22", "%3E", "%E2%80%A6", ").", "...", "**", "’", "%2C", ";"]
ENDS += ["%20and so on", "%20(a & b)", "%0Athen", " see #n=3", "?fbclid=abc", "&quot;", "&gt;"]
ENDS += ["|the data>", "%E2%80%8B", "%C2%A0", "&amp", "&amp;", "”", "<br>"]
TRACKERS = ["fbclid=a.b", "gclid=1", "utm_source=x&utm_medium=y", "msclkid=2", "_ga=3", "mc_cid=4"]
MANGLED = [
    *(PLAIN + end for end in ENDS),
    *(f"{PLAIN}&{tracker}" for tracker in TRACKERS),
    *(f"{tracker}&{PLAIN}" for tracker in TRACKERS),
    f"{PLAIN}.&utm_source=x",
    *(start + PLAIN for start in ("?", "/", "!", "#", "#?", "#/", "#!", "/?", "https://a.org/p/#")),
    quote(PLAIN, safe=""),
    quote(quote(PLAIN, safe=""), safe=""),
    quote(PLAIN, safe="="),
    PLAIN.replace("&", "%26"),
    PLAIN.replace("=", "=3D"),
    PLAIN.replace("&", "&amp;"),
    PLAIN.replace("&", "&amp;amp;"),
    PLAIN.replace("&", "&#38;"),
    PLAIN.replace("&", "&%0A"),
    PLAIN.upper(),
    PLAIN.title(),
    PLAIN.replace("=", " = ").replace("&", " & "),
    PLAIN.replace("=", "%20=%20").replace("&", "%20&%20") + "%20",
]


@pytest.mark.parametrize("fragment", MANGLED)
def test_a_mangled_link_opens_what_was_meant(fragment):
    assert links.decode(fragment) == (MEANT, [])


@pytest.mark.parametrize(
    ("fragment", "state"),
    [
        ("data=longley&target=year.", {"data": "longley", "target": "year"}),
        ("data=longley&features=gnp,year and", {"data": "longley", "features": ("gnp", "year")}),
        ("data=longley&features=gnp,%20year", {"data": "longley", "features": ("gnp", "year")}),
        ("target = price ", {"target": "price"}),
        ("src=data/flats.linreg.json).", {"src": "data/flats.linreg.json"}),
        ("src=a%26b/flats.csv%20and more", {"src": "a&b/flats.csv"}),
        (" src = flats.csv &n=5", {"src": "flats.csv", "n": 5}),
        ("lesson=ridge.", {"lesson": "ridge"}),
        ("lesson=lessons/mine.md", {"lesson": "lessons/mine.md"}),
        ("lesson=lessons%2Fmine.md", {"lesson": "lessons/mine.md"}),
        ("start=0,1,", {"start": (0.0, 1.0)}),
        ("show=Truth, Squares.", {"show": ("squares", "truth")}),
        ("points=x:1,2;y:3,4.", {"data": "own", "points": own(x="12", y="34")}),
        ("points=x:1,2;y:3,4%20and", {"data": "own", "points": own(x="12", y="34")}),
        ("points=x:1,2;y:a,b)", {"data": "own", "points": own(x="12", y=["a", "b)"])}),
        (
            "points=a.:1;y:2&target=a.",
            {"data": "own", "points": own(**{"a.": "1"}, y="2"), "target": "a."},
        ),
    ],
)
def test_the_end_of_free_text_is_found(fragment, state):
    assert links.decode(fragment) == (state, [])


@pytest.mark.parametrize("end", [*ENDS, "%0AAAA"])
def test_packed_points_survive_what_follows_them(end):
    points = own(x=[str(i * i % 97) for i in range(40)])
    fragment = links.encode({"points": points})
    assert links.decode(fragment + end)[0]["points"] == points
    middle = len(fragment) - 9
    broken = f"{fragment[:middle]}%0D%0A{fragment[middle:]}"
    assert links.decode(broken) == ({"v": 1, "data": "own", "points": points}, [])


def test_what_cannot_be_read_is_told():
    for fragment in ("%E0%A4%A", "%ZZ", "%"):
        state, (notice,) = links.decode(fragment)
        assert state == {}
        assert "Unknown link parameter" in notice["text"]


def test_words_that_are_known_stay_where_others_are_not():
    state, (notice,) = links.decode("hide=tabs,nonsense,dials")
    assert state == {"hide": ("tabs", "dials")}
    assert "hide = nonsense" in notice["text"]


def test_one_notice_names_all_and_the_most_important_first():
    fragment = "zz=1&steps&lr=-1&penalty=rige&points=zz&n=abc&data=foo&correlation=2"
    (notice,) = links.summary(links.read(fragment)[1])
    faults = ["data = foo", "points", "n = abc", "penalty = rige", "lr = −1", "steps", "zz"]
    places = [notice["text"].index(fault) for fault in faults]
    assert places == sorted(places)
    assert notice["text"].startswith("8 parts of this link were ignored: ")
    assert notice["key"] == "data"
    (alone,) = links.summary(links.read("n=abc")[1])
    assert alone == links.decode("n=abc")[1][0]
    assert links.summary([]) == []


def test_a_notice_of_very_many_faults_stays_short():
    (notice,) = links.summary(links.read("&".join(f"z{i}" for i in range(900)))[1])
    assert "z47 and 852 more." in notice["text"]
    assert len(notice["text"]) < 800


EDGES = st.sampled_from(
    ["", " ", "\t", "\x1f", "\x85", "\0", "\u2003", ".", ")", "%", ",", "&", '"']
)
NAMES = st.builds(lambda a, b, c: a + b + c, EDGES, st.text(min_size=1, max_size=4), EDGES)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
CELL = st.one_of(st.text(max_size=4), FINITE.map(repr), st.integers().map(str))


@st.composite
def values_of(draw, key):
    """Any value that the key takes."""
    points = st.integers(0, 5).flatmap(
        lambda rows: st.dictionaries(
            NAMES, st.lists(CELL, min_size=rows, max_size=rows), min_size=1, max_size=3
        ).map(lambda columns: own(**columns))
    )
    of_kind = {
        links.kinds.Choice: st.sampled_from(key.kind.choices or ("-",)),
        links.kinds.Choices: st.lists(st.sampled_from(key.kind.choices or ("-",)), unique=True),
        links.kinds.Flag: st.integers(0, 1),
        links.kinds.Integer: st.integers(
            int(key.kind.bounds.low or 0), int(key.kind.bounds.high or 10**9)
        ),
        links.kinds.Real: FINITE | st.sampled_from(key.kind.choices or (0.5,)),
        links.kinds.Numbers: st.lists(FINITE, min_size=2, max_size=150),
        links.kinds.Name: NAMES,
        links.kinds.Names: st.lists(NAMES, min_size=1, unique=True, max_size=6),
        links.kinds.Label: st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._+-]{0,59}\Z"),
        links.kinds.LessonName: st.from_regex(r"\A[a-z0-9][a-z0-9._+-]{0,9}\Z")
        | st.from_regex(r"\A[a-z0-9_+-]{1,9}(/[a-z]{1,5})?[.]md\Z"),
        links.kinds.Path: st.text(min_size=1, max_size=20)
        | st.from_regex(r"\A[a-z%é&=]{1,9}[.][a-z.),]{1,5}\Z"),
        links.kinds.Decimals: st.lists(
            FINITE
            | st.integers(-(10**18), 10**18)
            | st.from_regex(r"\A[+-]?[0-9]{1,20}[.][0-9]+\Z"),
            min_size=1,
            max_size=100,
        ),
        links.kinds.Code: st.text(max_size=300),
        ModelFormula: st.builds(
            lambda target, name, form: f"{name_text(target)} ~ {form.format(name_text(name))}",
            NAMES,
            NAMES,
            st.sampled_from(["{}", "log({} + 1) - 1", "{0}^2 + 1/{0}", "({})*x"]),
        ),
        links.kinds.Points: points,
    }
    value = draw(of_kind[type(key.kind)])
    try:
        return key.check(value)
    except links.StateError:
        return key.default


@pytest.mark.parametrize("key", links.KEYS)
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_is_written_is_read_again(key, data):
    """Each key by itself, and beside own points; as a browser and as a script hold it."""
    state = {key: data.draw(values_of(links.KEYS[key]))}
    if key != "points" and data.draw(st.booleans()):
        state |= {"data": "own", "points": data.draw(values_of(links.KEYS["points"]))}
        state[key] = "own" if key == "data" else state[key]
    fragment = links.encode(state)
    opened, notices = links.decode(fragment)
    assert notices == []
    for said, value in state.items():
        default = "own" if said == "data" and "points" in state else links.KEYS[said].default
        assert opened.get(said, default) == value, fragment
    assert json.loads(json.dumps(opened)) is not None


def test_fifteen_digits_before_the_point_are_read_again():
    state = links.check_state({"expect": [123456789012345.0, -1e15, 1e300, 0.0]})
    assert links.decode(links.encode(state))[0]["expect"] == state["expect"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("points", own(**{f"c{j}": "12" for j in range(201)})),
        ("points", own(x=["1"] * 100_001, y=["2"] * 100_001)),
        ("points", own(x=["a" * 40 * 101] * 1000)),
        ("start", [1 / 3] * 9000),
        ("features", [f"{i:060}" for i in range(2000)]),
        ("target", "x" * 30_000),
    ],
)
def test_what_is_too_large_to_be_read_is_not_written(key, value):
    with pytest.raises(links.StateError, match="does not fit into a link") as error:
        links.encode({key: value})
    assert error.value.key == key


def test_a_number_of_thousands_of_digits_is_told():
    with pytest.raises(links.StateError, match="a number of thousands of digits"):
        links.check_state({"n": 10**5000})


UNITS = {
    "parts": "a&", "amp": "&amp;", "and": "&", "values": "n=x&", "same": "n=3&", "equals": "=",
    "encoded": "a%3D1%26", "joined": "n=3%26", "percent": "%", "layers": "%25", "hash": "#",
    "brackets": "[", "words": "view=fit and ", "entities": "&quot;",
}  # fmt: skip
VALUES = {
    "columns": ("points=", "x:1;"), "cells": ("points=x:", "1,"), "digits": ("n=", "1"),
    "long cell": ("points=x:1,2;y:3,", "1"), "packed": ("points=", "A"), "code": ("code=", "_"),
    "names": ("features=", "a,"), "name": ("target=", "%C3%A9"), "numbers": ("start=", "1,"),
    "decimals": ("expect=", "1,"), "list": ("show=", "truth,"), "blanks": ("n=5", "%20"),
    "dots": ("n=5", "."), "file": ("src=a", ".b "), "layers": ("data", "%25"),
}  # fmt: skip
LONG = {name: ("", unit) for name, unit in UNITS.items()} | {
    f"{name} of a value": value for name, value in VALUES.items()
}


def least_time(fragment):
    """Of three, in seconds of this process: what else the machine does is not to be measured."""
    times = []
    for _ in range(3):
        begin = time.process_time()
        links.decode(fragment)
        times.append(time.process_time() - begin)
    return min(times)


@pytest.mark.parametrize(("start", "unit"), LONG.values(), ids=LONG)
def test_time_grows_with_the_length_of_a_link(start, unit):
    """A megabyte of anything is read or refused within 1.5 s, five within 5 s."""
    sizes = (100_000, 390_000, 1_000_000, 5_000_000)
    times = [least_time(start + unit * (size // len(unit))) for size in sizes]
    assert times[2] < 1.5
    assert times[3] < 5
    # What takes no time cannot be compared.
    assert times[2] < 15 * max(times[0], 0.01)
    assert times[1] < 6 * max(times[0], 0.01)


def test_parts_beyond_all_links_are_told_and_not_read():
    state, notices = links.decode("n=3&" * (MOST_PARTS - 1) + "n=4&n=5")
    assert state == {"n": 4}
    assert "more than 1,000 parts" in notices[0]["text"]
