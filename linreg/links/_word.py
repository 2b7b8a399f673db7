"""One word of the state: what it is called, what it takes, what it says when it does not."""

from dataclasses import dataclass
from typing import Any

from linreg.links._kinds import KINDS
from linreg.links._text import Bounds, short


class StateError(ValueError):
    """A state value that cannot be used; `key` names its word, the text is one sentence.

    fault: the same without a remedy and a full stop, for a list of several.
    """

    def __init__(self, key: str, sentence: str, fault: str = "") -> None:
        super().__init__(sentence)
        self.key = key
        self.fault = fault or sentence.removesuffix(".")


FREE = Bounds()


@dataclass(frozen=True)
class Word:
    """One word of the state.

    Parameters
    ----------
    key : its name as link word, state key and `playground_link` argument.
    kind : one of `_kinds.KINDS`, such as `word`, `real` or `points`.
    default : the value when it is not given; None where the data decide.
    bounds : of a number; of the number of items for `names` and `numbers`.
    choices : what `word` and `words` choose from; for a number, values that are
        accepted beside those within the bounds (such as "auto").
    unit : the unit shown beside a number.
    doc : one line for people.
    since : the issue of the plan that brought the word.
    """

    key: str
    kind: str
    default: Any
    bounds: Bounds = FREE
    choices: tuple[Any, ...] = ()
    unit: str = ""
    doc: str = ""
    since: int = 2

    def check(self, value: object) -> Any:
        """The validated value in its normal form; raises StateError."""
        if value is None and self.default is None:
            return None
        return KINDS[self.kind].check(self, value)

    def wanted(self) -> str:
        """What the word takes, as the end of the sentence "give ..."."""
        return KINDS[self.kind].wanted(self)

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the word."""
        value = KINDS[self.kind].schema(self)
        whole = value if self.default is not None else {"anyOf": [value, {"type": "null"}]}
        default = list(self.default) if isinstance(self.default, tuple) else self.default
        unit = {"x-unit": self.unit} if self.unit else {}
        return {"description": self.doc, **whole, "default": default, **unit, "x-since": self.since}

    def error(self, value: object, wrong: str) -> StateError:
        """The one sentence: what was given, what is wrong, what to give instead."""
        fault = f"{self.key} = {short(value)} {wrong}"
        return StateError(self.key, f"{fault}: give {self.wanted()}.", fault)
