"""How a thing that stands at a number goes where a press sends it: step by step, as under a hand that drags it."""

from game.screen.scene import STAY, Next
from game.simulation.session import Session
from game.workshop.between import BenchBetween
from game.workshop.stage import P, S
from scenarios.model import Head

GOES, SWEEPS = 2, 1
"""How far it goes in a tick after a press, and while it is swept from side to side."""


class Gliding:
    """Numbers that it is on its way to, one after the other; none while it stands."""

    def __init__(self) -> None:
        self._ahead: list[int] = []
        self._per_tick = GOES
        self._last: int | None = None  # what it was told last

    @property
    def sweeps(self) -> bool:
        """Whether it goes from side to side by itself."""
        return bool(self._ahead) and self._per_tick == SWEEPS

    @property
    def under_way(self) -> bool:
        """Whether it is on its way."""
        return bool(self._ahead)

    def goes(self, now: int, by: int, most: int) -> None:
        """A press: so far from where it stands, or from where the press before sent it; `most` on either side of 0."""
        start = self._ahead[-1] if self._ahead and not self.sweeps else now
        self.stops()
        self._ahead = [max(-most, min(most, start + by))]

    def sweep(self, now: int, most: int) -> None:
        """To the nearer side, to the other one, and back to the middle; asked while it goes, it stands still there."""
        if self.sweeps:
            self.stops()
            return
        self.stops()
        side = most if now > 0 else -most
        self._ahead, self._per_tick = [side, -side, 0], SWEEPS

    def stops(self) -> None:
        """It stays where it is."""
        self._ahead, self._per_tick, self._last = [], GOES, None

    def passes(self, now: int, ticks: int) -> int | None:
        """Where it is after so many ticks, None where it stands. Where it did not go as told, it goes no farther."""
        if not self._ahead or (self._last is not None and now != self._last):
            self.stops()
            return None
        left, at = ticks * self._per_tick, now
        while self._ahead and left:
            step = max(-left, min(left, self._ahead[0] - at))
            at, left = at + step, left - abs(step)
            if at == self._ahead[0]:
                del self._ahead[0]
        self._last = at
        return at if at != now else None


class BenchGliding(BenchBetween[P, S]):
    """A bench with one thing that goes so; a mechanic says where it stands, and what sends it."""

    swept: str = "sweep:"
    """What is pressed to sweep it, and to stop it."""

    def __init__(self, session: Session, params: P, head: Head, *, name: str) -> None:
        super().__init__(session, params, head, name=name)
        self.gliding = Gliding()

    def stands(self) -> int:
        """The number at which it stands."""
        return 0

    def sends(self, at: int) -> None:
        """One act: it is at another number now."""

    def act(self, node: str, action: str = "press") -> Next:
        if action == "again":
            # A key that is held down sends it on each time it has come to where the press before sent it.
            return STAY if self.gliding.under_way else self.act(node)
        # What is swept stands where it is as soon as anything else is pressed.
        if self.gliding.sweeps and action != "focus" and node != self.swept:
            self.gliding.stops()
        return super().act(node, action)

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        self.gliding.stops()
        return super().drag(node, x, y, stage)

    def advance(self, ticks: int) -> Next:
        if ticks and not (self.session.waits or self.between.on or self.asking):
            at = self.gliding.passes(self.stands(), ticks)
            if at is not None:
                self.sends(at)
        return super().advance(ticks)
