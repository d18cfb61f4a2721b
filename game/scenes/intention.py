"""Before the practice: what would the person do first? It is kept for the debrief and never scored."""

from game.scenes.frame import Quiet, done, quiet_screen
from game.scenes.signs import SIGNS
from game.screen import kit
from game.screen.nodes import Circle, Node, Rect, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step


class Intention(Quiet):
    """Before the practice: what would the person do first? Three answers, none is scored: it opens the debrief."""

    CHOICES = ("look", "ask", "do")

    def __init__(self, does: str = "do") -> None:
        """`does`: the sign of how one works in this workshop (`game.scenes.signs`)."""
        self.signs = {"look": "look", "ask": "ask", "do": does}

    def screen(self, look: Look) -> Screen:
        question = look.t("intention.question")
        large = kit.large(look)
        card = Rect(160, 100, 1600, 236) if large else Rect(160, 124, 1600, 190)
        decor: list[Shape] = [*kit.card(card, fill="paper")]
        size = kit.fitted(look, question, 40, (1520, 216 if large else 150), True)
        high = len(look.wrap(question, size, 1520, True)) * look.line_height(size)
        words, _ = kit.paragraph(
            look, 200, card.y + (card.h - high) / 2, 1520, question, size, bold=True, anchor="centre"
        )
        nodes = [Node("question", "status", question, card, (), spoken=question)]
        for n, choice in enumerate(self.CHOICES):
            nodes.append(_choice(look, choice, self.signs[choice], Rect(160 + n * 546, 350, 508, 490), str(n + 1)))
        nodes.append(
            kit.button(
                look, "skip", look.t("intention.skip"), Rect(680, 890, 560, 84), style="dark", size=26,
                shortcut=look.t("common.shortcut.skip"),
            )
        )
        return quiet_screen(look, "intention", nodes, (*decor, *words), say=question, focus="choice:look")

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press" or not (node.startswith("choice:") or node == "skip"):
            return STAY
        return done(Step.INTENTION, node.removeprefix("choice:"))


def _choice(look: Look, choice: str, sign: str, rect: Rect, key: str) -> Node:
    text = look.t(f"intention.{choice}")
    x, y = rect.centre[0], rect.y + 165
    shapes: list[Shape] = [*kit.card(rect), Circle(x, y, 124, "cloud")]
    shapes += [kit.moved(s, x, y) for s in SIGNS[sign]]
    size = kit.fitted(look, text, 34, (rect.w - 48, 176), True)
    words, _ = kit.paragraph(look, rect.x + 24, rect.y + 310, rect.w - 48, text, size, bold=True, anchor="centre")
    return Node(f"choice:{choice}", "choice", text, rect, (*shapes, *words), ("press",), spoken=kit.spoken_name(look, text, key), shortcut=key)
