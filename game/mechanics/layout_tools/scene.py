"""The warm-up's scene: presses become acts."""

from game.mechanics.layout_tools import view
from game.mechanics.layout_tools.task import EaseSeen, LayoutTask
from game.scenes.frame import done
from game.screen.nodes import Screen
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from game.simulation.bots import mine
from game.simulation.session import Session
from scenarios.vocabulary import TICK_MS

SHOWN_TICKS = 40
"""The finished tray stays a moment before the next screen."""


class LayoutScene:
    """Plays a session of `layout_tools@1`. Implements `scene.Scene`."""

    def __init__(self, seed: int) -> None:
        self.session = Session(LayoutTask(seed))
        self._over = 0
        self._wrong, self._since = "", 0

    @property
    def seen(self) -> EaseSeen:
        return mine(self.session.task.see(), EaseSeen)

    def screen(self, look: Look) -> Screen:
        return view.screen(look, self.seen, self._wrong, (self.session.task.tick - self._since) * TICK_MS)

    def act(self, node: str, action: str = "press") -> Next:
        if action == "focus":
            return STAY
        kind, _, name = node.partition(":")
        if kind == "skip":
            return self._leave()
        if kind == "take":
            self._wrong = ""
            self.session.act("take", {"tool": name})
        elif kind == "slot" and self.seen.hand:
            self._wrong, self._since = name if name != self.seen.hand else "", self.session.task.tick
            self.session.act("lay", {"slot": name})
        return STAY

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        return STAY

    def key(self, name: str) -> Next:
        return STAY

    def advance(self, ticks: int) -> Next:
        self.session.advance(ticks)
        if self.seen.done:
            self._over += ticks
        return self._leave() if self._over >= SHOWN_TICKS else STAY

    def _leave(self) -> Next:
        return done(Step.EASE, "go")
