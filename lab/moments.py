"""Moments of a stored run as pictures: the run is played again on a fresh task, with the same acts, and drawn.

Each picture says where to look: a ring lies round what the act was done to, and beside an act that was aimed a glass
shows how far from the middle it was.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from game.mechanics.table import MECHANICS, task_of
from game.screen.acted import acted_on, ring, shown_at
from game.screen.motion import STILL, DataTold
from game.screen.nodes import Circle, Line, Node, Screen, Shape
from game.screen.scene import Comfort, Look
from game.simulation.session import Session, play_on
from game.simulation.trace import Trace
from game.window.look import StaticLook
from game.window.offscreen import picture
from scenarios.model import Scenario
from scenarios.vocabulary import Event
from scoring.rules import evidence_rules

MomentAt = tuple[int, str]
"""A tick, and the kind of the event that is meant; "" for whatever happened then."""
SIZE = (960, 540)
AFTER_TICKS = 5
"""A tenth of a second after an act, what it did can be seen."""
COMES_TICKS = 3000
"""How long after it fell a thing is waited for: it lies under another screen until that is closed."""
FALLS = "fall"
RINGED = "{n}.ringed"
"""The empty file beside a picture that has a ring: what the sentence speaks of is not seen on every one."""
WIDE, HIGH = 1920.0, 1080.0
GLASS, SCALE, ASIDE = 84.0, 62.0, 190.0
"""Radius of the glass, how far from its middle the farthest of what it shows is, and how far it stands from the act."""


def draw_moments(
    trace: Trace, scenario: Scenario, moments: Sequence[MomentAt], language: str, folder: Path
) -> list[Path]:
    """One PNG (960x540) a moment, of the bench with the ordinary display, in the order given, named `N.png` from 0.

    An act after which what it names is no longer shown is drawn on the screen where it was done, as the game moves it:
    the rivet that is put in at its hole, not at the lever that comes after. What fell is drawn where it lies, once it
    is seen. Beside a picture on which something is ringed stands an empty file (`RINGED`). The trace must be of this
    very version of the scenario; ticks after the end show the end. Raises OSError.
    """
    drawn: dict[int, Path] = {}
    order = sorted(enumerate(moments), key=lambda numbered: numbered[1])
    fell = [numbered for numbered in order if _falls(scenario, numbered[1][1])]
    for some in filter(None, ([numbered for numbered in order if numbered not in fell], fell)):
        again = Again(trace, scenario, language)
        for n, moment in some:
            drawn[n] = folder / f"{n}.png"
            screen = again.screen(moment)
            picture(partial(_same, screen), Comfort(language), SIZE, drawn[n])
            if again.ringed:
                (folder / RINGED.format(n=n)).touch()
    return [drawn[n] for n in range(len(moments))]


def _same(screen: Screen, _: Look) -> Screen:
    return screen


def _falls(scenario: Scenario, kind: str) -> bool:
    motion = MECHANICS[scenario.head.mechanic].motions.get(kind)
    return motion is not None and motion.how == FALLS


class RunAgain:
    """A run that is played again; it only goes forward."""

    def __init__(self, trace: Trace, scenario: Scenario, language: str) -> None:
        self._acts = trace.actions
        self._look = StaticLook(Comfort(language)).within(scenario.head.id)
        self._session = Session(task_of(scenario, trace.header), stamped=False)
        self._scene = MECHANICS[scenario.head.mechanic].scene(self._session, scenario, name="exercise")

    def at(self, tick: int) -> Screen:
        """The screen as it stands at a tick."""
        play_on(self._session, self._acts, tick)
        return self._scene.screen(self._look)


class Again:
    """The moments of a run, asked for in their order: one run stands at the act, another just after it."""

    def __init__(self, trace: Trace, scenario: Scenario, language: str) -> None:
        self._trace, self._scenario = trace, scenario
        self._motions = MECHANICS[scenario.head.mechanic].motions
        self._before, self._after = RunAgain(trace, scenario, language), RunAgain(trace, scenario, language)
        self.ringed = False
        """Whether something is ringed on the screen that was asked for last."""

    def screen(self, moment: MomentAt) -> Screen:
        """The screen on which a moment is seen, with what it is about marked."""
        (tick, kind), self.ringed = moment, False
        events = [event for event in self._trace.events if event.tick == tick]
        was, now = self._before.at(tick), self._after.at(tick + AFTER_TICKS)
        own = [event for event in events if event.kind == kind]
        if _falls(self._scenario, kind) and own:
            return self._lying(own[0], now)
        # The act that is meant first; what does not move is seen in what happened with it: a rivet that is presented
        # is put in its hole.
        moving = [event for event in own if (seen_as := self._motions.get(event.kind)) and seen_as.how != STILL.how]
        seen = shown_at(was, now, moving or events, self._motions)
        for event in (*own, *(event for event in events if event not in own)):
            node = self._node(event, seen)
            if node is not None:
                return self._marked(seen, node, self._glass(node, event))
        return seen

    def _node(self, event: Event, screen: Screen) -> Node | None:
        """What an act was done to, as far as it is seen; of what was picked up, where it lay."""
        return acted_on(event, screen, self._motions)

    def _lying(self, event: Event, now: Screen) -> Screen:
        """The first screen on which a thing that fell is seen; where it never is, the one after the fall."""
        seen, tick, end = now, event.tick + AFTER_TICKS, self._lies_until(event)
        while (node := self._node(event, seen)) is None and tick < end:
            tick = min(tick + AFTER_TICKS, end)
            seen = self._after.at(tick)
        return self._marked(seen, node) if node is not None else now

    def _marked(self, seen: Screen, node: Node, beside: Sequence[Shape] = ()) -> Screen:
        """A screen with a ring round a node."""
        self.ringed = True
        return replace(seen, overlay=(*seen.overlay, *ring(node), *beside))

    def _lies_until(self, event: Event) -> int:
        """The tick at which what fell is picked up, or after which it is waited for no longer."""
        name = self._motions[event.kind].at.format_map(event.data)
        for later in self._trace.events[bisect_left(self._trace.events, event.tick, key=lambda event: event.tick) :]:
            motion = self._motions.get(later.kind)
            if motion and motion.start and not motion.at and motion.start.format_map(DataTold(later.data)) == name:
                return min(later.tick, event.tick + COMES_TICKS)
        return event.tick + COMES_TICKS

    def _glass(self, node: Node, event: Event) -> tuple[Shape, ...]:
        """How far from the middle an aimed act was done, beside what is expected of it; nothing for any other."""
        aimed = self._motions[event.kind].aimed
        act = next((a for a in self._trace.actions if (a.tick, a.verb) == (event.tick, event.kind)), None)
        rule = next((rule for rule in evidence_rules(self._scenario) if aimed and rule.reads == aimed.reads), None)
        if aimed is None or act is None or rule is None:
            return ()
        off = tuple(act.args.get(name) for name in (aimed.dx, aimed.dy))
        cuts = rule.cuts_for(str(self._trace.header.get("device", "")))
        if not all(isinstance(um, int) for um in off) or not cuts:
            return ()
        return glass(node, (float(str(off[0])), float(str(off[1]))), (float(cuts[-1]), float(cuts[0])))


def glass(node: Node, off_um: tuple[float, float], expected_um: tuple[float, float]) -> tuple[Shape, ...]:
    """A glass beside a node: the middle as a cross, what is expected as two rings (near, far), the act as a point."""
    x, y = node.rect.centre
    # Towards the middle of the picture there is room on every side.
    at_x, at_y = x + (ASIDE if x < WIDE / 2 else -ASIDE), min(max(y, GLASS + 120), HIGH - GLASS - 20)
    near, far = expected_um
    scale = SCALE / max(far, math.hypot(*off_um))
    point = (at_x + off_um[0] * scale, at_y + off_um[1] * scale)
    edge = at_x - math.copysign(GLASS, at_x - x)
    cross = [Line(((at_x - dx, at_y - dy), (at_x + dx, at_y + dy)), "ink", 3) for dx, dy in ((12, 0), (0, 12))]
    return (
        Line(((x, y), (edge, at_y)), "white", 9),
        Line(((x, y), (edge, at_y)), "signal", 5),
        Circle(at_x, at_y, GLASS, "white", "signal", 6),
        Circle(at_x, at_y, far * scale, "", "steel", 3),
        Circle(at_x, at_y, near * scale, "", "green", 5),
        *cross,
        Line(((at_x, at_y), point), "signal", 4),
        Circle(*point, 9, "signal", "ink", 3),
    )
