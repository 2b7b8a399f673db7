"""From an address to a page that answers: what is shown when."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_guard import Guard
from bundle import paths, serve
from page_objects import READY_WITHIN, Playground
from playwright.sync_api import Page, Route, expect

Opener = Callable[..., Playground]

MARK = "(name) => performance.getEntriesByName(name).length"


@pytest.fixture
def held(open_playground: Opener) -> Iterator[tuple[Playground, Callable[[], None]]]:
    """A painted page whose memory image is held back, and what lets it come."""
    routes: list[Route] = []

    def release() -> None:
        while routes:
            routes.pop().continue_()

    playground = open_playground(
        wait=False, hold=("**/image-*.zst", lambda route: routes.append(route))
    )
    playground.page.wait_for_function(
        "() => performance.getEntriesByName('playground:painted').length"
    )
    yield playground, release
    release()


def test_the_interface_is_painted_before_python_is_there(
    held: tuple[Playground, Callable[[], None]],
) -> None:
    playground, release = held
    expect(playground.button("Add point")).to_be_visible()
    expect(playground.field("Number of points")).to_have_value("40")
    waiting = playground.page.locator("#progress")
    expect(waiting).to_contain_text("Downloading Python", timeout=READY_WITHIN)
    expect(waiting).to_contain_text("MB")
    playground.status_is("booting")
    release()
    playground.wait_ready()
    assert playground.page.evaluate(MARK, "playground:ready") == 1
    expect(playground.page.locator("#progress")).to_be_hidden()


def test_python_attaches_to_the_document_that_is_drawn(playground: Playground) -> None:
    # The guard fails on the warning that a second drawing would log.
    block = json.loads(playground.page.locator("#document").text_content() or "")
    ours = playground.page.evaluate("() => Bokeh.documents.at(-1).roots().map((m) => m.id)")
    assert ours == [root["id"] for root in json.loads(block["document"])["roots"]]
    assert playground.page.evaluate("() => Bokeh.documents.length") == 1


# Of BokehJS's models: those that the resolver knows, then those it does not find as what they are.
MODELS = """() => {
  const { default_resolver } = Bokeh.require("base");
  const { HasProps } = Bokeh.require("core/has_props");
  const known = default_resolver.names;
  const indexes = ["models/index", "models/dom/index"].map((name) => Bokeh.require(name));
  const all = indexes.flatMap((index) => Object.values(index));
  const models = all.filter((made) => made?.prototype instanceof HasProps);
  const lost = models.filter((made) => default_resolver.get(made.__qualified__) !== made);
  const styles = new (default_resolver.get("Styles"))({ z_index: "3" });
  return [known, models.length, lost.map((made) => made.__qualified__), styles.z_index];
}"""


def test_models_are_made_when_they_are_asked_for_and_all_can_be_had(
    playground: Playground,
) -> None:
    known, number, lost, level = playground.page.evaluate(MODELS)
    assert "Scatter" in known
    assert "GeoJSONDataSource" not in known
    assert number > 300
    assert lost == []
    assert level == "3"


def test_clicks_that_come_before_python_are_answered(
    held: tuple[Playground, Callable[[], None]],
) -> None:
    playground, release = held
    playground.plot.click(1.0, -3.0)
    playground.open_tab("Descent")
    for _ in range(3):
        playground.press("Step")
    playground.status_is("booting")
    release()
    playground.wait_ready()
    results = playground.results
    assert (results["n"], results["iterations"]) == (41, 3)


def test_a_tab_that_is_opened_early_keeps_the_place_of_what_is_still_to_come(
    held: tuple[Playground, Callable[[], None]],
) -> None:
    playground, release = held
    playground.open_tab("Descent")
    table = playground.page.locator('[data-slot="descent_table"]').get_by_role("table")
    early = table.bounding_box()
    release()
    playground.wait_ready()
    expect(playground.page.get_by_role("figure", name="Loss surface")).to_be_visible()
    late = table.bounding_box()
    assert early is not None
    assert late is not None
    assert abs(late["y"] - early["y"]) < 20


def test_calls_before_ready_wait_for_it(open_playground: Opener) -> None:
    playground = open_playground(wait=False)
    assert playground.set_state(seed=7)["seed"] == 7
    assert playground.page.evaluate("() => playground.status") == "ready"


def test_the_policy_allows_our_own_files_only(playground: Playground, guard: Guard) -> None:
    policy = playground.page.locator('meta[http-equiv="Content-Security-Policy"]')
    content = policy.get_attribute("content") or ""
    assert content.startswith("default-src 'none'")
    assert "'unsafe-eval'" not in content
    guard.expected.append("unsafe-eval")
    # In a timer, because what a test evaluates directly is exempt from the policy.
    attempt = "try { resolve(Function('return 1')()); } catch (error) { resolve(error.name); }"
    in_timer = f"() => new Promise((resolve) => setTimeout(() => {{ {attempt} }}))"
    assert playground.page.evaluate(in_timer) == "EvalError"


def test_it_works_under_a_sub_path(
    tmp_path: Path, new_page: Callable[..., Page], guard: Guard
) -> None:
    (tmp_path / "teaching").mkdir()
    (tmp_path / "teaching" / "linreg").symlink_to(paths.DIST, target_is_directory=True)
    server = serve.make_server(0, str(tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    guard.home = f"http://127.0.0.1:{server.server_port}/teaching/linreg/"
    playground = Playground(new_page())
    playground.page.goto(guard.home)
    playground.wait_ready()
    server.shutdown()
    server.server_close()


def test_the_late_archive_comes_when_an_import_asks_for_it(
    playground: Playground, guard: Guard
) -> None:
    assert not any("python-late" in url for url in guard.requests)
    late = "() => python.runPython('import numpy.polynomial.hermite_e as h; h.__name__')"
    assert playground.page.workers[0].evaluate(late) == "numpy.polynomial.hermite_e"
    assert sum("python-late" in url for url in guard.requests) == 1
    missing = (
        "() => { try { python.runPython('import numpy.no_such'); } catch (e) { return e.type; } }"
    )
    assert playground.page.workers[0].evaluate(missing) == "ModuleNotFoundError"


def test_events_are_measured(playground: Playground) -> None:
    playground.open_tab("Descent")
    playground.press("Step")
    assert playground.results["iterations"] == 1
    playground.page.wait_for_function(
        "() => performance.getEntriesByName('playground:event').length > 0", timeout=READY_WITHIN
    )
