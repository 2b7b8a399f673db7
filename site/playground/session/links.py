"""What the page asks about links: open one, make one, and the same for state files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import linreg
from linreg._json import JsonError, read_json
from linreg.links import Complaint, StateError, summary
from playground.engine.limits.data_error import DataError
from playground.engine.points import Points
from playground.session.expected import difference, seen
from playground.session.linked import (
    PRIVATE,
    complaint,
    fragment_of,
    keys_to_encode,
    lighter,
    read,
    resolve,
)
from playground.session.notices import Notice
from playground.session.reading.upload import Loaded, Source
from playground.session.reading.upload import read as read_table
from playground.session.session import Session
from playground.session.state import checked

# Marks a state file: {"linreg": 1, "core": version, "state": {...}}.
FORMAT = 1
# What a tab keeps where the page's address is too short for it.
LONG = (*PRIVATE, "code")
# Longer addresses are slow or cut off somewhere.
LONGEST = 60_000
# No browser lets a tab keep more cells than these.
MOST_KEPT = 500_000
# What is said of data that are too long for the page's address.
KEPT = (
    "These data are too long for the address. They stay in this tab until it is closed, also after "
    "a reload. To save or share them, use Share, Download state file."
)
LOST = (
    "These data are too long for the address, and this browser cannot store them: a reload would "
    "lose them. To save them, use Share, Download state file."
)


class LinkCommands:
    """Opens links and state files as the whole state, and says what is wrong with them."""

    def __init__(
        self,
        session: Session,
        say: Callable[[Notice], None],
        tell: Callable[[str, Source, Loaded, str], None],
    ) -> None:
        self._session, self._say, self._tell = session, say, tell
        # The keys that the file named by `src` has brought.
        self._base: Mapping[str, Any] = {}

    def open(self, fragment: str, record: bool) -> dict[str, Any]:
        """Be as a link says, whatever was there before; never raises.

        record: whether that is a step of undo. Returns {"src": file} where a file must be fetched
        first, and handed to `open_with_file`; else {"fragment": what the link amounts to}.
        """
        given, complaints = read(fragment)
        if given.get("src") is not None:
            return {"src": given["src"]}
        self._base = {}
        return self._apply_state(given, complaints, record)

    def open_with_file(
        self, fragment: str, record: bool, data: bytes | None, error: str
    ) -> dict[str, Any]:
        """Be as a file says, but for what the link says beside it; error: why there is no file."""
        given, complaints = read(fragment)
        self._base = {}
        try:
            file, loaded = _state_or_table(data, error)
        except (DataError, StateError) as failure:
            name = given.pop("src", "Data kept by this tab")
            without = " The link was opened without it."
            complaints.append(complaint("src", f"{name}: {failure}", without))
            return self._apply_state(given, complaints, record, again="src" if data is None else "")
        opened = self._apply_state({**file, **given}, complaints, record)
        if self._session.state.src is not None:
            after, _ = resolve(file, self._session.cache)
            self._base = {key: after[key] for key in after if key != "src"}
            opened["fragment"] = self.link(most=LONGEST) or ""
            if data is not None and loaded is not None and (loaded.remarks or loaded.others):
                self._tell(given["src"], data, loaded, loaded.remarks)
        return opened

    def open_file(self, name: str, data: bytes) -> bool:
        """Be as a state file says; False where the file is none. Raises DataError, StateError."""
        given = read_state_file(data)
        if given is None:
            return False
        self._base = {}
        self._apply_state(given, [], True, announcement=f"{name} opened.")
        return True

    def resolve(self, fragment: str) -> str:
        """What a link amounts to, without opening it; as it is where a file is needed for that."""
        given, _ = read(fragment)
        if given.get("src") is not None:
            return fragment
        after, _ = resolve(given, self._session.cache)
        return fragment_of(keys_to_encode(after, self._session.cache, {}))

    def link(
        self,
        numbers: bool = False,
        points: bool = True,
        data: bool = True,
        digits: int | None = None,
        rows: int | None = None,
        most: int | None = None,
    ) -> str | None:
        """The fragment of a link to what is shown; None where it has more characters than `most`.

        numbers: with the numbers that are seen, and the version. points: with own data. data: False
        leaves only the key that they are one's own.
        digits, rows: with numbers of so many digits, and so many of the rows.
        Raises StateError where no link could be opened again, if `most` is not given.
        """
        values, cache = self._session.state.values(), self._session.cache
        base = self._base if values["src"] is not None else {}
        light = digits is not None or rows is not None
        if light and values["points"] is not None:
            values["points"] = lighter(values["points"], digits, rows)
            values["expect"] = None
        if data and most is not None and _least_length(values["points"]) > most:
            return None
        given = keys_to_encode(values, cache, base)
        if numbers and not light and (shown := seen(self._session.scene)):
            given |= {"expect": shown, "core": linreg.__version__}
        if not data:
            given = {key: given[key] for key in given if key == "data" or key not in LONG}
        if not points and values["data"] == "own":
            given = {key: value for key, value in given.items() if key not in PRIVATE}
        try:
            fragment = fragment_of(given)
        except StateError:
            if most is None:
                raise
            return None
        return fragment if most is None or len(fragment) <= most else None

    def file(self, data: bool = False) -> str | None:
        """The text of a state file.

        data: only of the data, for the tab to keep; None where they are too many for that.
        """
        if data and _least_length(self._session.state.points) > MOST_KEPT:
            return None
        values = self._session.state.values() | ({} if data else {"src": None})
        given = keys_to_encode(values, self._session.cache, {})
        if data:
            given = {key: value for key, value in given.items() if key in LONG}
        else:
            given |= {"expect": seen(self._session.scene) or None, "core": linreg.__version__}
        content = {"linreg": FORMAT, "state": given}
        return json.dumps(content, indent=None if data else 1, ensure_ascii=False)

    def tell_kept(self, kept: bool) -> None:
        """Say what becomes of data that no address holds."""
        self._say(Notice("info", KEPT, "points") if kept else Notice("warning", LOST, "points"))

    def compare(self, changes: Mapping[str, Any]) -> None:
        """Say where the numbers differ from those that a change has told of."""
        if changes.get("expect") and (text := difference(self._session.scene)):
            self._say(Notice("warning", text, "expect"))

    def _apply_state(
        self,
        given: Mapping[str, Any],
        complaints: list[Complaint],
        record: bool,
        again: str = "",
        **interaction: Any,
    ) -> dict[str, Any]:
        after, more = resolve(given, self._session.cache)
        self._session.commit(after, record=record, linked=bool(given), **interaction)
        for notice in summary([*complaints, *more]):
            self._say(Notice(**notice, again=again))
        self.compare(after)
        return {"fragment": self.link(most=LONGEST) or ""}


def _least_length(points: Points | None) -> int:
    """Fewer characters than a link with these points has, unless they follow a rule."""
    return 0 if points is None else len(points) * len(points.names)


def _state_or_table(data: bytes | None, error: str) -> tuple[dict[str, Any], Loaded | None]:
    """The state of a file, and how it was read where it is a table; error: why there is none.

    Raises DataError, and StateError on a bad key.
    """
    if data is None:
        raise DataError(error)
    given = read_state_file(data)
    if given is not None:
        return given, None
    loaded = read_table(data)
    return {"data": "own", "points": loaded.points}, loaded


def read_state_file(data: bytes) -> dict[str, Any] | None:
    """The checked state of a state file; None where the bytes are no such file.

    Raises DataError, and StateError on a bad key.
    """
    if data.lstrip()[:1] != b"{" or b'"linreg"' not in data:
        return None
    try:
        content = read_json(data)
    except JsonError as error:
        raise DataError(f"This state file is damaged: the text {error}.") from error
    if not isinstance(content, dict) or "linreg" not in content:
        return None
    state = content.get("state")
    if content["linreg"] != FORMAT or not isinstance(state, dict):
        raise DataError(f"This state file has a different format. This page reads format {FORMAT}.")
    return checked({key: value for key, value in state.items() if key not in ("src", "results")})
