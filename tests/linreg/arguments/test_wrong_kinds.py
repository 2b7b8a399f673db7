"""Every argument of the public functions, given as every kind of thing that it is not.

What is asked: a ValueError in the package's own words, or an answer, and never another exception.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

import linreg
from linreg import (
    certify,
    datasets,
    design,
    diagnostics,
    distributions,
    exact,
    links,
    logistic,
    penalties,
    precision,
    resampling,
)

SOURCE = Path(linreg.__file__).parent
X = np.column_stack([np.ones(8), np.arange(8.0), np.arange(8.0) ** 2])
y = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 6.0, 9.0, 7.0])
w = np.ones(3)

KINDS = {
    "digit": "1",
    "word": "abc",
    "none": None,
    "array": np.ones(3),
    "deep array": np.ones((2, 2, 2)),
    "array of text": np.array("x"),
    "list": [1, 2],
    "list of text": ["a", "b"],
    "ragged": [[1], [1, 2]],
    "empty": [],
    "set": {1},
    "dictionary": {"a": 1},
    "object": object(),
    "type": int,
    "function": len,
    "complex": 1j,
    "bytes": b"1",
    "date": date(2020, 1, 1),
    "datetime": np.datetime64("2020-01-01"),
    "true": True,
    "half": 0.5,
    "negative": -1,
    "nan": float("nan"),
    "infinite": float("inf"),
    "no decimal": Decimal("sNaN"),
    "integer beyond floats": 10**400,
    "integer beyond print": 10**5000,
}

objective = linreg.SquaredError(X, y)
descent = linreg.GradientDescent(objective)
spectrum = linreg.spectrum(objective)
inference = diagnostics.inference(X, y)
table = linreg.read_table("a,b\n1,2\n3,5\n")
formula = linreg.Formula("a ~ b + b^2")
shape = linreg.Design.of(X[:, 1:])
cloud = resampling.bootstrap(X, y, np.random.default_rng(0), 5)


def rng():
    return np.random.default_rng(0)


def streaming():
    return linreg.StreamingFit(3).update(X, y)


SOLVE = {"method": "qr", "rcond": None, "weights": None, "ridge": 0.0, "free": ()}
DESCEND = {"objective": objective, "learning_rate": 0.1, "start": None}

CALLS = {
    "solve": (linreg.solve, {"X": X, "y": y, **SOLVE}),
    "solve refined": (linreg.solve, {"X": X, "y": y, **SOLVE, "method": "refined"}),
    "solve exact": (linreg.solve, {"X": X, "y": y, **SOLVE, "method": "exact"}),
    "factorise": (linreg.factorise, {"X": X, **SOLVE}),
    "factors qr": (linreg.factorise(X, "qr").solve, {"y": y}),
    "factors refined": (linreg.factorise(X).solve, {"y": y}),
    "factors exact": (linreg.factorise(X, "exact").solve, {"y": y}),
    "SquaredError": (linreg.SquaredError, {"X": X, "y": y, "penalty": None}),
    "SeparateBias": (linreg.SeparateBias, {"X": X, "y": y, "penalty": None}),
    "MomentsError": (linreg.MomentsError, {"X": X, "y": y, "penalty": None}),
    "value": (objective.value, {"w": w}),
    "gradient": (objective.gradient, {"w": w}),
    "residual": (objective.residual, {"w": w}),
    "sample_gradients": (objective.sample_gradients, {"w": w}),
    "value_and_gradient": (objective.value_and_gradient, {"w": w}),
    "subset": (objective.subset, {"rows": [0, 1]}),
    "GradientDescent": (linreg.GradientDescent, DESCEND),
    "HeavyBall": (linreg.HeavyBall, {**DESCEND, "momentum": 0.9}),
    "Nesterov": (linreg.Nesterov, {**DESCEND, "momentum": 0.9}),
    "MiniBatch": (linreg.MiniBatch, {**DESCEND, "batch": 3, "rng": rng()}),
    "Proximal": (linreg.Proximal, DESCEND),
    "Backtracking": (linreg.Backtracking, DESCEND),
    "run": (descent.run, {"n": 3}),
    "trajectory": (descent.trajectory, {"n": 3}),
    "ElasticNet": (penalties.ElasticNet, {"strength": 0.1, "mix": 0.5, "free": ()}),
    "penalties.Ridge": (penalties.Ridge, {"strength": 0.1, "free": ()}),
    "penalties.Lasso": (penalties.Lasso, {"strength": 0.1, "free": ()}),
    "penalty value": (penalties.Lasso(0.1).value, {"w": w}),
    "penalty gradient": (penalties.Ridge(0.1).gradient, {"w": w}),
    "prox": (penalties.Lasso(0.1).prox, {"w": w, "step": 0.1}),
    "spectrum": (linreg.spectrum, {"objective": objective}),
    "learning_rate_limit": (linreg.learning_rate_limit, {"objective": objective}),
    "contraction": (spectrum.contraction, {"learning_rate": 0.1}),
    "iterations": (spectrum.iterations, {"learning_rate": 0.001, "tolerance": 0.1}),
    "path": (spectrum.path, {"start": w, "minimum": w, "learning_rate": 0.1, "t": 2}),
    "ridge_path": (linreg.ridge_path, {"X": X, "y": y, "strengths": [0.1], "free": (0,)}),
    "lasso_path": (
        linreg.lasso_path,
        {"X": X, "y": y, "strengths": [0.1], "free": (0,), "tolerance": 1e-10},
    ),
    "StreamingFit": (linreg.StreamingFit, {"n_features": 3}),
    "update": (streaming().update, {"X_chunk": X, "y_chunk": y}),
    "merge": (streaming().merge, {"other": streaming()}),
    "streaming solve": (streaming().solve, {"method": "qr", "rcond": None, "ridge": 0.0}),
    "correct_digits": (linreg.correct_digits, {"estimate": w, "exact": w, "scale": 1.0}),
    "expected_lost_digits": (
        diagnostics.expected_lost_digits,
        {"method": "qr", "condition_number": 10.0, "residual_tangent": 0.0},
    ),
    "inference": (diagnostics.inference, {"X": X, "y": y, "weights": None}),
    "intervals": (inference.intervals, {"level": 0.9}),
    "mean_band": (inference.mean_band, {"X": X[:2], "level": 0.9}),
    "prediction_band": (inference.prediction_band, {"X": X[:2], "level": 0.9}),
    "influence": (diagnostics.influence, {"X": X, "y": y, "weights": None}),
    "collinearity": (diagnostics.collinearity, {"X": X}),
    "vif": (diagnostics.vif, {"X": X}),
    "durbin_watson": (diagnostics.durbin_watson, {"residuals": y}),
    "leave_one_out_error": (diagnostics.leave_one_out_error, {"X": X, "y": y}),
    "Frame": (diagnostics.Frame.of, {"X": X}),
    "student_t_tail": (distributions.student_t_tail, {"t": 1.0, "df": 3.0}),
    "student_t_cdf": (distributions.student_t_cdf, {"t": 1.0, "df": 3.0}),
    "student_t_quantile": (distributions.student_t_quantile, {"probability": 0.3, "df": 3.0}),
    "f_tail": (distributions.f_tail, {"value": 1.0, "df_model": 2.0, "df_residual": 3.0}),
    "normal_tail": (distributions.normal_tail, {"z": 1.0}),
    "normal_quantile": (distributions.normal_quantile, {"probability": 0.3}),
    "bootstrap": (resampling.bootstrap, {"X": X, "y": y, "rng": rng(), "draws": 5}),
    "bootstrap_residuals": (
        resampling.bootstrap_residuals,
        {"X": X, "y": y, "rng": rng(), "draws": 5},
    ),
    "refit_cloud": (
        resampling.refit_cloud,
        {"X": X, "y": y, "rng": rng(), "draws": 5, "noise": None, "truth": None},
    ),
    "k_fold": (resampling.k_fold, {"X": X, "y": y, "rng": rng(), "folds": 2}),
    "half_units": (resampling.half_units, {"values": ["1.5", "2"]}),
    "last_digit_jitter": (
        resampling.last_digit_jitter,
        {"columns": X[:, 1:], "y": y, "rng": rng(), "draws": 2},
    ),
    "cloud intervals": (cloud.intervals, {"level": 0.9}),
    "logistic": (logistic.fit, {"X": X, "y": [0, 1, 0, 1, 0, 0, 1, 1]}),
    "probability": (logistic.probability, {"X": X, "w": w}),
    "Design": (
        linreg.Design.of,
        {
            "features": X[:, 1:],
            "degree": 2,
            "basis": "powers",
            "interactions": False,
            "standardise": False,
            "intercept": "absorbed",
        },
    ),
    "matrix": (shape.matrix, {"features": X[:, 1:]}),
    "coefficients": (shape.coefficients, {"w": w}),
    "intercept": (design.intercept, {"X": X}),
    "dummies": (design.dummies, {"values": ["a", "b"], "drop_first": True}),
    "exact": (exact.least_squares, {"X": X, "y": y, "weights": None, "ridge": 0, "free": ()}),
    "rationals": (exact.rationals, {"values": X}),
    "doubled": (exact.doubled, {"values": X}),
    "precision": (
        precision.least_squares,
        {"X": X, "y": y, "precision": "float32", "normal": False},
    ),
    "certify": (certify.certify, {"name": "noint1", "methods": ("qr",)}),
    "get": (datasets.get, {"name": "norris"}),
    "load": (datasets.load, {"name": "linear", "n": 5, "seed": 1, "noise": 0.1}),
    "encode": (links.encode, {"state": {"n": 5}}),
    "decode": (links.decode, {"fragment": "n=5"}),
    "playground_link": (
        linreg.playground_link,
        {"X": X[:, 1:], "y": y, "base_url": None, "degree": 2},
    ),
    "Formula": (linreg.Formula, {"text": "y ~ x"}),
    "Formula.of": (
        linreg.Formula.of,
        {
            "target": "y",
            "features": ["a"],
            "degree": 2,
            "interactions": False,
            "intercept": "absorbed",
            "categories": (),
        },
    ),
    "formula columns": (formula.columns, {"table": table}),
    "formula response": (formula.response, {"table": table}),
    "formula inverse": (formula.inverse, {"values": w}),
    "formula matrix": (formula.design(table).matrix, {"table": table, "outside": "raise"}),
    "read_table": (linreg.read_table, {"source": "a,b\n1,2\n"}),
    "mixed": (table.mixed, {"names": ["a"]}),
    "array": (table.array, {"names": ["a"]}),
    "decimals": (table.decimals, {"names": ["a"]}),
    "text": (table.text, {"name": "a"}),
}


def fitted(kind):
    return lambda **settings: kind(**settings).fit(X[:, 1:], y)


ESTIMATORS = {
    linreg.LinearRegression: {"method": "qr", "fit_intercept": True},
    linreg.Ridge: {"alpha": 1.0, "fit_intercept": True, "method": "qr"},
    linreg.Lasso: {"alpha": 0.1, "fit_intercept": True, "tolerance": 1e-10},
    linreg.GradientDescentRegressor: {
        "learning_rate": 1e-4,
        "n_iters": 3,
        "penalty": None,
        "fit_intercept": True,
    },
}
for kind, settings in ESTIMATORS.items():
    model, rows = kind(**settings).fit(X[:, 1:], y), X[:, 1:]
    CALLS[f"{kind.__name__}()"] = fitted(kind), settings
    CALLS[f"{kind.__name__}.score"] = model.score, {"X": rows, "y": y, "sample_weight": None}
    if kind in (linreg.LinearRegression, linreg.Ridge):
        CALLS[f"{kind.__name__}.fit"] = kind().fit, {"X": rows, "y": y, "sample_weight": None}
    else:
        CALLS[f"{kind.__name__}.fit"] = kind().fit, {"X": rows, "y": y}


NAMES = {kind.__name__ for kind in ESTIMATORS}


def ours(error):
    """Say whether an error was raised by the package's own code and not below it."""
    entry = error.tb
    while entry.tb_next is not None:
        entry = entry.tb_next
    return SOURCE in Path(entry.tb_frame.f_code.co_filename).parents


def complaint(call, given, also=()):
    """Return what is wrong with the answer to a wrong kind, None for nothing."""
    try:
        call(**given)
    except (ValueError, *also):
        error = pytest.ExceptionInfo.from_current()
        right = ours(error) and "truth value" not in str(error.value)
        return None if right else str(error.getrepr(style="short"))
    except Exception:
        return str(pytest.ExceptionInfo.from_current().getrepr(style="short"))
    return None


@pytest.mark.parametrize(
    ("name", "argument"), [(name, one) for name, (_, given) in CALLS.items() for one in given]
)
@pytest.mark.filterwarnings("default")
def test_a_wrong_kind_is_a_value_error_of_ours(name, argument):
    call, given = CALLS[name]
    # scikit-learn wants a TypeError of rows that are no numbers.
    also = (TypeError,) if argument == "X" and name.split(".")[0] in NAMES else ()
    found = {k: complaint(call, {**given, argument: v}, also) for k, v in KINDS.items()}
    assert not {kind: text for kind, text in found.items() if text}


@pytest.mark.parametrize("name", CALLS)
def test_the_right_kinds_are_taken(name):
    call, given = CALLS[name]
    call(**given)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: linreg.solve(X, y, ridge="1"), "ridge is '1'; expected a finite number >= 0."),
        (lambda: linreg.solve(X, y, ridge=None), "ridge is None; expected a finite number >= 0."),
        (
            lambda: linreg.solve(X, y, ridge=np.ones(3)),
            "ridge is an array of shape (3,); expected a finite number >= 0.",
        ),
        (lambda: linreg.solve(X, y, rcond="x"), "rcond is 'x'; expected a finite number >= 0, or"),
        (lambda: linreg.solve(X, y, method=["qr"]), "method is ['qr']; expected one of inverse, "),
        (lambda: linreg.GradientDescent(X), "objective is an array of shape (8, 3); expected an "),
        (lambda: linreg.MiniBatch(objective, rng=3), "rng is 3; expected a numpy.random.Generator"),
        (lambda: descent.run(2.5), "n is 2.5; expected a number of steps >= 0."),
        (lambda: linreg.ridge_path(X, y, free="0"), "free is '0'; give column indices from 0 to 2"),
        (lambda: table.array(5), "names is 5; expected several words"),
        (
            lambda: linreg.read_table(None),
            "source is None; expected text, bytes or a pathlib.Path.",
        ),
        (lambda: linreg.correct_digits("a", 1), "'a' is no number; give floats, Fractions"),
        (
            lambda: linreg.solve(X, y, ridge=10**5000),
            "ridge is of type int; expected a finite number >= 0.",
        ),
    ],
)
def test_the_sentence_names_the_argument_and_what_was_wanted(call, sentence):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert sentence in str(error.value)


def test_decode_never_raises():
    for value in KINDS.values():
        state, notices = links.decode(value)
        assert state == {}
        assert notices or not value
