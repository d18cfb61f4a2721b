"""Robots like people who do what is right in their own way: who read, hesitate, forget and read again."""

from typing import Generic, TypeVar

from game.simulation.bots import Bot, Deed
from game.simulation.rng import Stream
from game.workshop.params import WorkshopParams
from game.workshop.players import Careful
from game.workshop.seen import WorkshopSeen

P = TypeVar("P", bound=WorkshopParams)
S = TypeVar("S", bound=WorkshopSeen)
TICKS_S = 50
READS_S = 16
"""Forty words of a document at 150 words a minute."""
FIRST_S = (3, 8)
"""How long somebody hesitates at a control met for the first time."""
THEN_S = 1.5
FORGETS_IN_100 = 10
"""One instruction in ten is forgotten, and read again."""
SLOW_TICKS = 400
"""Eight seconds an act: who does everything right, slowly."""
HELD = ("lever", "release", "lamp", "line", "set")
"""Acts of a hand that holds on: they are not hesitated over."""


class FirstTimer(Generic[S]):
    """Somebody able who never saw the workshop: reads at each step, hesitates at each new control, reads again."""

    def __init__(self, bot: Bot[S], seed: int) -> None:
        self.bot = bot
        self.chance = Stream(seed, "first timer")
        self.met: set[str] = set()
        # Seconds at the order as a step begins, and at the line that is read again.
        self.reads_s = self.again_s = float(READS_S)
        self.waiting: list[Deed] = []
        self.ready = 0
        self.step = ""

    def act(self, seen: S) -> list[Deed]:
        """What is done at this tick: what was decided, once it dares."""
        if seen.phase != self.step:
            self.step, self.ready = seen.phase, seen.tick + round(self.reads_s * TICKS_S)
        if self.waiting:
            return self._dares(seen)
        if seen.tick < self.ready:
            return []
        deeds = self.bot.act(seen)
        if not deeds or all(verb in HELD for verb, _ in deeds):
            return deeds
        self.waiting = deeds
        self.ready = seen.tick + self._hesitation(deeds[0][0])
        return []

    def _dares(self, seen: S) -> list[Deed]:
        if seen.tick < self.ready:
            return []
        # A rack that waits for a folder lies over the documents.
        if not seen.rack_open and self.chance.below(100) < FORGETS_IN_100:
            self.ready = seen.tick + round(self.again_s * TICKS_S)
            return [("open_doc", {"doc": "order"})]
        deeds, self.waiting = self.waiting, []
        return deeds

    def _hesitation(self, verb: str) -> int:
        """Ticks before an act: long at a control never met, short afterwards."""
        if verb in self.met:
            return round(THEN_S * TICKS_S)
        self.met.add(verb)
        low, high = FIRST_S
        return self.chance.between(low * TICKS_S, high * TICKS_S)

    def rest(self, seen: S) -> int:
        """Ticks after which it looks again."""
        if self.waiting or seen.tick < self.ready:
            return max(1, self.ready - seen.tick)
        return self.bot.rest(seen)


class TidiesLate(Careful[P, S]):
    """Takes tools too many, hangs them back at once before starting, and does everything right after it."""

    def prepare(self, seen: S) -> Deed:
        others = [t for t in seen.tools if not t.listed and t.kind != "ppe"]
        for tool in others:
            if not tool.taken and self.first(f"too many:{tool.id}"):
                return "take_tool", {"tool": tool.id}
        for tool in others:
            if tool.taken:
                return "return_tool", {"tool": tool.id}
        return super().prepare(seen)
