"""The hangar: at dawn, when one comes in; then with the aircraft in primer, and a lit card for each workshop."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assets.texts import next_language, own_name
from game.scenes.frame import HANGAR, Quiet, done, enlarges, floor
from game.scenes.hangar_cards import a_page, card_nodes, door_id, page_cards, pages
from game.scenes.shown import WorkshopCard
from game.scenes.signs import SIGNS
from game.scenes.takeoff import WIPE_MS, painted
from game.screen import kit
from game.screen.motion import eased
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape
from game.screen.scene import ALOUD, STAY, Look, Next
from game.screen.steps import Step
from game.screen.turned import turned
from scenarios.model import AircraftPlace

PART = Rect(1122, 568, 178, 100)
"""The length of the fuselage at its rear, between two frames."""
PLACES: Mapping[AircraftPlace, Rect] = {
    "rear": PART, "front": Rect(402, 568, 178, 100), "engine": Rect(800, 728, 64, 102),
    "platform": Rect(1296, 684, 142, 178),
}  # fmt: skip
"""Where on the aircraft each place is."""
NADIA_RIGHT = 588.0
NADIA_LARGE = Rect(24.0, 628.0, 564.0, 420.0)
"""Her card where words are large."""
STAFF = Rect(36, 104, 344, 64)
END, MORE = Rect(1480, 104, 416, 76), Rect(1480, 192, 416, 60)
EASY_IN = "fr"
"""The language that has an easy version (`assets/locales/fr-facile`)."""
LAMP = (-211.0, 158.0)
"""The lamp under the roof: how far from the middle of the part, and how low."""
FALLS_TICKS, AWAY = 20, 520.0
"""The beam comes to the part in so many ticks, from so far to its left."""


def nadia(look: Look, says: str, room: float, right: float = 1242.0) -> tuple[Shape, ...]:
    """The workshop leader and her words at the foot of the screen; `room` is the height the words may take.

    `right`: how far to the right her words go.
    """
    narrow = right < 1000
    left = 170.0 if narrow else 262.0
    name, wide = look.t("welcome.nadia"), right - left - 64
    tag = look.line_height(20) if kit.large(look) else 44.0
    size = kit.fitted(look, says, 28 if narrow else 30, (wide, room - 32 - tag))
    small = kit.fitted(look, name, 20, (wide, tag), True)
    who, y = kit.paragraph(look, left + 32, 0, wide, name, small, colour="steel", bold=True)
    _, bottom = kit.paragraph(look, left + 32, y + 6, wide, says, size)
    height = max(150.0, bottom + 40)
    box = Rect(left, 1048 - height, right - left, height)
    who, y = kit.paragraph(look, left + 32, box.y + 20, wide, name, small, colour="steel", bold=True)
    words, _ = kit.paragraph(look, left + 32, y + 6, box.w - 64, says, size)
    tail = Poly(((left + 4, box.y + 66), (left - 30, box.y + 84), (left + 4, box.y + 108)), "white")
    x, r = (94.0, 72.0) if narrow else (135.0, 100.0)
    portrait = (Circle(x, 1062 - r, r, "white"), Picture("mentor_nadia", Rect(x - 0.95 * r, 1062 - 1.95 * r, 1.9 * r, 1.9 * r)))
    return (*portrait, *kit.card(box), tail, *who, *words)


def nadia_narrow(look: Look, says: str, page: int) -> tuple[tuple[Shape, ...], int]:
    """Her words beside the cards in large letters, page after page, and how many there are; her trade is for the voice."""
    box, r = NADIA_LARGE, 48.0
    x, y = box.x + 70, box.y + 60
    portrait = (Circle(x, y, r, "white"), Picture("mentor_nadia", Rect(x - 0.95 * r, y - 0.95 * r, 1.9 * r, 1.9 * r)))
    name = look.t("workshop.mentor_name.nadia")
    who = kit.paragraph(look, x + r + 20, y - look.line_height(20) / 2, 200, name, 20, colour="steel", bold=True)[0]
    top = y + r + 4
    words, pages = turned(look, says, 28, (box.w - 48, box.y + box.h - top - 8), page)
    mark = kit.next_mark(box.x + box.w - 44, y) if pages > 1 else ()
    return (*kit.card(box), *portrait, *who, *(kit.moved(s, box.x + 24, top) for s in words), *mark), pages


def beam(share: float, part: Rect = PART, start: float = -AWAY) -> tuple[Shape, ...]:
    """A lamp under the roof and its beam, `share` (0 to 1) of the way to the part; there it lights it.

    `start`: how far to the right of the part it comes from, in design units.
    """
    off = round(start * (1 - share))
    x, y = part.centre[0] + LAMP[0], LAMP[1]
    left, right, top, low = part.x + off, part.x + part.w + off, part.y, part.y + part.h
    lean = (left + right) / 2 - x
    mouth = ((x - 34, y + 8), (x + 34, y - 8 if lean > 0 else y + 8))
    light = Poly((mouth[0], mouth[1], (right, top), (right, low), (left, low)), "warm_light", 70)
    head = (Box(Rect(x - 14, 128, 28, 22), "steel", 4), Poly(((x - 30, 146), (x + 24, 138), (x + 40, y - 6), (x - 40, y + 12)), "slate"))
    lit: tuple[Shape, ...] = ()
    if share >= 1:
        lit = (Box(part, "primer_light", 10, alpha=90), Box(part, "", 10, "ink", 8), Box(part, "", 10, "signal", 4))
    return (light, *head, Line(mouth, "warm_light", 7), *lit)


def ways_in(look: Look, place: Rect) -> tuple[Node, ...]:
    """Listen or read, for who wishes: two pictures with their words, what was chosen in a ring.

    Above them it stands that one may go on without choosing.
    """
    half = (place.w - 22) / 2
    nodes = []
    for n, (id, chosen) in enumerate((("aloud", look.comfort.aloud in ALOUD), ("quiet", look.comfort.aloud == "no"))):
        rect = Rect(place.x + n * (half + 22), place.y, half, place.h)
        label = look.t(f"welcome.{id}")
        # Large words take some of the picture's room.
        middle, k, top = (46, 0.72, 80) if kit.large(look) else (58, 1.0, 104)
        x, y = rect.centre[0], rect.y + middle
        sign = kit.loudspeaker(x, y, 2.0 * k, "ink") if id == "aloud" else tuple(kit.scaled(s, 1.5 * k, x, y) for s in SIGNS["inspection"])
        size = kit.fitted(look, label, 26, (half - 24, 68 if kit.large(look) else 48), True)
        words, _ = kit.paragraph(look, rect.x + 12, rect.y + top, half - 24, label, size, bold=True, anchor="centre")
        shapes = (*kit.card(rect), *((Box(rect.inset(3), "", 20, "signal", 8),) if chosen else ()), *sign, *words)
        state = ("checked",) if chosen else ()
        nodes.append(Node(id, "toggle", label, rect, shapes, ("press",), state=state, spoken=look.t(f"welcome.{id}_said")))
    return tuple(nodes)


def free_choice(look: Look, place: Rect) -> tuple[Shape, ...]:
    """That nothing need be chosen, over the two pictures."""
    says = look.t("welcome.free_choice")
    size = kit.fitted(look, says, 24, (place.w - 32, place.h - 16), True)
    high = look.line_height(size) * len(look.wrap(says, size, place.w - 32, True))
    ground = Rect(place.x, place.y + place.h - high - 16, place.w, high + 16)
    words, _ = kit.paragraph(
        look, ground.x + 16, ground.y + 8, ground.w - 32, says, size, colour="white", bold=True, anchor="centre"
    )
    return (Box(ground, "ink", 16, alpha=215), *words)


def easy_words(look: Look, rect: Rect) -> Node:
    """Easy French, in words and as a picture: an open book with short lines; in a ring once it is chosen."""
    label, on = look.t("welcome.easy"), look.comfort.easy
    x, y = rect.x + 40, rect.centre[1]
    book = tuple(kit.scaled(s, 0.42, x, y) for s in SIGNS["need_reading"])
    room = rect.w - 88
    size = kit.fitted(look, label, 24, (room, rect.h - 6), True)
    top = y - len(look.wrap(label, size, room, True)) * look.line_height(size) / 2
    words, _ = kit.paragraph(look, rect.x + 76, top, room, label, size, colour="ink" if on else "white", bold=True)
    ring = (Box(rect, "white", 20, "signal", 6),) if on else (Box(rect, "slate", 20, "rim", 3),)
    state = ("checked",) if on else ()
    said = look.t("welcome.easy_said")
    return Node("easy", "toggle", label, rect, (*ring, *book, *words), ("press",), state=state, spoken=said)


class Welcome(Quiet):
    """The hangar at dawn, and one thing to press; the way back in by a code when a run was cut short. `staff`: the
    team's way to the adviser's pages, which asks for a PIN."""

    def __init__(self, resumable: bool = False, *, staff: bool = False) -> None:
        self.resumable, self.staff = resumable, staff

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("welcome.title"), pausable=False)
        says = look.t("welcome.says")
        enter = kit.button(
            look, "enter", look.t("welcome.enter"), Rect(1290, 900, 590, 148), style="primary", size=38,
            hint=look.t("welcome.hint"), enter=look.keys,
        )  # fmt: skip
        # Large words need two lines in the row of languages: what stands above it goes up.
        high = 132.0 if kit.large(look) else 68.0
        row, up = 880 - high, high - 68
        more = [kit.button(look, "language", _other_language(look), Rect(1290, row, 284, high), style="dark", size=24)]
        if look.comfort.language == EASY_IN:
            more.append(easy_words(look, Rect(1596, row, 284, high)))
        if self.resumable:
            place = Rect(1290, 490 - 2 * up - (14 if kit.large(look) else 0), 590, 68)
            more.append(kit.button(look, "resume", look.t("welcome.resume"), place, style="dark", size=24 * enlarges(look)))
        if self.staff:
            label = look.t("welcome.tower")
            more.append(kit.button(look, "tower", label, STAFF, style="dark", size=20, shortcut="f3"))
        spoken = Node("nadia", "status", says, Rect(96, 700, 1146, 348), (), spoken=says)
        ways = ways_in(look, Rect(1290, 640 - up, 590, 156))
        more_high = 14.0 if kit.large(look) else 0.0
        note = free_choice(look, Rect(1290, 566 - 2 * up - more_high, 590, 66 + up + more_high))
        return Screen(
            "welcome", look.t("welcome.title"), (spoken, *ways, enter, *more, *bar[1]), (HANGAR, *floor(look)),
            (*nadia(look, says, 420), *note, *bar[0]), say=f"{says} {look.t('welcome.ask_aloud')}", focus_first="enter",
            aloud=True,
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        if action == "press" and node in ("enter", "language", "easy", "resume", "aloud", "quiet", "tower"):
            return done(Step.WELCOME, node)
        return STAY


class Hangar(Quiet):
    """A card for each workshop there is: the beam falls on the part of the lit one, one presses a card to enter.

    What is done stands on the aircraft as the person left it; once something is, one press ends the tour. `lit`: the
    workshop that is proposed, "" for none.
    """

    def __init__(self, cards: Sequence[WorkshopCard], code: str = "", lit: str = "") -> None:
        self.cards = tuple(cards)
        self.code = code
        open_ = [card.workshop for card in self.cards if card.state == "open"]
        self.proposed = self.lit = lit if lit in open_ else next(iter(open_), "")
        self.may_end = not open_ or any(card.state == "done" for card in self.cards)
        self.page, self.words_page = 0, 0
        self.tick = 0
        self.left = ""  # the workshop whose part the beam comes from
        self.beamed = self.lit  # the one whose part it fell on last, as the page in sight had it

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("hangar.title"), code=self.code)
        says = look.t(f"hangar.says.{self._greeting()}")
        page = self._page(look)
        lit = self.beamed = self._lit_on(page_cards(look, self.cards, page))
        nodes = [*card_nodes(look, self.cards, page, lit), *self._buttons(look)]
        share = 1.0 if look.comfort.reduced_motion else eased(self.tick / FALLS_TICKS)
        part = self._place(lit)
        start = self._place(self.left).x - part.x if self.left else -AWAY
        lamp = beam(share, part, start) if lit else ()
        done = [shape for card in self.cards if card.part is not None for shape in placed(card)]
        words, turns = nadia_narrow(look, says, self.words_page) if kit.large(look) else (nadia(look, says, 300, NADIA_RIGHT), 1)
        place = NADIA_LARGE if kit.large(look) else Rect(36, 830, 540, 218)
        spoken = Node("nadia", "status", says, place, (), ("press",) if turns > 1 else (), spoken=says)
        first = next((n.id for n in nodes if n.actions and n.id in self._ids(lit)), "end")
        return Screen(
            "hangar", look.t("hangar.title"), (spoken, *nodes, *bar[1]), (HANGAR, *floor(look)),
            (*done, *lamp, *words, *bar[0]), say=says, focus_first=first, part=part,
        )  # fmt: skip

    def _lit_on(self, shown: Sequence[WorkshopCard]) -> str:
        """The lit card of a page: the one last looked at, the proposed one, the first that is open; "" where none is."""
        open_ = [card.workshop for card in shown if card.state == "open"]
        return next((workshop for workshop in (self.lit, self.proposed, *open_) if workshop in open_), "")

    def _page(self, look: Look) -> int:
        """The page that is shown: that of the proposed workshop first, then those one turns to."""
        at = next((n for n, card in enumerate(self.cards) if card.workshop == self.proposed), 0)
        return (at // a_page(look) + self.page) % pages(look, self.cards)

    def _greeting(self) -> str:
        """Nadia's sentence depends on how many are done, and on nothing else."""
        done = sum(card.state in ("done", "lost") for card in self.cards)
        return "all" if not self.lit else str(min(done, 3))

    def _ids(self, workshop: str) -> tuple[str, ...]:
        return tuple(door_id(card, self.cards) for card in self.cards if card.workshop == workshop)

    def _place(self, workshop: str) -> Rect:
        return next((PLACES[card.place] for card in self.cards if card.workshop == workshop), PART)

    def _buttons(self, look: Look) -> list[Node]:
        """What ends the tour, and what turns the page where there are more cards."""
        nodes = []
        if self.may_end:
            style = "secondary" if self.lit else "primary"
            nodes.append(kit.button(look, "end", look.t("hangar.end"), END, style=style, size=26))
        all_ = pages(look, self.cards)
        if all_ > 1:
            label = look.t("hangar.more", n=self._page(look) + 1, all=all_)
            place = MORE if not kit.large(look) else replace(MORE, h=104.0)
            nodes.append(kit.button(look, "more", label, place, style="dark", size=22))
        return nodes

    def act(self, node: str, action: str = "press") -> Next:
        chosen = next((c for c in self.cards if node == door_id(c, self.cards) and c.state == "open"), None)
        if action == "focus" and chosen is not None and chosen.workshop != self.lit:
            self._turn(chosen.workshop)
        if action != "press":
            return STAY
        if node == "more":
            # The beam goes where the lit card of the new page is.
            self.page, self.left, self.tick = self.page + 1, self.beamed, 0
        if node == "nadia":
            self.words_page += 1
        if node == "end" and self.may_end:
            return done(Step.HANGAR, "end")
        return done(Step.HANGAR, "open", typed=chosen.workshop) if chosen else STAY

    def _turn(self, workshop: str) -> None:
        """The card in focus is the lit one: the beam goes to its part from where it falls now."""
        if workshop == self.beamed:
            self.lit = workshop
            return
        self.left, self.lit, self.tick = self.beamed, workshop, 0

    def advance(self, ticks: int) -> Next:
        self.tick = min(FALLS_TICKS, self.tick + ticks)
        return STAY


def placed(card: WorkshopCard) -> tuple[Shape, ...]:
    """The work of a workshop at its place on the aircraft, painted where it is finished."""
    assert card.part is not None
    return painted(card.part, WIPE_MS, PLACES[card.place])


def _other_language(look: Look) -> str:
    """The name of the next language, in that language."""
    return own_name(next_language(look.comfort.language))
