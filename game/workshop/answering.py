"""What answers in the scene of a workshop: keeps what was tried, hears what came, tells why a press did nothing."""

from collections.abc import Callable, Mapping, Sequence

from game.screen import navigate
from game.screen.motion import Cue, Motion
from game.screen.nodes import Node, Screen
from game.workshop import echo
from game.workshop.echo import Data, Echo, Why
from game.workshop.seen import WorkshopSeen
from scenarios.vocabulary import Event

SILENT = ("dialog", "lesson", "words")
"""Screens on which nothing is answered: a question, a page of practice, the words of the trade."""


class Answering:
    """The echo of the last act. `said` and `whys` are the mechanic's; `heard` events are behind already."""

    def __init__(self, said: Mapping[str, str], whys: Mapping[str, Why], heard: int) -> None:
        self.said = said
        self.whys = whys
        self.heard = heard
        self.echo = echo.NOTHING
        self._tried: list[tuple[str, Data]] = []
        self._shakes: list[Cue] = []

    def tries(self, verb: str, args: Data) -> None:
        """An act is on its way."""
        self._tried.append((verb, args))

    def forget(self) -> None:
        """What was answered belongs to a step that is over."""
        self.echo = echo.NOTHING

    def listen(self, events: Sequence[Event], before: WorkshopSeen, now: WorkshopSeen, node: str) -> None:
        """What the acts since the last tick answer: the last one that says something. `node` was pressed last."""
        new, self.heard = events[self.heard :], len(events)
        tried, self._tried = self._tried, []
        for event in new:
            if event.kind in self.said:
                self.echo = Echo.of(event)
            verb = str(event.data["verb"]) if event.kind == "refused" else ""
            args = next((args for one, args in tried if one == verb), None)
            # Where the mentor has just said it, the card is the answer.
            if args is not None and verb not in echo.UNSAID and now.message in ("", before.message):
                self._refuse(echo.reason(self.whys, verb, before, args), node)

    def missed(self, screen: Screen, point: str, dead: Callable[[Node], str]) -> None:
        """A press at a point (« x,y ») where nothing can be done: the uppermost thing that knows says why."""
        x, _, y = point.partition(",")
        if not y or screen.id in SILENT:
            return
        live = {n.id for n in navigate.reachable(screen)}
        for node in reversed(screen.nodes):
            if node.id not in live and node.rect.holds(float(x), float(y)) and (why := dead(node)):
                self._refuse(why, node.id)
                return

    def _refuse(self, why: str, node: str) -> None:
        """Say why, and let the thing shake its head."""
        self.echo = Echo(why=why)
        self._shakes.append(Cue(Motion("tremble", at=node), {}))

    def shaken(self) -> tuple[Cue, ...]:
        """What trembles since the last call."""
        found, self._shakes = tuple(self._shakes), []
        return found
