"""What a kiosk's way holds beside the game's."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

from game.journey.journey import Journey
from game.journey.way import PostPort, VoicePort
from game.kiosk.claims import Claims
from game.kiosk.config import KioskConfig
from game.kiosk.counts import Counts, keep_counts, read_counts
from game.scenes.shown import Moment
from game.screen.scene import Comfort
from game.station.home import Home
from scenarios.model import Scenario


class KioskWay(Journey):
    """A journey of one visitor at a kiosk: its settings, its numbers, what the ticket will say."""

    resumes = False
    after_takeoff = "kiosk.takeoff.go"

    def __init__(
        self, config: KioskConfig, scenarios: Sequence[Scenario], home: Home | None, counts_in: Path,
        voice: VoicePort | None = None, post: PostPort | None = None,
    ) -> None:  # fmt: skip
        self.config = config
        self.counts_in = counts_in
        self.counts = read_counts(counts_in, config.roll)
        self._counting = Lock()
        self.facts: tuple[str, ...] = ()
        self.best: Moment | None = None
        self.ended = False
        self.kept_days = 0
        """For how long this visitor's result waits here; 0 where it does not."""
        self.claiming = ("", "")
        """The code and the gesture of who claims a result."""
        super().__init__(scenarios[0], config.language, home=home, more=scenarios[1:], voice=voice, post=post)
        self.comfort = self.at_first

    @property
    def at_first(self) -> Comfort:
        """What each visitor finds, as the kiosk's file says it."""
        return Comfort(language=self.config.language)

    @property
    def claims(self) -> Claims | None:
        """What waits here to be claimed; None where nothing may, or can."""
        return Claims(self.home.folder) if self.home is not None and self.config.claim_days else None

    def count(
        self, *, printed: str | None = None, visit: bool = False, alone: bool = False, wiped_ms: int = -1
    ) -> None:
        """Count what happened; `printed`: "" for a ticket that was taken, else why not. From any thread."""
        with self._counting:
            c = self.counts
            if printed is not None:
                taken = not printed
                c = replace(c, tickets=c.tickets + taken, left=max(0, c.left - taken), trouble=printed)
            c = replace(c, visits=c.visits + visit, left_alone=c.left_alone + alone)
            self._keep(replace(c, wipes_ms=max(c.wipes_ms, wiped_ms)))

    def new_roll(self) -> None:
        """A full roll was put in."""
        with self._counting:
            self._keep(replace(self.counts, left=self.config.roll, trouble=""))

    def _keep(self, counts: Counts) -> None:
        self.counts = counts
        try:
            keep_counts(self.counts_in, counts)
        except OSError:
            # A disk that refuses numbers must not stop a visitor: they stay right until the process ends.
            return
