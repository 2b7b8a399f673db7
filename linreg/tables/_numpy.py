"""NumPy's .npy and .npz files as tables, never unpickling anything."""

import io
import math
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg.links import decimal_text
from linreg.tables._error import TableError
from linreg.tables._numbers import POINT
from linreg.tables._report import Origin
from linreg.tables._table import Table

__all__ = ["is_npy", "is_npz", "read_npy", "read_npz"]

_MAGIC = b"\x93NUMPY"
_LARGEST = 2**31  # bytes that an archive may unpack to
_LONGEST_HEADER = 2**16
_LAST_CHARACTER = 0x10FFFF
# By patterns of our own: NumPy has Python's parser read it, which, nested deeply enough, ends the
# interpreter in a browser.
_TYPE = r"[<>|=]?[biufcmMUSVO][0-9]{0,6}(?:\[\w+\])?"
_FIELD = re.compile(rf"\('(?P<name>[^'\\]+)', '(?P<type>{_TYPE})'\)")
_HEADER = re.compile(
    rf"\s*\{{\s*'descr':\s*(?P<descr>'{_TYPE}'|\[(?:\('[^'\\]+', '{_TYPE}'\),? ?)+\])\s*,"
    r"\s*'fortran_order':\s*(?P<fortran>True|False)\s*,"
    r"\s*'shape':\s*\((?P<shape>(?:[0-9]{1,20}, ?)*(?:[0-9]{1,20})?)\)\s*,?\s*\}\s*"
)

_WANTED = "Save the numbers with numpy.save (one array of rows) or numpy.savez (named columns)."


def is_npy(data: bytes) -> bool:
    """Whether the bytes begin as a .npy file does."""
    return data.startswith(_MAGIC)


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
    header, start = _header(data)
    match = _HEADER.fullmatch(header)
    if match is None:
        raise _unreadable(f"its header is {header[:60]!r}")
    dtype = _dtype(match["descr"])
    shape = tuple(int(length) for length in match["shape"].split(",") if length.strip())
    count = math.prod(shape)
    if count == 0:
        raise TableError(f"The array holds no rows. {_WANTED}")
    # Before any memory is asked for: a damaged header can claim any shape.
    if len(data) - start < count * dtype.itemsize:
        raise _unreadable("it ends before its last number")
    values = np.frombuffer(data, dtype, count, start)
    return values.reshape(shape, order="F" if match["fortran"] == "True" else "C")


def _header(data: bytes) -> tuple[str, int]:
    """The header of a .npy file, and where its numbers start."""
    width = 2 if data[6:7] == b"\x01" else 4
    start = 8 + width + int.from_bytes(data[8 : 8 + width], "little")
    if start > min(len(data), _LONGEST_HEADER):
        raise _unreadable("it ends before its header does")
    return data[8 + width : start].decode("latin-1" if width == 2 else "utf-8", "replace"), start


def _dtype(descr: str) -> np.dtype[Any]:
    try:
        fields = [(field["name"], field["type"]) for field in _FIELD.finditer(descr)]
        dtype = np.dtype(fields if fields else descr.strip("'"))
    except (TypeError, ValueError):
        raise _unreadable(f"its numbers are of type {descr[:60]}") from None
    if dtype.hasobject:
        raise TableError(f"The array holds Python objects, which are never unpickled. {_WANTED}")
    if dtype.itemsize == 0:
        raise _unreadable(f"its numbers are of type {descr[:60]}")
    return dtype


def _unreadable(reason: str) -> TableError:
    return TableError(f"The .npy array cannot be read: {reason}. {_WANTED}")


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
    origin = Origin(kind, header=False)
    if all(map(_is_float, columns.values())):
        return Table.of({name: values.ravel() for name, values in columns.items()}, origin)
    texts = {name: _texts(name, values) for name, values in columns.items()}
    return Table.typed(texts, POINT, origin=origin)


def _is_float(values: NDArray[Any]) -> bool:
    """Whether these are floats of at most 64 bits: wider ones differ between platforms."""
    return values.dtype.kind == "f" and values.dtype.itemsize <= 8


def _texts(name: str, values: NDArray[Any]) -> list[str]:
    """Numbers as their shortest decimals, text as it is."""
    if values.ndim == 1 and values.dtype.kind in "iu":
        return list(map(str, values.tolist()))
    if values.ndim == 1 and (values.dtype.kind == "b" or _is_float(values)):
        return [decimal_text(float(value)) for value in values.tolist()]
    if values.ndim == 1 and values.dtype.kind == "U":
        return _strings(name, values)
    raise TableError(
        f"Column {name} holds {values.dtype} of shape {values.shape}, not one number a row. "
        f"{_WANTED}",
        column=name,
    )


def _strings(name: str, values: NDArray[Any]) -> list[str]:
    codes = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("="))).view(np.uint32)
    if (codes > _LAST_CHARACTER).any():
        sentence = f"Column {name} holds characters that do not exist. {_WANTED}"
        raise TableError(sentence, column=name)
    return [str(value) for value in values]
