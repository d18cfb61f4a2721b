"""What every mechanic is: a pure simulation advanced one tick at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from scenarios.vocabulary import Action, Event

Shows = TypeVar("Shows", covariant=True)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run is made from beside its params: the same run gives the same events to the same acts.

    `form` is "first" or "second", parallel ones; `phase` is "practice" or "exercise"; `clock`: the session has set
    the scenario's ceilings; `device`: what the person said they play with; `known`: for a practice taken up again, the
    ids of the gestures learnt before.
    """

    seed: int
    form: str = "first"
    phase: str = "exercise"
    clock: bool = True
    device: str = "mouse"
    known: tuple[str, ...] = ()


class Task(Protocol[Shows]):
    """`step` is the only way in, `see` the only way to look. No clock, no screen, no file."""

    @property
    def tick(self) -> int: ...

    @property
    def done(self) -> bool: ...

    def step(self, actions: Sequence[Action]) -> list[Event]:
        """Advance exactly one tick (20 ms). Acts that are not legal now are refused silently (event `refused`)."""
        ...

    def see(self) -> Shows:
        """A frozen view of what a person may see now."""
        ...

    def digest(self) -> str:
        """A short hash of the whole state: equal digests, equal states."""
        ...
