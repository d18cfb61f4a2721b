"""What one person's visit holds so far; forgotten whole when they leave."""

from collections import Counter
from typing import Any

from envol.game.app_person import Person
from envol.game.app_result import Shown
from envol.game.seat import Seat
from envol.game.session import Session


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
        self.shown: Shown | None = None
        self.told = ""
        self.heard = 0
        self.intention = ""
        self.seat = Seat()
