"""Events and frames on the built page: what a hand feels, tab by tab, in ms.

An event is `playground:event`: from the input to the frame that shows its effect. With 200 points a
drag moves one of them; of 100,000 none can be held, and the drag moves the picture. A frame is the
time between two animation frames of a running descent, also on a page thread slowed down fourfold,
as on a phone; between steps shown, a late Python counts too. Long tasks are those over 50 ms on the
page's own thread, which the browser tells; over 100 ms they count as faults. Quote figures of an
idle machine; the load beside them says whether it was. Only the CPU time of the page's thread, per
event, stays about the same while other work is done.

`--without` says what each patch of BokehJS (site/web/models/bokeh_patches) gains: it measures the
page with all of them and without each, in turn, and prints the figures side by side.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import threading
from collections.abc import Callable, Mapping, Sequence

from bundle import make, paths, serve
from bundle.browsers import browser
from page_objects import Playground
from playwright.sync_api import Page, sync_playwright

# Times in ms by what was measured.
Times = dict[str, list[float]]
PATCHES = "models/bokeh_patches"
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
  const [frames, steps] = [[], []];
  const stop = playground.on("state", () => steps.push(performance.now()));
  const next = (now) => {
    frames.push(now);
    if (frames.length <= count) {
      requestAnimationFrame(next);
      return;
    }
    stop();
    resolve([frames, steps].map((times) => times.slice(1).map((time, i) => time - times[i])));
  };
  requestAnimationFrame(next);
})"""

# The time of so many frames in each of which the plot in 3-D is turned by two degrees.
TURN = """(count) => new Promise((resolve) => {
  const view = Bokeh.index.find_one(Bokeh.documents.at(-1).get_model_by_name("space"));
  const frames = [];
  const next = (now) => {
    frames.push(now);
    if (frames.length > count) {
      resolve(frames.slice(1).map((time, i) => time - frames[i]));
      return;
    }
    view.turn(2, 0);
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})"""


class Thread:
    """The page's own thread, and the CPU time that it has spent."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent(self) -> float:
        """Milliseconds since the page was loaded."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        (seconds,) = (metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
        return 1000.0 * seconds

    def during(self, act: Callable[[], None], count: int) -> list[float]:
        """The milliseconds that each of `count` events in act() takes, on average."""
        before = self.spent()
        act()
        return [(self.spent() - before) / count]


def settled(playground: Playground) -> None:
    playground.state()


def drag(playground: Playground, count: int) -> None:
    """Drag a point up and down in small moves, as a hand does; where none is held, the plot."""
    xs, ys = playground.plot.drawn
    page = playground.page
    left, top = playground.plot.screen(float(xs[0]), float(ys[0]))
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


def run(playground: Playground, count: int, slowdown: int = 1) -> Times:
    """Measure so many frames of a run, with the page's thread slowed down so much."""
    page = playground.page
    # So slow that the run goes on when the frames are counted, on a slowed page too.
    playground.set_state(data="linear", n=200, lr=1e-5, steps=0)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    playground.press("Run")
    frames, steps = page.evaluate(FRAMES, count)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    playground.press("Pause")
    playground.set_state(lr=0.1, steps=0)
    slower = f", page x{slowdown} slower" if slowdown > 1 else ""
    return {
        f"Descent: frames of a run{slower}": frames,
        f"Descent: between steps shown{slower}": steps,
    }


def figures(times: list[float]) -> tuple[float, float, float]:
    """The median, the 95th percentile and the largest of some times."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return statistics.median(ordered), p95, ordered[-1]


def row(what: str, times: list[float]) -> str:
    if not times:
        return f"| {what} | - | - | - | 0 |"
    shown = " | ".join(f"{ms:.0f}" for ms in figures(times))
    return f"| {what} | {shown} | {len(times)} |"


def events(playground: Playground, tab: str, n: int, count: int) -> Times:
    """Measure the dial and the drag in a tab with n points."""
    page = playground.page
    playground.set_state(data="linear", n=n, steps=0)
    playground.open_tab(tab)
    settled(playground)
    thread = Thread(page)
    times: Times = {}
    acts = {"Noise dial": lambda: slide(playground, "Noise", count)}
    acts["drag"] = lambda: drag(playground, count)
    for name, act in acts.items():
        page.evaluate(TAKE)
        busy = thread.during(act, count)
        times[f"{tab}: {name}, {n:,} points"] = page.evaluate(TAKE)
        times[f"{tab}: CPU of the page, {name}, {n:,} points"] = busy
    return times


def descent(playground: Playground, count: int) -> Times:
    """Measure Step and a run."""
    page = playground.page
    playground.set_state(data="linear", n=200, steps=0)
    playground.open_tab("Descent")
    page.evaluate(TAKE)
    step(playground, count)
    times = {"Descent: Step, 200 points": page.evaluate(TAKE)}
    return times | run(playground, 2 * count) | run(playground, 2 * count, 4)


def plane(playground: Playground, n: int, count: int) -> Times:
    """Measure frames while the plane is turned, and the slider that swings it."""
    page = playground.page
    playground.set_state(data="collinear", n=n, epsilon=0.1, steps=0)
    playground.open_tab("Collinearity")
    settled(playground)
    session = page.context.new_cdp_session(page)
    times: Times = {}
    for slowdown in (1, 4):
        session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        slower = f", page x{slowdown} slower" if slowdown > 1 else ""
        times[f"Plane: frames while turning, {n:,} points{slower}"] = page.evaluate(TURN, count)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    page.evaluate(TAKE)
    slide(playground, "Column distance ε", count)
    return times | {f"Plane: column distance, {n:,} points": page.evaluate(TAKE)}


def measure(page: Page, address: str, count: int, many: int, tabs: Sequence[str] = TABS) -> Times:
    playground = Playground(page)
    page.goto(address)
    playground.wait_ready()
    page.evaluate(WATCH)
    times: Times = {}
    for tab in tabs:
        times |= events(playground, tab, 200, count)
    times["Long tasks so far, 200 points"] = page.evaluate("() => window.longTasks.splice(0)")
    times |= descent(playground, count) | plane(playground, 200, count)
    for tab in tabs:
        times |= events(playground, tab, many, count // 5 or 1)
    return times


def patches() -> list[str]:
    """The patches of BokehJS that have a switch."""
    texts = (path.read_text("utf-8") for path in (paths.WEB / PATCHES).glob("*.js"))
    return sorted({name for text in texts for name in re.findall(r'isOn\("(\w+)"\)', text)})


def table(times: Times) -> str:
    rows = (row(what, found) for what, found in times.items())
    return "\n".join(("| ms | median | p95 | most | count |", "|---|---:|---:|---:|---:|", *rows))


def compared(times: Mapping[str, Times]) -> str:
    """A column for each patch: median and p95 of a page without it, over the whole page's."""
    whole, *without = times.values()
    names = [f"without {name}" for name in [*times][1:]]
    lines = [
        "| ms: median, p95 | all | " + " | ".join(names) + " |",
        "|---" * (len(times) + 1) + "|",
    ]
    for what, found in whole.items():
        cells = [
            "{:.0f}, {:.0f}".format(*figures(part)[:2]) if part else "-"
            for part in (found, *(other[what] for other in without))
        ]
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="build.py bench interaction", description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--tabs", nargs="*", choices=TABS, default=TABS)
    parser.add_argument("--without", nargs="*", metavar="PATCH", help="all that have a switch")
    parser.add_argument("--rounds", type=int, default=3, help="of a comparison")
    options = parser.parse_args(arguments)
    if code := make.main([]):
        return code
    compares = options.without is not None
    variants = ["", *(options.without or patches())] if compares else [""]
    times: dict[str, Times] = {name: {} for name in variants}
    with serve.make_server(0) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = playwright.chromium.launch(
            executable_path=browser.find_or_install(), args=list(browser.FLAGS)
        )
        address = f"http://127.0.0.1:{server.server_port}/"
        for name in variants * (options.rounds if compares else 1):
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(f"globalThis.playgroundWithoutPatches = {json.dumps([name])};")
            for what, found in measure(
                page, address, options.count, options.many, options.tabs
            ).items():
                times[name].setdefault(what, []).extend(found)
            page.close()
        chromium.close()
        server.shutdown()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} processors, load {load}; built from {paths.DIST.name}/\n")
    print(compared(times) if compares else table(times[""]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
