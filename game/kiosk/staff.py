"""The staff's screens at a kiosk: their code on our keypad, and their menu."""

from collections.abc import Collection, Mapping, Sequence

from game.kiosk.counts import Counts
from game.scenes.frame import Quiet, figures, hidden, quiet_screen
from game.screen import kit
from game.screen.nodes import Box, Node, Rect, Screen, Shape
from game.screen.scene import STAY, Look, Next


class Keypad(Quiet):
    """Ten figures for a PIN; nothing of what is typed is shown."""

    def __init__(self) -> None:
        self.typed = ""
        self.problem = ""
        self.entered = False
        self.left = False

    def screen(self, look: Look) -> Screen:
        says = look.t(self.problem or "kiosk.pin.says")
        shapes, _ = kit.paragraph(
            look,
            560,
            120,
            800,
            says,
            kit.fitted(look, says, 28, (800, 80), True),
            colour="white",
            bold=True,
            anchor="centre",
        )
        decor: list[Shape] = [
            Box(Rect(660, 216, 600, 90), "white", 20),
            *hidden(len(self.typed), 960, 261),
        ]
        nodes = [Node("says", "status", says, Rect(560, 112, 800, 96), shapes, spoken=says)]
        nodes += figures(look, 330, 140, 124, look.t("kiosk.number.back"), (44, 28))
        nodes.append(
            kit.button(look, "leave", look.t("kiosk.pin.leave"), Rect(560, 910, 380, 110), style="plain", size=28)
        )
        nodes.append(kit.button(look, "go", look.t("kiosk.pin.go"), Rect(980, 910, 380, 110), style="primary", size=30))
        return quiet_screen(look, "kiosk.pin", nodes, decor, say=says, focus="figure:1", pausable=False)

    def act(self, node: str, action: str = "press") -> Next:
        if action == "press" and node.startswith("figure:") and len(self.typed) < 8:
            self.typed += node[7:]
        elif action == "press" and node in ("go", "leave"):
            self.entered, self.left = node == "go", node == "leave"
        elif action == "press" and node == "erase":
            self.typed = self.typed[:-1]
        return STAY

    def key(self, name: str) -> Next:
        if len(name) == 1 and name.isdigit() and len(self.typed) < 8:
            self.typed += name
        elif name == "backspace":
            self.typed = self.typed[:-1]
        return STAY


STAFF = ("roll", "test", "carry", "check", "stop", "back")


class StaffMenu(Quiet):
    """State in words, and what the staff may do but for `not_here`. `said`: what came of what they did; `busy`: it is
    being done. To stop wants a second press: nothing starts the kiosk again by itself."""

    def __init__(
        self, counts: Counts, state: Mapping[str, str], not_here: Collection[str] = (), *, said: str = ""
    ) -> None:
        self.counts = counts
        self.state = state
        self.said = said
        self.busy = False
        self.sure = False
        self.wants = ""
        self.may = tuple(id for id in STAFF if id not in not_here)

    def screen(self, look: Look) -> Screen:
        card = Rect(96, 120, 1000, 880)
        c = self.counts
        lines = [
            look.t("kiosk.staff.visits", n=c.visits, alone=c.left_alone),
            look.t("kiosk.staff.tickets", n=c.tickets, left=c.left),
            look.t("kiosk.staff.wipe", ms=c.wipes_ms),
            *(_state_line(look, key, value) for key, value in self.state.items()),
        ]
        if c.trouble:
            lines.append(look.t(c.trouble))
        if self.said or self.busy:
            lines.append(look.t("waiting.says") if self.busy else self.said)
        if self.sure:
            lines.append(look.t("kiosk.staff.stop_asks"))
        shapes: list[Shape] = [*kit.card(card, fill="paper")]
        y, wide, size = card.y + 36, card.w - 88, 28.0
        while size > 12 and _high(look, lines, size, wide) > card.h - 56:
            size -= 1
        for line in lines:
            words, y = kit.paragraph(look, card.x + 44, y, wide, line, kit.fitted(look, line, size, (wide, 130)))
            shapes += words
            y += 16
        said = " ".join(lines)
        nodes = [Node("state", "status", said, card, tuple(shapes), spoken=said)]
        for n, id in enumerate(self.may):
            rect = Rect(1140, 120 + n * 150, 684, 134)
            style = "primary" if id == "back" else "secondary"
            word = "stop_sure" if id == "stop" and self.sure else id
            nodes.append(kit.button(look, id, look.t(f"kiosk.staff.{word}"), rect, style=style, size=30))
        return quiet_screen(
            look, "kiosk.staff", nodes, (), say=look.t("kiosk.staff.title"), focus="back", pausable=False
        )

    def act(self, node: str, action: str = "press") -> Next:
        if action == "press" and node in self.may and not self.busy:
            self.wants = node if node != "stop" or self.sure else ""
            self.sure = node == "stop"
        return STAY


def _high(look: Look, lines: Sequence[str], size: float, wide: float) -> float:
    """How high all lines stand below one another."""
    return sum(look.line_height(size) * len(look.wrap(line, size, wide)) + 16 for line in lines)


def _state_line(look: Look, key: str, value: str) -> str:
    """A part of the kiosk and how it stands, in words."""
    if key == "voice":
        return look.t(f"kiosk.staff.voice_{value}")
    return look.t(f"kiosk.staff.{key}", value=value) if value else look.t(f"kiosk.staff.no_{key}")
