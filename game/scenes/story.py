"""The mentor's sheets: the trade before the practice, and a word before the exercise."""

from game.scenes.frame import Quiet, dimmed, done
from game.scenes.signs import SIGNS
from game.screen import kit
from game.screen.faces import face
from game.screen.nodes import Circle, Node, Picture, Rect, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step

DAY = ("briefing.day_prepare", "briefing.day_set", "briefing.day_check")
"""The sentences of a day: one prepares, works, ends."""


def part_rect(card: Rect) -> Rect:
    """Where the part lies on a sheet: it comes from the hangar, and goes to the bench."""
    w = 420.0
    high = w * 569 / 1014
    return Rect(card.x + card.w - w - 50, card.centre[1] - high / 2, w, high)


class StorySheet(Quiet):
    """A mentor, the piece (its drawing `art`), a few sentences, one way on; the briefing also shows the day in pictures.

    `day`: the signs of its three moments, in their order.
    """

    def __init__(self, step: Step, mentor: str, art: str, day: tuple[str, str, str]) -> None:
        self.step = step
        self.day = day
        self.mentor = mentor
        self.art = art
        self.name = step.value

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t(f"{self.name}.title"))
        says = look.t(f"{self.name}.says")
        trade = self.step is Step.BRIEFING
        card = Rect(96, 124, 1728, 330 if trade else 560)
        shapes: list[Shape] = [*kit.card(card, fill="paper", radius=30)]
        large = look.comfort.text_scale > 1.25
        left = card.x + 320
        side = min(250.0, card.h - 70)
        shapes += [Circle(card.x + 172, card.centre[1], side / 2 + 6, "white"), Picture(face(self.mentor, speaks=trade, ended=not trade, right=True), Rect(card.x + 172 - side / 2, card.centre[1] - side / 2, side, side))]
        who, y = kit.paragraph(look, left, card.y + 28, 900, look.t(f"workshop.mentor.{self.mentor}"), 22, colour="steel", bold=True)
        part = None if large else part_rect(card)
        room = (card.x + card.w if part is None else part.x) - 56 - left
        if trade:
            title = look.t("briefing.trade")
            head, y = kit.paragraph(look, left, y + 2, room, title, kit.fitted(look, title, 40, (room, 70), True), bold=True)
            shapes += head
        if part is not None:
            shapes.append(Picture(self.art, part))
        size = kit.fitted(look, says, 32, (room, card.y + card.h - y - 26))
        words, _ = kit.paragraph(look, left, y + 8, room, says, size)
        nodes = [Node("text", "text", says, card, (*shapes, *who, *words), spoken=says)]
        if trade:
            nodes += [_moment(look, sign, key, Rect(96 + n * 588, 486, 552, 380)) for n, (sign, key) in enumerate(zip(self.day, DAY, strict=True))]
        nodes.append(kit.button(look, "go", look.t(f"{self.name}.go"), Rect(600, 906, 720, 120), style="primary", size=36))
        spoken = " ".join(n.spoken for n in nodes[:-1])
        return Screen(
            self.name, look.t(f"{self.name}.title"), (*nodes, *bar[1]), dimmed(165),
            bar[0], say=spoken, focus_first="go", part=part,
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        return done(self.step, "go") if node == "go" and action == "press" else STAY


def _moment(look: Look, sign: str, key: str, rect: Rect) -> Node:
    """One moment of the day: its picture and its sentence."""
    text = look.t(key)
    large = look.comfort.text_scale > 1.25
    shapes: list[Shape] = [*kit.card(rect)]
    top = rect.y + 26
    if not large:
        x, y = rect.centre[0], rect.y + 124
        shapes += [Circle(x, y, 98, "cloud"), *(kit.scaled(s, 0.82, x, y) for s in SIGNS[sign])]
        top = rect.y + 240
    size = kit.fitted(look, text, 27, (rect.w - 64, rect.y + rect.h - top - 16), True)
    words, _ = kit.paragraph(look, rect.x + 32, top, rect.w - 64, text, size, bold=True, anchor="centre")
    return Node(key, "text", text, rect, (*shapes, *words), spoken=text)
