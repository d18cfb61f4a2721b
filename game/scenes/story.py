"""The mentor's sheets: the trade before the practice, and a word before the exercise."""

from game.scenes.frame import Quiet, dimmed, done
from game.scenes.signs import SIGNS
from game.screen import kit
from game.screen.faces import face
from game.screen.nodes import Circle, Line, Node, Picture, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step

PICTURE, SMALLEST = 98.0, 44.0
"""The picture of a moment of the day: the radius of its ground, and the least that is drawn."""
DAY = ("briefing.day_prepare", "briefing.day_set", "briefing.day_check")
"""The sentences of a day: one prepares, works, ends."""
PARTS, PART_HIGH = "ready.parts", 176.0
"""Where a workshop may name the parts of its day, one after « | »; the height of one."""


def part_rect(card: Rect) -> Rect:
    """Where the part lies on a sheet: it comes from the hangar, and goes to the bench."""
    w = 420.0
    high = w * 569 / 1014
    return Rect(card.x + card.w - w - 50, card.centre[1] - high / 2, w, high)


class StorySheet(Quiet):
    """A mentor, the piece (its drawing `art`), a few sentences, one way on; the briefing also shows the day in pictures.

    `day`: the signs of its three moments, in their order. `most`: where a session has set a ceiling to the exercise that
    comes, its seconds in all, and whether the closing has none.
    """

    def __init__(
        self, step: Step, mentor: str, art: str, day: tuple[str, str, str], most: tuple[int, bool] = (0, False)
    ) -> None:
        self.most = most
        self.step = step
        self.day = day
        self.mentor = mentor
        self.art = art
        self.name = step.value

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t(f"{self.name}.title"))
        says = self._says(look)
        trade = self.step is Step.BRIEFING
        large = look.comfort.text_scale > 1.25
        card = Rect(96, 118 if large else 124, 1728, (352 if large else 330) if trade else 560)
        shapes: list[Shape] = [*kit.card(card, fill="paper", radius=30)]
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
        words, below = kit.paragraph(look, left, y + 8, room, says, size)
        nodes = [Node("text", "text", says, card, (*shapes, *who, *words), spoken=says)]
        nodes += [] if trade else _parts(look, Rect(left, below + 36, room, card.y + card.h - below - 66))
        if trade:
            # Large words and their pictures have all the height that is left.
            rects = [Rect(96 + n * 588, 482 if large else 486, 552, 446 if large else 380) for n in range(len(DAY))]
            r = min(_radius(look, key, rect) for key, rect in zip(DAY, rects, strict=True))
            nodes += [_moment(look, sign, key, rect, r) for sign, key, rect in zip(self.day, DAY, rects, strict=True)]
        # The way on stands at the right, as it does over the whole way.
        go = Rect(1184, 906, 640, 120) if not (large and trade) else Rect(1184, 940, 640, 104)
        nodes.append(kit.button(look, "go", look.t(f"{self.name}.go"), go, style="primary", size=36))
        spoken = " ".join(n.spoken for n in nodes[:-1])
        return Screen(
            self.name, look.t(f"{self.name}.title"), (*nodes, *bar[1]), dimmed(165),
            bar[0], say=spoken, focus_first="go", part=part,
        )  # fmt: skip

    def _says(self, look: Look) -> str:
        """What the mentor says; where the exercise has a ceiling, how long it is, in whole minutes."""
        seconds, spared = self.most
        if not seconds:
            return look.t(f"{self.name}.says")
        key = f"{self.name}.ceiling.close" if spared else f"{self.name}.ceiling"
        return f"{look.t(f'{self.name}.capped')} {look.t(key, minutes=-(-seconds // 60))}"

    def act(self, node: str, action: str = "press") -> Next:
        return done(self.step, "go") if node == "go" and action == "press" else STAY


def _parts(look: Look, rect: Rect) -> list[Node]:
    """The parts of the day one after the other, where the workshop names them before they begin; [] where it does not.

    A long day is a few short ones: each has its number and its words. Large words leave no room for them.
    """
    if not look.has(PARTS) or kit.large(look):
        return []
    says = look.t(PARTS)
    parts = [part.strip() for part in says.split("|")]
    gap = 34.0
    wide, high = (rect.w - gap * (len(parts) - 1)) / len(parts), min(PART_HIGH, rect.h)
    named = [[words.strip() for words in part.split(":", 1)] for part in parts]
    size = min(kit.fitted(look, words, 25, (wide - 28, (high - 88) / len(said)), True) for said in named for words in said)
    shapes: list[Shape] = []
    for n, sentences in enumerate(named):
        box = Rect(rect.x + n * (wide + gap), rect.y, wide, high)
        shapes += [*kit.card(box), Circle(box.centre[0], box.y + 42, 26, "ink")]
        shapes.append(Text(box.centre[0], box.y + 42 - look.px(25) * 0.62, str(n + 1), look.px(25), "white", True, "centre"))
        y = box.y + 80
        for words in sentences:
            lines, y = kit.paragraph(look, box.x + 14, y, wide - 28, words, size, bold=words is sentences[0], anchor="centre")
            shapes += lines
        if n:
            x, y = box.x - gap / 2, box.centre[1]
            shapes.append(Line(((x - 6, y - 14), (x + 6, y), (x - 6, y + 14)), "ink", 5))
    said = ". ".join(f"{n}, {part}" for n, part in enumerate(parts, 1))
    return [Node("parts", "text", says, rect, tuple(shapes), spoken=f"{said}.")]


def _radius(look: Look, key: str, rect: Rect) -> float:
    """How large the picture of a moment may be: it has the height that its words leave."""
    text, room = look.t(key), rect.w - 64
    size = kit.fitted(look, text, 27, (room, rect.h - 42), True)
    words = look.line_height(size) * len(look.wrap(text, size, room, True))
    return min(PICTURE, (rect.h - 48 - words) / 2)


def _moment(look: Look, sign: str, key: str, rect: Rect, r: float) -> Node:
    """One moment of the day: its picture, `r` the radius of its ground, and its sentence."""
    text = look.t(key)
    shapes: list[Shape] = [*kit.card(rect)]
    top = rect.y + 26
    if r >= SMALLEST:
        x, y = rect.centre[0], rect.y + 22 + r
        shapes += [Circle(x, y, r, "cloud"), *(kit.scaled(s, 0.82 * r / PICTURE, x, y) for s in SIGNS[sign])]
        top = y + r + (20 if look.comfort.text_scale <= 1.25 else 2)
    size = kit.fitted(look, text, 27, (rect.w - 64, rect.y + rect.h - top - 12), True)
    words, _ = kit.paragraph(look, rect.x + 32, top, rect.w - 64, text, size, bold=True, anchor="centre")
    return Node(key, "text", text, rect, (*shapes, *words), spoken=text)
