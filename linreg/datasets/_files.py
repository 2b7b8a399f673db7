"""Data sets that come with the package as files: every value as it was published."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from linreg.datasets._base import DataSet
from linreg.tables import POINT, Origin, Table, read_table

__all__ = ["Certified", "Nist", "Published"]


@dataclass(frozen=True, kw_only=True)
class Published(DataSet):
    """A data set in a CSV file of the package.

    file : name of the file.
    columns : which of its columns, and their names here; all of them if empty.
    """

    file: str
    columns: Mapping[str, str] = field(default_factory=dict)

    def table(self, **state: object) -> Table:
        self.settings(state)
        whole = read_table(files("linreg").joinpath("data", self.file).read_bytes())
        names = self.columns or {name: name for name in whole.columns}
        texts = {name: whole.text(column) for column, name in names.items()}
        return Table.typed(texts, POINT, whole.rows, Origin(f"the data set {self.name}"))


@dataclass(frozen=True)
class Certified:
    """What NIST certifies, as decimal strings: intercept first, then ascending powers."""

    coefficients: tuple[str, ...]
    standard_errors: tuple[str, ...]
    residual_sd: str
    r_squared: str


@dataclass(frozen=True, kw_only=True)
class Nist(DataSet):
    """One of NIST's Statistical Reference Datasets for linear regression.

    certificate : its name in NIST's file.
    """

    certificate: str
    source: str = "NIST/ITL Statistical Reference Datasets (StRD), linear regression"
    licence: str = "Public domain (a publication of the U.S. government)"

    def table(self, **state: object) -> Table:
        self.settings(state)
        entry = _strd()[self.certificate]
        columns = zip(*entry["x"], strict=True)
        texts = {**dict(zip(self.features, columns, strict=True)), self.target: entry["y"]}
        return Table.typed(texts, POINT, origin=Origin(f"the data set {self.name}"))

    @property
    def certified(self) -> Certified:
        """The certified values."""
        entry = _strd()[self.certificate]
        return Certified(
            tuple(entry["beta"]), tuple(entry["sd"]), entry["residual_sd"], entry["r_squared"]
        )


@cache
def _strd() -> Mapping[str, Any]:
    text = files("linreg").joinpath("data", "nist-strd.json").read_text(encoding="utf-8")
    sets: Mapping[str, Any] = json.loads(text)["datasets"]
    return sets
