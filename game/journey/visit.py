"""What one person's visit holds so far; forgotten whole when they leave."""

from collections import Counter
from typing import Any

from game.journey.ahead import Soon
from game.journey.person import Person
from game.journey.result import Shown
from game.simulation.session import Session
from game.station.seat import Seat


class Visit:
    """From the welcome to the goodbye of one person."""

    def __init__(self) -> None:
        self.person: Person | None = None
        self.devices: Counter[str] = Counter()
        self.device = "mouse"
        self.ease = "unknown"
        self.first: Session | None = None
        self.second: Session | None = None
        self.settings: dict[str, Any] = {}
        self.read: Soon[Shown] | None = None
        self.replays: dict[int, Soon[Session]] = {}
        self.shown: Shown | None = None
        self.problem_said = ""
        self.voice_said = False  # whether this person knows that there is no voice here
        self.intention = ""
        self.passed = False  # whether the pass has been printed out on the screen
        self.seat = Seat()
