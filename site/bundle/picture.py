"""`build.py picture`: take the shipped pictures again, from the page as it is now."""

from __future__ import annotations

import sys
import threading

from playwright.sync_api import sync_playwright

from bundle import paths, serve
from bundle.browsers import browser
from bundle.output import pictures, social

TARGET = paths.ROOT / ".github" / "playground.png"
READY = "() => document.documentElement.dataset.status === 'ready'"


def main() -> int:
    server = serve.make_server(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    TARGET.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find_or_install(), args=list(browser.FLAGS)
        )
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_function(READY, timeout=60_000)
        page.evaluate("() => playground.setState({view: 'descent', steps: 8})")
        page.screenshot(path=TARGET)
        chromium.close()
    server.shutdown()
    # For previews, where a build finds no browser.
    pictures.SHIPPED.write_bytes((paths.DIST / social.PICTURE).read_bytes())
    for path in (TARGET, pictures.SHIPPED):
        print(f"Wrote {path.relative_to(paths.ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
