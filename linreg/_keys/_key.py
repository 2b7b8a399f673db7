"""One key of the state: its name, what it takes, and what it says of a value that it does not."""

from dataclasses import dataclass
from typing import Any

from linreg._keys._kind import BadValue, Kind
from linreg._keys._text import short


class StateError(ValueError):
    """A state value that cannot be used; `key` names its key, the text is one sentence.

    fault: the same without a remedy and a full stop, for a list of several.
    """

    def __init__(self, key: str, sentence: str, fault: str = "") -> None:
        super().__init__(sentence)
        self.key = key
        self.fault = fault or sentence.removesuffix(".")


@dataclass(frozen=True)
class Key:
    """One key of the state.

    Parameters
    ----------
    name : the same in a link, in the state and as an argument of `playground_link`.
    kind : what it takes.
    default : the value when it is not given; None where the data decide.
    doc : one line for people.
    unit : the unit shown beside a number.
    undoable : whether undo restores it.
    """

    name: str
    kind: Kind
    default: Any
    doc: str = ""
    unit: str = ""
    undoable: bool = True

    def check(self, value: object) -> Any:
        """Return the value in its normal form. Raises StateError."""
        if value is None and self.default is None:
            return None
        try:
            return self.kind.check(value)
        except BadValue as error:
            fault = f"{self.name} = {short(error.value)} {error.fault}"
            sentence = f"{fault}. {error.remedy or f'Use {self.kind.wanted()}.'}"
        raise StateError(self.name, sentence, fault)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the key."""
        value = self.kind.schema()
        whole = value if self.default is not None else {"anyOf": [value, {"type": "null"}]}
        default = list(self.default) if isinstance(self.default, tuple) else self.default
        unit = {"x-unit": self.unit} if self.unit else {}
        return {"description": self.doc, **whole, "default": default, **unit}
