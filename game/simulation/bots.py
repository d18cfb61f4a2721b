"""Robots that stand for players: what every mechanic declares so that its scenarios can be tried without people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from scenarios.vocabulary import Value

P = TypeVar("P")
S = TypeVar("S")
SeenByBot = TypeVar("SeenByBot", contravariant=True)
Deed = tuple[str, dict[str, Value]]
"""An act to be done: its verb and its arguments."""


class Bot(Protocol[SeenByBot]):
    """Plays through what a person sees."""

    def act(self, seen: SeenByBot) -> list[Deed]:
        """What is done at this tick."""
        ...

    def rest(self, seen: SeenByBot) -> int:
        """Ticks after which it looks again, at least 1."""
        ...


Make = Callable[[P, int], Bot[S]]


class Robots(Protocol):
    """A cast as those know it who do not know its mechanic: names, and robots that look at whatever they are shown."""

    @property
    def habiletes(self) -> tuple[str, ...]: ...
    @property
    def able(self) -> Mapping[str, object]: ...
    @property
    def clumsy(self) -> Mapping[str, object]: ...
    @property
    def blind(self) -> Mapping[str, object]: ...
    @property
    def novice(self) -> Mapping[str, object]: ...
    @property
    def people(self) -> Mapping[str, object]: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def show(self) -> tuple[str, ...]: ...

    def make(self, name: str, params: object, seed: int) -> Bot[object]: ...
    def graded(self, params: object, seed: int, skill: Mapping[str, float]) -> Bot[object]: ...
    def at_pace(self, params: object, seed: int, ticks: int) -> Bot[object]: ...
    def device(self, name: str) -> str: ...


@dataclass(frozen=True)
class Cast(Generic[P, S]):
    """Robots by what they must show. `ladder(params, seed, skill)` plays with a skill in SD for each habileté."""

    params: type[P]
    seen: type[S]
    habiletes: tuple[str, ...]
    able: Mapping[str, Make[P, S]]  # everything right
    clumsy: Mapping[str, Make[P, S]]  # everything right, with a device that is hard for the hand
    blind: Mapping[str, Make[P, S]]  # nothing that shows a skill
    novice: Mapping[str, Make[P, S]]  # little of everything, and goes to the end
    ladder: Callable[[P, int, Mapping[str, float]], Bot[S]]
    paced: Callable[[P, int, int], Bot[S]]  # everything right, at most one act in so many ticks
    show: tuple[str, ...]  # who plays a demonstration, in turn
    people: Mapping[str, Make[P, S]] = field(default_factory=dict)  # the same decisions, in a way of their own
    devices: Mapping[str, str] = field(default_factory=dict)  # mouse where not named

    @property
    def names(self) -> tuple[str, ...]:
        """Every robot that `make` knows."""
        return (*self.able, *self.clumsy, *self.novice, *self.blind, *self.people)

    def make(self, name: str, params: object, seed: int) -> Bot[object]:
        """A robot by name. Raises KeyError for an unknown one, TypeError for another mechanic's params."""
        robots = {**self.able, **self.clumsy, **self.novice, **self.blind, **self.people}
        return _Looking(robots[name](mine(params, self.params), seed), self.seen)

    def graded(self, params: object, seed: int, skill: Mapping[str, float]) -> Bot[object]:
        """A robot of known skill. Raises TypeError for another mechanic's params."""
        return _Looking(self.ladder(mine(params, self.params), seed, skill), self.seen)

    def at_pace(self, params: object, seed: int, ticks: int) -> Bot[object]:
        """A robot that does everything right, at most one act in so many ticks. Raises TypeError as `graded` does."""
        return _Looking(self.paced(mine(params, self.params), seed, ticks), self.seen)

    def device(self, name: str) -> str:
        """The device class a robot plays with."""
        return self.devices.get(name, "mouse")


def mine(thing: object, kind: type[P]) -> P:
    """The thing, when it is of this mechanic's kind. Raises TypeError: two mechanics were mixed up."""
    if not isinstance(thing, kind):
        raise TypeError(f"{kind.__name__} was expected, not {type(thing).__name__}")
    return thing


@dataclass(frozen=True, slots=True)
class _Looking(Generic[S]):
    """A robot behind a door that lets only its own mechanic's sight in. Implements `Bot[object]`."""

    bot: Bot[S]
    kind: type[S]

    def act(self, seen: object) -> list[Deed]:
        return self.bot.act(mine(seen, self.kind))

    def rest(self, seen: object) -> int:
        return self.bot.rest(mine(seen, self.kind))
