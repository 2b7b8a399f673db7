"""Links to the playground from arrays."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from math import isfinite
from numbers import Real
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import plain
from linreg._keys import decimal_text
from linreg._settings import shown
from linreg.links._fragment import encode
from linreg.links._values import CORRELATION, epsilon_of


def playground_link(X: ArrayLike, y: ArrayLike, base_url: str | None = None, **state: Any) -> str:
    """Return a link that opens the playground with these data.

    Floats are written with the fewest digits that read back as the same float; round them for a
    shorter link.

    Parameters
    ----------
    X : (N, p) or (N,), without a column of ones, which the page adds.
    y : (N,). A data frame's and a series' names are kept; otherwise the columns are x, or x1 to
        xp, and y. NaN and None are missing values.
    base_url : where the playground is hosted, by default `linreg.links.BASE_URL`.
    state : further keys of the state, such as degree=3 or view="diagnostics".

    Raises
    ------
    ValueError : shapes that do not fit, infinities, and a column of ones.
    StateError : a ValueError, for a value that a key does not take.
    """
    return columns_link(_columns(X), y, base_url, state)


def columns_link(
    columns: Mapping[str, ArrayLike], y: ArrayLike, base_url: str | None, state: Mapping[str, Any]
) -> str:
    """Return the link for columns (N,) by name; all else as for `playground_link`."""
    table = {name: _column(values, "X") for name, values in columns.items()}
    target = _column(y, "y")
    if state.get("intercept") != "none":
        _refuse_ones(table)
    if any(len(cells) != len(target) for cells in table.values()):
        rows = len(next(iter(table.values())))
        raise ValueError(f"X has {rows} rows and y has {len(target)}; give both for the same rows.")
    name = _free_name(_label(y, "y"), table)
    counted = {key: cells for key, cells in table.items() if key != state.get("weights")}
    chosen = {**({} if "formula" in state else _chosen(counted, name)), **state}
    if CORRELATION in chosen:
        chosen["epsilon"] = epsilon_of(chosen.pop(CORRELATION))
    cells = [{"name": key, "values": values} for key, values in {**table, name: target}.items()]
    fragment = encode({**chosen, "data": "own", "points": {"columns": cells}})
    # Set by the user, and so read when it is needed.
    base = sys.modules["linreg.links"].BASE_URL if base_url is None else base_url
    if not isinstance(base, str):
        raise ValueError(f"base_url is {shown(base)}; expected the address of the page, as text.")
    return f"{base.partition('#')[0]}#{fragment}"


def _columns(X: Any) -> dict[str, Any]:
    labels = getattr(X, "columns", None)
    array = plain(X)
    if array.ndim == 1:
        return {_label(X, "x"): array}
    if array.ndim != 2 or array.shape[1] == 0:
        raise ValueError(
            f"X has shape {array.shape}; expected (N, p), one row per sample, or (N,)."
        )
    count = array.shape[1]
    if labels is None or callable(labels):
        names = usual_names(count)
    else:
        names = [str(label) for label in labels]
    if len(set(names)) < count:
        raise ValueError(f"X has columns of the same name: {', '.join(names)}. Rename one.")
    return dict(zip(names, array.T, strict=True))


def usual_names(count: int) -> list[str]:
    """Return the names of so many columns that have none: x, or x1 to xp."""
    return ["x"] if count == 1 else [f"x{j}" for j in range(1, count + 1)]


def _column(values: Any, name: str) -> list[str]:
    array = plain(values)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise ValueError(f"{name} has shape {array.shape}; expected one value per row, (N,).")
    if array.dtype.kind == "c":
        raise ValueError(f"{name} is complex; the playground takes real numbers.")
    return [_cell(value, name) for value in array]


def _cell(value: Any, name: str) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        return str(int(value))
    if not isinstance(value, Real):
        return str(value)
    if not _fits(value):
        raise ValueError(f"{name} holds {shown(value)}; the playground takes finite numbers.")
    # A narrower float has shorter digits of its own.
    narrow = isinstance(value, np.floating) and value.dtype.itemsize < 8
    return str(value).removesuffix(".0") if narrow else decimal_text(cast(float, value))


def _fits(value: Real) -> bool:
    try:
        return isfinite(value)
    except OverflowError:
        return False


def _label(values: Any, usual: str) -> str:
    name = getattr(values, "name", None)
    return str(name) if isinstance(name, str) and name.strip() else usual


def _free_name(name: str, taken: dict[str, list[str]]) -> str:
    while name in taken:
        name += "_"
    return name


def _chosen(columns: dict[str, list[str]], target: str) -> dict[str, Any]:
    """Return the columns to say: by themselves all columns of numbers predict the last of them."""
    text = [name for name, cells in columns.items() if not all(map(_is_number, cells))]
    return {"features": list(columns), "target": target} if text else {}


def _is_number(cell: str) -> bool:
    try:
        float(cell or 0)
    except ValueError:
        return False
    return True


def _refuse_ones(columns: dict[str, list[str]]) -> None:
    name, cells = next(iter(columns.items()))
    if len(columns) > 1 and len(cells) > 1 and set(cells) == {"1"}:
        raise ValueError(
            f"Column {name} of X has only ones. Remove it, because the playground adds the "
            'intercept itself, or use intercept="none".'
        )
