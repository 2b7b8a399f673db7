"""What every entry point asks of its arrays: real, finite, of matching shapes.

Each sentence names the argument, what was seen, what is wanted and the way out.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._arrays import Array as Array


def matrix(X: ArrayLike, name: str = "X") -> Array:
    """Return X as a finite (N, p) float64 array, uncopied where it already is one.

    Raises ValueError when X is not two-dimensional, is empty, or is not all finite numbers.
    """
    array = numbers(X, name)
    if array.ndim == 1:
        raise ValueError(
            f"{name} has shape {array.shape}; expected (N, p), one row per sample. "
            f"For a single feature use {name}.reshape(-1, 1) or linreg.design.intercept(x)."
        )
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}; expected two dimensions (N, p).")
    if 0 in array.shape:
        lacking = "rows" if array.shape[0] == 0 else "columns"
        raise ValueError(
            f"{name} has shape {array.shape}: no {lacking}. Expected (N, p) with at least one row "
            "and one column; was everything filtered out?"
        )
    return finite(array, name)


def target(y: ArrayLike, n_rows: int, name: str = "y") -> Array:
    """Return y as a finite float64 array of shape (N,) or (N, k) for N = `n_rows`."""
    array = numbers(y, name)
    if array.ndim not in (1, 2) or array.shape[0] != n_rows or array.size == 0:
        raise ValueError(
            f"{name} has shape {array.shape}; expected ({n_rows},) or ({n_rows}, k), "
            f"one entry per row of X, which has {n_rows}. Check that both come from the same rows."
        )
    return finite(array, name)


def vector(values: ArrayLike, length: int, name: str) -> Array:
    """Return `values` as a finite float64 array of shape (length,)."""
    array = numbers(values, name)
    if array.shape != (length,):
        raise ValueError(f"{name} has shape {array.shape}; expected ({length},).")
    return finite(array, name)


def coefficients(w: ArrayLike, p: int | None = None, name: str = "w") -> Array:
    """Return w as float64 (p,), of any length where p is None; it need not be finite.

    Uncopied and hardly looked at where it already is that: descents ask at every step.
    """
    if isinstance(w, np.ndarray) and w.dtype == np.float64 and w.ndim == 1:
        array = w
    else:
        array = numbers(w, name)
    if array.ndim != 1 or (p is not None and len(array) != p):
        raise ValueError(f"{name} has shape {array.shape}; expected ({'p' if p is None else p},).")
    return array


def numbers(values: ArrayLike, name: str) -> Array:
    """Return `values` as float64: integers and booleans are taken as they are, text is refused."""
    try:
        raw = plain(values)
        if raw.dtype.kind not in "biufO":
            raise TypeError(raw.dtype)
        array: Array = np.asarray(raw, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(
            f"{name} is not an array of real numbers ({error}). Expected float64, or integers, "
            "booleans or objects that convert to it, in rows of equal length; "
            "linreg.design.dummies codes text columns."
        ) from error
    if raw.dtype.kind in "iu" and array.size and not np.array_equal(array.astype(raw.dtype), raw):
        raise ValueError(
            f"{name} holds integers beyond 2**53 that float64 cannot hold. Subtract an offset, "
            "or use method='refined' or 'exact', which take them whole."
        )
    return array


def plain(values: Any) -> NDArray[Any]:
    """Return `values` as an ordinary array; what is masked becomes None, which counts as missing.

    A list of masked rows counts too: `numpy.asarray` would take what lies under their masks.
    """
    rows = values if isinstance(values, list | tuple) else ()
    if not isinstance(values, np.ma.MaskedArray) and not any(
        isinstance(row, np.ma.MaskedArray) for row in rows
    ):
        return np.asarray(values)
    masked = np.ma.asarray(values)
    missing = np.ma.getmaskarray(masked)
    if not missing.any():
        return np.asarray(masked.data)
    array = np.asarray(masked.data, dtype=object).copy()
    array[missing] = None
    return array


def finite(array: Array, name: str) -> Array:
    """Return `array` unless it holds NaN or infinities: then name the first and count the rest."""
    # A sum is finite when all its terms are, save for overflow: the cheap test comes first.
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(array.sum()):
            return array
    bad = ~np.isfinite(array)
    count = int(np.count_nonzero(bad))
    if count == 0:
        return array
    where = np.unravel_index(int(np.argmax(bad)), array.shape)
    place = ", ".join(f"{axis} {int(i)}" for axis, i in zip(("row", "column"), where, strict=False))
    raise ValueError(
        f"{name} holds {array[where]} at {place} ({count} such in all); expected finite numbers. "
        f"Drop those rows, or fill them in."
    )


def column_names(X: Any, count: int) -> tuple[str, ...]:
    """Return the names that a data frame gives its columns, otherwise 'column 0', 'column 1', …"""
    labels: Sequence[Any] | None = getattr(X, "columns", None)
    if labels is not None and not callable(labels) and len(labels) == count:
        return tuple(str(label) for label in labels)
    return tuple(f"column {j}" for j in range(count))


def read_only(array: Array) -> Array:
    """Return a view of `array` that refuses to be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
