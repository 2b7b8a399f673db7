"""Between the page's messages and the app: one message in, one answer out.

The page sends one message at a time and waits for its answer. Whatever the app changes in the
document meanwhile leaves as one batch of patches. See site/web/bridge/protocol.js for the messages.
"""

from __future__ import annotations

import hashlib
import json
import time
import traceback
from collections.abc import Callable, Mapping
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any

from bokeh.core.serialization import Buffer, Ref, Serializer
from bokeh.document.json import PatchJson
from bokeh.model import Model

from linreg._json import JsonError, read_json
from linreg.links import StateError
from linreg.progress import watched
from playground.runtime.qr import qr_code

if TYPE_CHECKING:
    from bokeh.core.has_props import Setter
    from bokeh.document import Document
    from bokeh.document.events import DocumentPatchedEvent
    from bokeh.document.models import DocumentModelManager

    from playground.lessons.drafts import Drafts
    from playground.runtime.app import App

# The answer as JSON text, and bytes: of the buffers that it names, in order, then of many points.
Bytes = bytes | memoryview
Post = Callable[[str, list[Bytes]], None]

# Seconds of work after which the page hears of progress: a slow machine is not a stuck one.
SIGN_AFTER = 1.0
BUSY = json.dumps({"type": "busy"})

# Marks a change as the page's own, so that it is not sent back.
PAGE: Setter = "page"  # type: ignore[assignment]  # Bokeh only asks which setter it is


def document_json(document: Document) -> str:
    """The whole document as canonical JSON text, equal for equal documents."""
    content = document.to_json(deferred=False)
    # Panel registers data models of its own, which no root of ours uses.
    content.pop("defs", None)
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Patcher(Serializer):
    """Bokeh's, for a document whose models the page has, but for the new ones.

    Bokeh's own asks of each word and number first whether it is one of a dozen other things, and
    makes a list of all models for each patch.
    """

    def __init__(self, models: DocumentModelManager) -> None:
        super().__init__()
        self._models = models

    def get_ref(self, obj: Any) -> Ref | None:
        ref = super().get_ref(obj)
        if ref is None and isinstance(obj, Model) and self._known(obj):
            return obj.ref
        return ref

    def has_ref(self, obj: Any) -> bool:
        return self.get_ref(obj) is not None

    def _known(self, model: Model) -> bool:
        return self._models.get_by_id(model.id) is model and model not in self._models._new_models

    def encode(self, obj: Any) -> Any:
        kind = type(obj)
        if kind is str or kind is bool or obj is None or (kind is float and isfinite(obj)):
            return obj
        if kind is list or kind is tuple:
            return [self.encode(item) for item in obj]
        return super().encode(obj)


class Bridge:
    """Applies the page's messages to the app and posts one answer to each.

    In between it tells the page that it is at work, for as long as the app makes progress.
    """

    def __init__(self, app: App, post: Post, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._post = post
        self._clock = clock
        self._told = 0.0
        self._events: list[DocumentPatchedEvent] = []
        self._keys: set[str] = set()
        self._messages: list[dict[str, Any]] = []
        self._handlers: dict[str, Callable[[Any, Bytes | None], Any]] = {
            "environment": lambda payload, _: app.set_environment(**payload),
            "restore": lambda payload, data: app.restore(payload, data),
            "events": lambda payload, _: app.document.apply_json_patch(payload, setter=PAGE),
            "getState": lambda _payload, _: app.get_state(),
            "setState": self._set_state,
            "link": lambda payload, _: app.links.open(**payload),
            "linkFile": lambda payload, data: app.links.open_with_file(
                **payload, data=None if data is None else bytes(data)
            ),
            "amountsTo": lambda payload, _: app.links.resolve(payload["fragment"]),
            "getLink": lambda payload, _: app.links.link(**(payload or {})),
            "qr": lambda payload, _: qr_code(payload["text"]),
            "stateFile": lambda payload, _: app.links.file(**(payload or {})),
            "lesson": lambda payload, _: self._drafts.open(**payload),
            "lessonCheck": lambda _payload, _: self._drafts.check(),
            "tellKept": lambda payload, _: app.links.tell_kept(**payload),
            "file": lambda payload, data: app.upload(payload["name"], bytes(data or b"")),
            "filePart": lambda payload, data: app.upload_part(**payload, data=data or b""),
            "fileStop": lambda _payload, _: app.stop_parts(),
            "frame": lambda payload, _: app.frame(payload["elapsed"]),
            "document": lambda _payload, _: document_json(app.document),
            "ping": lambda _payload, _: None,
        }
        app.document.callbacks.on_change_dispatch_to(self)
        app.on_state(self._keys.update)
        app.on_message(self._messages.append)
        app.on_progress(self._give_sign)

    @property
    def document(self) -> Document:
        return self._app.document

    @cached_property
    def _drafts(self) -> Drafts:
        # Few open a lesson of somebody else: what reads it is fetched late.
        from playground.lessons.drafts import Drafts

        return Drafts(self._clock)

    def receive(self, number: int, kind: str, payload: str, data: bytes | None = None) -> None:
        """Handle message `number`; `data` are the bytes of a file. Never raises."""
        answer: dict[str, Any] = {"type": "answer", "id": number}
        self._told = self._clock()
        try:
            # In the browser they come as a view of the page's own bytes.
            file = None if data is None else _plain_view(data)
            with watched(self._give_sign):
                answer["result"] = self._handlers[kind](_read(payload), file)
        except Exception as error:
            answer["error"] = plain_error(error)
        buffers: list[Bytes] = [*self._take_patch(answer), *self._take_news(answer)]
        self._post(_as_text(answer), buffers)

    def _give_sign(self) -> None:
        now = self._clock()
        if now - self._told > SIGN_AFTER:
            self._told = now
            self._post(BUSY, [])

    def _set_state(self, payload: Any, _: Bytes | None) -> dict[str, Any]:
        if not isinstance(payload, dict):
            text = "A state is an object of words and values, for example {seed: 2}."
            raise StateError("", text)
        self._app.set_state(payload)
        return self._app.get_state()

    def _document_patched(self, event: DocumentPatchedEvent) -> None:
        if event.setter == PAGE:
            return
        # Bokeh's own hold() would combine too, but it also puts off what follows from a change, and
        # Panel then takes the app's changes for the page's.
        if not any(earlier.combine(event) for earlier in reversed(self._events)):
            self._events.append(event)

    def _take_patch(self, answer: dict[str, Any]) -> list[bytes]:
        if not self._events:
            return []
        events, self._events = self._events, []
        models = self._app.document.models
        serializer = _Patcher(models)
        answer["patch"] = PatchJson(events=serializer.encode(events))
        models.flush_synced(lambda model: not serializer.has_ref(model))
        answer["buffers"] = [buffer.id for buffer in serializer.buffers]
        return [buffer.to_bytes() for buffer in serializer.buffers]

    def _take_news(self, answer: dict[str, Any]) -> list[memoryview]:
        pieces = list[memoryview]()
        answer["animating"], answer["running"] = self._app.animating, self._app.running
        if self._keys:
            answer["keys"] = sorted(self._keys)
            # Only what is new: own points may be many, and a descent changes the state each frame.
            answer["state"], pieces = self._app.news(answer["keys"])
            self._keys.clear()
        if self._messages:
            answer["messages"] = list(self._messages)
            self._messages.clear()
        return pieces


def _read(payload: str) -> Any:
    """What a message says; another page may have written it."""
    try:
        return read_json(payload)
    except JsonError as error:
        raise StateError("", f"What was sent {error}. Send less at once.") from error


def _plain_view(data: Any) -> Any:
    return data.to_py() if hasattr(data, "to_py") else data


def plain_error(error: BaseException) -> dict[str, Any]:
    """What crosses to the page: it rejects the caller's promise with this."""
    return {
        "name": type(error).__name__,
        "message": str(error),
        "key": getattr(error, "key", None),
        "traceback": "".join(traceback.format_exception(error)),
    }


def _as_text(answer: Mapping[str, Any]) -> str:
    """An answer as JSON, in which a reference to its id stands for each buffer."""
    return json.dumps(answer, separators=(",", ":"), allow_nan=False, default=_reference)


def _reference(value: object) -> Any:
    if isinstance(value, Buffer):
        return value.ref
    raise TypeError(f"{type(value).__name__} is nothing that JSON can hold")
