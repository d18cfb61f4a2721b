"""The hangar: at dawn, when one comes in; then with the aircraft in primer and a card for each workshop."""

from collections.abc import Sequence

from assets.texts import Catalogue, next_language
from game.scenes.frame import HANGAR, Quiet, done, floor
from game.scenes.shown import Card
from game.scenes.signs import SIGNS
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step

DOOR = Rect(1290, 900, 590, 148)
"""The card of the first workshop; those of the others stand above it."""
A_PAGE = 4
"""Cards that stand above one another; more are on the next page."""


def nadia(look: Look, says: str, room: float) -> tuple[Shape, ...]:
    """The workshop leader and her words at the foot of the screen; `room` is the height the words may take."""
    large = look.comfort.text_scale > 1.25
    left = 96.0 if large else 262.0
    size = kit.fitted(look, says, 30, (1242 - left - 64, room - 76))
    who, y = kit.paragraph(look, left + 32, 0, 900, look.t("welcome.nadia"), 20, colour="steel", bold=True)
    _, bottom = kit.paragraph(look, left + 32, y + 6, 1242 - left - 64, says, size)
    height = max(150.0, bottom + 40)
    box = Rect(left, 1048 - height, 1242 - left, height)
    who, y = kit.paragraph(look, left + 32, box.y + 20, 900, look.t("welcome.nadia"), 20, colour="steel", bold=True)
    words, _ = kit.paragraph(look, left + 32, y + 6, box.w - 64, says, size)
    if large:
        return (*kit.card(box), *who, *words)
    tail = Poly(((left + 4, box.y + 66), (left - 30, box.y + 84), (left + 4, box.y + 108)), "white")
    portrait = (Circle(135, 962, 100, "white"), Picture("mentor_nadia", Rect(40, 867, 190, 190)))
    return (*portrait, *kit.card(box), tail, *who, *words)


def pill(look: Look, name: str, at: tuple[float, float], words: tuple[str, str], *, calls: bool = False) -> tuple[Rect, tuple[Shape, ...]]:
    """A label with the sign of a workshop; the one that calls is lined in orange."""
    title, sub = words
    high = 84.0 if look.comfort.text_scale <= 1 else 100.0
    w = max(look.width(title, 26, True), look.width(sub, 19)) + high + 44
    rect = Rect(at[0], at[1], w, high)
    x, y = at[0] + high / 2, at[1] + high / 2
    ring: tuple[Shape, ...] = ()
    if calls:
        ring = (Box(rect.inset(-9), "", (high + 18) / 2, "signal", 5),)
    left = at[0] + high + 12
    top = at[1] + (high - look.line_height(26) - look.line_height(19)) / 2
    return rect, (
        *ring,
        Box(rect, "ink", high / 2, alpha=255 if calls else 232),
        Circle(x, y, high / 2 - 8, "signal" if calls else "mist"),
        *(kit.moved(s, x, y) for s in SIGNS[name]),
        Text(left, top, title, look.px(26), "white", True),
        Text(left, top + look.line_height(26), sub, look.px(19), "white" if calls else "mist"),
    )


def calling(look: Look) -> tuple[Shape, ...]:
    """The open workshop, tied to its panel by a dotted line; left out when the words are too large for it."""
    spot = Circle(1208, 560, 11, "signal", "ink", 3)
    if look.comfort.text_scale > 1.25:
        return (spot,)
    _, shapes = pill(look, "rivet", (884, 354), (look.t("welcome.workshop"), look.t("welcome.what")), calls=True)
    return (Line(((950, 456), (1208, 560)), "signal", 5, dashed=True), spot, *shapes)


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
        return Screen(
            "welcome", look.t("welcome.title"), (spoken, enter, *more, *bar[1]), (HANGAR, *floor(look)),
            (*calling(look), *nadia(look, says, 420), *bar[0]), say=says, focus_first="enter",
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        if action == "press" and node in ("enter", "language", "resume"):
            return done(Step.WELCOME, node)
        return STAY


class Hangar(Quiet):
    """A card for each workshop there is: one presses the card of the one to enter."""

    def __init__(self, cards: Sequence[Card], code: str = "") -> None:
        self.cards = tuple(cards)
        self.code = code
        self.page = 0

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("hangar.title"), code=self.code)
        says = look.t("hangar.says" if len(self.cards) == 1 else "hangar.choose")
        cards = doors(look, self.cards, self.page)
        spoken = Node("nadia", "status", says, Rect(96, 800, 1146, 248), (), spoken=says)
        return Screen(
            "hangar", look.t("hangar.title"), (spoken, *cards, *bar[1]), (HANGAR, *floor(look)),
            (*(calling(look) if len(self.cards) == 1 else ()), *nadia(look, says, 420), *bar[0]),
            say=says, focus_first=cards[0].id,
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press":
            return STAY
        if node == "more":
            self.page = (self.page + 1) % pages(self.cards)
        chosen = next((card for card in self.cards if node == door_id(card, self.cards)), None)
        return done(Step.HANGAR, "open", typed=chosen.workshop) if chosen else STAY


def door_id(card: Card, cards: Sequence[Card]) -> str:
    """The node that enters a workshop; of one alone the name is short."""
    return "open" if len(cards) == 1 else f"open:{card.workshop}"


def pages(cards: Sequence[Card]) -> int:
    """On how many pages the cards stand."""
    return -(-len(cards) // A_PAGE)


def doors(look: Look, cards: Sequence[Card], page: int) -> tuple[Node, ...]:
    """The cards of a page, the first one lit; what turns the page when there are more."""
    shown = cards[page * A_PAGE : (page + 1) * A_PAGE]
    nodes = [_door(look, card, cards, n) for n, card in enumerate(shown)]
    if pages(cards) > 1:
        label = look.t("hangar.more", n=page + 1, all=pages(cards))
        rect = Rect(DOOR.x, DOOR.y - A_PAGE * (DOOR.h + 18) + 50, DOOR.w, 80)
        nodes.append(kit.button(look, "more", label, rect, style="dark", size=24))
    return tuple(nodes)


def _door(look: Look, card: Card, cards: Sequence[Card], n: int) -> Node:
    """The n-th card from below: title, trade and length; of one alone, what one does there and its title."""
    title, alone = card.title(look.comfort.language), len(cards) == 1
    label = look.t("hangar.open") if alone else title
    trade = title if alone else look.within(card.workshop).t("briefing.trade")
    hint = look.t("hangar.length", what=trade, n=card.minutes)
    rect = Rect(DOOR.x, DOOR.y - n * (DOOR.h + 18), DOOR.w, DOOR.h)
    style = "primary" if n == 0 else "secondary"
    return kit.button(
        look, door_id(card, cards), label, rect, style=style, size=38, hint=hint, spoken=f"{label}. {hint}"
    )


def _other_language(look: Look) -> str:
    """The name of the next language, in that language."""
    return Catalogue.load().t("comfort.this_language", next_language(look.comfort.language))

