"""Robots that stand for players: what every mechanic declares so that its scenarios can be tried without people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from scenarios.vocabulary import Value


class Bot(Protocol):
    """Plays through what a person sees."""

    def act(self, seen: Any) -> list[tuple[str, dict[str, Value]]]:
        """What is done at this tick."""
        ...

    def rest(self, seen: Any) -> int:
        """Ticks after which it looks again, at least 1."""
        ...


Make = Callable[[Any, int], Bot]


@dataclass(frozen=True)
class Cast:
    """Robots by what they must show. `graded(params, seed, skill)` plays with a skill in SD for each habileté."""

    habiletes: tuple[str, ...]
    able: Mapping[str, Make]  # everything right
    clumsy: Mapping[str, Make]  # everything right, with a device that is hard for the hand
    blind: Mapping[str, Make]  # nothing that shows a skill
    novice: Mapping[str, Make]  # little of everything, and goes to the end
    graded: Callable[[Any, int, Mapping[str, float]], Bot]
    devices: Mapping[str, str] = field(default_factory=dict)  # mouse where not named

    def make(self, name: str, params: Any, seed: int) -> Bot:
        """A robot by name. Raises KeyError for an unknown one."""
        return {**self.able, **self.clumsy, **self.novice, **self.blind}[name](params, seed)

    def device(self, name: str) -> str:
        """The device class a robot plays with."""
        return self.devices.get(name, "mouse")
