"""Check that the rooms of the page's scripts import one way; entries in site/web import all."""

from __future__ import annotations

from collections import defaultdict

from bundle.output import join, page

# Room -> the rooms that it may import. A room of models may import what lies directly in models.
BELOW = {
    "boot": {"failure", "limits", "links"},
    "bridge": {"limits", "models"},
    "embed": set(),
    "failure": {"models", "models/inputs"},
    "lessons": {"links", "models", "models/inputs"},
    "limits": set(),
    "links": set(),
    "models": {"limits", "models/*"},
    "models/bokeh_patches": {"models/figure"},
    "models/figure": {"models", "models/inputs"},
    "models/inputs": {"models", "models/text", "rules"},
    "models/points": {"models", "models/bokeh_patches", "models/figure"},
    "models/space": {"models", "models/bokeh_patches", "models/figure", "models/points"},
    "models/text": {"models"},
    "offline": {"bridge"},
    "page": {"models", "models/bokeh_patches", "models/figure", "models/inputs"},
    "rules": set(),
    "scorm": set(),
    "share": {"models"},
}


def room(name: str) -> str:
    return name.rpartition("/")[0]


def test_rooms_import_only_what_is_below_them() -> None:
    upward = defaultdict(set)
    for name, text in page.sources().items():
        for other in join.imports(name, text):
            allowed = {room(name), *BELOW.get(room(name), {room(other)})}
            above = "models/*" in allowed and other.startswith("models/")
            if room(other) not in allowed and not above:
                upward[name].add(other)
    assert upward == {}


def test_every_script_is_in_a_room_or_an_entry() -> None:
    entries = {*page.ENTRIES, *page.OWN_ADDRESS, page.FIRST_SCRIPT, "single_file.js"}
    entries |= {"service-worker.js", "remove-offline.js"}
    scripts = {name for name in page.sources() if name.endswith(".js")}
    assert {name for name in scripts if room(name) not in BELOW} == entries
