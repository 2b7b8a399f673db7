"""Texts that travel as values: a status is an enum whose value carries its explanation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    """What a status means in general: what happened, why it may be, which setting to change."""

    text: str
