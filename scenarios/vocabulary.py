"""The words every room shares: what a person does (Action) and what happened of it (Event).

Frozen and slotted: they travel from the simulation to the journal, the scorer and the replay unchanged.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int | bool
"""Whole numbers, words and yes/no only: a float would not replay bit for bit."""
Where = tuple[str | int, ...]
"""A place in what an author wrote: the fields and the numbers in lists that lead there."""


@dataclass(frozen=True, slots=True)
class Action:
    """One act in the mechanic's own words, applied at `tick` (20 ms each, from 0)."""

    tick: int
    verb: str
    args: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Event:
    """One fact of the game: never what was right, only what happened."""

    tick: int
    kind: str
    data: Mapping[str, Value]


TICK_MS = 20
