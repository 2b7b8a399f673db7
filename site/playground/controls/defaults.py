"""Defaults of Bokeh's models, looked up once for each class instead of for each model.

Bokeh asks every model for every property when it looks for the models that another one holds, and
when it writes one down. Most properties have their default, which it copies and validates anew
each time: half of the time that opening a tab takes.
"""

from __future__ import annotations

from typing import Any

from bokeh.core.has_props import HasProps
from bokeh.core.property.descriptors import PropertyDescriptor

_known: dict[tuple[type, str], Any] = {}
_bokehs_themed_values = HasProps.themed_values
_bokehs_default = PropertyDescriptor._get_default


def remember() -> None:
    """Make Bokeh look up the default of a class once, from now on."""
    HasProps.themed_values = _themed_values  # type: ignore[method-assign,assignment]
    PropertyDescriptor._get_default = _default  # type: ignore[method-assign,assignment]


def forget() -> None:
    """Leave the defaults to Bokeh again."""
    HasProps.themed_values = _bokehs_themed_values  # type: ignore[method-assign]
    PropertyDescriptor._get_default = _bokehs_default  # type: ignore[method-assign]
    _known.clear()


def _themed_values(model: HasProps) -> dict[str, Any] | None:
    """As Bokeh's own, which raises and catches an error where no theme applies."""
    values: dict[str, Any] | None = vars(model).get("__themed_values__")
    return values


def _default(descriptor: PropertyDescriptor[Any], model: HasProps) -> Any:
    if _themed_values(model) is not None:
        return _bokehs_default(descriptor, model)
    key = (type(model), descriptor.name)
    if key in _known:
        return _known[key]
    default = _bokehs_default(descriptor, model)
    # A default that is made anew for each model is kept with the model.
    if descriptor.name not in model._unstable_default_values:
        _known[key] = default
    return default
