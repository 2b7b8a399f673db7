"""Long work in parts, so that every frame is answered soon."""

from collections.abc import Iterator

import pytest
from playground.session.jobs import REST, SHARE, WAITING, Jobs, rest


class Ticking:
    """A clock that moves by so much each time it is read."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def parts(done: list[str], name: str, count: int) -> Iterator[object]:
    for _ in range(count):
        done.append(name)
        yield


def test_slow_parts_are_done_one_a_frame() -> None:
    jobs, done = Jobs(Ticking(2 * SHARE)), []
    jobs.begin("a", parts(done, "a", 2))
    assert jobs
    jobs.frame()
    assert done == ["a"]
    jobs.frame()
    jobs.frame()
    assert not jobs
    assert done == ["a", "a"]


def test_quick_parts_share_a_frame_in_turn() -> None:
    jobs, done = Jobs(Ticking(SHARE / 100)), []
    jobs.begin("a", parts(done, "a", 2))
    jobs.begin("b", parts(done, "b", 3))
    jobs.frame()
    assert done == ["a", "b", "a", "b", "b"]
    assert not jobs


def test_new_work_of_a_name_takes_the_place_of_the_old() -> None:
    jobs, done = Jobs(Ticking(2 * SHARE)), []
    jobs.begin("a", parts(done, "old", 9))
    jobs.begin("a", parts(done, "new", 1))
    jobs.frame()
    assert done == ["new"]
    jobs.end("a")
    assert "a" not in jobs
    jobs.end("a")


def test_work_may_begin_its_own_successor() -> None:
    jobs, done = Jobs(Ticking(2 * SHARE)), []

    def first() -> Iterator[object]:
        jobs.begin("a", parts(done, "second", 1))
        yield from ()

    jobs.begin("a", first())
    jobs.frame()
    jobs.frame()
    assert done == ["second"]


def test_work_that_fails_is_dropped_and_says_so() -> None:
    jobs = Jobs(Ticking(2 * SHARE))

    def broken() -> Iterator[object]:
        raise ArithmeticError("no")
        yield

    jobs.begin("a", broken())
    with pytest.raises(ArithmeticError):
        jobs.frame()
    assert not jobs


def test_work_begun_anew_waits_for_a_rest() -> None:
    times = iter([0.0, 0.0, REST / 2, REST, REST + 1])
    assert len(list(rest(lambda: next(times)))) == 2


def test_who_only_waits_is_asked_once_a_frame() -> None:
    jobs, done = Jobs(Ticking(SHARE / 100)), []

    def wait() -> Iterator[object]:
        for _ in range(3):
            done.append("wait")
            yield WAITING

    jobs.begin("a", wait())
    jobs.frame()
    assert done == ["wait"]
    jobs.begin("b", parts(done, "b", 2))
    jobs.frame()
    assert done == ["wait", "wait", "b", "wait", "b"]
    assert not jobs
