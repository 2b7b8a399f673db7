"""NumPy's .npy and .npz files as tables, never unpickling anything."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from linreg.links import decimal_text
from linreg.tables._error import TableError
from linreg.tables._numbers import POINT
from linreg.tables._report import Origin
from linreg.tables._table import Table

__all__ = ["is_npy", "is_npz", "read_npy", "read_npz"]

_LARGEST = 2**31  # bytes that an archive may unpack to
_WANTED = "Save the numbers with numpy.save (one array of rows) or numpy.savez (named columns)."


def is_npy(data: bytes) -> bool:
    """Whether the bytes begin as a .npy file does."""
    return data.startswith(npy.MAGIC_PREFIX)


def is_npz(data: bytes) -> bool:
    """Whether the bytes are a zip archive that holds .npy files only."""
    if not data.startswith(b"PK"):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except Exception:
        return False
    return bool(names) and all(name.endswith(".npy") for name in names)


def read_npy(data: bytes) -> Table:
    """One array: (N,), (N, k), or with named fields."""
    return _table(_columns(_array(data), ""), "NPY")


def read_npz(data: bytes) -> Table:
    """Named arrays, each (N,) or (N, k)."""
    columns: dict[str, Any] = {}
    for name, content in _members(data).items():
        columns |= _columns(_array(content), name)
    return _table(columns, "NPZ")


def _members(data: bytes) -> dict[str, bytes]:
    # zipfile raises much besides BadZipFile on damaged archives: struct, zlib, index errors.
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                raise ValueError("it unpacks to more than 2 GiB")
            return {name.removesuffix(".npy"): archive.read(name) for name in archive.namelist()}
    except Exception as error:
        raise TableError(f"The .npz archive cannot be read: {error}. {_WANTED}") from None


def _array(data: bytes) -> NDArray[Any]:
    # Damaged headers raise whatever Python's parser does; nothing is evaluated or unpickled.
    try:
        return _plain_array(data)
    except TableError:
        raise
    except Exception as error:
        raise TableError(f"The .npy array cannot be read: {error}. {_WANTED}") from None


def _plain_array(data: bytes) -> NDArray[Any]:
    stream = io.BytesIO(data)
    version = npy.read_magic(stream)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = read(stream)
    if dtype.hasobject:
        raise TableError(f"The array holds Python objects, which are never unpickled. {_WANTED}")
    # Before any memory is asked for: a damaged header can claim any shape.
    if len(data) - stream.tell() < np.prod([*map(int, shape), dtype.itemsize], dtype=object):
        raise ValueError("it ends before its last number")
    stream.seek(0)
    return npy.read_array(stream, allow_pickle=False)


def _columns(array: NDArray[Any], name: str) -> dict[str, NDArray[Any]]:
    """The columns of one array, by name."""
    if array.dtype.names is not None and array.ndim == 1:
        return {f"{name}.{key}" if name else key: array[key] for key in array.dtype.names}
    if array.ndim == 1:
        return {name or "column 1": array}
    if array.ndim == 2:
        stem = f"{name} " if name else "column "
        return {f"{stem}{j}": array[:, j - 1] for j in range(1, array.shape[1] + 1)}
    raise TableError(f"The array has shape {array.shape}, not (N,) or (N, k). {_WANTED}")


def _table(columns: Mapping[str, NDArray[Any]], kind: str) -> Table:
    if not columns or any(values.size == 0 for values in columns.values()):
        raise TableError(f"The array holds no rows. {_WANTED}")
    origin = Origin(kind, header=False)
    if all(values.dtype.kind == "f" for values in columns.values()):
        return Table.of({name: values.ravel() for name, values in columns.items()}, origin)
    texts = {name: _texts(name, values) for name, values in columns.items()}
    return Table.typed(texts, POINT, origin=origin)


def _texts(name: str, values: NDArray[Any]) -> list[str]:
    """Numbers as their shortest decimals, text as it is."""
    if values.ndim == 1 and values.dtype.kind in "iu":
        return list(map(str, values.tolist()))
    if values.ndim == 1 and values.dtype.kind in "bf":
        return [decimal_text(float(value)) for value in values.tolist()]
    if values.ndim == 1 and values.dtype.kind == "U":
        return [str(value) for value in values]
    raise TableError(
        f"Column {name} holds {values.dtype} of shape {values.shape}, not one number a row. "
        f"{_WANTED}",
        column=name,
    )
