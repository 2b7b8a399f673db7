"""Find Firefox, WebKit and R to test with; on Debian, as root, install those that are missing."""

from __future__ import annotations

import glob
import platform
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bundle.browsers import browser


@dataclass(frozen=True)
class Engine:
    """What tests drive: the programs that it takes, each under its possible names or places."""

    name: str
    programs: Mapping[str, tuple[str, ...]]
    # Debian's.
    packages: tuple[str, ...]

    def find(self) -> dict[str, str] | None:
        """The path of every program, or None where one is missing."""
        found = {role: locate(names) for role, names in self.programs.items()}
        paths = {role: path for role, path in found.items() if path is not None}
        return paths if len(paths) == len(found) else None

    @property
    def advice(self) -> str:
        packages = " ".join(self.packages)
        return f"{self.name} was not found. Install it (Debian: apt-get install {packages})."


FIREFOX = Engine(
    "Firefox",
    {
        "browser": (
            "firefox-esr",
            "firefox",
            "/Applications/Firefox.app/Contents/MacOS/firefox",
            r"C:\Program Files\Mozilla Firefox\firefox.exe",
        )
    },
    ("firefox-esr",),
)
# Its small browser, what drives that, and a display for it, for it knows no headless mode.
WEBKIT = Engine(
    "WebKit",
    {
        "browser": (
            "/usr/lib/*/webkit2gtk-4.1/MiniBrowser",
            "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
        ),
        "driver": ("WebKitWebDriver",),
        "display": ("Xvfb",),
    },
    ("webkit2gtk-driver", "xvfb"),
)
# It runs the code that the page writes for it.
R = Engine("R", {"script": ("Rscript",)}, ("r-base-core",))
ALL = (FIREFOX, WEBKIT, R)


def locate(names: tuple[str, ...]) -> str | None:
    """The first that there is: a name is looked for in the path, a place may be a pattern."""
    for name in names:
        if Path(name).is_absolute():
            if places := sorted(glob.glob(name)):
                return places[0]
        elif path := shutil.which(name):
            return path
    return None


def can_install() -> bool:
    """True as root on Debian: there the tests want all engines."""
    try:
        system = platform.freedesktop_os_release().get("ID")
    except OSError:
        return False
    return system == "debian" and browser.can_install()


def install_missing() -> None:
    """Install what is missing where that is possible; the tests say what is missing still."""
    missing = [engine for engine in ALL if engine.find() is None]
    if not missing or not can_install():
        return
    packages = [package for engine in missing for package in engine.packages]
    print(f"Installing Debian's {', '.join(packages)} for the tests ...", flush=True)
    try:
        browser.install(*packages)
    except subprocess.CalledProcessError as error:
        print(f"That failed: {' '.join(map(str, error.cmd))} (see above).", flush=True)
