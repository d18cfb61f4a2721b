"""Where on a screen an act is seen: what it was done to, a ring about it, which of two screens shows it."""

import math
from collections.abc import Mapping, Sequence

from game.screen.motion import Cue, Motion, Play
from game.screen.nodes import Box, Circle, Node, Rect, Screen, Shape
from scenarios.vocabulary import Event

SEEN_THROUGH = 128
"""Alpha up to which what lies under a shape is still seen."""
ROUND, THICK = 10.0, 7.0
"""How far the ring lies from what it is about, and how thick it is."""


def acted_on(event: Event, screen: Screen, motions: Mapping[str, Motion]) -> Node | None:
    """What an act was done to, as far as it is seen; of what was picked up, where it lay."""
    motion = motions.get(event.kind)
    if motion is None:
        return None
    play = Play(Cue(motion, event.data), screen, screen)
    node = play.on(screen, "about") or play.on(screen, lies(motion))
    return node if node is not None and not covered(screen, node) else None


def lies(motion: Motion) -> str:
    """The end of a motion at which its thing is before the act: what flies away has no other."""
    return "at" if motion.at or not motion.start else "start"


def covered(screen: Screen, node: Node) -> bool:
    """Whether something that is drawn later lies over the middle of a node."""
    later = screen.nodes[screen.nodes.index(node) + 1 :]
    above = [*(shape for node in later for shape in node.shapes), *screen.overlay]
    return any(_over(shape, *node.rect.centre) for shape in above)


def _over(shape: Shape, x: float, y: float) -> bool:
    """Whether a shape that hides what is below lies over a point."""
    if not isinstance(shape, Box | Circle) or not shape.fill or shape.alpha <= SEEN_THROUGH:
        return False
    return shape.rect.holds(x, y) if isinstance(shape, Box) else math.hypot(x - shape.x, y - shape.y) <= shape.r


def ring(node: Node) -> tuple[Shape, ...]:
    """A ring round a node: orange on white, to be seen on any ground."""
    rect = node.rect
    around = Rect(rect.x - ROUND, rect.y - ROUND, rect.w + 2 * ROUND, rect.h + 2 * ROUND)
    radius = min(around.w, around.h) / 2 if max(around.w, around.h) < 2 * min(around.w, around.h) else 24
    return (
        Box(around, "", radius, "white", THICK + 6),
        Box(around, "", radius, "signal", THICK),
    )


def shown_at(was: Screen, now: Screen, events: Sequence[Event], motions: Mapping[str, Motion]) -> Screen:
    """Of the screens before and after some events of one tick, the one on which they are seen."""
    plays = [Play(Cue(motions[event.kind], event.data), was, now) for event in events if event.kind in motions]
    ends = [(play, lies(play.cue.motion)) for play in plays]
    gone = any(play.on(was, end) and not play.on(now, end) for play, end in ends)
    return was if gone or any(play.held for play in plays) else now
