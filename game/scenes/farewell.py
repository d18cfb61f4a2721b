"""The last screen: what became of the run and of its code, where the paper is, and what may be done next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from game.scenes.frame import Quiet, done, quiet_screen
from game.scenes.signs import SIGNS
from game.scenes.takeoff import dawn
from game.screen import kit
from game.screen.nodes import Circle, Line, Node, Picture, Rect, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step

CARD = Rect(240, 116, 1440, 770)
FLIES = Rect(1560, 96, 330, 114)
"""Where the aircraft is by now, for who has seen it take off: it is leaving, behind a corner of the card."""


class Farewell(Quiet):
    """Thanks, in parts that are read one by one; with large words one part at a time.

    `key`: where its texts stand, `.title`, `.says` (with `values`), `.next` and `.end`; `more`: sentences between the two.
    `flown`: the aircraft has taken off; the screen lies over the sky it left in, else over the hangar.
    """

    def __init__(self, key: str, values: Mapping[str, object], more: Sequence[str], *, flown: bool = False) -> None:
        self.name = key
        self.values = values
        self.more = tuple(more)
        self.flown = flown
        self.page = 0

    def screen(self, look: Look) -> Screen:
        says, following = look.t(f"{self.name}.says", **self.values), look.t(f"{self.name}.next", **self.values)
        parts = [("who", says), *(("what", sentence) for sentence in self.more), ("for", following)]
        large, code = kit.large(look), str(self.values.get("code", ""))
        page_parts = [parts[self.page % len(parts)]] if large else parts
        high = CARD.h / len(page_parts)
        nodes = [
            _part(look, n, sign, text, Rect(CARD.x, CARD.y + n * high, CARD.w, high))
            for n, (sign, text) in enumerate(page_parts)
        ]
        rules: list[Shape] = [
            Line(((CARD.x + 40, CARD.y + n * high), (CARD.x + CARD.w - 40, CARD.y + n * high)), "mist", 3)
            for n in range(1, len(page_parts))
        ]
        end = Rect(1104, 922, 720, 112)
        if large and len(parts) > 1:
            label = look.t("goodbye.more", n=self.page % len(parts) + 1, all=len(parts))
            nodes.append(kit.button(look, "more", label, Rect(240, 922, 700, 112), style="dark", size=28))
            end = Rect(1124, 922, 700, 112)
        nodes.append(kit.button(look, "end", look.t(f"{self.name}.end"), end, style="primary", size=32))
        spoken = " ".join(text for _, text in parts)
        sky: list[Shape] = [Picture("aircraft", FLIES, angle=-14)] if self.flown else []
        shown = quiet_screen(
            look, self.name, nodes, (*sky, *kit.card(CARD, fill="paper"), *rules), say=spoken, focus="end", code=code,
            pausable=False,
        )  # fmt: skip
        return replace(shown, backdrop=dawn(look.height)) if self.flown else shown

    def act(self, node: str, action: str = "press") -> Next:
        if action == "press" and node == "more":
            self.page += 1
        return done(Step.GOODBYE, "end") if action == "press" and node == "end" else STAY


def _part(look: Look, n: int, sign: str, text: str, rect: Rect) -> Node:
    """One thing that is said, with its sign; with large words the words have all the room."""
    large = kit.large(look)
    left = rect.x + (56 if large else 220)
    room = rect.x + rect.w - 56 - left
    size = kit.fitted(look, text, 30, (room, rect.h - 36))
    high = look.line_height(size) * len(look.wrap(text, size, room))
    words, _ = kit.paragraph(look, left, rect.centre[1] - high / 2, room, text, size)
    shapes: list[Shape] = []
    if not large:
        x, y, k = rect.x + 120, rect.centre[1], min(0.72, (rect.h - 40) / 200)
        shapes += [Circle(x, y, 88 * k / 0.72, "cloud"), *(kit.scaled(s, k, x, y) for s in SIGNS[sign])]
    return Node(f"part:{n}", "status" if n == 0 else "text", text, rect, (*shapes, *words), spoken=text)
