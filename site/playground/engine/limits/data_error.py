"""Why something cannot be fitted."""

from __future__ import annotations


class DataError(ValueError):
    """Why data cannot be fitted; the text is what the user reads, `key` names the setting."""

    def __init__(self, sentence: str, key: str = "points") -> None:
        super().__init__(sentence)
        self.key = key
