from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linreg
from linreg import design, exact
from linreg.design import Design

BASES, INTERCEPTS = ("powers", "mapped"), ("absorbed", "separate", "none")


def fit(made, features, y):
    """Coefficients in the user's units, whichever way the intercept is kept."""
    X = made.matrix(features)
    if made.intercept == "separate":
        return made.coefficients(linreg.solve(X, y - y.mean()).coefficients, y.mean())
    return made.coefficients(linreg.solve(X, y).coefficients)


@pytest.mark.parametrize("intercept", ["absorbed", "separate"])
@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("standardise", [False, True])
@given(seed=st.integers(0, 2**32 - 1), degree=st.integers(1, 4), interactions=st.booleans())
@settings(max_examples=15, deadline=None)
def test_all_roads_lead_to_the_same_coefficients(
    intercept, basis, standardise, seed, degree, interactions
):
    rng = np.random.default_rng(seed)
    features = {
        "x": rng.uniform(2, 9, 40),
        "z": rng.normal(-1, 3, 40),
        "c": ["r", "g", "b", "g"] * 10,
    }
    y = rng.standard_normal(40)
    plain = Design.of(features, degree, interactions=interactions)
    other = Design.of(features, degree, basis, interactions, standardise, intercept)
    expected = linreg.solve(plain.matrix(features), y).coefficients
    got = fit(other, features, y)
    assert other.names == plain.names
    condition = np.linalg.cond(plain.matrix(features))
    assert np.linalg.norm(got - expected) <= 1e-14 * condition * np.linalg.norm(expected)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("standardise", [False, True])
def test_without_an_intercept_nothing_is_shifted(basis, standardise, rng):
    features = {"x": rng.uniform(2, 9, 30), "z": rng.normal(-1, 3, 30)}
    y = rng.standard_normal(30)
    plain = Design.of(features, 2, interactions=True, intercept="none")
    other = Design.of(features, 2, basis, True, standardise, "none")
    X = plain.matrix(features)
    ratios = other.matrix(features) / X
    np.testing.assert_allclose(ratios, np.broadcast_to(ratios[0], X.shape), rtol=1e-13)
    expected = linreg.solve(X, y).coefficients
    np.testing.assert_allclose(fit(other, features, y), expected, rtol=1e-10)


def test_names_and_columns():
    features = {"x": [1.0, 2.0], "z": [3.0, 5.0], "c": ["red", "blue"]}
    made = Design.of(features, degree=2, interactions=True)
    assert made.names == ("1", "x", "x^2", "z", "z^2", "c=blue", "x*z", "x*c=blue", "z*c=blue")
    assert made.matrix(features).tolist() == [
        [1, 1, 1, 3, 9, 0, 3, 0, 0],
        [1, 2, 4, 5, 25, 1, 10, 2, 5],
    ]
    assert Design.of(features, intercept="none").names == ("x", "z", "c=red", "c=blue")
    assert Design.of(features, intercept="separate").matrix(features).shape == (2, 3)


def test_standardised_columns_have_mean_zero_and_size_one(rng):
    features = {"x": rng.uniform(100, 101, 50), "k": np.full(50, 7.0)}
    X = Design.of(features, 3, standardise=True).matrix(features)
    means, sizes = X[:, 1:].mean(axis=0), np.sqrt((X**2).mean(axis=0))
    assert (abs(means) < 1e-9).all()
    np.testing.assert_allclose(sizes[:4], 1, rtol=1e-12)
    np.testing.assert_array_equal(X[:, 0], 1)


def test_mapped_powers_stay_within_one_and_are_well_conditioned(rng):
    features = {"x": rng.uniform(-9, -3, 80)}
    X = Design.of(features, 10, "mapped").matrix(features)
    assert abs(X).max() <= 1
    raw = np.linalg.cond(Design.of(features, 10).matrix(features))
    assert np.linalg.cond(X) < 1e6 < 1e12 < raw


def test_new_rows_are_treated_as_the_old_ones(rng):
    features = {"x": rng.uniform(0, 5, 20), "c": ["a", "b"] * 10}
    made = Design.of(features, 2, "mapped", standardise=True)
    np.testing.assert_allclose(
        made.matrix({"x": features["x"][3:5], "c": ["b", "a"]}), made.matrix(features)[3:5]
    )


def test_filip_mapped_reaches_the_certified_digits(nist, correct):
    x = np.array(nist["Filip"]["x"], float)[:, 0]
    y = np.array(nist["Filip"]["y"], float)
    made = Design.of({"x": x}, 10, "mapped")
    w = made.coefficients(linreg.solve(made.matrix({"x": x}), y, method="qr").coefficients)
    certified = [Fraction(b) for b in nist["Filip"]["beta"]]
    assert correct(w, certified) >= 7.3
    typed = made.typed({"x": [row[0] for row in nist["Filip"]["x"]]})
    assert correct(linreg.solve(typed, nist["Filip"]["y"]).coefficients, certified) >= 14.2


@given(st.floats(-50, 50), st.integers(1, 20))
def test_powers_are_rounded_once(x, degree):
    X = Design.of({"x": [x, 1.0]}, degree).matrix({"x": [x, 1.0]})
    exactly = [Fraction(x) ** k for k in range(degree + 1)]
    assert X[0].tolist() == exact.nearest(np.array(exactly, dtype=object)).tolist() or abs(x) < 1e-5


def test_a_single_array_is_named():
    assert Design.of([1.0, 2.0]).names == ("1", "x")
    assert Design.of(np.ones((3, 2))).names == ("1", "x1", "x2")


def test_ones_and_dummies():
    assert design.intercept([5, 6]).tolist() == [[1, 5], [1, 6]]
    assert design.intercept([[5, 6]]).tolist() == [[1, 5, 6]]
    coded, categories = design.dummies(["b", "a", "b", "c"])
    assert (coded.tolist(), categories) == ([[0, 0], [1, 0], [0, 0], [0, 1]], ("a", "c"))
    assert design.dummies(["b", "a"], drop_first=False)[0].tolist() == [[1, 0], [0, 1]]


def test_a_lost_feature_and_a_lost_intercept_are_named():
    made = Design.of({"x": [1.0, 2.0], "z": [1.0, 3.0]}, intercept="separate")
    with pytest.raises(ValueError, match="features lack 'z'; there are x"):
        made.matrix({"x": [1.0]})
    with pytest.raises(ValueError, match="b is missing"):
        made.coefficients([1.0, 2.0])
    with pytest.raises(ValueError, match=r"w has shape \(3,\); expected one entry per column"):
        made.coefficients([1.0, 2.0, 3.0], 0.0)


@pytest.mark.parametrize(
    ("features", "settings", "sentence"),
    [
        ({"x": [1.0], "z": [1.0, 2.0]}, {}, r"features have lengths {'x': 1, 'z': 2}"),
        ({}, {}, r"features have lengths {}; expected at least one column"),
        ({"x": [1.0, np.nan]}, {}, r"x holds nan at row 1"),
        ({"x": [[1.0], [2.0]]}, {}, r"x has shape \(2, 1\); expected one column"),
        ({"x": [1e200, 1.0]}, {"degree": 2}, r"X holds inf at row 0, column 2"),
        ({"x": [1.0]}, {"degree": 0}, r"degree is 0; expected a whole number >= 1"),
        ({"x": [1.0]}, {"basis": "odd"}, r"basis is 'odd'; expected one of powers, mapped"),
        ({"x": [1.0]}, {"intercept": "no"}, r"intercept is 'no'; expected one of absorbed"),
    ],
)
def test_bad_features(features, settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        Design.of(features, **settings).matrix(features)


def test_doubled_holds_the_powers_that_floats_round():
    x = 1e6 + np.arange(8.0)
    for words in ({}, {"basis": "mapped"}, {"standardise": True}):
        design = Design.of({"x": x}, degree=3, **words)
        both = design.doubled({"x": x})
        np.testing.assert_array_equal(both.high, design.matrix({"x": x}))
        right = design.typed({"x": x.tolist()}).dot(design.back())
        off = exact.rationals(both) - right
        size = np.abs(both.high).max(axis=0)
        assert (np.abs(off.astype(float)) <= 2.0**-80 * size).all(), words
