"""The tab Closed form: its race against the exact solution, and what its controls do."""

import pytest
from playground.controls.models import Formula, Group
from playground.engine.scene import Scene
from playground.views.closed_form import basis, race_tables, race_times, race_words
from playground.views.closed_form import race as racing
from playground.views.closed_form.plots import digit_bars, rank_cuts, rank_dots
from playground.views.closed_form.rank import rules, spectra


@pytest.fixture
def filip(scene) -> Scene:
    return scene(data="filip", degree=10)


def text(parts) -> str:
    return "".join(part for part, _ in parts)


def worst(field: racing.Field) -> dict[str, float]:
    return {runner.method: runner.worst for runner in field.runners}


def test_all_methods_run_and_the_exact_one_is_right(scene) -> None:
    drawn = scene(steps=50)
    field = racing.race(drawn, racing.Truth.of(drawn))
    assert [r.method for r in field.runners] == [*racing.NAMES, "descent"]
    assert worst(field)["exact"] == worst(field)["refined"] == 15
    assert worst(field)["descent"] < 10
    assert text(race_tables.race_rows(field, {"qr": "1 ms"})[3][4]) == "1 ms"
    rows = race_tables.digit_rows(field, 1)
    assert rows[-1][1][-1][1] == "wrong"
    assert [role for _, role in rows[6][1]] == ["closed"]


def test_filip_parts_the_solvers(filip) -> None:
    field = racing.race(filip, racing.Truth.of(filip))
    found = worst(field)
    assert found["normal"] < 1
    assert 5 < found["qr"] < 11
    assert found["refined"] == 15
    assert " 0. " in text(race_words.verdict(field))
    rows = race_tables.digit_rows(field, field.worst_column)
    assert rows[1][1][0][1] == "wrong"
    assert {role for _, role in rows[3][1]} == {"closed", "wrong"}


def test_mapped_powers_bring_filip_to_thirteen_digits(filip) -> None:
    found = basis.bases(filip, racing.Truth.of(filip))
    assert found["powers"].digits["lstsq"] == 0
    assert found["mapped"].digits["lstsq"] > 13
    assert found["mapped"].condition < 1e5 < 1e14 < found["powers"].condition
    assert "instead of" in text(basis.basis_words(found))
    assert text(basis.basis_rows(found)[3][2]) == f"{found['mapped'].digits['qr']:.1f}"


def test_the_basis_matters_to_polynomials(scene, filip) -> None:
    assert basis.matters(filip)
    assert basis.matters(scene(basis="mapped"))
    assert not basis.matters(scene())


def test_without_the_exact_solution_no_digit_is_judged(scene) -> None:
    field = racing.race(scene())
    assert "exact" not in [r.method for r in field.runners]
    assert {role for _, role in race_tables.digit_rows(field, 0)[0][1]} == {"muted"}
    assert "Press Race" in text(race_words.verdict(field))
    assert field.worst_column == 1


def test_only_small_or_still_data_are_judged_at_once(scene) -> None:
    assert racing.is_live(scene(n=1000))
    assert not racing.is_live(scene(n=2000))
    assert racing.is_live(scene(data="longley"))
    assert not racing.is_live(scene(own={"x": list(range(13000)), "y": [0, 1] * 6500}))


def test_a_lasso_has_no_closed_form(scene) -> None:
    drawn = scene(penalty="lasso", strength=0.5)
    field = racing.race(drawn, racing.Truth.of(drawn))
    assert [r.name for r in field.runners] == ["Coordinate descent", "Exact", "Descent"]
    assert set(race_times.timers(drawn)) == {"refined", "exact"}


def test_dependent_columns_are_said(scene) -> None:
    drawn = scene(own={"x": [1, 2, 3, 4], "z": [2, 4, 6, 8], "y": [1, 2, 2, 4]})
    field = racing.race(drawn, racing.Truth.of(drawn))
    assert "dependent" in text(race_words.messages(field)).lower()
    assert {r.rank for r in field.runners if r.method in ("lstsq", "refined")} == {2}


def test_bars_and_cuts_are_drawn_by_role(filip) -> None:
    field = racing.race(filip, racing.Truth.of(filip))
    bars = digit_bars(field.runners)
    assert len(bars["closed"]["y"]) == 8
    assert bars["descent"]["name"] == ["Descent"]
    X = filip.problem.X
    assert len(rank_dots(spectra(X))["closed"]["x"]) == 11
    assert rank_cuts(rules(X, 1e-3))["own"]["x"].tolist() == [-3.0]


class Ticking:
    """A clock that a run moves by `step`."""

    def __init__(self, step: float) -> None:
        self.now, self.step, self.runs = 0.0, step, 0

    def __call__(self) -> float:
        return self.now

    def run(self) -> None:
        self.now += self.step
        self.runs += 1


@pytest.mark.parametrize(("step", "runs"), [(1e-5, 256 + 255 + 5 * 256), (0.01, 6), (0.2, 1)])
def test_what_is_quick_is_timed_in_batches(step: float, runs: int) -> None:
    clock = Ticking(step)
    assert race_times.seconds(clock.run, clock) == pytest.approx(step)
    assert clock.runs == runs


@pytest.mark.parametrize(
    ("seconds", "reckoned", "wanted"),
    [(2.0, False, "2.0 s"), (0.0123, False, "12 ms"), (4.2e-5, True, "≈ 42 µs")],
)
def test_times_in_words(seconds: float, reckoned: bool, wanted: str) -> None:
    assert race_times.time_text(seconds, reckoned) == wanted


# The view in the app.


def parts(app) -> dict[str, object]:
    """The models of the view by title, label or caption."""
    slots = ("strip_closed_form", "stage_closed_form", "view_closed_form")
    found, queue = {}, [app.slots[slot] for slot in slots]
    while queue:
        model = queue.pop()
        names = (getattr(model, key, "") for key in ("title", "label", "caption"))
        name = next((name for name in names if isinstance(name, str) and name), "")
        found.setdefault(name or type(model).__name__, model)
        queue += model.elements if isinstance(model, Group) else []
    return found


def send(app, model, attribute: str, value) -> None:
    event = {"kind": "ModelChanged", "model": {"id": model.id}, "attr": attribute, "new": value}
    app.document.apply_json_patch({"events": [event]}, setter="page")


def frames(app) -> None:
    for _ in range(200):
        if not app.animating:
            return
        app.frame(16)
    raise AssertionError("the work never ends")


def test_a_closed_tab_has_no_models(app) -> None:
    assert app.slots["view_closed_form"].elements == []
    app.set_state({"view": "closed-form"})
    assert len(app.slots["view_closed_form"].elements) > 4
    assert {"Race", "Solver", "Coefficient", "Rank tolerance", "Automatic tolerance"} <= set(
        parts(app)
    )


def test_the_race_is_judged_and_timed(app) -> None:
    app.set_state({"view": "closed-form", "steps": 3})
    table = next(m for n, m in parts(app).items() if n.startswith("Correct digits (least accurate"))
    assert {text(row[4]) for row in table.rows} == {"–"}
    send(app, parts(app)["Race"], "clicks", 1)
    frames(app)
    assert all(text(row[4]).endswith("s") for row in table.rows)
    app.set_state({"seed": 2})
    frames(app)
    assert {text(row[4]) for row in table.rows} == {"–"}


def test_the_page_follows_the_data(app) -> None:
    app.set_state({"view": "closed-form"})
    formula = parts(app)["Formula"]
    before = list(formula.tree)
    assert isinstance(formula, Formula)
    app.set_state({"seed": 3})
    frames(app)
    assert formula.tree != before
    app.set_state(
        {
            "data": "own",
            "points": {"columns": [{"name": "x", "values": []}, {"name": "y", "values": []}]},
        }
    )
    assert not parts(app)["The solver race"].visible


def test_the_cut_off_is_the_words_rcond(app) -> None:
    app.set_state({"view": "closed-form"})
    send(app, parts(app)["Rank tolerance"], "value", 1e-3)
    assert app.get_state()["rcond"] == 1e-3
    assert not parts(app)["Automatic tolerance"].value
    send(app, parts(app)["Automatic tolerance"], "value", True)
    assert app.get_state()["rcond"] == "auto"
    assert parts(app)["Rank tolerance"].value == 8.9e-15
    send(app, parts(app)["Solver"], "value", "qr")
    assert app.get_state()["method"] == "qr"


def test_a_coefficient_is_chosen(app) -> None:
    app.set_state({"view": "closed-form"})
    send(app, parts(app)["Coefficient"], "value", "0")
    table = parts(app)["One coefficient, digit by digit"]
    assert table.columns[1] == "intercept"
    assert text(table.rows[6][1]).startswith("0.933")
