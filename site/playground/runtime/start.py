"""What the worker calls once Python runs: make the app and attach it to the page's document."""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING

from playground.runtime.app import make_app
from playground.runtime.bridge import Bridge, digest, document_json

if TYPE_CHECKING:
    from playground.runtime.bridge import Post


def start(post: Post, page_digest: str) -> Bridge:
    """Build the document and tell the page whether it is the one that it shows.

    page_digest: SHA-256 of the document JSON that the page was built with. Where it differs (it
    should not), the whole document is sent for the page to draw instead.
    """
    bridge = Bridge(make_app(), post)
    text = document_json(bridge.document)
    same = digest(text) == page_digest
    # All this lives as long as the page. To go through it again would now and then cost a third of
    # a second in the midst of a gesture.
    gc.freeze()
    post(json.dumps({"type": "attached", "document": None if same else text}), [])
    return bridge
