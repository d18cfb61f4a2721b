"""The cards of the hangar: one a workshop, with its length, what one does there and what it needs; one of them lit."""

from collections.abc import Sequence

from game.scenes.shown import WorkshopCard
from game.scenes.signs import NEEDS, SIGNS
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Rect, Shape
from game.screen.scene import Look

LEFT, RIGHT, BASE, GAP = 608.0, 1896.0, 1050.0, 20.0
"""Where the cards stand: in one row, their feet on one line."""
HIGH, LIT_HIGH, WHY_HIGH, OTHERS_HIGH = 292.0, 308.0, 64.0, 34.0
NEEDS_HIGH = 94.0
"""Of what a workshop needs: its signs, and under them their words in up to two lines."""
A_PAGE, A_LARGE_PAGE, LARGEST = 3, 2, 2.0
"""Cards that stand side by side; more are on the next page, fewer when the words are large, and one alone from `LARGEST`
on: all that stands on it is then read at its full size."""
WIDEST = 640.0
LARGE_NEEDS = 56.0
"""The height of what a workshop needs when the words are large: on one line, each word beside its sign."""


def door_id(card: WorkshopCard, cards: Sequence[WorkshopCard]) -> str:
    """The node that enters a workshop; of one alone the name is short."""
    return "open" if len(cards) == 1 else f"open:{card.workshop}"


def a_page(look: Look) -> int:
    """How many cards stand on a page."""
    scale = look.comfort.text_scale
    return A_PAGE if scale <= 1.25 else A_LARGE_PAGE if scale < LARGEST else 1


def pages(look: Look, cards: Sequence[WorkshopCard]) -> int:
    """On how many pages the cards stand."""
    return max(1, -(-len(cards) // a_page(look)))


def page_cards(look: Look, cards: Sequence[WorkshopCard], page: int) -> Sequence[WorkshopCard]:
    """The cards of a page."""
    return cards[page * a_page(look) : (page + 1) * a_page(look)]


def card_nodes(look: Look, cards: Sequence[WorkshopCard], page: int, lit: str) -> tuple[Node, ...]:
    """The cards of a page; `lit` is the id of the workshop whose card is the door, "" for none."""
    shown = page_cards(look, cards, page)
    return tuple(
        _card(look, card, door_id(card, cards), rect, lit=card.workshop == lit, alone=len(cards) == 1)
        for card, rect in zip(shown, rects(look, shown, lit), strict=True)
    )


def rects(look: Look, shown: Sequence[WorkshopCard], lit: str) -> tuple[Rect, ...]:
    """Where the cards of a page stand, from left to right: the lit one is wider and higher."""
    weights = [1.24 if card.workshop == lit else 1.0 for card in shown]
    room = RIGHT - LEFT - GAP * (len(shown) - 1)
    widest = WIDEST if look.comfort.text_scale < LARGEST else room
    widths = [min(widest, room * weight / sum(weights)) for weight in weights]
    taller = 28.0 + LARGE_NEEDS if look.comfort.text_scale > 1.25 else 0.0
    places, x = [], RIGHT - sum(widths) - GAP * (len(shown) - 1)
    for card, w in zip(shown, widths, strict=True):
        more = WHY_HIGH if card.why else OTHERS_HIGH if not taller and len(shown) > 1 else 0.0
        high = (LIT_HIGH + more if card.workshop == lit else HIGH) + taller
        places.append(Rect(x, BASE - high, w, high))
        x += w + GAP
    return tuple(places)


def _card(look: Look, card: WorkshopCard, id: str, rect: Rect, *, lit: bool, alone: bool) -> Node:
    """Title, length or « done », trade, five words, needs; of the lit one, why it is proposed, or that others may be."""
    own = look.within(card.workshop)
    title, does = card.title.of(look.comfort.language), own.t("hangar.does")
    # The code of the trade is an adviser's: the briefing has it.
    trade = own.t("briefing.trade").partition(" (")[0]
    length = look.t("hangar.minutes", n=card.minutes) if card.state == "open" else look.t(f"hangar.{card.state}")
    ground, ink, soft = ("signal", "ink", "ink") if lit else ("ink", "white", "mist")
    shapes: list[Shape] = [Box(rect, "ink", 30, shade=True), Box(rect.inset(5), ground, 26)]
    large = look.comfort.text_scale > 1.25
    left = rect.x + (28 if large else 112)
    if not large:
        shapes += _disc(card, rect.x + 62, rect.y + 62, ink)
    room = rect.x + rect.w - 26 - left
    # With large words it may take two lines: it is as much to be read as the title.
    small = min(20.0 if large and look.comfort.text_scale < LARGEST else 22.0, kit.fitted(look, length, 22, (room * 0.42, 112 if large else 30), True))
    wide = max(look.width(line, small, True) for line in look.wrap(length, small, room * 0.42, True)) + 14
    # Beside the title; beside the trade where words are large, so that neither of the two is made smaller.
    beside = room - wide - 8
    big = kit.fitted(look, title, 30, (room if large else beside, 76), True)
    words, y = kit.paragraph(look, left, rect.y + 20, room if large else beside, title, big, colour=ink, bold=True)
    shapes += words
    at = y if large else rect.y + 26
    shapes += kit.paragraph(look, left + room - wide, at, wide, length, small, colour=ink, bold=True)[0]
    needs_top = rect.y + rect.h - (NEEDS_HIGH if not large else 14 + LARGE_NEEDS)
    # Where nothing proposes it, it is only the one under the lamp: its colour says no more than that.
    others = "" if large or alone else look.t("hangar.lit")
    why = (card.why or others) if lit else ""
    floor_ = needs_top - 6
    part = (floor_ - y) / (3 if why else 2)
    along = beside if large else room
    words, y = kit.paragraph(look, left, y, along, trade, kit.fitted(look, trade, 20, (along, part)), colour=soft)
    shapes += words
    y = y if large else max(y, rect.y + 112)
    inner = Rect(rect.x + 28, y + 2, rect.w - 56, (floor_ - y) / (2 if why else 1))
    size = kit.fitted(look, does, 23, (inner.w, inner.h), True)
    words, y = kit.paragraph(look, inner.x, inner.y, inner.w, does, size, colour=ink, bold=True)
    shapes += words
    if why:
        size = kit.fitted(look, why, 21, (inner.w, floor_ - y - 2))
        shapes += kit.paragraph(look, inner.x, y + 2, inner.w, why, size, colour=ink)[0]
    shapes += _foot(look, card, rect, needs_top, ink)
    if lit:
        x, y = rect.x + rect.w - 44, rect.y + rect.h - 40
        shapes.append(Line(((x - 8, y - 20), (x + 10, y), (x - 8, y + 20)), "ink", 8))
    spoken = _spoken(title, trade, does, length, why, needs_said(look, card))
    role, acts = ("button", ("press",)) if card.state == "open" else ("text", ())
    return Node(id, role, title, rect, tuple(shapes), acts, value=length, spoken=spoken)


def _foot(look: Look, card: WorkshopCard, rect: Rect, top: float, ink: str) -> list[Shape]:
    """What the workshop needs, at the foot of its card; the arrow of the lit one stands at its right."""
    lit = ink == "ink"
    if look.comfort.text_scale > 1.25:
        return large_needs(look, card, Rect(rect.x + 28, top, rect.w - 56 - (44 if lit else 0), LARGE_NEEDS), ink)
    # A wider card gives its words more room: none of them is smaller than on the others.
    return needs_row(look, card, rect.x + 28, top, ink, max(110.0, min(139.0, (rect.w - 100) / len(NEEDS))))


def _spoken(*said: str) -> str:
    return ". ".join(part.rstrip(".") for part in said if part) + "."


def _disc(card: WorkshopCard, x: float, y: float, ink: str) -> list[Shape]:
    """The sign of the workshop's mechanic, or a tick when it is done."""
    if card.state == "done":
        return [*kit.check_mark(x, y, 40)]
    return [Circle(x, y, 42, "slate" if ink == "white" else "ink"), *(kit.scaled(s, 1.0, x, y) for s in SIGNS[card.sign])]


def needs_row(look: Look, card: WorkshopCard, x: float, y: float, ink: str, column: float = 110.0) -> list[Shape]:
    """Eye, pointer, book, each with its dots and below them how much of it, in words; each in a column so wide."""
    shapes: list[Shape] = []
    # What the dots mean stands below them: « voir beaucoup »; in one size, for none is more than another.
    words = [_need_said(look, name, dots) for name, dots in zip(NEEDS, card.needs, strict=True)]
    size = min(kit.fitted(look, word, 19 if column < 140 else 20, (column - 16, 50)) for word in words)
    for name, dots, word in zip(NEEDS, card.needs, words, strict=True):
        shapes += [kit.scaled(s, 0.36, x + 22, y + 14) for s in SIGNS[NEEDS[name]]]
        for n in range(2):
            shapes.append(Circle(x + 60 + 19 * n, y + 14, 6, ink if n < dots else "", ink, 2))
        shapes += kit.paragraph(look, x, y + 32, column - 16, word, size, colour=ink)[0]
        x += column
    return shapes


def large_needs(look: Look, card: WorkshopCard, place: Rect, ink: str) -> list[Shape]:
    """The same on one line: each sign, its dots one over the other, and beside them its word as large as there is room."""
    shapes: list[Shape] = []
    wide = place.w / len(NEEDS)
    words = {name: look.t(f"hangar.need.{name}") for name in NEEDS}
    size = min(kit.fitted(look, word, 24, (wide - 76, place.h), True) for word in words.values())
    for k, (name, dots) in enumerate(zip(NEEDS, card.needs, strict=True)):
        x, y = place.x + k * wide, place.centre[1]
        shapes += [kit.scaled(s, 0.36, x + 22, y) for s in SIGNS[NEEDS[name]]]
        shapes += [Circle(x + 56, y + 9 - 18 * n, 6, ink if n < dots else "", ink, 2) for n in range(2)]
        top = y - look.line_height(size) / 2
        shapes += kit.paragraph(look, x + 70, top, wide - 74, words[name], size, colour=ink, bold=True)[0]
    return shapes


def needs_said(look: Look, card: WorkshopCard) -> str:
    """What the workshop needs, in words, for who listens."""
    return ", ".join(_need_said(look, name, dots) for name, dots in zip(NEEDS, card.needs, strict=True) if dots)


def _need_said(look: Look, name: str, dots: int) -> str:
    """A need and how much of it there is, in words; the bare need where there is none."""
    need = look.t(f"hangar.need.{name}")
    return look.t(f"hangar.needs.{dots}", what=need) if dots else need
