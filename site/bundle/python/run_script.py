"""Run in the browser's Python: one script of the checkout, as `python SCRIPT ARGUMENTS` would."""

import json
import runpy
import sys

job: str  # given by run_python.mjs
options = json.loads(job)  # noqa: F821
sys.argv = [options["script"], *options["arguments"]]
try:
    runpy.run_path(options["script"], run_name="__main__")
except SystemExit as end:
    if end.code:
        raise RuntimeError(f"{options['script']} ended with {end.code}") from end
