"""Agreement in plain words, the code that is given, and the way back in by that code."""

from dataclasses import replace

from game.scenes.frame import Quiet, done, enlarges, quiet_screen
from game.scenes.signs import SIGNS
from game.screen import kit
from game.screen.nodes import Box, Circle, Node, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from game.station.code import LETTERS

PARTS = ("what", "for", "who", "long")
COLOURS = ("signal", "sky", "green", "amber")


class AgreementScene(Quiet):
    """What is recorded, what for, who sees it, how long; then agree, or just look. Large words: one part a page."""

    def __init__(self) -> None:
        self.page = 0

    def screen(self, look: Look) -> Screen:
        nodes: list[Node] = []
        decor: list[Shape] = []
        if kit.large(look):
            at = self.page % len(PARTS)
            nodes.append(_part(look, PARTS[at], Rect(96, 108, 1728, 640), COLOURS[at]))
            label = look.t("agreement.more", n=at + 1, all=len(PARTS))
            nodes.append(kit.button(look, "more", label, Rect(96, 764, 1728, 106), style="dark", size=30))
        for n, part in enumerate(() if kit.large(look) else PARTS):
            rect = Rect(96 + n % 2 * 876, 124 + n // 2 * 372, 852, 350)
            nodes.append(_part(look, part, rect, COLOURS[n]))
        agree = kit.button(
            look, "agree", look.t("agreement.agree"), Rect(972, 894, 852, 108), style="primary", size=32,
            hint=look.t("agreement.agree_hint"),
        )  # fmt: skip
        only = kit.button(
            look, "look", look.t("agreement.look"), Rect(96, 894, 852, 108), size=30, hint=look.t("agreement.look_hint")
        )
        say = look.t("agreement.say")
        # A hand on the keys agrees to nothing it has not turned to: the first Enter shows what follows.
        unread = kit.large(look) and self.page < len(PARTS) - 1
        focus = "more" if unread else "agree"
        screen = quiet_screen(look, "agreement", (*nodes, agree, only), decor, say=say, focus=focus)
        return replace(screen, leads=focus if self.page == len(PARTS) - 1 else "")

    def act(self, node: str, action: str = "press") -> Next:
        self.page += action == "press" and node == "more"
        return done(Step.AGREEMENT, node) if action == "press" and node in ("agree", "look") else STAY


def _part(look: Look, part: str, rect: Rect, colour: str) -> Node:
    """One question about the recording, with its sign; the sign gives way when the words are large."""
    head, text = look.t(f"agreement.{part}_head"), look.t(f"agreement.{part}")
    shapes: list[Shape] = [*kit.card(rect, fill="paper"), Box(Rect(rect.x, rect.y + 24, 12, rect.h - 48), colour, 6)]
    left = rect.x + 44
    if look.comfort.text_scale <= 1.25:
        x, y = rect.x + 140, rect.centre[1]
        shapes += [Circle(x, y, 92, "white"), *(kit.moved(s, x, y) for s in SIGNS[part])]
        left = rect.x + 260
    room = rect.x + rect.w - 36 - left
    first, y = kit.paragraph(look, left, rect.y + 34, room, head, kit.fitted(look, head, 34, (room, 120), True), bold=True)
    size = kit.fitted(look, text, 31, (room, rect.y + rect.h - y - 24))
    then, _ = kit.paragraph(look, left, y + 10, room, text, size)
    return Node(part, "text", text, rect, (*shapes, *first, *then), spoken=f"{head}. {text}")


class CodeGiven(Quiet):
    """The person's code, in large, and what it is for, in the words of an area."""

    def __init__(self, code: str, area: str = "code") -> None:
        self.code = code
        self._area = area

    def screen(self, look: Look) -> Screen:
        card = Rect(360, 190, 1200, 590)
        letters = " ".join(self.code.replace("-", ""))
        shapes: list[Shape] = [*kit.card(card, fill="paper")]
        head, _ = kit.paragraph(look, 420, 236, 1080, look.t("code.yours"), 36, bold=True, anchor="centre")
        text = look.t(f"{self._area}.says")
        top = 500 if kit.large(look) else 552
        size = kit.fitted(look, text, 26, (1120, 772 - top))
        words, _ = kit.paragraph(look, 400, top, 1120, text, size, anchor="centre")
        big = Text(960, 336, self.code, 150, "ink", True, "centre")
        shapes += [*head, big, *words]
        said = look.t("code.spoken", letters=letters) + " " + text
        read = Node("code", "status", said, card, tuple(shapes), spoken=said)
        go = kit.button(look, "go", look.t(f"{self._area}.go"), Rect(1264, 894, 560, 108), style="primary", size=32)
        return quiet_screen(look, "code", (read, go), (), say=said, focus="go", code=self.code)

    def act(self, node: str, action: str = "press") -> Next:
        return done(Step.CODE, "go") if node == "go" and action == "press" else STAY


KEYS = "".join(sorted(LETTERS)) + "34679"


class CodeEntry(Quiet):
    """A keypad of the signs a code may hold; the keyboard types too.

    All of it is as large as at 200 %, whatever the size of words: who needs that had chosen it in the visit that is to
    be taken up, and finds it again only once the code is typed.
    """

    def __init__(self, problem: str = "") -> None:
        self.typed = ""
        self.problem = problem

    def screen(self, look: Look) -> Screen:
        shown = (self.typed + "_____")[:5]
        text = f"{shown[:2]}-{shown[2:]}"
        k = enlarges(look)
        # Words take the room that the keys leave.
        card = Rect(96, 98, 1728, 420)
        says = look.t(self.problem) if self.problem else look.t("entry.says")
        room = card.w - 60
        size = kit.fitted(look, says, 26 * k, (room, 168))
        words, below = kit.paragraph(look, card.x + 30, card.y + 16, room, says, size, anchor="centre")
        code = Text(960, below, text, look.px(90 * k), "ink", True, "centre")
        decor: list[Shape] = [*kit.card(card, fill="paper"), *words, code]
        nodes = [Node("typed", "status", text, card, (), value=self.typed, spoken=says)]
        for n, sign in enumerate(KEYS):
            rect = Rect(300 + n % 11 * 122, 544 + n // 11 * 122, 110, 108)
            nodes.append(kit.button(look, f"sign:{sign}", sign, rect, size=36 * k))
        nodes += [
            kit.button(look, "back", look.t("entry.erase"), Rect(96, 800, 560, 112), style="plain", size=26 * k),
            kit.button(look, "leave", look.t("entry.leave"), Rect(680, 800, 560, 112), style="plain", size=26 * k),
            kit.button(look, "go", look.t("entry.go"), Rect(1264, 800, 560, 112), style="primary", size=30 * k),
        ]
        screen = quiet_screen(look, "entry", nodes, decor, say=says, focus=f"sign:{KEYS[0]}", pausable=False)
        # The letters of a code are typed here: none of them may be a shortcut of the bar (M).
        typed = (n.id if len(n.shortcut) == 1 else "" for n in screen.nodes)
        # Once all of it is typed, Enter goes on.
        return replace(screen, leads="go" if len(self.typed) == 5 else "", nodes=tuple(
            replace(n, shortcut="", spoken=n.name) if n.id == id else n for id, n in zip(typed, screen.nodes, strict=True)
        ))  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press":
            return STAY
        if node.startswith("sign:") and len(self.typed) < 5:
            self.typed += node[5:]
        elif node == "back":
            self.typed = self.typed[:-1]
        elif node == "leave":
            return done(Step.ENTRY, "leave")
        elif node == "go":
            return done(Step.ENTRY, "typed", typed=self.typed)
        return STAY

    def key(self, name: str) -> Next:
        if name == "backspace":
            self.typed = self.typed[:-1]
        elif len(name) == 1 and name.upper() in KEYS and len(self.typed) < 5:
            self.typed += name.upper()
        return STAY
