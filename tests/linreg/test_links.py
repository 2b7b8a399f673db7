"""The table of state keys: what it takes, what it says when it does not."""

import contextlib
import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg import links
from linreg.links import Key, StateError, kinds


def own(**columns):
    return {"columns": [{"name": name, "values": values} for name, values in columns.items()]}


GOOD = [
    ("data", "own", "own"),
    ("n", 2, 2),
    ("n", 1_000_000.0, 1_000_000),
    ("n", np.int64(7), 7),
    ("seed", 2**53 - 1, 2**53 - 1),
    ("noise", 0, 0.0),
    ("noise", Fraction(1, 4), 0.25),
    ("slope", -3, -3.0),
    ("lr", 1e-300, 1e-300),
    ("steps", 10**6, 10**6),
    ("start", [1, 2.5], (1.0, 2.5)),
    ("start", np.array([1.0, 2.0]), (1.0, 2.0)),
    ("start", None, None),
    ("features", ["x1", "x2"], ("x1", "x2")),
    ("features", "x1, x2", ("x1", "x2")),
    ("features", ["a, b"], ("a, b",)),
    ("target", "price", "price"),
    ("target", None, None),
    ("standardise", True, 1),
    ("interactions", 0.0, 0),
    ("outliers", 0, 0),
    ("epsilon", 0, 0.0),
    ("epsilon", 1e-16, 1e-16),
    ("rcond", "auto", "auto"),
    ("rcond", 0, 0.0),
    ("line", [1, -2], (1.0, -2.0)),
    ("show", [], ()),
    ("show", "", ()),
    ("show", ["truth", "residuals", "truth"], ("residuals", "truth")),
    ("show", "truth,residuals", ("residuals", "truth")),
    ("points", None, None),
    ("points", own(x=["1.50", "2"]), own(x=["1.50", "2"])),
    ("points", own(x=[1.0, 0.1, None, 10**20]), own(x=["1", "0.1", "", str(10**20)])),
    ("points", own(x=[], y=[]), own(x=[], y=[])),
]


@pytest.mark.parametrize(("key", "value", "normal"), GOOD)
def test_good_values_take_their_normal_form(key, value, normal):
    checked = links.KEYS[key].check(value)
    assert checked == normal
    assert type(checked) is type(normal)


BAD = [
    ("data", "iris", "data = iris is not available. Did you mean norris?"),
    ("data", 3, "data = 3 is not available. Use one of linear, outliers,"),
    ("n", 1, "n = 1 is out of range. Use a whole number from 2 to 1,000,000."),
    ("n", 2.5, "n = 2.5 is not a whole number. Use a whole number from 2 to 1,000,000."),
    ("n", "40", "n = 40 is not a number. Use a whole number from 2 to 1,000,000."),
    ("n", True, "n = True is not a number. Use a whole number from 2 to 1,000,000."),
    ("n", None, "n = None is not a number. Use a whole number from 2 to 1,000,000."),
    (
        "seed",
        2**53,
        "seed = 9007199254740992 is out of range. Use a whole number from 0 to "
        "9,007,199,254,740,991.",
    ),
    ("noise", -1, "noise = −1 is out of range. Use a number of 0 or more."),
    ("noise", float("nan"), "noise = nan is not a finite number. Use a number of 0 or more."),
    ("slope", float("inf"), "slope = inf is not a finite number. Use a number."),
    ("lr", 0, "lr = 0 is out of range. Use a number above 0."),
    ("standardise", 2, "standardise = 2 is neither 0 nor 1. Use 0 or 1."),
    ("epsilon", 1e-17, "epsilon = 1e−17 is out of range. Use 0 or a number from 1e-16 to 1."),
    ("line", [1], "line = [1] has 1 item. Use a list of 2 numbers."),
    ("start", [], "start = [] has 0 items. Use a list of 1 or more numbers."),
    ("start", "1,2", "start = 1,2 is not a list of numbers. Use a list of 1 or more numbers."),
    ("start", 3, "start = 3 is not a list. Use a list of 1 or more numbers."),
    ("features", ["x", "x"], "features = [x, x] names a column twice. Use a list of 1 or more"),
    ("features", [], "features = [] has 0 items. Use a list of 1 or more column names."),
    ("target", " ", "target = (nothing) is not a name. Use a column's name."),
    ("show", "curve", "show = curve is not available. Use any of residuals, squares,"),
    ("points", [1, 2], "points = [1, 2] has no columns. Use columns of equal length, each with"),
    ("points", {"columns": []}, "points = [] does not name each column once. Use columns"),
    ("points", own(x=[1], y=[1, 2]), "points = [x, y] has columns of different lengths."),
    ("points", own(x=[float("nan")]), "points = nan is not a finite number. Use columns of"),
    ("points", own(x=[10**400]), "1.8 × 10³⁰⁸. Use columns of equal length"),
    ("points", own(x="12"), "points = 12 is not a list of the values of column x. Use columns"),
    ("points", {"columns": [{"name": "x"}]}, "points = {'name': 'x'} is not a column. Use"),
    ("points", {"columns": [{"name": "", "values": []}]}, "points = (nothing) is not a name."),
]


@pytest.mark.parametrize(("key", "value", "sentence"), BAD)
def test_bad_values_say_what_is_wrong_and_what_to_give(key, value, sentence):
    with pytest.raises(StateError) as error:
        links.check_state({key: value})
    assert error.value.key == key
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_an_unknown_key_is_named():
    with pytest.raises(
        StateError, match=r'^Unknown key "speed"\. The keys are v, data, points, n,'
    ):
        links.check_state({"speed": 3})


def test_a_long_value_is_cut_in_the_sentence():
    with pytest.raises(StateError, match=r"^data = a{57}\.\.\. is not available"):
        links.check_state({"data": "a" * 1000})


def test_the_first_bad_value_is_reported_and_nothing_is_filled_in():
    with pytest.raises(StateError, match="noise"):
        links.check_state({"n": 3, "noise": -1, "lr": -1})
    assert links.check_state({"n": 3}) == {"n": 3}


def test_defaults_pass_their_own_checks():
    assert links.check_state(links.defaults()) == links.defaults()
    assert set(links.defaults()) == set(links.KEYS)


def test_points_are_copied():
    given_points = own(x=["1"])
    links.KEYS["points"].check(given_points)["columns"][0]["values"].append("2")
    assert given_points == own(x=["1"])


def test_later_issues_add_rows_of_the_same_kinds():
    epsilon = Key("epsilon", kinds.Real(1e-16, 1, choices=(0.0,)), 0.1)
    assert epsilon.check(0) == 0.0
    assert epsilon.check(1e-16) == 1e-16
    with pytest.raises(StateError, match=r"Use 0 or a number from 1e-16 to 1\."):
        epsilon.check(1e-17)
    rcond = Key("rcond", kinds.Real(0, choices=("auto",)), "auto")
    assert rcond.check("auto") == "auto"
    assert rcond.schema()["anyOf"] == [{"type": "number", "minimum": 0}, {"enum": ["auto"]}]
    line = Key("line", kinds.Numbers(2, 2), None)
    with pytest.raises(StateError, match="line"):
        line.check([1.0])


def test_the_schema_is_json_and_holds_every_key():
    read = json.loads(json.dumps(links.schema()))
    assert list(read["properties"]) == [key.name for key in links.TABLE]
    assert read["properties"]["lr"]["exclusiveMinimum"] == 0
    assert read["properties"]["n"]["maximum"] == 10**6
    assert read["properties"]["show"]["items"]["enum"][:2] == ["residuals", "squares"]
    assert read["properties"]["target"]["anyOf"][1] == {"type": "null"}
    assert read["additionalProperties"] is False


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["columns", "name", "values"]), inner)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(links.KEYS)), ANYTHING)
def test_only_state_errors_escape_and_checks_are_idempotent(key, value):
    with contextlib.suppress(StateError):
        checked = links.check_state({key: value})
        assert links.check_state(checked) == checked
        json.dumps(checked, allow_nan=False)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_text_reads_back_as_the_same_float(value):
    assert float(links.decimal_text(value)) == value
