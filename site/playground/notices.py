"""What the app tells: messages that come and stay until dismissed, and standing warnings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from linreg import DescentStatus
from playground.numbers import typeset
from playground.scene import Scene
from playground.widgets import Notices

# The oldest give way.
MOST_KEPT = 5


@dataclass(frozen=True)
class Notice:
    """level: info, warning or error; key: the word it is about, "" for none."""

    level: str
    text: str
    key: str = ""


def standing(scene: Scene) -> list[Notice]:
    """What is to be said of a scene as long as it is so."""
    if scene.fit is None:
        return []
    found = []
    if not scene.fit.unique:
        found.append(Notice("warning", scene.fit.qr.message, "points"))
    rate, limit = typeset(scene.state.lr), typeset(scene.path.limit, digits=3)
    if scene.step.status is DescentStatus.DIVERGED:
        text = f"Descent diverged: the learning rate {rate} is above the limit {limit}. Lower it."
        found.append(Notice("error", text, "lr"))
    elif scene.state.lr >= scene.path.limit:
        text = (
            f"The learning rate {rate} is not below the limit {limit}: descent will not converge."
        )
        found.append(Notice("warning", text, "lr"))
    return found


class Board:
    """Owns the notices on the page."""

    def __init__(self) -> None:
        self.items: list[Notice] = []
        self._callbacks: list[Callable[[dict[str, str]], None]] = []
        self._widget = Notices()
        self.slots = {"notices": self._widget}
        self._widget.param.watch(lambda _: self._show([]), "dismissed")

    def on_message(self, callback: Callable[[dict[str, str]], None]) -> None:
        self._callbacks.append(callback)

    def say(self, notice: Notice) -> None:
        """Put up one more notice; saying the same again does not repeat it."""
        others = [item for item in self.items if item != notice]
        self._show([*others, notice][-MOST_KEPT:])
        for callback in self._callbacks:
            callback(asdict(notice))

    def messages(self, scene: Scene) -> list[dict[str, str]]:
        """All that is up and all that stands, newest last."""
        return [asdict(notice) for notice in (*standing(scene), *self.items)]

    def _show(self, items: list[Notice]) -> None:
        self.items = items
        self._widget.items = [asdict(item) for item in items]
