"""How a seat is going, for whoever looks after the room: hands and steps counted, nothing of answers, no score.

Time is that of the window's ticks, so that a slow machine counts its own seconds and no clock is read.
"""

from collections import deque
from collections.abc import Sequence

from export.packets.hails import MOST_DONE
from game.screen.steps import Step
from game.simulation.session import Session
from game.workshop.heard import FORWARD, READS, REFUSED
from scenarios.room import Signals
from scenarios.vocabulary import Event

A_SECOND = 50
ACTS_S, READS_S = 60, 120
FRESH = 40
"""Facts of a run when it is first looked at; one that holds more was taken up again."""
MOST = 100_000
"""What a hail holds of any count."""


class Signs:
    """Counts as the game goes on; a few hundred numbers however long somebody plays."""

    def __init__(self) -> None:
        self._now = self._alive = self._forward = 0
        self._step: Step | None = None
        self._session: Session | None = None
        self._known = (0, 0)
        self._acts: deque[int] = deque(maxlen=1000)
        self._refused: deque[int] = deque(maxlen=1000)
        self._reads: deque[int] = deque(maxlen=1000)

    def alive(self) -> None:
        """A hand moved, or the voice speaks: somebody is there."""
        self._alive = self._now

    def advance(self, ticks: int, step: Step, session: Session | None) -> bool:
        """Ticks of 20 ms went by at this step, in this run of a workshop (None outside of one).

        Whether a second has gone by since this said so last.
        """
        was, self._now = self._now // A_SECOND, self._now + ticks
        if step is not self._step:
            self._step, self._forward = step, self._now
        if session is not None:
            self._read(session)
        return self._now // A_SECOND > was

    def _read(self, session: Session) -> None:
        """What was done and what came of it since the last look; of a run taken up again, nothing that is past."""
        acts, events = len(session.actions), len(session.events)
        if session is not self._session:
            self._session, self._known = session, ((acts, events) if events > FRESH else (0, 0))
        self._acts.extend([self._now] * (acts - self._known[0]))
        for event in session.events[self._known[1] :]:
            if event.kind == REFUSED:
                self._refused.append(self._now)
            elif event.kind in READS:
                self._reads.append(self._now)
            elif forward(event):
                self._forward = self._now
        self._known = acts, events

    def now(self, hand: bool, workshop: str = "", done: Sequence[str] = ()) -> Signals:
        """How it is going. `hand`: help is asked for; `workshop`: under way; `done`: finished in this sitting."""
        return Signals(
            step=str(self._step or ""), acts=self._within(self._acts, ACTS_S),
            refused=self._within(self._refused, ACTS_S), reads=self._within(self._reads, READS_S),
            idle_s=min(MOST, (self._now - self._alive) // A_SECOND),
            still_s=min(MOST, (self._now - self._forward) // A_SECOND), hand=hand, workshop=workshop,
            done=tuple(done)[:MOST_DONE],
        )  # fmt: skip

    def _within(self, when: Sequence[int], seconds: int) -> int:
        return sum(tick > self._now - seconds * A_SECOND for tick in when)


def forward(event: Event) -> bool:
    """Whether a fact is a step forward in any workshop: a step of the day, a piece of work, an answer given."""
    return event.kind in FORWARD or event.kind.endswith("_verdict")
