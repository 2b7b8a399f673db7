"""What the page asks about links: open one, make one, and the same for state files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import linreg
from linreg.links import Notice as Complaint
from linreg.links import StateError
from playground.data import Trouble
from playground.expected import difference, seen
from playground.linked import PRIVATE, amounts_to, fragment_of, lighter, read, said
from playground.notices import Notice
from playground.reading.upload import Loaded
from playground.reading.upload import read as read_table
from playground.session import Session
from playground.state import Points, checked

# So many complaints about one link are shown; more are counted.
MOST_SHOWN = 4
# Marks a state file: {"linreg": 1, "core": version, "state": {...}}.
FORMAT = 1


class LinkDesk:
    """Opens links and state files as the whole state, and says what is wrong with them."""

    def __init__(
        self,
        session: Session,
        say: Callable[[Notice], None],
        tell: Callable[[str, bytes, Loaded, str], None],
    ) -> None:
        self._session, self._say, self._tell = session, say, tell
        # The words that the file named by `src` has brought.
        self._base: Mapping[str, Any] = {}

    def open(self, fragment: str, record: bool) -> dict[str, Any]:
        """Be as a link says, whatever was there before; never raises.

        record: whether that is a step of undo. Returns {"src": file} where a file must be fetched
        first, and handed to `open_with_file`; else {"fragment": what the link amounts to}.
        """
        words, complaints = read(fragment)
        if words.get("src") is not None:
            return {"src": words["src"]}
        self._base = {}
        return self._be(words, complaints, record)

    def open_with_file(
        self, fragment: str, record: bool, data: bytes | None, error: str
    ) -> dict[str, Any]:
        """Be as a file says, but for what the link says beside it; error: why there is no file."""
        words, complaints = read(fragment)
        self._base = {}
        try:
            if data is None:
                raise Trouble(error)
            file, loaded = file_words(data), None
            if file is None:
                loaded = read_table(data)
                file = {"data": "own", "points": loaded.points}
        except (Trouble, StateError) as trouble:
            name = words.pop("src")
            text = f"{name}: {trouble} The link was opened without it."
            complaints.append({"level": "warning", "text": text, "key": "src"})
            return self._be(words, complaints, record)
        opened = self._be({**file, **words}, complaints, record)
        if self._session.state.src is not None:
            after, _ = amounts_to(file, self._session.bench)
            self._base = {key: after[key] for key in after if key != "src"}
            opened["fragment"] = self.link()
            if loaded is not None and (loaded.remarks or loaded.others):
                self._tell(words["src"], data, loaded, loaded.remarks)
        return opened

    def open_file(self, name: str, data: bytes) -> bool:
        """Be as a state file says; False where the file is none. Raises Trouble, StateError."""
        words = file_words(data)
        if words is None:
            return False
        self._base = {}
        self._be(words, [], True, said=f"{name} opened.")
        return True

    def amounts_to(self, fragment: str) -> str:
        """What a link amounts to, without opening it; as it is where a file is needed for that."""
        words, _ = read(fragment)
        if words.get("src") is not None:
            return fragment
        after, _ = amounts_to(words, self._session.bench)
        return fragment_of(said(after, self._session.bench, {}))

    def link(
        self,
        numbers: bool = False,
        points: bool = True,
        digits: int | None = None,
        rows: int | None = None,
        most: int | None = None,
    ) -> str | None:
        """The fragment of a link to what is shown; None where it has more characters than `most`.

        numbers: with the numbers that are seen, and the version. points: with own data.
        digits, rows: with numbers of so many digits, and so many of the rows.
        """
        values, bench = self._session.state.values(), self._session.bench
        base = self._base if values["src"] is not None else {}
        light = digits is not None or rows is not None
        if light and values["points"] is not None:
            values["points"] = lighter(values["points"], digits, rows)
            values["expect"] = None
        if most is not None and _least_length(values["points"]) > most:
            return None
        words = said(values, bench, base)
        if numbers and not light and (shown := seen(self._session.scene)):
            words |= {"expect": shown, "core": linreg.__version__}
        if not points and values["data"] == "own":
            words = {key: value for key, value in words.items() if key not in PRIVATE}
        fragment = fragment_of(words)
        return fragment if most is None or len(fragment) <= most else None

    def file(self) -> str:
        """The text of a state file."""
        values = self._session.state.values() | {"src": None}
        words = said(values, self._session.bench, {})
        words |= {"expect": seen(self._session.scene) or None, "core": linreg.__version__}
        return json.dumps({"linreg": FORMAT, "state": words}, indent=1, ensure_ascii=False)

    def compare(self, changes: Mapping[str, Any]) -> None:
        """Say where the numbers differ from those that a change has told of."""
        if changes.get("expect") and (text := difference(self._session.scene)):
            self._say(Notice("warning", text, "expect"))

    def _be(
        self, words: Mapping[str, Any], complaints: list[Complaint], record: bool, **hand: Any
    ) -> dict[str, Any]:
        after, more = amounts_to(words, self._session.bench)
        self._session.commit(after, record=record, **hand)
        for notice in _shortened([*complaints, *more]):
            self._say(Notice(**notice))
        self.compare(after)
        return {"fragment": self.link()}


def _least_length(points: Points | None) -> int:
    """Fewer characters than a link with these points has, unless they follow a rule."""
    return 0 if points is None else len(points) * len(points.names)


def file_words(data: bytes) -> dict[str, Any] | None:
    """The checked words of a state file; None where the bytes are no such file.

    Raises Trouble, and StateError on a bad word.
    """
    if data.lstrip()[:1] != b"{" or b'"linreg"' not in data:
        return None
    try:
        content = json.loads(data)
    except ValueError as error:
        raise Trouble(f"This state file is damaged ({error}).") from error
    if not isinstance(content, dict) or "linreg" not in content:
        return None
    state = content.get("state")
    if content["linreg"] != FORMAT or not isinstance(state, dict):
        raise Trouble(f"This state file is not of format {FORMAT}, which this page reads.")
    return checked({key: value for key, value in state.items() if key not in ("src", "results")})


def _shortened(complaints: list[Complaint]) -> list[Complaint]:
    if len(complaints) <= MOST_SHOWN + 1:
        return complaints
    more = ", ".join(dict.fromkeys(notice["key"] for notice in complaints[MOST_SHOWN:]))
    text = f"More of the link was left out: {more[:200]}."
    return [*complaints[:MOST_SHOWN], {"level": "warning", "text": text, "key": ""}]
