"""The data sets: their golden points, their geometry, their sources, and their sentences."""

import hashlib
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linreg import TableError, datasets
from linreg.datasets import DATASETS, Drawn, Nist
from linreg.links import KEYS, StateError

DRAWN = [name for name, dataset in DATASETS.items() if isinstance(dataset, Drawn)]
NIST = [name for name, dataset in DATASETS.items() if isinstance(dataset, Nist)]

# Frozen with the first version of links: a change here breaks every published link.
GOLDEN = {
    "linear": "fabe1b986cc96b3f",
    "outliers": "e9145b3ca56ad7f5",
    "leverage": "569a9bb76d3c19cf",
    "heteroscedastic": "ac793db3a13a4887",
    "sine": "98f1d06a462b4d30",
    "step": "950bf55a6c1ea076",
    "collinear": "7a170a6b01e7f4fe",
    "polynomial": "bb59be21c2564a7b",
    "classes": "b4e2fbbc1f7cb51f",
}


def digest(table):
    text = "\n".join(",".join(row) for row in zip(*map(table.text, table.columns), strict=True))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def used(dataset, **words):
    """X without a ones column, and y."""
    A = dataset.table(**words).array([*dataset.features, dataset.target])
    return A[:, :-1], A[:, -1]


def test_the_first_points_of_the_first_visit():
    table = datasets.load("linear")
    assert table.text("x")[:5] == ("0.07", "2.69", "1.97", "-2.83", "-1.02")
    assert table.text("y")[:5] == ("1.965", "6.135", "4.825", "-4.317", "-0.64")


@pytest.mark.parametrize("name", DRAWN)
def test_golden_points(name):
    assert digest(datasets.load(name, n=200, seed=7)) == GOLDEN[name]


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_says_what_it_is_and_has_its_columns(name):
    dataset = DATASETS[name]
    assert name == dataset.name
    assert all((dataset.title, dataset.source, dataset.licence))
    table = dataset.table()
    assert {dataset.target, *dataset.features} <= set(table.numeric)
    assert dataset.target not in dataset.features
    assert table.report.bad == ()
    X, y = used(dataset)
    assert X.shape == (len(y), len(dataset.features))


@pytest.mark.parametrize("name", DATASETS)
def test_the_text_is_the_number(name):
    dataset = DATASETS[name]
    names = [*dataset.features, dataset.target]
    table = dataset.table()
    decimals, floats = table.decimals(names), table.array(names)
    np.testing.assert_array_equal(decimals.astype(float), floats)
    assert float(Fraction(decimals[0, 0])) == floats[0, 0]


@pytest.mark.parametrize("name", sorted(set(DRAWN) - {"collinear", "classes"}))
def test_more_points_leave_the_earlier_ones(name):
    few, many = used(DATASETS[name], n=40), used(DATASETS[name], n=60)
    kept = 40 if name != "outliers" else 37
    assert np.sum(np.isclose(few[1], many[1][:40])) >= kept
    np.testing.assert_array_equal(few[0], many[0][:40])


@pytest.mark.parametrize("name", sorted(set(DRAWN) - {"outliers", "leverage", "classes"}))
def test_without_noise_the_points_lie_on_the_truth(name):
    X, y = used(DATASETS[name], noise=0)
    truth = DATASETS[name].truth(X, noise=0)
    np.testing.assert_allclose(y, truth, rtol=0, atol=1e-11 * np.abs(y).max())


@pytest.mark.parametrize("name", sorted(set(DRAWN) - {"outliers", "leverage", "classes"}))
def test_the_noise_is_as_large_as_said_and_its_mean_the_truth(name):
    X, y = used(DATASETS[name], n=20_000, noise=0.5, seed=3)
    error = y - DATASETS[name].truth(X, noise=0.5)
    spread = 0.5 if name != "heteroscedastic" else 0.5 * np.sqrt(np.mean((X[:, 0] + 3.3) ** 2)) / 3
    assert abs(error.mean()) < 4 * spread / np.sqrt(20_000)
    assert error.std() == pytest.approx(spread, rel=0.03)


def test_points_are_short_decimals():
    table = datasets.load("linear", n=1000, noise=0.5)
    assert max(map(len, table.text("x"))) <= len("-2.99")
    assert max(map(len, table.text("y"))) <= len("-5.123")


def test_outliers_are_as_many_as_asked_and_lie_above():
    dataset = DATASETS["outliers"]
    _, y = used(dataset, n=50, outliers=0)
    _, raised = used(dataset, n=50, outliers=5)
    assert np.sum(raised - y > 7.9) == 5
    assert np.sum(raised == y) == 45
    assert len(dataset.table(n=2)) == 2
    _, default = used(dataset)
    assert np.sum(default - dataset.truth(used(dataset)[0]) > 6) == 3


def test_the_leverage_point_alone_stands_far_out():
    X, y = used(DATASETS["leverage"], noise=0)
    assert X[0, 0] == 9.0
    assert y[0] == 1.0
    assert np.abs(X[1:]).max() <= 3.0


@pytest.mark.parametrize("epsilon", [1, 0.1, 1e-3, 1e-8])
@pytest.mark.parametrize("n", [3, 40, 1000])
def test_the_collinear_columns_have_their_exact_geometry(epsilon, n):
    X, _ = used(DATASETS["collinear"], n=n, epsilon=epsilon)
    x1, z = X[:, 0], (X[:, 1] - X[:, 0]) / epsilon
    # The difference of the columns loses the digits that epsilon shifts out.
    tolerance = 1e-14 / epsilon
    assert abs(x1.mean()) < 1e-15
    assert x1.std() == pytest.approx(1, rel=1e-14)
    assert abs(z.mean()) < tolerance
    assert z.std() == pytest.approx(1, rel=tolerance)
    assert abs(np.mean(x1 * z)) < tolerance
    r = np.corrcoef(X.T)[0, 1]
    # corrcoef rounds, and 1 - r loses its digits below the root of eps.
    assert np.sqrt((1 - r) * (1 + r)) / r == pytest.approx(epsilon, rel=1e-6, abs=2e-7)


def test_the_condition_number_is_about_two_by_epsilon():
    X, _ = used(DATASETS["collinear"], epsilon=1e-6)
    assert np.linalg.cond(X) == pytest.approx(2e6, rel=1e-3)


def test_epsilon_zero_is_an_exact_copy():
    X, _ = used(DATASETS["collinear"], epsilon=0)
    np.testing.assert_array_equal(X[:, 0], X[:, 1])


def test_the_classes_are_as_probable_as_said():
    dataset = DATASETS["classes"]
    X, y = used(dataset, n=20_000)
    p = dataset.truth(X)
    assert set(y) == {0.0, 1.0}
    for low in np.arange(0, 1, 0.2):
        some = (p >= low) & (p < low + 0.2)
        assert abs(np.mean(y[some] - p[some])) < 4 * 0.5 / np.sqrt(some.sum())
    assert dataset.truth([[0, 0], [1, 1], [-1, -1]], noise=0).tolist() == [0.5, 1, 0]


def test_the_truth_takes_columns_and_plain_lists():
    assert DATASETS["linear"].truth([0.0, 1.0]).tolist() == [1.0, 3.0]
    assert DATASETS["linear"].truth([[0.0], [1.0]], slope=5).tolist() == [1.0, 6.0]
    assert DATASETS["penguins"].truth([1.0]) is None


def test_anscombe_has_one_line_four_times():
    for i in range(1, 5):
        X, y = used(DATASETS[f"anscombe{i}"])
        slope, intercept = np.polyfit(X[:, 0], y, 1)
        assert slope == pytest.approx(0.5, abs=5e-4)
        assert intercept == pytest.approx(3.0, abs=3e-3)
        assert y.mean() == pytest.approx(7.5, abs=1e-3)
    assert datasets.load("anscombe3").text("y")[2] == "12.74"


def test_nist_sets_are_eleven_and_keep_every_digit():
    assert len(NIST) == 11
    assert datasets.load("pontius").text("y")[0] == ".11019"
    assert datasets.load("filip").text("x")[0] == "-6.860120914"
    assert DATASETS["filip"].defaults == {"degree": 10}
    assert DATASETS["noint1"].defaults == {"intercept": "none"}
    assert len(DATASETS["longley"].features) == 6
    assert len(DATASETS["wampler5"].certified.coefficients) == 6


def test_certified_values_fit_their_data():
    dataset = DATASETS["norris"]
    X, y = used(dataset)
    intercept, slope = map(float, dataset.certified.coefficients)
    r = intercept + slope * X[:, 0] - y
    assert np.sqrt(r @ r / (len(y) - 2)) == pytest.approx(float(dataset.certified.residual_sd))
    assert len(dataset.certified.standard_errors) == 2
    assert 0 < float(dataset.certified.r_squared) < 1


def test_real_sets_hold_what_their_papers_count():
    counts = {"penguins": 344, "galton": 928, "faithful": 272, "stackloss": 21, "forbes": 17}
    for name, count in counts.items():
        assert len(datasets.load(name)) == count
    penguins = datasets.load("penguins")
    assert len(penguins.array(["flipper_length_mm", "body_mass_g"])) == 342
    assert set(penguins.text("species")) == {"Adelie", "Gentoo", "Chinstrap"}
    assert penguins.numeric == (
        *("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"),
    )


def test_text_is_refused_as_a_number_but_kept_as_a_category():
    with pytest.raises(TableError, match="Row 2, column species: 'Adelie' is text, not a number"):
        datasets.load("penguins").array("species")


def test_data_sets_are_frozen():
    with pytest.raises(AttributeError):
        DATASETS["linear"].name = "other"
    with pytest.raises(TypeError):
        DATASETS["linear"].defaults["n"] = 3
    values = datasets.load("linear").cells["x"].parsed.values
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1


BAD = [
    ("linear", {"n": 1}, StateError, "n = 1 is out of range. Use a whole number from 2 to"),
    ("linear", {"noise": -1}, StateError, "noise = −1 is out of range. Use a number of 0"),
    ("linear", {"epsilon": 1}, ValueError, "The data set linear takes n, seed, noise, slope, inte"),
    ("penguins", {"n": 3}, ValueError, "The data set penguins takes no keys, not n."),
    ("linear", {"slope": 1e308}, ValueError, "The data set linear overflows with these settings."),
    ("collinear", {"n": 2}, ValueError, "The data set collinear needs at least 3 points."),
    (
        "collinear",
        {"epsilon": 2},
        StateError,
        "epsilon = 2 is out of range. Use 0 or a number from",
    ),
    ("collinear", {"epsilon": 1e-17}, StateError, "Use 0 or a number from 1e-16 to 1."),
    ("outliers", {"outliers": 41}, StateError, "outliers = 41 is out of range. Use a whole numb"),
]


@pytest.mark.parametrize(("name", "words", "kind", "sentence"), BAD)
def test_bad_words_are_answered_with_a_sentence(name, words, kind, sentence):
    with pytest.raises(kind) as error:
        datasets.load(name, **words)
    assert sentence in str(error.value)


def test_an_unknown_data_set_names_the_known_ones():
    with pytest.raises(ValueError, match=r"There is no data set 'iris'\. Use one of linear, outl"):
        datasets.get("iris")


REALS = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(set(DRAWN) - {"classes"})), REALS.map(abs), REALS, REALS)
@example("collinear", 0.0, 5.4e307, 0.0)
def test_any_words_give_finite_points_or_one_sentence(name, noise, slope, intercept):
    words = {"n": 5, "noise": noise, "slope": slope, "intercept_true": intercept}
    try:
        table = datasets.load(name, **words)
    except ValueError as error:
        assert "overflows with these settings" in str(error)  # noqa: PT017
        return
    values = table.array(table.columns)
    assert np.isfinite(values).all()
    np.testing.assert_array_equal(table.decimals(table.columns).astype(float), values)


def test_the_state_names_every_set() -> None:
    assert KEYS["data"].kind.choices == (*DATASETS, "own")
