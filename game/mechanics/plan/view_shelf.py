"""The aisles: the one I stand in large with its bins and labels, the others near and dull with their blocks."""

from collections.abc import Sequence

from game.mechanics.plan import view_part, view_strip
from game.mechanics.plan.seen import LotSeen, PlanSeen
from game.mechanics.plan.written import TAKES
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Node, Picture, Rect, Shape, Text
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

SHELVES = Rect(474, 92, 1006, 446)
HEAD, ROW, GAP, NEAR = 46.0, 132.0, 14.0, 128.0
LARGE = 1.25
"""Above this size of text every label is as high as the front of its bin."""
ACROSS, DOWN = 3, 3
BIN, CRUSHED, RACK, WIDE = (200, 62), (200, 84), (626, 450), (722, 450)
"""Width and height of the drawings of a bin's front, and of the rack of the aisle in use."""
SHOWN = 3
"""The most pieces that are seen above the lip of a bin."""
NEARBY = 1.42
"""How large each of them is: larger than anything that lies about, since by it two of a shape are told apart."""


def places(seen: PlanSeen) -> dict[str, Rect]:
    """Where each aisle stands: the one in use takes what the others leave."""
    others = len(seen.ways) - 1
    wide = SHELVES.w - others * (NEAR + GAP)
    rects, x = {}, SHELVES.x
    for name, _ in seen.ways:
        w = wide if name == seen.aisle else NEAR
        rects[name] = Rect(x, SHELVES.y, w, SHELVES.h)
        x += w + GAP
    return rects


def aisles(look: WorkshopWords, seen: PlanSeen, kept: Kept) -> Parts:
    """The racks, and every aisle and every bin within reach as a node; an aisle is drawn anew when it changes only."""
    shapes: list[Shape] = []
    nodes: list[Node] = []
    bins: list[Node] = []
    for (name, blocks), rect in zip(seen.ways, places(seen).values(), strict=True):
        there = tuple(b for b in seen.bins if b.aisle == name)
        if name == seen.aisle:
            shapes += _rack(rect)
            nodes.append(_here(look, name, rect, "" if seen.hand is not None else look.t("aisle.take", n=TAKES)))
            bins = [kept.get(f"bin {bin.id}", (look, bin, rect), lambda bin=bin, n=n, rect=rect: _bin(look, bin, _cell(rect, n))) for n, bin in enumerate(there)]  # type: ignore[misc]
        else:
            way = name, blocks
            nodes.append(kept.get(f"near {name}", (look, way, rect, there), lambda way=way, rect=rect, there=there: _near(look, way, rect, there)))  # type: ignore[misc]
    return tuple(shapes), (*nodes, *bins)


def _rack(rect: Rect) -> list[Shape]:
    """The rack of the aisle in use: of its two drawings the one nearest in width, never higher than its place."""
    art = "rack_wide" if rect.w > (RACK[0] + WIDE[0]) / 2 else "rack_here"
    return [Picture(art, Rect(rect.x, rect.y, rect.w, SHELVES.h + 4))]


def _cell(rect: Rect, n: int) -> Rect:
    """The place of the n-th bin of a rack, from left to right and from above."""
    w = (rect.w - 24) / ACROSS
    return Rect(rect.x + 12 + n % ACROSS * w, rect.y + HEAD + n // ACROSS * ROW, w, ROW - 12)


def _plate(look: WorkshopWords, rect: Rect, fill: str, name: str, more: str, costs: str = "") -> list[Shape]:
    """The name of an aisle above its rack; what a press `costs`, as the blocks that the strip will show; or in words."""
    w = min(rect.w, 520.0 if more else 340.0)
    plate = Rect(rect.centre[0] - w / 2, rect.y, w, HEAD - 2)
    room, middle = plate.w - 26, plate.centre[1]
    if not more:
        big = kit.fitted(look, name, 24, (room, plate.h - 4), True)
        return [Box(plate, fill, 12), Text(plate.centre[0], middle - look.px(big) * 0.62, name, look.px(big), "white", True, "centre")]
    if costs and not kit.large(look):
        # The very signs that the strip will bear, as many as there will be.
        side, step = 24.0, 27.0
        wide = step * len(costs)
        word = look.t("strip.t")
        small = kit.fitted(look, word, kit.READ, (room * 0.4, plate.h - 6))
        big = kit.fitted(look, name, 24, (room - wide - look.width(word, small) - 16, plate.h - 4), True)
        left = plate.x + plate.w - 8 - wide
        signs = [shape for n, letter in enumerate(costs) for shape in view_strip.sign(letter, left + step * n, middle - side / 2, side, side)]
        verb = Text(left - 8, middle - look.px(small) * 0.6, word, look.px(small), "mist", False, "right")
        return [Box(plate, fill, 12), Text(plate.x + 13, middle - look.px(big) * 0.62, name, look.px(big), "white", True), verb, *signs]
    small = kit.fitted(look, more, kit.READ, (room * 0.48, plate.h - 6))
    big = kit.fitted(look, name, 24, (room - look.width(more, small) - 8, plate.h - 4), True)
    return [
        Box(plate, fill, 12), Text(plate.x + 13, middle - look.px(big) * 0.62, name, look.px(big), "white", True),
        Text(plate.x + plate.w - 13, middle - look.px(small) * 0.6, more, look.px(small), "mist", False, "right"),
    ]  # fmt: skip


def _here(look: WorkshopWords, name: str, rect: Rect, takes: str) -> Node:
    """The aisle in use; `takes`: what the first piece of a bin costs, told where it is chosen, "" with pieces in hand."""
    title = look.t("aisle.here", aisle=name)
    w = min(rect.w, 520.0) if takes else 340.0
    place = Rect(rect.centre[0] - w / 2, rect.y, w, HEAD)
    said = f"{title}. {takes}" if takes else title
    return Node(f"aisle:{name}", "status", title, place, tuple(_plate(look, place, "ink", title, takes, "t" * TAKES)), state=("current",), spoken=said)


def _near(look: WorkshopWords, way: tuple[str, int], rect: Rect, bins: Sequence[LotSeen]) -> Node:
    """Another aisle, dull, with its blocks: a press walks there."""
    name, blocks = way
    title, more = look.t("aisle", aisle=name), look.t("aisle.blocks", n=blocks)
    shapes: list[Shape] = [Picture("rack_narrow", Rect(rect.x, rect.y, rect.w, SHELVES.h + 4))]
    for n, bin in enumerate(bins[: ACROSS * DOWN]):
        cell = _cell(rect, n)
        x, base = cell.centre[0], cell.y + cell.h
        if bin.left:
            shapes.append(view_part.picture(bin.shape, bin.size, round(x), round(base - 50), 0.62))
        shapes.append(Picture(f"{front_of(bin)}_dull", Rect(cell.x + 1, base - 40, cell.w - 2, 40)))
        if bin.tagged:
            shapes.append(Picture("tag", Rect(x - 4, base - 56, 34, 26)))
    shapes += [Box(Rect(rect.x, rect.y + HEAD - 10, rect.w, rect.h - HEAD + 10), "cloud", alpha=64), *_plate(look, rect, "slate", title, "")]
    foot = Rect(rect.x + 6, rect.y + rect.h - 82, rect.w - 12, 70)
    shapes.append(Box(foot, "slate", 12))
    if kit.large(look):
        size = kit.fitted(look, more, 24, (foot.w - 12, foot.h - 6), True)
        high = look.line_height(size) * len(look.wrap(more, size, foot.w - 12, True))
        shapes += kit.paragraph(look, foot.x + 6, foot.centre[1] - high / 2, foot.w - 12, more, size, colour="white", bold=True, anchor="centre")[0]
    else:
        # The very signs that the strip will bear, as many as there will be.
        side = min(26.0, (foot.w - 16) / blocks - 4)
        first = foot.centre[0] - (blocks * (side + 4) - 4) / 2
        shapes += [sign for n in range(blocks) for sign in view_strip.sign("w", first + n * (side + 4), foot.y + 8, side, side)]
        size = kit.fitted(look, more, kit.READ, (foot.w - 12, 30))
        shapes.append(Text(foot.centre[0], foot.y + 52 - look.px(size) * 0.62, more, look.px(size), "white", True, "centre"))
    return Node(f"aisle:{name}", "spot", title, rect, tuple(shapes), ("press",), spoken=f"{title}. {more}")


def front_of(bin: LotSeen) -> str:
    """The drawing of a bin's front with its empty label: the colour of its band, crushed or not."""
    return f"bin_{'crushed_' if bin.odd else ''}{'yellow' if bin.yellow else 'grey'}"


def date_of(until: str) -> str:
    """A date as it stands on a label, month then year, "" without one."""
    return f"{until[3:]}/{until[:2]}" if until else ""


def read_said(look: WorkshopWords, bin: LotSeen) -> str:
    """What the scanner shows of a label."""
    paper = look.t("paper.signed" if bin.paper else "paper.bare")
    return look.t("scan.said", lot=bin.lot, date=date_of(bin.until) or "-", paper=paper)


def _bin(look: WorkshopWords, bin: LotSeen, cell: Rect) -> Node:
    """A bin of the aisle: its pieces above the lip, its label with name, date and band."""
    base = cell.y + cell.h
    w = cell.w - 6
    high = w * BIN[1] / BIN[0]
    shown = min(SHOWN, bin.left)
    shapes: list[Shape] = []
    step = (cell.w - 36) / SHOWN
    for n in range(shown):
        x = cell.centre[0] + (n - (shown - 1) / 2) * step
        shapes.append(view_part.picture(bin.shape, bin.size, round(x), round(base - high - 10 + 4 * (n % 2)), NEARBY))
    k = w / BIN[0]
    if bin.odd:
        high = w * CRUSHED[1] / BIN[0]
        label = Rect(24 * k, 42 * k, 152 * k, 36 * k)
    else:
        label = Rect(14 * k, 12 * k, 172 * k, 45 * k)
    front = Rect(cell.x + 3, base - high, w, high)
    # A date is read at each take: its label is as high as the front, as any is with large words.
    tall = (look.comfort.text_scale > LARGE or bool(bin.until)) and not bin.odd
    shapes += [Picture(front_of(bin), front), *(_tall(front, _above(look, bin)) if tall else [])]
    if tall:
        up = _above(look, bin) * k
        label = Rect(14 * k, 3 * k - up, 178 * k, 57 * k + up)
    shapes += _label(look, bin, Rect(front.x + label.x, front.y + label.y, label.w, label.h))
    shapes += _address(look, bin, cell)
    shapes += [] if bin.left or kit.large(look) else _bare(look, cell, front.y - (_above(look, bin) * k if tall else 0.0))
    if bin.tagged:
        shapes.append(Picture("tag", Rect(cell.x + cell.w - 66, cell.y + 4, 64, 48)))
    name = look.t(f"ref.{bin.ref}")
    said = [f"{name} {date_of(bin.until)}".strip(), look.t("band.yellow" if bin.yellow else "band.grey"), look.t("bin.left", n=bin.left)]
    said += [look.t(word) for word, there in (("bin.odd", bin.odd), ("tagged", bin.tagged)) if there]
    said += [read_said(look, bin)] if bin.read else []
    state = ("checked",) if bin.tagged else ()
    return Node(f"bin:{bin.id}", "spot", name, cell, tuple(shapes), ("press", "carry"), state=state, spoken=", ".join(said))


def _bare(look: WorkshopWords, cell: Rect, foot: float) -> list[Shape]:
    """That a bin is empty, where its pieces would stand: its label alone hides whether there are any."""
    words = look.t("bin.bare")
    size = kit.fitted(look, words, kit.READ, (cell.w - 60, 30), True)
    w, high = look.width(words, size, True) + 24, look.line_height(size)
    plate = Rect(cell.centre[0] - w / 2, foot - high - 3, w, high)
    return [Box(plate, "", 8, "mist", 2), Text(plate.centre[0], plate.centre[1] - look.px(size) * 0.62, words, look.px(size), "mist", True, "centre")]


def _address(look: WorkshopWords, bin: LotSeen, cell: Rect) -> list[Shape]:
    """On the board below a bin, what the debrief and the sheet call it; large labels leave no room for it."""
    if kit.large(look):
        return []
    words = bin.id
    w = look.width(words, 18, True) + 16
    plate = Rect(cell.x + 4, cell.y + cell.h - 8, w, 22)
    return [Box(plate, "paper", 5, "ink", 2), Text(plate.centre[0], plate.centre[1] - 18 * 0.62, words, 18, "ink", True, "centre")]


def shown(x: float, y: float, shape: str, size: int, *, yellow: bool, words: str = "", odd: bool = False, bare: bool = False, k: float = 1.7) -> list[Shape]:
    """A bin seen near about a point, 240 wide, with two of its pieces, none if `bare`, and what its label says."""
    front, low = ("crushed_", CRUSHED) if odd else ("", BIN)
    shapes: list[Shape] = [view_part.picture(shape, size, x + dx, y - 24, k) for dx in (-48, 48) if not bare]
    high = 1.2 * low[1]
    shapes.append(Picture(f"bin_{front}{'yellow' if yellow else 'grey'}", Rect(x - 120, y + 86 - high, 240, high)))
    # The date as large as its label: it is read in the small picture beside a try, too.
    label = Rect(x - 80, y + 4, 194, 78)
    return [*shapes, Box(label, "white", 6, "alu_mid", 2), Text(label.centre[0], label.y + 5, words, 54, "ink", True, "centre")] if words else shapes


def _above(look: WorkshopWords, bin: LotSeen) -> float:
    """How far a label rises above the front of its bin, over some of its pieces: a date is read from where one stands."""
    return 0.0 if not bin.until else 28.0 if look.comfort.text_scale > LARGE else 2.0


def _tall(front: Rect, up: float) -> list[Shape]:
    """A label as high as the front of its bin, and `up` more; its band stays."""
    k = front.w / BIN[0]
    return [Box(Rect(front.x + 33 * k, front.y + (3 - up) * k, 159 * k, (57 + up) * k), "white", 5, "alu_mid", 1)]


def _label(look: WorkshopWords, bin: LotSeen, rect: Rect) -> list[Shape]:
    """What is written on the label beside its band: the name, and below it the date; the one read last is lit."""
    shapes: list[Shape] = [Box(rect, "", 6, "sky", 5)] if bin.read else []
    # Large words leave no room above a label for what else is said of a bin: of an empty one no date is needed.
    bare = not bin.left and kit.large(look)
    name, date = look.t(f"ref.{bin.ref}"), look.t("bin.bare") if bare else date_of(bin.until)
    room = rect.w - 30
    big = kit.fitted(look, name, 22 if date else 27, (room, rect.h - 2 if not date else rect.h * 0.46), True)
    lines = look.wrap(name, big, room, True)
    high = look.line_height(big) * len(lines)
    x = rect.x + 19 + (rect.w - 19) / 2
    if not date:
        return [*shapes, *kit.paragraph(look, rect.x + 24, rect.centre[1] - high / 2, room, name, big, bold=True, anchor="centre")[0]]
    small = kit.fitted(look, date, 31, (room, rect.h * 0.62), True)
    both = high + look.line_height(small) * 0.86
    top = rect.centre[1] - both / 2
    shapes += kit.paragraph(look, rect.x + 24, top, room, name, big, bold=True, anchor="centre")[0]
    return [*shapes, Text(x, top + high - 6, date, look.px(small), "ink", True, "centre")]
