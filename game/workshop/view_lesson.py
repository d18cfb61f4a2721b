"""One gesture at a time, before it is asked: the mentor says it, the stage shows it, the person tries. Any workshop's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Rect, Shape, Text
from game.screen.turned import turned
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

MENTOR = Rect(34, 110, 396, 668)
CARD = Rect(454, 110, 1432, 668)
STAGE = Rect(478, 236, 1384, 518)
LEARNT = Rect(34, 802, 1326, 244)
TRY = Rect(1384, 802, 502, 148)
MORE = Rect(1384, 974, 502, 72)
ENDED_MENTOR, ENDED_CARD, ENDED_STAGE = replace(MENTOR, h=936), replace(CARD, h=768), replace(STAGE, h=618)
ENDED_ON = Rect(1384, 902, 502, 144)
"""The page that ends practice has no chain below: its stage shows each gesture once, and each can be pressed."""
ENDED_OUT = Rect(870, 938, 490, 72)
ONE_ROW, APART = 12, 240.0
"""As many gestures stand in one row; how far apart they are at the most."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A gesture: its name, how far it is ("learnt" | "now" | "to_come") and its small sign."""

    id: str
    name: str
    state: str
    draw: Callable[[float, float], list[Shape]]


@dataclass(frozen=True, slots=True)
class Page:
    """What one page of practice shows. `goods` are (made, wanted) good pieces, (0, 0) where the gesture counts none."""

    title: str
    subtitle: str
    says: str
    mentor: str  # name of the mentor's drawing
    who: str
    job: str
    stage: tuple[Shape, ...]
    lessons: tuple[Lesson, ...]
    goods: tuple[int, int]
    good: Callable[[float, float], list[Shape]]
    primary: tuple[str, str]  # (node, label): the one orange button
    secondary: tuple[tuple[str, str], ...]  # (node, label) of the others, two at the most
    known: tuple[int, int] = (0, 0)  # lessons that are learnt, of all there are: those of other chapters too
    turn: int = 0  # of what the mentor says, the page that is shown where large words need several
    at: str = ""  # how far one is, « geste 3 sur 9 »
    ended: bool = False  # whether it is the page that begins or ends a part of practice


def folded(look: WorkshopWords, opened: int, inside: Callable[[Rect], list[Shape]]) -> list[Shape]:
    """The order folded in five lines, one of them open with what is `inside`: what to read first, and where."""
    shapes: list[Shape] = []
    big = look.px(25)
    for n in range(5):
        here = n == opened
        y = STAGE.y + 40 + n * 76 + (84 if n > opened else 0)
        rect = Rect(STAGE.x + STAGE.w * 0.3, y, STAGE.w * 0.4, 146 if here else 62)
        shapes += [Box(rect, "white" if here else "paper", 14, "signal" if here else "mist", 5 if here else 2)]
        shapes += [Circle(rect.x + 40, rect.y + 31, max(20.0, big * 0.6), "ink" if here else "steel"), Text(rect.x + 40, rect.y + 31 - big * 0.64, str(n + 1), big, "white", True, "centre")]
        shapes.append(Box(Rect(rect.x + 80, rect.y + 24, rect.w * 0.4, 14), "steel", 7))
        shapes += inside(rect) if here else []
    return shapes


def lesson(look: WorkshopWords, page: Page) -> Parts:
    """The mentor at the left, the stage, what is learnt below, and the ways on."""
    mentor, turns = _mentor(look, page)
    shapes = [*mentor, *_stage(look, page)]
    card, stage = (ENDED_MENTOR, ENDED_STAGE) if page.ended else (MENTOR, STAGE)
    nodes = [Node("mentor", "status", page.says, card, (), ("press",) if turns else (), spoken=page.says)]
    nodes.append(Node("stage", "image", page.title, stage, (), spoken=f"{page.title} {page.subtitle}"))
    nodes += _gestures(look, page.lessons) if page.ended else _chain(look, page, shapes)
    try_, rows = _ways(page, large=kit.large(look))
    if page.ended:
        # What leads on stands where it stands at the end of practice; beside it, there is room for one way more.
        try_, rows = ENDED_ON, [ENDED_OUT for _ in page.secondary]
    id, label = page.primary
    nodes.append(kit.button(look, id, label, try_, style="primary", size=38, hint=look.t("press_here"), enter=True))
    for (id, label), rect in zip(page.secondary, rows, strict=True):
        nodes.append(kit.button(look, id, label, rect, style="secondary", size=26 if rect.w > 400 else 22))
    return tuple(shapes), tuple(nodes)


def _chain(look: WorkshopWords, page: Page, shapes: list[Shape]) -> list[Node]:
    """What is learnt, below: how many of how many, and each gesture."""
    shapes.append(Box(LEARNT, "ink", 24))
    known, of = page.known
    title, count = look.t("lesson.known"), look.t("lesson.count", n=known, all=of)
    big, aside = look.px(26), look.px(26 * 0.85)
    top = LEARNT.y + (8 if kit.large(look) else 20)
    shapes.append(Text(LEARNT.x + 32, top, title, big, "white", True))
    if look.width(title, 26, True) + look.width(count, 26 * 0.85) < LEARNT.w - 120:
        shapes.append(Text(LEARNT.x + LEARNT.w - 32, top + 2, count, aside, "mist", False, "right"))
    return _learnt(look, page.lessons, shapes)


def _ways(page: Page, *, large: bool) -> tuple[Rect, list[Rect]]:
    """Where the orange button stands and the others below it: side by side, large words one under the other."""
    many = len(page.secondary)
    if large and many > 1:
        high = (MORE.y + MORE.h - TRY.y - 10 * many) / (many + 1.4)
        foot = MORE.y + MORE.h - many * (high + 10) + 10
        return Rect(TRY.x, TRY.y, TRY.w, 1.4 * high), [
            Rect(MORE.x, foot + n * (high + 10), MORE.w, high) for n in range(many)
        ]
    w = (MORE.w - 12 * (many - 1)) / max(1, many)
    return TRY, [Rect(MORE.x + n * (w + 12), MORE.y, w, MORE.h) for n in range(many)]


def _mentor(look: WorkshopWords, page: Page) -> tuple[list[Shape], bool]:
    """The portrait, who it is, what they say; below, places filled by the person's own good pieces.

    Large words take the room of the trade, and turn pages: whether they do is said beside.
    """
    wanted, card = page.goods[1], ENDED_MENTOR if page.ended else MENTOR
    foot = (98.0 if kit.large(look) else 84.0) if wanted else 20.0
    # Large words take the room of the portrait, never the portrait away.
    large = kit.large(look)
    face = 210.0 if look.comfort.text_scale <= 1 else 120.0 if not large else 96.0
    x = MENTOR.centre[0]
    shapes: list[Shape] = [*kit.card(card), Picture(page.mentor, Rect(x - face / 2, MENTOR.y + 22, face, face))]
    y = MENTOR.y + face + 30
    who = min(look.px(26), 38.0)
    if not large:
        shapes.append(Text(x, y, page.who, who, "ink", True, "centre"))
        y += who * 1.28
        job = kit.fitted(look, page.job, kit.READ, (MENTOR.w - 40, 34))
        shapes.append(Text(x, y, page.job, look.px(job), "steel", False, "centre"))
        y += 44
    shapes.append(Line(((MENTOR.x + 30, y), (MENTOR.x + MENTOR.w - 30, y)), "mist", 2))
    room = card.y + card.h - foot - y - 20
    # With large words the line below the title is said by the mentor, who has the room for it.
    says = f"{page.subtitle} {page.says}".strip() if large else page.says
    left = 20 if large else 32
    words, pages = turned(look, says, 29, (MENTOR.w - 2 * left, room), page.turn)
    shapes += [kit.moved(s, MENTOR.x + left, y + 14) for s in words]
    if pages > 1:
        shapes += kit.next_mark(MENTOR.x + MENTOR.w - 46, MENTOR.y + 66)
    if wanted:
        shapes += _goods(look, page, MENTOR.y + MENTOR.h - foot / 2 - 8)
    return shapes, pages > 1


def _goods(look: WorkshopWords, page: Page, y: float) -> list[Shape]:
    goods, wanted = page.goods
    label = look.t("lesson.goods")
    size = kit.fitted(look, label, 22, (MENTOR.w - 60 - 62 * wanted, 88 if kit.large(look) else 60), True)
    lines = look.wrap(label, size, MENTOR.w - 60 - 62 * wanted, True)
    top = y - look.line_height(size) * len(lines) / 2
    shapes = list(kit.paragraph(look, MENTOR.x + 30, top, MENTOR.w - 60 - 62 * wanted, label, size, bold=True, colour="steel")[0])
    for n in range(wanted):
        x = MENTOR.x + MENTOR.w - 52 - 62 * (wanted - 1 - n)
        shapes.append(Circle(x, y, 26, "white" if n >= goods else "primer_light", "steel" if n >= goods else "green", 3))
        shapes += page.good(x, y) if n < goods else []
    return shapes


def _stage(look: WorkshopWords, page: Page) -> list[Shape]:
    # How far one is stands where the note would: the exercise and its documents bear that one.
    note = page.at or look.t("invented")
    shapes: list[Shape] = list(kit.card(ENDED_CARD if page.ended else CARD))
    large = kit.large(look)
    big = kit.fitted(look, page.title, 36, (CARD.w - 68, 110) if large else (CARD.w - 340, 54), True)
    shapes.append(Text(CARD.x + 34, CARD.y + 20, page.title, look.px(big), "ink", True))
    if not large:
        small = kit.fitted(look, page.subtitle, 27, (CARD.w - 68, 44))
        shapes.append(Text(CARD.x + 34, CARD.y + 74, page.subtitle, look.px(small), "steel"))
    if look.comfort.text_scale <= 1.25:
        shapes.append(Text(CARD.x + CARD.w - 34, CARD.y + 30, note, look.px(23), "steel", True, "right"))
    shapes.append(Box(ENDED_STAGE if page.ended else STAGE, "bench_low", 22, to="cloud"))
    return [*shapes, *page.stage]


ACROSS = 5
"""How many gestures stand side by side on the page that ends practice."""
FEW = ((2, 1.7, 30.0), (4, 1.3, 27.0), (99, 1.0, 25.0))
"""So many at the most are so much larger, and their names: there are few at the beginning of a chapter."""


def _gestures(look: WorkshopWords, lessons: tuple[Lesson, ...]) -> list[Node]:
    """On the page that ends practice, each gesture once: its picture in a ring with a tick where it is learnt, its name.

    A press opens its page again.
    """
    many, k, named = next(few for few in FEW if len(lessons) <= few[0])
    across = min(many, ACROSS)
    rows = -(-len(lessons) // across)
    nodes = []
    w, h = ENDED_STAGE.w / across, ENDED_STAGE.h / rows
    for n, lesson in enumerate(lessons):
        row, column = divmod(n, across)
        in_row = min(across, len(lessons) - row * across)
        x = ENDED_STAGE.centre[0] + (column - (in_row - 1) / 2) * w
        y = ENDED_STAGE.y + row * h + h * 0.4
        learnt = lesson.state == "learnt"
        shapes: list[Shape] = [Circle(x + 4, y + 7, 70 * k, "shadow", alpha=60), Circle(x, y, 68 * k, "slate", "primer" if learnt else "rim", 6)]
        shapes += [kit.scaled(s, 1.25 * k, x, y) for s in lesson.draw(0, 0)]
        shapes += kit.check_mark(x + 50 * k, y + 48 * k, 22 * k) if learnt else []
        size = kit.fitted(look, lesson.name, named, (w - 24, h * 0.6 - 82 * k), True)
        shapes += kit.paragraph(look, x - w / 2 + 12, y + 82 * k, w - 24, lesson.name, size, bold=True, anchor="centre")[0]
        nodes.append(_opens(look, lesson, Rect(x - w / 2 + 8, y - 76 * k, w - 16, 76 * k + 0.6 * h - 4), shapes))
    return nodes


def _opens(look: WorkshopWords, lesson: Lesson, rect: Rect, shapes: Sequence[Shape]) -> Node:
    """A gesture that can be pressed: its page opens."""
    said = f"{lesson.name}. {look.t(f'lesson.state.{lesson.state}')}"
    return Node(f"lesson:{lesson.id}", "choice", lesson.name, rect, tuple(shapes), ("press",), spoken=said)


def _learnt(look: WorkshopWords, lessons: tuple[Lesson, ...], shapes: list[Shape]) -> list[Node]:
    """A chain of pictures: bright with a tick once learnt, in a ring now, an outline while to come."""
    rows = 1 if len(lessons) <= ONE_ROW else 2
    across = -(-len(lessons) // rows)
    step = min(APART, (LEARNT.w - 130) / max(1, across - 1))
    # Large words above leave the pictures a little less.
    large = kit.large(look)
    k = 1.0 if rows == 1 else 0.66 if large else 0.74
    first, apart = (118, 84) if large else (108, 88)
    nodes = []
    for n, item in enumerate(lessons):
        x = LEARNT.x + 65 + n % across * step
        y = LEARNT.y + (152 if rows == 1 else first + n // across * apart)
        if n % across:
            colour = "primer" if item.state != "to_come" else "slate"
            shapes.append(Line(((x - step + 52 * k, y), (x - 52 * k, y)), colour, 5))
        rim, width = {"learnt": ("primer", 5.0), "now": ("signal", 7.0)}.get(item.state, ("rim", 3.0))
        r = (60.0 if item.state == "now" else 52.0) * k
        drawn: list[Shape] = [Circle(x, y, r, "tarmac" if item.state == "to_come" else "slate", rim, width)]
        drawn += [kit.scaled(s, k, x, y) for s in item.draw(0, 0)]
        if item.state == "to_come":
            drawn.append(Circle(x, y, r - 3, "tarmac", alpha=130))
        if item.state == "learnt":
            a, b = x + 37 * k, y + 37 * k
            drawn += [Circle(a, b, 18 * k, "primer"), Line(((a - 8 * k, b), (a - 2 * k, b + 6 * k), (a + 9 * k, b - 7 * k)), "ink", 5 * k)]
        nodes.append(_opens(look, item, Rect(x - 56 * k, y - 56 * k, 112 * k, 112 * k), drawn))
    return nodes
