"""What answers in the scene of a workshop: keeps what was tried, hears what came, tells why a press did nothing."""

from collections.abc import Callable, Mapping, Sequence

from game.screen import navigate
from game.screen.motion import Cue, Motion
from game.screen.nodes import Node, Screen
from game.workshop import echo
from game.workshop.echo import Data, Echo, Why
from game.workshop.seen import WorkshopSeen
from scenarios.vocabulary import Event, Value

SILENT = ("dialog", "lesson", "words")
"""Screens on which nothing is answered: a question, a page of practice, the words of the trade."""
ASKED_FIRST = "asked_first"
"""The end of the key of what is answered beside a question all the same: that the work below waits for it."""
STAYS_TICKS = 400
"""8 s: how long a confirmation stays for who does nothing more. A refusal stays until the next act or press."""
BOUNCE_TICKS = 13
"""A press on nothing within 260 ms of the answer is the second one of a double press: it has read nothing yet."""


class Answering:
    """The echo of the last act. `said` and `whys` are the mechanic's; `heard` events are behind already."""

    def __init__(self, said: Mapping[str, str], whys: Mapping[str, Why], heard: int) -> None:
        self.said = said
        self.whys = whys
        self.heard = heard
        self.echo = echo.NOTHING
        self._down = ""  # what the act on its way puts down, by its name on the screen
        self._since = self._tick = 0  # when the answer came, and now
        self._tried: list[tuple[str, Data]] = []
        self._moves: list[Cue] = []
        self._rings: tuple[str, ...] = ()

    def tries(self, verb: str, args: Data) -> None:
        """An act is on its way: what the one before answered is over, but while a hand only holds on."""
        if verb not in echo.UNSAID:
            self.forget()
        self._tried.append((verb, args))

    def rings(self, sound: str) -> None:
        """Something of the scene's own is heard, though no event says it."""
        self._rings = (*self._rings, sound)

    def rung(self) -> tuple[str, ...]:
        """The names of sounds since the last call."""
        rung, self._rings = self._rings, ()
        return rung

    def pressed(self, *, on: bool) -> None:
        """A press closes what was answered, `on` a thing or anywhere else."""
        if on or self._tick - self._since > BOUNCE_TICKS:
            self.forget()

    def echo_now(self, *, goes: bool) -> Echo:
        """What is answered now; a confirmation that has stayed its time is there no more where it `goes` by itself."""
        over = goes and not self.echo.refuses and self._tick - self._since >= STAYS_TICKS
        return echo.NOTHING if over else self.echo

    def forget(self) -> None:
        """What was answered belongs to something that is over."""
        self.echo, self._down = echo.NOTHING, ""

    def lays(self, name: str) -> None:
        """The act on its way puts this down: its answer says so first, whatever comes of it."""
        self._down = name

    def listen(
        self, events: Sequence[Event], before: WorkshopSeen, now: WorkshopSeen, node: str, left: str = ""
    ) -> None:
        """What the acts since the last tick answer: the last one that says something. `node` was pressed last.

        `left`: what was in sight and has just gone, "" for nothing: nothing is said of it as if it were still there.
        """
        new, self.heard = events[self.heard :], len(events)
        tried, self._tried = self._tried, []
        self._tick = now.tick
        if left:
            self.forget()
        for event in new:
            if event.kind in self.said and not (left and left in event.data.values()):
                self.echo, self._since = Echo.of(event, self._down), event.tick
            verb = str(event.data["verb"]) if event.kind == "refused" else ""
            args = next((args for tried_verb, args in tried if tried_verb == verb), None)
            # Where the mentor has just said it, the card is the answer; in practice it goes on saying what to do.
            spoken = now.kind != "practice" and now.message not in ("", before.message)
            if args is not None and verb not in echo.UNSAID and not spoken:
                self._refuse(echo.reason(self.whys, verb, before, args), node, event.tick)

    def news(self, events: Sequence[Event]) -> Sequence[Event]:
        """The events that came since the last call of `listen`."""
        return events[self.heard :]

    def stops(self, why: str, node: str) -> None:
        """A press that was meant for what stood there before does nothing, and it is said why."""
        self._refuse(why, node, self._tick)

    def missed(self, screen: Screen, point: str, dead: Callable[[Node], str]) -> None:
        """A press at a point (« x,y ») where nothing can be done: the uppermost thing that knows says why."""
        x, _, y = point.partition(",")
        if y and screen.id == "dialog":
            # The work below is shut until the question has its answer: a press on it is told so, and not swallowed.
            self.says(ASKED_FIRST)
        if not y or screen.id in SILENT:
            return
        live = {n.id for n in navigate.reachable(screen)}
        for node in reversed(screen.nodes):
            if node.id not in live and node.rect.holds(float(x), float(y)) and (why := dead(node)):
                self._refuse(why, node.id, self._tick)
                return

    def says(self, kind: str, node: str = "", **data: Value) -> None:
        """What a press did that makes no event: the end of a key `echo.`, with its `data`; `node` gives a little."""
        self.echo, self._since = Echo(kind, tuple(data.items())), self._tick
        if node:
            self._moves.append(Cue(Motion("nod", at=node), {}))

    def _refuse(self, why: str, node: str, tick: int) -> None:
        """Say why, and let the thing shake its head."""
        self.echo, self._since = Echo(why=why, down=self._down), tick
        self._moves.append(Cue(Motion("tremble", at=node), {}))

    def moves(self) -> tuple[Cue, ...]:
        """What trembles or gives since the last call."""
        cues, self._moves = tuple(self._moves), []
        return cues
