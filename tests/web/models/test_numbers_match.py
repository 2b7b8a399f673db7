"""Numbers look alike in figures, which the page draws, and in tables, which Python fills."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from playground.engine.numbers import datum
from playwright._impl._driver import compute_driver_executable

VALUES = (
    0.0, 1.0, -2.25, 0.00012345, 1e-5, 999.96, 1947.0, 1947.25, 9999.9996, 10000.0, 52276.4,
    -3482258.6, 1234567.8, 9412345.6, 1.25e7, -6.02e23, 2.5e-14,
)  # fmt: skip
DIGITS = (1, 3, 6, 9)


def test_python_and_the_page_typeset_alike() -> None:
    pairs = [(value, digits) for value in VALUES for digits in DIGITS]
    script = Path(__file__).with_name("numbers.js")
    told = subprocess.run(
        [compute_driver_executable()[0], script, json.dumps(pairs)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert json.loads(told.stdout) == [datum(*pair) for pair in pairs]
