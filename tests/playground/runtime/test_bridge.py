"""One message in, one answer out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bokeh.core.serialization import Serializer
from bokeh.document.events import DocumentPatchedEvent
from playground.runtime import bridge
from playground.runtime.app import make_app
from playground.runtime.bridge import Bridge, digest, document_json
from playground.runtime.rehearsal import rehearse

CALM = {"dark": False, "contrast": False, "reduced_motion": False, "coarse": False}


class Page:
    """The other side: sends messages, keeps the answers."""

    def __init__(self) -> None:
        self.app = make_app()
        self.answers: list[tuple[dict[str, Any], list[bytes]]] = []
        self.bridge = Bridge(
            self.app, lambda text, data: self.answers.append((json.loads(text), data))
        )

    def _keep(self, text: str, data: list[bytes]) -> None:
        self.answers.append((json.loads(text), data))

    def send(self, kind: str, payload: object = None, data: bytes | None = None) -> dict[str, Any]:
        self.bridge.receive(len(self.answers), kind, json.dumps(payload), data)
        return self.answers[-1][0]


@pytest.fixture
def page() -> Page:
    return Page()


def test_an_answer_carries_its_number_the_new_state_and_one_patch(page: Page) -> None:
    page.send("ping")
    answer = page.send("setState", {"steps": 3})
    assert answer["id"] == 1
    assert "steps" in answer["keys"]
    assert answer["state"]["results"]["iterations"] == 3
    assert answer["state"]["steps"] == answer["result"]["steps"] == 3
    assert answer["state"]["results"].keys() <= answer["result"]["results"].keys()
    assert set(answer["state"]) == {*answer["keys"], "results"}
    assert answer["patch"]["events"]
    assert len(answer["buffers"]) == len(page.answers[-1][1])


def test_a_long_answer_gives_signs_of_work_while_there_is_progress() -> None:
    app, said = make_app(), []
    slow = iter(range(0, 10_000, 2))
    bridge = Bridge(app, lambda text, _: said.append(json.loads(text)), lambda: next(slow))
    bridge.receive(1, "setState", json.dumps({"seed": 2}))
    assert len(said) > 3
    assert said[:-1] == [{"type": "busy"}] * (len(said) - 1)
    assert said[-1]["id"] == 1


def test_an_error_is_a_plain_object_and_changes_nothing(page: Page) -> None:
    before = page.send("getState")["result"]
    answer = page.send("setState", {"steps": 4, "lr": -1})
    assert answer["error"]["name"] == "StateError"
    assert answer["error"]["key"] == "lr"
    assert "patch" not in answer
    assert page.send("getState")["result"] == before


def test_an_upload_is_one_change_and_no_control_answers_back(page: Page) -> None:
    table = b"a\tb\tc\n1\t2\t3\n2\t3\t5\n3\t5\t7\n4\t4\t9\n"
    answer = page.send("file", {"name": "c.tsv"}, table)
    assert answer["keys"] == ["data", "lr", "points"]
    assert page.send("getState")["result"]["features"] is None
    undo = page.app.document.get_model_by_name("undo")
    assert undo is not None
    press = {"kind": "ModelChanged", "model": undo.ref, "attr": "clicks", "new": 1}
    assert page.send("events", {"events": [press]})["state"]["data"] == "linear"


def test_changes_of_one_property_leave_as_one(page: Page) -> None:
    answer = page.send("setState", {"seed": 3})
    changed = [(e["model"]["id"], e["attr"]) for e in answer["patch"]["events"] if "attr" in e]
    assert len(changed) == len(set(changed))


@pytest.mark.parametrize("nonsense", [None, [1], "n", 3])
def test_a_state_that_is_no_object_is_refused_in_words(page: Page, nonsense: object) -> None:
    error = page.send("setState", nonsense)["error"]
    assert error["name"] == "StateError"
    assert error["message"].startswith("A state is an object of words and values")


def test_what_the_page_did_is_not_sent_back_to_it(page: Page) -> None:
    dial = page.app.document.get_model_by_name("lr")
    assert dial is not None
    change = {"kind": "ModelChanged", "model": dial.ref, "attr": "value", "new": 0.05}
    answer = page.send("events", {"events": [change]})
    assert answer["state"]["lr"] == 0.05
    changed = [
        (e.get("model"), e.get("attr")) for e in answer.get("patch", {"events": []})["events"]
    ]
    assert (dial.ref, "value") not in changed


def test_nothing_new_means_no_patch_and_no_state(page: Page) -> None:
    page.send("environment", CALM)
    answer = page.send("environment", CALM)
    assert not {"patch", "state", "keys", "messages", "error"} & set(answer)


def test_two_apps_in_one_state_are_one_document_to_the_page(page: Page) -> None:
    text = document_json(page.app.document)
    assert json.loads(page.send("document")["result"]) == json.loads(text)
    assert len(digest(text)) == 64


def test_the_rehearsal_plays_every_message() -> None:
    rehearse(make_app())


def test_a_patch_is_what_bokeh_itself_would_write(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    class Both(bridge._Patcher):
        def encode(self, obj: Any) -> Any:
            if not (isinstance(obj, list) and obj and isinstance(obj[0], DocumentPatchedEvent)):
                return super().encode(obj)
            theirs = Serializer(references=self._models.synced_references).encode(obj)
            mine = super().encode(obj)
            assert as_text(mine) == as_text(theirs)
            compared.append(len(obj))
            return mine

    monkeypatch.setattr(bridge, "_Patcher", Both)
    # Every tab makes models that the page has not; a set without points leaves NaN.
    for view in ("fit", "descent", "closed_form", "collinearity", "diagnostics", "code"):
        for words in ({"seed": 2}, {"data": "own", "points": None}, {"data": "linear", "n": 30}):
            page.send("setState", {"view": view, **words})
            while page.send("frame", {"elapsed": 16})["animating"]:
                pass
    assert len(compared) > 12
    for odd in ([float("nan"), float("inf"), 2**40, -0.5, True, None], (("a", 1), ["b"])):
        theirs = Serializer().encode(odd)
        assert bridge._Patcher(page.app.document.models).encode(odd) == theirs


def as_text(patch: Any) -> str:
    return json.dumps(patch, default=lambda buffer: buffer.to_bytes().hex())
