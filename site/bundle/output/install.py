"""What makes the page installable: the manifest and the icons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bundle import paths
from bundle.output.assets import Assets

MANIFEST = "manifest.webmanifest"
GROUND = "#ffffff"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Systems cut the maskable icon and the touch icon to their own shapes. Their ground fills the
# square, and the mark is inside the circle of 80% across that stays whole.
ICONS = ("icon.svg", "icon-192.png", "icon-512.png", "icon-maskable.png", "icon-touch.png")


def manifest(icons: list[dict[str, str]]) -> dict[str, Any]:
    """Relative addresses only; without an id, two copies under two paths are two apps."""
    return {
        "name": "linreg playground",
        "short_name": "linreg",
        "description": "See linear regression happen, on your own data, on your own device.",
        "lang": "en",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "categories": ["education"],
        "icons": icons,
        # A link that is opened is a session of its own: it never replaces one that runs.
        "launch_handler": {"client_mode": "navigate-new"},
        "file_handlers": [
            {
                "action": "./",
                "accept": {
                    "application/json": [".linreg.json", ".json"],
                    "text/csv": [".csv"],
                    "text/tab-separated-values": [".tsv"],
                    WORKBOOK: [".xlsx"],
                },
            }
        ],
    }


def write(assets: Assets, target: Path) -> str:
    """Write icons and manifest; returns the elements of the page's head that name them."""
    vector, small, large, maskable, touch = (
        assets.file(name, (paths.WEB / "icons" / name).read_bytes()) for name in ICONS
    )
    icons = [
        {"src": vector, "type": "image/svg+xml", "sizes": "any"},
        {"src": small, "type": "image/png", "sizes": "192x192"},
        {"src": large, "type": "image/png", "sizes": "512x512"},
        {"src": maskable, "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
    ]
    text = json.dumps(manifest(icons), indent=1) + "\n"
    (target / MANIFEST).write_text(text, encoding="utf-8")
    return "\n".join(
        (
            f'<link rel="icon" href="{vector}">',
            f'<link rel="apple-touch-icon" href="{touch}">',
            f'<link rel="manifest" href="{MANIFEST}">',
        )
    )
