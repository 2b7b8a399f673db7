"""The numbers that the author of a link saw, and whether they are seen here too."""

from __future__ import annotations

from decimal import Decimal
from math import floor, isfinite, log10

import linreg
from playground.engine.numbers import grouped, typed, typeset
from playground.engine.scene import Scene

# More digits than this tell a reader nothing.
MOST_DIGITS = 10


def seen(scene: Scene) -> list[str]:
    """The coefficients of the shown closed form and its loss, with the digits that are right.

    Empty where one of them is not determined.
    """
    found = _numbers(scene)
    if not all(isfinite(value) and isfinite(error) for _, value, error in found):
        return []
    return [_text(value, error) for _, value, error in found]


def difference(scene: Scene) -> str:
    """What differs from `expect` by more than both roundings explain, in sentences; or empty."""
    expected = scene.state.expect
    if not expected:
        return ""
    found = _numbers(scene)
    if len(expected) > len(found):
        return (
            f"This link was saved with {len(expected)} results, but the data give {len(found)}. It "
            "was made for different data."
        )
    off = [
        (name, text, value, error)
        for text, (name, value, error) in zip(expected, found, strict=False)
        if not abs(float(text) - value) <= _last_place(text) / 2 + 2 * error
    ]
    if not off:
        return ""
    name, text, value, error = off[0]
    was, now = typed(grouped(text)), typeset(value, error, digits=8)
    said = [f"Results differ from those saved in the link: {name} was {was}, is now {now}."]
    if len(off) > 1:
        said.append(f"{len(off)} of {len(expected)} results differ.")
    return " ".join([*said, *_versions(scene)])


def _versions(scene: Scene) -> list[str]:
    then, now = scene.state.core, linreg.__version__
    if then is None or then == now:
        return []
    return [f"The link was made with version {then}; this is version {now}."]


def _numbers(scene: Scene) -> list[tuple[str, float, float]]:
    """Name, value and error of each number that can be compared."""
    if (solved := scene.solved) is None:
        return []
    fit = solved.fit
    values, errors = fit.coefficients(), fit.error_of()
    names = ["the intercept" if name == "1" else name for name in scene.columns]
    found = [(n, float(v), float(e)) for n, v, e in zip(names, values, errors, strict=True)]
    return [*found, ("the loss", float(fit.loss_of()), float(fit.loss_tolerance))]


def _text(value: float, error: float) -> str:
    """The value to the place of its error, or with MOST_DIGITS digits."""
    power = floor(log10(abs(value))) if value else 0
    place = max(floor(log10(error)) if error > 0 else -400, power - MOST_DIGITS + 1)
    digits = power - place + 1
    if digits < 1:
        return f"0e{place}"
    if 0 <= -place <= 12:
        return f"{value:.{-place}f}"
    return f"{value:.{digits - 1}e}"


def _last_place(text: str) -> float:
    """The unit of the last digit that is written."""
    exponent = Decimal(text).as_tuple().exponent
    return float(Decimal((0, (1,), exponent))) if isinstance(exponent, int) else 0.0
