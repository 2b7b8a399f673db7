"""Find a Chromium to test with; on Debian, as root, install one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    SHELL,
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The path of a browser on this machine, or None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    for place in PLACES:
        if Path(place).exists():
            return place
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def can_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Install packages of Debian's."""
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    quiet = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    subprocess.run([*quiet, *packages], check=True, stdout=subprocess.DEVNULL)


def find_for_tests() -> str:
    """As find_or_install(), but the same engine without its own windows where it can be had.

    Those windows take a third of the processor time of a page that starts.
    """
    if not shutil.which(SHELL) and can_install():
        install(SHELL, "fonts-dejavu-core")
    return shutil.which(SHELL) or find_or_install()


def find_or_install() -> str:
    """As find(), but installs Debian's chromium where that is possible; else says what to do."""
    if path := find():
        return path
    if can_install():
        print("No browser found; installing Debian's chromium for the tests ...", flush=True)
        install("chromium", "fonts-dejavu-core")
        if path := find():
            return path
    raise SystemExit(
        "The browser tests need Chromium or Chrome, and none was found. Install one (Debian: "
        "apt-get install chromium), or run the quick part: python build.py test -m 'not browser'."
    )
