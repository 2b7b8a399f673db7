"""Links: what is written, what is read, and that hostile ones do no harm."""

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg import links
from linreg.links._model import ModelFormula
from linreg.links._packing import MOST_CELLS, _packed
from linreg.links._radix import whole_bytes

ROOT = Path(__file__).parents[2]
PUBLISHED = Path(__file__).with_name("published_links.tsv")


def own(**columns):
    return {"columns": [{"name": name, "values": list(cells)} for name, cells in columns.items()]}


def reread(state):
    """The state that a link made of `state` opens."""
    opened, notices = links.decode(links.encode(state))
    assert notices == []
    opened.pop("v", None)
    return opened


def told(fragment):
    """The state and, by key, what is said of the rest."""
    state, notices = links.decode(fragment)
    assert len({notice["key"] for notice in notices}) == len(notices)
    for notice in notices:
        assert set(notice) == {"level", "text", "key"}
        assert notice["text"].endswith(".")
        assert "\n" not in notice["text"]
    return state, {notice["key"]: notice["text"] for notice in notices}


def test_a_link_reads_as_words():
    state = {"data": "collinear", "epsilon": 1e-5, "n": 200, "view": "collinearity", "lr": 0.05}
    assert links.encode(state) == "v=1&data=collinear&n=200&epsilon=1e-05&lr=0.05&view=collinearity"
    state = {"show": ["truth", "squares"], "start": [0, -1.5], "features": ["a,b", "c d"]}
    assert links.encode(state) == "v=1&features=a%2Cb,c%20d&start=0,-1.5&show=squares,truth"


def test_defaults_are_left_out():
    assert links.encode({}) == links.encode(links.defaults()) == ""
    assert links.encode({**links.defaults(), "results": {}, "seed": 2}) == "v=1&seed=2"


def test_defaults_that_data_bring_are_left_out_and_others_said():
    assert links.encode({"data": "pontius", "degree": 2}) == "v=1&data=pontius"
    assert links.encode({"data": "pontius", "degree": 1}) == "v=1&data=pontius&degree=1"
    assert links.encode({"data": "outliers", "outliers": 0}) == "v=1&data=outliers&outliers=0"
    assert links.encode({"data": "noint1", "intercept": "none"}) == "v=1&data=noint1"


def test_a_usual_learning_rate_is_said_where_the_data_may_bring_another():
    assert links.encode({"lr": 0.1, "noise": 3}) == "v=1&noise=3"
    assert links.encode({"lr": 0.1, "data": "longley"}) == "v=1&data=longley&lr=0.1"


def test_a_bad_state_is_no_link():
    with pytest.raises(links.StateError, match="n = 1 is out of range"):
        links.encode({"n": 1})
    with pytest.raises(links.StateError, match='Unknown key "speed"'):
        links.encode({"speed": 1})


@pytest.mark.parametrize(
    ("fragment", "state"),
    [
        ("", {}),
        ("#", {}),
        ("#n=50&seed=7", {"n": 50, "seed": 7}),
        ("n=5e1&&seed=%37&", {"n": 50, "seed": 7}),
        ("show=squares%2Ctruth", {"show": ("squares", "truth")}),
        ("show=", {"show": ()}),
        ("features=a%2Cb,%C3%A9", {"features": ("a,b", "é")}),
        ("n=3&n=4", {"n": 4}),
        ("embed=1&hide=dials,tabs", {"embed": 1, "hide": ("tabs", "dials")}),
        ("expect=1.00,-2e-3&core=0.1.0", {"expect": ("1.00", "-2e-3"), "core": "0.1.0"}),
        ("src=data/flats.linreg.json", {"src": "data/flats.linreg.json"}),
        ("points=x:1,2.50;y:3,4", {"data": "own", "points": own(x=["1", "2.50"], y=["3", "4"])}),
        ("points=x%3A1%3By%3A3", {"data": "own", "points": own(x=["1"], y=["3"])}),
        ("points=a%2Cb:1;y:3", {"data": "own", "points": own(**{"a,b": ["1"]}, y=["3"])}),
        ("correlation=1", {"epsilon": 0.0}),
        ("correlation=0.7071", {"epsilon": 1.0}),
        ("correlation=0.8", {"epsilon": pytest.approx(0.75, rel=1e-15)}),
    ],
)
def test_hand_written_links(fragment, state):
    opened, notices = told(fragment)
    assert notices == {}
    assert opened == state


@pytest.mark.parametrize(
    ("part", "key", "said"),
    [
        ("speed=3", "speed", 'Unknown link parameter "speed". Did you mean seed?'),
        ("xyzzy=3", "xyzzy", 'Unknown link parameter "xyzzy".'),
        ("=3", "(nothing)", 'Unknown link parameter "(nothing)".'),
        ("%ff=3", "\ufffd", "Unknown link parameter"),
        ("degree", "degree", "degree has no value. Write degree=..."),
        ("lr=NaN", "lr", "lr = NaN is not a number"),
        ("lr=1e400", "lr", "lr = 1e400 is beyond the largest floating-point number"),
        ("lr=1e-400", "lr", "lr = 0 is out of range"),
        ("lr=0x10", "lr", "is not a number"),
        ("lr=1_0", "lr", "is not a number"),
        ("degree=" + "9" * 3000, "degree", "degree is longer than 2,000 characters."),
        ("degree=" + "9" * 1999, "degree", "is beyond the largest floating-point number"),
        ("degree=٣", "degree", "is not a number"),
        ("target=%ff", "target", "target is not UTF-8 text."),
        ("target=\ud800", "target", "target is not UTF-8 text."),
        ("view=<script>", "view", "view = <script> is not available"),
        ("v=2", "v", "The link uses format version 2, but this page reads it as version 1"),
        ("v=x", "v", "The link uses format version x"),
        ("correlation=0.5", "correlation", "correlation = 0.5 is out of range"),
        ("correlation=" + "9" * 400, "correlation", "is out of range"),
        ("src=//evil.example/x", "src", "is not a file on this site"),
        ("src=https://evil.example/x", "src", "is not a file on this site"),
        ("src=/%5cevil.example/x", "src", "is not a file on this site"),
        ("src=javascript:alert(1)", "src", "is not a file on this site"),
        ("src=%0ahttps:x", "src", "is not a file on this site"),
        ("expect=1,x", "expect", "is not a finite number"),
        ("core=%3Cb%3E", "core", "core = <b> is not a short name"),
        ("points=x:1;y:1,2", "points", "has columns of different lengths"),
        ("points=x:1;1,2", "points", "has a column without a name"),
        ("points=!", "points", "points cannot be read: the text has invalid characters."),
        ("points=A", "points", "points cannot be read: the text is cut off."),
        ("points=" + "A" * 400_001, "points", "points is longer than 400,000 characters."),
        ("code=%ff", "code", "code"),
    ],
)
def test_a_bad_part_is_said_once_and_the_rest_applies(part, key, said):
    for fragment in (f"n=50&{part}&seed=7", f"{part}&n=50&seed=7"):
        state, notices = told(fragment)
        assert state == {"n": 50, "seed": 7}
        assert list(notices) == [key]
        assert said in notices[key]


def test_points_beside_another_set_are_left_out():
    state, notices = told("data=sine&points=x:1,2;y:1,2")
    assert state == {"data": "sine"}
    assert "points need data = own" in notices["points"]


def packed(cells):
    text = links.encode({"points": own(x=cells)})
    return text.partition("points=")[2]


def test_a_link_that_was_cut_or_changed_is_noticed():
    rng = random.Random(0)
    whole = packed([f"{rng.uniform(0, 100):.2f}" for _ in range(50)])
    for cut in range(1, len(whole)):
        assert "points" in told(f"points={whole[:cut]}")[1], cut
    noticed = 0
    for place in range(len(whole)):
        other = "A" if whole[place] != "A" else "B"
        noticed += "points" in told(f"points={whole[:place]}{other}{whole[place + 1 :]}")[1]
    # The last character holds bits that nobody reads.
    assert noticed >= len(whole) - 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\0" * 50_000_000, "is too long when unpacked"),
        (whole_bytes(1) + whole_bytes(MOST_CELLS + 1), "has more than 200,000 values"),
        (whole_bytes(10**6) + whole_bytes(0), "has more than 200,000 values or 200 columns"),
        (whole_bytes(1) + whole_bytes(3), "ends too early"),
        (b"\1\3\1x\x10", "has a format that this version does not know"),
        (b"\1\5\1x\1\2\0\0\xff\1\0", "ends too early"),
        (b"\1\1\1x\1\0\0\0\1\2", "has a number out of range"),
        (b"\1\1\1x\1\0\0\0\0\0", "continues after its end"),
        (b"\1\1\1x" + b"\1" + b"\xff" * 60, "has a number that is too large"),
        (b"\1\1\1x\1\x7f", "has too many decimals"),
        (b"\1\1\1x\1\0\5", "has more cells than rows"),
        (b"\1\0\1x\x09\0\0\0\0", "has more cells than rows"),
        (b"\1\1\1x\0\1x", "has a wrong number of cells"),
        (b"\1\1\1\xff\0\1\n", "is not UTF-8 text"),
    ],
)
def test_content_that_no_packing_makes(content, said):
    state, notices = told(f"seed=7&points={_packed(content)}")
    assert state == {"seed": 7}
    assert said in notices["points"]


def test_a_small_link_does_not_unfold_into_a_large_table():
    rows = MOST_CELLS
    short = packed(["5"] * rows)
    assert len(short) < 100
    assert len(told(f"points={short}")[0]["points"]["columns"][0]["values"]) == rows


@pytest.mark.parametrize(
    "spelt", [lambda v: f"{v:.2f}", repr, lambda v: repr(v).removesuffix(".0")]
)
@pytest.mark.parametrize(("rows", "most"), [(500, 2300), (2000, 9000)])
def test_own_points_take_hardly_more_than_their_entropy(rows, most, spelt):
    rng = random.Random(rows)
    points = own(
        x=[spelt(round(rng.uniform(0, 100), 2)) for _ in range(rows)],
        y=[spelt(round(rng.uniform(0, 100), 2)) for _ in range(rows)],
    )
    link = links.encode({"data": "own", "points": points})
    assert reread({"points": points}) == {"data": "own", "points": points}
    assert len(link) <= most


@pytest.mark.parametrize(
    ("cells", "most"),
    [
        ([str(i) for i in range(1, 1001)], 30),
        ([f"{i / 4:.2f}" for i in range(1000)], 40),
        (["red", "green", "blue"] * 300, 80),
        (["1", "0"] * 500, 190),
        (["", "NA", "1e5", "-0", "007", "+3", "1,5", "2.50", "3.5", "a\nb", "a\\nb", "\\"], 120),
        ([], 20),
    ],
)
def test_columns_of_all_sorts_come_back_as_typed(cells, most):
    assert reread({"points": own(x=cells)})["points"] == own(x=cells)
    assert len(packed(cells)) <= most


NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)
CELLS = st.one_of(NUMBERS, st.text(max_size=5), st.sampled_from(["", "NA", "1.50", "1.5", "2"]))


@st.composite
def tables(draw):
    names = draw(st.lists(st.text(min_size=1), min_size=1, max_size=3, unique=True))
    rows = draw(st.integers(0, 12))
    cell = draw(st.sampled_from([CELLS, NUMBERS, st.integers(0, 9).map(str)]))
    columns = {
        name: draw(st.lists(cell, min_size=rows, max_size=rows)) for name in names if name.strip()
    }
    return own(**(columns or {"x": []}))


@given(tables())
def test_any_points_come_back_as_typed(points):
    assert reread({"points": points}) == {"data": "own", "points": points}


def values_of(key):
    """Good values of a key, in their normal form."""
    finite = st.floats(allow_nan=False, allow_infinity=False)
    of_kind = {
        links.kinds.Choice: st.sampled_from(key.kind.choices or ("-",)),
        links.kinds.Choices: st.sets(st.sampled_from(key.kind.choices or ("-",))),
        links.kinds.Flag: st.integers(0, 1),
        links.kinds.Integer: st.integers(
            int(key.kind.bounds.low or 0), int(key.kind.bounds.high or 10**6)
        ),
        links.kinds.Real: finite | st.sampled_from(key.kind.choices or (0.5,)),
        links.kinds.Numbers: st.lists(finite, min_size=2, max_size=2),
        links.kinds.Name: st.text(min_size=1),
        links.kinds.Names: st.lists(st.text(min_size=1), min_size=1, unique=True),
        links.kinds.Label: st.from_regex(r"\A[a-z0-9]{1,10}\Z"),
        links.kinds.LessonName: st.from_regex(r"\A[a-z0-9]{1,10}([.]md)?\Z"),
        links.kinds.Path: st.from_regex(r"\A[a-zé%&=]{1,10}/[a-z. ]{1,5}\Z"),
        links.kinds.Decimals: st.lists(st.from_regex(r"\A-?[0-9]{1,5}\.[0-9]{1,5}\Z"), min_size=1),
        links.kinds.Code: st.text(),
        ModelFormula: st.sampled_from(["y ~ x", "log(`a, b`) ~ x:z + 1/x - 1", "y~x^2+C(`g&h#`)"]),
        links.kinds.Points: tables(),
    }
    return of_kind[type(key.kind)].filter(lambda value: accepted(key, value))


def accepted(key, value):
    try:
        key.check(value)
    except links.StateError:
        return False
    return True


@st.composite
def states(draw):
    chosen = draw(
        st.lists(st.sampled_from(links.TABLE), max_size=8, unique_by=lambda key: key.name)
    )
    state = {key.name: key.check(draw(values_of(key))) for key in chosen}
    if "points" in state:
        state["data"] = "own"
    return state


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(states())
def test_any_state_survives_a_link(state):
    opened = reread(state)
    brought = {"v": 1, **links.defaults()}
    data = state.get("data", "linear")
    if data != "own":
        from linreg import datasets

        brought |= datasets.get(data).defaults
    assert {**brought, **opened} == {**brought, **state}


def hostile(count, seed):
    """Fragments from bad to worse: nonsense, and good links with something changed."""
    rng = random.Random(seed)
    good = [
        "v=1&data=collinear&epsilon=1e-05&lr=0.05&show=residuals,truth",
        f"v=1&points={packed([str(rng.randrange(999) / 100) for _ in range(20)])}",
        f"v=1&points={packed(['a', 'NA', '1e5', '2.50', '3', '4', '5', '6'])}&code=AA",
        "v=1&features=a%2Cb,c&target=%C3%A9&start=0,1&line=1,2&expect=1.0&src=a.json&hide=tabs",
    ]
    bits = ["&", "=", "%", "%f", "%00", "%ff", ",", "1e999", "-", "NaN", "_", "A" * 30, "\0", "é"]
    bits += [
        "\ud800",
        "<img src=x onerror=alert(1)>",
        "javascript:",
        "points=",
        "n=",
        "\u202e",
        ":",
    ]
    keys = [*links.KEYS, "correlation", "__proto__", "constructor"]
    for _ in range(count):
        kind = rng.randrange(4)
        if kind == 0:
            yield "".join(rng.choices(bits, k=rng.randrange(12)))
        elif kind == 1:
            yield "&".join(
                f"{rng.choice(keys)}={''.join(rng.choices(bits, k=rng.randrange(4)))}"
                for _ in range(rng.randrange(1, 6))
            )
        else:
            text = rng.choice(good)
            for _ in range(rng.randrange(1, 5)):
                at = rng.randrange(len(text))
                text = (
                    text[:at]
                    + rng.choice([*bits, chr(rng.randrange(33, 127))])
                    + text[at + kind - 2 :]
                )
            yield text


def test_a_hundred_thousand_hostile_links():
    """None raises, and whatever applies passes the words' own checks."""
    for fragment in hostile(100_000, seed=5):
        state, notices = links.decode(fragment)
        assert links.check_state(state) == state, fragment
        assert len(notices) <= fragment.count("&") + 2, fragment


@settings(max_examples=500)
@given(st.text() | st.binary().map(lambda b: "points=" + b.hex()))
def test_any_text_is_read_without_harm(fragment):
    state, _ = links.decode(fragment)
    assert links.check_state(state) == state


def published_in_repo():
    """Each fragment in the README, the documentation or a lesson, as (where, fragment)."""
    folders = (ROOT / "site" / "docs", ROOT / "site" / "lessons")
    files = [
        ROOT / "README.md",
        *(file for folder in folders for file in sorted(folder.glob("*.md"))),
    ]
    for file in files:
        for found in re.finditer(r"#([a-z_]+=[^\s\"')>`]+)", file.read_text(encoding="utf-8")):
            if not found[1].startswith("key="):
                yield file.name, found[1]


def golden():
    lines = PUBLISHED.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line)


def test_every_link_ever_published_still_opens_as_it_did():
    for fragment, meant in golden().items():
        state, notices = links.decode(fragment)
        assert notices == [], fragment
        assert json.loads(json.dumps(state)) == json.loads(meant), fragment


def test_every_published_link_is_remembered():
    """A published link works for good: add its line to the file."""
    known = golden()
    for where, fragment in published_in_repo():
        line = f"{fragment}\t{json.dumps(links.decode(fragment)[0], ensure_ascii=False)}"
        assert fragment in known, f"{where}: add to {PUBLISHED.name} the line\n{line}"
