"""dist/linreg-playground.zip: the site as one file, for any static host or a USB stick."""

from __future__ import annotations

from pathlib import Path

from bundle import archive
from bundle.output import scorm, single_file

NAME = "linreg-playground.zip"
FOLDER = "linreg-playground"
README = f"""\
On the web: put all files of this folder on any static host, under any path.
Without the web: open {single_file.NAME} with a double click.
"""


def write(dist: Path) -> None:
    files = {
        f"{FOLDER}/{name}": content
        for name, content in archive.read_folder(dist).items()
        if name not in (NAME, *scorm.NAMES.values()) and not name.startswith(".")
    }
    files[f"{FOLDER}/README.txt"] = README.encode()
    (dist / NAME).write_bytes(archive.zip_bytes(files))
