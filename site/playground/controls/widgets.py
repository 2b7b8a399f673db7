"""Panel widgets of our Bokeh models: parameters that follow a model's properties.

Panel binds, the page draws: each class here has the parameters of its model and passes
them on unchanged in both directions. None of Panel's own layout, style or design applies. Models
that only show something have no widget: nothing comes back from them, and the way through Panel
takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import param
from bokeh.model import Model
from bokeh.models.ui import UIElement
from panel.theme.base import Design
from panel.widgets.base import Widget

from playground.controls import models

if TYPE_CHECKING:
    from panel.io.resources import ResourcesType


class _NoDesign(Design):
    """Adds no style sheet and no resource."""

    modifiers: ClassVar[dict[Any, Any]] = {}
    _resources: ClassVar[ResourcesType] = {}


class Edit(NamedTuple):
    """What a person has changed."""

    old: Any
    new: Any


class _PageModel(Widget):
    """A widget whose parameters are exactly its model's properties of the same name."""

    _stylesheets: ClassVar[list[str]] = []
    _supports_embed = False

    __abstract = True

    def __init__(self, **params: Any) -> None:
        self._edited: dict[str, list[Callable[[Edit], None]]] = {}
        super().__init__(design=_NoDesign, **params)

    def on_edit(self, callback: Callable[[Edit], None], name: str = "value") -> None:
        """Call back when a person, not Python, has changed the parameter of that name."""
        self._edited.setdefault(name, []).append(callback)

    def _process_events(self, events: dict[str, Any]) -> None:
        before = {name: getattr(self, name) for name in self._edited if name in events}
        super()._process_events(events)
        for name, old in before.items():
            edit = Edit(old, getattr(self, name))
            for callback in self._edited[name] if edit.new != old else ():
                callback(edit)

    def model(self) -> Model:
        """The one model that the page draws."""
        model: Model
        ((model, _),) = self._models.values()
        return model


def _properties(model: type[UIElement]) -> dict[str, Any]:
    """The properties that the model adds to those of every element, with their defaults."""
    names = sorted(model.properties() - UIElement.properties())
    return {name: model.lookup(name).class_default(model) for name in names}


def _page_model(model: type[UIElement]) -> type[_PageModel]:
    """Return the base class of a model's Panel widget."""
    properties = _properties(model)
    # Widget's own parameters have no counterpart, unless the model has that property too.
    rename: Mapping[str, str | None] = {
        name: name if name in properties or name == "visible" else None for name in Widget.param
    }
    fields: dict[str, Any] = {
        name: param.Parameter(copy(default), instantiate=True)
        for name, default in properties.items()
    }
    # Nobody is shown that Panel is busy, and noting it takes as long as a small change itself.
    fields |= {"_widget_type": model, "_rename": rename, "_busy__ignore": list(properties)}
    fields["__module__"] = __name__
    return type(f"_{model.__name__}PageModel", (_PageModel,), fields)


class Dial(_page_model(models.Dial)):
    """A slider with its spin button; passes on nothing but finite values within its bounds."""

    integer = param.Boolean(False)
    _rename: ClassVar[Mapping[str, str | None]] = {"integer": None}

    def _process_property_change(self, props: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = super()._process_property_change(props)
        if "value" in values:
            values["value"] = self._clean(values["value"])
        return values

    def _clean(self, value: Any) -> float:
        if not isinstance(value, int | float) or not isfinite(value):
            value = self.value
        low = value if self.low is None else max(value, self.low)
        within = low if self.high is None else min(low, self.high)
        wanted = round(within) if self.integer else float(within)
        if wanted == self.value:
            # No parameter will change, so that nothing would put the page's value right.
            self.model().value = wanted
        return wanted


class Action(_page_model(models.Action)):
    """A button."""


class Choice(_page_model(models.Choice)):
    """One of several."""


class Picks(_page_model(models.Picks)):
    """Any of several."""


class Transforms(_page_model(models.Transforms)):
    """A choice for each of several columns."""


class FormulaLine(_page_model(models.FormulaLine)):
    """A formula to type."""


class Toggle(_page_model(models.Toggle)):
    """A switch."""


class FileField(_page_model(models.FileField)):
    """A file input; the page hands the file itself to the worker."""


class Download(_page_model(models.Download)):
    """A button that saves a file."""


class Copy(_page_model(models.Copy)):
    """A button that copies text."""


class OwnRule(_page_model(models.OwnRule)):
    """An update rule to write and run."""


class Notices(_page_model(models.Notices)):
    """Messages to the user."""
