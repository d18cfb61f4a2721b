"""How a seat is going, for whoever looks after the room: hands and steps counted, nothing of answers, no score.

Time is that of the window's ticks, so that a slow machine counts its own seconds and no clock is read.
"""

import math
from collections import deque
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from export.packets.hails import MOST_DONE
from game.screen.hands import FREE, Miss
from game.screen.steps import Step
from game.simulation.session import Session
from game.workshop.heard import FORWARD, READS, REFUSED
from game.workshop.practice import RIGHT
from scenarios.room import Signals
from scenarios.vocabulary import Event

A_SECOND = 50
ACTS_S, READS_S = 60, 120
FRESH = 40
"""Facts of a run when it is first looked at; one that holds more was taken up again."""
OVER = (Step.PAUSE, Step.COMFORT, Step.SEAT, Step.NOTICE, Step.JOINING)
"""Steps laid over another one: who opens them and comes back has not got on."""
MOST = 100_000
"""What a hail holds of any count."""


class Signs:
    """Counts as the game goes on; a few hundred numbers however long somebody plays."""

    def __init__(self) -> None:
        self._now = self._alive = self._forward = 0
        self._step: Step | None = None
        self._work: Step | None = None  # the step below what is laid over it
        self._known: WeakKeyDictionary[Session, tuple[int, int]] = WeakKeyDictionary()
        self._acts: deque[int] = deque(maxlen=1000)
        self._refused: deque[int] = deque(maxlen=1000)
        self._reads: deque[int] = deque(maxlen=1000)
        self._misses: deque[tuple[int, Miss]] = deque(maxlen=1000)
        self.trouble = FREE
        """How the devices are, as the window said last."""

    def missed(self, miss: Miss) -> None:
        """A press fell on nothing."""
        self._misses.append((self._now, miss))

    def alive(self) -> None:
        """A hand moved, or the voice speaks: somebody is there."""
        self._alive = self._now

    def advance(self, ticks: int, step: Step, session: Session | None) -> bool:
        """Ticks of 20 ms went by at this step, in this run of a workshop (None outside of one).

        Whether a second has gone by since this said so last.
        """
        was, self._now = self._now // A_SECOND, self._now + ticks
        self._step = step
        if step not in (self._work, *OVER):
            self._work, self._forward = step, self._now
            # What was done at another step says nothing of this one; at the welcome somebody new begins.
            for counted in (self._acts, self._refused, self._reads):
                counted.clear()
            if step is Step.WELCOME:
                self._misses.clear()
        if session is not None:
            self._read(session)
        return self._now // A_SECOND > was

    def _read(self, session: Session) -> None:
        """What was done and what came of it since the last look; of a run taken up again, nothing that is past."""
        acts, events = len(session.actions), len(session.events)
        known = self._known.get(session, (acts, events) if events > FRESH else (0, 0))
        self._known[session] = acts, events
        self._acts.extend([self._now] * (acts - known[0]))
        new = session.events[known[1] :]
        # A try of practice that ends in an act which could not be done is told: nobody pressed in vain.
        answered = {event.tick for event in new if event.kind == "lesson_told"}
        for event in new:
            if event.kind == REFUSED:
                self._refused += [self._now] if event.tick not in answered else []
            elif event.kind in READS:
                self._reads.append(self._now)
            elif forward(event):
                self._forward = self._now

    def now(self, hand: bool, workshop: str = "", done: Sequence[str] = (), words: int = 0) -> Signals:
        """How it is going. `hand`: help is asked for; `workshop`: under way; `done`: finished in this sitting; `words`:
        on the screen."""
        misses = [miss for tick, miss in self._misses if tick > self._now - ACTS_S * A_SECOND]
        # Each way is 1 long: those that agree add up, those to all sides cancel out.
        beside = int(math.hypot(sum(miss.dx for miss in misses), sum(miss.dy for miss in misses)) + 0.01)
        return Signals(
            step=str(self._step or ""), acts=self._within(self._acts, ACTS_S),
            refused=self._within(self._refused, ACTS_S), reads=self._within(self._reads, READS_S),
            idle_s=min(MOST, (self._now - self._alive) // A_SECOND),
            still_s=min(MOST, (self._now - self._forward) // A_SECOND), hand=hand, workshop=workshop,
            done=tuple(done)[:MOST_DONE], vain=len(misses) - beside, beside=beside, jammed=self.trouble.jammed,
            unplugged=self.trouble.unplugged, words=min(MOST, words),
        )  # fmt: skip

    def _within(self, when: Sequence[int], seconds: int) -> int:
        return sum(tick > self._now - seconds * A_SECOND for tick in when)


def forward(event: Event) -> bool:
    """Whether a fact is a step forward in any workshop: a step of the day, a piece of work, an answer given.

    A try of practice is one where it was right: who fails the same gesture again and again does not get on.
    """
    if event.kind == "lesson_told":
        return event.data["outcome"] == RIGHT
    return event.kind in FORWARD or event.kind.endswith("_verdict")
