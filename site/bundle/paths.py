"""Where things are in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"
WEB = SITE / "web"
BUNDLE = SITE / "bundle"
CACHE = ROOT / ".cache"
FILES = CACHE / "files"
WORK = CACHE / "work"
DIST = ROOT / "dist"
