"""Static hosts that a test can stop, start again and give another version of the site to serve."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from bundle import paths
from bundle.output import join, precache, take_away
from bundle.output import page as pages
from bundle.output.assets import digest
from page_objects import READY_WITHIN
from playwright.sync_api import Page, expect

SERVE = """
import sys
from bundle import serve
server = serve.make_server(int(sys.argv[1]), sys.argv[2])
print(server.server_port, flush=True)
server.serve_forever()
"""

# What a browser says by itself of a request that met no server.
NO_SERVER = ("ERR_CONNECTION_REFUSED", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "404")

# Puts other bytes in the place of the kept files whose address has this part; says how many.
SPOIL = """async ([part, text]) => {
  let spoilt = 0;
  for (const key of await caches.keys()) {
    const cache = await caches.open(key);
    for (const request of await cache.keys()) {
      if (!request.url.includes(part)) continue;
      await cache.put(request.url, new Response(text));
      spoilt += 1;
    }
  }
  return spoilt;
}"""


def offline_is(page: Page, state: str) -> None:
    html = page.locator("html")
    expect(html).to_have_attribute("data-offline", state, timeout=READY_WITHIN)


class Host:
    """`build.py serve` for any folder, in a process of its own, so that stopping it is real."""

    def __init__(self, folder: Path, path: str = "") -> None:
        self.folder = folder
        self.port = 0
        self._path = path
        self._process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def address(self) -> str:
        return self.origin + self._path

    def start(self) -> None:
        self._run(SERVE, str(self.folder))

    def become_portal(self, redirecting: bool = False) -> None:
        """Answer everything with a page to log in, or be led to it."""
        self.stop()
        self._run(PORTAL, *(["redirecting"] if redirecting else []))

    def _run(self, script: str, *arguments: str) -> None:
        command = [sys.executable, "-c", script, str(self.port), *arguments]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def copy_site(target: Path) -> Path:
    """A copy of dist/ that a test may change."""
    shutil.copytree(paths.DIST, target, ignore=shutil.ignore_patterns(take_away.NAME))
    return target


def publish_another(site: Path) -> str:
    """Make `site` another version: its late modules get another name, and the old file goes."""
    (late,) = site.glob("python-late-*.zip")
    with zipfile.ZipFile(late, "a") as archive:
        archive.comment = archive.comment + b"another version"
    renamed = f"python-late-{digest(late.read_bytes())[:10]}.zip"
    late.rename(site / renamed)
    index = site / "index.html"
    index.write_text(index.read_text().replace(late.name, renamed))
    return precache.write(site)


# Whatever is asked for, by whatever name: a network that wants its visitors to log in.
PORTAL = """
import http.server, sys
TEXT = b"<!doctype html><html lang='en'><title>Welcome</title><link rel='icon' href='data:,'>"
TEXT += b"<p>Log in to use this network</p></html>"
class Portal(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        moved = len(sys.argv) > 2 and not self.path.startswith("/login")
        self.send_response(302 if moved else 200)
        if moved:
            self.send_header("Location", "/login")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0" if moved else str(len(TEXT)))
        self.end_headers()
        self.wfile.write(b"" if moved else TEXT)
    def log_message(self, *given):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Portal)
print(server.server_port, flush=True)
server.serve_forever()
"""

SMALL_PAGE = """<!doctype html>
<html lang="en" data-build="">
<meta charset="utf-8"><title>Small</title><link rel="icon" href="data:,">
<p id="offline"></p><p id="offline-about"></p><button id="offline-action"></button>
<p id="update" hidden><button class="reload">reload</button><button class="later">Later</button></p>
<script type="module" src="app-0000000000/start.js"></script>
</html>
"""
SMALL_START = """
import { holdBuild } from "./offline/offline.js";
import { keepOffline } from "./offline/offline_words.js";
holdBuild(document.documentElement.dataset.build);
keepOffline(document.documentElement.dataset.build, (act) => act());
window.late = () => fetch("late-0000000000.txt").then((answer) => answer.text());
"""


def small_site(target: Path, late: str = "first") -> str:
    """The page's own modules around nothing: as the playground, but for Python. Late files of
    another content have another name, as in dist/."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "app-0000000000").mkdir(parents=True)
    renamed = f"late-{digest(late.encode())[:10]}.txt"
    entry = SMALL_START.replace("late-0000000000.txt", renamed)
    start = join.joined(pages.sources() | {"start.js": entry}, "start.js")
    (target / "app-0000000000" / "start.js").write_text(start)
    (target / "app-0000000000").rename(target / f"app-{digest(start.encode())[:10]}")
    folder = f"app-{digest(start.encode())[:10]}"
    (target / "index.html").write_text(SMALL_PAGE.replace("app-0000000000", folder))
    (target / "notes").mkdir()
    (target / "notes" / "index.html").write_text("<!doctype html><title>Notes</title>notes")
    (target / renamed).write_text(late)
    return precache.write(target)
