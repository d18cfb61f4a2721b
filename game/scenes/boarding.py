"""The boarding pass: what was shown and how sure we are, where it can lead, and who may see it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from game.scenes.frame import Quiet, done, quiet_screen
from game.scenes.pass_card import (
    AXIS,
    PER_PAGE,
    destination,
    legend,
    names,
    opened,
    opened_trade,
    others,
    row,
    row_large,
    rules,
)
from game.scenes.printing import RESTS_MS, printed
from game.scenes.shown import Pass
from game.scenes.takeoff import dawn
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Picture, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.vocabulary import TICK_MS

NO_VALUES: Mapping[str, object] = {}


OTHERS = Rect(1154, 836, 188, 64)
"""At the foot of the pass, beside how the black line is read."""


class Boarding(Quiet):
    """One page as on paper; below it, four things that really happen when they are pressed.

    A row or a trade opens to all that is said of it. `today`: the person shared something another day, which erasing
    does not reach.
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
        self.page, self.lead, self.facts = 0, 0, 0
        self.open, self.closed = "", ""

    def screen(self, look: Look) -> Screen:
        """The pass; the first time it comes out of its printer, unless less motion is asked for."""
        at = (look, self.page, self.lead, self.facts, self.open, self.closed)
        whole = self.kept.get("pass", at, lambda: self._whole(look))
        ms = self.tick * TICK_MS
        if look.comfort.reduced_motion or ms >= RESTS_MS:
            return whole
        bar = kit.top_bar(look, look.t("boarding.title"), code=self.card.code)
        return self.kept.get("fed", (whole, ms), lambda: printed(whole, ms, len(bar[0]), top_of(look)))

    def advance(self, ticks: int) -> Next:
        self.tick = min(self.tick + ticks, RESTS_MS // TICK_MS + 1)
        return STAY

    def _whole(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("boarding.title"), code=self.card.code)
        hello, sub = look.t("boarding.hello"), look.t("boarding.sub" if self.may_share else "boarding.sub_discovery")
        under, large, top = self.printed or sub, kit.large(look), top_of(look)
        decor: list[Shape] = [] if large else [Picture("aircraft", Rect(1530, 74, 270, 93), angle=-14)]
        decor += _greeting(look, "" if self.printed else hello, under)
        decor += _card(top)
        title = min(34.0, look.px(28)) if not large else look.px(28)
        decor.append(Text(140, top + 33 - title * 0.62, look.t("boarding.pass"), title, "white", True))
        if not large:
            room = 1320 - 180 - look.width(look.t("boarding.pass"), title / look.px(1), True)
            size = kit.fitted(look, self.card.region, 22, (room, 40)) * look.comfort.text_scale
            decor.append(Text(1320, top + 33 - size * 0.62, self.card.region, size, "mist", anchor="right"))
        decor.append(Line(((1358, top + 34), (1358, 872)), "mist", 4, dashed=True))
        nodes = [Node("under", "status", under, Rect(96, 96, 1400, 44), (), spoken=f"{hello} {under}")]
        body, drawn = self._opened(look) if self.open else self._rows(look)
        decor += drawn
        nodes += [*body, *self._foot(look), *self._stub(look)]
        return Screen(
            "boarding", look.t("boarding.title"), (*nodes, *self._buttons(look), *bar[1]), dawn(look.height), (*decor, *bar[0]),
            say=f"{hello} {under}", focus_first="rows" if self.open else self.closed or "print",
        )  # fmt: skip

    def _stub(self, look: Look) -> list[Node]:
        """Where it leads, and the code; with large words one at a time, and a way to the next one."""
        there, top = self.card.destinations[:3], top_of(look)
        title = look.t("boarding.destinations")
        size, pages = kit.fitted(look, title, 30, (396, 90), True), len(there) + 2
        head, _ = kit.paragraph(look, 1394, top + (14 if not kit.large(look) else 0), 396, title, size, bold=True)
        if not kit.large(look):
            said = self.card.places
            y, room = top + 62, 96.0 if there else 300.0
            size = kit.fitted(look, said, 20, (396, room))
            words, below = kit.paragraph(look, 1394, y, 396, said, size, colour="steel")
            node = Node("places", "text", title, Rect(1394, top + 10, 396, max(60.0, below - top - 10)), (*head, *words), spoken=f"{title}. {said}")
            high = (734 - below - 8) / 3 - 8
            places = (Rect(1394, below + 8 + n * (high + 8), 396, high) for n in range(len(there)))
            cards = [destination(look, d, n, rect) for (n, d), rect in zip(enumerate(there), places, strict=True)]
            return [node, *cards, self._code(look, Rect(1394, 740, 396, 148))]
        rect, at = Rect(1394, 264, 396, 528), self.lead % pages
        label = look.t("boarding.to_more", n=at + 1, all=pages)
        more = kit.button(look, "to_more", label, Rect(1394, 804, 396, 84), style="dark", size=22)
        if at == len(there):
            size = kit.fitted(look, self.card.places, 20, (396, rect.h))
            words, _ = kit.paragraph(look, rect.x, rect.y, 396, self.card.places, size, colour="steel")
            return [Node("places", "text", title, rect, (*head, *words), spoken=f"{title}. {self.card.places}"), more]
        shown = destination(look, there[at], at, rect) if at < len(there) else self._code(look, rect)
        return [Node("stub", "text", title, Rect(1394, top, 396, 96), head), shown, more]

    def _foot(self, look: Look) -> list[Node]:
        """What would say more, what holds for the whole pass, and how the black line is read."""
        sentences = " ".join(part for part in (self.card.gates, self.card.ease, self.card.others) if part)
        spoken = " ".join(part for part in (self.card.clearer, sentences, look.t("boarding.margin")) if part)
        rect = Rect(120, 774, 1222, 124)
        if kit.large(look):
            return [Node("foot", "text", spoken, Rect(120, 850, 1222, 48), tuple(legend(look, 140, 876, look.px(20))), spoken=spoken)]
        shapes: list[Shape] = []
        y = 778.0
        if self.card.clearer:
            room = 1190.0 if self._pages(look) == 1 else 916.0
            size = kit.fitted(look, self.card.clearer, 22, (room, 54), True)
            words, below = kit.paragraph(look, 140, y, room, self.card.clearer, size, bold=True)
            shapes += words
            y = max(below, y + 28) + 2
        asks = bool(self.card.unseen) and not self.open
        room = 990.0 if asks else 1176.0
        room = room if self._pages(look) == 1 or y > 830 else 916.0
        size = kit.fitted(look, sentences, 20, (room, 874 - y))
        words, _ = kit.paragraph(look, 140, y, room, sentences, size, colour="steel")
        shapes += [*words, *legend(look, 140, 886, min(look.px(20), 24.0), shown=self._shown(look))]
        foot = Node("foot", "text", spoken, rect, tuple(shapes), spoken=spoken)
        # Which ones were not seen is a press away, as all that is seen of a row is.
        which = kit.button(look, "others", look.t("boarding.others_which"), OTHERS, style="plain", size=20)
        return [foot, which] if asks else [foot]

    def _shown(self, look: Look) -> bool:
        """Whether how a level that is shown is read stands on the pass: larger words leave that to what a row opens to."""
        return look.comfort.text_scale <= 1 and any(row.level for row in self.card.rows)

    def _per(self, look: Look) -> int:
        """Rows of one page: as many on each, as far as it goes."""
        if kit.large(look):
            return 1
        pages = math.ceil(len(self.card.rows) / PER_PAGE)
        return math.ceil(len(self.card.rows) / max(1, pages))

    def _pages(self, look: Look) -> int:
        return max(1, math.ceil(len(self.card.rows) / max(1, self._per(look)))) + kit.large(look)

    def _rows(self, look: Look) -> tuple[list[Node], list[Shape]]:
        """A page of habiletés, and the names of the levels over them; with large words one habileté at a time."""
        per, pages, top = self._per(look), self._pages(look), top_of(look)
        at = self.page % pages
        rows = self.card.rows[at * per : (at + 1) * per]
        label = look.t("boarding.more", n=at + 1, all=pages)
        if kit.large(look):
            rect = Rect(120, 266, 1230, 496)
            nodes: list[Node] = [self._whole_pass(look, rect)] if not rows else [
                row_large(look, rows[0], Rect(120, 266, 1230, 420)), _hint(look, Rect(120, 690, 1230, 76), "")
            ]  # fmt: skip
            return [*nodes, kit.button(look, "more", label, Rect(140, 772, 1180, 70), style="dark", size=22)], []
        head, first = top + 66, top + 66 + 57
        step = min(112.0, (772 - first) / max(1, per))
        drawn = [*rules(AXIS[0], AXIS[1], first - 4, first + step * len(rows)), *names(look, AXIS[0], first - 4, AXIS[1], 19, 49)]
        sure = look.t("boarding.sure") if self._shown(look) else ""
        nodes = [_hint(look, Rect(120, head + 5, 590, 51), sure), *(row(look, fact_row, first + n * step, step) for n, fact_row in enumerate(rows))]
        if pages > 1:
            nodes.append(kit.button(look, "more", label, Rect(1090, 778, 252, 54), style="dark", size=20))
        return nodes, drawn if rows else []

    def _of_places(self, look: Look) -> tuple[str, ...]:
        """What holds for all trades shown; that one is an example its own line says."""
        return () if self.card.places == look.t("boarding.places.examples") else (self.card.places,)

    def _opened(self, look: Look) -> tuple[list[Node], list[Shape]]:
        """What was pressed, whole, in the place of the rows; and the way back to them."""
        large, top = kit.large(look), top_of(look)
        rect = Rect(120, 266, 1230, 496) if large else Rect(120, top + 78, 1222, 758 - top - 78 - 74)
        pages = 1
        if self.open == "others":
            node = others(look, self.card.unseen, rect)
        elif self.open.startswith("to:"):
            n = int(self.open[3:])
            node = opened_trade(look, self.card.destinations[n], n, rect, self._of_places(look))
        else:
            opens = next(row for row in self.card.rows if f"row:{row.habilete}" == self.open)
            node, pages = opened(look, opens, rect, self.facts)
        back = Rect(140, 772, 1180 if pages == 1 else 580, 70) if large else Rect(140, 690, 420, 62)
        nodes = [node, kit.button(look, "rows", look.t("boarding.back"), back, style="dark", size=22)]
        if pages > 1:
            label = look.t("boarding.more", n=self.facts % pages + 1, all=pages)
            more = replace(back, x=740 if large else 584)
            nodes.append(kit.button(look, "facts", label, more, style="dark", size=22))
        return nodes, []

    def _whole_pass(self, look: Look, rect: Rect) -> Node:
        """Whose method it is, the safety points, the ease with the device, what keeping means: in large words."""
        keeps = look.t("boarding.keep_large") if self.may_share else ""
        unseen = look.t("boarding.others_named", names=", ".join(self.card.unseen)) if self.card.unseen else ""
        said = (self.card.region, self.card.clearer, self.card.gates, self.card.ease, unseen, keeps)
        text = "\n".join(part for part in said if part)
        size = kit.fitted(look, text, 22, (rect.w - 40, rect.h))
        words, _ = kit.paragraph(look, rect.x + 20, rect.y + 8, rect.w - 40, text, size)
        return Node("whole", "text", text.replace("\n", " "), rect, words, spoken=text.replace("\n", " "))

    def _buttons(self, look: Look) -> list[Node]:
        ids = ("print", "share", "keep", "erase") if self.may_share else ("print", "end")
        # Once it was answered, printing is no more what comes next; nothing there pushes to share.
        first = "print" if not self.printed else "" if self.may_share else "end"
        style = {first: "primary", "erase": "ghost"}
        labels = [look.t("boarding.erase_today" if id == "erase" and self.today else f"boarding.{id}") for id in ids]
        # With large words the longer label has the wider button: none is much smaller than the others.
        shares = [math.sqrt(len(label)) if kit.large(look) else 1.0 for label in labels]
        whole = 1728 - 22 * (len(ids) - 1)
        nodes, x = [], 96.0
        for id, label, share in zip(ids, labels, shares, strict=True):
            w, hint = whole * share / sum(shares), look.t("boarding.keep_hint") if id == "keep" else ""
            nodes.append(kit.button(
                look, id, label, Rect(x, 934, w, 108), style=style.get(id, "secondary"), size=25, hint=hint,
                spoken=f"{label}. {hint}" if hint else "",
            ))  # fmt: skip
            x += w + 22
        return nodes

    def _code(self, look: Look, rect: Rect) -> Node:
        says = look.t("boarding.code_says" if self.card.code else "boarding.no_code")
        shapes: list[Shape] = [Box(rect, "white", 18, "mist", 2)]
        x, y = rect.x + 24, rect.y + 8
        if self.card.code:
            small, big = look.px(20), look.px(44) if kit.large(look) else 44.0
            shapes += [Text(x, y, look.t("boarding.code"), small, "steel"), Text(x, y + small * 1.1, self.card.code, big, "ink", True)]
            y += small * 1.1 + big * 1.24
        size = kit.fitted(look, says, 19, (336, rect.y + rect.h - y - 4))
        words, _ = kit.paragraph(look, x, y, 336, says, size, colour="steel")
        return Node("code", "text", self.card.code, rect, (*shapes, *words), spoken=f"{self.card.code} {says}")

    def act(self, node: str, action: str = "press") -> Next:
        self.tick = RESTS_MS // TICK_MS + 1
        if action != "press":
            return STAY
        if node in ("print", "share", "keep", "erase", "end"):
            return done(Step.BOARDING, node)
        if node == "more":
            self.page += 1
        elif node == "facts":
            self.facts += 1
        elif node == "to_more":
            self.lead += 1
        elif node == "others" or node.startswith(("row:", "to:")):
            self.open, self.closed, self.facts = node, "", 0
        elif node == "rows":
            # The focus comes back to what was opened.
            self.open, self.closed = "", self.open
        return STAY


def top_of(look: Look) -> float:
    """Where the pass begins: with large words what is said over it takes two lines."""
    return 192.0 if kit.large(look) else 150.0


def _greeting(look: Look, hello: str, under: str) -> list[Shape]:
    """What is said over the pass, in one line; with large words the second sentence alone, over two."""
    if kit.large(look):
        size = kit.fitted(look, under, 24, (1728, 104))
        high = look.line_height(size) * len(look.wrap(under, size, 1728))
        return [*kit.paragraph(look, 96, 138 - high / 2, 1728, under, size, colour="white")[0]]
    scale = look.comfort.text_scale
    big = min(32.0, kit.fitted(look, hello, 30, (700, 50), True) * scale) if hello else 0.0
    x = 96 + (look.width(hello, big / scale, True) + 28 if hello else 0)
    small = min(28.0, kit.fitted(look, under, 24, (1500 - x, 44)) * scale)
    shapes: list[Shape] = [Text(96, 117 - big * 0.62, hello, big, "white", True)] if hello else []
    return [*shapes, Text(x, 117 - small * 0.62, under, small, "white")]


def _hint(look: Look, rect: Rect, sure: str) -> Node:
    """That a line opens; below it what the word « shown » and the sign on the axis each say, "" for nothing."""
    asks = look.t("boarding.rows")
    text = "\n".join(part for part in (asks, sure) if part)
    size = kit.fitted(look, text, 21, (rect.w - 40, rect.h))
    words, _ = kit.paragraph(look, rect.x + 20, rect.y + (0 if sure else 9), rect.w - 40, text, size, colour="steel")
    return Node("rows_hint", "text", asks, rect, words, spoken=text.replace("\n", " "))


def _card(top: float) -> list[Shape]:
    """The pass: an ink heading, a stub torn along a dotted line, with its two notches."""
    whole = Rect(96, top, 1728, 906 - top)
    shapes: list[Shape] = [Box(whole, "paper", 30, shade=True)]
    shapes += [Box(Rect(96, top, 1262, 66), "ink", 30), Box(Rect(96, top + 34, 1262, 32), "ink"), Box(Rect(1300, top, 58, 40), "ink")]
    shapes += [Circle(1358, top, 20, "notch_high"), Circle(1358, 906, 20, "notch_low")]
    return shapes


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
