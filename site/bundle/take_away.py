"""dist/linreg-playground.zip: the site as one file, for any static host or a USB stick."""

from __future__ import annotations

from pathlib import Path

from bundle import archive

NAME = "linreg-playground.zip"
FOLDER = "linreg-playground"
ONE_FILE = "linreg-playground.html"
TO_HOST = (
    "On the web: put all files of this folder on any static host, under any path; no set-up.\n"
)
BY_CLICK = f"Without the web: open {ONE_FILE} with a double click.\n"
BY_SERVER = 'Without the web: run "python3 -m http.server" in this folder, then open http://localhost:8000/\n'


def write(dist: Path) -> None:
    files = {
        f"{FOLDER}/{name}": content
        for name, content in archive.read_folder(dist).items()
        if name != NAME and not name.startswith(".")
    }
    by_hand = BY_CLICK if f"{FOLDER}/{ONE_FILE}" in files else BY_SERVER
    files[f"{FOLDER}/README.txt"] = (TO_HOST + by_hand).encode()
    (dist / NAME).write_bytes(archive.zip_bytes(files))
