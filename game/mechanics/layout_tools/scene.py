"""The warm-up's scene: presses and drags become acts."""

from game.mechanics.layout_tools import view
from game.mechanics.layout_tools.task import EaseSeen, LayoutTask
from game.scenes.frame import done
from game.screen import kit
from game.screen.nodes import Screen
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from game.simulation.bots import mine
from game.simulation.session import Session
from scenarios.vocabulary import TICK_MS


class LayoutScene:
    """Plays a session of `layout_tools@1`. Implements `scene.Scene`."""

    def __init__(self, seed: int) -> None:
        self.session = Session(LayoutTask(seed))
        self._wrong, self._since = "", 0
        self._carried: view.CarriedTool | None = None  # the tool that follows the pointer, and where it is
        self._let_go = ("", -1)  # the place a tool was let go over, and when: the same click presses it no second time
        self._large = False

    @property
    def seen(self) -> EaseSeen:
        return mine(self.session.task.see(), EaseSeen)

    def screen(self, look: Look) -> Screen:
        self._large = kit.large(look)
        ms = (self.session.task.tick - self._since) * TICK_MS
        return view.screen(look, self.seen, self._wrong, ms, carried=self._carried)

    def act(self, node: str, action: str = "press") -> Next:
        if action == "focus":
            return STAY
        kind, _, name = node.partition(":")
        if kind == "skip" or (kind == "go" and self.seen.done):
            return self._leave()
        if kind == "take":
            self._take(name)
        elif kind == "slot" and self.seen.hand and self._let_go != (name, self.session.task.tick):
            self._lay(self.seen.hand, name)
        return STAY

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        """A tool is taken where it lies and laid where it is let go; let go elsewhere it stays in the hand."""
        tool = node.partition(":")[2]
        if stage == "down":
            self._take(tool)
        elif stage == "move":
            self._carried = tool, x, y
        else:
            self._carried = None
            place = view.slot_at(self.seen.slots, x, y, large=self._large)
            if place and place not in self.seen.laid:
                self._let_go = place, self.session.task.tick
                self._lay(tool, place)
        return STAY

    def _take(self, tool: str) -> None:
        self._wrong = ""
        self.session.act("take", {"tool": tool})

    def _lay(self, tool: str, place: str) -> None:
        self._wrong, self._since = place if place != tool else "", self.session.task.tick
        self.session.act("lay", {"slot": place})

    def key(self, name: str) -> Next:
        return STAY

    def advance(self, ticks: int) -> Next:
        self.session.advance(ticks)
        return STAY

    def _leave(self) -> Next:
        return done(Step.EASE, "go")
