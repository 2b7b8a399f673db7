"""The frozen sampler: golden values, and that its laws are what they say."""

import hashlib
import math

import numpy as np
import pytest
from scipy import stats

from linreg import sampler
from linreg.sampler import Sampler, normal, uniform

# Frozen with the first version of links: a change here breaks every published link.
GOLDEN_WORDS = [9441442522235856127, 17532960557476522086, 2659275481604167885]
GOLDEN_UNIFORM = ["0x1.060d7be6f245cp-1", "0x1.e6a32d7782a55p-1", "0x1.273d27b04760cp-3"]
GOLDEN_NORMAL = [
    *("0x1.e5919128ee165p-6", "0x1.a63cdf41ba99bp+0", "-0x1.0fd32c5bbc865p+0"),
    *("0x1.a1c406dc87b27p+0", "-0x1.f6711249dcc2bp-2", "-0x1.8c107d914c5ecp-3"),
]
GOLDEN_LAST_SEED = ["0x1.964ac26ece2aep-1", "0x1.142b65d6381f9p-2", "0x1.82b74704ee3b6p-4"]
GOLDEN_DIGEST = "b61cf56615768b8ab96cd0cc3c7aa1745be0fa3341ee54b2b8a9012ed4bbc709"


def hexes(values):
    return [value.hex() for value in values.tolist()]


def test_golden_values():
    assert Sampler(1).raw(3).tolist() == GOLDEN_WORDS
    assert hexes(Sampler(1).uniform(3)) == GOLDEN_UNIFORM
    assert hexes(Sampler(1).normal(6)) == GOLDEN_NORMAL
    assert hexes(Sampler(2**53 - 1).normal(3)) == GOLDEN_LAST_SEED
    assert Sampler(3).integers(-3, 4, 10).tolist() == [-3, -2, 2, 1, -3, 0, 0, -2, 2, -3]
    assert Sampler(3).permutation(8).tolist() == [0, 4, 7, 1, 5, 6, 3, 2]


def test_golden_digest_of_many_normals_tails_included():
    values = Sampler(5).normal(100_000).astype("<f8")
    assert np.abs(values).max() > 4
    assert hashlib.sha256(values.tobytes()).hexdigest() == GOLDEN_DIGEST


def test_normals_are_the_inverse_distribution_function():
    words = Sampler(7).raw(100_000)
    p = ((words >> np.uint64(12)).astype(float) + 0.5) * 2.0**-52
    np.testing.assert_allclose(normal(words), stats.norm.ppf(p), rtol=3e-15)


def test_extreme_words_stay_finite_and_symmetric():
    words = np.array([0, 2**64 - 1, 2**63 - 1, 2**63], dtype=np.uint64)
    z = normal(words)
    assert z[0] == -z[1] == pytest.approx(-8.209536151601386, rel=1e-15)
    assert z[2] == -z[3]
    assert uniform(words)[0] == 0.0
    assert uniform(words)[1] == 1.0 - 2.0**-53


def test_the_own_logarithm_is_good_to_the_last_digit():
    x = np.concatenate([10.0 ** np.linspace(-300, 0, 3001), np.linspace(0.5, 0.999, 500)])
    exact = np.array([math.log(value) for value in x.tolist()])
    np.testing.assert_allclose(sampler._log(x), exact, rtol=5e-16, atol=0)


@pytest.mark.parametrize("law", [uniform, normal])
def test_the_laws_hold(law):
    cdf = {"uniform": stats.uniform.cdf, "normal": stats.norm.cdf}[law.__name__]
    assert stats.kstest(law(Sampler(11).raw(20_000)), cdf).pvalue > 0.01


def test_a_longer_sample_begins_with_the_shorter():
    short, long = Sampler(4).rows(40, uniform, normal), Sampler(4).rows(50, uniform, normal)
    for a, b in zip(short, long, strict=True):
        np.testing.assert_array_equal(a, b[:40])


def test_integers_cover_their_range_evenly():
    counts = np.bincount(Sampler(2).integers(5, 15, 10_000) - 5)
    assert len(counts) == 10
    assert stats.chisquare(counts).pvalue > 0.01


def test_the_largest_word_stays_below_the_upper_end(monkeypatch):
    stream = Sampler(1)
    monkeypatch.setattr(stream, "raw", lambda *shape: np.full(shape, 2**64 - 1, dtype=np.uint64))
    for span in [1, 3, 5, 2**31 - 1, 2**52 + 1, 2**53]:
        assert stream.integers(0, span, 1)[0] == span - 1 or span > 2**52


def test_permutation_and_choice_hold_each_integer_once():
    assert sorted(Sampler(1).permutation(100).tolist()) == list(range(100))
    few, more = Sampler(1).choice(100, 5), Sampler(1).choice(100, 9)
    assert few.tolist() == more[:5].tolist()
    assert Sampler(1).choice(3, 0).tolist() == []


def test_choosing_too_many_says_how_many_there_are():
    with pytest.raises(ValueError, match=r"k = 4 of n = 3 cannot be chosen: give k from 0 to 3\."):
        Sampler(1).choice(3, 4)
