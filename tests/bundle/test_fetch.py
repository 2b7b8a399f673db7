"""Pinned files: any source will do, the hash decides."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from bundle import fetch, paths, pins

CONTENT = b"the right bytes"
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    monkeypatch.setattr(paths, "FILES", tmp_path / "files")
    return tmp_path / "files"


def served(folder: Path, content: bytes) -> pins.Url:
    place = folder / "served"
    place.write_bytes(content)
    return pins.Url(place.as_uri())


def nowhere(folder: Path) -> pins.Url:
    return pins.Url((folder / "absent").as_uri())


def test_the_first_source_that_answers_is_used_and_kept(tmp_path: Path, cache: Path) -> None:
    pin = pins.Pin("a.bin", HASH, len(CONTENT), (nowhere(tmp_path), served(tmp_path, CONTENT)))
    assert fetch.fetch(pin).read_bytes() == CONTENT
    (tmp_path / "served").unlink()
    assert fetch.fetch(pin) == cache / "a.bin"


def test_other_bytes_stop_the_build_and_are_named(tmp_path: Path, cache: Path) -> None:
    source = served(tmp_path, b"other bytes")
    got = hashlib.sha256(b"other bytes").hexdigest()
    with pytest.raises(fetch.Mismatch) as caught:
        fetch.fetch(pins.Pin("a.bin", HASH, len(CONTENT), (source,)))
    for part in ("a.bin", HASH, got, source.address):
        assert part in str(caught.value)
    assert not (cache / "a.bin").exists()


def test_no_source_is_one_sentence_with_the_name_and_the_size(tmp_path: Path) -> None:
    with pytest.raises(
        fetch.Missing, match=r"^a\.bin \(0\.0 MB\) is in no cache and from no source"
    ):
        fetch.fetch(pins.Pin("a.bin", HASH, len(CONTENT), (nowhere(tmp_path),)))


def test_a_damaged_cache_is_fetched_again(tmp_path: Path, cache: Path) -> None:
    cache.mkdir()
    (cache / "a.bin").write_bytes(b"half")
    pin = pins.Pin("a.bin", HASH, len(CONTENT), (served(tmp_path, CONTENT),))
    assert fetch.fetch(pin).read_bytes() == CONTENT


def test_every_pin_has_a_whole_hash_and_a_source() -> None:
    for pin in (*pins.RUNTIME, *pins.PACKAGES, pins.CARRIER):
        assert len(pin.sha256) == 64
        assert pin.size > 0
        assert pin.sources
