"""The playground inside the pages of others: MkDocs, Sphinx, plain HTML; same origin or not."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_guard import Guard
from bundle import paths, serve
from page_objects import READY_WITHIN, Playground
from playwright.sync_api import Frame, FrameLocator, Page, expect

Host = Callable[[Path], str]
VIEWS = ("fit", "descent", "closed-form", "collinearity", "diagnostics")
SIX = "<linreg-playground data='linear' seed='{}' load='{}'></linreg-playground>"
CALL_EVERY_FRAME = """() => {
  window.answers = [];
  addEventListener("message", ({ data }) => data.call ?? answers.push(data));
  const call = { linreg: 1, id: 1, call: "setState", args: [{ seed: 9 }] };
  for (let i = 0; i < parent.frames.length; i++) parent.frames[i].postMessage(call, "*");
}"""
OWN = {
    "columns": [
        {"name": "x", "values": ["1", "2", "4"]},
        {"name": "y", "values": ["1", "3", "2.5"]},
    ]
}


@pytest.fixture
def host(guard: Guard) -> Iterator[Host]:
    """Serves folders, each at an origin of its own."""
    servers = []

    def start(folder: Path) -> str:
        server = serve.make_server(0, str(folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        home = f"http://127.0.0.1:{server.server_port}/"
        guard.also.append(home)
        return home

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def run(*command: str, folder: Path) -> None:
    subprocess.run([sys.executable, "-m", *command], cwd=folder, check=True, capture_output=True)


def plain(folder: Path, site: str, body: str) -> Path:
    """A page of somebody else with these elements in it."""
    script = f'<script src="{site}embed.js" async></script>'
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">'
    (folder / "index.html").write_text(f"{head}<title>A post</title>{script}<p>Words.</p>{body}")
    return folder


def with_mkdocs(folder: Path, site: str) -> Path:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(
        f"site_name: A course\ntheme: {{name: mkdocs, highlightjs: false}}\n"
        f"extra_javascript: ['{site}embed.js']\nuse_directory_urls: false\n"
    )
    (folder / "docs" / "index.md").write_text(
        "# Descent\n\nTry it:\n\n"
        '<linreg-playground data="linear" n="30" seed="7" view="descent"></linreg-playground>\n\n'
        "and go on reading.\n"
    )
    run("mkdocs", "build", "--quiet", folder=folder)
    return folder / "site"


def with_sphinx(folder: Path, site: str) -> Path:
    (folder / "conf.py").write_text(
        f"project = 'A course'\nhtml_theme = 'alabaster'\nhtml_js_files = ['{site}embed.js']\n"
        "html_use_index = False\n"
    )
    (folder / "index.rst").write_text(
        "Descent\n=======\n\nTry it:\n\n.. raw:: html\n\n"
        '   <linreg-playground data="linear" n="30" seed="7" view="descent"></linreg-playground>\n'
    )
    run("sphinx", "-q", "-b", "html", ".", "out", folder=folder)
    return folder / "out"


def inside(page: Page, index: int = 0) -> FrameLocator:
    return page.locator("linreg-playground").nth(index).locator("iframe").content_frame


def frame_of(page: Page) -> Frame:
    (frame,) = (frame for frame in page.frames if "embed=1" in frame.url)
    return frame


def ask(page: Page, call: str, *arguments: Any) -> Any:
    """Call the element's API as the embedding page does."""
    code = "([call, args]) => document.querySelector('linreg-playground')[call](...args)"
    return page.evaluate(code, [call, list(arguments)])


def wait_ready(page: Page) -> None:
    page.evaluate("() => document.querySelector('linreg-playground').start().then(() => null)")


@pytest.mark.parametrize("made_by", [with_mkdocs, with_sphinx])
def test_in_a_real_site(
    made_by: Callable[[Path, str], Path],
    tmp_path: Path,
    site: str,
    host: Host,
    new_page: Callable[..., Page],
) -> None:
    page = new_page()
    # Neither theme has an icon of its own.
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(host(made_by(tmp_path, site)) + "index.html")
    wait_ready(page)
    frame = inside(page)
    expect(frame.get_by_role("button", name="Step", exact=True)).to_be_visible()
    expect(frame.get_by_role("tablist")).to_be_hidden()
    frame.get_by_role("button", name="Step", exact=True).click()
    expect(frame.get_by_role("status").filter(has_text="After 1 step")).to_be_visible()
    state = ask(page, "getState")
    assert {key: state[key] for key in ("n", "seed", "view", "steps")} == {
        "n": 30,
        "seed": 7,
        "view": "descent",
        "steps": 1,
    }
    (x, y), (w0, w1) = state["results"]["coefficients"]["descent"], (0, 0)
    assert (x, y) != (w0, w1)
    folder = paths.ROOT / ".cache" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{made_by.__name__}.png", full_page=True)


def test_ten_that_wait_cost_nothing(
    tmp_path: Path, site: str, host: Host, guard: Guard, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(host(plain(tmp_path, site, "".join(SIX.format(i, "click") for i in range(10)))))
    expect(page.get_by_role("button", name="Start: Linear regression playground")).to_have_count(10)
    assert page.locator("iframe").count() == 0
    assert [url for url in guard.requests if url.startswith(site)] == [f"{site}embed.js"]
    page.get_by_role("button", name="Start: Linear regression playground").nth(3).click()
    expect(page.locator("iframe")).to_have_count(1)
    frame = inside(page, 3)
    expect(frame.locator("html")).to_have_attribute("data-status", "ready", timeout=READY_WITHIN)


def test_one_starts_when_it_is_seen(
    tmp_path: Path, site: str, host: Host, new_page: Callable[..., Page]
) -> None:
    body = '<p style="height: 3000px">Far below.</p>' + SIX.format(5, "seen")
    page = new_page()
    page.goto(host(plain(tmp_path, site, body)))
    expect(page.get_by_role("button", name="Start")).to_have_count(1)
    assert page.locator("iframe").count() == 0
    page.locator("linreg-playground").scroll_into_view_if_needed()
    wait_ready(page)
    assert ask(page, "getState")["seed"] == 5


def test_it_takes_the_height_it_needs(
    tmp_path: Path, site: str, host: Host, new_page: Callable[..., Page]
) -> None:
    body = (
        SIX.format(1, "seen") + '<linreg-playground height="333" load="click"></linreg-playground>'
    )
    page = new_page()
    page.goto(host(plain(tmp_path, site, body)))
    wait_ready(page)
    tall = page.locator("iframe").first.evaluate("(frame) => frame.offsetHeight")
    content = frame_of(page).evaluate("() => document.body.getBoundingClientRect().height")
    assert tall == min(round(content), 620)
    page.get_by_role("button", name="Start").click()
    assert page.locator("iframe").nth(1).evaluate("(frame) => frame.offsetHeight") == 333


def test_changed_words_change_what_runs(
    tmp_path: Path, site: str, host: Host, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(host(plain(tmp_path, site, SIX.format(1, "seen"))))
    wait_ready(page)
    page.evaluate("() => document.querySelector('linreg-playground').setAttribute('seed', '42')")
    frame_of(page).wait_for_function("() => playground.getState().seed === 42")
    state = ask(page, "setState", {"n": 12})
    assert (state["n"], state["seed"], state["results"]["n"]) == (12, 42, 12)
    refused = page.evaluate(
        "() => document.querySelector('linreg-playground').setState({ n: -1 }).catch((e) => e.key)"
    )
    assert refused == "n"


def test_no_more_than_four_run_at_once(
    tmp_path: Path, site: str, host: Host, new_page: Callable[..., Page]
) -> None:
    body = "".join(f'<div style="height: 1200px">{SIX.format(i, "seen")}</div>' for i in range(6))
    page = new_page()
    page.goto(host(plain(tmp_path, site, body)))
    for i in range(6):
        element = page.locator("linreg-playground").nth(i)
        element.scroll_into_view_if_needed()
        expect(element.locator("iframe")).to_have_count(1)
    assert page.locator("iframe").count() == 4
    expect(page.locator("linreg-playground").nth(0).get_by_role("button")).to_be_visible()


def test_points_of_the_reader_stay_with_the_reader(
    tmp_path: Path, site: str, host: Host, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(host(plain(tmp_path, site, SIX.format(1, "seen"))))
    wait_ready(page)
    # Points that the embedder sets are its own.
    assert ask(page, "setState", {"points": OWN})["points"] == OWN
    assert ask(page, "getState")["points"] == OWN
    assert "points=" in ask(page, "getLink")
    # The reader loads a file in the frame: the embedder learns that data are own, and no value.
    heard = "() => { window.heard = []; for (const event of ['state', 'message', 'status'])"
    heard += " document.querySelector('linreg-playground').on(event, (e) => heard.push(e)); }"
    page.evaluate(heard)
    frame_of(page).evaluate(
        "() => document.dispatchEvent(new CustomEvent('playground:file', { detail: {"
        " file: new File(['size,price\\n7001,7002\\n7003,7004\\n7005,7007\\n'], 'mine.csv') } }))"
    )
    frame_of(page).wait_for_function("() => playground.getState().results.n === 3")
    state = ask(page, "getState")
    assert "points" not in state
    assert state["data"] == "own"
    link = ask(page, "getLink")
    assert "points" not in link
    # Nor by a change of something else.
    assert "points" not in ask(page, "setState", {"degree": 2})
    told = str([state, link, page.evaluate("() => heard")])
    assert "700" not in str(page.evaluate("() => JSON.stringify(heard)"))
    assert "7003" not in told
    # It can set its own again.
    assert ask(page, "setState", {"points": OWN})["points"] == OWN


def test_a_page_of_the_same_origin_sees_all(
    tmp_path: Path, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.route(
        f"{site}post.html",
        lambda route: route.fulfill(
            body=plain(tmp_path, site, SIX.format(1, "seen")).joinpath("index.html").read_text(),
            content_type="text/html",
        ),
    )
    page.goto(f"{site}post.html")
    wait_ready(page)
    frame_of(page).evaluate("(points) => playground.setState({ points })", OWN)
    assert ask(page, "getState")["points"] == OWN


def test_only_the_embedder_is_answered(
    tmp_path: Path, site: str, host: Host, new_page: Callable[..., Page]
) -> None:
    body = SIX.format(1, "seen") + "<iframe srcdoc='<p>stranger</p>'></iframe>"
    page = new_page()
    page.goto(host(plain(tmp_path, site, body)))
    wait_ready(page)
    stranger = page.frames[-1] if "embed" not in page.frames[-1].url else page.frames[1]
    stranger.evaluate(CALL_EVERY_FRAME)
    # A call of the embedder that comes later is answered, so the stranger's was heard before it.
    assert ask(page, "getState")["seed"] == 1
    assert stranger.evaluate("() => answers") == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_useful_in_a_small_frame(
    site: str, new_page: Callable[..., Page], view: str
) -> None:
    page = new_page(viewport={"width": 360, "height": 400})
    page.goto(f"{site}#embed=1&view={view}&data=collinear")
    playground = Playground(page)
    playground.wait_ready()
    for gone in ("banner", "tablist", "contentinfo"):
        expect(page.get_by_role(gone)).to_have_count(0)
    plot = playground.data_and_fit.bounding_box()
    assert plot is not None
    assert plot["y"] + plot["height"] <= 300
    # Its controls, or what it shows.
    parts = page.locator(f'[data-panel="{view}"]').all()
    boxes = [box for part in parts if (box := part.bounding_box()) and box["height"]]
    assert boxes
    assert min(box["y"] for box in boxes) < 380
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    folder = paths.ROOT / ".cache" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"embed-{view}-360x400.png")


def test_hidden_controls_are_not_there(site: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto(f"{site}#hide=dials,upload,table")
    playground = Playground(page)
    playground.wait_ready()
    expect(page.get_by_role("spinbutton", name="Noise")).to_have_count(0)
    expect(page.get_by_label("Upload data")).to_be_hidden()
    expect(playground.button("Undo")).to_be_visible()


# Tab -> its control, its main picture.
CONTROLS = {
    "fit": ("Fit", "Data and fit"),
    "descent": ("Descent", "Loss surface"),
    "closed-form": ("Closed form", "Correct digits"),
    "collinearity": ("Collinearity", "Coefficients"),
    "diagnostics": (None, "Data and fit"),
}


@pytest.mark.parametrize("view", CONTROLS)
def test_control_and_main_picture_share_a_small_frame(
    open_playground: Callable[..., Playground], view: str
) -> None:
    data = "&data=collinear" if view == "collinearity" else ""
    playground = open_playground(
        link=f"embed=1&view={view}{data}", viewport={"width": 720, "height": 480}
    )
    page = playground.page
    strip, other = CONTROLS[view]
    seen = [page.get_by_role("application", name="Data and fit", exact=True)]
    if other != "Data and fit":
        seen.append(
            page.get_by_role("img", name=other)
            .or_(page.get_by_role("application", name=other))
            .filter(visible=True)
        )
    if strip is not None:
        seen.append(page.get_by_role("toolbar", name=strip, exact=True))
    assert page.evaluate("() => scrollY") == 0
    for part in seen:
        expect(part).to_be_in_viewport(ratio=1)
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 480, (view, box)
    expect(page.get_by_role("tablist")).to_be_hidden()


def test_a_correlation_is_the_one_that_was_asked_for(
    tmp_path: Path, site: str, host: Host, new_page: Callable[..., Page]
) -> None:
    body = (
        "<linreg-playground data='collinear' correlation='0.999' view='collinearity' height='480'>"
    )
    page = new_page()
    page.goto(host(plain(tmp_path, site, f"{body}</linreg-playground>")))
    wait_ready(page)
    expect(inside(page).get_by_text("r = 0.999")).to_be_visible()
