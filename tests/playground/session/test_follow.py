"""What data sets bring with them, and what stays as it was chosen."""

from typing import Any

import pytest
from playground.engine.data import source_note
from playground.session.session import Session
from playground.session.state import checked

from linreg import solvers
from linreg.datasets import DATASETS
from linreg.links import KEYS


def change(session: Session, **words: Any) -> Any:
    session.change(checked(words))
    return session.state


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_can_be_chosen_and_converges(session: Session, name: str) -> None:
    state = change(session, data=name)
    own = DATASETS[name].defaults
    assert (state.degree, state.intercept) == (
        own.get("degree", 1),
        own.get("intercept", "absorbed"),
    )
    assert state.outliers == own.get("outliers", 0)
    assert session.scene.data.features == DATASETS[name].features
    assert state.lr < session.scene.path.limit
    assert DATASETS[name].source in source_note(session.scene.data)


def test_choosing_a_set_resets_what_sets_bring(session: Session) -> None:
    assert change(session, data="filip").degree == 10
    assert change(session, data="noint1").intercept == "none"
    state = change(session, data="longley")
    assert (state.degree, state.intercept) == (1, "absorbed")
    change(session, degree=3)
    assert change(session, data="pontius").degree == 2
    assert change(session, data="wampler1", degree=4).degree == 4


def test_a_chosen_degree_stays_with_the_same_set(session: Session) -> None:
    change(session, degree=3)
    assert change(session, n=60, seed=4).degree == 3


def test_editing_a_set_keeps_its_degree_and_columns(session: Session) -> None:
    change(session, data="pontius")
    state = change(session, data="own")
    assert (state.data, state.degree) == ("own", 2)
    change(session, data="penguins")
    state = change(session, data="own")
    assert (state.features, state.target) == (("flipper_length_mm",), "body_mass_g")


def test_other_points_bring_the_defaults_back_unless_touched(session: Session, own) -> None:
    change(session, data="pontius")
    table = own(a=[1, 2, 3, 4, 5, 7], b=[3, 1, 2, 5, 4, 9])
    assert change(session, **table).degree == 1
    change(session, data="linear", degree=3)
    assert change(session, **table).degree == 3


def test_other_columns_of_a_set(session: Session) -> None:
    change(session, data="penguins", target="bill_length_mm")
    data = session.scene.data
    assert data.target == "bill_length_mm"
    assert "body_mass_g" in data.features
    assert data.truth is None
    assert change(session, data="galton").target is None


def test_no_more_outliers_than_points(session: Session) -> None:
    assert change(session, data="outliers").outliers == 3
    assert change(session, n=2).outliers == 2
    with pytest.raises(ValueError, match="out of range"):
        change(session, outliers=5)


def test_undo_brings_back_every_parameter(session: Session) -> None:
    change(session, data="filip", basis="mapped", method="qr", penalty="ridge", update="momentum")
    session.undo()
    state = session.state
    found = (state.data, state.degree, state.basis, state.method, state.penalty, state.update)
    assert found == ("linear", 1, "powers", "refined", "none", "plain")


def test_the_learning_rate_follows_the_design(session: Session) -> None:
    assert change(session, data="faithful").lr < 0.1
    assert change(session, standardise=1).lr == 0.1
    assert change(session, standardise=0).lr < 0.1
    change(session, standardise=1, lr=0.3)
    assert change(session, degree=2).lr == 0.3


def test_the_solvers_are_chosen_by_the_names_of_their_registry() -> None:
    names = ("inverse", "normal", "cholesky", "qr", "svd", "lstsq", "refined", "exact")
    assert KEYS["method"].kind.choices == names == tuple(solvers.METHODS)


def test_a_rank_tolerance_belongs_to_the_data_it_was_chosen_for(session: Session) -> None:
    change(session, data="longley", method="svd", rcond=1e-3)
    assert change(session, standardise=1).rcond == 1e-3
    state = change(session, data="norris")
    assert (state.rcond, state.method) == ("auto", "svd")
    assert change(session, data="longley", rcond=1e-4).rcond == 1e-4
    # A seed or a moved slider of the same set keeps it.
    change(session, data="collinear", rcond=1e-5)
    assert change(session, seed=9).rcond == 1e-5
