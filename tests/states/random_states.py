"""Legal states drawn at random from the table of keys, ends of their ranges included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, nextafter
from random import Random
from typing import Any

from linreg.formula import name_text
from linreg.links import TABLE, Key, check_state, kinds
from linreg.links._model import ModelFormula

# A file would have to be fetched, and a lesson is the page's.
LEFT_OUT = ("v", "src", "lesson")
# What a number may be: the ends of the floats, and what people write.
MAGNITUDES = (0.0, 5e-324, 1e-300, 1e-160, 1e-20, 1e-3, 0.1, 1.0, 2.5, 1e3, 1e9, 1e16, 1e80)
EXTREMES = (1e153, 1e155, 1e160, 1e300, 1e308, 1.7976931348623157e308)
NAMES = ("x", "y", "z", "width (m)", "x^2", "1", "=a", "price,net")
CATEGORIES = ("red", "green", "blue")
# More rows than this cost time, and tell no more.
MOST_ROWS = 3000


def draw(random: Random) -> dict[str, Any]:
    """A partial state; each value alone is legal."""
    keys = [key for key in TABLE if key.name not in LEFT_OUT]
    count = random.choice((1, 2, 3, 4, 6, 9, 14))
    chosen = random.sample(keys, count)
    state = {key.name: value_of(key, random) for key in chosen}
    if random.random() < 0.5:
        state["points"] = points(random)
        state["data"] = "own"
        state.pop("features", None)
        state.pop("target", None)
        state.pop("weights", None)
        if random.random() < 0.3:
            names = [column["name"] for column in state["points"]["columns"]]
            state["target"] = random.choice(names)
        if random.random() < 0.3:
            names = [column["name"] for column in state["points"]["columns"]]
            state["weights"] = random.choice(names)
    elif "points" in state:
        state["data"] = "own"
    return dict(check_state(state))


def value_of(key: Key, random: Random) -> Any:
    """A legal value of a key."""
    return KINDS[type(key.kind)](key, random)


def _choice(key: Key, random: Random) -> str:
    return random.choice(key.kind.choices)


def _choices(key: Key, random: Random) -> list[str]:
    return [choice for choice in key.kind.choices if random.random() < 0.4]


def _integer(key: Key, random: Random) -> int:
    low, high = key.kind.bounds.low or 0, key.kind.bounds.high
    most = 10**9 if high is None else int(high)
    if key.name == "n":
        most = random.choice((60, 60, 60, MOST_ROWS))
    size = random.choice((low, low + 1, most, random.randint(low, most)))
    near = low + int(10 ** random.uniform(0, 3))
    return min(max(random.choice((size, near)), low), most)


def _real(key: Key, random: Random) -> Any:
    low = -inf if key.kind.bounds.low is None else key.kind.bounds.low
    high = inf if key.kind.bounds.high is None else key.kind.bounds.high
    number = number_of(random)
    if number < low or (number == low and not key.kind.bounds.inclusive[0]):
        number = abs(number)
    if not low <= number <= high or (number == low and not key.kind.bounds.inclusive[0]):
        top = min(high, 1.0)
        number = random.choice((random.uniform(low, top), top, nextafter(low, inf)))
    return random.choice(key.kind.choices) if key.kind.choices and random.random() < 0.2 else number


def number_of(random: Random) -> float:
    """A number of any magnitude, more often an ordinary one."""
    kind = random.random()
    if kind < 0.5:
        return round(random.uniform(-10, 10), 3)
    if kind < 0.8:
        return random.choice(MAGNITUDES) * random.choice((-1, 1))
    return random.choice(EXTREMES) * random.choice((-1, 1))


def _flag(_: Key, random: Random) -> int:
    return random.randint(0, 1)


def _name(_: Key, random: Random) -> str:
    return random.choice(NAMES)


def _names(_: Key, random: Random) -> list[str]:
    return random.sample(NAMES, random.randint(1, 3))


def _numbers(key: Key, random: Random) -> list[float]:
    low, high = key.kind.bounds.low or 1, key.kind.bounds.high or 4
    return [number_of(random) for _ in range(random.randint(int(low), int(high)))]


def _decimals(_: Key, random: Random) -> list[str]:
    return [repr(number_of(random)) for _ in range(random.randint(1, 5))]


def _label(_: Key, random: Random) -> str:
    return random.choice(("0.1.0", "9.9", "none"))


def _code(_: Key, random: Random) -> str:
    return random.choice(("", "def step(w, gradient, state):\n    return w\n", "%" * 200))


TERMS = (
    "{}", "{}^2", "log({})", "sqrt({})", "1/{}", "C({})", "poly({}, 2)", "I({} - 1)", "exp({})",
)  # fmt: skip
TARGETS = ("{}", "{}", "log({})", "1/{}", "{}^2", "sqrt({})", "2*{} + 1", "abs({})")


def _formula(_: Key, random: Random) -> str:
    """A formula of columns that may be there, with whatever functions."""
    target, *names = (name_text(name) for name in random.sample(NAMES, random.randint(2, 4)))
    terms = [random.choice(TERMS).format(name) for name in names]
    right = random.choice((" + ", "*", ":")).join(terms) or "1"
    return f"{random.choice(TARGETS).format(target)} ~ {right}{random.choice(('', '', ' - 1'))}"


def _points(_: Key, random: Random) -> dict[str, Any]:
    return points(random)


def points(random: Random) -> dict[str, Any]:
    """A table of a few columns: ordinary ones, constant, copied, huge, with gaps, of text."""
    N = random.choice((0, 1, 2, 3, 5, 8, 20, 40))
    names = random.sample(NAMES, random.choice((2, 2, 2, 3, 4, 6)))
    kinds = [random.choice(COLUMNS) for _ in names]
    columns = [kind(N, random) for kind in kinds]
    if len(columns) > 2 and random.random() < 0.3:
        columns[1] = list(columns[0])
    pairs = zip(names, columns, strict=True)
    return {"columns": [{"name": name, "values": values} for name, values in pairs]}


def _plain(N: int, random: Random) -> list[str]:
    return [f"{random.gauss(0, 1):.3f}" for _ in range(N)]


def _whole(N: int, _: Random) -> list[str]:
    return [str(i + 1) for i in range(N)]


def _years(N: int, _: Random) -> list[str]:
    return [str(1950 + i) for i in range(N)]


def _constant(N: int, random: Random) -> list[str]:
    return [repr(number_of(random))] * N


def _any(N: int, random: Random) -> list[str]:
    return [repr(number_of(random)) for _ in range(N)]


def _huge(N: int, random: Random) -> list[str]:
    scale = random.choice(EXTREMES)
    return [repr(random.uniform(-1, 1) * scale) for _ in range(N)]


def _tiny(N: int, random: Random) -> list[str]:
    return [repr(random.uniform(-1, 1) * 1e-310) for _ in range(N)]


def _binary(N: int, random: Random) -> list[str]:
    return [random.choice("01") for _ in range(N)]


def _gaps(N: int, random: Random) -> list[str]:
    return [random.choice((f"{random.gauss(0, 1):.3f}", "", "NA")) for _ in range(N)]


def _text(N: int, random: Random) -> list[str]:
    return [random.choice(CATEGORIES) for _ in range(N)]


COLUMNS: tuple[Callable[[int, Random], list[str]], ...] = (
    _plain, _plain, _plain, _whole, _years, _constant, _any, _huge, _tiny, _binary, _gaps, _text,
)  # fmt: skip
KINDS: Mapping[type[kinds.Kind], Callable[[Key, Random], Any]] = {
    kinds.Choice: _choice,
    kinds.Choices: _choices,
    kinds.Integer: _integer,
    kinds.Real: _real,
    kinds.Flag: _flag,
    kinds.Name: _name,
    kinds.Names: _names,
    kinds.Numbers: _numbers,
    kinds.Decimals: _decimals,
    kinds.Label: _label,
    kinds.LessonName: _label,
    kinds.Code: _code,
    ModelFormula: _formula,
    kinds.Points: _points,
}
