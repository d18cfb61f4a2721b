"""The boarding pass: what was shown and how sure we are, where it can lead, and who may see it."""

import math
from collections.abc import Callable, Mapping

from game.scenes.frame import Quiet, done, quiet_screen
from game.scenes.printing import RESTS_MS, printed
from game.scenes.shown import COLOURS, Destination, Pass, Row
from game.scenes.takeoff import dawn
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Picture, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.vocabulary import TICK_MS
from scoring.types import LEVEL_CUTS

NO_VALUES: Mapping[str, object] = {}
BANDS = {"A": "green", "B": "sky", "C": "amber", "D": "mist", "to_complete": "mist"}


class Boarding(Quiet):
    """One page as on paper; below it, four things that really happen when they are pressed.

    `today`: the person shared something another day, which erasing does not reach.
    """

    def __init__(
        self, card: Pass, *, may_share: bool, printed: str = "", prints: bool = False, today: bool = False
    ) -> None:
        self.card = card
        self.prints = prints
        self.tick = 0 if prints else RESTS_MS // TICK_MS + 1
        self.kept = Kept()
        self.may_share = may_share
        self.today = today
        self.printed = printed
        self.page, self.lead = 0, 0

    def screen(self, look: Look) -> Screen:
        """The pass; the first time it comes out of its printer, unless less motion is asked for."""
        whole = self.kept.get("pass", (look, self.page, self.lead), lambda: self._whole(look))
        ms = self.tick * TICK_MS
        if look.comfort.reduced_motion or ms >= RESTS_MS:
            return whole
        bar = kit.top_bar(look, look.t("boarding.title"), code=self.card.code)
        return self.kept.get("fed", (whole, ms), lambda: printed(whole, ms, len(bar[0])))

    def advance(self, ticks: int) -> Next:
        self.tick = min(self.tick + ticks, RESTS_MS // TICK_MS + 1)
        return STAY

    def _whole(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("boarding.title"), code=self.card.code)
        hello, sub = look.t("boarding.hello"), look.t("boarding.sub" if self.may_share else "boarding.sub_discovery")
        scale = look.comfort.text_scale
        under = self.printed or sub
        large = kit.large(look)
        room = 1300.0 if scale < 1.5 else 1728.0
        decor: list[Shape] = [Picture("aircraft", Rect(1480, 84, 330, 113), angle=-14)] if scale < 1.5 else []
        decor += _greeting(look, hello, under, room)
        decor += _card()
        if large:
            decor.append(Text(140, 188, look.t("boarding.pass"), look.px(28), "white", True))
        else:
            decor.append(Text(140, 208, look.t("boarding.pass"), min(34, look.px(28)), "white", True))
            decor.append(Text(1320, 212, self.card.region, min(26, look.px(22)), "mist", anchor="right"))
        decor.append(Line(((1358, 226), (1358, 872)), "mist", 4, dashed=True))
        nodes = [Node("under", "status", under, Rect(96, 150, 1300, 36), (), spoken=f"{hello} {under}")]
        nodes += self._rows(look)
        foot = f"{self.card.gates}  {self.card.ease}  {look.t('boarding.margin')}"
        decor += self._foot(look)
        nodes.append(Node("foot", "text", foot, Rect(140, 848, 1190, 54), (), spoken=foot))
        nodes += self._leads(look)
        aside, top = (look.px(30), 188) if large else (min(38, look.px(30)), 210)
        decor.append(Text(1394, top, look.t("boarding.destinations"), aside, "ink", True))
        return Screen(
            "boarding", look.t("boarding.title"), (*nodes, *self._buttons(look), *bar[1]), dawn(look.height), (*decor, *bar[0]),
            say=f"{hello} {under}", focus_first="print",
        )  # fmt: skip

    def _leads(self, look: Look) -> list[Node]:
        """Where it leads, and the code; with large words one at a time, and a way to the next one."""
        there = self.card.destinations[:3]
        if not kit.large(look):
            places = (Rect(1394, 264 + n * 158, 396, 148) for n in range(len(there)))
            cards = [_destination(look, d, n, rect) for (n, d), rect in zip(enumerate(there), places, strict=True)]
            return [*cards, self._code(look, Rect(1394, 744, 396, 140))]
        rect, pages = Rect(1394, 264, 396, 528), len(there) + 1
        at = self.lead % pages
        shown = _destination(look, there[at], at, rect) if at < len(there) else self._code(look, rect)
        label = look.t("boarding.to_more", n=at + 1, all=pages)
        return [shown, kit.button(look, "to_more", label, Rect(1394, 804, 396, 84), style="dark", size=22)]

    def _foot(self, look: Look) -> list[Shape]:
        """What holds for the whole pass; below, how the black line is read, drawn as it is drawn above."""
        shapes: list[Shape] = []
        if not kit.large(look):
            told = f"{self.card.gates}  {self.card.ease}"
            size = kit.fitted(look, told, 20, (1190, 30))
            shapes += kit.paragraph(look, 140, 842, 1190, told, size, colour="steel")[0]
        x, y = 140.0, 876.0 if kit.large(look) else 887.0
        for words, long in (("boarding.margin_short", 44.0), ("boarding.margin_long", 150.0)):
            text = look.t(words)
            small = look.px(20) if kit.large(look) else min(look.px(20), 30.0)
            shapes += [Line(((x, y), (x + long, y)), "ink", 5), Circle(x + long / 2, y, 7, "ink")]
            shapes.append(Text(x + long + 14, y - small * 0.64, text, small, "ink", True))
            x += long + look.width(text, small / look.px(1), True) + 60
        return shapes

    def _rows(self, look: Look) -> list[Node]:
        """Every habileté shown; with large words one at a time, at the end what holds for the whole pass."""
        per = len(self.card.rows) if not kit.large(look) else 1
        pages = max(1, math.ceil(len(self.card.rows) / max(1, per))) + kit.large(look)
        at = self.page % pages
        rows = self.card.rows[at * per : (at + 1) * per]
        room = 578.0 if pages == 1 else 500.0
        made = self._row_large if kit.large(look) else self._row
        nodes = [made(look, row, n, room / max(1, per)) for n, row in enumerate(rows)]
        if kit.large(look) and not rows:
            nodes.append(self._whole_pass(look, Rect(120, 266, 1230, room - 4)))
        if pages > 1:
            label = look.t("boarding.more", n=at + 1, all=pages)
            nodes.append(kit.button(look, "more", label, Rect(140, 772, 1180, 70), style="dark", size=22))
        return nodes

    def _whole_pass(self, look: Look, rect: Rect) -> Node:
        """Whose method it is, the safety points and the ease with the device, in large words."""
        told = "\n".join(part for part in (self.card.region, self.card.gates, self.card.ease) if part)
        size = kit.fitted(look, told, 22, (rect.w - 40, rect.h))
        words, _ = kit.paragraph(look, rect.x + 20, rect.y + 8, rect.w - 40, told, size)
        return Node("whole", "text", told.replace("\n", " "), rect, words, spoken=told.replace("\n", " "))

    def _buttons(self, look: Look) -> list[Node]:
        ids = ("print", "share", "keep", "erase") if self.may_share else ("print", "end")
        style = {"print": "primary", "erase": "ghost", "end": "secondary"}
        labels = [look.t("boarding.erase_today" if id == "erase" and self.today else f"boarding.{id}") for id in ids]
        # With large words the longer label has the wider button: none is much smaller than the others.
        shares = [math.sqrt(len(label)) if kit.large(look) else 1.0 for label in labels]
        whole = 1728 - 22 * (len(ids) - 1)
        nodes, x = [], 96.0
        for id, label, share in zip(ids, labels, shares, strict=True):
            w = whole * share / sum(shares)
            nodes.append(kit.button(look, id, label, Rect(x, 934, w, 108), style=style.get(id, "secondary"), size=25))
            x += w + 22
        return nodes

    def _row(self, look: Look, row: Row, n: int, step: float) -> Node:
        y = 266 + n * step
        size = kit.fitted(look, row.label, 25, (624, step * 0.44), True)
        label, below = kit.paragraph(look, 140, y + 2, 624, row.label, size, bold=True)
        shapes: list[Shape] = [*label]
        facts = "\n".join(row.actions[:2])
        size = kit.fitted(look, facts, 19, (624, y + step - below - 2))
        shapes += kit.paragraph(look, 140, below, 624, facts, size, colour="steel")[0]
        shapes += margin(790, y + step / 2 - 24, 306, row.span, COLOURS[row.statement])
        size = kit.fitted(look, row.words, 25, (228, step * 0.5), True)
        high = len(look.wrap(row.words, size, 228, True)) * look.line_height(size)
        top = y + step / 2 - 14 - (high if row.settle else high / 2)
        words, below = kit.paragraph(look, 1116, top, 228, row.words, size, bold=True)
        shapes += words
        if row.settle:
            size = kit.fitted(look, row.settle, 18, (228, y + step - below - 2))
            shapes += kit.paragraph(look, 1116, below, 228, row.settle, size, colour="steel")[0]
        return _told(row, Rect(120, y, 1230, step - 4), shapes)

    def _row_large(self, look: Look, row: Row, n: int, step: float) -> Node:
        """One habileté with large words: its name, its margin and its words, then what was done, line below line."""
        y = 266 + n * step
        size = kit.fitted(look, row.label, 25, (1190, 140), True)
        shapes: list[Shape] = []
        label, below = kit.paragraph(look, 140, y + 2, 1190, row.label, size, bold=True)
        shapes += [*label, *margin(140, below + 16, 420, row.span, COLOURS[row.statement])]
        size = kit.fitted(look, row.words, 25, (720, 70), True)
        words, below = kit.paragraph(look, 610, below, 720, row.words, size, bold=True)
        facts = "\n".join((*row.actions[:2], *((row.settle,) if row.settle else ())))
        size = kit.fitted(look, facts, 19, (1190, y + step - below - 14))
        shapes += [*words, *kit.paragraph(look, 140, below + 12, 1190, facts, size, colour="steel")[0]]
        return _told(row, Rect(120, y, 1230, step - 4), shapes)

    def _code(self, look: Look, rect: Rect) -> Node:
        says = look.t("boarding.code_says" if self.card.code else "boarding.no_code")
        shapes: list[Shape] = [Box(rect, "white", 18)]
        x, y = rect.x + 24, rect.y + 8
        if self.card.code:
            small, big = look.px(20), look.px(44) if kit.large(look) else 44.0
            shapes += [Text(x, y, look.t("boarding.code"), small, "steel"), Text(x, y + small * 1.1, self.card.code, big, "ink", True)]
            y += small * 1.1 + big * 1.24
        size = kit.fitted(look, says, 19, (352, rect.y + rect.h - y - 4))
        words, _ = kit.paragraph(look, x, y, 352, says, size, colour="steel")
        return Node("code", "text", self.card.code, rect, (*shapes, *words), spoken=f"{self.card.code} {says}")

    def act(self, node: str, action: str = "press") -> Next:
        self.tick = RESTS_MS // TICK_MS + 1
        if action == "press" and node == "more":
            self.page += 1
        if action == "press" and node == "to_more":
            self.lead += 1
        if action == "press" and node in ("print", "share", "keep", "erase", "end"):
            return done(Step.BOARDING, node)
        return STAY


def _greeting(look: Look, hello: str, under: str, room: float) -> list[Shape]:
    """Two lines over the pass; with large words the second alone, over both."""
    if kit.large(look):
        size = kit.fitted(look, under, 24, (room, 104))
        high = look.line_height(size) * len(look.wrap(under, size, room))
        return [*kit.paragraph(look, 96, 138 - high / 2, room, under, size, colour="white")[0]]
    scale = look.comfort.text_scale
    big = min(46.0, kit.fitted(look, hello, 42, (room, 80), True) * scale)
    small = min(30.0, kit.fitted(look, under, 24, (room, 44)) * scale)
    return [Text(96, 92, hello, big, "white", True), Text(96, 95 + big * 1.18, under, small, "white")]


def _card() -> list[Shape]:
    """The pass: an ink heading, a stub torn along a dotted line, with its two notches."""
    whole = Rect(96, 192, 1728, 714)
    shapes: list[Shape] = [Box(whole, "paper", 30, shade=True)]
    shapes += [Box(Rect(96, 192, 1262, 66), "ink", 30), Box(Rect(96, 226, 1262, 32), "ink"), Box(Rect(1300, 192, 58, 40), "ink")]
    shapes += [Circle(1358, 192, 20, "notch_high"), Circle(1358, 906, 20, "notch_low")]
    return shapes


def margin(x: float, y: float, w: float, span: tuple[float, float, float], colour: str) -> list[Shape]:
    """A track filled to the estimate; under it the 95 % margin as a black line. Scale -3 to 3."""
    low, mean, high = (min(1.0, max(0.0, (v + 3) / 6)) for v in span)
    shapes: list[Shape] = [Box(Rect(x, y, w, 22), "mist", 11), Box(Rect(x, y, max(22, w * mean), 22), colour, 11)]
    shapes += [Box(Rect(x + w * (cut + 3) / 6 - 2, y, 3, 22), "paper") for cut in LEVEL_CUTS]
    return [
        *shapes,
        Line(((x + w * low, y + 32), (x + w * high, y + 32)), "ink", 5),
        Circle(x + w * mean, y + 32, 7, "ink"),
    ]


def _told(row: Row, rect: Rect, shapes: list[Shape]) -> Node:
    said = " ".join(f"{part.rstrip('.')}." for part in (row.label, row.words, *row.actions, row.settle) if part)
    return Node(f"row:{row.habilete}", "text", row.label, rect, tuple(shapes), spoken=said)


def _destination(look: Look, d: Destination, n: int, rect: Rect) -> Node:
    shapes: list[Shape] = [Box(rect, "white", 16), Box(Rect(rect.x, rect.y, 12, rect.h), BANDS[d.band], 6)]
    size = kit.fitted(look, d.title, 21, (360, 54 if not kit.large(look) else 220), True)
    head, y = kit.paragraph(look, rect.x + 28, rect.y + 8, 360, d.title, size, bold=True)
    size = kit.fitted(look, f"{d.place} {d.why}", 18, (360, rect.y + rect.h - y - 6))
    place, y = kit.paragraph(look, rect.x + 28, y, 360, d.place, size)
    why, _ = kit.paragraph(look, rect.x + 28, y, 360, d.why, size, colour="steel")
    return Node(
        f"to:{n}", "text", d.title, rect, (*shapes, *head, *place, *why), spoken=f"{d.title}. {d.place}. {d.why}"
    )


class Ask(Quiet):
    """One question of a step with its answers; the texts stand under `name`.

    `safe` is the answer that undoes nothing, the first one unless said: it has the focus and the one orange fill.
    """

    def __init__(
        self, step: Step, name: str, answers: tuple[str, ...], code: str = "", values: Mapping[str, object] = NO_VALUES,
        more: str = "", safe: str = "",
    ) -> None:  # fmt: skip
        self.step = step
        self.name = name
        self.answers = answers
        self.code = code
        self.values = values
        self.more = more
        self.safe = safe or answers[0]

    def screen(self, look: Look) -> Screen:
        text = f"{look.t(f'{self.name}.says', code=self.code, **self.values)} {self.more}".strip()
        # Large words have all the height that the answers leave.
        large = kit.large(look)
        first = 1066 - 128 * len(self.answers) if large else 566
        card = Rect(240, 104, 1440, first - 124) if large else Rect(360, 180, 1200, 340)
        size = kit.fitted(look, text, 34, (card.w - 112, card.h - 64))
        words, _ = kit.paragraph(look, card.x + 56, card.y + 36, card.w - 112, text, size)
        read = Node("says", "status", text, card, (*kit.card(card, fill="paper"), *words), spoken=text)
        buttons = [
            kit.button(look, id, look.t(f"{self.name}.{id}"), Rect(card.x, first + n * 128, card.w, 108), style="primary" if id == self.safe else "secondary", size=30)
            for n, id in enumerate(self.answers)
        ]  # fmt: skip
        return quiet_screen(
            look, self.name, (read, *buttons), (), say=text, focus=self.safe, code=self.code, pausable=False
        )

    def act(self, node: str, action: str = "press") -> Next:
        return done(self.step, node) if action == "press" and node in self.answers else STAY


class Busy(Quiet):
    """A calm screen while something is done that may take its time; it ends by itself."""

    def __init__(self, name: str, over: Callable[[], bool]) -> None:
        self.name = name
        self.over = over

    def screen(self, look: Look) -> Screen:
        """What is being done; nothing to press but the bar."""
        text = look.t(f"{self.name}.says")
        card = Rect(360, 300, 1200, 340)
        size = kit.fitted(look, text, 34, (card.w - 112, card.h - 64))
        words, _ = kit.paragraph(look, card.x + 56, card.y + 36, card.w - 112, text, size)
        read = Node("says", "status", text, card, (*kit.card(card, fill="paper"), *words), spoken=text)
        return quiet_screen(look, self.name, (read,), (), say=text, focus="listen", pausable=False)

    def act(self, node: str, action: str = "press") -> Next:
        return STAY

    def advance(self, ticks: int) -> Next:
        return done(Step.WAITING, "done") if self.over() else STAY
