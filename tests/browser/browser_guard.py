"""What every test of the browser tier watches for, whatever else it looks at."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

BLOCKED = "Service Worker registration blocked by Playwright"


class Guard:
    """Notes every complaint and every request of a page; judged when the test is over."""

    def __init__(self, home: str) -> None:
        self.home = home
        # Other hosts that a test itself serves, for instance a page that embeds the playground.
        self.also: list[str] = []
        self.complaints: list[str] = []
        self.requests: list[str] = []
        # What a test expects to see complained about, as parts of the text.
        self.expected: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", lambda message: self._note(message.type, message.text))
        context.on("weberror", lambda error: self._note("error", str(error.error)))

    def _note(self, kind: str, text: str) -> None:
        # Where a test blocks service workers, Playwright says so in the page's own console.
        if kind in ("error", "warning") and text != BLOCKED:
            self.complaints.append(text)

    def judge(self) -> None:
        known = (self.home, *self.also, "blob:", "data:")
        abroad = [u for u in self.requests if not u.startswith(known)]
        assert not abroad, f"requests left the host: {abroad}"
        unexpected = [c for c in self.complaints if not any(e in c for e in self.expected)]
        assert not unexpected, f"the console complained: {unexpected}"
