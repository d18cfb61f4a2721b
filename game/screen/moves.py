"""What moves on the screen now: a small memory of movements under way, asked with a time and never with a clock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.screen.change import DecorPlaces, ScreenChange, on_the_way, veil
from game.screen.motion import Cue, Play, drawn, edit
from game.screen.nodes import Rect, Screen

MOST = 6
"""Movements shown at once; the oldest jumps to its end first."""


@dataclass(frozen=True, slots=True)
class MovedScreen:
    """What to draw: a screen, and above it the picture of the one before, so opaque (0 to 1)."""

    screen: Screen
    veil: float = 0.0


class Moves:
    """Movements between the screens an app shows; what can be pressed is the app's own screen, whatever moves."""

    def __init__(self) -> None:
        self._last: Screen | None = None
        self._base: Screen | None = None
        self._plays: list[tuple[float, Play]] = []
        self._later: list[Cue] = []
        self._change: tuple[float, ScreenChange] | None = None
        self._pressed: Rect | None = None
        self._places = DecorPlaces()

    @property
    def held(self) -> int:
        """How many movements are remembered, under way or waiting to be seen."""
        return len(self._plays) + len(self._later)

    def show(self, screen: Screen, cues: Sequence[Cue], now_ms: float, *, reduced: bool = False) -> MovedScreen:
        """What to draw of a screen, once what happened since the last call is known."""
        was, self._last = self._last, screen
        self._plays = [(at, p) for at, p in self._plays if now_ms - at < p.lasts]
        if was is not None and not reduced:
            self._begin(cues, was, screen, now_ms)
        holding = next((p for _, p in self._plays if p.held), None)
        if was is not None and holding is None and not reduced:
            self._catch_up(was, screen, now_ms)
        base = holding.was if holding is not None else screen
        self._turn(base, now_ms, reduced)
        return self._frame(base, now_ms)

    def _begin(self, cues: Sequence[Cue], was: Screen, now: Screen, now_ms: float) -> None:
        for cue in cues:
            play = Play(cue, was, now)
            if cue.motion.how == "fall" and play.on(now, "at") is None:
                self._later = [*self._later, cue][-MOST:]
            elif play.lasts:
                self._plays.append((now_ms, play))
                node = play.on(was, "at")
                self._pressed = node.rect if node is not None else None
        self._plays = self._plays[-MOST:]

    def _catch_up(self, was: Screen, now: Screen, now_ms: float) -> None:
        """What fell behind another screen is seen to fall once its place is shown."""
        seen = [cue for cue in self._later if Play(cue, was, now).on(now, "at") is not None]
        self._later = [cue for cue in self._later if cue not in seen]
        self._plays = [*self._plays, *((now_ms, Play(cue, was, now)) for cue in seen)][-MOST:]

    def _turn(self, base: Screen, now_ms: float, reduced: bool) -> None:
        """Begin a change when the screen is another one, and end the one that is over."""
        before, self._base = self._base, base
        if before is not None and before.id != base.id:
            self._change = (now_ms, ScreenChange(before, base, self._pressed, reduced, frozenset(before.decor)))
        if self._change is not None and now_ms - self._change[0] >= self._change[1].lasts:
            self._change = None

    def _frame(self, base: Screen, now_ms: float) -> MovedScreen:
        edits = tuple(edit(play, now_ms - at) for at, play in self._plays)
        if self._change is None:
            return MovedScreen(drawn(base, edits))
        began, change = self._change
        current = replace(change, now=base)
        moving = on_the_way(current, now_ms - began, self._places)
        return MovedScreen(drawn(moving, edits), veil(current, now_ms - began))

    def started(self, now_ms: float) -> None:
        """The first frame of a change could be drawn only now: its time begins here."""
        if self._change is not None:
            self._change = (now_ms, self._change[1])

    def skip(self) -> None:
        """A press jumps to the end of all that moves."""
        self._plays.clear()
        self._change = None
