"""The kiosk's own screens: attract, agreement in two pictures, the best moment, the ticket."""

from collections.abc import Mapping
from dataclasses import dataclass

from game.scenes.frame import HANGAR, Quiet, done, floor, quiet_screen
from game.scenes.signs import SIGNS
from game.screen import kit
from game.screen.nodes import Box, Circle, Node, Picture, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step

SEATS_TICKS = 300
"""A rivet seats every six seconds."""
HOLES = 7
RING_TICKS = 30
STRIP = Rect(160, 560, 1160, 200)


class Attract(Quiet):
    """What is seen from afar. One press begins. `claims`: whether a result waits here to be claimed."""

    def __init__(self, *, claims: bool = False) -> None:
        self.tick = 0
        self.claims = claims

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("kiosk.attract.title"), pausable=False)
        head, sub = look.t("kiosk.attract.head"), look.t("kiosk.attract.sub")
        big = kit.fitted(look, head, 110 / look.px(1), (1500, 170), True)
        words, y = kit.paragraph(look, 160, 190, 1500, head, big, colour="white", bold=True)
        small = kit.fitted(look, sub, 40 / look.px(1), (1500, 110))
        more, _ = kit.paragraph(look, 160, y + 10, 1500, sub, small, colour="white")
        says = f"{head}. {sub}"
        read = Node("head", "status", says, Rect(160, 190, 1500, 330), (*words, *more), spoken=says)
        begin = kit.button(
            look, "begin", look.t("kiosk.attract.begin"), Rect(160, 830, 640, 190), style="primary", size=52,
            hint=look.t("kiosk.attract.begin_hint"),
        )  # fmt: skip
        listen = kit.button(
            look,
            "aloud",
            look.t("welcome.aloud"),
            Rect(830, 830, 380, 190),
            size=36,
            spoken=look.t("welcome.aloud_said"),
        )
        other = kit.button(look, "language", look.t("kiosk.attract.language"), Rect(1240, 830, 380, 190), size=36)
        claim = kit.button(look, "claim", look.t("kiosk.attract.claim"), Rect(1350, 570, 410, 180), size=34)
        nodes = (read, begin, listen, other, *((claim,) if self.claims else ()), *bar[1])
        return Screen(
            "welcome", look.t("kiosk.attract.title"), nodes,
            (HANGAR, *floor(look), Box(Rect(0, 86, 1920, 1200), "ink", alpha=120)), (*self._strip(look), *bar[0]),
            say=f"{says} {look.t('kiosk.attract.ask_aloud')}", focus_first="begin", aloud=True,
        )  # fmt: skip

    def _strip(self, look: Look) -> tuple[Shape, ...]:
        seated, since = self.tick // SEATS_TICKS % (HOLES + 1), self.tick % SEATS_TICKS
        shapes: list[Shape] = [Box(STRIP, "primer", 26, "primer_dark", 4, to="primer_dark", shade=True)]
        for n in range(HOLES):
            x, y = STRIP.x + 110 + n * 157, STRIP.y + STRIP.h / 2
            if n < seated:
                fresh = n == seated - 1 and since < RING_TICKS and not look.comfort.reduced_motion
                shapes += [Circle(x, y, 62 + since, "", "warm_light", 5)] if fresh else []
                shapes.append(Picture("rivet_grey", Rect(x - 48, y - 48, 96, 96)))
            else:
                shapes.append(Circle(x, y, 36, "ink"))
        return tuple(shapes)

    def act(self, node: str, action: str = "press") -> Next:
        known = ("begin", "aloud", "language", *(("claim",) if self.claims else ()))
        return done(Step.WELCOME, node) if action == "press" and node in known else STAY

    def key(self, name: str) -> Next:
        """Whatever one presses begins."""
        return done(Step.WELCOME, "begin") if len(name) == 1 else STAY

    def advance(self, ticks: int) -> Next:
        self.tick += ticks
        return STAY


class TwoPictures(Quiet):
    """Look, and nothing is written; or play with a code, and take a signed paper home. The first has the focus."""

    def screen(self, look: Look) -> Screen:
        nodes = [self._card(look, n, id) for n, id in enumerate(("look", "agree"))]
        say = look.t("kiosk.agree.say")
        head = Node("ask", "status", say, Rect(96, 104, 1728, 90), kit.paragraph(
            look, 96, 116, 1728, say, kit.fitted(look, say, 36, (1728, 84), True), colour="white", bold=True,
            anchor="centre",
        )[0], spoken=say)  # fmt: skip
        return quiet_screen(look, "kiosk.agree", (head, *nodes), (), say=say, focus="look")

    def _card(self, look: Look, n: int, id: str) -> Node:
        rect = Rect(96 + n * 876, 220, 852, 780)
        label, text = look.t(f"kiosk.agree.{id}"), look.t(f"kiosk.agree.{id}_what")
        x, y = rect.centre[0], rect.y + 190
        ground = Circle(x, y, 150, "cloud", "ink", 5)
        sign = SIGNS["inspection"] if id == "look" else SIGNS["what"]
        drawn = tuple(kit.scaled(s, 3.0 if id == "look" else 1.5, x, y) for s in sign)
        size = kit.fitted(look, label, 44, (rect.w - 80, 110), True)
        words, below = kit.paragraph(
            look, rect.x + 40, rect.y + 370, rect.w - 80, label, size, bold=True, anchor="centre"
        )
        small = kit.fitted(look, text, 30, (rect.w - 80, rect.y + rect.h - below - 30))
        more, _ = kit.paragraph(look, rect.x + 40, below + 12, rect.w - 80, text, small, anchor="centre")
        shapes = (*kit.card(rect, fill="paper"), ground, *drawn, *words, *more)
        return Node(id, "button", label, rect, shapes, ("press",), spoken=f"{label}. {text}")

    def act(self, node: str, action: str = "press") -> Next:
        return done(Step.AGREEMENT, node) if action == "press" and node in ("look", "agree") else STAY


class BestMoment(Quiet):
    """One's own best moment in a sentence, to be watched again. Strengths first; with none seen, the way on alone.

    `tried`: whether anything was done of which something can be told.
    """

    def __init__(self, sentence: str, tick: int, *, tried: bool = False) -> None:
        self.sentence = sentence
        self.tick = tick
        self.tried = tried

    def screen(self, look: Look) -> Screen:
        kind = "tried" if self.tried else "none"
        text = self.sentence or look.t(f"kiosk.best.{kind}")
        card = Rect(260, 240, 1400, 380)
        head = look.t("kiosk.best.head" if self.sentence else f"kiosk.best.head_{kind}")
        words, y = kit.paragraph(look, card.x + 60, card.y + 44, card.w - 120, head, 32, colour="steel", bold=True)
        size = kit.fitted(look, text, 46, (card.w - 120, card.y + card.h - y - 40), True)
        more, _ = kit.paragraph(look, card.x + 60, y + 16, card.w - 120, text, size, bold=True)
        read = Node("best", "status", text, card, (*kit.card(card, fill="paper"), *words, *more), spoken=text)
        nodes = [read]
        if self.tick >= 0:
            nodes.append(kit.button(look, "watch", look.t("kiosk.best.watch"), Rect(260, 700, 680, 150), size=34))
        nodes.append(kit.button(look, "go", look.t("common.go_on"), Rect(980, 700, 680, 150), style="primary", size=38))
        return quiet_screen(look, "kiosk.best", nodes, (), say=f"{head}. {text}", focus="go")

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press" or node not in ("watch", "go"):
            return STAY
        return done(Step.DEBRIEF, node, tick=self.tick)


@dataclass(frozen=True, slots=True)
class TicketShown:
    """What the ticket will say, on the screen."""

    banner: str
    facts: tuple[str, ...]
    trades: tuple[tuple[str, str], ...]
    code: str


class TicketScene(Quiet):
    """The ticket; to print it as long as no printer took it (`prints`), and to end, which wipes all.

    `keeps`: days for which the result may wait here; `kept`: those for which it does.
    """

    def __init__(self, ticket: TicketShown, *, prints: bool, said: str = "", keeps: int = 0, kept: int = 0) -> None:
        self.ticket = ticket
        self.prints = prints
        self.said = said
        self.keeps, self.kept = (0 if kept else keeps), kept

    def screen(self, look: Look) -> Screen:
        paper = Rect(96, 112, 1040, 900)
        shapes: list[Shape] = [*kit.card(paper, fill="white", radius=8)]
        y = paper.y + 30
        lines = [(self.ticket.banner, True), (look.t("kiosk.ticket.seen"), True)]
        lines += [(f"• {fact}", False) for fact in self.ticket.facts or (look.t("kiosk.ticket.nothing"),)]
        lines.append((look.t("kiosk.ticket.trades"), True))
        lines += [(f"• {name} · {stand}" if stand else f"• {name}", False) for name, stand in self.ticket.trades]
        if self.ticket.code:
            lines.append((f"{look.t('kiosk.ticket.code')} {self.ticket.code}", True))
        lines.append((look.t("proof.no_diploma"), True))
        size = 30.0
        while size > 12 and self._high(look, lines, size) > paper.h - 60:
            size -= 1
        for text, bold in lines:
            words, y = kit.paragraph(look, paper.x + 50, y, paper.w - 100, text, size, bold=bold)
            shapes += words
            y += 8
        read = Node(
            "ticket",
            "text",
            " ".join(t for t, _ in lines),
            paper,
            tuple(shapes),
            spoken=". ".join(t.strip("• ") for t, _ in lines),
        )
        says = self.said or look.t("kiosk.ticket.says_kept" if self.kept else "kiosk.ticket.says", n=self.kept)
        note_size = kit.fitted(look, says, 30, (620, 300))
        note, _ = kit.paragraph(look, 1200, 130, 620, says, note_size, colour="white", bold=True)
        nodes = [Node("says", "status", says, Rect(1200, 120, 620, 320), note, spoken=says), read]
        if self.prints:
            nodes.append(
                kit.button(
                    look, "print", look.t("kiosk.ticket.print"), Rect(1200, 506, 620, 150), style="primary", size=38
                )
            )
        if self.keeps:
            label = look.t("kiosk.ticket.keep", n=self.keeps)
            nodes.append(kit.button(look, "keep", label, Rect(1200, 676, 620, 150), size=30))
        hint = look.t("kiosk.ticket.end_hint_kept" if self.kept else "kiosk.ticket.end_hint")
        end = kit.button(
            look, "end", look.t("kiosk.ticket.end"), Rect(1200, 846, 620, 150), size=34,
            style="secondary" if self.prints else "primary", hint=hint,
        )  # fmt: skip
        focus = "print" if self.prints else "end"
        return quiet_screen(look, "kiosk.ticket", (*nodes, end), (), say=says, focus=focus, code=self.ticket.code)

    def _high(self, look: Look, lines: list[tuple[str, bool]], size: float) -> float:
        step = look.line_height(size)
        return sum(len(look.wrap(text, size, 940, bold)) * step + 8 for text, bold in lines)

    def act(self, node: str, action: str = "press") -> Next:
        return done(Step.BOARDING, node) if action == "press" and node in ("print", "keep", "end") else STAY


class NumberEntry(Quiet):
    """Ten figures for a number of two, which is shown. `asks`: key of the question; `step`: where it is asked."""

    def __init__(self, step: Step, asks: str, values: Mapping[str, object]) -> None:
        self.step, self.asks, self.values = step, asks, values
        self.typed = ""

    def screen(self, look: Look) -> Screen:
        says = look.t(self.asks, **self.values)
        card = Rect(160, 104, 1600, 300)
        size = kit.fitted(look, says, 34, (card.w - 80, 170), True)
        words, y = kit.paragraph(look, card.x + 40, card.y + 24, card.w - 80, says, size, bold=True, anchor="centre")
        big = Text(960, min(y + 8, card.y + card.h - 96), (self.typed + "__")[:2], 80, "ink", True, "centre")
        read = Node("says", "status", says, card, (*kit.card(card, fill="paper"), *words, big), value=self.typed,
                    spoken=says)  # fmt: skip
        nodes = [read]
        for n, figure in enumerate("1234567890"):
            rect = Rect(256 + n % 5 * 286, 432 + n // 5 * 178, 264, 158)
            nodes.append(kit.button(look, f"figure:{figure}", figure, rect, size=48))
        for n, (id, style) in enumerate((("back", "plain"), ("leave", "plain"), ("go", "primary"))):
            label = look.t(f"kiosk.number.{id}")
            nodes.append(kit.button(look, id, label, Rect(256 + n * 478, 820, 454, 150), style=style, size=32))
        return quiet_screen(look, "kiosk.number", nodes, (), say=says, focus="figure:1")

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press":
            return STAY
        if node.startswith("figure:") and len(self.typed) < 2:
            self.typed += node[7:]
        elif node == "back":
            self.typed = self.typed[:-1]
        elif node == "leave":
            return done(self.step, "leave")
        elif node == "go" and len(self.typed) == 2:
            return done(self.step, "typed", typed=self.typed)
        return STAY

    def key(self, name: str) -> Next:
        if name == "backspace":
            self.typed = self.typed[:-1]
        elif len(name) == 1 and name.isascii() and name.isdigit() and len(self.typed) < 2:
            self.typed += name
        return STAY


def counting_down(look: Look, screen: Screen, seconds: int, spoken_at: int, *, kept: bool = False) -> Screen:
    """Any screen with « are you still there? » over it; whatever one does takes it away.

    `spoken_at`: the second that the voice says, which changes less often than the one that is shown. `kept`: a sealed
    result stays here.
    """
    stays = "_kept" if kept else ""
    card = Rect(360, 260, 1200, 520)
    ask = look.t("kiosk.idle.ask")
    words, y = kit.paragraph(
        look, 420, 300, 1080, ask, kit.fitted(look, ask, 48, (1080, 130), True), bold=True, anchor="centre"
    )
    text = look.t(f"kiosk.idle.what{stays}")
    more, _ = kit.paragraph(look, 420, y + 8, 1080, text, kit.fitted(look, text, 30, (1080, 130)), anchor="centre")
    figure = Text(960, 570, str(seconds), 120, "ink", True, "centre")
    said = look.t(f"kiosk.idle.said{stays}", n=spoken_at)
    veil = Box(Rect(0, 0, 1920, 1200), "ink", alpha=170)
    shapes: tuple[Shape, ...] = (veil, *kit.card(card, fill="paper"), *words, *more, figure)
    here = Node("still_here", "button", ask, card, shapes, ("press",), state=("modal",), spoken=said)
    return Screen(
        screen.id, screen.title, (*screen.nodes, here), screen.backdrop, screen.decor, screen.overlay, say=said,
        focus_first="still_here", aloud=True,
    )  # fmt: skip
