"""Make a memory image small, and lay it out as site/web/boot/restore.js reads it.

The image is a number of frames. The first is the length of the metadata (4 bytes), the metadata
(JSON), and the side modules and files that it lists, in order; the others are runs of memory, which
it lists with their addresses.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from bundle.image.snapshot import Failed, Snapshot

PAGE = 1024
# A chunk of the C heap: the size of the one before, its own size with three flags, then its bytes.
HEADER = 8
# Into how many frames the memory is cut: each is unpacked as soon as it is there, in a place that
# is used again for the next; but what is in a large one packs better.
FRAMES = 6
IN_USE = 2
# What a free chunk keeps in its first bytes: links to its neighbours, more in the larger bins.
SMALL, SMALL_LINKS, TREE_LINKS = 256, 16, 32


def chunks(memory: bytearray, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """(address, size, whether in use) of each chunk of the C heap that `start` begins."""
    words = memoryview(memory)[: len(memory) // 4 * 4].cast("I")
    for first in range(start, start + 64, 4):
        found = []
        at = first
        while at + HEADER <= end:
            head = words[at // 4 + 1]
            size = head & ~7
            if size < 16:
                break
            found.append((at, size, bool(head & IN_USE)))
            at += size
        if at == end and len(found) > 1000:
            yield from found
            return
    raise Failed("The C heap of the image is not laid out as expected.")


def blank_free(memory: bytearray, start: int, end: int) -> int:
    """Put zeros where the C heap holds nothing; returns how many bytes."""
    blanked = 0
    for at, size, in_use in chunks(memory, start, end):
        if in_use:
            continue
        links = HEADER if at + size == end else SMALL_LINKS if size < SMALL else TREE_LINKS
        if size > links:
            memory[at + links : at + size] = bytes(size - links)
            blanked += size - links
    return blanked


def runs(memory: bytearray, fresh: bytes, static_end: int) -> list[tuple[int, int]]:
    """(address, length) of what must be restored: pages that are neither as instantiation leaves
    them, below `static_end`, nor empty, above it."""
    length = len(memory) // PAGE * PAGE
    pages = np.frombuffer(memory, np.uint8, length).reshape(-1, PAGE)
    below = static_end // PAGE
    expected = np.zeros_like(pages)
    expected[:below] = np.frombuffer(fresh, np.uint8, below * PAGE).reshape(-1, PAGE)
    differs = np.flatnonzero((pages != expected).any(axis=1))
    breaks = np.flatnonzero(np.diff(differs) > 1)
    firsts = differs[np.r_[0, breaks + 1]] * PAGE
    lasts = differs[np.r_[breaks, len(differs) - 1]] * PAGE + PAGE
    found = [(int(first), int(last - first)) for first, last in zip(firsts, lasts, strict=True)]
    if length < len(memory):
        found.append((length, len(memory) - length))
    return found


def cut(runs: list[tuple[int, int]], number: int) -> list[list[tuple[int, int]]]:
    """Split the runs into this number of lists of about equal size in bytes."""
    most = -(-sum(length for _, length in runs) // number)
    found: list[list[tuple[int, int]]] = [[]]
    room = most
    for address, length in runs:
        while length:
            if not room:
                found.append([])
                room = most
            here = min(length, room)
            found[-1].append((address, here))
            address, length, room = address + here, length - here, room - here
    return found


def pack(
    snapshot: Snapshot,
    modules: Mapping[str, bytes],
    files: Mapping[str, bytes],
    facts: Mapping[str, Any],
) -> list[bytes]:
    """The frames of the image, not yet compressed. modules: the side modules by the path that
    Python knows; files: what the woken Python may still open; facts: joined to the metadata."""
    meta = snapshot.meta
    memory = bytearray(snapshot.memory)
    blank_free(memory, meta["heapStart"], meta["brk"])
    dead_stack = slice(meta["stackEnd"], meta["stackPointer"])
    memory[dead_stack] = bytes(dead_stack.stop - dead_stack.start)
    kept = cut(runs(memory, snapshot.fresh, meta["stackEnd"]), FRAMES)
    libraries = [
        {**library, "size": len(modules[library["name"]])} for library in meta["libraries"]
    ]
    listed = {name: files[name] for name in sorted(files)}
    header = {
        **meta,
        **facts,
        "libraries": libraries,
        "files": [[name, len(content)] for name, content in listed.items()],
        "runs": kept,
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    head = [struct.pack("<I", len(text)), text]
    head += [modules[library["name"]] for library in libraries]
    head += listed.values()
    frames = [b"".join(memory[at : at + length] for at, length in frame) for frame in kept]
    return [b"".join(head), *frames]
