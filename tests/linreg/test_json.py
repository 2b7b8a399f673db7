"""JSON from outside: what is too deep or too large is refused before it is parsed."""

import contextlib
import json
import time

import pytest

from linreg._json import DEEPEST, MOST_CONTAINERS, JsonError, check_json, read_json


@pytest.mark.parametrize(
    "value", [None, 1, '[[[{{{\\"', {"a": [1, 2.5, "é", {"b": []}]}, [["]" * 9, "\\"]] * 100]
)
def test_what_is_sound_is_read(value):
    text = json.dumps(value)
    assert read_json(text) == read_json(text.encode("utf-16")) == value
    assert read_json(b"\xef\xbb\xbf" + text.encode()) == value


def nested(levels):
    return "[" * levels + "]" * levels


def test_nesting_is_bounded():
    assert read_json(nested(DEEPEST)) is not None
    for text in (nested(DEEPEST + 1), "[" * 10**6, '{"a":' * 10**5, '["]",' * 100 + nested(64)):
        with pytest.raises(JsonError, match="is nested too deeply"):
            read_json(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1, 2", "breaks off in line 1"),
        ('{"a":\n"b', "breaks off in line 2"),
        ("9" * 5000, "holds a number of thousands of digits"),
        ("[" + "[]," * MOST_CONTAINERS + "0]", "holds too many lists and objects"),
        (b"\xff\xfe\xff", "is not Unicode text"),
    ],
)
def test_what_is_wrong_is_one_sentence(text, said):
    with pytest.raises(JsonError, match=said):
        read_json(text)


HOSTILE = {
    "quotes": '[{"x":"' + '\\"' * 10,
    "open": "[",
    "pairs": '["',
    "slashes": '[{"' + "\\",
    "objects": '{"a":',
    "deep strings": "[" * 70 + '"',
}


def least_time(text):
    """Of three, in seconds of this process: what else the machine does is not to be measured."""
    times = []
    for _ in range(3):
        begin = time.process_time()
        with contextlib.suppress(JsonError):
            check_json(text)
        times.append(time.process_time() - begin)
    return min(times)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_the_check_takes_time_in_proportion(unit):
    short, long = ("[" * 65 + unit * (size // len(unit)) for size in (500_000, 5_000_000))
    few, many = least_time(short), least_time(long)
    assert many < 5
    assert many < 15 * max(few, 0.01)
