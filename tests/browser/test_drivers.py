"""What drives Firefox and WebKit leaves nothing behind, also when a browser hangs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import drivers
import pytest
from drivers import Program

# Says that it is there, and then nothing more, with a child that does not end by itself.
STUCK = ("sh", "-c", "sleep 600 & echo here; sleep 600")
HOLD = 'exec 3>"$0"; sleep 600 & echo here; sleep 600'
OWNER = """
import os, sys, drivers
drivers.Program("sh", "-c", *sys.argv[1:]).says("here")
os.kill(os.getpid(), 9)
"""


def test_a_program_ends_with_its_children() -> None:
    program = Program(*STUCK)
    program.says("here")
    # Returns when the last of them has let go of the pipe.
    program.end()


def test_a_program_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drivers, "START_WITHIN", 0.1)
    program = Program(*STUCK)
    with pytest.raises(TimeoutError, match="no line with never"):
        program.says("never")
    program.end()


def test_a_program_does_not_outlive_an_owner_that_is_killed(tmp_path: Path) -> None:
    fifo = tmp_path / "alive"
    os.mkfifo(fifo)
    held = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(held, True)
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", OWNER, HOLD, str(fifo)]
    subprocess.run(command, env=surroundings, timeout=60)
    # It ends with the last process that holds its other side.
    assert os.read(held, 1) == b""
    os.close(held)
