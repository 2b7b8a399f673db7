"""What the solvers are called in tables and charts."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "inverse": "Inverse",
    "normal": "Normal eqs",
    "cholesky": "Cholesky",
    "qr": "QR",
    "svd": "SVD",
    "lstsq": "lstsq",
    "refined": "Refined",
    "exact": "Exact",
}
