"""Bokeh's properties, which a type checker takes for the values that they hold (properties.pyi)."""

from bokeh.core.properties import (
    Any,
    Bool,
    Dict,
    Enum,
    Float,
    Instance,
    Int,
    List,
    Nullable,
    String,
    Tuple,
)

__all__ = (
    "Any",
    "Bool",
    "Dict",
    "Enum",
    "Float",
    "Instance",
    "Int",
    "List",
    "Nullable",
    "String",
    "Tuple",
)
