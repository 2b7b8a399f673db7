"""Any text is a formula or a FormulaError, in bounded time and depth."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linreg import Formula, FormulaError
from linreg.formula._arithmetic import FUNCTIONS


def read(text: str) -> Formula | FormulaError:
    try:
        return Formula(text)
    except FormulaError as error:
        return error


@pytest.mark.parametrize(
    "text",
    [
        "y ~ " + "(" * 4000 + "x" + ")" * 4000,
        "y ~ " + "log(" * 2400,
        "y ~ I(" + "-" * 9000 + "x)",
        "y ~ I(x" + "^2" * 4000 + ")",
        "y ~ x" + "^2" * 4000,
        "y ~ 1/" + "(" * 4000 + "x",
        "(" * 4000 + "y" + ")" * 4000 + " ~ x",
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(FormulaError, match=r"nested too deeply. Use at most 32"):
        Formula(text)


def test_32_levels_are_read() -> None:
    for text in (f"y ~ {'(' * 32}x{')' * 32}", f"y ~ {'log(' * 32}x{')' * 32}"):
        assert Formula(str(Formula(text))) == Formula(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("y ~ x" + " " * 10_000, "too long: 10,005 characters"),
        ("y ~ " + " + ".join(f"x{i}" for i in range(1001)), "too many terms. Use at most 1,000"),
        ("y ~ (" + " + ".join(f"x{i}" for i in range(200)) + ")^3", "too many terms"),
        ("y ~ " + "*".join("(a+b+c+d+e+f)" for _ in range(700)), "too many terms"),
        ("y ~ " + " + ".join("(a+b+c+d+e)^4" for _ in range(600)), "too many terms"),
        ("y ~ " + " + ".join(f"x{i % 900}" for i in range(1200)), "is read"),
        ("y ~ I(" + "+".join("x" for _ in range(4990)) + ")", "written out"),
        ("y ~ (" + "+".join(f"{'n' * 300}{i}" for i in range(30)) + ")^2", "written out"),
    ],
)
def test_long_text_takes_bounded_time(text: str, sentence: str) -> None:
    started = time.process_time()
    formula = read(text)
    assert time.process_time() - started < 5
    assert sentence in (formula.sentence if isinstance(formula, FormulaError) else "is read")


COLUMNS = ["x", "z", "y", "a b", "g.1", "log", "ü", "`", "q", "r", "s"]
EXTREMES = [0.0, -1.0, 1.0, 2.0, -0.5, 3.25, 700.0, 1e-300, 1e300, -1e308, 1e16]
names = st.sampled_from(["x", "z", "y", "a b", "g.1", "log", "ü", "`"]).map(
    lambda name: "`" + name.replace("`", "``") + "`"
)
numbers = st.sampled_from(["1", "2", "0.5", "1e-3", "3."])


def _arithmetic(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    function = st.sampled_from(FUNCTIONS)
    signs = st.sampled_from(["+", "-", "*", "/", "^", " - ", "**"])
    return st.one_of(
        st.tuples(inner, signs, inner).map("".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        st.tuples(function, inner).map(lambda both: f"{both[0]}({both[1]})"),
        inner.map("I({})".format),
    )


arithmetic = st.recursive(names | numbers, _arithmetic, max_leaves=6)
factor = st.one_of(
    names,
    names.map("C({})".format),
    arithmetic.map(lambda a: f"I({a} + x)"),
    st.tuples(names, st.sampled_from(["2", "-1", "0.5", "(1/3)"])).map("^".join),
    arithmetic.map(lambda a: f"1/({a}*x)"),
    st.tuples(arithmetic, st.integers(1, 20)).map(lambda p: f"poly({p[0]} - z, {p[1]})"),
)
terms = st.recursive(
    factor,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", "-", ":", "*"]), inner).map("".join),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} + {p[1]} + q:r + s)^2"),
    ),
    max_leaves=5,
)
formulas = st.tuples(arithmetic, terms, st.sampled_from(["", " - 1", " + 0", " + 1"])).map(
    lambda p: f"{p[0]}*y ~ {p[1]}{p[2]}"
)


@given(formulas)
@settings(max_examples=300)
def test_the_normal_form_is_the_same_formula(text: str) -> None:
    formula = read(text)
    if isinstance(formula, FormulaError):
        # What only the formula as a whole can have against it.
        assert re.search("neither a term|more than 8", formula.sentence), formula
        return
    again = Formula(str(formula))
    assert str(again) == str(formula)
    assert again == formula
    for name in ("target", "terms", "intercept", "variables"):
        assert getattr(again, name) == getattr(formula, name)


pieces = st.sampled_from(
    [
        *"yxz~+-*/^:(),` .019",
        "log(",
        "I(",
        "C(",
        "poly(",
        "**",
        "y ~ ",
        " ~ ",
        "é",
        "\n",
        "\0",
        "1e",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(pieces, max_size=30).map("".join)))
@settings(max_examples=1500)
@example("y ~ x^1e999")
@example("y ~ (x)^1e308")
@example("y~(a+b)^1e308")
@example("y~x^(0/0)")
@example("y~x^log(-1)")
@example("y~2^2^x")
def test_random_text_is_a_formula_or_a_formula_error(text: str) -> None:
    formula = read(text)
    if isinstance(formula, FormulaError):
        assert formula.sentence.endswith((".", "?"))
        assert 0 <= formula.position <= len(text)
    else:
        assert Formula(str(formula)) == formula


@given(formulas, st.integers(0, 200), st.sampled_from([*"~+-*/^:()`,1 ", ""]))
@settings(max_examples=500)
def test_a_mistyped_formula_is_a_formula_or_a_formula_error(
    text: str, place: int, sign: str
) -> None:
    place = place % len(text)
    changed = text[:place] + sign + text[place + 1 :]
    formula = read(changed)
    if isinstance(formula, FormulaError):
        assert 0 <= formula.position <= len(changed)
    else:
        assert Formula(str(formula)) == formula


@given(formulas, st.lists(st.sampled_from(EXTREMES), min_size=55, max_size=55))
@settings(max_examples=300)
def test_any_formula_of_any_numbers_is_finite_or_a_formula_error(
    text: str, values: list[float]
) -> None:
    columns = dict(zip(COLUMNS, np.array(values).reshape(11, 5), strict=True))
    formula = read(text)
    if isinstance(formula, FormulaError):
        return
    try:
        X, names = formula.columns(columns)
    except FormulaError:
        return
    assert X.shape == (5, len(names))
    assert len(set(names)) == len(names)
    assert np.isfinite(X).all()
    curve = formula.design(columns).matrix({name: v[::-1] for name, v in columns.items()}, "nan")
    np.testing.assert_allclose(curve, X[::-1], rtol=1e-12, atol=1e-12)
