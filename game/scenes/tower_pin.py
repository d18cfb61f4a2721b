"""The way from the welcome to the adviser's pages: whose PIN, and its figures."""

from collections.abc import Sequence
from dataclasses import replace

from game.scenes.frame import Quiet, done, figures, hidden, quiet_screen
from game.screen import kit
from game.screen.nodes import Box, Node, Rect, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.room import PIN_LEAST, PIN_MOST


class TowerPin(Quiet):
    """A keypad for an adviser's PIN; nothing of what is typed is shown. The answer's text is « initials PIN ».

    `advisers`: who has a PIN here, at least one; `who`: the one chosen first; `problem`: why the last PIN did not open,
    in the person's language.
    """

    def __init__(self, advisers: Sequence[str], who: str = "", problem: str = "") -> None:
        self.advisers = tuple(advisers)
        self.at = self.advisers.index(who) if who in self.advisers else 0
        self.typed, self.problem = "", problem

    def screen(self, look: Look) -> Screen:
        who = self.advisers[self.at]
        says = self.problem or look.t("tower_door.pin.says", who=who)
        room = Rect(96, 100, 1728, 168)
        size = kit.fitted(look, says, 28, (room.w, room.h), True)
        high = look.line_height(size) * len(look.wrap(says, size, room.w, True))
        words, _ = kit.paragraph(look, room.x, room.y + (room.h - high) / 2, room.w, says, size, colour="white", bold=True,
                                 anchor="centre")  # fmt: skip
        dots: list[Shape] = [Box(Rect(660, 286, 600, 84), "white", 20), *hidden(len(self.typed), 960, 328)]
        ground = Box(room, "ink", 16, alpha=215)
        nodes = [Node("says", "status", says, room, (ground, *words), spoken=says)]
        nodes += figures(look, 390, 124, 110, look.t("tower_door.pin.erase"), (40, 26))
        if len(self.advisers) > 1:
            label = look.t("tower_door.pin.other", who=who)
            nodes.append(kit.button(look, "who", label, Rect(96, 390, 500, 110), style="dark", size=28))
        leave, go = look.t("tower_door.pin.leave"), look.t("tower_door.pin.go")
        nodes.append(kit.button(look, "leave", leave, Rect(460, 910, 480, 110), style="plain", size=28, shortcut="escape"))
        nodes.append(kit.button(look, "go", go, Rect(980, 910, 480, 110), style="primary", size=30))
        screen = quiet_screen(look, "tower_door.pin", nodes, dots, say=says, focus="figure:1", pausable=False)
        return replace(screen, leads="go" if len(self.typed) >= PIN_LEAST else "")

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press":
            return STAY
        if node.startswith("figure:"):
            self._type(node[7:])
        elif node == "erase":
            self.typed = self.typed[:-1]
        elif node == "who":
            self.at, self.typed, self.problem = (self.at + 1) % len(self.advisers), "", ""
        elif node == "leave":
            return done(Step.TOWER, "leave")
        elif node == "go":
            return done(Step.TOWER, "typed", typed=f"{self.advisers[self.at]} {self.typed}")
        return STAY

    def key(self, name: str) -> Next:
        if len(name) == 1 and name in "0123456789":
            self._type(name)
        elif name == "backspace":
            self.typed = self.typed[:-1]
        return STAY

    def _type(self, figure: str) -> None:
        self.typed = (self.typed + figure)[:PIN_MOST]
