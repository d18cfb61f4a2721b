"""The words every room shares: what a person does (Action) and what happened of it (Event).

Frozen and slotted: they travel from the simulation to the journal, the scorer and the replay unchanged.
"""

from collections.abc import Mapping, Sequence
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


FACETS_OF: Mapping[str, Sequence[str]] = {
    "place": ("made",), "head": ("trial",), "decide": ("made",), "take": ("drawn",), "fill": ("passed", "matched"),
}  # fmt: skip
"""Facets of an act that are events of their own, each for rules of one habileté that read nothing else of it: a thing
that is done, a try with a tool, a part drawn, the pass in which a slot was filled, which part lies in it."""
FACETS = frozenset(("job", *(kind for kinds in FACETS_OF.values() for kind in kinds)))
"""All kinds that say which act they are of (`act`); a `job` is a piece of work begun or ended."""


TICK_MS = 20
