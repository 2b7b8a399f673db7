"""Firefox and WebKit, each driven by its own protocol, with one face: a page, a question, a click.

Playwright drives neither as Debian ships them. Firefox speaks WebDriver BiDi by itself; WebKit has
a driver program, which Selenium knows. What is asked is a JavaScript function, as in Playwright.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from typing import Any, ClassVar

import websocket
from bundle.browsers import engines
from selenium import webdriver
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

# Seconds, on a machine that has much else to do.
START_WITHIN = 90
ANSWER_WITHIN = 120
WIDTH, HEIGHT = 1440, 900

# Runs a program, and ends it with all its children when our end of the pipe is closed: by us, or
# because we are no more.
LEASH = 'trap "kill -9 -$$" TERM; "$@" <&- & read _; kill -9 -$$'
LEASHED = ("-c", LEASH, "sh")

# The status that the page comes to, ready or failed.
OUTCOME = """() => new Promise((resolve) => {
  const root = document.documentElement;
  const look = () => {
    const { status } = root.dataset;
    if (status === "ready" || status === "failed") resolve(status);
  };
  new MutationObserver(look).observe(root, { attributeFilter: ["data-status"] });
  look();
})"""

# The middle of the button of this name that is seen, shadow roots and all.
BUTTON = """(name) => {
  const within = (root) =>
    [...root.querySelectorAll("*")].flatMap((node) => [node, ...within(node.shadowRoot ?? EMPTY)]);
  const EMPTY = document.createDocumentFragment();
  const named = (node) => node.tagName === "BUTTON" && node.textContent.trim() === name;
  const button = within(document).find((node) => named(node) && node.checkVisibility());
  button.scrollIntoView({ block: "center" });
  const { left, top, width, height } = button.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
}"""

# WebKit's driver tells nothing of the console; the page's own is listened to. Covers nothing that
# is said before the page has loaded, nor by its worker.
LISTEN = """() => {
  const heard = (window.__complaints = []);
  for (const name of ["error", "warn"]) {
    const plain = console[name];
    console[name] = (...said) => {
      heard.push(said.map(String).join(" "));
      plain.apply(console, said);
    };
  }
  addEventListener("error", ({ message }) => heard.push(message));
  addEventListener("unhandledrejection", ({ reason }) => heard.push(String(reason)));
}"""
HEARD = "() => (window.__complaints ?? []).splice(0)"


class Program:
    """A program that does not outlive its use, nor do its children."""

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(
            ["sh", *LEASHED, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        # All is read at once, so that the program never waits for a pipe that is full.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.decode(errors="replace"))

    def says(self, pattern: str) -> re.Match[str]:
        """The first line that matches."""
        end = time.monotonic() + START_WITHIN
        with contextlib.suppress(queue.Empty):
            while True:
                line = self._lines.get(timeout=max(0.0, end - time.monotonic()))
                if match := re.search(pattern, line):
                    return match
        raise TimeoutError(f"{self._process.args}: no line with {pattern} in {START_WITHIN} s")

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        # Their pipe ends with the last of the children.
        self._reader.join(START_WITHIN)
        self._process.stdout.close()


class Driver:
    """One browser, with one page open."""

    engine: ClassVar[engines.Engine]

    def __init__(self, programs: Mapping[str, str]) -> None:
        self._life = contextlib.ExitStack()
        try:
            self._start(programs)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Driver:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._life.close()

    def _run(self, *command: str) -> Program:
        program = Program(*command)
        self._life.callback(program.end)
        return program

    def _start(self, programs: Mapping[str, str]) -> None:
        raise NotImplementedError

    def _evaluate(self, function: str) -> str:
        """The text that a function without arguments resolves with."""
        raise NotImplementedError

    def open(self, address: str) -> None:
        """Go to the address as somebody who was never there, where the engine lets us."""
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def click(self, x: int, y: int) -> None:
        raise NotImplementedError

    def complaints(self) -> list[str]:
        """What the console has said since they were last asked for, mere news left out."""
        raise NotImplementedError

    def evaluate(self, function: str, *arguments: object) -> Any:
        """What the function returns or resolves with, as JSON carries it."""
        call = f"({function})(...{json.dumps(arguments)})"
        return json.loads(self._evaluate(f"async () => JSON.stringify((await {call}) ?? null)"))

    def press(self, name: str) -> None:
        """Click the button of this name, by the mouse."""
        self.click(*self.evaluate(BUTTON, name))

    def outcome(self) -> str:
        """The status that the page comes to, ready or failed."""
        status: str = self.evaluate(OUTCOME)
        return status


class Firefox(Driver):
    engine = engines.FIREFOX

    def _start(self, programs: Mapping[str, str]) -> None:
        folder = self._life.enter_context(tempfile.TemporaryDirectory())
        flags = ("--headless", "--no-remote", "--remote-debugging-port=0", "--profile", folder)
        browser = self._run(programs["browser"], *flags)
        address = browser.says(r"BiDi listening on (ws://\S+)")[1]
        self._socket = websocket.create_connection(
            f"{address}/session", timeout=ANSWER_WITHIN, suppress_origin=True
        )
        self._life.callback(self._socket.shutdown)
        self._number = 0
        self._heard: list[str] = []
        self._profile: str | None = None
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["log.entryAdded"])

    def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(command))
        while True:
            answer = json.loads(self._socket.recv())
            if answer["type"] == "event":
                self._note(answer["params"])
            elif answer["id"] == self._number:
                assert answer["type"] == "success", f"{method}: {answer}"
                result: dict[str, Any] = answer["result"]
                return result

    def _note(self, entry: Mapping[str, Any]) -> None:
        # What Firefox itself warns of, for instance of early layout, is not the page's complaint.
        if entry["level"] == "error" or (entry["level"] == "warn" and entry["type"] == "console"):
            self._heard.append(entry["text"])

    def _evaluate(self, function: str) -> str:
        answer = self._call(
            "script.callFunction",
            functionDeclaration=function,
            awaitPromise=True,
            target={"context": self._tab},
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        text: str = answer["result"]["value"]
        return text

    def open(self, address: str) -> None:
        if self._profile is not None:
            self._call("browser.removeUserContext", userContext=self._profile)
        self._profile = self._call("browser.createUserContext")["userContext"]
        tab = self._call("browsingContext.create", type="tab", userContext=self._profile)
        self._tab = tab["context"]
        size = {"width": WIDTH, "height": HEIGHT}
        self._call("browsingContext.setViewport", context=self._tab, viewport=size)
        self._call("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def reload(self) -> None:
        self._call("browsingContext.reload", context=self._tab, wait="complete")

    def click(self, x: int, y: int) -> None:
        move = {"type": "pointerMove", "x": x, "y": y}
        press, lift = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        mouse = {"type": "pointer", "id": "mouse", "actions": [move, press, lift]}
        self._call("input.performActions", context=self._tab, actions=[mouse])

    def complaints(self) -> list[str]:
        # Events come before the answer to what is asked after them.
        self.evaluate("() => null")
        heard, self._heard = self._heard, []
        return heard


class LeashedService(Service):
    """The driver's program, which ends with us, and its browser with it."""

    def command_line_args(self) -> list[str]:
        return [*LEASHED, *self.service_args, "-p", str(self.port)]


class WebKit(Driver):
    """Each browser is somebody new; its pages share what they keep."""

    engine = engines.WEBKIT

    def _start(self, programs: Mapping[str, str]) -> None:
        surroundings = {
            "DISPLAY": self._display(programs["display"]),
            "GDK_BACKEND": "x11",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        }
        service = LeashedService(
            "sh",
            service_args=[programs["driver"]],
            env=os.environ | surroundings,
            popen_kw={"start_new_session": True},
        )
        self._life.callback(service.stop)
        service.start()
        options = Options()
        options.binary_location = programs["browser"]
        options.add_argument("--automation")
        settings = ClientConfig(service.service_url, timeout=ANSWER_WITHIN)
        connection = RemoteConnection(client_config=settings)
        self._life.callback(connection.close)
        self._browser = webdriver.Remote(connection, options=options)
        self._browser.set_page_load_timeout(ANSWER_WITHIN)
        self._browser.set_script_timeout(ANSWER_WITHIN)
        self._browser.set_window_rect(0, 0, WIDTH, HEIGHT)
        self._heard: list[str] = []

    def _display(self, program: str) -> str:
        flags = ("-displayfd", "1", "-nolisten", "tcp", "-screen", "0", f"{WIDTH}x{HEIGHT}x24")
        return ":" + self._run(program, *flags).says(r"^(\d+)$")[1]

    def _evaluate(self, function: str) -> str:
        script = (
            f"({function})().then(...arguments, (error) => arguments[0]({{error: `${{error}}`}}))"
        )
        answer = self._browser.execute_async_script(script)
        assert isinstance(answer, str), answer
        return answer

    def open(self, address: str) -> None:
        # Else an address that differs in its fragment alone would not be loaded.
        self._browser.get("about:blank")
        self._browser.get(address)
        self._heard = []
        self.evaluate(LISTEN)

    def reload(self) -> None:
        self._heard += self.evaluate(HEARD)
        self._browser.refresh()
        self.evaluate(LISTEN)

    def click(self, x: int, y: int) -> None:
        builder = ActionBuilder(self._browser)
        builder.pointer_action.move_to_location(x, y)
        builder.pointer_action.click()
        builder.perform()

    def complaints(self) -> list[str]:
        heard, self._heard = self._heard + self.evaluate(HEARD), []
        return heard


ALL = (Firefox, WebKit)
