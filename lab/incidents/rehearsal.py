"""Seats of injected time: each lives its minutes one after the other, and what it would say is kept, word by word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lab.incidents.people import Incident, plays
from lab.incidents.seat import TICKS_S, PlayedSeat, lived, station
from scenarios.model import Scenario
from scenarios.room import Signals

EVERY_S = 2
"""How often a post speaks."""
BEFORE_S = 20
"""How long somebody is at a step before something goes wrong there."""


@dataclass(slots=True)
class HeardAtOnce:
    """Stands for the post of a seat: the last thing it was told. The tower hears it at once."""

    last: tuple[str, Signals] | None = None
    reached: bool = True
    capped: bool | None = None

    def tell(self, code: str, signals: Signals) -> None:
        """What is said from now on."""
        self.last = (code, signals)


@dataclass(slots=True)
class Timeline:
    """What a post says every two seconds; None while it says nothing. `began`: at which of them it went wrong."""

    said: list[tuple[str, Signals] | None] = field(default_factory=list)
    began: int = -1


def undisturbed(
    workshops: Sequence[Scenario], workshop: str, robot: str, seed: int, seconds: int, folder: Path
) -> Timeline:
    """Somebody who plays from the welcome on, for so many seconds."""
    post, line = HeardAtOnce(), Timeline()
    home = station(folder)
    seat = PlayedSeat(list(workshops), post, seed, home)
    try:
        lived(seat, plays(seat, robot, workshop), seconds * TICKS_S, _keeps(post, line))
    finally:
        seat.close()
        home.close()
    return line


def disturbed(
    workshops: Sequence[Scenario], workshop: str, robot: str, seed: int, incident: Incident, seconds: int, folder: Path
) -> Timeline:
    """Somebody plays at the step of an incident, then it happens, and so many seconds go by. What befalls the machine
    is silence here: the post says nothing any more."""
    post, line = HeardAtOnce(), Timeline()
    home = station(folder)
    seat = PlayedSeat(list(workshops), post, seed, home)
    try:
        seat.app.choose(workshop)
        seat.app.go(incident.at)
        seat.window.frame(1)
        keep = _keeps(post, line)
        lived(seat, plays(seat, robot, workshop), BEFORE_S * TICKS_S, keep)
        line.began = len(line.said)
        if incident.does is None:
            line.said += [None] * (seconds // EVERY_S)
        else:
            lived(seat, incident.does(seat), seconds * TICKS_S, keep)
    finally:
        seat.close()
        home.close()
    return line


def _keeps(post: HeardAtOnce, line: Timeline) -> Callable[[int], None]:
    def each(ticks: int) -> None:
        if ticks % (EVERY_S * TICKS_S) == 0:
            line.said.append(post.last)

    return each
