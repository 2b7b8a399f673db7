"""Rules that misuse what runs them: one sentence, no halt of the page, and Python goes on."""

from __future__ import annotations

import os
import re

import pytest
from page_objects import Playground
from playwright.sync_api import expect
from rules import attacks
from rules.code_tab import CodeTab

pytestmark = pytest.mark.alone
BOOT = 60_000
ORDINARY = "def step(w, gradient, state):\n    return w - state.learning_rate * gradient\n"
# What the page says from the click until there is an outcome; a new second Python comes first.
UNDER_WAY = re.compile(r"^(Running|Starting) ")
MEDDLED = "Your code has changed its own runtime."
# The longest time in which the page's thread did nothing else, in milliseconds, since `reset`.
WATCH = """() => {
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  window.longest = 0;
  port1.onmessage = () => {
    const now = performance.now();
    window.longest = Math.max(window.longest, now - last);
    last = now;
    setTimeout(() => port2.postMessage(null), 4);
  };
  port2.postMessage(null);
}"""
LONGEST = "() => { const found = longest; longest = 0; return found; }"
COUNT = "() => playground.getState().then(({ results }) => results.n)"


class Rules(CodeTab):
    """The tab Code with a watch on the page's thread; the second Python is there."""

    def __init__(self, playground: Playground) -> None:
        super().__init__(playground)
        self.heard = playground.record("status")
        self.run(ORDINARY)
        expect(self.words("of the minimum loss after").first).to_be_visible(timeout=BOOT)
        self.page.evaluate(WATCH)
        # What a run costs on this machine as it is just now.
        self.usual = max(self.tried(ORDINARY)[1] for _ in range(3))

    def tried(self, source: str) -> tuple[str, float]:
        """What the page says of a run in the end, and its longest halt meanwhile."""
        self.editor.fill(source)
        self.page.evaluate(LONGEST)
        runs = self.panel.get_by_role("button", name="Run your rule")
        stop = self.panel.get_by_role("button", name="Stop your rule")
        runs.click()
        expect(runs).to_be_enabled(timeout=BOOT)
        expect(stop).to_be_disabled(timeout=BOOT)
        expect(self.status).not_to_have_text(UNDER_WAY, timeout=BOOT)
        # Python has had the outcome before it is asked, and answers as ever.
        assert self.page.evaluate(COUNT) == 40
        return self.status.inner_text(), float(self.page.evaluate(LONGEST))

    def caused(self, source: str, halt: float, most: float) -> float:
        """The halt that the rule itself causes: one of the machine's does not come again."""
        return halt if halt <= most else min(halt, *(self.tried(source)[1] for _ in range(2)))


@pytest.fixture
def rules(playground: Playground) -> Rules:
    return Rules(playground)


GROUPS = {
    "forged": attacks.FORGERIES,
    "printed": attacks.PRINTING,
    "raised": attacks.RAISING,
    "returned": attacks.RETURNING,
    "flooded": attacks.FLOODING,
}
# Each attack ends a second Python, and the next waits for another: one of each kind by default.
ALL = bool(os.environ.get("LINREG_ALL_CASES"))
TYPICAL = {
    "forged": ("bytes", "nested in a result", "a count that is none"),
    "printed": ("print", "the descriptor"),
    "raised": ("a long message", "no message"),
    "returned": ("infinity", "nested lists"),
    "flooded": ("signs with freight", "signs without end", "failures later"),
}


@pytest.mark.parametrize("group", list(GROUPS))
def test_no_rule_halts_the_page_or_its_python(rules: Rules, group: str) -> None:
    console: list[str] = []
    rules.page.on("console", lambda message: console.append(message.text))
    chosen = GROUPS[group] if ALL else {name: GROUPS[group][name] for name in TYPICAL[group]}
    found = {name: rules.tried(source) for name, source in chosen.items()}
    most = 100 + 2 * rules.usual
    halts = {name: rules.caused(chosen[name], halt, most) for name, (_, halt) in found.items()}
    assert {name: halt for name, halt in halts.items() if halt > most} == {}
    said = {name: text for name, (text, _) in found.items()}
    assert all(len(text) <= 2000 for text in said.values())
    assert not any("undefined" in text or "JSON" in text for text in said.values()), said
    if group == "forged":
        assert {name: text for name, text in said.items() if not text.endswith(MEDDLED)} == {}
    if group in ("printed", "flooded"):
        assert console == []
    assert rules.heard() == []
    rules.run(ORDINARY)
    expect(rules.words("of the minimum loss after").first).to_be_visible(timeout=BOOT)
