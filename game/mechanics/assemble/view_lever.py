"""The signature moment: the hole grows into its section, and the squeezer's own handle forms the head."""

from dataclasses import replace

from game.mechanics.assemble import metal, view_panel, view_settled
from game.mechanics.assemble.lever import SOFT_FROM, SOFT_U_S, TOUCHES_AT
from game.mechanics.assemble.seen import AssembleSeen, LeverSeen
from game.mechanics.assemble.view_settled import AXIS, BASE, MM
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Poly, Rect, Screen, Shape, Text
from game.workshop import view_lever
from game.workshop.view import Parts
from game.workshop.view_lever import ORDER, OUT, Pull
from game.workshop.words import WorkshopWords

INSIDE = 1.5
"""How far inside the limits the middle of a line is drawn: half its width, less half the rim of a head."""
PLATE_UM, PLATES_HIGH = 1200, 300.0
"""How thick one plate is, about; the most that is drawn of a stack."""
PLATES_FROM = ORDER.x + ORDER.w + 16
PIVOT_X = 1204.0
COLUMN = 1298.0
"""The right side of the squeezer's column."""
SIDES = view_panel.SIDES
JAW, AROUND, MIDDLE = Rect(ORDER.x, 876, ORDER.w, 140), 70.0, 14.0
"""The approach; how far its drawing goes about the hole, and from where on a side of it is meant."""
ROW, ROW_STEP = Rect(490, 962, 356, 56), 42.0
"""On the foot of the squeezer, left of its name: the holes of the block in hand; how far from one to the next."""
WORD = Rect(950, 410, 196, 56)
"""Beside the die and over the lines: what practice calls the head that stands there."""
MIDDLE_FROM = 206.0
"""How far from the axis the two marks of the middle of the lines stand: no head reaches them."""
OPENS = 90.0
"""How far above the metal the die stands open, where there is room."""
HIGHEST = 232.0
"""The least y of the die's face: the arm above it keeps its height."""
SLIP = 23.0
"""What is read on this screen is as large as the words of the slip."""
MARK = 25.0
"""The words beside the rail: where the tool touches, and from where the metal moves."""
PLATE = Rect(868.0, 962.0, 260.0, 56.0)
"""On the foot of the squeezer: its name, which the sheet asks for; one given in the day stands out."""
FLOWS = Rect(1648, 0, 260, 0)
"""Beside the grip, between the two round buttons: the words of the mark from which the metal comes down."""
SOFTLY = Rect(1642, 0, 20, 0)
"""Beside the grip, above the two round buttons: where the hand slows down before the tool touches."""
BESIDE = SOFTLY.x + SOFTLY.w + 10
"""Where the words of the touch begin, and over them the word of the stretch."""
TOUCHES_WIDE = 1908.0 - BESIDE
"""How wide they may be."""


def lever(look: WorkshopWords, seen: AssembleSeen, bar: Parts, kept: Kept, asks: str, news: str = "") -> Screen:
    """The squeezer on the rivet of a hole. `asks`: what practice asks for here; `news`: what there is to say of the tool."""
    v = seen.lever
    rivet = next(h.rivet for h in seen.holes if h.id == v.hole)
    taught, state = bool(asks), look.t("lever.above", mm=kit.decimal(look, max(0, v.h_um - v.target_um) / 1000))
    tried = bool(asks and seen.outcome)  # what came of a try is said, while the hand has not let go
    if asks and v.h_um < v.target_um - v.tolerance_um:
        # Nothing brings the metal up again: to ask for the middle of the lines is over.
        asks = look.t("lever.crushed" if v.x else "lever.crushed_up")
    elif (asks or not tale(look, seen)) and not tried and not v.x and v.moved and v.h_um < v.start_um and not (asks and not view_settled.rests(v)):
        # Who has let go is not told to let go. Practice says what stands there; at work it is for the eye.
        way = view_settled.answer(v) if asks else ""
        asks = look.t(f"lever.stands.{way}" if way else "lever.let_go")
    says = look.t("message.jaw") if seen.message == "jaw" else look.t("lever.presses") if _resists(v) and not tried else asks or news
    formed = any(h.id == v.hole and h.state == "formed" for h in seen.holes)
    title, quoted = look.t("lever.title", hole=v.hole), bool(news) and says == news
    tells = "" if says else tale(look, seen)
    pull = Pull(title, state, v.x, bool(v.x), says, v.moved, formed, slip=not seen.replies, quoted=quoted, tells=tells)
    drawn = (*_pointer(v), *_zone(v), *(_soft(look, v) if taught else ()), *_squeezer(v), *_section(look, v, rivet, kept), *view_settled.stays(v), *(_word(look, v) if seen.lesson else ()), *_aside(look, v, JAW), *_plate(look, v), *_row(look, seen), *_jolt(v))
    untouched = any(h.id == v.hole and h.state == "loose" and h.h_um == v.start_um for h in seen.holes)
    # Where no wall stands, any side will do: there is nothing to turn.
    turns = (_approach(look, v, JAW),) if v.walls else ()
    more = (*turns, *((_undo(look),) if untouched and v.last and not (v.x or v.f or seen.lesson) else ()))
    night = kept.get("night", (look, v.flows, taught), lambda: _night(look, v.flows, taught=taught))
    return view_lever.lever(look, bar, pull, drawn, more, night)


def tale(look: WorkshopWords, seen: AssembleSeen) -> str:
    """What the mentor tells of the trade under the n-th rivet of the day, where the workshop has such a text; else "".

    The count of rivets alone decides it, never how good a head is.
    """
    key = f"tale.{seen.placed}"
    if seen.kind != "work" or not look.has(key):
        return ""
    return look.t("lever.tells", mentor=look.mentor, words=look.t(key))


def _row(look: WorkshopWords, seen: AssembleSeen) -> tuple[Shape, ...]:
    """On the foot of the squeezer, the block in hand: a head where one is set, a ring about the one under the tool."""
    here = [h for h in seen.holes if h.open]
    if seen.kind != "work" or kit.large(look) or len(here) * ROW_STEP > ROW.w:
        return ()
    x, y = ROW.x + ROW.w - len(here) * ROW_STEP + ROW_STEP / 2, ROW.centre[1]
    done = [h for h in here if h.done and h.id != seen.lever.hole]
    shapes: list[Shape] = []
    for n in range(len(here)):
        at = x + n * ROW_STEP
        if n < len(done):
            shapes += [Circle(at, y, 14, "alu_light", "ink", 2), Circle(at - 4, y - 4, 5, "white")]
        else:
            shapes.append(Circle(at, y, 12, "ink", "mist", 2))
        if n == len(done):
            shapes.append(Circle(at, y, 18, "", "amber", 4))
    return tuple(shapes)


def _resists(v: LeverSeen) -> bool:
    """The lever rests where the tool presses, and none of the metal has moved yet: the hand has stopped too soon."""
    return TOUCHES_AT <= v.x == v.f < v.flows and v.h_um == v.start_um


def _word(look: WorkshopWords, v: LeverSeen) -> tuple[Shape, ...]:
    """In practice, beside a head at rest, the one word for what it is; large words say it on the slip alone."""
    way = view_settled.answer(v)
    if not way or kit.large(look):
        return ()
    words, good = look.t(f"lever.is.{way}"), way == view_settled.RIGHT
    size = kit.fitted(look, words, 26, (WORD.w - 58, look.line_height(26)), True)
    y = WORD.centre[1]
    sign = Line(((WORD.x + 18, y), (WORD.x + 26, y + 9), (WORD.x + 40, y - 10)), "white", 5) if good else Line(((WORD.x + 18, y), (WORD.x + 40, y)), "ink", 6)
    text = Text(WORD.x + 50, y - 0.64 * look.px(size), words, look.px(size), "white" if good else "ink", True)
    return Box(WORD, "green" if good else "amber", 18, "ink", 3), sign, text


def _undo(look: WorkshopWords) -> Node:
    """Takes the rivet out again, as long as its metal has not moved."""
    label, key = look.t("take_out"), look.t("shortcut.take_out")
    size = 21 if kit.large(look) else 24
    button = kit.button(look, "undo:", label, view_lever.UNDO, style="secondary", size=size, shortcut=key)
    return replace(button, shapes=(*button.shapes, *kit.key_cap(look, view_lever.UNDO, key, left=True)))


def _night(look: WorkshopWords, flows: int, *, taught: bool) -> tuple[Shape, ...]:
    """The dark bench with the squeezer's column, and the rail of its handle: where the tool touches, where metal moves.
    `flows`: from which place of the lever on the metal of the rivet under it comes down. `taught`: in practice, which
    says in words where the hand slows down.
    """
    shapes = view_lever.night()
    column = (Rect(1150, 226, 148, 790), Rect(470, 944, 828, 92))
    shapes += [Box(Rect(r.x + 10, r.y + 14, r.w, r.h), "black", 30, alpha=70) for r in column]
    shapes += [Box(r, "slate", 30, "rim", 3) for r in column]
    shapes.append(Box(Rect(1153, 940, 142, 60), "slate"))
    shapes += [Box(Rect(1162, 256, 4, 690), "mist", 2, alpha=110), Box(Rect(500, 950, 660, 4), "mist", 2, alpha=110)]
    return (*shapes, *view_lever.rail(), *_marks(look, flows, taught=taught))


def _marks(look: WorkshopWords, flows: int, *, taught: bool) -> list[Shape]:
    """Beside the rail: the lever brings the tool, then presses, then the metal comes down.

    Both marks are at the right of the grip, which would hide them where they matter: when the grip is on them. There their
    words stand, large ones too.
    """
    rail, touch, moves, end = view_lever.TRACK, *(view_lever.grip_y(n) for n in (TOUCHES_AT, flows, 1000))
    x = rail.x - 6
    left = rail.x + rail.w + 6
    shapes: list[Shape] = [Box(Rect(left, moves, 16, end - moves), "amber"), Line(((x - 34, touch), (x, touch)), "white", 4)]
    shapes += [Line(((left, moves), (FLOWS.x - 6, moves)), "amber", 5), Line(((left, touch), (SOFTLY.x, touch)), "white", 4)]
    # Large words of the touch stand in one place; the others have the hand's word in a line of its own, over the stretch.
    touches = "lever.softly" if taught and kit.large(look) else "lever.touches"
    beside = ((touch, touches, BESIDE, TOUCHES_WIDE), (moves, "lever.flows", FLOWS.x, FLOWS.w))
    for y, key, at, wide in beside:
        size, high = _words_of(look, key, wide)
        # The words of the touch end with its line, those of the metal begin with theirs: between them is a button.
        step = look.line_height(size)
        top = y - high + step * 0.6 if y == touch else y - step * 0.6
        shapes += kit.paragraph(look, at, top, wide, look.t(key), size, bold=True, colour="mist")[0]
    return shapes


def _words_of(look: WorkshopWords, key: str, wide: float) -> tuple[float, float]:
    """How large the words of a mark are written, and how high they stand."""
    size = kit.fitted(look, look.t(key), MARK, (wide, 4 * look.line_height(MARK)), True)
    return size, look.line_height(size) * len(look.wrap(look.t(key), size, wide, True))


def _soft(look: WorkshopWords, v: LeverSeen) -> tuple[Shape, ...]:
    """In practice, over the stretch in which the hand slows down: what to do there, then the word for its sign.

    Large words stand with those of the touch.
    """
    if kit.large(look):
        return ()
    hard = v.contact > SOFT_U_S
    words = look.t("lever.soft" if v.contact < 0 else "lever.knocked" if hard else "lever.softly_down")
    tone = "mist" if v.contact < 0 else "amber" if hard else "primer_light"
    size = kit.fitted(look, words, MARK, (TOUCHES_WIDE, look.line_height(MARK)), True)
    below, high = _words_of(look, "lever.touches", TOUCHES_WIDE)
    foot = min(view_lever.grip_y(TOUCHES_AT) - high + look.line_height(below) * 0.6, view_lever.grip_y(SOFT_FROM)) - 6
    return (Text(BESIDE, foot - look.line_height(size), words, look.px(size), tone, True),)


def _zone(v: LeverSeen) -> list[Shape]:
    """The stretch above the touch in which the hand slows down: calm or too fast now, then as the tool has touched."""
    top, foot = view_lever.grip_y(SOFT_FROM), view_lever.grip_y(TOUCHES_AT)
    coming = SOFT_FROM <= v.x < TOUCHES_AT and v.u_s
    fast = (v.contact if v.contact >= 0 else v.u_s if coming else 0) > SOFT_U_S
    lit = v.contact >= 0 or coming
    zone = Rect(SOFTLY.x, top, SOFTLY.w, foot - top)
    shapes: list[Shape] = [Box(zone, ("amber" if fast else "green") if lit else "steel", 6, "white" if lit else "mist", 2)]
    x, y = zone.centre
    if v.contact >= 0 and fast:
        # Shape and colour together: a bolt for a blow, a tick for a tool that was set down.
        bolt = ((x + 5, y - 20), (x - 6, y + 2), (x + 5, y - 1), (x - 4, y + 20))
        shapes.append(Line(bolt, "ink", 4))
    elif v.contact >= 0:
        shapes.append(Line(((x - 5, y), (x - 1, y + 6), (x + 6, y - 7)), "white", 3))
    return shapes


def _jolt(v: LeverSeen) -> list[Shape]:
    """Beside the die of a tool that came down too fast: the blow runs out into the metal, until its own comes down."""
    if v.contact <= SOFT_U_S or v.x < TOUCHES_AT or v.h_um != v.start_um:
        return []
    y = _jaw_y(v)
    return [
        Line(tuple((AXIS + way * (226 + dx), y + dy) for dx, dy in bend), "amber", 6)
        for way in (-1, 1)
        for bend in (((0, -34), (22, -22), (14, -6), (40, 4)), ((4, 6), (20, 22), (10, 36), (30, 52)))
    ]


def _pointer(v: LeverSeen) -> list[Shape]:
    """Which part of the grip is meant by a mark: its middle, shown at its right side."""
    x, y = view_lever.TRACK.centre[0] + view_lever.GRIP[0] / 2, view_lever.grip_y(v.x)
    return [Poly(((x - 4, y - 15), (x + 22, y), (x - 4, y + 15)), "amber"), Line(((x - 4, y - 15), (x + 22, y), (x - 4, y + 15)), "ink", 3)]


def _jaw_y(v: LeverSeen) -> float:
    """The y of the die's face: it follows the hand down until it meets the metal, then the metal."""
    top = BASE - view_settled.drawn_um(v) / 1000 * MM
    return top - max(0, TOUCHES_AT - v.f) / TOUCHES_AT * max(32.0, min(OPENS, top - HIGHEST))


def _plate(look: WorkshopWords, v: LeverSeen) -> tuple[Shape, ...]:
    """The name of the squeezer in hand, where its author gave it one; large words have no room on the foot."""
    if kit.large(look) or not look.has(f"tool.{v.tool}"):
        return ()
    name = look.t(f"tool.{v.tool}")
    size = kit.fitted(look, name, 25, (PLATE.w - 24, look.line_height(25)), True)
    top = PLATE.centre[1] - look.px(size) * 0.64
    return Box(PLATE, "amber" if v.given else "paper", 12, "ink", 3), Text(PLATE.centre[0], top, name, look.px(size), "ink", True, "centre")


def _squeezer(v: LeverSeen) -> list[Shape]:
    """Upper jaw, pivot and arm: one body with the grip, so the jaw goes down because the hand does.

    Between the touch and the place where the metal begins to move, nothing gives yet: a line of light widens under the
    die as the force grows, from its middle to its ends.
    """
    die = _jaw_y(v)
    breath = v.f / 1000 * 3
    arm = max(96.0, die - 166)
    x = AXIS
    pivot, grip, hand = arm + 56, view_lever.grip_y(v.x), view_lever.TRACK.centre[0]
    shapes: list[Shape] = [
        Poly(((1194, pivot - 40), (hand, grip - 22), (hand, grip + 42), (1198, pivot + 44)), "black", 80),
        Poly(((PIVOT_X, pivot - 38), (hand, grip - 30), (hand, grip + 30), (PIVOT_X, pivot + 38)), "alu_mid"),
        Poly(((1234, pivot - 23), (hand - 20, grip - 23), (hand - 20, grip - 17), (1234, pivot - 17)), "white"),
        Box(Rect(x - 250, arm, 730 + breath, 112), "slate", 22, "rim", 3),
        Box(Rect(x - 232, arm + 8, 690, 5), "mist", 2, alpha=170),
        Poly(((x - 190, arm + 110), (x + 190, arm + 110), (x + 206, die - 8), (x + 198, die), (x - 198, die), (x - 206, die - 8)), "alu_mid", ramp=("alu_dark", "alu_light", "alu_mid", "alu_dark")),
        Box(Rect(x - 184, die - 8, 368, 5), "warm_light", 2),
        Circle(PIVOT_X, pivot, 46, "alu_mid", "ink", 3), Circle(PIVOT_X, pivot, 25, "slate", "ink", 3), Circle(PIVOT_X - 8, pivot - 8, 7, "mist"),
    ]  # fmt: skip
    pressed = max(0, min(1000, (v.f - TOUCHES_AT) * 1000 // (v.flows - TOUCHES_AT)))
    if pressed:
        half = 198 * pressed / 1000
        shapes.append(Box(Rect(x - half, die - 6, 2 * half, 10), "amber", 5))
    glow = v.f * 60 // 1000
    if glow > 6:
        shapes.append(Box(Rect(x - 206, die + 1, 412, 26), "amber", 12, alpha=glow))
    return shapes


def _section(look: WorkshopWords, v: LeverSeen, rivet: str, kept: Kept) -> list[Shape]:
    """The plates cut open with the rivet through them; the good height is the light band between two lines.

    Only the metal moves: what lies about it is made once a rivet.
    """
    # What stands at the left, the approach below or a long slip above, covers no plate.
    left, limits = PLATES_FROM if v.walls or kit.large(look) else 190.0, (v.target_um, v.tolerance_um)
    below = kept.get("below", (left, v.stack_um, rivet), lambda: _below(left, v.stack_um, rivet))
    shapes: list[Shape] = [*below, *metal.barrel(AXIS, BASE, (view_settled.drawn_um(v), v.start_um), MM, rivet)]
    if v.h_um > 0:
        x = AXIS - metal.SHANK_MM * MM * 0.98
        shapes.append(Line(((x, BASE - 6), (x, BASE - v.h_um / 1000 * MM + 10)), "warm_light", 4))
    return [*shapes, *kept.get("limits", (look, *limits), lambda: _limits(look, *limits))]


def _below(left: float, stack_um: int, rivet: str) -> tuple[Shape, ...]:
    """The plates of a stack from x = `left` on, what they lie on, and of a rivet what is within and under them."""
    layers = plates(stack_um)
    bottom = BASE + sum(layers)
    block = Box(Rect(AXIS - 250, bottom + 56, 500, 44), "alu_mid", 14, "ink", 3)
    held = (*metal.foot(AXIS, bottom, MM, rivet), *metal.plates((left, 1116.0), BASE, layers))
    return (block, *held, *metal.shank(AXIS, BASE - 1, bottom, MM, rivet))


def _limits(look: WorkshopWords, target_um: int, tolerance_um: int) -> tuple[Shape, ...]:
    """The two lines of a good head with the band between them, its middle, and their names."""
    low, high = (BASE - (target_um + d * tolerance_um) / 1000 * MM for d in (-1, 1))
    shapes: list[Shape] = [Box(Rect(150, high, 980, low - high), "primer_light", alpha=46)]
    # The outer edge of a line is the limit: what stands past it is past the line, and what is good is never over it.
    for y in (low - INSIDE, high + INSIDE):
        shapes += [Line(((150, y), (1130, y)), "ink", 6), Line(((150, y), (1130, y)), "primer_light", 3)]
    middle = BASE - target_um / 1000 * MM
    shapes += metal.middle(AXIS, middle, MIDDLE_FROM, 9)
    # Large words make the slip at the left long: the names of the lines stand at the other end.
    words, large = look.px(24), kit.large(look)
    x, anchor = (1126, "right") if large else (150, "left")
    shapes.append(Text(x, high - words * 1.4, look.t("lever.high_line"), words, "primer_light", True, anchor))
    shapes.append(Text(x, low + 8, look.t("lever.low_line"), words, "primer_light", True, anchor))
    if not large:
        size = kit.fitted(look, look.t("lever.middle_line"), 22, (150 - 20 - 54, look.line_height(22)), True)
        shapes += metal.middle(150 - 22, middle, 10, 8)[:2]
        shapes.append(Text(150 - 54, middle - 0.64 * look.px(size), look.t("lever.middle_line"), look.px(size), "amber", True, "right"))
    return tuple(shapes)


def plates(stack_um: int) -> tuple[float, ...]:
    """The plates of a stack, each in design units: as thick together as what is clamped, up to what the screen holds."""
    number = max(2, round(stack_um / PLATE_UM))
    return (min(PLATES_HIGH, stack_um / 1000 * MM) / number,) * number


def _approach(look: WorkshopWords, v: LeverSeen, rect: Rect) -> Node:
    """Turns the side from which the jaw comes; drawn from above: the hole, the walls beside it, the jaw as an arrow.

    It says from where the jaw comes now, to a voice from where after a press of its key; large words stand beside it, on
    the foot of the squeezer.
    """
    beside = Rect(rect.x + rect.h, rect.y, rect.w - rect.h, rect.h)
    hint = "" if kit.large(look) else _turn(look, v)
    label, key = look.t("lever.jaw"), look.t("shortcut.jaw")
    button = kit.button(look, "jaw", label, beside, style="dark", size=24, shortcut=key, hint=hint)
    x, y = rect.x + rect.h / 2, rect.centre[1]
    sign = (Box(rect, "slate", 20), Circle(x, y, 62, "primer", "mist", 2), *access(x, y, v.walls, v.jaw))
    name = f"{button.spoken} {sides(look, v)} {_after(look, v)}"
    written = tuple(s for s in button.shapes if isinstance(s, Text))
    # The key stands in the lower corner at the right: on the walls of the drawing it hid one.
    low = Rect(rect.x, rect.y + rect.h - 48, rect.w, 48)
    pointed = ("press", "point")
    return replace(button, rect=rect, spoken=name, actions=pointed, shapes=(*sign, *written, *kit.key_cap(look, low, key)))


def side_at(x: float, y: float) -> int:
    """The side that is touched on the drawing of the approach, -1 beside it and in its middle."""
    dx, dy = x - JAW.x - JAW.h / 2, y - JAW.centre[1]
    if not MIDDLE <= max(abs(dx), abs(dy)) <= AROUND:
        return -1
    return int(dx > 0) if abs(dx) > abs(dy) else 2 + int(dy > 0)


def _after(look: WorkshopWords, v: LeverSeen) -> str:
    """From where the jaw comes after a press."""
    return look.t("lever.next", next=look.t(f"from.{(v.jaw + 1) % len(SIDES)}"))


def _turn(look: WorkshopWords, v: LeverSeen) -> str:
    """From where the jaw comes now, and that a press on a side of the drawing turns it there."""
    return f"{look.t('lever.now', now=look.t(f'from.{v.jaw}'))} {look.t('lever.side')}"


def _aside(look: WorkshopWords, v: LeverSeen, rect: Rect) -> tuple[Shape, ...]:
    """Large words of the approach, in one line at the right of its button; () where the button has room for them."""
    if not v.walls or not kit.large(look):
        return ()
    words = _turn(look, v)
    size = kit.fitted(look, words, SLIP, (OUT.x - rect.x - rect.w - 36, look.line_height(SLIP)), True)
    x, high = rect.x + rect.w + 24, look.line_height(size)
    ground = Rect(x - 14, rect.y + rect.h - high - 4, look.width(words, size, True) + 28, high + 8)
    return Box(ground, "ink", 16, alpha=220), Text(x, rect.y + rect.h - high, words, look.px(size), "white", True)


def sides(look: WorkshopWords, v: LeverSeen) -> str:
    """Where the jaw is, and where walls stand, for a voice: what the drawing shows, no more."""
    here = look.t("lever.from", side=look.t(f"from.{v.jaw}"))
    there = ", ".join(look.t(f"side.{side}") for side in v.walls)
    return f"{here} {look.t('lever.walls', sides=there)}" if there else here


def access(x: float, y: float, walls: tuple[int, ...], jaw: int) -> list[Shape]:
    """A hole from above about (x, y) with the walls beside it, and the jaw that comes from one side (none at -1)."""
    shapes: list[Shape] = [Circle(x, y, 11, "black", "alu_light", 4), *view_panel.walls(x, y, walls, 36.0)]
    if jaw < 0:
        return shapes
    dx, dy = SIDES[jaw]
    tip, tail = (x + 18 * dx, y + 18 * dy), (x + 58 * dx, y + 58 * dy)
    wing = ((tip[0] + 14 * dx + 11 * dy, tip[1] + 14 * dy + 11 * dx), tip, (tip[0] + 14 * dx - 11 * dy, tip[1] + 14 * dy - 11 * dx))
    return [*shapes, *(Line(points, colour, width) for colour, width in (("ink", 15), ("amber", 8)) for points in ((tail, tip), wing))]
