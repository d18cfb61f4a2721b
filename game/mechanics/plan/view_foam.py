"""The bench: the kits of the step as tabs, the foam of the one that is open, the gloved hand with what it holds."""

from collections.abc import Mapping
from dataclasses import replace

from game.mechanics.plan import view_line, view_part
from game.mechanics.plan.seen import HeldSeen, KitSeen, PlanSeen, SlotSeen
from game.mechanics.plan.view_arrivals import LineSeen
from game.mechanics.plan.written import MOST_HELD
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.workshop.practice import RIGHT
from game.workshop.view import Parts
from game.workshop.view_tray import key_of
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Value

JOBS = Rect(474, 548, 722, 70)
TRAY = Rect(474, 612, 722, 226)
HAND = Rect(1210, 548, 270, 290)
KEYS = Rect(HAND.x, HAND.y + HAND.h - 76, HAND.w, 76)
"""« Remettre » and « Sous clé », side by side."""
MOST_JOBS = 5
AT_ONCE = 3
"""How many more pieces one press takes."""
SMALL = (*view_part.DRAWN_LONG, *view_part.LARGER)
"""Shapes of which a list asks for many: those that come in sizes."""
NO_LINE = LineSeen()
NARROW = 200.0
"""Below this width the tab of a kit that has left holds its name and how it left, and nothing beside."""
NEAR, ABREAST = 1.7, 4
"""How large the piece in hand is seen before it is laid (136 units, its bag 173), and how many of the others in a row."""
IN_HAND = {"scan": "kit_scanner", "tag": "tag"}
ABOUT = (*IN_HAND, "call")
"""What the hand holds while it holds no part: how it is drawn, by what it is about to do."""


def flag(x: float, y: float, text: str, size: float, *, past: bool = False) -> list[Shape]:
    """A small amber flag on its pole, foot at (x, y), with a number on it."""
    w, h = size * 1.5, size * 1.16
    cloth = ((x, y - h - 12), (x + w, y - h - 12), (x + w - 8, y - 12 - h / 2), (x + w, y - 12), (x, y - 12))
    return [
        Line(((x, y), (x, y - h - 16)), "ink", 3), Poly(cloth, "mist" if past else "amber"), Line((*cloth, cloth[0]), "ink", 2),
        Text(x + (w - 6) / 2, y - 12 - h / 2 - size * 0.44, text, size * 0.72, "ink", True, "centre"),
    ]  # fmt: skip


# The kits of the step.


def jobs(look: WorkshopWords, seen: PlanSeen, cart: str, line: LineSeen = NO_LINE, *, calls: bool = False) -> tuple[Node, ...]:
    """A tab a kit: when it is due, its station; the open one is one with its tray; how it left, once it has.

    `cart`: the drawing of the trolley; `line`: what stations answered; `calls`: the bell is in hand, and any of them
    can be called about.
    """
    n = max(3, len(seen.kits))
    w = (JOBS.w - 8 * (n - 1)) / n
    return tuple(_job(look, kit_seen, cart, line, Rect(JOBS.x + i * (w + 8), JOBS.y, w, JOBS.h - (0 if kit_seen.here else 6)), calls=calls) for i, kit_seen in enumerate(seen.kits))


def lacking(kit_seen: KitSeen) -> int:
    """Slots of a kit that hold nothing and wait for nobody."""
    return sum(slot.held is None and not slot.waits for slot in kit_seen.slots)


def full(slot: SlotSeen) -> bool:
    """Whether a slot holds as many pieces as the list asks for, or more: nothing can be added to it then."""
    return slot.held is not None and slot.held.n >= slot.n


def ready(kit_seen: KitSeen) -> int:
    """Slots of a kit that are full, or empty and waiting for what was told of: with all of them its lid shuts."""
    return sum(full(slot) or (slot.waits and slot.held is None) for slot in kit_seen.slots)


def closed(kit_seen: KitSeen) -> bool:
    """Whether the lid of a kit is shut: every slot full, or waiting for what was told of."""
    return ready(kit_seen) == len(kit_seen.slots)


def how_left(kit_seen: KitSeen) -> Mapping[str, Value]:
    """How a kit left, for the sentence of it: whole or not; at its hour, so many blocks before it or after it."""
    ahead, lacks = kit_seen.due - kit_seen.left, lacking(kit_seen)
    when = "_late" if ahead < 0 else "_early" if ahead else ""
    return {"way": ("lacking" if lacks else "whole") + when, "late": -ahead, "early": ahead, "n": lacks}


BREATHS = 4
"""How many words the mentor has for blocks that were won: what the shift does with them."""


def won(seen: PlanSeen) -> int:
    """How many blocks before its last flag a step of kits ended, 0 while one is there, or where one left late or open."""
    if not all(0 <= k.left <= k.due and closed(k) for k in seen.kits):
        return 0
    return max((k.due for k in seen.kits), default=0) - max((k.left for k in seen.kits), default=0)


def ahead(look: WorkshopWords, seen: PlanSeen) -> str:
    """What the blocks that were won are good for, "" where none are: the line breathes; never how good a kit is."""
    n = won(seen)
    return look.t(f"ahead.{seen.done_of[0] % BREATHS}", n=n) if n else ""


def over(look: WorkshopWords, seen: PlanSeen, thanks: str) -> str:
    """What is said once a step's kits have left: thanks and the blocks won, or how many of them left with an open lid."""
    n = sum(k.left >= 0 and not closed(k) for k in seen.kits)
    return look.t("kits_opened", n=len(seen.kits), open=n) if n else f"{thanks} {ahead(look, seen)}".strip()


def early(seen: PlanSeen) -> frozenset[str]:
    """The kits of the step that left before their flag, their lid shut."""
    return frozenset(k.id for k in seen.kits if 0 <= k.left < k.due and closed(k))


def _left(kit_seen: KitSeen, x: float, y: float) -> list[Shape]:
    """How a kit left: so many blocks after its hour; a ring where it lacks something; else an arrow, that it left.

    No tick and no green: that it left says nothing of what lies in it, which its station answers in the dots beside.
    """
    late = kit_seen.left - kit_seen.due
    if late > 0:
        words = f"+{late}"
        return [Box(Rect(x - 28, y - 17, 52, 34), "amber", 10, "ink", 2), Text(x - 2, y - 15, words, 24, "ink", True, "centre")]
    if lacking(kit_seen):
        return [Circle(x, y, 15, "white", "amber", 6)]
    return [Circle(x, y, 17, "slate"), Line(((x - 9, y), (x + 8, y)), "white", 4), Line(((x + 1, y - 7), (x + 8, y), (x + 1, y + 7)), "white", 4)]


def _state(look: WorkshopWords, kit_seen: KitSeen) -> str:
    """Where a kit is, or how it left, in words."""
    if kit_seen.left < 0:
        return look.t(f"kit.state.{'here' if kit_seen.here else 'waits'}")
    late, lacks = kit_seen.left - kit_seen.due, lacking(kit_seen)
    way = "late" if late > 0 else "early" if late else "left"
    sentences = [look.t(f"kit.state.{way}", n=abs(late))]
    return " ".join((*sentences, look.t("kit.state.lacks", n=lacks)) if lacks else sentences)


def _pips(kit_seen: KitSeen, x: float, y: float, wide: float) -> list[Shape]:
    """A small bar a slot: full, begun, waiting for what was told of, or empty; never whether what lies in it is right."""
    w = (wide - 4 * (len(kit_seen.slots) - 1)) / max(1, len(kit_seen.slots))
    shapes: list[Shape] = []
    for n, slot in enumerate(kit_seen.slots):
        tone = "sky" if full(slot) else "red" if slot.waits and slot.held is None else ""
        bar = Rect(x + n * (w + 4), y, w, 8)
        shapes.append(Box(bar, tone or "alu_mid", 4, "" if tone else "steel", 1))
        if slot.held is not None and not tone:
            # A place that still lacks pieces of its number is blue as far as it is filled.
            shapes.append(Box(Rect(bar.x, bar.y, bar.w * slot.held.n / slot.n, bar.h), "sky", 4))
    return shapes


def _job(look: WorkshopWords, kit_seen: KitSeen, cart: str, line: LineSeen, rect: Rect, *, calls: bool) -> Node:
    gone = kit_seen.left >= 0
    # With many kits a tab has room for its name only.
    carted = kit_seen.here and not gone and rect.w > 260
    fill, ink = ("tarmac", "white") if kit_seen.here else ("cloud" if gone else "white", "ink")
    shapes: list[Shape] = [Box(rect, fill, 16, "signal" if kit_seen.here else "rim", 4 if kit_seen.here else 2)]
    if kit_seen.here:
        shapes.append(Box(Rect(rect.x + 2, rect.y + rect.h - 18, rect.w - 4, 20), "tarmac"))
    shapes += [Box(Rect(rect.x + 9, rect.y + 9, 54, 46), "paper", 8), *([Box(Rect(rect.x + rect.w - 66, rect.y + 12, 58, 40), "mist", 8)] if carted else [])] if kit_seen.here else []
    # A kit that has left needs no hour any more where its name has little room: how it left stands there.
    narrow = gone and rect.w < NARROW
    shapes += [] if narrow else flag(rect.x + 16, rect.y + 56, str(kit_seen.due), 28, past=gone)
    if gone:
        shapes += _left(kit_seen, rect.x + (36 if narrow else rect.w - 30), rect.y + 31)
    elif carted:
        shapes.append(Picture(cart, Rect(rect.x + rect.w - 62, rect.y + 16, 56, 32)))
    name = look.t(f"kit.{kit_seen.id}")
    room = rect.w - 74 - (54 if gone and not narrow else 70 if carted else 12)
    # One line where it can be read so; large words take two.
    size = kit.fitted(look, name, 25, (room, rect.h - 10 if kit.large(look) else look.line_height(25)), True)
    lines = look.wrap(name, size, room, True)
    high = look.line_height(size) * len(lines)
    # How far a kit is filled stands on its tab, where words leave it the room: four gestures are seen to become one kit.
    arrived = line.of(kit_seen.id) if gone else None
    below = Rect(rect.x + 70, rect.y + 44, min(room, 120.0), 14)
    pips = [] if high > 36 else view_line.tab(arrived, below) if arrived is not None and not narrow else [] if gone else _pips(kit_seen, rect.x + 70, rect.y + 48, below.w)
    top = rect.y + (25 if pips else 31) - high / 2
    shapes += pips
    shapes += kit.paragraph(look, rect.x + 70, top, room, name, size, colour=ink, bold=True)[0]
    said = look.t("kit.said", kit=name, due=kit_seen.due, n=ready(kit_seen), of=len(kit_seen.slots), state=_state(look, kit_seen))
    said = f"{said} {view_line.told_of(look, arrived)}" if arrived is not None and arrived.shown else said
    acts = ("press",) if calls or not (gone or kit_seen.here) else ()
    return Node(f"job:{kit_seen.id}", "spot", name, rect, tuple(shapes), acts, state=("current",) if kit_seen.here else (), spoken=said)


# The foam.


def open_kit(seen: PlanSeen) -> KitSeen | None:
    """The kit on the bench."""
    return next((kit_seen for kit_seen in seen.kits if kit_seen.here), None)


def frame() -> tuple[Shape, ...]:
    """The tray without what lies in it."""
    light = Rect(TRAY.x + 10, TRAY.y + 6, TRAY.w - 20, 4)
    return (
        Box(TRAY, "slate", 20, "ink", 3, to="tarmac"), Box(light, "alu_dark", 2, alpha=150),
        Box(TRAY.inset(11), "tarmac", 14, "black", 2, to="ink"),
    )  # fmt: skip


def foam(look: WorkshopWords, seen: PlanSeen, line: LineSeen = NO_LINE) -> Parts:
    """The tray with a cut-out a slot and the list below; while no kit is open, the line, and what it answered."""
    kit_seen = open_kit(seen)
    shapes: list[Shape] = [Box(Rect(TRAY.x + 6, TRAY.y + 12, TRAY.w, TRAY.h), "shadow", 22, alpha=60)]
    if kit_seen is None:
        return (*shapes, *_bare(look, seen, line)), ()
    shapes += frame()
    inner = TRAY.inset(16)
    n = len(kit_seen.slots)
    w = (inner.w - 12 * (max(3, n) - 1)) / max(3, n)
    left = inner.x + (inner.w - n * w - 12 * (n - 1)) / 2
    return tuple(shapes), tuple(_slot(look, slot, i, Rect(left + i * (w + 12), inner.y, w, inner.h)) for i, slot in enumerate(kit_seen.slots))


def _bare(look: WorkshopWords, seen: PlanSeen, line: LineSeen) -> list[Shape]:
    """The bare table: what to touch next, with an arrow to the kits above it, and the line below.

    In practice, once its kit has left, a station: at work where the try was right.
    """
    left = any(other.left < 0 for other in seen.kits) and not seen.outcome
    drawn = not kit.large(look) and (bool(line.stations) or bool(seen.outcome))
    gone, of = seen.done_of
    shapes = view_line.hall(gone / max(1, of))
    if left or not seen.outcome:
        shapes += _hint(look, look.t("foam.none" if left else "foam.gone"), arrow=left, high=drawn, beside=drawn and line.now is not None and (left or not line.now.over))
    if drawn and not line.stations:
        # Whose kit it was: on the plan of practice each has the person of their place in the list.
        last = max(range(len(seen.kits)), key=lambda n: seen.kits[n].left)
        station = view_line.bay(0, 0, runs=seen.outcome == RIGHT, wave=1, n=last)
        return [*shapes, *(kit.scaled(shape, 1.5, TRAY.centre[0] - 150, TRAY.y + 184) for shape in station)]
    return [*shapes, *(view_line.shown(look, line, rests=not left, early=early(seen)) if drawn else view_line.row(look, line))]


def _hint(look: WorkshopWords, says: str, *, arrow: bool, high: bool, beside: bool) -> list[Shape]:
    """What to touch next: in the upper edge where more is drawn (`high`), left of what is said at the station (`beside`)."""
    x, room = TRAY.x + 58, TRAY.w - 80 - (340 if beside else 0)
    size = kit.fitted(look, says, 24, (room, 36 if high else 120), True)
    tall = look.line_height(size) * len(look.wrap(says, size, room, True))
    y = TRAY.y + 22 if high else TRAY.y + 78
    up: list[Shape] = [Poly(((x - 32, y + 2), (x - 19, y - 14), (x - 6, y + 2)), "signal"), Box(Rect(x - 24, y, 10, 14), "signal")]
    return [*(up if arrow else ()), *kit.paragraph(look, x, y - tall / 2, room, says, size, bold=True)[0]]


def _slot(look: WorkshopWords, slot: SlotSeen, n: int, rect: Rect) -> Node:
    # Large words take two lines, and some of the well.
    below = 100.0 if kit.large(look) else 46.0
    well = Rect(rect.x, rect.y, rect.w, rect.h - below)
    shapes: list[Shape] = [Box(well, "steel", 14, "slot_edge", 2, to="slate")]
    held = slot.held
    if held is None:
        k = min(1.8, (well.w - 8) / 80, well.h / 84)
        shapes += view_part.outline(slot.shape, round(well.centre[0]), round(well.centre[1]), k)
    else:
        shapes += view_part.pile(held.shape, held.size, held.n, well.inset(7), held.flaw)
    if slot.waits and held is None:
        shapes += _card(look, well)
    ref = look.t(f"ref.{slot.ref}")
    words = look.t("slot.asked", n=slot.n, ref=ref)
    size = kit.fitted(look, words, 21, (rect.w + 4, below - 4 if kit.large(look) else 38), True)
    high = look.line_height(size) * len(look.wrap(words, size, rect.w + 4, True))
    shapes += kit.paragraph(look, rect.x - 2, well.y + well.h + below / 2 + 1 - high / 2, rect.w + 4, words, size, colour="alu_mid" if full(slot) else "white", bold=True, anchor="centre")[0]
    state_said = look.t("slot.waits") if slot.waits and held is None else look.t("slot.empty") if held is None else look.t("slot.holds", n=held.n, ref=look.t(f"ref.{held.ref}"))
    said = ". ".join((words, state_said.rstrip("."), *seen_on(look, held)))
    return Node(f"slot:{n}", "spot", words, rect, tuple(shapes), ("press",), value=str(held.n) if held else "", spoken=said)


def seen_on(look: WorkshopWords, held: HeldSeen | None) -> list[str]:
    """What is to be seen on what is held, told as a feature."""
    return [] if held is None else [look.t(f"look.{mark}") for mark in (held.flaw, held.trace) if mark]


def _card(look: WorkshopWords, well: Rect) -> list[Shape]:
    """A red card where a slot waits for somebody's answer."""
    card = Rect(well.x + 8, well.centre[1] - 34, well.w - 16, 68)
    words = look.t("slot.waits")
    size = kit.fitted(look, words, 23, (card.w - 16, card.h - 8), True)
    high = look.line_height(size) * len(look.wrap(words, size, card.w - 16, True))
    return [Box(card, "red", 10, "white", 3), *kit.paragraph(look, card.x + 8, card.centre[1] - high / 2, card.w - 16, words, size, colour="white", bold=True, anchor="centre")[0]]


# The hand.


def carries(seen: PlanSeen, mode: str, source: str, node: str) -> bool:
    """Whether what was taken from a bin may be let go on a slot, or the scanner on a bin: in one gesture of the hand."""
    (kind, _, name), onto = source.partition(":"), node.partition(":")[0]
    if kind == "bin":
        return onto == "slot" and seen.hand is not None and seen.hand.bin == name
    return onto == "bin" and mode == name


def hand(look: WorkshopWords, seen: PlanSeen, mode: str, asker: tuple[str, str] = ("", ""), note: str = "") -> tuple[Node, ...]:
    """The glove with the first piece near, in its bag; the others counted below; one back, or all under key.

    `asker`: with the bell in hand, who had asked for something is told: nothing is put back or under key then.
    `note`: what was promised, on a slip of paper beside the glove while the hand is empty.
    """
    held = seen.hand
    here = Rect(HAND.x, HAND.y, HAND.w, HAND.h - 84)
    shapes: list[Shape] = [Box(Rect(here.x + 4, here.y + 7, here.w, here.h), "shadow", 20, alpha=40), Box(here, "cloud", 20, "alu_mid", 2, to="alu_light")]
    # In one place whether it holds something or not: only what was taken is seen to come.
    glove = Picture("kit_glove", Rect(here.x + here.w - 120, here.y + 38, 120, 72))
    if held is None:
        words = look.t(f"hand.{mode}" if mode in ABOUT else "hand.empty")
        size = kit.fitted(look, words, kit.READ, (here.w - 24, 56))
        high = look.line_height(size) * len(look.wrap(words, size, here.w - 24))
        shapes += [*_tool(mode, here), glove, *kit.paragraph(look, here.x + 12, here.y + here.h - 14 - high, here.w - 24, words, size, anchor="centre")[0]]
        shapes += _slip(look, note, here) if note and mode not in IN_HAND else []
        said = f"{words}. {note}" if note else words
    else:
        name = look.t(f"ref.{held.ref}")
        said = ". ".join((look.t("hand.holds", n=held.n, ref=name), *seen_on(look, held)))
        shapes += _held(look, held, here, glove, name)
    status = Node("hand", "status", said, here, tuple(shapes), (), value=str(held.n) if held else "", spoken=said)
    y, w = HAND.y + HAND.h - 76, (HAND.w - 10) / 2
    if held is None and asker[0]:
        return status, kit.button(look, f"tell:{asker[0]}", look.t("tell", asker=asker[1]), Rect(HAND.x, y, HAND.w, 76), style="secondary", size=26)
    off = () if held is not None else ("disabled",)
    less = _key(look, "less:", look.t("hand.less"), look.t("hand.less.short"), Rect(HAND.x, y, w, 76), key_of(look, "less"), off)
    more = _more(look, seen, Rect(here.x + here.w - 82, here.y + here.h - 54, 74, 50))
    cage = _key(look, "reject", look.t("mode.reject"), look.t("mode.reject"), Rect(HAND.x + w + 10, y, w, 76), key_of(look, "reject"), off)
    return status, *more, less, cage


def _more(look: WorkshopWords, seen: PlanSeen, rect: Rect) -> tuple[Node, ...]:
    """Several more of the same small part at one press, as many presses on its bin would; none for other parts."""
    held = seen.hand
    if held is None or held.shape not in SMALL:
        return ()
    can = any(b.id == held.bin and b.here and b.left >= AT_ONCE for b in seen.bins) and held.n + AT_ONCE <= MOST_HELD
    words = look.t("hand.more", n=AT_ONCE)
    node = kit.button(look, f"more:{held.bin}", f"+ {AT_ONCE}", rect, style="secondary", size=28, spoken=words)
    return (node if can else replace(node, state=("disabled",), actions=()),)


def _slip(look: WorkshopWords, note: str, here: Rect) -> list[Shape]:
    """A note to oneself, left of the glove."""
    slip = Rect(here.x + 10, here.y + 12, 112, 128)
    size = kit.fitted(look, note, kit.READ, (slip.w - 14, slip.h - 12), True)
    high = look.line_height(size) * len(look.wrap(note, size, slip.w - 14, True))
    words = kit.paragraph(look, slip.x + 7, slip.centre[1] - high / 2, slip.w - 14, note, size, bold=True, anchor="centre")[0]
    return [Box(Rect(slip.x + 3, slip.y + 5, slip.w, slip.h), "shadow", 4, alpha=50), Box(slip, "warm_light", 4, "amber", 2), *words]


def _tool(mode: str, here: Rect) -> list[Shape]:
    """What the empty hand is about to use: the scanner or a red tag."""
    return [Picture(IN_HAND[mode], Rect(here.x + 46, here.y + 20, 96, 96))] if mode in IN_HAND else []


def lid(seen: PlanSeen) -> tuple[Shape, ...]:
    """Once the last slot is filled the clear lid lies shut over the foam, both its latches down."""
    kit_seen = open_kit(seen)
    return shut() if kit_seen is not None and closed(kit_seen) else ()


def shut() -> tuple[Shape, ...]:
    """The lid on the tray: clear, with the light of the windows on it."""
    r = TRAY.inset(7)
    sheen = ((r.x + 90, r.y + 4), (r.x + 210, r.y + 4), (r.x + 110, r.y + r.h - 4), (r.x + 4, r.y + r.h - 4), (r.x + 4, r.y + 130))
    thin = ((r.x + 250, r.y + 4), (r.x + 282, r.y + 4), (r.x + 184, r.y + r.h - 4), (r.x + 152, r.y + r.h - 4))
    latches = (Box(Rect(TRAY.centre[0] + dx - 34, TRAY.y + TRAY.h - 16, 68, 26), "alu_light", 7, "ink", 3) for dx in (-220, 220))
    return (Box(r, "blue_light", 16, alpha=30), Box(r, "", 16, "blue_light", 5), Poly(sheen, "white", 34), Poly(thin, "white", 34), *latches)


def _held(look: WorkshopWords, held: HeldSeen, here: Rect, glove: Picture, name: str) -> list[Shape]:
    """The name and the number above, the first piece large, beside it the glove and the others in rows of four."""
    words = look.t("hand.holds", n=held.n, ref=name)
    size = kit.fitted(look, words, 28, (here.w - 20, 36), True)
    shapes: list[Shape] = [Text(here.centre[0], here.y + 22 - look.px(size) * 0.62, words, look.px(size), "ink", True, "centre")]
    # Each piece stays where it is, so that only the one that was just taken is seen to come.
    near = view_part.bagged(held.shape, held.size, here.x + 92, here.y + 124, NEAR, held.flaw, held.trace)
    rest = [
        view_part.picture(held.shape, held.size, round(here.x + 192 + 22 * (n % ABREAST)), round(here.y + 109 + 19 * (n // ABREAST)), 0.42)
        for n in range(held.n - 1)
    ]
    return [*shapes, glove, *near, *rest]


def _key(look: WorkshopWords, id: str, words: str, short: str, rect: Rect, key: str, state: tuple[str, ...]) -> Node:
    """One back into its bin, or what is held under key: a sign, its `short` word, its key."""
    off = bool(state)
    fill = "cloud" if off else "white"
    shapes: list[Shape] = [Box(rect, fill, 16, "alu_mid" if off else "rim", 2)]
    # The sign above its word, so that the word has the whole width.
    x, y = rect.centre[0], rect.y + 24
    if id == "reject":
        shapes.append(Picture("kit_cage", Rect(x - 17, y - 17, 34, 34), alpha=110 if off else 255))
    else:
        tone = "alu_dark" if off else "ink"
        shapes += [Line(((x + 12, y - 10), (x + 12, y + 6), (x - 8, y + 6)), tone, 5), Line(((x, y - 4), (x - 11, y + 6), (x, y + 16)), tone, 5)]
    room = rect.w - 12
    size = kit.fitted(look, short, 22, (room, 32), True)
    shapes.append(Text(x, rect.y + 58 - look.px(size) * 0.62, short, look.px(size), "steel" if off else "ink", True, "centre"))
    return Node(id, "tool", words, rect, tuple(shapes), ("press",), state=state, spoken=kit.spoken_name(look, words, key), shortcut=key)
