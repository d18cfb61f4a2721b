"""The hangar: the aircraft in primer, the open workshop calling, the others saying when they open."""

from envol.game import kit
from envol.game.nodes import Box, Circle, Line, Node, Rect, Screen, Shape, Text
from envol.game.scene import STAY, Look, Next
from envol.game.scenes.frame import HANGAR, Quiet, done, fitted, floor, quiet_screen

OTHERS = ("wiring", "inspection", "machining", "composite", "logistics")
SPOTS = {
    "wiring": (250, 150),
    "inspection": (620, 210),
    "machining": (1420, 240),
    "composite": (1460, 420),
    "logistics": (180, 520),
}


class Hangar(Quiet):
    """One workshop to press; the others are named, and say that they are not open yet."""

    def __init__(self, code: str = "", flown: bool = False) -> None:
        self.code = code
        self.flown = flown

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("hangar.title"), code=self.code)
        says = look.t("hangar.says")
        large = look.comfort.text_scale >= 1.5
        bubble = Rect(96, 796, 1040, 250)
        size = fitted(look, says, 28, (bubble.w - 64, bubble.h - 90))
        who, y = kit.paragraph(look, 128, 816, 960, look.t("welcome.nadia"), 20, colour="steel", bold=True)
        words, _ = kit.paragraph(look, 128, y + 6, bubble.w - 64, says, size)
        decor: list[Shape] = [
            *kit.card(bubble), *who, *words, Circle(1208, 560, 10, "signal", "ink", 3),
        ]  # fmt: skip
        nodes = [Node("nadia", "status", says, bubble, (), spoken=says)]
        if not large:
            nodes += [_closed(look, name) for name in OTHERS]
        open_ = kit.button(
            look,
            "open",
            look.t("hangar.open"),
            Rect(1176, 850, 648, 150),
            style="primary",
            size=36,
            hint=look.t("hangar.hint"),
        )
        tag = Rect(1010, 372, 440, 98)
        if look.comfort.text_scale <= 1.25:
            decor.append(Line(((1230, 470), (1208, 560)), "signal", 4, dashed=True))
            decor += [Box(tag, "ink", 49, "signal", 5), Circle(1060, 421, 30, "signal")]
            decor += [Text(1106, 386, look.t("welcome.workshop"), look.px(26), "white", True)]
            decor += [Text(1106, 424, look.t("welcome.what"), look.px(20), "mist")]
        return Screen(
            "hangar", look.t("hangar.title"), (*nodes, open_, *bar[1]), (HANGAR, *floor(look)), (*decor, *bar[0]),
            say=says, focus_first="open",
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        return done("hangar", "open") if node == "open" and action == "press" else STAY


def _closed(look: Look, name: str) -> Node:
    """A quiet label over its part of the aircraft."""
    x, y = SPOTS[name]
    title, when = look.t(f"hangar.{name}"), look.t("hangar.later")
    w = max(look.width(title, 22, True), look.width(when, 18)) + 48
    rect = Rect(x, y, w, 78 if look.comfort.text_scale <= 1 else 96)
    shapes: list[Shape] = [
        Box(rect, "ink", 20, alpha=200), Text(x + 24, y + 10, title, look.px(22), "white", True),
        Text(x + 24, y + rect.h - 12 - look.px(18), when, look.px(18), "mist"),
    ]  # fmt: skip
    said = f"{title}. {when}"
    return Node(name, "text", said, rect, tuple(shapes), state=("disabled",), spoken=said)


class Intention(Quiet):
    """Before the practice: what would the person do first? Three answers, none is scored: it opens the debrief."""

    CHOICES = ("look", "ask", "do")

    def screen(self, look: Look) -> Screen:
        question = look.t("intention.question")
        decor: list[Shape] = [*kit.card(Rect(160, 124, 1600, 190), fill="paper")]
        words, _ = kit.paragraph(
            look, 200, 150, 1520, question, fitted(look, question, 36, (1520, 140), True), bold=True, anchor="centre"
        )
        nodes = [Node("question", "status", question, Rect(160, 124, 1600, 190), (), spoken=question)]
        for n, choice in enumerate(self.CHOICES):
            nodes.append(_choice(look, choice, Rect(160 + n * 546, 350, 508, 490), str(n + 1)))
        nodes.append(
            kit.button(
                look, "skip", look.t("intention.skip"), Rect(680, 890, 560, 84), style="dark", size=26, shortcut="s"
            )
        )
        return quiet_screen(look, "intention", nodes, (*decor, *words), say=question, focus="choice:look")

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press" or not (node.startswith("choice:") or node == "skip"):
            return STAY
        return done("intention", node.removeprefix("choice:"))


def _choice(look: Look, choice: str, rect: Rect, key: str) -> Node:
    text = look.t(f"intention.{choice}")
    x, y = rect.centre[0], rect.y + 165
    shapes: list[Shape] = [*kit.card(rect), Circle(x, y, 120, "cloud")]
    shapes += {"look": _document, "ask": _bubbles, "do": _rivet}[choice](x, y)
    size = fitted(look, text, 28, (rect.w - 48, 170), True)
    words, _ = kit.paragraph(look, rect.x + 24, rect.y + 310, rect.w - 48, text, size, bold=True, anchor="centre")
    return Node(f"choice:{choice}", "choice", text, rect, (*shapes, *words), ("press",), spoken=text, shortcut=key)


def _document(x: float, y: float) -> list[Shape]:
    lines = [Box(Rect(x - 36, y - 36 + 26 * k, 72 - 16 * (k % 2), 9), "steel", 4) for k in range(4)]
    return [
        Box(Rect(x - 58, y - 78, 116, 156), "white", 12, "ink", 5),
        Box(Rect(x - 58, y - 78, 116, 26), "signal", 10),
        *lines,
    ]


def _bubbles(x: float, y: float) -> list[Shape]:
    return [
        Box(Rect(x - 88, y - 70, 120, 84), "sky", 30), Circle(x - 58, y - 28, 8, "white"), Circle(x - 28, y - 28, 8, "white"),
        Circle(x + 2, y - 28, 8, "white"), Box(Rect(x - 24, y - 2, 116, 78), "white", 30, "ink", 5),
        Box(Rect(x, y + 24, 66, 9), "steel", 4), Box(Rect(x, y + 44, 44, 9), "steel", 4),
    ]  # fmt: skip


def _rivet(x: float, y: float) -> list[Shape]:
    return [
        Box(Rect(x - 90, y + 6, 180, 26), "primer", 4), Box(Rect(x - 90, y + 32, 180, 26), "primer_dark", 4),
        Box(Rect(x - 18, y - 50, 36, 108), "alu_light", 6, "ink", 4), Box(Rect(x - 44, y - 72, 88, 30), "alu_mid", 15, "ink", 4),
    ]  # fmt: skip
