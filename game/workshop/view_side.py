"""The right of the workshop: the mentor, what is done, what is in the hand, and the way on."""

from game.screen import kit
from game.screen.faces import face
from game.screen.nodes import Box, Node, Picture, Rect, Shape, Text
from game.workshop import view_bench
from game.workshop.seen import WorkshopSeen
from game.workshop.view import Parts
from game.workshop.view_tray import key_of
from game.workshop.words import WorkshopWords

SIDE = Rect(1540, 118, 346, 902)
MENTOR = Rect(SIDE.x, SIDE.y, SIDE.w, 258)
STATE = Rect(SIDE.x, 394, SIDE.w, 196)
HAND = Rect(SIDE.x, 608, SIDE.w, 236)
BOARD = Rect(SIDE.x, 862, SIDE.w, 66)
END = Rect(SIDE.x, 946, SIDE.w, 74)
END_LARGE = Rect(SIDE.x, 878, SIDE.w, 142)
"""With large words it takes two lines, where the way back to the bench does not stand above it."""
Tone = tuple[str, str, str]
"""The fill of a card, what is written on it, and what is said beside."""
DAY: Tone = ("white", "ink", "steel")
NIGHT: Tone = ("tarmac", "white", "mist")


def side(look: WorkshopWords, seen: WorkshopSeen, says: str, progress: tuple[str, int, int], *, board: bool, finished: bool, mode: str, night: bool = False, practice: bool = False, page: int = 0, guide: view_bench.Guide = ()) -> Parts:
    """The mentor's words, the count, and what ends the step.

    `progress` is what is counted (a label), how many are done, of how many. `night`: beside a dark bench, the cards are dark.
    """
    tone = NIGHT if night else DAY
    # Large words take the room of the count, which counts nothing while tools are taken or heads looked at.
    # So does what is asked now.
    higher = kit.large(look) or guide
    card = Rect(MENTOR.x, MENTOR.y, MENTOR.w, STATE.y + STATE.h - MENTOR.y) if higher else MENTOR
    drawn, pages = _mentor(look, (says, guide), bool(seen.message) or practice, tone, (card, page))
    shapes: list[Shape] = [*drawn]
    shapes += [] if practice or card is not MENTOR else _state(look, progress, tone)
    at = END_LARGE if kit.large(look) and seen.kind != "work" else END
    end = kit.button(look, "end", look.t("end_practice" if practice else "end"), at, style="primary" if finished else "secondary", size=24)
    nodes = [Node("mentor", "status", says, card, (), ("press",) if pages > 1 else (), spoken=says), *view_bench.guided(guide, card)]
    if seen.kind == "prepare" or board:
        for n, name in enumerate(("call", "store")):
            rect = Rect(HAND.x, HAND.y + n * 108, HAND.w, 92)
            nodes.append(view_bench.mark(look, name, rect, on=mode == name, light=True))
    if seen.kind == "work":
        label = look.t("board_back" if board else "board")
        nodes.append(kit.button(look, "board:", label, BOARD, style="dark", size=22, shortcut=key_of(look, "board")))
    return tuple(shapes), (*nodes, end)


def _mentor(
    look: WorkshopWords, says: tuple[str, view_bench.Guide], speaks: bool, tone: Tone, at: tuple[Rect, int]
) -> tuple[list[Shape], int]:
    """The card and its words, page by page where they are large; `at` is the card and the page. Gives how many there are."""
    large = look.comfort.text_scale > 1.25
    card, page = at
    side = 72.0 if large else 96.0
    portrait = Picture(face(look.head.mentor, speaks=speaks), Rect(MENTOR.x + 18, MENTOR.y + 14, side, side))
    name = look.mentor if large else look.t(f"mentor.{look.head.mentor}")
    size = kit.fitted(look, name, 20 if large else kit.READ, (MENTOR.w - side - 52, side - 12), True)
    high = len(look.wrap(name, size, MENTOR.w - side - 52, True)) * look.line_height(size)
    middle = portrait.rect.centre[1] - high / 2
    who, _ = kit.paragraph(look, MENTOR.x + side + 32, middle, MENTOR.w - side - 52, name, size, colour=tone[2], bold=True)
    shapes: list[Shape] = [*kit.card(card, fill=tone[0]), portrait, *who]
    top = MENTOR.y + side + 22
    room = MENTOR.w - 36, card.y + card.h - top - 10
    words, pages = view_bench.spoken(look, says, 25, room, page, (tone[1], tone[2]))
    shapes += kit.next_mark(card.x + card.w - 40, card.y + 50) if pages > 1 else ()
    return [*shapes, *(kit.moved(s, MENTOR.x + 20, top) for s in words)], pages


def _state(look: WorkshopWords, progress: tuple[str, int, int], tone: Tone) -> list[Shape]:
    label, n, total = progress
    shapes: list[Shape] = [*kit.card(STATE, fill=tone[0])]
    x, w = STATE.x + 22, STATE.w - 44
    big, small = min(52.0, look.px(46)), min(30.0, look.px(20))
    shapes.append(Text(x, STATE.y + 12, label, small, tone[2], True))
    number, of = str(n), look.t("of", total=total)
    shapes.append(Text(x, STATE.y + 18 + small, number, big, tone[1], True))
    left = x + look.width(number, big / look.px(1), True) + 10
    shapes.append(Text(left, STATE.y + 34 + small, of, min(34.0, look.px(26)), tone[2]))
    y = STATE.y + 100
    shapes += _track(Rect(x, y, w, 14), n / max(1, total), "green")
    return shapes


def _track(rect: Rect, share: float, colour: str) -> list[Shape]:
    """A calm band: no figure, nothing that runs."""
    filled = round(max(rect.h, rect.w * min(1.0, share)))
    return [Box(rect, "cloud", 7), Box(Rect(rect.x, rect.y, filled, rect.h), colour, 7)]
