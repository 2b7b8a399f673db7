"""The plot in 3-D and what belongs to it: its menu, and the choice of two features among more."""

from __future__ import annotations

from dataclasses import replace

from bokeh.models import ColumnDataSource

from playground.controls.gestures import PointGesture, listen
from playground.controls.models import FigureMenu, Space
from playground.controls.widgets import Choice
from playground.engine.memo import Memo
from playground.engine.numbers import shortened
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import Slots, assign, put
from playground.views.common.picking import place_of
from playground.views.common.plane import IN_SPACE, dot_size
from playground.views.space import shown

NAME = "Data and fit"


class SpaceView:
    """Owns the plot in 3-D, which takes the main plot's place where two features are fitted."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._scene: Scene | None = None
        self._pair: shown.Pair | None = None
        self._box: shown.Box | None = None
        self._blended = Memo[Solved]()
        self.source = ColumnDataSource(dict(shown.EMPTY))
        self.surfaces = ColumnDataSource(dict(shown.NO_SURFACES))
        self.refits = ColumnDataSource({"z": []})
        self.space = Space(
            source=self.source, surfaces=self.surfaces, refits=self.refits, label=NAME
        )
        self.space.visible = False
        listen(self.space, PointGesture, self._on_gesture)
        self.menu = FigureMenu(
            figure=self.space, title="Plot", filename="plot-3d", look="bar", visible=False
        )
        self.choices = [Choice(label=name) for name in ("First feature", "Second feature")]
        for k, choice in enumerate(self.choices):
            choice.on_edit(lambda edit, k=k: self._choose(k, edit.new))
        self.slots: Slots = {
            "space": self.space,
            "space_menu": self.menu,
            "space_first": self.choices[0],
            "space_second": self.choices[1],
        }

    def _choose(self, k: int, name: str) -> None:
        """Draw over another feature; where it is the other one already, both change places."""
        if self._pair is None:
            return
        pair = list(self._pair)
        if name == pair[1 - k]:
            pair.reverse()
        pair[k] = name
        self._commands.choose(pair=(pair[0], pair[1]))

    def _on_gesture(self, event: PointGesture) -> None:
        if event.kind == "clear-selection":
            self._commands.select(None)
        elif event.kind == "select" and self._scene is not None:
            data = self._scene.data
            # An answer to an earlier plot may have taken the point away.
            if event.index is not None and 0 <= event.index < len(data.drawn):
                self._commands.select(int(data.rows[data.drawn[event.index]]))

    def show(self, scene: Scene, before: Scene | None) -> None:
        # In the other tabs the page shows none of it.
        if scene.state.view not in IN_SPACE:
            return
        pair = shown.pair_of(scene)
        for part in (self.space, self.menu):
            put(part, visible=pair is not None)
        self._show_choices(scene, pair)
        if pair is not None:
            self._show_points(self._drawn(scene, pair), pair)
        self._scene, self._pair = scene, pair

    def _drawn(self, scene: Scene, pair: shown.Pair) -> Scene:
        """The scene as it is drawn: with the pair blended, where that is wanted."""
        if (solved := scene.solved) is None or not shown.is_blended(scene):
            return scene
        key = (solved.fit, pair, scene.state.epsilon)
        blended = self._blended(lambda: shown.blended(solved, pair), *key)
        return replace(blended, state=scene.state, interaction=scene.interaction)

    def _show_choices(self, scene: Scene, pair: shown.Pair | None) -> None:
        names = shown.numeric(scene)
        several = pair is not None and len(names) > 2
        for k, choice in enumerate(self.choices):
            put(choice, visible=several)
            if pair is not None and several:
                options = [(name, shortened(name)) for name in names]
                put(choice, options=options, value=pair[k])

    def _show_points(self, scene: Scene, pair: shown.Pair) -> None:
        found = shown.points(scene, pair)
        box = self._kept_box(scene, pair, shown.box_of(found))
        assign(self.source, found)
        assign(self.surfaces, shown.surfaces(scene, pair, box))
        assign(self.refits, shown.refits(scene, pair, box))
        others = len(scene.data.features) > 2
        target = shortened(scene.data.target)
        standard = ", standardised" if shown.is_blended(scene) else ""
        names = [f"{shortened(name)}{standard}" for name in pair]
        names.append(f"{target}, others held" if others else target)
        self._show_menu(names)
        drawn = scene.data.rows[scene.data.drawn]
        group = [k for k, row in enumerate(drawn) if int(row) in set(scene.interaction.group)]
        put(
            self.space,
            box=box.ends(),
            names=names,
            words=shown.words(scene, pair, found),
            note=shown.note(scene, pair),
            pins="residuals" in scene.state.show,
            dot=float(dot_size(len(drawn), scene.interaction.coarse)),
            selected=place_of(scene.interaction.selected, drawn),
            several=group if scene.interaction.group else [],
        )

    def _kept_box(self, scene: Scene, pair: shown.Pair, wanted: shown.Box) -> shown.Box:
        """A frame that does not follow every move of a control."""
        last = self._scene
        same = (
            last is not None
            and pair == self._pair
            and last.interaction.data_generation == scene.interaction.data_generation
            and last.data.name == scene.data.name
        )
        self._box = shown.steady(self._box if same else None, wanted)
        return self._box

    def _show_menu(self, names: list[str]) -> None:
        """The table says what stands on the axes."""
        axes = zip(("x", "y", "z"), names, strict=True)
        heads = [*axes, ("fitted", "fitted"), ("residual", "residual")]
        if not self.menu.tables or self.menu.tables[0][2] != heads:
            self.menu.tables = [("Points and surface", self.source, heads)]
