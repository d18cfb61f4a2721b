"""When a screen that comes by itself begins to listen: a hand in the middle of its work has not read a question yet.

Asked with a time, never with a clock.
"""

from dataclasses import replace

from game.screen.nodes import Box, Node, Screen, Shape, Text
from game.screen.steps import Step

OPENS_MS = {"dialog": 800, "boarding": 600, "hangar": 600}
"""How long a screen takes no press at all: a question over the work, whoever asks it, the pass, where all is decided,
and the hangar, where a press chooses a workshop. Half a second goes by before a hand that is on its way can stop
(0.2 to 0.25 s to see, as much to hold)."""
QUIET_MS = 700
"""A press that was not heard is followed by another one where hands work in a rhythm, of half a second or less: each
begins the wait anew, whatever it falls on, and however long the question has stood."""
SAME_MS, SAME = 1500, 60.0
"""A press this near (design units) to the one before the question goes on with the work: it waits longer."""
AGAIN_MS = 500
"""A step of the way whose button lies where the last press was does not take a second one there so soon."""
STEPS = tuple(Step)
PICTURE_MS = 1000
"""A picture that goes by itself, or by a press, is there for a second before a press ends it."""
SERIES_MS = 500
"""A press so soon after one at the same place goes on with what the hand did there: nobody read what came between."""
HAND_MS = 100
"""A screen that goes within this of a press went by that press, any other one by itself."""
ASKS = ("dialog",)
"""Screens that ask: no answer of theirs has the focus until a key goes to it, so that no Enter under way is one."""
FAINT = "steel"


class Heed:
    """Remembers which screen came when, where the last press was, and the last one that was not heard."""

    def __init__(self) -> None:
        self._shown: tuple[str, str, bool] | None = None
        self._since = self._stray = -1e9
        self._pressed: tuple[float, float] | None = None
        self._before: tuple[float, float] | None = None
        self._lingers = self._left = self._again = self._quiet = self._calms = 0
        self._heard = self._last = -1e9
        self._last_at: tuple[float, float] | None = None
        self._shows = "", ""
        self._unread = False  # whether something else is to be looked at since the last press that was heard
        self.deaf = False
        """Whether what is shown stands where a picture ended by itself: while it waits, no key is heard either."""

    def sees(self, screen: Screen, now_ms: float) -> None:
        """A screen is shown; another question in the place of one is another screen, and so begins its own wait."""
        # A picture may lie over a screen of the same name: it is another one, as long as it is there.
        shown = screen.id, screen.say if screen.id in ASKS else "", screen.quiet_ms > 0
        if shown != self._shown:
            first = self._shown is None
            same = self._shown is None or (self._shown[0] == screen.id and self._shown[2] == shown[2])
            self._left = 0 if same else self._lingers
            self.deaf = not first and now_ms - self._heard > HAND_MS and self._quiet > 0
            self._calms = self._quiet if self.deaf else 0
            other = self._shown is not None and self._shown[0] != screen.id
            self._again = AGAIN_MS if other and screen.id in STEPS and _under(screen, self._pressed) else 0
            self._shown, self._before = shown, self._pressed
            self._since = -1e9 if first else now_ms
        shows = screen.id, screen.shows
        if shows != self._shows and self._shows[0]:
            # At a lever hands tap on, and go on: what comes of it is looked at once it was let go.
            self._unread = bool(screen.shows) and not screen.steers
        self._shows, self._lingers, self._quiet = shows, screen.lingers_ms, screen.quiet_ms

    def started(self, now_ms: float) -> None:
        """The screen could be drawn only now: nobody has begun to read it before, and its wait begins here."""
        if self._since > -1e9:
            self._since = now_ms

    def waits(self, now_ms: float, at: tuple[float, float] | None = None) -> bool:
        """Whether nothing is heard yet on the screen that is shown; `at`: of the pointer there, None anywhere.

        A question that was pressed just now before it heard waits on: the hand has not stopped.
        """
        name = self._shown[0] if self._shown is not None else ""
        near = at is not None and self._before is not None and _near(at, self._before)
        picture = PICTURE_MS if self._quiet else 0
        opens = max(OPENS_MS.get(name, 0), max(self._left, self._again) if near else 0, self._calms, picture)
        goes_on = (name in ASKS or picture > 0) and now_ms - self._stray < QUIET_MS
        guarded = SAME_MS if near and name in ASKS else opens
        return goes_on or self._goes_on(now_ms, at) or now_ms - self._since < guarded

    def waits_here(self, now_ms: float) -> bool:
        """Whether nothing is heard yet, be it anywhere or where the last press was."""
        places = {at for at in (self._pressed, self._last_at) if at is not None}
        return self.waits(now_ms) or any(self.waits(now_ms, at) for at in places)

    def _goes_on(self, now_ms: float, at: tuple[float, float] | None) -> bool:
        """Whether a press is one of a series, at one place or by key, and what is shown came up in the midst of it."""
        here = at is None or (self._last_at is not None and _near(at, self._last_at))
        return self._unread and here and now_ms - self._last < SERIES_MS

    def hears(self, now_ms: float, at: tuple[float, float] | None = None, *, presses: bool = True) -> bool:
        """Whether a press is meant for the screen that is shown; `at`: where the pointer presses, None for a key.

        `presses`: it may end or close something, as Enter does; a key that only moves or types is of no series.
        """
        if not presses:
            unread, self._unread = self._unread, False
            heard = not self.waits(now_ms, at)
            self._unread = unread
        else:
            heard = not self.waits(now_ms, at)
            self._last, self._last_at = now_ms, at
        if heard and presses:
            self._unread = False
        if not heard:
            self._stray = now_ms
            return False
        self._heard = now_ms
        if at is not None:
            self._pressed = at
        return True

    def shown(self, screen: Screen, now_ms: float) -> Screen:
        """The screen as it is drawn: answers that do not listen yet are pale."""
        if screen.id not in ASKS or not self.waits(now_ms):
            return screen
        return replace(screen, nodes=tuple(_pale(n) if "modal" in n.state else n for n in screen.nodes))


def _under(screen: Screen, at: tuple[float, float] | None) -> bool:
    """Whether something that can be pressed lies where the last press was."""
    return at is not None and any("press" in n.actions and n.rect.holds(*at) for n in screen.nodes)


def _near(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= SAME


def _pale(node: Node) -> Node:
    return replace(node, shapes=tuple(_paler(shape) for shape in node.shapes))


def _paler(shape: Shape) -> Shape:
    if isinstance(shape, Text):
        return replace(shape, colour=FAINT)
    if isinstance(shape, Box) and shape.stroke:
        return replace(shape, stroke="mist")
    return shape
