"""What is pulled as well as pressed: it goes with the hand, and what a pull does is what presses there would do."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from game.screen.nodes import Rect
from game.screen.scene import STAY, Next
from game.simulation.session import Session
from game.workshop.gliding import BenchGliding
from game.workshop.stage import P, S
from scenarios.model import Head

HandAt = tuple[float, float]
"""A place of the screen, in design units."""
Press = Callable[[str, str], object]
"""What a press does: the id of what is pressed, and how."""
CLICK, UNSURE = 24.0, 64.0
"""A pull that goes no farther than this (design units) was a press, of a hand that trembles too; and so was one that
opens no farther from where it took what is given."""
RESTS_TICKS, RESTS = 12, 14.0
"""A hand that stays within so much (design units) for a quarter of a second rests there."""
FORGOTTEN_TICKS = 250
"""What is in a hand that nothing was heard of for 5 s is in no hand any more."""


def at_point(point: HandAt) -> str:
    """A press that says where it fell."""
    return f"press@{round(point[0])},{round(point[1])}"


def point_of(action: str) -> tuple[int, int] | None:
    """Where a press fell, None where it does not say."""
    x, _, y = action.partition("@")[2].partition(",")
    return (int(x), int(y)) if y else None


class HandPull:
    """What one hand does with one sort of thing, from its button down to its button up; this one only presses."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.node, self.start, self.at = "", (0.0, 0.0), (0.0, 0.0)
        self.moved = False

    @property
    def shown(self) -> object:
        """What of it is drawn: another picture is made when it changes."""
        return None

    def begins(self, node: str, at: HandAt) -> None:
        """The button goes down on a node."""
        self.node, self.start, self.at, self.moved = node, at, at, False

    def goes(self, at: HandAt) -> None:
        """The hand is there now, its button down."""
        self.at = at
        self.moved = self.moved or abs(at[0] - self.start[0]) + abs(at[1] - self.start[1]) > CLICK

    def passes(self, ticks: int) -> None:
        """So many ticks went by, whether a hand is there or not."""

    def ends(self) -> None:
        """The button comes up where the hand is."""
        if self.node and not self.moved:
            self.press(self.node, at_point(self.at))
        self.leaves()

    def leaves(self) -> None:
        """Nothing is in the hand any more."""
        self.node, self.moved = "", False

    def stops(self) -> None:
        """Something else is done: nothing is in the hand, and nothing goes on by itself."""
        self.leaves()


class SlidingPull(HandPull):
    """A thing that slides over places: it is laid where the hand presses, rests or opens, and nowhere on the way.

    `grip`: the node it is taken by; any other is a place. `lays`: the node of the place under the hand, "" for none.
    `free`: whether nothing else is in the hand that is used on a place. `ready`: whether it may be laid at all; where
    it may not, one try is made and no other.
    """

    def __init__(
        self, press: Press, grip: str, lays: Callable[[HandAt], str], free: Callable[[], bool],
        ready: Callable[[], bool],
    ) -> None:  # fmt: skip
        super().__init__(press)
        self._grip, self._lays, self._free, self._ready = grip, lays, free, ready
        self._rest, self._still, self._goes = (0.0, 0.0), 0, False
        self._laid: HandAt | None = None

    @property
    def shown(self) -> HandAt | None:
        """Where the hand has it, while it lies nowhere."""
        return self.at if self._goes and self.moved and self._laid != self._rest and self._lays(self.at) else None

    def begins(self, node: str, at: HandAt) -> None:
        super().begins(node, at)
        self._rest, self._still, self._laid, self._goes = at, 0, None, self._free()
        if node != self._grip:
            # Its press is at once, as it is of any place: a pull then goes on from there.
            self.press(node, at_point(at))
            self._laid = at

    def goes(self, at: HandAt) -> None:
        super().goes(at)
        if abs(at[0] - self._rest[0]) + abs(at[1] - self._rest[1]) > RESTS:
            self._rest, self._still = at, 0

    def passes(self, ticks: int) -> None:
        if self.moved:
            self._still += ticks
            if self._still >= RESTS_TICKS:
                self._lay(self._rest)

    def ends(self) -> None:
        if self.moved:
            self._rest = self.at
            self._lay(self.at)
        self.leaves()

    def _lay(self, at: HandAt) -> None:
        node = self._lays(at) if self._goes and self._laid != at else ""
        if node and (self._laid is None or self._ready()):
            self.press(node, at_point(at))
            self._laid = at


class StretchPull(HandPull):
    """Two ends set by one pull: the first where the button goes down, the second where it comes up.

    `open`: whether a first one stands, so that the next press sets the second; `follows`: the mark goes with the hand.
    """

    def __init__(self, press: Press, is_open: Callable[[], bool], follows: Callable[[float], None]) -> None:
        super().__init__(press)
        self._is_open, self._follows = is_open, follows
        self._first = False

    def begins(self, node: str, at: HandAt) -> None:
        super().begins(node, at)
        self._first = not self._is_open()
        if self._first:
            self.press(node, at_point(at))

    def goes(self, at: HandAt) -> None:
        super().goes(at)
        if self.node and (self.moved or not self._first):
            self._follows(at[0])

    def ends(self) -> None:
        if self.node and (not self._first or abs(self.at[0] - self.start[0]) > CLICK):
            self.press(self.node, at_point(self.at))
        self.leaves()


class CarryPull(HandPull):
    """What is given by a press, or carried to where it goes: let go anywhere else, it goes back and gives nothing."""

    def __init__(self, press: Press, onto: Rect) -> None:
        super().__init__(press)
        self._onto, self._quiet = onto, 0

    @property
    def shown(self) -> tuple[str, HandAt] | None:
        """What is carried, and where."""
        return (self.node, self.at) if self.moved else None

    def goes(self, at: HandAt) -> None:
        super().goes(at)
        self._quiet = 0

    def passes(self, ticks: int) -> None:
        self._quiet += ticks
        if self.moved and self._quiet > FORGOTTEN_TICKS:
            self.leaves()

    def ends(self) -> None:
        far = abs(self.at[0] - self.start[0]) + abs(self.at[1] - self.start[1])
        if self.node and (far <= UNSURE or self._onto.holds(*self.at)):
            self.press(self.node, "press")
        self.leaves()


class WheelPull(HandPull):
    """What turns by steps: it follows the hand, gives way half a step on, and thrown it goes on a little, then snaps.

    `pitch`: how far a step is (design units); `steps`: one step, 1 on or -1 back.
    """

    THROWS_TICKS, MOST = 7, 2
    """How far a thrown wheel still goes, in ticks of the speed it had; and how many steps at the most."""
    SETTLES = 0.72
    """How much of the way to its rest is left after a tick."""

    def __init__(self, press: Press, pitch: float, steps: Callable[[int], None]) -> None:
        super().__init__(press)
        self._pitch, self._steps = pitch, steps
        self._grip = self._was = self._speed = 0.0
        self._ahead: float | None = None
        self.off = 0.0
        self.still = False  # less motion: let go, it is at its rest at once

    @property
    def shown(self) -> int:
        """How far beside its rest it stands (design units)."""
        return round(self.off)

    def begins(self, node: str, at: HandAt) -> None:
        super().begins(node, at)
        self._grip, self._was, self._speed, self._ahead = at[0] - self.off, at[0], 0.0, None

    def passes(self, ticks: int) -> None:
        if self.moved:
            self._speed = (self._speed + (self.at[0] - self._was) / max(1, ticks)) / 2
            self._was, self.off = self.at[0], self.at[0] - self._grip
        elif self._ahead is not None:
            left = 0.0 if self.still else (self._ahead - self.off) * self.SETTLES**ticks
            self.off = self._ahead - left
            if abs(left) < 2:
                self.off, self._ahead = self._ahead, None
        while abs(self.off) > self._pitch / 2:
            # Half a step on, the next one is in front: what is left of the way is counted from there.
            step = self._pitch if self.off > 0 else -self._pitch
            self._steps(-1 if step > 0 else 1)
            self.off, self._grip = self.off - step, self._grip + step
            self._ahead = None if self._ahead is None else self._ahead - step

    def ends(self) -> None:
        if self.moved:
            far = (self.off + self._speed * self.THROWS_TICKS) / self._pitch
            self._ahead = self._pitch * max(-self.MOST, min(self.MOST, round(far)))
            self.leaves()
        else:
            super().ends()

    def stops(self) -> None:
        super().stops()
        self.off, self._ahead = 0.0, None


class BenchHolding(BenchGliding[P, S]):
    """A bench with such things; a mechanic says which, by the word before the colon of their nodes."""

    places: ClassVar[tuple[str, ...]] = ()
    """Sorts of nodes on which a thing of the tray can be let go that was carried there."""
    only_pulled: ClassVar[tuple[str, ...]] = ()
    """Nodes that no key stops at: a press does nothing there."""
    pulled_by: ClassVar[Mapping[str, str]] = {}
    """Sorts of nodes, and the name of the pull of each among `pulls`."""

    def __init__(self, session: Session, params: P, head: Head, *, name: str) -> None:
        super().__init__(session, params, head, name=name)
        self.pulls_of: Mapping[str, HandPull] = {}
        self._pull: HandPull | None = None

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        pull = self.pulls_of.get(self.pulled_by.get(node.partition(":")[0], ""))
        if pull is None or self.between.on:
            return super().drag(node, x, y, stage)
        self.gliding.stops()
        if stage == "down":
            self._pull = pull
            pull.begins(node, (x, y))
        elif pull is self._pull:
            pull.goes((x, y))
            if stage == "up":
                pull.ends()
                self._pull = None
        return STAY

    def lets_go(self, source: str, node: str) -> bool:
        """What a press has taken in hand, carried to a place, is used there."""
        mode = self.hand.mode
        return mode in self.modes and source == f"mode:{mode}" and node.partition(":")[0] in self.places

    def act(self, node: str, action: str = "press") -> Next:
        if self._pull is None and action != "focus":
            self._all_stop()
        # What is only pulled was pressed: as on any place where nothing is.
        return super().act("" if node in self.only_pulled else node, action)

    def _all_stop(self) -> None:
        for pull in self.pulls_of.values():
            pull.stops()
        self._pull = None

    def advance(self, ticks: int) -> Next:
        if ticks and not (self.session.waits or self.between.on):
            if self.asking or self.seen.rack_open or self.seen.replies:
                # A question stands over the bench: what was in the hand is laid down.
                self._all_stop()
            for pull in self.pulls_of.values():
                pull.passes(ticks)
        return super().advance(ticks)
