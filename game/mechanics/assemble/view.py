"""How the workshop is laid out: document at the left, work in the centre, team and state at the right, tray below."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from game.mechanics.assemble import view_doc, view_panel, view_side, view_tray
from game.mechanics.assemble.seen import AssembleSeen
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Line, Node, Rect, Screen, Shape
from game.screen.scene import Look

MIDDLE = Rect(500, 118, 1000, 902)
Bar = tuple[tuple[Shape, ...], tuple[Node, ...]]
Parts = tuple[tuple[Shape, ...], tuple[Node, ...]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is shown of the params: order numbers on the plan, control points, seats of the parts, holes lit in practice."""

    numbers: Mapping[str, int]
    points: Mapping[str, str]
    seats: Mapping[str, tuple[int, int]]
    practice: tuple[str, ...] = ()
    kept: Kept = field(default_factory=Kept)


@dataclass(frozen=True, slots=True)
class Hand:
    """What the person holds on the screen, apart from the task: a mode of the tray, a page of the document."""

    mode: str = ""
    page: int = 0
    point: str = ""
    board: bool = False


def shop() -> tuple[Shape, ...]:
    """The floor of the shop: what never changes."""
    shapes: list[Shape] = [Box(Rect(0, 0, 1920, 1300), "bench_top", to="bench_low")]
    shapes += [Line(((x, 86), (x, 1300)), "bench_line", 1.5) for x in range(60, 1920, 60)]
    shapes += [Line(((0.0, y), (1920, y)), "bench_line", 1.5) for y in range(146, 1300, 60)]
    return tuple(shapes)


SHOP = shop()


def ground(look: Look, kept: Kept) -> tuple[Shape, ...]:
    """The shop with the panel on it."""
    return kept.get("ground", look, lambda: (*SHOP, *view_panel.panel(look)))


def around(look: Look, seen: AssembleSeen, drawing: Drawing, hand: Hand) -> tuple[Parts, Parts]:
    """Document and side, kept from frame to frame while what they show stays the same."""
    doc = drawing.kept.get(
        "doc",
        (look, seen.index, seen.doc, seen.phase, seen.folders, hand.page),
        lambda: view_doc.document(look, seen, (drawing.numbers, drawing.points), hand.page),
    )
    side = drawing.kept.get(
        "side",
        (look, seen.message, seen.phase, seen.placed, seen.total, seen.pace, view_panel.left_to_set(seen), hand.board, view_side.guide(seen)),
        lambda: view_side.side(look, seen, hand.board),
    )
    return doc, side


def bench(look: Look, seen: AssembleSeen, bar: Bar, drawing: Drawing, hand: Hand) -> Screen:
    """The panel with its tray: the zones of rivets, and practice."""
    doc, side = around(look, seen, drawing, hand)
    kept = drawing.kept
    tray = kept.get(
        "tray",
        (look, seen.bins, hand.mode, seen.calibre, seen.hand is None),
        lambda: view_tray.tray(look, seen, hand.mode),
    )
    held = kept.get(
        "hand",
        (look, seen.hand, seen.gauge_hole, seen.gauge_um, seen.check_hole, seen.check_reading, seen.calibre, hand.mode),
        lambda: view_side.in_hand(look, seen, hand.mode),
    )
    lit = view_panel.lit_hole(seen, drawing.practice)
    holes = view_panel.holes(look, seen, kept, lit=lit)
    part = view_panel.part_to_fit(look, seen, drawing.seats)
    fallen = kept.get("fod", (look, seen.fod), lambda: view_panel.fallen(look, seen))
    sides = [(*doc[1],), (*side[1],)]
    if part:
        # A part waits in the middle: the document to pose it by and the way on stay within reach.
        sides = [tuple(replace(n, state=(*n.state, "modal")) for n in nodes) for nodes in sides]
    nodes = (*bar[1], *sides[0], *holes, *fallen, *tray[1], *held[1], *sides[1], *part)
    return Screen(
        "bench",
        look.t("assemble.title"),
        nodes,
        ground(look, drawing.kept),
        (*doc[0], *side[0], *tray[0], *held[0], *bar[0]),
        say=look.t(f"assemble.message.{seen.phase}"),
        focus_first=next((n.id for n in part if n.actions), "bin:1"),
    )


def frame(
    look: Look, seen: AssembleSeen, bar: Bar, drawing: Drawing, centre: Parts, hand: Hand, below: tuple[Shape, ...] = SHOP
) -> Screen:
    """The same sides around the work of another phase."""
    doc, side = around(look, seen, drawing, hand)
    focus = next((n.id for n in centre[1] if n.actions), "")
    return Screen(
        seen.phase,
        look.t("assemble.title"),
        (*bar[1], *doc[1], *centre[1], *side[1]),
        below,
        (*doc[0], *side[0], *centre[0], *bar[0]),
        say=look.t(f"assemble.message.{seen.phase}"),
        focus_first=focus,
    )


def dialog(look: Look, title: str, options: tuple[tuple[str, str], ...]) -> tuple[Node, ...]:
    """A question over the bench: only its answers can be reached."""
    size = kit.fitted(look, title, 28, (720, 170), True)
    text, bottom = kit.paragraph(look, 600, 0, 720, title, size, bold=True, anchor="centre")
    box = Rect(560, 0, 800, bottom + 70 + 90 * len(options))
    top = max(100.0, (look.height - box.h) / 2)
    box = Rect(box.x, top, box.w, box.h)
    text, bottom = kit.paragraph(look, 600, top + 30, 720, title, size, bold=True, anchor="centre")
    veil = Box(Rect(0, 0, 1920, 1300), "ink", alpha=150)
    nodes = [Node("dialog", "dialog", title, box, (veil, *kit.card(box), *text), (), spoken=title)]
    for n, (id, label) in enumerate(options):
        rect = Rect(box.x + 40, bottom + 16 + 90 * n, box.w - 80, 76)
        nodes.append(kit.button(look, id, label, rect, style="plain", size=26, state=("modal",)))
    return tuple(nodes)
