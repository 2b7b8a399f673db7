"""The memory image: what is left out of it, and that it holds what the page shows."""

import json
import struct

import numpy as np
import pytest
from bundle import make
from bundle.image import pack_image, snapshot


def chunk(size, in_use, content=0):
    return struct.pack("<II", 0, size | 1 | (pack_image.IN_USE if in_use else 0)) + bytes(
        [content]
    ) * (size - 8)


def heap(*parts):
    # As many chunks as tell a heap from chance.
    return bytearray(b"".join(parts) + chunk(16, True, 7) * 1001)


def test_what_is_free_is_blanked_but_for_its_links():
    memory = heap(chunk(64, True, 9), chunk(64, False, 9), chunk(512, False, 9))
    assert pack_image.blank_free(memory, 0, len(memory)) == (64 - 16) + (512 - 32)
    assert memory[8:64] == bytes([9]) * 56
    assert memory[64 + 8 : 64 + 16] == bytes([9]) * 8
    assert not any(memory[64 + 16 : 128])
    assert not any(memory[128 + 32 : 640])


def test_a_heap_of_another_make_is_not_packed():
    with pytest.raises(snapshot.Failed, match="not laid out as expected"):
        pack_image.blank_free(bytearray(4096), 0, 4096)


def test_runs_hold_what_differs_from_a_fresh_instance_and_nothing_else():
    rng = np.random.default_rng(0)
    page = pack_image.PAGE
    fresh = rng.bytes(4 * page)
    memory = bytearray(fresh + bytes(4 * page) + b"end")
    memory[page] ^= 1
    memory[6 * page + 5] = 1
    kept = pack_image.runs(memory, fresh, 4 * page)
    assert kept == [(page, page), (6 * page, page), (8 * page, 3)]


def test_an_image_of_another_document_stops_the_build():
    taken = snapshot.Snapshot({}, json.dumps({"a": 1}), frozenset(), b"", b"")
    with pytest.raises(SystemExit, match="another document"):
        make.image_of(taken, {"document": json.dumps({"a": 2}), "modules": []}, {}, "")


def test_the_memory_is_cut_into_frames_of_about_the_same_size():
    runs = [(1000, 10), (3000, 1), (5000, 19), (9000, 5)]
    found = pack_image.cut(runs, 4)
    assert [sum(length for _, length in frame) for frame in found] == [9, 9, 9, 8]
    together = [place for frame in found for a, n in frame for place in range(a, a + n)]
    assert together == [place for a, n in runs for place in range(a, a + n)]
    assert pack_image.cut(runs, 1) == [runs]
