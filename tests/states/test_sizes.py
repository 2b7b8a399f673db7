"""The cost of a problem is known before it is paid, and wide data open in bounded views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from playground.engine.limits.design_size import MOST_COLUMNS, DesignSize, most_features, most_rows
from playground.engine.problem import Problem
from talk import Talk

import linreg
from linreg.links import encode


def table(N: int, k: int, decimals: int = 2) -> str:
    """A CSV of N rows and k columns, c1 to ck."""
    values = np.random.default_rng(N + k).normal(size=(N, k)).round(decimals)
    head = ",".join(f"c{j + 1}" for j in range(k))
    return "\n".join([head, *(",".join(map(str, row)) for row in values.tolist())])


def upload(talk: Talk, text: str) -> list[str]:
    answer = talk.send("file", {"name": "wide.csv"}, text.encode())
    assert "error" not in answer
    return [message["text"] for message in talk.answer.get("messages", [])]


SIZES = (
    ({"degree": 20}, 40, 3, 0),
    ({"interactions": 1}, 40, 4, 0),
    ({"degree": 3, "interactions": 1, "intercept": "none"}, 12, 3, 1),
    ({"interactions": 1}, 12, 1, 2),
    ({"degree": 2, "interactions": 1, "standardise": 1}, 12, 2, 2),
)


@pytest.mark.parametrize(("settings", "N", "numbers", "texts"), SIZES)
def test_the_size_is_that_of_the_design(
    settings: Mapping[str, Any], N: int, numbers: int, texts: int
) -> None:
    rng = np.random.default_rng(1)
    values: dict[str, Any] = {f"x{j}": rng.normal(size=N) for j in range(numbers)}
    values |= {f"t{j}": np.array([f"{i % (3 + j)}" for i in range(N)]) for j in range(texts)}
    words = {"degree": 1, "intercept": "absorbed", "interactions": 0, **settings}
    problem = Problem.made(values, rng.normal(size=N), words)
    assert DesignSize.of(values, N, words).p == problem.p


def test_a_straight_fit_to_the_most_features_is_within_the_limits() -> None:
    for N in (1, 20, 1000, 50_000, 300_000, 1_000_000, 5_000_000):
        p = most_features(N) + 1
        assert most_rows(p) >= N
        assert p == MOST_COLUMNS or most_rows(p + 1) < N


TOO_LARGE = (
    ({"degree": 20}, 60, "This model has 1,181 columns; the limit is 400. Lower the degree or "
     "choose fewer features.", "degree"),
    ({"interactions": 1}, 41, "This model has 821 columns; the limit is 400. Turn interactions "
     "off or choose fewer features.", "interactions"),
    ({"interactions": 1, "degree": 3}, 41, "This model has 901 columns; the limit is 400. Turn "
     "interactions off, lower the degree or choose fewer features.", "interactions"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "k", "told", "key"), TOO_LARGE)
def test_too_many_columns_are_refused_with_numbers(
    change: dict[str, Any], k: int, told: str, key: str
) -> None:
    talk = Talk()
    upload(talk, table(45, k))
    before = talk.ask("getState")
    error = talk.send("setState", change)["error"]
    assert (error["name"], error["message"], error["key"]) == ("StateError", told, key)
    assert talk.ask("getState") == before
    # By a link the rest applies.
    state = {"data": "own", "points": before["points"], **change}
    talk.ask("link", {"fragment": encode(state), "record": True})
    texts = [message["text"] for message in talk.answer["messages"]]
    assert f"{told} This part of the link was ignored." in texts
    assert talk.ask("getState")["points"] == before["points"]


def test_too_many_rows_for_the_columns_are_refused_with_numbers() -> None:
    talk = Talk()
    talk.ask("setState", {"n": 10**6})
    error = talk.send("setState", {"degree": 20})["error"]
    assert error["message"] == (
        "This model has 21 columns and 1,000,000 rows; the limit for this many columns is 571,428 "
        "rows. Lower the degree or use a sample of the rows."
    )


def test_more_columns_than_can_be_features_open_with_the_first() -> None:
    talk = Talk()
    told = upload(talk, table(10, 601))
    assert told[-1] == (
        "wide.csv: 10 rows; c601 is predicted from c1, c2, c3, c4, c5 and 394 more. The first 399 "
        "of 600 numeric columns are the features, because more would take too long. Choose others "
        "under Features."
    )
    found = talk.ask("setState", {"features": ["c600"]})
    assert found["results"]["columns"] == ["1", "c600"]
    x, y = (np.array(_column(found, name), dtype=float) for name in ("c600", "c601"))
    wanted = linreg.solve(np.column_stack([np.ones(10), x]), y, method="exact").coefficients
    assert found["results"]["coefficients"]["refined"] == pytest.approx(wanted.tolist(), rel=1e-12)


def _column(state: dict[str, Any], name: str) -> list[str]:
    columns = state["points"]["columns"]
    return next(column["values"] for column in columns if column["name"] == name)


WIDE = ((12, 60), (90, 70))


@pytest.mark.parametrize(("N", "k"), WIDE)
def test_wide_data_open_in_every_view_with_bounded_tables(N: int, k: int) -> None:
    talk = Talk()
    upload(talk, table(N, k))
    for view in ("fit", "descent", "closed-form", "collinearity", "diagnostics", "code"):
        talk.ask("setState", {"view": view})
        talk.let_run()
        rows = {m.caption: len(m.rows) for m in talk.models("NumberTable") if m.visible}
        assert max(rows.values()) <= MOST_TABLE_ROWS, (view, rows)


# No table of a view is longer than this; the grid of the points pages.
MOST_TABLE_ROWS = 60


def test_a_file_beyond_the_memory_is_refused_with_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk()
    before = talk.ask("getState")["points"]
    monkeypatch.setattr("playground.engine.limits.memory.MOST_BYTES", 1_000_000)
    told = upload(talk, table(70_000, 4))
    assert told == [
        "wide.csv: The file has 2 MB; the limit is 1 MB. Use a sample of the rows or fewer "
        "columns. Nothing was loaded."
    ]
    assert talk.ask("getState")["points"] == before


def test_a_lack_of_memory_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise MemoryError

    talk = Talk()
    monkeypatch.setattr("playground.engine.scene.Problem.of", no_room)
    error = talk.send("setState", {"degree": 2})["error"]
    assert (error["name"], error["message"]) == (
        "StateError",
        "There is not enough memory for this. Use fewer rows or fewer columns.",
    )
    assert upload(talk, table(9, 2)) == [f"wide.csv: {error['message']} Nothing was loaded."]


def test_long_computations_give_signs() -> None:
    signs: list[None] = []
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(60, 4)), rng.normal(size=60)
    with linreg.progress.watched(lambda: signs.append(None)):
        linreg.solve(X, y, "exact")
        assert len(signs) >= 4
        signs.clear()
        linreg.lasso_path(X, y, [0.01])
        assert signs
        signs.clear()
        linreg.solve(rng.normal(size=(30, 200)), rng.normal(size=30))
        # Between its parts, and not only before and after.
        assert len(signs) > 4
    signs.clear()
    linreg.solve(X, y)
    assert not signs
