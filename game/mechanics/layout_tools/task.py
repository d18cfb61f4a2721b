"""`layout_tools@1`: laying out one's tools. It shows ease with the device, kept apart from every habileté."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from game.simulation.rng import Stream
from scenarios.vocabulary import Action, Event, Value

TOOLS = ("squeezer", "pige", "calibre", "mallet", "mirror", "lamp", "brush", "wrench")


@dataclass(frozen=True, slots=True)
class EaseSeen:
    """What the person may see. `slots` gives, place by place, the tool whose outline is drawn there."""

    tick: int
    slots: tuple[str, ...]
    waiting: tuple[str, ...]
    laid: tuple[str, ...]
    hand: str
    done: bool


@dataclass(slots=True)
class LayoutTask:
    """Eight tools to lay on their outlines, four wide then four narrow. Implements `game.task.Task`."""

    seed: int
    tick: int = 0
    hand: str = ""
    slots: tuple[str, ...] = ()
    waiting: list[str] = field(default_factory=list)
    laid: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance = Stream(self.seed, "layout")
        self.slots = tuple(chance.sample(TOOLS, len(TOOLS)))
        self.waiting = chance.sample(TOOLS, len(TOOLS))

    @property
    def done(self) -> bool:
        """Whether every tool lies on its outline. No time ends it: who wishes passes it by."""
        return len(self.laid) == len(TOOLS)

    def step(self, actions: Sequence[Action]) -> list[Event]:
        """Advance one tick; `take{tool}`, `lay{slot}` and `miss` are the acts."""
        events: list[Event] = []

        def emit(kind: str, **data: Value) -> None:
            events.append(Event(self.tick, kind, data))

        for action in actions:
            if self.done:
                break
            if action.verb == "take" and action.args.get("tool") in self.waiting:
                self.hand = str(action.args["tool"])
                emit("ease_take", tool=self.hand)
            elif action.verb == "lay" and self.hand and action.args.get("slot") in self.slots:
                right = action.args["slot"] == self.hand
                emit("ease_lay", tool=self.hand, slot=str(action.args["slot"]), right=right)
                if right:
                    self.waiting.remove(self.hand)
                    self.laid.append(self.hand)
                    self.hand = ""
            else:
                emit("ease_miss")
        self.tick += 1
        return events

    def see(self) -> EaseSeen:
        """What the person may see now."""
        return EaseSeen(self.tick, self.slots, tuple(self.waiting), tuple(self.laid), self.hand, self.done)

    def digest(self) -> str:
        """16 hexadecimal characters of the SHA-256 of the whole state."""
        whole = repr((self.tick, self.hand, self.slots, self.waiting, self.laid))
        return hashlib.sha256(whole.encode()).hexdigest()[:16]
