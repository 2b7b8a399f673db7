"""Events and frames on the built page with 200 points: what a hand feels, tab by tab, in ms.

An event is `playground:event`: from the input to the frame that shows its effect. A frame is the
time between two animation frames of a running descent. Long tasks are those over 100 ms on the
page's own thread. Quote figures of an idle machine; the load beside them says whether it was.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import threading

from bundle import browser, make, paths, serve
from page_objects import Playground
from playwright.sync_api import Page, sync_playwright

TABS = ("Fit", "Descent", "Closed form", "Collinearity", "Diagnostics")
WATCH = """() => {
  window.longTasks = [];
  const keep = (list) => window.longTasks.push(...list.getEntries().map((e) => e.duration));
  new PerformanceObserver(keep).observe({ entryTypes: ["longtask"] });
}"""
TAKE = """() => {
  const found = performance.getEntriesByName("playground:event").map((entry) => entry.duration);
  performance.clearMeasures("playground:event");
  return found;
}"""
FRAMES = """(count) => new Promise((resolve) => {
  const gaps = [];
  let last = null;
  const next = (now) => {
    if (last !== null) gaps.push(now - last);
    last = now;
    if (gaps.length < count) requestAnimationFrame(next);
    else resolve(gaps);
  };
  requestAnimationFrame(next);
})"""


def settled(playground: Playground) -> None:
    playground.state()


def drag(playground: Playground, count: int) -> None:
    """Drag a point up and down in small moves, as a hand does."""
    x, y = playground.page.evaluate(
        "() => { const { data } = Bokeh.documents.at(-1).get_model_by_name('plot').renderers"
        ".map((r) => r.data_source).find((s) => s.data.x?.length === 200) ?? {};"
        " return [data.x[0], data.y[0]]; }"
    )
    page = playground.page
    left, top = playground.plot.screen(x, y)
    page.mouse.move(left, top)
    page.mouse.down()
    for i in range(count):
        page.mouse.move(left, top + 3 * (i % 20 - 10))
        settled(playground)
    page.mouse.up()
    settled(playground)


def slide(playground: Playground, name: str, count: int) -> None:
    field = playground.field(name)
    for i in range(count):
        field.press("ArrowUp" if i % 8 < 4 else "ArrowDown")
        settled(playground)


def step(playground: Playground, count: int) -> None:
    for _ in range(count):
        playground.press("Step")
        settled(playground)


def row(what: str, times: list[float]) -> str:
    if not times:
        return f"| {what} | - | - | - | 0 |"
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    figures = (statistics.median(ordered), p95, ordered[-1])
    return f"| {what} | {' | '.join(f'{ms:.0f}' for ms in figures)} | {len(ordered)} |"


def measure(page: Page, address: str, count: int) -> list[str]:
    playground = Playground(page)
    page.goto(address)
    playground.wait_ready()
    page.evaluate(WATCH)
    rows = []
    for tab in TABS:
        playground.set_state(data="linear", n=200, steps=0)
        playground.open_tab(tab)
        settled(playground)
        page.evaluate(TAKE)
        slide(playground, "Noise", count)
        rows.append(row(f"{tab}: Noise dial", page.evaluate(TAKE)))
        drag(playground, count)
        rows.append(row(f"{tab}: drag a point", page.evaluate(TAKE)))
        if tab == "Descent":
            playground.set_state(data="linear", n=200, steps=0)
            step(playground, count)
            rows.append(row("Descent: Step", page.evaluate(TAKE)))
            playground.set_state(lr=0.001, steps=0)
            playground.press("Run")
            rows.append(row("Descent: frames of a run", page.evaluate(FRAMES, 120)))
            playground.press("Pause")
            playground.set_state(lr=0.1, steps=0)
    rows.append(row("Long tasks on the page", page.evaluate("() => window.longTasks")))
    return rows


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="build.py bench interaction", description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    options = parser.parse_args(arguments)
    if code := make.main([]):
        return code
    server = serve.make_server(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find_or_install(), args=list(browser.FLAGS)
        )
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        address = f"http://127.0.0.1:{server.server_port}/"
        rows = measure(page, address, options.count)
        chromium.close()
    server.shutdown()
    server.server_close()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} processors, load {load}; built from {paths.DIST.name}/\n")
    print("| 200 points | median | p95 | most | count |\n|---|---:|---:|---:|---:|")
    print("\n".join(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
