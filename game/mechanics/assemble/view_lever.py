"""The signature moment: the bench goes dark, the hole grows into its section, the squeezer's own handle forms the head."""

from dataclasses import replace

from game.mechanics.assemble import metal
from game.mechanics.assemble.seen import AssembleSeen, LeverSeen
from game.mechanics.assemble.view import Bar, Drawing, Hand
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.screen.scene import Look

TRACK = Rect(1576, 138, 72, 706)
AXIS, BASE = 740.0, 636.0
"""Where the rivet stands, and the top of the plates."""
MM = 62.0
"""Design units a millimetre."""
LAYERS = (72.0, 72.0, 72.0)
PIVOT_X = 1204.0
GRIP = (300.0, 132.0)
ORDER = Rect(34, 114, 430, 190)


def lever(look: Look, seen: AssembleSeen, bar: Bar, drawing: Drawing, hand: Hand) -> Screen:
    """Only the lever, its buttons and the top bar can be reached."""
    v = seen.lever
    rivet = next(h.rivet for h in seen.holes if h.id == v.hole)
    help_text = look.t("assemble.lever.help")
    live = ("modal",)
    nodes = [*(_live(n) for n in bar[1]), _handle(look, v)]
    nodes += [_arrow(look, "less", 330, -1), _arrow(look, "more", 802, 1)]
    jaw = Rect(ORDER.x, 928, ORDER.w, 84)
    nodes.append(_approach(look, v, jaw))
    # At rest a release leaves the head as it stands; in the middle of a pull it lets the jaw go up.
    word = "release" if v.x or v.f else "leave"
    out = Rect(1460, 900, 420, 112)
    nodes.append(kit.button(look, "release", look.t(f"assemble.lever.{word}"), out, style="primary", size=36, state=live))
    decor = (*_squeezer(v), *_section(look, v, rivet), *_order(look, v, help_text), *bar[0])
    return Screen(
        "lever", look.t("assemble.title"), tuple(nodes), drawing.kept.get("night", look, _night), decor,
        say=help_text, focus_first="release",
    )  # fmt: skip


def _live(node: Node) -> Node:
    return Node(
        node.id, node.role, node.name, node.rect, node.shapes, node.actions, state=("modal",), spoken=node.spoken, shortcut=node.shortcut
    )


def _night() -> tuple[Shape, ...]:
    """The dark bench under one lamp from the upper left, the squeezer's column, the rail of its handle."""
    shapes: list[Shape] = [Box(Rect(0, 0, 1920, 1300), "ink", to="slate")]
    shapes.append(Picture("lamp_night", Rect(120, 86, 1200, 940)))
    column = (Rect(1150, 226, 148, 790), Rect(470, 944, 828, 92))
    shapes += [Box(Rect(r.x + 10, r.y + 14, r.w, r.h), "black", 30, alpha=70) for r in column]
    shapes += [Box(r, "slate", 30, "rim", 3) for r in column]
    shapes.append(Box(Rect(1153, 940, 142, 60), "slate"))
    shapes += [Box(Rect(1162, 256, 4, 690), "mist", 2, alpha=110), Box(Rect(500, 950, 660, 4), "mist", 2, alpha=110)]
    x = TRACK.centre[0]
    shapes += [Box(TRACK, "black", 36, "rim", 2.5, alpha=200), Box(Rect(x - 6, TRACK.y + 34, 12, TRACK.h - 68), "rim", 6)]
    for k in range(11):
        long = k % 5 == 0
        y = TRACK.y + 48 + k * (TRACK.h - 96) / 10
        shapes.append(Box(Rect(TRACK.x - 34, y - 2, 26 if long else 18, 4), "mist", 2, alpha=255 if long else 180))
    return tuple(shapes)


def _grip_y(v: LeverSeen) -> float:
    return TRACK.y + 48 + v.x * (TRACK.h - 96) / 1000


def _handle(look: Look, v: LeverSeen) -> Node:
    """The grip of the squeezer: taken hold of, pulled down, let go."""
    name = look.t("assemble.lever.handle")
    state = look.t("assemble.lever.above", mm=kit.decimal(look, max(0, v.h_um - v.target_um) / 1000))
    w, h = GRIP
    rect = Rect(TRACK.centre[0] - w / 2, _grip_y(v) - h / 2, w, h)
    bars = tuple(Box(Rect(rect.x + 62, rect.y + 32 + 21 * k, w - 124, 9), "ink", 4) for k in range(4))
    shapes = (
        Box(Rect(rect.x + 8, rect.y + 16, w, h), "black", 38, alpha=96),
        Box(rect, "amber", 38, "ink", 4), Box(Rect(rect.x + 22, rect.y + 9, w - 44, 9), "white", 4, alpha=190), *bars,
    )  # fmt: skip
    return Node("handle", "handle", name, rect, shapes, ("drag",), state=("modal",), value=str(v.x), spoken=f"{name} {state}")


def _arrow(look: Look, id: str, y: float, way: int) -> Node:
    """A round button for a press without dragging."""
    x, r = 1830.0, 46.0
    tip = y + way * 18
    shapes = (
        Circle(x, y, r, "slate", "mist", 3),
        Line(((x, y - way * 18), (x, tip)), "white", 7), Line(((x - 15, tip - way * 15), (x, tip), (x + 15, tip - way * 15)), "white", 7),
    )  # fmt: skip
    label = look.t(f"assemble.lever.{id}")
    return Node(id, "button", label, Rect(x - r, y - r, 2 * r, 2 * r), shapes, ("press",), state=("modal",), spoken=label)


def _jaw_y(v: LeverSeen) -> float:
    """The y of the die's face: it follows the hand down until it meets the metal, then the metal."""
    gap = max(0, 200 - v.f) * 0.16
    return BASE - v.h_um / 1000 * MM - gap


def _squeezer(v: LeverSeen) -> list[Shape]:
    """Upper jaw, pivot and arm: one body with the grip, so the jaw goes down because the hand does."""
    die = _jaw_y(v)
    breath = v.f / 1000 * 3
    arm = max(96.0, die - 166)
    x = AXIS
    pivot, grip = arm + 56, _grip_y(v)
    shapes: list[Shape] = [
        Poly(((1194, pivot - 40), (1612, grip - 22), (1612, grip + 42), (1198, pivot + 44)), "black", 80),
        Poly(((PIVOT_X, pivot - 38), (1612, grip - 30), (1612, grip + 30), (PIVOT_X, pivot + 38)), "alu_mid"),
        Line(((1234, pivot - 20), (1592, grip - 20)), "white", 5),
        Box(Rect(x - 250, arm, 730 + breath, 112), "slate", 22, "rim", 3),
        Box(Rect(x - 232, arm + 8, 690, 5), "mist", 2, alpha=170),
        Poly(((x - 190, arm + 110), (x + 190, arm + 110), (x + 206, die - 8), (x + 198, die), (x - 198, die), (x - 206, die - 8)), "alu_mid", ramp=("alu_dark", "alu_light", "alu_mid", "alu_dark")),
        Box(Rect(x - 184, die - 8, 368, 5), "warm_light", 2),
        Circle(PIVOT_X, pivot, 46, "alu_mid", "ink", 3), Circle(PIVOT_X, pivot, 25, "slate", "ink", 3), Circle(PIVOT_X - 8, pivot - 8, 7, "mist"),
    ]  # fmt: skip
    glow = v.f * 60 // 1000
    if glow > 6:
        shapes.append(Box(Rect(x - 206, die + 1, 412, 26), "amber", 12, alpha=glow))
    return shapes


def _section(look: Look, v: LeverSeen, rivet: str) -> list[Shape]:
    """The plates cut open with the rivet through them; the good height is the light band between two lines."""
    bottom = BASE + sum(LAYERS)
    low, high = (BASE - (v.target_um + d * v.tolerance_um) / 1000 * MM for d in (-1, 1))
    left, right = 190.0, 1116.0
    shapes: list[Shape] = [*metal.foot(AXIS, bottom, MM, rivet), *metal.plates((left, right), BASE, LAYERS)]
    shapes.insert(0, Box(Rect(AXIS - 250, bottom + 56, 500, 44), "alu_mid", 14, "ink", 3))
    w = metal.SHANK_MM * MM
    shapes += metal.shank(AXIS, BASE - 1, bottom, MM, rivet)
    shapes += metal.barrel(AXIS, BASE, (v.h_um, v.start_um), MM, rivet)
    if v.h_um > 0:
        shapes.append(Line(((AXIS - w * 0.98, BASE - 6), (AXIS - w * 0.98, BASE - v.h_um / 1000 * MM + 10)), "warm_light", 4))
    shapes.append(Box(Rect(150, high, 980, low - high), "primer_light", alpha=46))
    for y in (low, high):
        shapes += [Line(((150, y), (1130, y)), "ink", 9), Line(((150, y), (1130, y)), "primer_light", 4)]
    words = min(look.px(24), 44.0)
    shapes.append(Text(150, high - words * 1.4, look.t("assemble.lever.high_line"), words, "primer_light", True))
    shapes.append(Text(150, low + 8, look.t("assemble.lever.low_line"), words, "primer_light", True))
    return shapes


def _spare(look: Look) -> float:
    """How much taller the card of the line in force grows with the words."""
    return 150.0 * (look.comfort.text_scale - 1)


def _order(look: Look, v: LeverSeen, words: str) -> list[Shape]:
    """The line of the order in force, as a slip of paper; beside it the hole in hand."""
    card = Rect(ORDER.x, ORDER.y, ORDER.w, ORDER.h + _spare(look))
    title = look.t("assemble.lever.title", hole=v.hole)
    big = kit.fitted(look, title, 28, (card.w - 48, 80), True)
    head, y = kit.paragraph(look, card.x + 24, card.y + 18, card.w - 48, title, big, bold=True)
    size = kit.fitted(look, words, 23, (card.w - 48, card.y + card.h - y - 24))
    body, _ = kit.paragraph(look, card.x + 24, y + 6, card.w - 48, words, size)
    return [Box(Rect(card.x + 10, card.y + 12, card.w, card.h), "black", 20, alpha=76), Box(card, "paper", 20), *head, *body]


def _approach(look: Look, v: LeverSeen, rect: Rect) -> Node:
    """Turns the side from which the jaw comes; its drawing shows, from above, the hole and an arrow towards it."""
    button = kit.button(look, "jaw", look.t("assemble.lever.jaw"), Rect(rect.x + 84, rect.y, rect.w - 84, rect.h), style="dark", size=24, shortcut="r")
    x, y = rect.x + 46, rect.centre[1]
    dx, dy = ((-1, 0), (1, 0), (0, -1), (0, 1))[v.jaw]
    tip, tail = (x + 14 * dx, y + 14 * dy), (x + 36 * dx, y + 36 * dy)
    wing = ((tip[0] + 11 * dx + 8 * dy, tip[1] + 11 * dy + 8 * dx), tip, (tip[0] + 11 * dx - 8 * dy, tip[1] + 11 * dy - 8 * dx))
    sign = (Box(rect, "slate", 20), Circle(x, y, 38, "ink", "mist", 2), Circle(x, y, 9, "black", "alu_light", 4), Line((tail, tip), "amber", 6), Line(wing, "amber", 6))
    return replace(button, rect=rect, shapes=(*sign, *(s for s in button.shapes if isinstance(s, Text))), state=("modal",))
