"""Undo and redo: one gesture is one step."""

import pytest
from playground.session.history import DEPTH, History


@pytest.fixture
def history(clock) -> History:
    return History(clock)


def test_undo_and_redo_go_back_and_forth(history) -> None:
    history.record({"n": 1})
    assert history.undo({"n": 2}) == {"n": 1}
    assert not history.can_undo
    assert history.redo({"n": 1}) == {"n": 2}
    assert history.can_undo
    assert not history.can_redo


def test_a_sweep_is_one_step(history, clock) -> None:
    for n in range(5):
        clock.now += 0.5
        history.record({"n": n}, "dial n")
    assert history.undo({"n": 5}) == {"n": 0}
    assert not history.can_undo


def test_a_pause_or_another_gesture_begins_a_new_step(history, clock) -> None:
    history.record({"n": 0}, "dial n")
    clock.now += 5
    history.record({"n": 1}, "dial n")
    history.record({"n": 2}, "dial seed")
    assert [history.undo({})["n"] for _ in range(3)] == [2, 1, 0]


def test_a_held_gesture_lasts_until_it_is_settled(history, clock) -> None:
    for n in range(3):
        clock.now += 60
        history.record({"n": n}, "drag 1", held=True)
    history.settle()
    history.record({"n": 3}, "drag 1", held=True)
    assert [history.undo({})["n"] for _ in range(2)] == [3, 0]


def test_a_new_change_forgets_what_was_undone(history) -> None:
    history.record({"n": 0})
    history.undo({"n": 1})
    history.record({"n": 0})
    assert not history.can_redo


def test_the_oldest_are_forgotten(history) -> None:
    for n in range(DEPTH + 10):
        history.record({"n": n})
    undone = 0
    while history.can_undo:
        history.undo({})
        undone += 1
    assert undone == DEPTH
