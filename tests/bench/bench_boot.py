"""Boot, by stage: each run in a new browser profile (cold), from localhost; medians in ms."""

from __future__ import annotations

import argparse
import statistics
import sys
import threading

from bundle import browser, make, paths, serve
from playwright.sync_api import Browser, sync_playwright

STAGES = ("download", "python", "unpack", "import", "build")
MARKS = "() => performance.getEntriesByType('mark').map((m) => [m.name, m.startTime])"
READY = "() => document.documentElement.dataset.status === 'ready'"


def one_boot(chromium: Browser, address: str) -> dict[str, float]:
    """Milliseconds from navigation for the marks, and the length of each stage."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(READY, timeout=120_000)
    marks = {name.removeprefix("playground:"): time for name, time in page.evaluate(MARKS)}
    context.close()
    begins = [marks[f"stage:{stage}"] for stage in STAGES] + [marks["ready"]]
    lengths = {stage: begins[i + 1] - begins[i] for i, stage in enumerate(STAGES)}
    return {"painted": marks["painted"], "ready": marks["ready"]} | lengths


def measure(runs: int) -> list[dict[str, float]]:
    server = serve.make_server(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    found = []
    with sync_playwright() as playwright:
        for _ in range(runs):
            # A browser of its own each time: contexts of one browser share compiled code.
            chromium = playwright.chromium.launch(
                executable_path=browser.find_or_install(), args=list(browser.FLAGS)
            )
            found.append(one_boot(chromium, address))
            chromium.close()
    server.shutdown()
    server.server_close()
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="build.py bench boot", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(arguments)
    if not (paths.DIST / "index.html").exists() and (code := make.main([])):
        return code
    found = measure(options.runs)
    print(f"Cold boot from localhost, {options.runs} runs, ms\n")
    print("| | median | least | greatest |\n|---|---|---|---|")
    for name in found[0]:
        values = [run[name] for run in found]
        row = (statistics.median(values), min(values), max(values))
        print(f"| {name} | {' | '.join(f'{value:.0f}' for value in row)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
