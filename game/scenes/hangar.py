"""The hangar: at dawn, when one comes in; then with the aircraft in primer, and a lit card for each workshop."""

from collections.abc import Sequence

from assets.texts import Catalogue, next_language
from game.scenes.frame import HANGAR, Quiet, done, floor
from game.scenes.shown import WorkshopCard
from game.scenes.signs import SIGNS
from game.screen import kit
from game.screen.motion import eased
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape
from game.screen.scene import ALOUD, STAY, Look, Next
from game.screen.steps import Step

PART = Rect(1122, 538, 178, 164)
"""The part of the aircraft that the open workshop works on."""
DOOR = Rect(1290, 872, 590, 176)
"""The card of the first workshop; those of the others stand above it."""
A_PAGE = 4
"""Cards that stand above one another; more are on the next page."""
LAMP = (1000.0, 158.0)
FALLS_TICKS, AWAY = 20, 520.0
"""The beam comes to the part in so many ticks, from so far to its left."""


def nadia(look: Look, says: str, room: float) -> tuple[Shape, ...]:
    """The workshop leader and her words at the foot of the screen; `room` is the height the words may take."""
    left = 262.0
    size = kit.fitted(look, says, 30, (1242 - left - 64, room - 76))
    who, y = kit.paragraph(look, left + 32, 0, 900, look.t("welcome.nadia"), 20, colour="steel", bold=True)
    _, bottom = kit.paragraph(look, left + 32, y + 6, 1242 - left - 64, says, size)
    height = max(150.0, bottom + 40)
    box = Rect(left, 1048 - height, 1242 - left, height)
    who, y = kit.paragraph(look, left + 32, box.y + 20, 900, look.t("welcome.nadia"), 20, colour="steel", bold=True)
    words, _ = kit.paragraph(look, left + 32, y + 6, box.w - 64, says, size)
    tail = Poly(((left + 4, box.y + 66), (left - 30, box.y + 84), (left + 4, box.y + 108)), "white")
    portrait = (Circle(135, 962, 100, "white"), Picture("mentor_nadia", Rect(40, 867, 190, 190)))
    return (*portrait, *kit.card(box), tail, *who, *words)


def beam(share: float) -> tuple[Shape, ...]:
    """A lamp under the roof and its beam, `share` (0 to 1) of the way to the part; there it lights it."""
    x, y = LAMP
    off = -round(AWAY * (1 - share))
    left, right, top, low = PART.x + off, PART.x + PART.w + off, PART.y, PART.y + PART.h
    lean = (left + right) / 2 - x
    mouth = ((x - 34, y + 8), (x + 34, y - 8 if lean > 0 else y + 8))
    light = Poly((mouth[0], mouth[1], (right, top), (right, low), (left, low)), "warm_light", 70)
    head = (Box(Rect(x - 14, 128, 28, 22), "steel", 4), Poly(((x - 30, 146), (x + 24, 138), (x + 40, y - 6), (x - 40, y + 12)), "slate"))
    lit: tuple[Shape, ...] = ()
    if share >= 1:
        lit = (Box(PART, "primer_light", 10, alpha=90), Box(PART, "", 10, "ink", 8), Box(PART, "", 10, "signal", 4))
    return (light, *head, Line(mouth, "warm_light", 7), *lit)


def door(look: Look, id: str, rect: Rect, words: tuple[str, str], *, sign: str, lit: bool) -> Node:
    """The card of a workshop, which one presses to go in. `words`: its title and what is said below; `lit`: the first.

    `sign` is a name of `signs.SIGNS`; one that is not there raises KeyError.
    """
    label, hint = words
    large = look.comfort.text_scale > 1.25
    left = rect.x + (36 if large else 150)
    room = rect.x + rect.w - 78 - left
    shapes: list[Shape] = [Box(rect, "ink", 32, shade=True), Box(rect.inset(5), "signal" if lit else "white", 28)]
    shapes.append(Box(Rect(rect.x + 30, rect.y + 14, rect.w - 60, 5), "signal_soft", 2, alpha=150))
    if not large:
        x, y = rect.x + 84, rect.centre[1]
        shapes += [Circle(x, y, 50, "ink"), *(kit.scaled(s, 1.2, x, y) for s in SIGNS[sign])]
    big = kit.fitted(look, label, 31, (room, 96), True)
    small = kit.fitted(look, hint, 22, (room, 50))
    high = len(look.wrap(label, big, room, True)) * look.line_height(big)
    below = len(look.wrap(hint, small, room)) * look.line_height(small)
    title, y = kit.paragraph(look, left, rect.centre[1] - (high + below) / 2, room, label, big, bold=True)
    more, _ = kit.paragraph(look, left, y, room, hint, small)
    x, y = rect.x + rect.w - 52, rect.centre[1]
    chevron = Line(((x - 8, y - 22), (x + 12, y), (x - 8, y + 22)), "ink", 9)
    return Node(id, "button", label, rect, (*shapes, *title, *more, chevron), ("press",), spoken=f"{label}. {hint}")


def ways_in(look: Look, place: Rect) -> tuple[Node, ...]:
    """Listen or read: two pictures with their words, what was chosen in a ring."""
    half = (place.w - 22) / 2
    nodes = []
    for n, (id, chosen) in enumerate((("aloud", look.comfort.aloud in ALOUD), ("quiet", look.comfort.aloud == "no"))):
        rect = Rect(place.x + n * (half + 22), place.y, half, place.h)
        label = look.t(f"welcome.{id}")
        x, y = rect.centre[0], rect.y + 58
        sign = kit.loudspeaker(x, y, 2.0, "ink") if id == "aloud" else tuple(kit.scaled(s, 1.5, x, y) for s in SIGNS["inspection"])
        size = kit.fitted(look, label, 26, (half - 24, 48), True)
        words, _ = kit.paragraph(look, rect.x + 12, rect.y + 104, half - 24, label, size, bold=True, anchor="centre")
        shapes = (*kit.card(rect), *((Box(rect.inset(3), "", 20, "signal", 8),) if chosen else ()), *sign, *words)
        state = ("checked",) if chosen else ()
        nodes.append(Node(id, "toggle", label, rect, shapes, ("press",), state=state, spoken=look.t(f"welcome.{id}_said")))
    return tuple(nodes)


class Welcome(Quiet):
    """The hangar at dawn, and one thing to press; the way back in by a code when a run was cut short."""

    def __init__(self, resumable: bool = False) -> None:
        self.resumable = resumable

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("welcome.title"), pausable=False)
        says = look.t("welcome.says")
        enter = kit.button(
            look, "enter", look.t("welcome.enter"), Rect(1290, 900, 590, 148), style="primary", size=38,
            hint=look.t("welcome.hint"),
        )  # fmt: skip
        more = [kit.button(look, "language", _other_language(look), Rect(1290, 812, 284, 68), style="dark", size=24)]
        if self.resumable:
            more.append(kit.button(look, "resume", look.t("welcome.resume"), Rect(1596, 812, 284, 68), style="dark", size=24))
        spoken = Node("nadia", "status", says, Rect(96, 700, 1146, 348), (), spoken=says)
        ways = ways_in(look, Rect(1290, 640, 590, 156))
        return Screen(
            "welcome", look.t("welcome.title"), (spoken, *ways, enter, *more, *bar[1]), (HANGAR, *floor(look)),
            (*nadia(look, says, 420), *bar[0]), say=f"{says} {look.t('welcome.ask_aloud')}", focus_first="enter",
            aloud=True,
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        if action == "press" and node in ("enter", "language", "resume", "aloud", "quiet"):
            return done(Step.WELCOME, node)
        return STAY


class Hangar(Quiet):
    """A card for each workshop there is: the beam falls on its part of the aircraft, one presses the card to enter."""

    def __init__(self, cards: Sequence[WorkshopCard], code: str = "") -> None:
        self.cards = tuple(cards)
        self.code = code
        self.page = 0
        self.tick = 0

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("hangar.title"), code=self.code)
        says = look.t("hangar.says" if len(self.cards) == 1 else "hangar.choose")
        cards = doors(look, self.cards, self.page)
        share = 1.0 if look.comfort.reduced_motion else eased(self.tick / FALLS_TICKS)
        tie = Line(((PART.centre[0], PART.y + PART.h + 14), (DOOR.x + 130, DOOR.y - 10)), "white", 5, dashed=True)
        lone = share >= 1 and len(self.cards) == 1
        spoken = Node("nadia", "status", says, Rect(96, 800, 1146, 248), (), spoken=says)
        return Screen(
            "hangar", look.t("hangar.title"), (spoken, *cards, *bar[1]), (HANGAR, *floor(look)),
            (*beam(share), *((tie,) if lone else ()), *nadia(look, says, 420), *bar[0]),
            say=says, focus_first=cards[0].id, part=PART,
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press":
            return STAY
        if node == "more":
            self.page = (self.page + 1) % pages(self.cards)
        chosen = next((card for card in self.cards if node == door_id(card, self.cards)), None)
        return done(Step.HANGAR, "open", typed=chosen.workshop) if chosen else STAY

    def advance(self, ticks: int) -> Next:
        self.tick = min(FALLS_TICKS, self.tick + ticks)
        return STAY


def door_id(card: WorkshopCard, cards: Sequence[WorkshopCard]) -> str:
    """The node that enters a workshop; of one alone the name is short."""
    return "open" if len(cards) == 1 else f"open:{card.workshop}"


def pages(cards: Sequence[WorkshopCard]) -> int:
    """On how many pages the cards stand."""
    return -(-len(cards) // A_PAGE)


def doors(look: Look, cards: Sequence[WorkshopCard], page: int) -> tuple[Node, ...]:
    """The cards of a page, the first one lit; what turns the page when there are more."""
    shown = cards[page * A_PAGE : (page + 1) * A_PAGE]
    nodes = [_door(look, card, cards, n) for n, card in enumerate(shown)]
    if pages(cards) > 1:
        label = look.t("hangar.more", n=page + 1, all=pages(cards))
        rect = Rect(DOOR.x, 104, DOOR.w, 60)
        nodes.append(kit.button(look, "more", label, rect, style="dark", size=24))
    return tuple(nodes)


def _door(look: Look, card: WorkshopCard, cards: Sequence[WorkshopCard], n: int) -> Node:
    """The n-th card from below: title, trade and length; of one alone, what one does there and its title."""
    title, alone = card.title.of(look.comfort.language), len(cards) == 1
    label = look.t("hangar.open") if alone else title
    trade = title if alone else look.within(card.workshop).t("briefing.trade")
    hint = look.t("hangar.length", what=trade, n=card.minutes)
    rect = Rect(DOOR.x, DOOR.y - n * (DOOR.h + 18), DOOR.w, DOOR.h)
    return door(look, door_id(card, cards), rect, (label, hint), sign=card.sign, lit=n == 0)


def _other_language(look: Look) -> str:
    """The name of the next language, in that language."""
    return Catalogue.load().t("comfort.this_language", next_language(look.comfort.language))
