"""The NIST certificate against an elimination of the tests' own, and the accuracy promised."""

import json
from fractions import Fraction

import numpy as np
import pytest

import linreg
from linreg import certify
from linreg.solvers import METHODS


@pytest.fixture(scope="module")
def certificates() -> dict[str, certify.Certificate]:
    return {name: certify.certify(name) for name in certify.SETS}


def entry(found: certify.Certificate, method: str) -> certify.Entry:
    return next(one for one in found.entries if one.method == method)


def test_there_are_eleven_sets_and_every_solver(certificates) -> None:
    assert len(certify.SETS) == 11
    for found in certificates.values():
        assert [one.method for one in found.entries] == [*METHODS, certify.TYPED]


@pytest.mark.parametrize("name", certify.SETS)
def test_the_solvers_that_promise_every_digit_keep_it(name, certificates) -> None:
    found = certificates[name]
    assert found.passed
    assert entry(found, "refined").vs_float64 >= 14.5
    assert entry(found, "exact").vs_float64 == 15.0
    assert entry(found, certify.TYPED).vs_typed >= 14.0


@pytest.mark.parametrize("name", certify.SETS)
def test_no_solver_does_worse_than_its_condition_number_explains(name, certificates) -> None:
    assert all(one.mark in ("full", "expected") for one in certificates[name].entries)


@pytest.mark.parametrize("name", ["norris", "noint2", "longley", "filip"])
@pytest.mark.parametrize("method", ["normal", "qr", "lstsq"])
def test_digits_are_those_of_independent_arithmetic(
    name, method, certificates, exact_least_squares, correct
) -> None:
    problem = certify.Problem.of(name)
    estimate = linreg.solve(problem.X, problem.y, method=method).coefficients
    truth = exact_least_squares(problem.X, problem.y)
    wanted = min(correct(estimate, truth), 15.0)
    assert entry(certificates[name], method).vs_float64 == pytest.approx(wanted, abs=1e-9)
    certified = [Fraction(text) for text in problem.certified]
    wanted = min(correct(estimate, certified), 15.0)
    assert entry(certificates[name], method).vs_typed == pytest.approx(wanted, abs=1e-9)


def test_filip_is_what_floats_hardly_hold(certificates) -> None:
    filip = certificates["filip"]
    assert (filip.N, filip.p) == (82, 11)
    assert 7.5 < filip.limit < 7.7
    assert entry(filip, "normal").vs_float64 == 0.0
    assert entry(filip, "lstsq").vs_float64 == 0.0


def test_the_typed_numbers_are_the_floats_before_rounding() -> None:
    problem = certify.Problem.of("wampler2")
    assert np.array_equal(problem.X[:, 1], linreg.exact.nearest(problem.typed[0][:, 1]))
    assert problem.columns == ("1", "x", "x^2", "x^3", "x^4", "x^5")


def test_a_certificate_is_json_and_says_what_made_it(certificates) -> None:
    told = certify.certificate(certificates.values())
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["passed"]
    assert told["complete"]
    assert told["made_with"]["numpy"] == np.__version__
    assert told["sets"][-1]["entries"][0]["mark"] == "expected"


def test_a_certificate_of_some_sets_says_that_it_is_not_complete(certificates) -> None:
    told = certify.certificate([certificates["norris"]])
    assert told["passed"]
    assert not told["complete"]
    assert not certify.certificate([])["passed"]


def test_a_solver_below_its_mark_is_marked_and_fails_nobody_else(monkeypatch) -> None:
    def poor(X, y, method="refined"):
        found = linreg.solvers.solve(X, y, method="qr")
        noise = 1 + 1e-3 * (method != "qr")
        return linreg.solvers.solve(X, np.asarray(y, dtype=float) * noise, method=found.method)

    monkeypatch.setattr(certify, "solve", poor)
    found = certify.certify("norris", ("qr", "refined"))
    assert entry(found, "qr").mark == "expected"
    assert entry(found, "refined").mark == "short"
    assert not found.passed


@pytest.mark.parametrize("name", ["linear", "nothing"])
def test_other_sets_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="expected one of NIST's sets"):
        certify.certify(name)
