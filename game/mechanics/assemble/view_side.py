"""The right of the workshop: the mentor, what is set, the pace, what is in the hand, and the way on."""

from game.mechanics.assemble.seen import AssembleSeen, RivetSeen
from game.mechanics.assemble.view_panel import RIVET, RIVETING, left_to_set
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.screen.scene import Look

SIDE = Rect(1540, 118, 346, 902)
MENTOR = Rect(SIDE.x, SIDE.y, SIDE.w, 258)
STATE = Rect(SIDE.x, 394, SIDE.w, 196)
HAND = Rect(SIDE.x, 608, SIDE.w, 236)
BOARD = Rect(SIDE.x, 862, SIDE.w, 66)
END = Rect(SIDE.x, 946, SIDE.w, 74)
FILL = {"grey": "alu_light", "minus": "sky", "plus": "sky"}


def side(look: Look, seen: AssembleSeen, board: bool) -> tuple[tuple[Shape, ...], tuple[Node, ...]]:
    """The mentor's words, the count, the calm band of the pace, and what ends the step."""
    says = look.t(guide(seen) or seen.message or f"assemble.message.{seen.phase}")
    shapes: list[Shape] = [*_mentor(look, says), *_state(look, seen)]
    finished = seen.phase not in RIVETING or left_to_set(seen) == 0
    label = look.t("assemble.end_practice" if seen.phase == "practice" else "assemble.end")
    end = kit.button(look, "end", label, END, style="primary" if finished else "secondary", size=24)
    nodes = [Node("mentor", "status", says, MENTOR, (), spoken=says)]
    if seen.phase in ("A", "B", "D"):
        label = look.t("assemble.board_back" if board else "assemble.board")
        nodes.append(kit.button(look, "board:", label, BOARD, style="dark", size=22, shortcut="b"))
    return tuple(shapes), (*nodes, end)


def guide(seen: AssembleSeen) -> str:
    """The text key of what practice asks next, one thing at a time; "" in the exercise, and when something else is said."""
    if seen.phase != "practice" or seen.message not in ("", "assemble.message.practice"):
        return ""
    if seen.lever.hole:
        return "assemble.guide.form"
    if seen.hand is not None:
        return "assemble.guide.place"
    return "assemble.guide.again" if seen.placed else "assemble.guide.take"


def _mentor(look: Look, says: str) -> list[Shape]:
    large = look.comfort.text_scale > 1.25
    shapes: list[Shape] = [*kit.card(MENTOR)]
    top = MENTOR.y + 20
    if not large:
        shapes.append(Picture("mentor_karim", Rect(MENTOR.x + 18, MENTOR.y + 16, 96, 96)))
        who, _ = kit.paragraph(look, MENTOR.x + 128, MENTOR.y + 34, 206, look.t("assemble.karim"), 20, colour="steel", bold=True)
        shapes += who
        top = MENTOR.y + 124
    room = MENTOR.y + MENTOR.h - top - 14
    size = kit.fitted(look, says, 25, (MENTOR.w - 44, room))
    words, _ = kit.paragraph(look, MENTOR.x + 22, top, MENTOR.w - 44, says, size)
    return [*shapes, *words]


def _state(look: Look, seen: AssembleSeen) -> list[Shape]:
    shapes: list[Shape] = [*kit.card(STATE)]
    x, w = STATE.x + 22, STATE.w - 44
    big, small = min(52.0, look.px(46)), min(30.0, look.px(20))
    shapes.append(Text(x, STATE.y + 12, look.t("assemble.placed"), small, "steel", True))
    n, of = str(seen.placed), look.t("assemble.of", total=seen.total)
    shapes.append(Text(x, STATE.y + 18 + small, n, big, "ink", True))
    shapes.append(Text(x + look.width(n, big / look.px(1), True) + 10, STATE.y + 34 + small, of, min(34.0, look.px(26)), "steel"))
    y = STATE.y + 100
    shapes += _track(Rect(x, y, w, 14), seen.placed / max(1, seen.total), "green")
    if seen.pace >= 0:
        shapes.append(Text(x, y + 26, look.t("assemble.pace"), small, "steel", True))
        shapes += _track(Rect(x, y + 66, w, 14), seen.pace / 1000, "sky")
    return shapes


def _track(rect: Rect, share: float, colour: str) -> list[Shape]:
    """A calm band: no figure, nothing that runs."""
    filled = round(max(rect.h, rect.w * min(1.0, share)))
    return [Box(rect, "cloud", 7), Box(Rect(rect.x, rect.y, filled, rect.h), colour, 7)]


def in_hand(look: Look, seen: AssembleSeen, mode: str) -> tuple[tuple[Shape, ...], tuple[Node, ...]]:
    """The rivet in hand seen near, what a gauge shows, or what the thing chosen in the tray will do."""
    shapes: list[Shape] = [*kit.card(HAND)]
    if mode:
        words = look.t(f"assemble.use.{mode}")
        return _words(look, shapes, "hand", words)
    if seen.hand is not None:
        return _rivet(look, shapes, seen.hand)
    if seen.gauge_hole:
        words = look.t("assemble.gauge", hole=seen.gauge_hole)
        size = kit.fitted(look, words, 22, (HAND.w - 40, 66), True)
        text, _ = kit.paragraph(look, HAND.x + 20, HAND.y + 16, HAND.w - 40, words, size, bold=True)
        low = seen.gauge_um // 200 * 200 / 1000
        said = look.t("assemble.gauge_said", low=kit.decimal(look, low), high=kit.decimal(look, low + 0.2))
        ruler = scale(HAND.x + 26, HAND.y + 134, HAND.w - 52, seen.gauge_um)
        return (*shapes, *text, *ruler), (Node("gauge", "status", words, HAND, (), spoken=said),)
    if seen.check_hole:
        words = look.t(f"assemble.check.{seen.check_reading}", hole=seen.check_hole, calibre=seen.calibre)
        return _words(look, shapes, "check", words)
    return _words(look, shapes, "hand", look.t("assemble.empty_hand"), colour="steel", bold=False)


def _words(
    look: Look, shapes: list[Shape], id: str, words: str, *, colour: str = "ink", bold: bool = True
) -> tuple[tuple[Shape, ...], tuple[Node, ...]]:
    size = kit.fitted(look, words, 23, (HAND.w - 44, HAND.h - 36), bold)
    text, _ = kit.paragraph(look, HAND.x + 22, HAND.y + 18, HAND.w - 44, words, size, colour=colour, bold=bold)
    return (*shapes, *text), (Node(id, "status", words, HAND, (), spoken=words),)


def _rivet(look: Look, shapes: list[Shape], hand: RivetSeen) -> tuple[tuple[Shape, ...], tuple[Node, ...]]:
    """From the side, as long as it is: a bent shank leans, a nicked head has lost a corner, the lot is on the bag."""
    x, y = HAND.x + 82, HAND.y + 52
    lean, length = 20 if hand.bend_mdeg else 0, hand.length_mm * 12
    shapes += [
        Box(Rect(HAND.x + 14, HAND.y + 14, 136, HAND.h - 28), "cloud", 16),
        Poly(((x - 15, y + 24), (x + 15, y + 24), (x + 15 + lean, y + 24 + length), (x - 15 + lean, y + 24 + length)), "alu_mid"),
        Poly(((x - 9, y + 24), (x - 2, y + 24), (x - 2 + lean, y + 24 + length), (x - 9 + lean, y + 24 + length)), "white", 170),
        Line(((x - 15, y + 24), (x - 15 + lean, y + 24 + length), (x + 15 + lean, y + 24 + length), (x + 15, y + 24)), "alu_dark", 3),
        Box(Rect(x - 38, y - 10, 76, 36), FILL[hand.look], 14, "ink", 2),
        Box(Rect(x - 28, y - 5, 34, 8), "white", 4, alpha=170),
    ]  # fmt: skip
    if hand.nick:
        shapes.append(Poly(((x + 14, y - 12), (x + 40, y - 12), (x + 40, y + 12), (x + 30, y + 2)), "cloud"))
        shapes.append(Line(((x + 14, y - 11), (x + 30, y + 2), (x + 38, y + 12)), "ink", 3))
    shapes.append(Picture(RIVET[hand.look], Rect(HAND.x + 24, HAND.y + HAND.h - 62, 40, 40)))
    words = look.t("assemble.in_hand", rivet=look.t(f"assemble.rivet.{hand.look}"), lot=hand.lot)
    size = kit.fitted(look, words, 23, (HAND.w - 180, HAND.h - 40), True)
    text, _ = kit.paragraph(look, HAND.x + 166, HAND.y + 22, HAND.w - 180, words, size, bold=True)
    marks = [look.t("assemble.bent")] * bool(hand.bend_mdeg) + [look.t("assemble.nicked")] * hand.nick
    return (*shapes, *text), (Node("hand", "status", words, HAND, (), spoken=" ".join((words, *marks))),)


def scale(x: float, y: float, w: float, value_um: int) -> list[Shape]:
    """A ruler from 0 to 6 mm with a tick every 0.2 mm: the person reads it."""
    shapes: list[Shape] = [Box(Rect(x - 10, y - 8, w + 20, 84), "alu_light", 10, "alu_dark", 2)]
    for k in range(31):
        long = k % 5 == 0
        px = x + w * k / 30
        shapes.append(Box(Rect(px - 1, y - 4, 2, 30 if long else 18), "ink"))
        if long:
            shapes.append(Text(px, y + 32, str(k // 5), 24, "ink", True, "centre"))
    if value_um:
        px = x + w * value_um / 6000
        shapes += [Line(((px, y - 28), (px, y + 14)), "signal", 4), Poly(((px - 12, y - 40), (px + 12, y - 40), (px, y - 18)), "signal")]
        shapes.append(Circle(px, y - 40, 12, "signal", "ink", 2))
    return shapes
