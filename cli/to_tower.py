"""From the game's first screen to the tower, in its own process. All is loaded when it is asked for."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

WAITS_S, ASKED_EVERY_S = 20.0, 0.2
"""What a tower may take to answer on a slow machine; one that still starts then is left to start."""


def tower_is_here() -> bool:
    """Whether this copy holds the tower: a player's folder does not (docs/packages.md)."""
    return find_spec("cli.tower") is not None


def start_tower(db: Path) -> "subprocess.Popen[bytes]":
    """The tower in a process of its own, which outlives the game and opens the browser. Raises OSError."""
    words = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cli"]
    nothing = subprocess.DEVNULL
    asked = [*words, "tower", "--once", "--db", str(db)]
    return subprocess.Popen(asked, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)


def tower_answers(db: Path) -> bool:
    """Whether a tower of this base answers on this machine."""
    from cli.ports import tower_at
    from tower.house import mark_of

    return tower_at(mark_of(db)) is not None


Start = Callable[[Path], "subprocess.Popen[bytes]"]


class FirstScreenTower:
    """Implements `game.journey.way.TowerPort` on the base of this machine."""

    def __init__(
        self, db: Path, here: Callable[[], bool] = tower_is_here, start: Start = start_tower,
        answers: Callable[[Path], bool] = tower_answers,
    ) -> None:  # fmt: skip
        self._db, self._here, self._start, self._answers = db, here, start, answers

    @property
    def installed(self) -> bool:
        """Whether the tower is in this folder."""
        return self._here()

    def advisers(self) -> tuple[Sequence[str], bool]:
        """Who has a PIN, none where there is no base yet; whether the base cannot be read."""
        from export.store.pins import with_pin
        from export.store.store import Store, StoreError

        if not self._db.exists():
            return (), False
        try:
            with Store.open(self._db) as store:
                return with_pin(store), False
        except StoreError:
            return (), True

    def start(self) -> bool:
        """Start the tower, or show the one that is there; whether it answers, or is still on its way."""
        try:
            process = self._start(self._db)
        except OSError:
            return False
        end = time.monotonic() + WAITS_S
        while time.monotonic() < end and process.poll() is None and not self._answers(self._db):
            time.sleep(ASKED_EVERY_S)
        return process.poll() in (None, 0)
