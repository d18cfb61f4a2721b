"""The boarding pass: what was shown and how sure we are, where it can lead, and who may see it."""

from envol.game import kit
from envol.game.nodes import Box, Circle, Line, Node, Poly, Rect, Screen, Shape, Text
from envol.game.scene import STAY, Look, Next
from envol.game.scenes.frame import Quiet, done, fitted, quiet_screen
from envol.game.scenes.shown import COLOURS, Destination, Pass, Row

BANDS = {"A": "green", "B": "sky", "C": "amber", "D": "mist", "to_complete": "mist"}


def _plane() -> list[Shape]:
    """The white aircraft climbing, top right."""
    body = ((1512, 168), (1520, 154), (1800, 62), (1862, 52), (1880, 62), (1866, 84), (1560, 176), (1524, 178))
    return [
        Poly(((1796, 60), (1822, 0), (1862, 0), (1860, 54)), "signal"), Poly(body, "white"),
        Poly(((1522, 176), (1876, 74), (1872, 82), (1540, 178)), "signal"),
        Poly(((1652, 138), (1700, 124), (1800, 168), (1772, 178)), "mist"),
    ]  # fmt: skip


def _sky(height: float) -> tuple[Shape, ...]:
    """Bands from night to dawn, the runway below."""
    shapes: list[Shape] = [Box(Rect(0, 86, 1920, 860), "tarmac")]
    shapes += [Box(Rect(0, 86 + 36 * k, 1920, 37), "sky", alpha=20 + 7 * k) for k in range(17)]
    shapes += [Box(Rect(0, 698 + 24 * k, 1920, 25), "steel") for k in range(10)]
    shapes += [Box(Rect(0, 698 + 24 * k, 1920, 25), "amber", alpha=20 + 12 * k) for k in range(10)]
    shapes += [
        Box(Rect(0, 936, 1920, height - 936), "tarmac"),
        Poly(((560, height), (900, 936), (1020, 936), (1360, height)), "slate"),
    ]
    shapes.append(Poly(((944, height), (956, 960), (964, 960), (976, height)), "white"))
    return tuple(shapes)


class Boarding(Quiet):
    """One page as on paper; below it, four things that really happen when they are pressed."""

    def __init__(self, card: Pass, *, may_share: bool, printed: str = "") -> None:
        self.card = card
        self.may_share = may_share
        self.printed = printed

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("boarding.title"), code=self.card.code)
        hello, sub = look.t("boarding.hello"), look.t("boarding.sub" if self.may_share else "boarding.sub_discovery")
        scale = look.comfort.text_scale
        decor: list[Shape] = [*(_plane() if scale < 1.5 else ())]
        decor.append(Text(96, 100, hello, fitted(look, hello, 40, (1300, 56), True) * scale, "white", True))
        under = self.printed or sub
        decor.append(Text(96, 150, under, min(look.px(24), 36 if scale > 1 else 24), "white"))
        decor += [*kit.shadow(Rect(96, 192, 1728, 714), 30), Box(Rect(96, 192, 1728, 714), "paper", 30)]
        decor += [
            Box(Rect(96, 192, 1262, 66), "ink", 30),
            Box(Rect(96, 226, 1262, 32), "ink"),
            Box(Rect(1300, 192, 58, 40), "ink"),
        ]
        decor.append(Text(140, 208, look.t("boarding.pass"), min(34, look.px(28)), "white", True))
        decor.append(Text(1320, 212, self.card.region, min(26, look.px(22)), "mist", anchor="right"))
        decor.append(Line(((1358, 262), (1358, 880)), "mist", 4, dashed=True))
        nodes = [Node("under", "status", under, Rect(96, 150, 1300, 36), (), spoken=f"{hello} {under}")]
        nodes += [self._row(look, row, n) for n, row in enumerate(self.card.rows)]
        foot = f"{self.card.gates}  {self.card.ease}  {look.t('boarding.margin')}"
        decor += kit.paragraph(look, 140, 848, 1190, foot, fitted(look, foot, 19, (1190, 54)), colour="steel")[0]
        nodes.append(Node("foot", "text", foot, Rect(140, 848, 1190, 54), (), spoken=foot))
        nodes += [_destination(look, d, n) for n, d in enumerate(self.card.destinations[:3])]
        decor.append(Text(1394, 210, look.t("boarding.destinations"), min(38, look.px(30)), "ink", True))
        nodes.append(self._code(look))
        return Screen(
            "boarding", look.t("boarding.title"), (*nodes, *self._buttons(look), *bar[1]), _sky(look.height), (*decor, *bar[0]),
            say=f"{hello} {under}", focus_first="print",
        )  # fmt: skip

    def _buttons(self, look: Look) -> list[Node]:
        ids = ("print", "share", "keep", "erase") if self.may_share else ("print", "end")
        style = {"print": "primary", "erase": "ghost", "end": "secondary"}
        w = (1728 - 22 * (len(ids) - 1)) / len(ids)
        return [
            kit.button(
                look,
                id,
                look.t(f"boarding.{id}"),
                Rect(96 + n * (w + 22), 934, w, 108),
                style=style.get(id, "secondary"),
                size=25,
            )
            for n, id in enumerate(ids)
        ]

    def _row(self, look: Look, row: Row, n: int) -> Node:
        step = 578 / max(1, len(self.card.rows))
        y = 266 + n * step
        colour = COLOURS[row.statement]
        big, small = min(look.px(24), step * 0.34), min(look.px(18), step * 0.22)
        unit = look.px(1)
        while big > 12 and look.width(row.label, big / unit, True) > 568:
            big -= 1
        shapes: list[Shape] = [Text(140, y + 4, row.label, big, "ink", True)]
        below = y + 8 + big * 1.2
        for k, action in enumerate(row.actions[:2]):
            if below + small * 1.25 * (k + 1) <= y + step:
                size = small
                while size > 10 and look.width(action, size / unit) > 568:
                    size -= 1
                shapes.append(Text(140, below + k * small * 1.25, action, size, "steel"))
        shapes += margin(724, y + step / 2 - 24, 372, row.span, colour)
        shapes.append(Text(1116, y + step / 2 - 26, row.words, min(big, 24), "ink", True))
        if row.settle:
            size = min(small, 18)
            while size > 10 and look.width(row.settle, size / unit) > 232:
                size -= 1
            shapes.append(Text(1116, y + step / 2 + 6, row.settle, size, "steel"))
        said = ". ".join(part for part in (row.label, row.words, *row.actions, row.settle) if part) + "."
        return Node(f"row:{row.habilete}", "text", row.label, Rect(120, y, 1230, step - 4), tuple(shapes), spoken=said)

    def _code(self, look: Look) -> Node:
        rect = Rect(1394, 744, 396, 140)
        says = look.t("boarding.code_says" if self.card.code else "boarding.no_code")
        shapes: list[Shape] = [Box(rect, "white", 18)]
        if self.card.code:
            shapes += [
                Text(1418, 752, look.t("boarding.code"), 20, "steel"),
                Text(1418, 774, self.card.code, 44, "ink", True),
            ]
        size = fitted(look, says, 19, (352, 56))
        words, _ = kit.paragraph(look, 1418, 828 if self.card.code else 764, 352, says, size, colour="steel")
        return Node("code", "text", self.card.code, rect, (*shapes, *words), spoken=f"{self.card.code} {says}")

    def act(self, node: str, action: str = "press") -> Next:
        if action == "press" and node in ("print", "share", "keep", "erase", "end"):
            return done("boarding", node)
        return STAY


def margin(x: float, y: float, w: float, span: tuple[float, float, float], colour: str) -> list[Shape]:
    """A track filled to the estimate; under it the 95 % margin as a black line. Scale -3 to 3."""
    low, mean, high = (min(1.0, max(0.0, (v + 3) / 6)) for v in span)
    shapes: list[Shape] = [Box(Rect(x, y, w, 22), "mist", 11), Box(Rect(x, y, max(22, w * mean), 22), colour, 11)]
    shapes += [Box(Rect(x + w * (cut + 3) / 6 - 2, y, 3, 22), "paper") for cut in (-0.9, 0.1, 1.1)]
    return [
        *shapes,
        Line(((x + w * low, y + 32), (x + w * high, y + 32)), "ink", 5),
        Circle(x + w * mean, y + 32, 7, "ink"),
    ]


def _destination(look: Look, d: Destination, n: int) -> Node:
    rect = Rect(1394, 264 + n * 158, 396, 148)
    shapes: list[Shape] = [Box(rect, "white", 16), Box(Rect(rect.x, rect.y, 12, rect.h), BANDS[d.band], 6)]
    size = fitted(look, d.title, 21, (360, 54), True)
    head, y = kit.paragraph(look, rect.x + 28, rect.y + 8, 360, d.title, size, bold=True)
    size = fitted(look, f"{d.place} {d.why}", 18, (360, rect.y + rect.h - y - 6))
    place, y = kit.paragraph(look, rect.x + 28, y, 360, d.place, size)
    why, _ = kit.paragraph(look, rect.x + 28, y, 360, d.why, size, colour="steel")
    return Node(
        f"to:{n}", "text", d.title, rect, (*shapes, *head, *place, *why), spoken=f"{d.title}. {d.place}. {d.why}"
    )


class Ask(Quiet):
    """One question with its answers; the texts stand under the scene's name."""

    def __init__(self, name: str, answers: tuple[str, ...], code: str = "", **values: object) -> None:
        self.name = name
        self.answers = answers
        self.code = code
        self.values = values

    def screen(self, look: Look) -> Screen:
        text = look.t(f"{self.name}.says", code=self.code, **self.values)
        card = Rect(360, 180, 1200, 340)
        size = fitted(look, text, 34, (card.w - 112, card.h - 64))
        words, _ = kit.paragraph(look, card.x + 56, card.y + 36, card.w - 112, text, size)
        read = Node("says", "status", text, card, (*kit.card(card, fill="paper"), *words), spoken=text)
        buttons = [
            kit.button(look, id, look.t(f"{self.name}.{id}"), Rect(360, 566 + n * 128, 1200, 108), style="secondary" if n else "primary", size=30)
            for n, id in enumerate(self.answers)
        ]  # fmt: skip
        return quiet_screen(
            look, self.name, (read, *buttons), (), say=text, focus=self.answers[0], code=self.code, pausable=False
        )

    def act(self, node: str, action: str = "press") -> Next:
        return done(self.name, node) if action == "press" and node in self.answers else STAY
