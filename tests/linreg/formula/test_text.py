"""What is a formula and what is not: normal form, and errors with their place."""

from __future__ import annotations

import pickle

import pytest

from linreg import Formula, FormulaError


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("y~x", "y ~ x"),
        ("y ~ 1+x", "y ~ x"),
        ("y ~ x + x", "y ~ x"),
        ("y ~ x - 1", "y ~ x - 1"),
        ("y ~ 0 + x", "y ~ x - 1"),
        ("y ~ x - 1 + 1", "y ~ x"),
        ("y ~ -1 + x", "y ~ x - 1"),
        ("y ~ x \N{MINUS SIGN} 1", "y ~ x - 1"),
        ("y ~ x - x", "y ~ 1"),
        ("y ~ a*b", "y ~ a + b + a:b"),
        ("y ~ b:a + a:b", "y ~ b:a"),
        ("y ~ x:x", "y ~ x"),
        ("y ~ (a + b + c)^2", "y ~ a + b + c + a:b + a:c + b:c"),
        ("y ~ (a + b)**2 - a:b", "y ~ a + b"),
        ("y ~ a + (b + c):d", "y ~ a + b:d + c:d"),
        ("y ~ a:b*c", "y ~ a:b + c + a:b:c"),
        ("y ~ x**2", "y ~ x^2"),
        ("y ~ (x)^2 + I(x^2)", "y ~ x^2"),
        ("y ~ x^1", "y ~ x"),
        ("y ~ (x^2)^3", "y ~ (x^2)^3"),
        ("y ~ x^-1 + x^(1/2)", "y ~ x^-1 + x^(1/2)"),
        ("y ~ I(x) + I(1/x) + 1 / x", "y ~ x + 1/x"),
        ("y ~ 2/(x+1)", "y ~ 2/(x + 1)"),
        ("y ~ I(-x^2) + I((-x)^2)", "y ~ I(-x^2) + I((-x)^2)"),
        ("y ~ I(a-(b-c)) + I(a-b-c)", "y ~ I(a - (b - c)) + I(a - b - c)"),
        ("y ~ I(a/(b*c)) + I(2^3^x)", "y ~ I(a/(b*c)) + I(2^3^x)"),
        ("log( y ) ~ poly( x,2 )", "log(y) ~ poly(x, 2)"),
        ("y / n ~ `a b` + `x`", "y/n ~ `a b` + x"),
        ("y ~ `a``b`", "y ~ `a``b`"),
        ("y ~ `m²`", "y ~ `m²`"),
        ("y ~ log + C + I", "y ~ log + C + I"),
        ("y ~ größe + Sepal.Length", "y ~ größe + Sepal.Length"),
        ("y ~ I(x*1.50 + 1e3)", "y ~ I(x*1.5 + 1000)"),
    ],
)
def test_normal_form(text: str, normal: str) -> None:
    formula = Formula(text)
    assert str(formula) == normal
    assert Formula(normal) == formula
    assert hash(Formula(normal)) == hash(formula)
    assert formula.text == text


def test_what_a_formula_names() -> None:
    formula = Formula("log(y/n) ~ x*C(g) - 1 + `a b`^2")
    assert formula.target == "log(y/n)"
    assert formula.terms == ("x", "C(g)", "x:C(g)", "`a b`^2")
    assert formula.intercept is False
    assert formula.variables == ("y", "n", "x", "g", "a b")
    assert formula.target_column is None
    assert Formula("y^2 ~ x").target_column == "y"
    assert (Formula("`my y` ~ x").target, Formula("y ~ x").is_transformed) == ("`my y`", False)
    assert repr(formula).startswith("Formula('log(y/n) ~ x")


@pytest.mark.parametrize(
    ("text", "position", "sentence"),
    [
        ("", 0, "The formula is empty"),
        ("   ", 3, "The formula is empty"),
        ("y", 1, "The formula has no ~"),
        ("y + x", 5, "The formula has no ~"),
        ("y ~", 3, "The formula has no terms"),
        ("~ x", 0, "The formula has no target"),
        ("2 ~ x", 0, "The target has no column"),
        ("y ~ x +", 7, "The formula ends where a term"),
        ("y + ~ x", 4, "Expected a column or a number instead of '~'"),
        ("y ~ x + + z", 8, "Expected a term instead of '+'"),
        ("y ~ x z", 6, "Expected an operator, such as +, before 'z'"),
        ("y ~ 2x", 4, "A number is not a term"),
        ("y ~ x*2", 6, "A number is not a term"),
        ("y ~ x + 3", 8, "A number is not a term"),
        ("y ~ (x + 1)", 9, "A number is not a term"),
        ("y ~ 1:x", 4, "A number is not a term"),
        ("y ~ lg(x)", 4, "'lg' is not a function of formulas. Did you mean log?"),
        ("y ~ ln(x)", 4, "Did you mean log?"),
        ("y ~ LOG(x)", 4, "Did you mean log?"),
        ("y ~ mean(x)", 4, "The functions are log, log10"),
        ("foo(y) ~ x", 0, "'foo' is not a function"),
        ("y ~ log(foo(x))", 8, "'foo' is not a function"),
        ("y ~ `log`(x)", 9, "Expected an operator"),
        ("y ~ log()", 8, "Expected a column or a number instead of ')'"),
        ("y ~ log(x, 2)", 9, "A comma is only allowed in poly"),
        ("y ~ log(x", 7, "This bracket is not closed"),
        ("y ~ (x + z", 4, "This bracket is not closed"),
        ("y ~ x)", 5, "This bracket was not opened"),
        ("y ~ x ~ z", 6, "a second ~"),
        ("y:x ~ z", 1, "Interactions are not allowed here"),
        ("C(y) ~ x", 0, "C() is a term of the right side"),
        ("y ~ I(poly(x, 2))", 6, "poly() is a term of the right side"),
        ("y ~ x/z", 5, "Write I(a/b)"),
        ("y ~ x^z", 6, "Outside I() an exponent is a number"),
        ("y ~ x^0", 6, "other than 0"),
        ("y ~ x^(1/0)", 6, "a finite number other than 0"),
        ("y ~ (a + b)^1.5", 12, "Crossing needs a whole exponent"),
        ("y ~ (a + b)^0", 12, "Crossing needs a whole exponent"),
        ("y ~ (a:b)^2", 4, "write I((a*b)^2)"),
        ("y ~ C(x)^2", 4, "C(x) has no power"),
        ("y ~ C(x + z)", 8, "C() takes the name of one column"),
        ("y ~ C(2)", 6, "Expected the name of one column"),
        ("y ~ poly(x)", 10, "poly() needs a degree"),
        ("y ~ poly(x, 0)", 12, "a whole number from 1 to 20"),
        ("y ~ poly(x, 21)", 12, "a whole number from 1 to 20"),
        ("y ~ poly(x, 1.5)", 12, "a whole number from 1 to 20"),
        ("y ~ poly(x, z)", 12, "a whole number from 1 to 20"),
        ("y ~ poly(2, 2)", 4, "poly() needs a column"),
        ("y ~ I(2)", 4, "This term has no column"),
        ("y ~ 1/2", 4, "This term has no column"),
        ("y ~ x - 1 - x", 4, "neither a term nor an intercept"),
        ("y ~ `x", 4, "The back tick is not closed"),
        ("y ~ ``", 4, "The name between the back ticks is empty"),
        ("y ~ x # z", 6, "'#' is not part of a formula"),
        ("y = x", 2, "Write ~ between"),
        ("y ~ .", 4, "Write the names of the columns"),
        ("y ~ x²", 5, "Write powers with ^, such as x^2"),
        ("y ~ x×z", 5, "Write * for a product in I()"),
        ("y ~ x\0", 5, "U+0000 is not part of a formula"),
        ("y ~ I(x + 1e999)", 10, "The number is too large"),
        ("y ~ " + ":".join("abcdefghi"), 19, "more than 8 columns"),
    ],
)
def test_errors_have_their_place(text: str, position: int, sentence: str) -> None:
    with pytest.raises(FormulaError) as caught:
        Formula(text)
    error = caught.value
    assert isinstance(error, ValueError)
    assert sentence in error.sentence
    assert error.position == position
    assert error.formula == text
    if text:
        first, shown, caret = str(error).split("\n")
        assert (first, caret) == (error.sentence, " " * position + "^")
        assert shown == text.replace("\0", " ")


def test_the_caret_is_below_its_place_in_a_long_formula() -> None:
    text = "y ~ " + " + ".join(f"column{i}" for i in range(60)) + " + @ + " + "z + " * 60 + "z"
    with pytest.raises(FormulaError) as caught:
        Formula(text)
    _, shown, caret = str(caught.value).split("\n")
    assert len(shown) == 102
    assert shown[caret.index("^")] == "@"


def test_an_error_survives_pickling() -> None:
    error = FormulaError("No.", "y ~ x", 4, [2, 3])
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.position, again.rows) == (str(error), 4, (2, 3))


@pytest.mark.parametrize("given_", [None, 3, b"y ~ x", ["y ~ x"]])
def test_a_formula_is_text(given_: object) -> None:
    with pytest.raises(FormulaError, match=r"expected text like 'y ~ x'"):
        Formula(given_)  # type: ignore[arg-type]
