"""How a workshop is laid out: document at the left, work in the centre, team and state at the right, tray below."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Rect, Screen, Shape
from game.workshop import ceiling
from game.workshop.seen import WorkshopSeen
from game.workshop.words import WorkshopWords
from game.workshop.written import Phase

MIDDLE = Rect(500, 118, 1000, 902)
ANSWER, SMALLEST_ANSWER = 26.0, 16.0
"""The words of the answers to a question: their size, and the least of it."""
BESIDE = Rect(1496, 250, 390, 0)
"""Where a colleague's question stands: at the right edge, below the colleague's own portrait."""
LEFT = 34.0
"""Where it stands else, from the left: over the document."""
UNDER_TABS = 430.0
"""How far down it stands there: the portrait above it leaves the title and the tabs of the document in sight."""
MIDST, WIDE, ASIDE, NARROW = 560.0, 800.0, 96.0, 680.0
"""Where any other question stands, and how wide it is: in the middle; else so far from an edge, and narrower."""
HAND = 30.0
"""How far from the last press a question stands, where it can."""
Parts = tuple[tuple[Shape, ...], tuple[Node, ...]]
"""What is drawn, and what can be reached, of one piece of the screen."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The sheet of the end of the job: the line chosen, a number not noted yet and whether it was typed, what is open.

    `open` is "" while one counts, "form" for the fields, or the tool whose empty place was pressed. `asked`: the field
    whose question is read, "" for the first one that is empty.
    """

    chosen: str = ""
    pending: str = ""
    typed: bool = False
    open: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """Where practice is: the gesture whose page is open ("" for the next one), and whether it was tried from there."""

    gesture: str = ""
    trying: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """What the person holds on the screen, apart from the task: a mode of the tray, a page of the document."""

    mode: str = ""
    page: int = 0
    point: str = ""
    board: bool = False
    line: tuple[str, int] = ("", 0)  # a line of the order opened by hand, while what is done stays the same
    desk: Desk = field(default_factory=Desk)
    study: Study = field(default_factory=Study)
    glossary: int = -1  # the page of the words of the trade that lies over the screen, -1 for none


def shop() -> tuple[Shape, ...]:
    """The floor of the shop: what never changes."""
    shapes: list[Shape] = [Box(Rect(0, 0, 1920, 1300), "bench_top", to="bench_low")]
    shapes += [Line(((x, 86), (x, 1300)), "bench_line", 1.5) for x in range(60, 1920, 60)]
    shapes += [Line(((0.0, y), (1920, y)), "bench_line", 1.5) for y in range(146, 1300, 60)]
    return tuple(shapes)


SHOP = shop()
STEPS = ("practice", "exercise", "review")


def bar(
    look: WorkshopWords, name: str, seen: WorkshopSeen, phases: Sequence[Phase], lessons: Sequence[Sequence[str]] = (),
    known: Sequence[str] | None = None, at_gesture: str = "", left: int = -1, leads_to: str = "",
    offered: int | None = None,
) -> Parts:  # fmt: skip
    """The top bar, with how far one is: practice lesson by lesson, the movements of the exercise one by one, review.

    `lessons`: the names of the gestures of each. `known`: in the exercise, those that were learnt by now; the others
    were skipped. None where that is not known. `at_gesture`: which gesture of practice is in hand, in words. `left`:
    seconds left of a part with a ceiling, said in the place of the workshop's name; -1 without one. `leads_to`: of a
    chapter of practice, the step before which the exercise stands still. `offered`: in the exercise, how many of the
    lessons came by now, all for None. The bar keeps its parts the whole way: emptied, it looked like work that was lost.
    """
    at = STEPS.index(name)
    shares: list[float | tuple[float, ...]] = [1.0 if n < at else 0.5 if n == at else 0.0 for n in range(len(STEPS))]
    here = seen.phase if at == 1 else leads_to
    shares[1] = movements(here, phases) if here else tuple(0.0 for _ in {p.movement for p in phases})
    if at == 0 and lessons:
        shares[0] = tuple(sum(g in seen.learnt for g in lesson) / len(lesson) for lesson in lessons)
    elif lessons and known is not None:
        behind = [sum(g in known for g in lesson) / len(lesson) for lesson in lessons]
        come = len(lessons) if offered is None else offered
        shares[0] = tuple(kit.skipped(share) if n < come else share for n, share in enumerate(behind))
    words: list[str | tuple[str, ...]] = [look.t(f"step.{s}") for s in STEPS]
    if at == 0 and at_gesture and not leads_to:
        words[0] = (at_gesture, look.t("step.practice"))
    if at == 1:
        # Which of the parts is in hand, by its number too: only that one has its name under the bar.
        named, parts = in_hand(look, seen.kind, seen.movement), sorted({p.movement for p in phases} | {seen.movement})
        n, count = parts.index(seen.movement) + 1, len(parts)
        words[1] = (*(look.t(f"step.{key}", n=n, all=count, here=named) for key in ("of_exercise", "of")), named)
    under = ceiling.words(look, left) if left >= 0 else look.title
    drawn, nodes = kit.top_bar(look, look.t("title"), under, progress=tuple(zip(words, shares, strict=True)), words=True)
    return drawn, (*(ceiling.named(drawn, under) if left >= 0 else ()), *nodes)


def in_hand(look: WorkshopWords, kind: str, movement: int) -> str:
    """What is done in a step: a movement bears the name of its work, and what else is done in it is called what it is."""
    own = f"bar.{kind}"
    return look.t(own if look.has(own) else f"movement.{movement}")


def movements(step: str, phases: Sequence[Phase]) -> tuple[float, ...]:
    """How much of each movement is behind in a step, by its steps; all of them outside of the day."""
    names = [p.id for p in phases]
    here = names.index(step) if step in names else len(names)
    shares = []
    for movement in sorted({p.movement for p in phases}):
        steps = [n for n, p in enumerate(phases) if p.movement == movement]
        share = max(0.0, (here - steps[0] + 0.5 * (here in steps)) / len(steps))
        shares.append(share if share < 1 else kit.BEHIND)
    return tuple(shares)


def frame(
    look: WorkshopWords, seen: WorkshopSeen, around: tuple[Parts, Parts, Parts], centre: Parts, below: tuple[Shape, ...] = SHOP
) -> Screen:
    """The same sides around the work of a step; `around` is the top bar, the document and the side."""
    top, doc, side = around
    return Screen(
        seen.kind,
        look.t("title"),
        (*top[1], *doc[1], *centre[1], *side[1]),
        below,
        (*doc[0], *side[0], *centre[0], *top[0]),
        say=look.t(f"message.{seen.phase}"),
        focus_first=next((n.id for n in centre[1] if n.actions), ""),
    )


def asked(
    look: WorkshopWords, screen: Screen, title: str, options: tuple[tuple[str, str], ...], who: str = "",
    sign: Sequence[Shape] = (), hand: Rect | None = None,
) -> Screen:  # fmt: skip
    """The screen with a question over it: what lay open below is shut until it is answered.

    `who` is the drawing of the colleague who has come to ask it; `sign` what has called, drawn about (0, 0); `hand`
    where the last press was: no answer comes up there if the question can stand elsewhere.
    """
    below = (replace(n, state=tuple(s for s in n.state if s != "modal")) for n in screen.nodes)
    nodes = (*(n for n in below if n.id != "visitor"), *dialog(look, title, options, who, sign, hand))
    return Screen("dialog", screen.title, nodes, screen.backdrop, screen.decor, say=title)


def visitor(look: WorkshopWords, rect: Rect, art: str) -> Node:
    """A colleague who has come; seen to come in (`motions`), and not to be pressed."""
    x, y = rect.centre
    words = look.t("visitor")
    return Node("visitor", "image", words, rect, (Circle(x, y, rect.w / 2 + 6, "white"), Picture(art, rect)), spoken=words)


def dialog(look: WorkshopWords, title: str, options: tuple[tuple[str, str], ...], who: str = "", sign: Sequence[Shape] = (), hand: Rect | None = None) -> tuple[Node, ...]:
    """A question over the bench: only its answers can be reached, and none is written smaller than another.

    One that a colleague comes to ask stands at the edge, where the mentor speaks: what one was doing stays in sight.
    Large words need the middle. Where the hand was working, it stands at another place (`hand`).
    """
    beside = bool(who) and not kit.large(look)
    margin = 22.0 if beside else 40.0
    places = (BESIDE.x, LEFT) if beside else (MIDST,) if kit.large(look) else (MIDST, ASIDE, 1920 - ASIDE - NARROW)
    laid = [_laid(look, title, options, x, beside=beside) for x in places]
    away = (now for now in laid if hand is not None and not now[0].meets(hand.inset(-HAND)))
    box, size, answers, highs = next(away, laid[0])
    room = box.w - 2 * margin
    text, bottom = kit.paragraph(look, box.x + margin, box.y + 30, room, title, size, bold=True, anchor="centre")
    veil = Box(Rect(0, 0, 1920, 1300), "ink", alpha=70 if beside else 150)
    at = box.x - 26, box.y - 20
    rung = (Circle(*at, 62, "amber", "ink", 4), Circle(*at, 52, "white"), *(kit.scaled(s, 1.25, *at) for s in sign)) if sign else ()
    nodes = [Node("dialog", "dialog", title, box, (veil, *kit.card(box), *text, *rung), (), spoken=title)]
    if who:
        portrait = Rect(box.centre[0] - 80, box.y - 150, 160, 160) if beside else Rect(box.x - 330, box.y, 290, 290)
        nodes.append(visitor(look, portrait, who))
    y = bottom + 16
    for (id, label), high in zip(options, highs, strict=True):
        rect = Rect(box.x + margin, y, room, high)
        nodes.append(kit.button(look, id, label, rect, style="plain", size=answers, state=("modal",)))
        y += high + 14
    return tuple(nodes)


def _laid(
    look: WorkshopWords, title: str, options: tuple[tuple[str, str], ...], x: float, *, beside: bool
) -> tuple[Rect, float, float, list[float]]:
    """Where a question stands that begins at `x`, how large it is written, how large its answers, and how high each."""
    wide = BESIDE.w if beside else WIDE if x == MIDST else NARROW
    room = wide - (44 if beside else 80)
    size = kit.fitted(look, title, 28, (room, 300 if kit.large(look) else 240 if beside else 170), True)
    _, bottom = kit.paragraph(look, 0, 0, room, title, size, bold=True, anchor="centre")
    left = look.height - (BESIDE.y + 100 if beside else 200) - bottom
    answers, highs = _answers(look, options, left, room - 32)
    high = bottom + 70 + sum(highs) + 14 * len(highs)
    # Over the sheet the portrait stands below its title and its tabs.
    low = BESIDE.y if x != LEFT else max(BESIDE.y, min(UNDER_TABS, look.height - high - 34))
    return Rect(x, low if beside else max(100.0, (look.height - high) / 2), wide, high), size, answers, highs


def _answers(
    look: WorkshopWords, options: tuple[tuple[str, str], ...], room: float, wide: float
) -> tuple[float, list[float]]:
    """The size of all answers of a question, and how high each is with its lines, `wide` at the most.

    `room`: what height there is for them.
    """
    size = ANSWER
    while True:
        lines = [len(look.wrap(label, size, wide, True)) for _, label in options]
        highs = [max(76.0, look.line_height(size) * n + 14) for n in lines]
        if size <= SMALLEST_ANSWER or sum(highs) + 14 * len(highs) <= room:
            return size, highs
        size -= 1
