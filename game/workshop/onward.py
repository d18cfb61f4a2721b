"""What follows by itself once something was done: the next thing comes, unless the hand does anything else before."""

from game.screen.scene import Next
from game.simulation.session import Session
from game.workshop.holding import BenchHolding
from game.workshop.stage import P, S
from scenarios.model import Head

PENDS_TICKS = 27
"""How long what was done is seen before the next thing comes: half a second, and the sign of a word has come down."""


class Onward:
    """One next thing that is to come, or none."""

    def __init__(self) -> None:
        self._at = -1

    @property
    def pends(self) -> bool:
        """Whether it is to come."""
        return self._at >= 0

    def follows(self, tick: int) -> None:
        """Something was done at a tick."""
        self._at = tick + PENDS_TICKS

    def stays(self) -> None:
        """Something else was done: nothing comes by itself."""
        self._at = -1

    def comes(self, tick: int) -> bool:
        """Whether it comes at this tick, once."""
        if not self.pends or tick < self._at:
            return False
        self._at = -1
        return True


class BenchOnward(BenchHolding[P, S]):
    """A bench where the next thing comes so; a mechanic says after what, and what comes."""

    def __init__(self, session: Session, params: P, head: Head, *, name: str) -> None:
        super().__init__(session, params, head, name=name)
        self.onward = Onward()

    def goes_on(self) -> None:
        """Something was done after which the next thing comes; not to who hears the screen read: it waits."""
        if self._words is None or not self._words.comfort.voice:
            self.onward.follows(self.session.task.tick)

    def brings_next(self, seen: S) -> None:
        """The next thing is brought, where it still may be."""

    def act(self, node: str, action: str = "press") -> Next:
        if action != "focus":
            self.onward.stays()
        return super().act(node, action)

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        if stage == "down":
            self.onward.stays()
        return super().drag(node, x, y, stage)

    def advance(self, ticks: int) -> Next:
        # Before the tick: what it brings comes with it, and no picture stands between that shows neither.
        if ticks and not self.session.waits and self.onward.comes(self.seen.tick):
            self.brings_next(self.seen)
        return super().advance(ticks)
