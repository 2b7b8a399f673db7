"""The glossary on the page: what the terms in texts and tables are."""

from __future__ import annotations

import json

from playground.controls.models import Glossary
from playground.engine.scene import Scene
from playground.glossary.entries import ENTRIES
from playground.session.commands import Commands
from playground.views.common.base import Slots


class GlossaryView:
    """Owns the one card of the page; what it says is the same in all scenes."""

    def __init__(self, commands: Commands) -> None:
        self.slots: Slots = {"glossary": Glossary(entries=json.dumps(ENTRIES, ensure_ascii=False))}

    def show(self, scene: Scene, before: Scene | None) -> None:
        """Nothing to bring up to date."""
