"""The boarding pass: what was shown and how sure we are, where it can lead, and who may see it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from game.scenes.frame import Quiet, done, quiet_screen
from game.scenes.pass_axis import HEADING, columns
from game.scenes.pass_card import (
    AXIS,
    destination,
    opened,
    opened_text,
    opened_trade,
    pages_of,
    rest,
    row,
    row_high,
    row_large,
    row_pages,
)
from game.scenes.pass_frame import card_of, greeting, hint, levels, of_code, onward, sure, top_of, touch
from game.scenes.printing import RESTS_MS, printed
from game.scenes.shown import Pass, Row, Unsaid
from game.scenes.takeoff import dawn
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Line, Node, Picture, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.vocabulary import TICK_MS

NO_VALUES: Mapping[str, object] = {}


ROWS_END = 782.0
"""Where the rows end at the latest."""
UNDER_HEAD = 72.0
"""From the top of the pass to the names of the levels, which stand over the rows, once."""
AIR = 84.0
"""How much may be added to a row where there is room."""
NEXT = Rect(120, 796, 972, 92)
"""What to do next, at the foot of the pass; beside it the ways to its other pages."""
REST, MORE = Rect(1106, 796, 236, 92), Rect(856, 796, 236, 92)
WHOLE = Rect(120, 266, 1230, 496)
CODE = Rect(1394, 760, 396, 128)


class Boarding(Quiet):
    """One page as on paper; below it, four things that really happen when they are pressed.

    A row or a trade opens to all that is said of it. `today`: the person shared something another day, which erasing
    does not reach. `printer`: whether a paper can be sent to one from here; `place`: the folder of its file.
    """

    def __init__(
        self, card: Pass, *, may_share: bool, printed: str = "", prints: bool = False, today: bool = False,
        printer: bool = True, place: str = "",
    ) -> None:  # fmt: skip
        self.card = card
        self.prints = prints
        self.tick = 0 if prints else RESTS_MS // TICK_MS + 1
        self.kept = Kept()
        self.may_share = may_share
        self.today = today
        self.printed = printed
        self.printer, self.place = printer, place
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
        decor += greeting(look, "" if self.printed else hello, under)
        decor += card_of(top)
        title = min(34.0, look.px(28)) if not large else look.px(28)
        decor.append(Text(140, top + 33 - title * 0.62, look.t("boarding.pass"), title, "white", True))
        nodes = [Node("under", "status", under, Rect(96, 96, 1400, 44), (), spoken=f"{hello} {under}")]
        body, drawn = self._opened(look) if self.open else self._rows(look)
        decor += drawn
        nodes += [*body, *(() if large or self.open else self._next(look)), *self._stub(look)]
        shown = Screen(
            "boarding", look.t("boarding.title"), (*nodes, *self._buttons(look), *bar[1]), dawn(look.height), (*decor, *bar[0]),
            say=f"{hello} {under}", focus_first="rows" if self.open else self.closed or "print",
        )  # fmt: skip
        return kit.escapes(look, shown, "rows" if self.open else "")

    def _stub(self, look: Look) -> list[Node]:
        """Where it leads, and the code; with large words one at a time, and a way to the next one."""
        there, top = self.card.destinations[:3], top_of(look)
        title = look.t("boarding.destinations")
        size, pages = kit.fitted(look, title, 27, (396, 70), True), len(there) + 2
        head, _ = kit.paragraph(look, 1394, top + 33 - look.line_height(size) / 2, 396, title, size, colour="white", bold=True)
        if not kit.large(look):
            said = self.card.places
            y, room = top + 74, 84.0 if there else 300.0
            size = kit.fitted(look, said, 22, (396, room))
            words, below = kit.paragraph(look, 1394, y, 396, said, size, colour="steel")
            node = Node("places", "text", title, Rect(1394, top + 10, 396, max(60.0, below - top - 10)), (*head, *words), spoken=f"{title}. {said}")
            high = (CODE.y - 8 - below - 8) / 3 - 8
            places = (Rect(1394, below + 8 + n * (high + 8), 396, high) for n in range(len(there)))
            cards = [destination(look, d, n, rect) for (n, d), rect in zip(enumerate(there), places, strict=True)]
            return [node, *cards, self._code(look, CODE)]
        rect, at = Rect(1394, 264, 396, 528), self.lead % pages
        label = look.t("boarding.to_more", n=at + 1, all=pages)
        more = kit.button(look, "to_more", label, Rect(1394, 804, 396, 84), style="dark", size=22)
        if at == len(there):
            size = kit.fitted(look, self.card.places, 20, (396, rect.h))
            words, _ = kit.paragraph(look, rect.x, rect.y, 396, self.card.places, size, colour="steel")
            return [Node("places", "text", title, rect, (*head, *words), spoken=f"{title}. {self.card.places}"), more]
        shown = destination(look, there[at], at, rect) if at < len(there) else self._code(look, rect)
        return [Node("stub", "text", title, Rect(1394, top, 396, 96), head), shown, more]

    def _next(self, look: Look) -> list[Node]:
        """What to do next, and the ways to the other rows and to the rest of the pass."""
        pages = self._pages(look)
        rect = NEXT if pages == 1 else replace(NEXT, w=MORE.x - 14 - NEXT.x)
        nodes = [onward(look, self.card.onward, rect)] if self.card.onward[0] else []
        if pages > 1:
            label = look.t("boarding.more", n=self.page % pages + 1, all=pages)
            nodes.append(kit.button(look, "more", label, MORE, style="dark", size=22))
        # What is not read first is a press away, as all that is seen of a row is.
        return [*nodes, kit.button(look, "others", look.t("boarding.rest"), REST, style="plain", size=22)]

    def _row_pages(self, look: Look) -> list[tuple[Row, ...]]:
        """The rows, page by page; with large words one habileté at a time."""
        if kit.large(look):
            return [(fact_row,) for fact_row in self.card.rows]
        return row_pages(look, self.card.rows, ROWS_END - top_of(look) - UNDER_HEAD - HEADING)

    def _pages(self, look: Look) -> int:
        rest = len(self._whole_pages(look)) if kit.large(look) else 0
        return max(1, len(self._row_pages(look))) + rest

    def _rows(self, look: Look) -> tuple[list[Node], list[Shape]]:
        """A page of habiletés under the names of the levels; with large words one habileté at a time."""
        paged, pages, top = self._row_pages(look), self._pages(look), top_of(look)
        at = self.page % pages
        rows = paged[at] if at < len(paged) else ()
        if kit.large(look):
            label = look.t("boarding.more", n=at + 1, all=pages)
            nodes: list[Node] = [self._whole_pass(look, at - len(self.card.rows))] if not rows else [
                row_large(look, rows[0], Rect(120, 266, 1230, 420)), hint(look, Rect(120, 690, 1230, 76))
            ]  # fmt: skip
            return [*nodes, kit.button(look, "more", label, Rect(140, 772, 1180, 70), style="dark", size=22)], []
        if not rows:
            return [], []
        first = top + UNDER_HEAD + HEADING
        highs = [row_high(look, fact_row) for fact_row in rows]
        # What is left is shared out, up to a row that is still one.
        air = min(AIR, (ROWS_END - first - sum(highs)) / len(rows))
        tops = [first + sum(highs[:n]) + air * n for n in range(len(rows))]
        low = tops[-1] + highs[-1] + air
        shown = [row(look, fact_row, y, high + air) for fact_row, y, high in zip(rows, tops, highs, strict=True)]
        return [touch(look, top), levels(look, first - HEADING), *shown], columns(look, *AXIS, first - HEADING, low - 4)

    def _of_trades(self, look: Look) -> tuple[str, ...]:
        """What holds for all trades shown, and what to do next; that one is an example its own line says."""
        places = () if self.card.places == look.t("boarding.places.examples") else (self.card.places,)
        onward = " ".join(part for part in self.card.onward if part)
        return (*places, *((onward,) if onward else ()))

    def _opened(self, look: Look) -> tuple[list[Node], list[Shape]]:
        """What was pressed, whole, in the place of the rows; and the way back to them."""
        large, top = kit.large(look), top_of(look)
        rect = WHOLE if large else Rect(120, top + 78, 1222, 816 - top - 78)
        pages = 1
        if self.open == "others":
            node = self._rest(look, rect)
        elif self.open == "code":
            title = look.t("boarding.code_is", code=self.card.code)
            node, pages = opened_text(look, "open:code", title, of_code(look), rect, self.facts)
        elif self.open.startswith("to:"):
            n = int(self.open[3:])
            node, pages = opened_trade(look, self.card.destinations[n], n, rect, self._of_trades(look), self.facts)
        else:
            opens = next(row for row in self.card.rows if f"row:{row.habilete}" == self.open)
            node, pages = opened(look, opens, rect, self.facts)
        back = Rect(140, 772, 1180 if pages == 1 else 580, 70) if large else Rect(140, 828, 420, 64)
        nodes = [node, kit.button(look, "rows", look.t("boarding.back"), back, style="dark", size=22)]
        if pages > 1:
            label = look.t("boarding.more", n=self.facts % pages + 1, all=pages)
            more = replace(back, x=740 if large else 584)
            nodes.append(kit.button(look, "facts", label, more, style="dark", size=22))
        return nodes, []

    def _rest(self, look: Look, rect: Rect) -> Node:
        """How the drawing is read, the safety points, the ease with the device, whose method it is, what was not seen."""
        *few, most = self.card.unsaid or (Unsaid("", "", ()),)
        head = (look.t("boarding.margin"), sure(look), self.card.gates, self.card.ease, self.card.answers, self.card.region)
        return rest(look, (*head, *(group.named for group in few), most.says), most.names, rect)

    def _whole_pages(self, look: Look) -> list[list[str]]:
        """What to do next, how the drawing is read, the safety points, the ease with the device, what was not seen, what
        keeping means, whose method it is: in large words, page by page."""
        keeps = look.t("boarding.keep_large") if self.may_share else ""
        unsaid = (group.named for group in self.card.unsaid)
        read = f"{look.t('boarding.levels')} {sure(look)}"
        said = (*self.card.onward, read, self.card.gates, self.card.ease, self.card.answers, *unsaid, keeps, self.card.region)
        return pages_of(look, [part for part in said if part], 22, (WHOLE.w - 40, WHOLE.h - 16), 0)

    def _whole_pass(self, look: Look, at: int) -> Node:
        """A page of what holds for the whole pass."""
        pages, shapes, y = self._whole_pages(look), list[Shape](), WHOLE.y + 8
        for part in pages[at % len(pages)]:
            size = kit.fitted(look, part, 22, (WHOLE.w - 40, WHOLE.h - 16))
            words, y = kit.paragraph(look, WHOLE.x + 20, y, WHOLE.w - 40, part, size)
            shapes += words
        text = " ".join(pages[at % len(pages)])
        return Node("whole", "text", text, WHOLE, tuple(shapes), spoken=text)

    def _buttons(self, look: Look) -> list[Node]:
        ids = ("print", "share", "keep", "erase") if self.may_share else ("print", "end")
        # Once it was answered, printing is no more what comes next; nothing there pushes to share.
        first = "print" if not self.printed else "" if self.may_share else "end"
        style = {first: "primary", "erase": "ghost"}
        known = {"erase": "erase_today" if self.today else "erase", "print": "print" if self.printer else "print_file"}
        labels = [look.t(f"boarding.{known.get(id, id)}") for id in ids]
        hints = {"print": self._what_printing_does(look), "keep": look.t("boarding.keep_hint")}
        # With large words the longer label has the wider button: none is much smaller than the others.
        shares = [math.sqrt(len(label)) if kit.large(look) else 1.0 for label in labels]
        whole = 1728 - 22 * (len(ids) - 1)
        # What comes next stands at the right, as it does over the whole way; the others go on to its left.
        nodes, x = [], 96.0 + 1728.0
        for id, label, share in zip(ids, labels, shares, strict=True):
            w, says = whole * share / sum(shares), hints.get(id, "")
            x -= w
            nodes.append(kit.button(
                look, id, label, Rect(x, 934, w, 108), style=style.get(id, "secondary"), size=25, hint=says,
                spoken=f"{label}. {says}" if says else "",
            ))  # fmt: skip
            x -= 22
        return nodes

    def _what_printing_does(self, look: Look) -> str:
        """What comes of it, before it is pressed: paper, a file and where it lies, or nothing."""
        if not self.may_share:
            return look.t("boarding.print_none_hint")
        return look.t("boarding.print_hint" if self.printer else "boarding.print_file_hint", place=self.place)

    def _code(self, look: Look, rect: Rect) -> Node:
        """The code and what it is for; a press says what happens where it is lost."""
        said = look.t("boarding.code_says" if self.card.code else "boarding.no_code")
        # What it is for is a press away; large words have a page for it.
        says = said if kit.large(look) or not self.card.code else ""
        shapes: list[Shape] = [Box(rect, "ink", 18)]
        x, y = rect.x + 24, rect.y + 10
        if self.card.code:
            small, big = look.px(kit.READ), look.px(44) if kit.large(look) else 44.0
            shapes += [Text(x, y, look.t("boarding.code"), small, "mist"), Text(x, y + small * 1.1, self.card.code, big, "white", True)]
            y += small * 1.1 + big * 1.2
        if says:
            size = kit.fitted(look, says, 22, (340, rect.y + rect.h - y - 4))
            shapes += kit.paragraph(look, x, y, 340, says, size, colour="white")[0]
        spoken = f"{self.card.code} {said}"
        if not self.card.code:
            return Node("code", "text", said, rect, tuple(shapes), spoken=spoken)
        at = rect.y + 52
        shapes.append(Line(((1760, at - 11), (1771, at), (1760, at + 11)), "white", 4))
        return Node("code", "choice", self.card.code, rect, tuple(shapes), ("press",), spoken=spoken)

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
        elif node in ("others", "code") or node.startswith(("row:", "to:")):
            self.open, self.closed, self.facts = node, "", 0
        elif node == "rows":
            # The focus comes back to what was opened.
            self.open, self.closed = "", self.open
        return STAY


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
