"""The notices on the page, with a button for each thing that one offers to do."""

from __future__ import annotations

from typing import Any

from playground.controls.widgets import Notices
from playground.session.notices import Notice, NoticeList
from playground.views.common.base import Slots


class NoticesView:
    """Owns the widget that shows a list of notices."""

    def __init__(self, notices: NoticeList) -> None:
        self._notices = notices
        self._widget = Notices()
        self.slots: Slots = {"notices": self._widget}
        self._widget.on_edit(lambda _: notices.dismiss(), "dismissed")
        self._widget.on_edit(lambda edit: notices.take(edit.new), "chosen")
        notices.on_change(self._show)

    def _show(self) -> None:
        self._widget.items = [item.told() | self._buttons(item) for item in self._notices.items]

    def _buttons(self, notice: Notice) -> dict[str, Any]:
        offers = self._notices.offers_of(notice)
        labels = [[number, offer.label] for number, offer in offers.items()]
        again = {"again": notice.again} if notice.again else {}
        return again | ({"offers": labels} if labels else {})
