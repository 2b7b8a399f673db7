"""Run in the browser's Python: make the app once, write down its document and what it imported."""

import json
import os
import sys
from typing import Any

SITE_PACKAGES = "/lib/python3.14/site-packages/"
# Names of files that were opened, or only asked after.
sought: set[str] = set()
stat = os.stat


def note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str):
        sought.add(arguments[0])


def noting_stat(path: Any, *more: Any, **options: Any) -> os.stat_result:
    """No audit event tells of a file that is only asked after."""
    if not isinstance(path, int):
        sought.add(os.fsdecode(path))
    return stat(path, *more, **options)


sys.addaudithook(note)
os.stat = noting_stat

import playground.runtime.late_imports  # noqa: E402
import playground.runtime.snapshot  # noqa: E402
import playground.runtime.start  # noqa: E402, F401
from playground.controls.theme import recolourings  # noqa: E402
from playground.runtime.app import make_app  # noqa: E402
from playground.runtime.bridge import digest, document_json  # noqa: E402
from playground.runtime.rehearsal import rehearse  # noqa: E402

from linreg.links import schema  # noqa: E402

app = make_app()
text = document_json(app.document)
state = app.get_state()
rehearse(app)

loaded = {
    os.path.normpath(file).removeprefix(SITE_PACKAGES)
    for module in list(sys.modules.values())
    if (file := getattr(module, "__file__", None) or "").startswith(SITE_PACKAGES)
}
data = {
    os.path.normpath(name).removeprefix(SITE_PACKAGES)
    for name in list(sought)
    if name.startswith(SITE_PACKAGES) and os.path.isfile(name)
}
record = {
    "document": text,
    "digest": digest(text),
    "state": state,
    "colours": recolourings(),
    "schema": schema(),
    "modules": sorted(sys.modules),
    "first": sorted(loaded | data),
}
with open("/work/rehearsal.json", "w") as file:
    json.dump(record, file, sort_keys=True)
