"""NumPy's .npy and .npz files as tables, never unpickling anything."""

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg._keys import decimal_text
from linreg.tables._archive import Archive, ArchiveError
from linreg.tables._delimited import check_width, count_of
from linreg.tables._error import TableError, column_called
from linreg.tables._names import unique_names
from linreg.tables._numbers import POINT
from linreg.tables._report import Origin
from linreg.tables._table import Table

__all__ = ["is_npy", "is_npz", "read_npy", "read_npz"]

_MAGIC = b"\x93NUMPY"
_LARGEST = 2**31  # bytes that an archive may unpack to
_LONGEST_HEADER = 2**16
_LAST_CHARACTER = 0x10FFFF
_GAP = "\0"  # begins the names of fields that only fill gaps
_TARGETS = ("y", "target", "label", "labels")
# By patterns of our own: NumPy has Python's parser read it, which, nested deeply enough, ends the
# interpreter in a browser.
_TYPE = r"[<>|=]?[biufcmMUSVO][0-9]{0,6}(?:\[\w+\])?"
_ONE_FIELD = rf"\('(?P<name>[^'\\]*)', '(?P<type>{_TYPE})'(?:, \((?P<shape>[0-9]{{1,9}}),\))?\)"
_FIELD = re.compile(_ONE_FIELD)
_ANY_FIELD = re.sub(r"\?P<\w+>", "?:", _ONE_FIELD)
_HEADER = re.compile(
    rf"\s*\{{\s*'descr':\s*(?P<descr>'{_TYPE}'|\[(?:{_ANY_FIELD},? ?)+\])\s*,"
    r"\s*'fortran_order':\s*(?P<fortran>True|False)\s*,"
    r"\s*'shape':\s*\((?P<shape>(?:[0-9]{1,20}, ?)*(?:[0-9]{1,20})?)\)\s*,?\s*\}\s*"
)

_WANTED = "Save the numbers with numpy.save (one array of rows) or numpy.savez (named columns)."


def is_npy(data: bytes) -> bool:
    """Return whether the bytes begin as a .npy file does."""
    return data.startswith(_MAGIC)


def is_npz(data: bytes) -> bool:
    """Return whether the bytes are a zip archive that holds .npy files only."""
    if not data.startswith(b"PK"):
        return False
    try:
        names = Archive(data, _LARGEST).names
    except ArchiveError:
        return False
    return bool(names) and all(name.endswith(".npy") for name in names)


def read_npy(data: bytes) -> Table:
    """Return one array: (N,), (N, k), or with named fields."""
    array = _array(data)
    notes: tuple[str, ...] = ()
    if array.ndim == 2 and 2 * array.shape[0] <= array.shape[1] > 2:
        rows, columns = count_of(array.shape[0], "row"), count_of(array.shape[1], "column")
        notes = (f"The array has {rows} and {columns}: if it lies on its side, save array.T.",)
    return _table(_columns(array, ""), "NPY", array.dtype.names is not None, notes)


def read_npz(data: bytes) -> Table:
    """Named arrays, each (N,) or (N, k); what is called y comes last, as the target."""
    columns: dict[str, Any] = {}
    members = _members(data)
    for name in sorted(members, key=lambda name: name.lower() in _TARGETS):
        columns |= _columns(_array(members[name]), name)
    return _table(columns, "NPZ", True, ())


def _members(data: bytes) -> dict[str, bytes]:
    try:
        archive = Archive(data, _LARGEST)
        return {name.removesuffix(".npy"): archive.read(name) for name in archive.names}
    except ArchiveError as error:
        raise TableError(f"The .npz archive cannot be read: it {error}. {_WANTED}") from None


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
    """Return the header of a .npy file, and where its numbers start."""
    width = 2 if data[6:7] == b"\x01" else 4
    start = 8 + width + int.from_bytes(data[8 : 8 + width], "little")
    if start > min(len(data), _LONGEST_HEADER):
        raise _unreadable("it ends before its header does")
    return data[8 + width : start].decode("latin-1" if width == 2 else "utf-8", "replace"), start


def _dtype(descr: str) -> np.dtype[Any]:
    try:
        dtype = np.dtype(_fields(descr) or descr.strip("'"))
    except (TypeError, ValueError):
        raise _unreadable(f"its numbers are of type {descr[:60]}") from None
    if dtype.hasobject:
        raise TableError(f"The array holds Python objects, which are never unpickled. {_WANTED}")
    if dtype.itemsize == 0:
        raise _unreadable(f"its numbers are of type {descr[:60]}")
    return dtype


def _fields(descr: str) -> list[tuple[Any, ...]]:
    """Return the fields of a structured array; those without a name fill gaps in it."""
    fields = list[tuple[Any, ...]]()
    for i, field in enumerate(_FIELD.finditer(descr)):
        shape = ((int(field["shape"]),),) if field["shape"] else ()
        fields.append((field["name"] or f"{_GAP}{i}", field["type"], *shape))
    return fields


def _unreadable(reason: str) -> TableError:
    return TableError(f"The .npy array cannot be read: {reason}. {_WANTED}")


def _columns(array: NDArray[Any], name: str) -> dict[str, NDArray[Any]]:
    """Return the columns of one array, by name."""
    if array.dtype.names is not None and array.ndim == 1:
        keys = [key for key in array.dtype.names if not key.startswith(_GAP)]
        parts = [_columns(array[key], f"{name}.{key}" if name else key) for key in keys]
        return {key: values for part in parts for key, values in part.items()}
    if array.ndim == 1:
        return {name or "column 1": array}
    if array.ndim == 2:
        stem = f"{name} " if name else "column "
        return {f"{stem}{j}": array[:, j - 1] for j in range(1, array.shape[1] + 1)}
    raise TableError(f"The array has shape {array.shape}, not (N,) or (N, k). {_WANTED}")


def _table(
    columns: Mapping[str, NDArray[Any]], kind: str, named: bool, notes: tuple[str, ...]
) -> Table:
    check_width(len(columns))
    names, renamed = unique_names(columns)
    columns = dict(zip(names, columns.values(), strict=True))
    origin = Origin(kind, header=named, notes=(*notes, *renamed))
    if all(map(_is_float, columns.values())):
        return Table.of({name: values.ravel() for name, values in columns.items()}, origin)
    texts = {name: _texts(name, values) for name, values in columns.items()}
    return Table.typed(texts, POINT, origin=origin)


def _is_float(values: NDArray[Any]) -> bool:
    """Return whether these are floats of at most 64 bits: wider ones differ between platforms."""
    return values.dtype.kind == "f" and values.dtype.itemsize <= 8


def _is_date(dtype: np.dtype[Any]) -> bool:
    """Whether these are dates that can be written: without a unit they stand for none."""
    return dtype.kind == "M" and np.datetime_data(dtype)[0] != "generic"


def _texts(name: str, values: NDArray[Any]) -> list[str]:
    """Numbers as their shortest decimals, text as it is."""
    if values.ndim == 1 and values.dtype.kind in "iu":
        return list(map(str, values.tolist()))
    if values.ndim == 1 and (values.dtype.kind == "b" or _is_float(values)):
        return [decimal_text(float(value)) for value in values.tolist()]
    if values.ndim == 1 and values.dtype.kind == "U":
        return _strings(name, values)
    if values.ndim == 1 and values.dtype.kind == "S":
        return [value.decode("utf-8", "replace") for value in values.tolist()]
    if values.ndim == 1 and _is_date(values.dtype):
        return ["" if text == "NaT" else text for text in np.datetime_as_string(values).tolist()]
    raise TableError(f"{_called(name)} has {_holds(values)}. {_WANTED}", column=name)


def _holds(values: NDArray[Any]) -> str:
    """Why the values are no cells."""
    if values.dtype.kind == "f":
        bits = 8 * values.dtype.itemsize
        return f"{bits}-bit floats, which differ between machines: save array.astype(float)"
    if values.dtype.kind == "c":
        return f"{values.dtype} of shape {values.shape}, not one number a row: save .real and .imag"
    return f"{values.dtype} of shape {values.shape}, not one number a row"


def _strings(name: str, values: NDArray[Any]) -> list[str]:
    codes = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("="))).view(np.uint32)
    if (codes > _LAST_CHARACTER).any():
        sentence = f"{_called(name)} has invalid characters. {_WANTED}"
        raise TableError(sentence, column=name)
    return [str(value) for value in values]


def _called(name: str) -> str:
    """Return a column at the beginning of a sentence."""
    called = column_called(name)
    return called[0].upper() + called[1:]
