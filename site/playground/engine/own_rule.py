"""Runs an update rule that a person wrote: in the second worker, with NumPy and linreg alone.

The code defines `step(w, gradient, state)`, which returns the next w. What it is raced on comes as
JSON (`playground.engine.rule_race.job`), and so goes the outcome back. Nothing in here judges the
rule: whatever it did to this interpreter, the page computes every number that it shows from the
iterates.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.objective import Huber, Objective, loss_of

Array = NDArray[np.float64]
Rule = Callable[[Array, Array, "State"], Any]

FILE = "your rule"
# A sign of life is given after so many seconds, and a race ends after so many.
BEAT, LONGEST = 0.1, 10.0
MOST_PRINTED = 2000
# Characters of an error's message, and of its name.
MOST_TOLD, MOST_NAMED = 1000, 100


@dataclass
class State:
    """What `step` may use beside w and the gradient.

    objective: what is descended on, with X, y, value(w), gradient(w), residual(w), hessian().
    learning_rate: as the dial says. iteration: steps taken so far. memory: yours, empty at first.
    """

    objective: Objective
    learning_rate: float
    iteration: int = 0
    memory: dict[str, Any] = field(default_factory=dict)


class Printed(io.TextIOBase):
    """Keeps the beginning of what is written to it."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Take some text, of which what is too much is dropped."""
        self.text += text[: MOST_PRINTED - len(self.text)]
        return len(text)


class RuleError(ValueError):
    """A result of `step` that cannot be the next iterate."""


def race(source: str, given: str, beat: Callable[[], Any]) -> str:
    """Take the steps of a job; returns the outcome as JSON. beat: called while it runs."""
    begin, printed = time.perf_counter(), Printed()
    iterates: list[Array] = []
    failure = None
    job = json.loads(given)
    try:
        with _captured(printed), np.errstate(all="ignore"), _heard(beat):
            rule = _defined(source)
            # extend keeps what came before an error.
            iterates.extend(_walk(rule, job, beat))
    except BaseException as error:
        failure = _told(error, source.count("\n") + 1)
    whole = np.concatenate(iterates) if iterates else np.zeros(0)
    return json.dumps(
        {
            "iterates": encoded(whole),
            "count": len(iterates),
            "error": failure,
            "printed": printed.text,
            "seconds": time.perf_counter() - begin,
        }
    )


@contextlib.contextmanager
def _captured(printed: Printed) -> Iterator[None]:
    """Keep what is printed, warnings too."""
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        yield


class _ImportBeat:
    """A finder that finds nothing: a slow machine at work on imports is not in an endless loop."""

    def __init__(self, beat: Callable[[], Any]) -> None:
        self._beat, self._given = beat, time.perf_counter()

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        now = time.perf_counter()
        if now - self._given > BEAT:
            self._given = now
            self._beat()


@contextlib.contextmanager
def _heard(beat: Callable[[], Any]) -> Iterator[None]:
    """Give a sign with each module that is imported."""
    finder = _ImportBeat(beat)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        # The code may have changed the list.
        with contextlib.suppress(ValueError):
            sys.meta_path.remove(finder)


def _defined(source: str) -> Rule:
    names: dict[str, Any] = {"__name__": "__main__", "np": np, "linreg": linreg}
    exec(compile(source, FILE, "exec"), names)
    rule: Rule | None = names.get("step")
    if not callable(rule):
        raise RuleError("The code does not define a function step(w, gradient, state).")
    return rule


def _walk(rule: Rule, job: Mapping[str, Any], beat: Callable[[], Any]) -> Any:
    """The iterates (p,) from the start on, until steps, time or floats are at an end."""
    objective = objective_of(job)
    w = decoded(job["start"], -1)
    state = State(objective, job["learning_rate"])
    begin = heard = time.perf_counter()
    yield w
    for iteration in range(job["steps"]):
        state.iteration = iteration
        w = _checked(rule(w.copy(), objective.gradient(w), state), len(w))
        yield w
        now = time.perf_counter()
        if not np.isfinite(w).all() or now - begin > LONGEST:
            return
        if now - heard > BEAT:
            heard = now
            beat()


def _checked(moved: Any, p: int) -> Array:
    if moved is None:
        raise RuleError("step returned nothing. End it with return and the next w.")
    if np.iscomplexobj(moved):
        raise RuleError("step returned complex numbers, not real ones.")
    try:
        w = np.array(moved, dtype=np.float64)
    except (TypeError, ValueError):
        raise RuleError(
            f"step returned {type(moved).__name__}, not an array of {p} numbers."
        ) from None
    if w.shape != (p,):
        raise RuleError(f"step returned an array of shape {w.shape}; w has shape ({p},).")
    return w


def _told(error: BaseException, lines: int) -> dict[str, Any]:
    """What went wrong, and in which of so many lines of the person's code; None where in none."""
    name = "" if isinstance(error, RuleError) else type(error).__name__[:MOST_NAMED]
    try:
        message, line = _message(error)
    except BaseException:
        message, line = "its message cannot be read.", None
    inside = isinstance(line, int) and 1 <= line <= lines
    return {"name": name, "message": message[:MOST_TOLD], "line": line if inside else None}


def _message(error: BaseException) -> tuple[str, Any]:
    """What an error says, and the line that it names or came from."""
    if isinstance(error, SyntaxError) and error.filename == FILE:
        return str(error.msg), error.lineno
    frames = traceback.walk_tb(error.__traceback__)
    places = [line for frame, line in frames if frame.f_code.co_filename == FILE]
    return str(error), places[-1] if places else None


def objective_of(job: Mapping[str, Any]) -> Objective:
    """The objective that a job describes."""
    X, y = decoded(job["X"], job["N"]), decoded(job["y"], -1)
    penalty = None
    if job["penalty"] is not None:
        strength, mix, free = job["penalty"]
        penalty = linreg.penalties.ElasticNet(strength, mix, tuple(free))
    weights = None if job["weights"] is None else decoded(job["weights"], -1)
    if job["loss"] != "squared":
        loss = Huber(job["threshold"]) if job["loss"] == "huber" else loss_of(job["loss"])
        return linreg.RobustError(X, y, loss, weights=weights)
    kind = linreg.SeparateBias if job["separate"] else linreg.SquaredError
    return kind(X, y, penalty, weights)


def encoded(array: Array) -> str:
    """Floats as base64: every bit of them, whatever they are."""
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f8").tobytes()).decode()


def decoded(text: str, rows: int) -> Array:
    """The same back: (rows, k), or (k,) where rows is -1."""
    flat = np.frombuffer(base64.b64decode(text), dtype="<f8").astype(np.float64)
    return flat if rows == -1 else flat.reshape(rows, -1)
