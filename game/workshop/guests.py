"""A colleague at the mentor's card: what was agreed is closed in sight, then the card is the mentor's again."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from game.screen import kit
from game.screen.motion import Cue, Motion
from game.screen.nodes import Circle, Node, Screen, Shape
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.view_board import tool_drawing

STAYS_TICKS = 400
"""8 s on the bench: how long what a colleague said stays there at the least, however long a gesture hid it.

It goes with the first act after them: who reads slowly has not acted yet.
"""
LATER = ".then"
"""The end of the key of what is said once the work under the hand at the answer is over, where the author wrote it."""
COMES = Motion("pop", at="visitor")


@dataclass(slots=True)
class Guest:
    """Who is there, what they say (the key of a `message.`) and the drawing of the tool that goes over to them."""

    said: str = ""
    who: str = ""
    tool: str = ""
    _later: str = ""  # what is to be said once the work in hand is over, "" for nothing
    _heard: str = ""  # what the day said last in a colleague's place
    _asked: str = ""  # the drawing of the tool that was asked for
    _worked: bool = False  # whether the hand was at work since the answer
    _left: int = 0  # ticks for which it still stays at the least
    _acts: int = 0  # how many acts there were when it could be read
    _cues: list[Cue] = field(default_factory=list)

    def hears(
        self, now: WorkshopSeen, params: WorkshopParams, passed: tuple[int, int], *, busy: bool,
        known: Callable[[str], bool],
    ) -> None:  # fmt: skip
        """What a moment brought: `passed` are its ticks, and how many acts there were in all.

        `busy`: a hand is at work, and hides the card. `known`: whether a text exists.
        """
        ticks, acts = passed
        heard = now.message if now.visitor else ""
        if heard and heard != self._heard:
            self._comes(now, params, known)
        self._heard = heard
        self._worked = self._worked or busy
        if self._later and self._worked and not busy:
            self.said, self.tool, self._later, self._left = self._later, self._asked, "", STAYS_TICKS
            self._cues.append(Cue(COMES, {}))
        if busy or now.replies or self._left == STAYS_TICKS:
            self._acts = acts
        if self.said and not busy and not now.replies and not self._later:
            self._left -= ticks
            if self._left <= 0 and acts > self._acts:
                self.leaves()

    def _comes(self, now: WorkshopSeen, params: WorkshopParams, known: Callable[[str], bool]) -> None:
        visit = next((h for h in params.day if now.message in h.messages()), None)
        self.said, self.who, self.tool, self._left, self._worked = now.message, now.visitor, "", STAYS_TICKS, False
        later = f"{now.message}{LATER}"
        self._later = later if known(f"message.{later}") else ""
        self._asked = next((t.draw for t in params.tools if visit is not None and t.id == visit.tool), "")

    def leaves(self) -> None:
        """Nobody is there any more, and nothing is left to be said."""
        self.said = self.who = self.tool = self._later = self._asked = ""

    def cues(self) -> tuple[Cue, ...]:
        """What moves since the last call."""
        cues, self._cues = tuple(self._cues), []
        return cues


def speaks(seen: WorkshopSeen, visit: Guest) -> bool:
    """Whether the colleague's sentence is the one on the card: the mentor's own word, while it lasts, goes before."""
    return bool(visit.said) and (not seen.message or bool(seen.visitor))


def handed(screen: Screen, draw: str) -> Screen:
    """The screen with a tool in the colleague's hand; the same one where nobody is, or no tool goes over."""
    if not draw:
        return screen
    return replace(screen, nodes=tuple(_holds(n, draw) if n.id == "visitor" else n for n in screen.nodes))


def _holds(node: Node, draw: str) -> Node:
    """The tool on a dark disc, at the foot of the portrait, away from the words beside it."""
    r = node.rect.w * 0.3
    x, y = node.rect.x + r * 0.7, node.rect.y + node.rect.h - r * 0.4
    disc: list[Shape] = [Circle(x, y, r, "slate", "white", 4)]
    tool = [kit.scaled(s, r / 88, x, y) for s in tool_drawing(draw, 0, 0, faded=False)]
    return replace(node, shapes=(*node.shapes, *disc, *tool))
