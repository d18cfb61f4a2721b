"""A gesture on a lever, seen near: the bench goes dark, a handle follows the hand, round buttons do the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Rect, Screen, Shape, Text
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

TRACK = Rect(1430, 138, 72, 706)
"""The rail: at its right stand the words of its marks, as large as the rest."""
ENDS = 48.0
"""How far the middle of the grip stays from both ends of its rail."""
GRIP = (300.0, 132.0)
ORDER = Rect(34, 114, 430, 190)
ASKS = Rect(ORDER.x, 264, 390, 0)
"""Where a question stands that comes while the lever is in hand: in the place of the slip, away from rail and grip."""
ASKED, SCREEN = ("dialog", "visitor", "reply:"), 1920.0
"""What a question is made of; how wide what lies over all is at the least."""
OUT = Rect(1460, 868, 420, 112)
UNDO = Rect(1460, 994, 420, 72)
SLIP_MOST = 750.0
NOTE = kit.READ
"""The slip of the line in force grows with the words, so far."""
LIVE = ("modal",)
LINGERS_MS = 800
"""The round button is tapped again and again: so long after the lever has left, a tap there presses nothing else."""


@dataclass(frozen=True, slots=True)
class Pull:
    """What the screen of a lever says. `state` is for a voice: how far the work is. `x` is where it stands, 0 to 1000.

    `moving`: the hand is in the middle of a pull, so letting go only lets the tool go up. `says`: what the mentor says
    now of what was just done, "" for nothing: it stands where the line of the order does. `leaves`: the work can be left
    as it is; before the lever has moved it cannot. `done`: the work can be called done: before, leaving is not the way on.
    `slip`: whether the slip of paper is there: a question may stand in its place. `quoted`: what is said is somebody
    else's than the mentor's, and names them. `tells`: what the mentor tells of the trade, in the place of the help, to who
    knows that by now; nothing is asked by it.
    """

    title: str
    state: str
    x: int
    moving: bool
    says: str = ""
    leaves: bool = True
    done: bool = True
    slip: bool = True
    quoted: bool = False
    tells: str = ""


def lever(look: WorkshopWords, bar: Parts, pull: Pull, drawn: Sequence[Shape], more: Sequence[Node], ground: tuple[Shape, ...]) -> Screen:
    """Only the lever, its buttons, `more` of the mechanic's own and the top bar can be reached.

    `drawn` is the tool and what it works on; `ground` is what never moves: begin it with `night()`.
    """
    keys = look.t("lever.keys")
    # What concerns keys is read by who uses them; a voice says it to everybody.
    help_text = f"{look.t('lever.help')} {keys}" if look.keys and not kit.large(look) else look.t("lever.help")
    nodes = [*(replace(n, state=LIVE) for n in bar[1]), _handle(look, pull)]
    nodes += [_arrow(look, "less", 396, -1), _arrow(look, "more", 802, 1), *(replace(n, state=LIVE) for n in more)]
    word = "release" if pull.moving else "leave"
    hint = look.t("press_here")
    offered = pull.moving or pull.leaves
    if offered:
        style = "primary" if pull.moving or pull.done else "secondary"
        nodes.append(kit.button(look, "release", look.t(f"lever.{word}"), OUT, style=style, size=36, state=LIVE, hint=hint, enter=True))
    head = look.mentor if pull.says and not pull.quoted else pull.title
    slip = _slip(look, head, pull.says or pull.tells or help_text, said=bool(pull.says)) if pull.slip else ()
    decor = (*drawn, *slip, *bar[0])
    say = pull.says or pull.tells or f"{look.t('lever.help')} {keys}"
    first, enters = ("release", "release") if offered else ("handle", "")
    return Screen("lever", look.t("title"), tuple(nodes), ground, decor, say=say, focus_first=first, steers="handle", enters=enters, lingers_ms=LINGERS_MS)


def asked(screen: Screen) -> Screen:
    """The question over the lever in the place of the slip, away from rail and grip: nothing of the work is hidden."""
    panel = next(n.rect for n in screen.nodes if n.id == "dialog")
    by = ASKS.x - panel.x, ASKS.y - panel.y
    return replace(screen, nodes=tuple(_shifted(n, *by) if n.id.startswith(ASKED) else n for n in screen.nodes))


def _shifted(node: Node, dx: float, dy: float) -> Node:
    """The same thing elsewhere; what veils the whole screen stays."""
    shapes = tuple(s if isinstance(s, Box) and s.rect.w >= SCREEN else kit.moved(s, dx, dy) for s in node.shapes)
    return replace(node, rect=replace(node.rect, x=node.rect.x + dx, y=node.rect.y + dy), shapes=shapes)


def position(y: float) -> int:
    """Where a hand at a height (design units) brings the lever."""
    return max(0, min(1000, round((y - TRACK.y - ENDS) * 1000 / (TRACK.h - 2 * ENDS))))


def grip_y(x: int) -> float:
    """The height of the middle of the grip for a lever that stands at x."""
    return TRACK.y + ENDS + x * (TRACK.h - 2 * ENDS) / 1000


def night() -> list[Shape]:
    """The dark bench under one lamp from the upper left."""
    return [Box(Rect(0, 0, 1920, 1300), "ink", to="slate"), Picture("lamp_night", Rect(120, 86, 1200, 940))]


def rail() -> list[Shape]:
    """What the handle runs on, with marks: further down is harder."""
    x = TRACK.centre[0]
    shapes: list[Shape] = [Box(TRACK, "black", 36, "rim", 2.5, alpha=200), Box(Rect(x - 6, TRACK.y + 34, 12, TRACK.h - 68), "rim", 6)]
    for k in range(11):
        long = k % 5 == 0
        y = TRACK.y + ENDS + k * (TRACK.h - 2 * ENDS) / 10
        shapes.append(Box(Rect(TRACK.x - 34, y - 2, 26 if long else 18, 4), "mist", 2, alpha=255 if long else 180))
    return shapes


def _handle(look: WorkshopWords, pull: Pull) -> Node:
    """The grip: taken hold of, pulled down, let go."""
    name = look.t("lever.handle")
    w, h = GRIP
    rect = Rect(TRACK.centre[0] - w / 2, grip_y(pull.x) - h / 2, w, h)
    bars = tuple(Box(Rect(rect.x + 62, rect.y + 32 + 21 * k, w - 124, 9), "ink", 4) for k in range(4))
    shapes = (
        Box(Rect(rect.x + 8, rect.y + 16, w, h), "black", 38, alpha=96),
        Box(rect, "amber", 38, "ink", 4), Box(Rect(rect.x + 22, rect.y + 9, w - 44, 9), "white", 4, alpha=190), *bars,
    )  # fmt: skip
    return Node("handle", "handle", name, rect, shapes, ("drag",), state=LIVE, value=str(pull.x), spoken=f"{name} {pull.state}")


def _arrow(look: WorkshopWords, id: str, y: float, way: int) -> Node:
    """A round button for a press without dragging."""
    x, r = 1830.0, 46.0
    tip = y + way * 18
    shapes = (
        Circle(x, y, r, "slate", "mist", 3),
        Line(((x, y - way * 18), (x, tip)), "white", 7), Line(((x - 15, tip - way * 15), (x, tip), (x + 15, tip - way * 15)), "white", 7),
    )  # fmt: skip
    label = look.t(f"lever.{id}")
    return Node(id, "button", label, Rect(x - r, y - r, 2 * r, 2 * r), shapes, ("press",), state=LIVE, spoken=label)


def invented(look: WorkshopWords, x: float) -> Text:
    """The note at the foot of a dark bench that values are invented."""
    return Text(x, min(1030.0, 1074 - look.px(NOTE)), look.t("invented"), look.px(NOTE), "mist")


def _slip(look: WorkshopWords, title: str, words: str, *, said: bool) -> list[Shape]:
    """The line of the order in force, as a slip of paper, headed by what is worked on; or what the mentor says now."""
    room = ORDER.w - 48
    big = kit.fitted(look, title, 28, (room, 160), True)
    head, y = kit.paragraph(look, ORDER.x + 24, ORDER.y + 18, room, title, big, bold=True)
    size = kit.fitted(look, words, 23, (room, SLIP_MOST - (y - ORDER.y) - 24))
    body, foot = kit.paragraph(look, ORDER.x + 24, y + 6, room, words, size)
    card = Rect(ORDER.x, ORDER.y, ORDER.w, max(ORDER.h, foot + 18 - ORDER.y))
    note = invented(look, ORDER.x)
    return [Box(Rect(card.x + 10, card.y + 12, card.w, card.h), "black", 20, alpha=76), Box(card, "paper", 20, "amber" if said else "", 6 if said else 0), *head, *body, note]
