"""The level, robust standard errors, criteria and tests of the residuals on the page."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
import statsmodels.api as sm
from playground.controls.models import Choice, Dial, NumberTable, Prose
from playground.engine.axes import Extent
from playground.views.common.confidence_bands import level_text
from playground.views.diagnostics import plots, tables
from playground.views.diagnostics.numbers import Diagnosis
from playground.views.diagnostics.points import as_csv
from playground.views.diagnostics.residual_tests import (
    covariance_in_words,
    residual_tests_in_words,
    residual_tests_table,
)
from playground.views.diagnostics.view import DiagnosticsView
from playground.views.fit.predict import prediction
from playground.views.fit.readings import bands_words
from playground.views.plot.underlay import bands
from statsmodels.stats.diagnostic import het_breuschpagan, het_white

from linreg.diagnostics import COVARIANCES
from linreg.distributions import normal_quantile

UNEVEN = {"data": "heteroscedastic", "n": 60}
# One point alone has z = 1.
ALONE = {"x": [0, 1, 2, 3, 4, 9], "z": [0, 0, 0, 1, 0, 0], "y": [1, 3, 5, 7.5, 8.5, 12]}


def text(parts) -> str:
    return "".join(part for part, _ in parts)


def grid(rows) -> list[list[str]]:
    return [[text(cell) for cell in cells] for cells in rows]


def theirs(made):
    return sm.OLS(made.data.y, sm.add_constant(made.data.X))


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
def test_robust_errors_stand_beside_the_classical_ones(scene, kind) -> None:
    made = scene(**UNEVEN)
    found, wanted = Diagnosis(made.fit), theirs(made)
    heads, rows = tables.coefficients_table(found, kind)
    assert heads == ["", "Estimate", "Std. error", f"{kind} error", "t"]
    assert len(tables.coefficients_terms(kind)) == len(heads)
    robust = wanted.fit(cov_type=kind, use_t=True)
    told = found.robust(kind)
    np.testing.assert_allclose(found.standard_errors, wanted.fit().bse, rtol=1e-10)
    np.testing.assert_allclose(told.standard_errors, robust.bse, rtol=1e-10)
    assert grid(rows)[1][3] == tables.number(float(robust.bse[1]), 3)
    assert grid(rows)[1][4] == tables.number(float(robust.tvalues[1]), 4)
    ends = tables.intervals_table(found, kind, 0.9)[1]
    low, high = robust.conf_int(0.1)[1]
    assert [float(cell.replace("−", "-")) for cell in grid(ends)[1][1:3]] == pytest.approx(
        [low, high], abs=(high - low) / 20
    )
    assert text(covariance_in_words(found, kind)).startswith(f"{kind} standard errors are valid")


def test_robust_errors_are_in_the_users_units(scene) -> None:
    raw = Diagnosis(scene(data="pontius").fit)
    mapped = Diagnosis(scene(data="pontius", basis="mapped", standardise=1).fit)
    for one, other in zip(raw.robust("HC3"), mapped.robust("HC3"), strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-9)
    rows = np.arange(raw.N)
    np.testing.assert_allclose(mapped.dfbetas(rows), raw.dfbetas(rows), rtol=1e-8)


def test_a_point_of_leverage_one_has_no_hc3(scene) -> None:
    found = Diagnosis(scene(own=ALONE).fit)
    assert [row[3] for row in grid(tables.coefficients_table(found, "HC3")[1])] == ["–"] * 3
    assert "–" not in [row[3] for row in grid(tables.coefficients_table(found, "HC1")[1])]
    assert text(covariance_in_words(found, "HC3")) == (
        "HC3 is not defined: a point has leverage 1. Choose HC0 or HC1."
    )


def test_criteria_and_tests_are_those_of_statsmodels(scene) -> None:
    made = scene(**UNEVEN)
    found, wanted = Diagnosis(made.fit), theirs(made).fit()
    numbers = dict(grid(tables.fit_table(found, made)))
    assert numbers["AIC"] == tables.number(wanted.aic, 6)
    assert numbers["BIC"] == tables.number(wanted.bic, 6)
    rows = {row[0]: row[1:] for row in grid(residual_tests_table(found))}
    for name, test in (("Breusch–Pagan", het_breuschpagan), ("White", het_white)):
        statistic, p = test(wanted.resid, wanted.model.exog)[:2]
        assert rows[name][0] == tables.number(statistic, 4)
        assert rows[name][2] == tables.p_text(p)
    assert rows["Jarque–Bera"][1] == "2"
    said = text(residual_tests_in_words(found))
    assert "the noise variance is not constant (5% level)." in said
    assert "White also allows squares and products" in said
    assert text(residual_tests_in_words(Diagnosis(scene(n=200).fit))).startswith(
        "None of these tests is"
    )


def test_a_perfect_fit_has_no_tests(scene) -> None:
    found = Diagnosis(scene(own={"x": [0, 1, 2, 3], "y": [1, 3, 5, 7]}).fit)
    assert residual_tests_table(found) == []
    assert residual_tests_in_words(found) == []


def test_the_download_has_all_of_each_point(scene) -> None:
    made = scene(**UNEVEN, level=0.8)
    wanted = theirs(made).fit()
    rows = list(csv.DictReader(io.StringIO(as_csv(Diagnosis(made.fit), made))))
    assert len(rows) == 60
    column = {name: [float(row[name]) for row in rows] for name in rows[0]}
    changes = np.column_stack([column["dfbetas intercept"], column["dfbetas x"]])
    np.testing.assert_allclose(changes, wanted.get_influence().dfbetas, rtol=1e-9, atol=1e-12)
    frame = wanted.get_prediction().summary_frame(alpha=0.2)
    for name, (low, high) in {
        "confidence": ("mean_ci_lower", "mean_ci_upper"),
        "prediction": ("obs_ci_lower", "obs_ci_upper"),
    }.items():
        np.testing.assert_allclose(column[f"80% {name} interval from"], frame[low], rtol=1e-9)
        np.testing.assert_allclose(column[f"80% {name} interval to"], frame[high], rtol=1e-9)


def test_words_follow_the_level(scene) -> None:
    made = scene(show=["bands"], level=0.999)
    assert "99.9% confidence band" in text(bands_words(made))
    assert "99.9% prediction band" in text(bands_words(made))
    assert "99.9% prediction interval" in text(prediction(made.solved, np.array([0.5])))
    assert "of the 40" not in text(plots.normal_plot(Diagnosis(made.fit), made).words)
    assert "99.9% band" in text(plots.normal_plot(Diagnosis(made.fit), made).words)
    assert tables.intervals_caption("HC3", 0.57) == ("57% confidence intervals and p-values (HC3)")
    assert level_text(0.555) == "55.5%"


def test_bands_follow_the_level(scene) -> None:
    made = {level: scene(show=["bands"], level=level) for level in (0.5, 0.95, 0.99)}
    width = {
        level: np.asarray(drawn["high"]) - np.asarray(drawn["low"])
        for level, drawn in ((k, bands(one, Extent(-2.0, 2.0))) for k, one in made.items())
    }
    inference = made[0.5].fit.inference
    for level in (0.5, 0.95):
        ratio = -np.diff(inference.intervals(level)) / np.diff(inference.intervals(0.99))
        np.testing.assert_allclose(width[level] / width[0.99], -ratio[0, 0], rtol=1e-9)
    for level, one in made.items():
        assert plots.within(one) == normal_quantile((1 + level) / 2)


def levels(app) -> list[Dial]:
    return [
        dial
        for dial in app.document.select({"type": Dial, "label": "Confidence level"})
        if dial.visible
    ]


def test_diagnostics_follow_the_control_and_the_chooser(app, hand) -> None:
    app.set_state({"view": "diagnostics"})
    hand.run_to_the_end()
    (caption,) = (
        table
        for table in app.document.select({"type": NumberTable})
        if "confidence intervals" in table.caption
    )
    assert caption.caption == "95% confidence intervals and p-values"
    before = caption.rows
    app.set_state({"level": 0.5})
    assert caption.caption == "50% confidence intervals and p-values"
    assert caption.rows != before
    (chooser,) = app.document.select({"type": Choice, "label": "Standard errors"})
    assert [name for _, name in chooser.options] == ["Classical", "HC0", "HC1", "HC2", "HC3"]
    classical = caption.rows
    hand._apply(
        {"kind": "ModelChanged", "model": {"id": chooser.id}, "attr": "value", "new": "HC3"}
    )
    assert caption.caption == "50% confidence intervals and p-values (HC3)"
    assert caption.rows != classical
    assert any("HC3 standard errors" in text(p.parts) for p in app.document.select({"type": Prose}))


def test_the_control_sets_the_state_within_its_bounds(app, hand) -> None:
    app.set_state({"view": "diagnostics"})
    hand.run_to_the_end()
    (view,) = (view for view in app._views if isinstance(view, DiagnosticsView))
    hand.edit(view.report.level, 0.8)
    assert app.get_state()["level"] == 0.8
    hand.edit(view.report.level, 7.0)
    assert app.get_state()["level"] == 0.999


def test_fit_has_the_control_where_the_intervals_are(app, hand) -> None:
    app.set_state({"view": "fit"})
    hand.run_to_the_end()
    assert len(levels(app)) == 1
    app.set_state({"show": ["bands"]})
    hand.run_to_the_end()
    assert len(levels(app)) == 1
    app.set_state({"penalty": "ridge"})
    hand.run_to_the_end()
    assert levels(app) == []


@pytest.mark.parametrize(
    "points",
    [
        {"x": [0, 1, 2, 3], "y": [1, 3, 5, 7]},
        {"x": [1, 2], "y": [1, 3]},
        {"x": [1], "y": [1]},
        {"x": [2, 2, 2, 2], "y": [1, 3, 2, 5]},
        {"x": [1, 2, 3, 4], "y": [5, 5, 5, 5]},
        {"a": [1, 2, 3, 5, 4], "b": [2, 4, 6, 10, 8], "y": [1, 3, 2, 5, 1]},
        {"a": [1, 2], "b": [2, 1], "c": [0, 3], "y": [1, 3]},
        {"x": [0, 0, 0, 1], "y": [1, 3, 2, 5]},
        {"x": ["1e300", "2e300", "4e300", "7e300"], "y": ["1e-300", "3e-300", "2e-300", 0]},
        {"x": ["1e-300", "2e-300", "4e-300", "0"], "y": ["1e300", "3e300", "2e300", 0]},
    ],
)
def test_whatever_the_data_the_tables_have_numbers_or_dashes(scene, points) -> None:
    with np.errstate(all="ignore"):
        made = scene(own=points)
        found = Diagnosis(made.fit)
        shown = [residual_tests_table(found), tables.fit_table(found, made)]
        for kind in COVARIANCES:
            shown += [tables.coefficients_table(found, kind)[1]]
            shown += [tables.intervals_table(found, kind, 0.5)[1]]
            said = text(covariance_in_words(found, kind))
            assert said == "" or said.endswith(".")
        for rows in shown:
            assert "nan" not in str(grid(rows))
            assert "inf" not in str(grid(rows))
        assert "nan" not in as_csv(found, made)
