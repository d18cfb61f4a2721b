"""The kiosk's choice of a gesture: all there are on one screen, each with its picture, so that no page is turned."""

from collections.abc import Sequence

from game.scenes.frame import Quiet, done, quiet_screen
from game.scenes.hangar_cards import door_id, large_needs, needs_row, needs_said
from game.scenes.shown import WorkshopCard
from game.scenes.signs import NEEDS, SIGNS
from game.screen import kit
from game.screen.nodes import Circle, Node, Rect, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.model import Title

ROOM, GAP = Rect(96, 210, 1728, 810), 24.0
IN_A_ROW = 3
"""More cards than these stand in two rows."""
NEEDS_HIGH = 66.0


class GestureChoice(Quiet):
    """For each card, what one does there: its sign (`pictures`) and about five words (`does`).

    `step`: where it is asked; `asks`: key of the question.
    """

    def __init__(
        self, cards: Sequence[WorkshopCard], pictures: Sequence[str], does: Sequence[Title],
        step: Step = Step.HANGAR, asks: str = "kiosk.gestures.say",
    ) -> None:  # fmt: skip
        self.step, self.asks = step, asks
        self.cards = tuple(cards)
        self.pictures = tuple(pictures)
        self.does = tuple(does)

    def screen(self, look: Look) -> Screen:
        say = look.t(self.asks)
        size = kit.fitted(look, say, 36, (1728, 84), True)
        words, _ = kit.paragraph(look, 96, 112, 1728, say, size, colour="white", bold=True, anchor="centre")
        head = Node("ask", "status", say, Rect(96, 104, 1728, 90), words, spoken=say)
        rects = places(len(self.cards))
        nodes = [self._card(look, *card) for card in zip(self.cards, self.pictures, self.does, rects, strict=True)]
        return quiet_screen(look, "kiosk.gestures", (head, *nodes), (), say=say, focus=nodes[0].id)

    def _card(self, look: Look, card: WorkshopCard, picture: str, what: Title, rect: Rect) -> Node:
        """The picture, then title, what one does in five words, how long, and what it needs."""
        does, length = what.of(look.comfort.language), look.t("hangar.minutes", n=card.minutes)
        title = card.title.of(look.comfort.language)
        r = min(130.0, rect.w * 0.16, rect.h * 0.3)
        x, y = rect.x + r + 30, rect.y + r + 30
        shapes: list[Shape] = [*kit.card(rect, fill="paper"), Circle(x, y, r, "cloud", "ink", 5)]
        shapes += [kit.scaled(s, r / 125, x, y) for s in SIGNS[picture]]
        left, floor_ = x + r + 28, rect.y + rect.h - NEEDS_HIGH - 18
        wide, top = rect.x + rect.w - 30 - left, rect.y + 28
        part = (floor_ - top) / 3
        for text, size, bold in ((title, 44, True), (length, 32, True)):
            size_ = kit.fitted(look, text, size, (wide, part), bold)
            words, top = kit.paragraph(look, left, top, wide, text, size_, bold=bold)
            shapes += words
        # What is left of the card belongs to what one does there: beside the picture, or below it where there is room.
        below = rect.h > rect.w
        x, top = (rect.x + 30, max(top, y + r + 20)) if below else (left, top + 6)
        wide = rect.x + rect.w - 30 - x
        words, _ = kit.paragraph(look, x, top, wide, does, kit.fitted(look, does, 38, (wide, floor_ - top)))
        foot = Rect(rect.x + 34, floor_ + 10, rect.w - 60, NEEDS_HIGH)
        needs = needs_row(look, card, foot.x, foot.y + 2, "ink", min(190.0, foot.w / len(NEEDS)))
        shapes += [*words, *(large_needs(look, card, foot, "ink") if kit.large(look) else needs)]
        said = [title, does, length, needs_said(look, card)]
        spoken = ". ".join(part.rstrip(".") for part in said if part) + "."
        return Node(door_id(card, self.cards), "button", title, rect, tuple(shapes), ("press",), spoken=spoken)

    def act(self, node: str, action: str = "press") -> Next:
        chosen = next((card for card in self.cards if node == door_id(card, self.cards)), None)
        return done(self.step, "open", typed=chosen.workshop) if chosen and action == "press" else STAY


def places(n: int) -> tuple[Rect, ...]:
    """Where so many cards stand: side by side, or in two rows from left to right."""
    rows = 1 if n <= IN_A_ROW else 2
    across = -(-n // rows)
    w, h = (ROOM.w - GAP * (across - 1)) / across, (ROOM.h - GAP * (rows - 1)) / rows
    return tuple(Rect(ROOM.x + k % across * (w + GAP), ROOM.y + k // across * (h + GAP), w, h) for k in range(n))
