"""Files as points of the session, and what is told of how numbers were read."""

from __future__ import annotations

from functools import partial
from typing import Any

from playground.engine.limits.data_error import DataError
from playground.engine.point_cells import doubts, read_otherwise
from playground.session.notices import Notice, NoticeList, Offer
from playground.session.reading.remarks import doubtful, instead
from playground.session.reading.told import Told
from playground.session.reading.upload import Loaded, read, ways_out
from playground.session.session import Session


class FileCommands:
    """Takes tables as own points; of what is ambiguous it says how it was read, and offers more."""

    def __init__(self, session: Session, notices: NoticeList) -> None:
        self._session, self._notices = session, notices

    def load(self, name: str, data: bytes) -> None:
        """Take a file's table as own points, or say why it cannot be."""
        try:
            loaded = read(data)
            self._take(loaded, f"{name} loaded.", features=None, target=None, formula=None)
        except DataError as error:
            notice = Notice("error", f"{name}: {error} Nothing was loaded.", "points")
            offers = self._offers(name, data, ways_out(data))
            self._notices.say(notice, offers)
        else:
            self._notices.withdraw("points")
            self.tell(name, data, loaded, loaded.text)

    def tell(self, name: str, data: bytes, loaded: Loaded, text: str) -> None:
        """Say what a file that is shown holds, and offer the other readings."""
        offers = self._offers(name, data, loaded.others)
        self._notices.say(Notice("info", f"{name}: {text}", "points"), offers)

    def tell_of_points(self) -> None:
        """Say how commas of own points were read, where that is a guess."""
        points = self._session.state.points
        if open_to := doubts(points):
            offer = Offer(instead(open_to), self._read_otherwise)
            self._notices.say(Notice("info", doubtful(open_to), "points"), (offer,))

    def _read_otherwise(self) -> None:
        points = self._session.state.points
        if open_to := doubts(points):
            self._session.change(
                {"data": "own", "points": read_otherwise(points, open_to)},
                announcement="Numbers reread.",
            )

    def _offers(
        self, name: str, data: bytes, others: tuple[tuple[str, Told], ...]
    ) -> tuple[Offer, ...]:
        return tuple(
            Offer(label, partial(self._reload, name, data, told)) for label, told in others
        )

    def _reload(self, name: str, data: bytes, told: Told) -> None:
        """Take the same file, read as a person says."""
        try:
            loaded = read(data, told)
            self._take(loaded, f"{name} read again.")
        except DataError as error:
            text = f"{name}: {error} It stays as it was read."
            self._notices.say(Notice("error", text, "points"))
        else:
            self._notices.withdraw("points")
            self.tell(name, data, loaded, loaded.text)

    def _take(self, loaded: Loaded, said: str, **columns: None) -> None:
        chosen: dict[str, Any] = {"data": "own", "points": loaded.points, **columns}
        self._session.change(chosen, fresh=bool(columns), announcement=said)
