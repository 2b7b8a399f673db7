"""How linreg's docstrings are read: NumPy's sections, with prose where others have a type.

    y : (N,) or (N, k); 'refined' also takes text.

The shape and what follows are the description; the type is the annotation in the signature.
"""

from __future__ import annotations

from typing import Any

import griffe


class Prose(griffe.Extension):
    """Move what is said of a parameter from its type to its description."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        if obj.docstring is None or obj.is_alias:
            return
        for section in obj.docstring.parsed:
            if isinstance(section, griffe.DocstringSectionRaises):
                _split(section)
            elif isinstance(
                section, griffe.DocstringSectionParameters | griffe.DocstringSectionAttributes
            ):
                for item in section.value:
                    _describe(item, obj)


def _describe(item: griffe.DocstringNamedElement, obj: griffe.Object) -> None:
    item.description = _joined(item.annotation, item.description)
    parameters = obj.parameters if isinstance(obj, griffe.Function) else griffe.Parameters()
    item.annotation = parameters[item.name].annotation if item.name in parameters else None


def _split(section: griffe.DocstringSectionRaises) -> None:
    for item in section.value:
        name, colon, text = str(item.annotation).partition(" : ")
        if colon:
            item.annotation, item.description = name, _joined(text, item.description)


def _joined(first: object, rest: str) -> str:
    return " ".join(filter(None, (str(first or "").strip(), rest.strip())))
