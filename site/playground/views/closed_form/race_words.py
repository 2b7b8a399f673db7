"""What the solver race has found, in words."""

from __future__ import annotations

from operator import itemgetter

from playground.engine.numbers import counted_steps
from playground.engine.parts import Part, filled
from playground.views.closed_form.race import Field, Runner

# Correct digits are counted up to here.
MOST_DIGITS = 15
UNJUDGED = (
    "Press Race for the exact solution, the reference for counting digits. With this many points "
    "it takes too long to update at every change."
)
DIFFER = "At a higher polynomial degree they differ."


def verdict(field: Field) -> list[Part]:
    """The race in a sentence."""
    judged = [
        (runner.worst, runner.name)
        for runner in field.runners
        if runner.worst is not None and runner.role == "closed"
    ]
    if field.exact is None or not judged:
        return [(UNJUDGED, "")]
    (most, best), (least, last) = (choose(judged, key=itemgetter(0)) for choose in (max, min))
    if most - least < 1:
        every = (
            f"All solvers are correct to {MOST_DIGITS} digits, the most that are counted."
            if least >= MOST_DIGITS
            else f"All solvers are correct to at least {least:.1f} digits."
        )
        return [*_which(field), (every, "")]
    left = f"{least:.1f}" if least >= 0.05 else "0"
    said = filled(
        "Correct digits in the least accurate coefficient: {best}, {last} ",
        best=f"{best} {most:.1f}",
        last=(f"{last} {left}.", "strong"),
    )
    return [*_which(field), *said, ("Outlined: for the decimals as entered.", "muted")]


def in_short(field: Field) -> list[Part]:
    """The correct digits of the solvers, and of descent after its steps; whole digits alone."""
    judged = [runner for runner in field.runners if runner.worst is not None]
    solvers = [runner for runner in judged if runner.role == "closed"]
    if field.exact is None or not solvers:
        return [("Press Race to count the correct digits of every solver. ", "")]
    best, last = (choose(solvers, key=_digits_left) for choose in (max, min))
    most, least = _digits_left(best), _digits_left(last)
    if most == least:
        behind = any(
            runner.role == "descent" and _digits_left(runner) != least for runner in judged
        )
        which = "Every solver except descent" if field.steps and behind else "Every solver"
        every = (f"{which} has {_digits_in_words(least)}", "closed ?digits")
        said = filled("{every}. ", every=every)
        if not field.steps and least == MOST_DIGITS:
            said = filled("{every}. {differ} ", every=every, differ=DIFFER)
    else:
        said = filled(
            "{best} has {most}, {last}. ",
            best=best.name,
            most=_digits_in_words(most),
            last=(f"{last.name} {_digits_in_words(least)}", "strong"),
        )
    after = counted_steps(field.steps)
    for runner in judged:
        if runner.role == "descent" and field.steps:
            right = _digits_in_words(_digits_left(runner))
            said.append((f"Descent has {right} after {after}. ", ""))
    return [*_which(field), *said]


def _which(field: Field) -> list[Part]:
    """What the digits are compared with where the data leave the coefficients open."""
    if field.unique:
        return []
    said = "The coefficients are not unique, so digits are compared with the minimum-norm solution."
    return [(f"{said} ", "")]


def _digits_left(runner: Runner) -> int:
    return int(runner.worst or 0.0)


def _digits_in_words(count: int) -> str:
    return {0: "no correct digit", 1: "1 correct digit"}.get(count, f"{count} correct digits")


def messages(field: Field) -> list[Part]:
    """What each solver says about its own answer, a paragraph each."""
    return [
        part
        for runner in field.runners
        for part in ((f"{runner.name}: ", "strong"), (f"{runner.message}\n", ""))
    ]
