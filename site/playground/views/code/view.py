"""The tab Code: the Python behind the page, and one's own update rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from playground.controls.models import Code, Prose
from playground.controls.widgets import Choice, Copy, Download
from playground.engine.scene import Scene
from playground.export.documents import LANGUAGES, fit_json, notebook, script
from playground.views.code.rule import RuleSection
from playground.views.common.base import on_click, put
from playground.views.common.lazy import LazyView, Places

NAME = "linreg-playground"
ABOUT = (
    "The Python code behind this page, for the current state. It gives the same numbers wherever "
    "NumPy and linreg are installed (the Python wheel is at the foot of the page). For the same "
    "fit in another library, or in R, choose it here."
)


class CodeView(LazyView):
    """Owns the panel of the tab Code."""

    name: ClassVar[str] = "code"
    fills: ClassVar[tuple[str, ...]] = ("view",)

    def build(self) -> Places:
        self.code = Code(label="The Python behind this page")
        self.language = Choice(
            label="Written for",
            options=[(name, language.label) for name, language in LANGUAGES.items()],
            value="linreg",
        )
        self.language.on_edit(lambda edit: self.commands.choose(language=edit.new))
        self.copy = Copy(label="Copy code")
        self.module = self._file("Download code", f"{NAME}.py", "text/x-python", self._script)
        self.files = [
            self.module,
            self._file("As notebook", f"{NAME}.ipynb", "application/x-ipynb+json", self._notebook),
            self._file("Fit as JSON", f"{NAME}.json", "application/json", fit_json),
        ]
        buttons = self.group("", self.copy, *self.files, look="row")
        about = Prose(parts=[(ABOUT, "muted")])
        self.rule = RuleSection(self)
        return Places([about, self.language, self.code, buttons, *self.rule.parts])

    def _file(self, label: str, name: str, mime: str, make: Callable[[Scene], str]) -> Download:
        """A button that asks for its file only when it is pressed."""
        button = Download(label=label, filename=name, mime=mime)
        on_click(button, lambda _: put(button, content=make(self._scene)))
        return button

    def _script(self, scene: Scene) -> str:
        return script(scene, scene.interaction.choices.language)

    def _notebook(self, scene: Scene) -> str:
        return notebook(scene, scene.interaction.choices.language)

    def update(self, scene: Scene) -> None:
        self._scene = scene
        source, chosen = self._script(scene), scene.interaction.choices.language
        put(self.language, value=chosen)
        put(self.module, filename=f"{NAME}.{LANGUAGES[chosen].extension}")
        put(self.code, text=source)
        put(self.copy, text=source)
        for file in self.files:
            put(file, content="")
        self.rule.update(scene)
