"""The moments of a debrief as pictures: the run played again to each, on the screen where its act is seen."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from game.journey.ahead import Soon
from game.screen.acted import acted_on, ring, shown_at
from game.screen.motion import STILL, Motion
from game.screen.nodes import Screen
from game.screen.scene import Look
from game.simulation.session import play_on
from game.workshop.mechanic import WorkshopScene
from scenarios.vocabulary import Action, Event

AFTER_TICKS = 5
"""A tenth of a second after an act, what it did can be seen."""


Winding = Callable[[int, WorkshopScene | None], WorkshopScene]


class Stills:
    """One picture a moment, by its tick; a ring lies about what the act was done to, where that is seen.

    `ticks`: of the moments that are seen; `wind` brings the task it is given to one of them, a fresh one where that
    is past it or there is none; `actions` and `events` are those
    of the run; `soon` begins to work something out beside the window: to wind a task, and to lay out two screens of a
    bench, takes longer than a frame.
    """

    def __init__(
        self, ticks: Collection[int], wind: Winding, actions: Sequence[Action],
        events: Sequence[Event], motions: Mapping[str, Motion], soon: Callable[[Callable[[], Screen]], Soon[Screen]],
    ) -> None:  # fmt: skip
        self._ticks, self._wind, self._actions, self._events = ticks, wind, actions, events
        self._motions, self._soon = motions, soon
        self._scene: WorkshopScene | None = None
        self._seen: dict[int, Soon[Screen]] = {}

    def __call__(self, look: Look, tick: int) -> Screen | None:
        """The screen of a moment; None while it is not there yet, or where there is none."""
        if tick not in self._seen and tick in self._ticks:
            self._seen[tick] = self._soon(lambda: self._drawn(look, tick))
        seen = self._seen.get(tick)
        return seen.get() if seen is not None and seen.ready else None

    def _drawn(self, look: Look, tick: int) -> Screen:
        # One task goes from picture to picture, in the thread alone: eight of them held megabytes.
        scene = self._scene = self._wind(tick, self._scene)
        events = [event for event in self._events if event.tick == tick]
        was = scene.screen(look)
        play_on(scene.session, self._actions, tick + AFTER_TICKS)
        moving = [e for e in events if (seen_as := self._motions.get(e.kind)) and seen_as.how != STILL.how]
        seen = shown_at(was, scene.screen(look), moving or events, self._motions)
        for event in (*moving, *events):
            node = acted_on(event, seen, self._motions)
            if node is not None:
                return replace(seen, overlay=(*seen.overlay, *ring(node)))
        return seen
