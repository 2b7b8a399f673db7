"""What the build packs, unpacked by the page's own module."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import zstandard
from bundle import archive, fetch, paths, pins
from playwright._impl._driver import compute_driver_executable

SCRIPT = Path(__file__).with_name("unpack.js")
RNG = random.Random(1)
WORDS = [RNG.randbytes(RNG.randint(1, 12)) for _ in range(400)]
CONTENTS = {
    "noise": RNG.randbytes(300_000),
    "one byte": b"a" * 500_000,
    "words": b"".join(RNG.choices(WORDS, k=60_000)),
    "skewed": bytes(min(255, int(RNG.expovariate(0.1))) for _ in range(200_000)),
    "far copies": (block := RNG.randbytes(200_000))
    + bytes(3_000_000)
    + block
    + block[::-1]
    + block,
    "few symbols": bytes(RNG.choices(b"ab", k=100_000)) + bytes(RNG.choices(b"abcdefgh", k=9_000)),
    "short": b"The quick brown fox jumps over the lazy dog.",
    "code": b"".join(path.read_bytes() for path in sorted(paths.WEB.rglob("*.js"))),
}


def outcomes(folder: Path, cases: Mapping[str, tuple[bytes, bytes]]) -> dict[str, str]:
    """What the page's module makes of (packed, expected)."""
    for name, (packed, expected) in cases.items():
        (folder / f"{name}.zst").write_bytes(packed)
        (folder / name).write_bytes(expected)
    node = compute_driver_executable()[0]
    decoder = fetch.fetch(pins.UNPACKER)
    command = [node, SCRIPT, decoder, *(folder / name for name in cases)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return dict(zip(cases, done.stdout.split("\n"), strict=False))


@pytest.mark.parametrize("level", [-5, 1, 3, 9, 16, 22])
def test_what_is_packed_comes_out_the_same(tmp_path: Path, level: int) -> None:
    pack = zstandard.ZstdCompressor(level=level).compress
    cases = {name: (pack(content), content) for name, content in CONTENTS.items()}
    assert outcomes(tmp_path, cases) == dict.fromkeys(CONTENTS, "same")


def test_what_the_build_packs_is_unpacked(tmp_path: Path) -> None:
    cases = {name: (archive.zstd(content), content) for name, content in CONTENTS.items()}
    assert outcomes(tmp_path, cases) == dict.fromkeys(CONTENTS, "same")


def test_what_is_damaged_or_cut_off_is_refused(tmp_path: Path) -> None:
    """None of it may hang, nor pass for the whole."""
    content = CONTENTS["words"]
    packed = archive.zstd(content)
    cases = {f"cut {n}": (packed[:n], content) for n in (0, 3, 17, 1000, len(packed) - 1)}
    for i in range(60):
        at, bit = RNG.randrange(len(packed)), 1 << RNG.randrange(8)
        damaged = packed[:at] + bytes([packed[at] ^ bit]) + packed[at + 1 :]
        cases[f"bit {i}"] = (damaged, content)
    cases["longer"] = (packed + b"more", content)
    cases["sound, after all these"] = (packed, content)
    found = outcomes(tmp_path, cases)
    assert found.pop("sound, after all these") == "same"
    assert set(found.values()) == {"Malformed"}
