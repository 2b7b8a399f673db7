"""The last step of the build: dist/ asks no other host for anything, and is not too large."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

from bundle import serve
from bundle.browsers import browser
from bundle.docs import settings as docs
from bundle.output import landing, page, single_file
from bundle.output.assets import digest
from bundle.output.sizes import Table, measured, totals_of
from bundle.output.vendored import VENDORED, VENDORED_FILES

# Names, not places: nobody fetches them.
NAMESPACES = ("http://www.w3.org/",)
FOREIGN = re.compile(r"https?://[A-Za-z0-9.-]+|(?<=[\"'(])//[a-z0-9.-]+\.[a-z]{2,}")
OWN_ENDINGS = (".html", ".js", ".css", ".json", ".webmanifest")

# Examples in them name hosts; check_documentation looks at what the pages fetch.
TEXTS = (f"{docs.FOLDER}/**/*.html", f"{docs.FOLDER}/search/*")

# Megabytes in gzip, for the parts a visitor waits for.
BUDGET = {"readable": 0.7, "first visit": 18.0, "first visit, plain": 14.0, "everything": 40.0}


class Failed(SystemExit):
    """dist/ must not be published; says which file and why."""


class References(HTMLParser):
    """Every address that a page makes the browser fetch; citations in <a href> are not fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.scripts: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag != "a":
            self.fetched += [value for name in ("src", "href") if (value := given.get(name))]
        self._script = tag == "script" and given.get("type") != "application/json"

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._script = False


def check_page(dist: Path, name: str) -> None:
    parser = References()
    text = (dist / name).read_text(encoding="utf-8")
    parser.feed(text)
    for script in parser.scripts:
        if page.inline_hash(script) not in text:
            raise Failed(f"{name} holds a script that its policy does not name: {script[:60]!r}.")
    check_fetched(dist, name, parser.fetched)


def check_fetched(dist: Path, name: str, fetched: Iterable[str]) -> None:
    """Whether all that a page makes the browser fetch is in dist/."""
    for address in fetched:
        if re.match(r"[a-z]+:|/", address) and not address.startswith("data:"):
            raise Failed(f"{name} refers to {address}; only relative addresses work everywhere.")
        place = (dist / name).parent / address.partition("#")[0].partition("?")[0]
        if not address.startswith(("data:", "#")) and not place.exists():
            raise Failed(f"{name} refers to {address}, which is not in dist/.")


def check_documentation(dist: Path, name: str) -> None:
    """The theme's own scripts stand in these pages; they may fetch nothing from elsewhere."""
    parser = References()
    parser.feed((dist / name).read_text(encoding="utf-8"))
    check_fetched(dist, name, parser.fetched)


def without_citations(text: str) -> str:
    return re.sub(r"<a\s[^>]*>", "", text)


def check_own(dist: Path) -> None:
    passed = (*VENDORED_FILES, *TEXTS)
    vendored = {path for pattern in passed for path in dist.glob(pattern)}
    for path in sorted(dist.rglob("*")):
        # The single file is made of files that are looked at here, and is not in UTF-8.
        if path in vendored or path.suffix not in OWN_ENDINGS or path.name == single_file.NAME:
            continue
        text = path.read_text(encoding="utf-8")
        for line_number, line in enumerate(without_citations(text).splitlines(), 1):
            for match in FOREIGN.finditer(line):
                if not line[match.start() :].startswith(NAMESPACES):
                    raise Failed(
                        f"{path.relative_to(dist)} line {line_number} names another host: "
                        f"{match.group()}. The playground must not depend on one."
                    )


def check_vendored(dist: Path) -> None:
    for pattern in VENDORED_FILES:
        for path in dist.glob(pattern):
            content = path.read_bytes()
            key = digest(content)
            hosts = frozenset(re.findall(r"https?://([A-Za-z0-9.-]+)", content.decode("utf-8")))
            allowed = VENDORED.get(key)
            if allowed != hosts - {"www.w3.org"}:
                raise Failed(
                    f"{path.name} (SHA-256 {key}) names the hosts {sorted(hosts)}; look at each, "
                    f"then list them in site/bundle/output/vendored.py."
                )


def check_sizes(table: Table) -> None:
    totals = totals_of(table)
    for name, most in BUDGET.items():
        if totals[name] > most * 1e6:
            raise Failed(
                f"{name}: {totals[name] / 1e6:.2f} MB in gzip, over its budget of {most} MB."
            )


def check_open(dist: Path) -> str:
    """Open the page in a browser where there is one: it must get ready and stay at home."""
    import threading

    from playwright.sync_api import sync_playwright

    executable = browser.find()
    if executable is None:
        return "no browser on this machine: the page was not opened"
    server = serve.make_server(0, str(dist))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=browser.FLAGS)
        tab = chromium.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on(
            "console",
            lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(home)
        tab.wait_for_function(
            "() => ['ready', 'failed'].includes(document.documentElement.dataset.status)",
            timeout=120_000,
        )
        status = tab.evaluate("() => document.documentElement.dataset.status")
        reason = tab.evaluate("() => document.querySelector('#failure pre')?.textContent")
        chromium.close()
    server.shutdown()
    if abroad := [url for url in asked if not url.startswith((home, "blob:", "data:"))]:
        raise Failed(f"The page asked another host: {abroad[0]}")
    if status != "ready" or complaints:
        raise Failed(f"The page opened as {status!r}: {reason or ''} {complaints}")
    return "opened in a browser: ready, and no request left the host"


def check_single_file(dist: Path) -> None:
    size = (dist / single_file.NAME).stat().st_size
    if size > single_file.MOST_BYTES:
        raise Failed(
            f"{single_file.NAME} is {size / 1e6:.1f} MB; {single_file.MOST_BYTES / 1e6:.0f} MB is "
            "the most that can be mailed."
        )


def check(dist: Path) -> Table:
    check_page(dist, "index.html")
    check_page(dist, "licenses/index.html")
    for path in sorted(dist.glob(f"{landing.FOLDER}/**/*.html")):
        check_page(dist, path.relative_to(dist).as_posix())
    for path in sorted(dist.glob(f"{docs.FOLDER}/**/*.html")):
        check_documentation(dist, path.relative_to(dist).as_posix())
    check_own(dist)
    check_vendored(dist)
    check_single_file(dist)
    table = measured(dist)
    check_sizes(table)
    return table
