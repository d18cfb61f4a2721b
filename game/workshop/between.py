"""What is seen between two steps of a day, and goes by itself: no act is in it, and any press goes on.

The run stands still meanwhile: nothing of the day comes while one looks, and no clock of it goes on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from game.screen import kit
from game.screen.nodes import Screen
from game.screen.scene import STAY, Look, Next
from game.simulation.session import Session
from game.workshop.scene import Bench
from game.workshop.stage import P, S
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords
from scenarios.model import Head
from scenarios.vocabulary import TICK_MS

GUARD_MS = 400
"""A press of a hand that has just ended the step, and presses once more, goes on with nothing yet."""
ENDS = ("end", "leave:")
"""What is pressed to end a step."""
GOES = "goes:"
"""What is pressed where something is only looked at."""


@dataclass(frozen=True, slots=True)
class Interlude:
    """How it is drawn at a time (ms), under the top bar, still or not; what is heard between two times; its length."""

    draws: Callable[[WorkshopWords, Parts, float, bool], Screen]
    heard: Callable[[float, float], tuple[str, ...]]
    lasts: int


class Interludes:
    """Those that are still to be seen, and for how long the first one has been."""

    def __init__(self) -> None:
        self._waiting: tuple[Interlude, ...] = ()
        self._ms = -1.0

    @property
    def on(self) -> bool:
        """Whether one is seen now."""
        return bool(self._waiting)

    @property
    def moment(self) -> tuple[int, float]:
        """How many there are, the one that is seen among them, and since when it is (ms)."""
        return len(self._waiting), self._ms

    def begins(self, interludes: Sequence[Interlude]) -> None:
        """Show these, one after another."""
        self._waiting, self._ms = tuple(interludes), -1.0

    def passes(self, ticks: int) -> tuple[str, ...]:
        """So many ticks of looking; gives what is heard in them."""
        before, self._ms = self._ms, max(0.0, self._ms) + ticks * TICK_MS
        heard = self._waiting[0].heard(before, self._ms)
        if self._ms >= self._waiting[0].lasts:
            self._next()
        return heard

    def goes_on(self) -> None:
        """A press: the next one, or the step; not at once."""
        if self._ms >= GUARD_MS:
            self._next()

    def ends(self) -> None:
        """Something is done at the bench: there is nothing more to look at."""
        self._waiting = ()

    def _next(self) -> None:
        self._waiting, self._ms = self._waiting[1:], -1.0

    def screen(self, look: WorkshopWords, bar: Parts) -> Screen:
        """What is seen now; with less motion each thing comes by a fade."""
        return self._waiting[0].draws(look, bar, max(0.0, self._ms), look.comfort.reduced_motion)


class BenchBetween(Bench[P, S]):
    """A bench whose exercise shows something between two steps; a mechanic says what."""

    def __init__(self, session: Session, params: P, head: Head, *, name: str) -> None:
        super().__init__(session, params, head, name=name)
        self.between = Interludes()
        self._ended = False  # whether the person has just pressed what ends a step

    def shows_between(self, before: str, after: str) -> Sequence[Interlude]:
        """What is seen once a step has ended and before the next one begins; () for nothing."""
        return ()

    @property
    def begun(self) -> str:
        return "" if self.between.on else super().begun

    def screen(self, look: Look) -> Screen:
        if not self.between.on:
            return super().screen(look)
        words, seen = self.words(look), self.seen
        bar = self._around(words, seen)[0]
        shows = look, seen.phase, self.between.moment
        return self.kept.get("between", shows, lambda: kit.escapes(look, self.between.screen(words, bar), ""))

    def act(self, node: str, action: str = "press") -> Next:
        if self.between.on and action != "focus":
            if node in ("", GOES):
                self.between.goes_on()
                return STAY
            self.between.ends()
        self._ended = action != "focus" and node in ENDS
        return super().act(node, action)

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        return STAY if self.between.on else super().drag(node, x, y, stage)

    def key(self, name: str) -> Next:
        if not self.between.on:
            return super().key(name)
        self.between.goes_on()
        return STAY

    def advance(self, ticks: int) -> Next:
        if self.between.on and not self.session.waits:
            for sound in self.between.passes(ticks):
                self.answering.rings(sound)
            return STAY
        self.between.ends()
        # What a clock has ended, or went on without this scene, is shown where it stands.
        before = self._step
        after = super().advance(ticks)
        ended, self._ended = self._ended, False
        if ended and self.name == "exercise" and before != self._step:
            self.between.begins(self.shows_between(before, self._step))
        return after
