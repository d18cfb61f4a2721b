"""The bench of riveting: the panel with its holes and what lies on it, and the tray below."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from game.mechanics.assemble import rows, view_panel, view_rivet
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.rows import RowSpot
from game.mechanics.assemble.seen import AssembleSeen
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Rect, Screen, Shape, Text
from game.workshop import view_parts
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

STRIP_Y, STRIP_WORDS = 790.0, 21.0
"""The middle of the strip of places, between the panel and what is at hand: it lies on neither; how large its name is."""


def bench(
    look: WorkshopWords, seen: AssembleSeen, params: Params, around: tuple[Parts, Parts, Parts], kept: Kept, mode: str, *,
    holes: tuple[Node, ...], part: tuple[Node, ...], ground: tuple[Shape, ...], offers: tuple[str, ...] | None = None,
    last: str = "", names: tuple[Shape, ...] = (),
) -> Screen:  # fmt: skip
    """The panel with its tray: the zones of rivets, and practice. `offers`: in practice, what its gesture presses."""
    bar, doc, side = around
    below = kept.get(
        "tray",
        (look, seen.bins, mode, seen.calibre, seen.movement, seen.kind, bool(seen.folders), offers),
        lambda: view_rivet.bench_tray(look, seen, mode, params.arrives)
        if offers is None
        else view_rivet.lesson_tray(look, seen, mode, offers),
    )
    beside = view_panel.beside(seen, view_rivet.covers(look, seen, mode), free=_free(seen, mode, below[1]))
    # At work the order says it: in practice it is not there to be read.
    learns = seen.kind == "practice"
    table, cut = (view_rivet.lengths(look, params), view_rivet.zones(look, params)) if learns else ((), ())
    held = kept.get(
        "hand",
        (
            look, seen.hand, seen.gauge_hole, seen.gauge_um, seen.check_hole, seen.check_reading, seen.calibre, mode,
            beside, last, seen.kind, mode == "redo" and any(h.redo and f"hole:{h.id}" == last for h in seen.holes),
        ),
        lambda: view_rivet.in_hand(look, seen, mode, beside, last, table, cut),
    )
    fallen = kept.get("fod", (look, seen.fod), lambda: view_parts.fallen(look, seen, view_panel.at))
    held = ((), ()) if part else held
    on_piece = _seams(seen) + view_parts.posed(seen, params, view_panel.at, view_panel.SCALE)
    on_piece += view_parts.awaited(seen, params, view_panel.at, view_panel.SCALE) if part else ()
    # What is posed lies over the panel, and over no name of a hole.
    on_piece += names if on_piece else ()
    on_piece += () if part else (*_counted(look, seen), *_progress(look, seen)[0])
    sides = [(*doc[1],), (*side[1],)]
    if part:
        # A part waits in the middle: the document to pose it by and the way on stay within reach.
        sides = [tuple(replace(n, state=(*n.state, "modal")) for n in nodes) for nodes in sides]
    # A hole of a step that is over is no place to go on at.
    here = last if any(h.open and f"hole:{h.id}" == last for h in seen.holes) else ""
    return Screen(
        "bench",
        look.t("title"),
        (*bar[1], *sides[0], *holes, *fallen, *below[1], *held[1], *sides[1], *part),
        ground,
        (*doc[0], *side[0], *on_piece, *below[0], *bar[0]),
        overlay=held[0], carried=() if part else view_rivet.carried(seen, mode),
        say=look.t(f"message.{seen.phase}"),
        focus_first=next((n.id for n in part if n.actions), here or f"bin:{seen.bins[0].number}"),
        leads=_place(holes, here) if (mode or seen.hand is not None) and not part else "",
    )


def _free(seen: AssembleSeen, mode: str, tray: Sequence[Node]) -> bool:
    """Whether practice leaves the tray's place to what is in hand: at most one thing is at hand, and no ruler is read."""
    ruler = seen.gauge_hole and (mode == "pige" or (seen.hand is None and not mode))
    return seen.kind == "practice" and len(tray) <= 1 and not ruler


def _seams(seen: AssembleSeen) -> tuple[Shape, ...]:
    """What joins neighbours that are done, where rivets are set: below all that lies on the piece."""
    return tuple(rows.seams(seen.holes)) if seen.kind == "work" else ()


def _counted(look: WorkshopWords, seen: AssembleSeen) -> tuple[Shape, ...]:
    """With large words, how far the step is: the way on, under which it stands else, has no room for it.

    It takes the place of the name of the piece, which stands there with small ones.
    """
    if seen.kind != "work" or not kit.large(look):
        return ()
    here = [h for h in seen.holes if h.open]
    words = look.t("tally_short", here=view_panel.done(here), there=len(here))
    return (Text(view_panel.LEFT + 36, view_panel.TOP + 594, words, look.px(22), "primer_ink", True),)


def places(look: WorkshopWords, seen: AssembleSeen) -> Mapping[int, RowSpot]:
    """Where each hole of the block in hand, in the order they are done in, has its place in the strip; {} for none."""
    return _progress(look, seen)[1]


def _progress(look: WorkshopWords, seen: AssembleSeen) -> tuple[tuple[Shape, ...], Mapping[int, RowSpot]]:
    """Below the panel, a small place for each hole of the day, block by block: full where one is done.

    The block in hand bears its name and stands out; one with nothing left to do has its tick, one to come is pale.
    With it, where the places of the block in hand stand.
    """
    if seen.kind != "work" or kit.large(look):
        return (), {}
    zones = [[h for h in seen.holes if h.zone == zone] for zone in dict.fromkeys(h.zone for h in seen.holes)]
    here = look.t(f"movement.{seen.movement}")
    size = kit.fitted(look, here, STRIP_WORDS, (200, look.line_height(STRIP_WORDS)), True)
    named = look.width(here, size, True) + 14
    # With middling words the name has no room beside so many places.
    named = named if look.comfort.text_scale <= 1 else 0.0
    step, gap, ends = 19.0, 10.0, 26.0
    wide = step * len(seen.holes) + (gap + ends) * len(zones) - gap + named
    x, y = view_panel.LEFT + view_panel.WIDE - wide, STRIP_Y
    shapes: list[Shape] = []
    stands: dict[int, RowSpot] = {}
    for zone in zones:
        n, now = view_panel.done(zone), any(h.open for h in zone)
        w = step * len(zone) + ends + (named if now else 0)
        full = n == len(zone)
        shapes.append(Box(Rect(x, y - 16, w, 32), "paper" if now else "primer_high", 16, "ink" if now else "primer_ink", 2, alpha=255 if now or full else 190))
        at = x + ends / 2
        if now and named:
            shapes.append(Text(at + 2, y - look.px(size) * 0.64, here, look.px(size), "ink", True))
            at += named
        for k in range(len(zone)):
            shapes.append(Circle(at + step / 2, y, 7, "ink" if k < n else "white", "ink", 2))
            stands |= {k: (at + step / 2, y)} if now else {}
            at += step
        shapes += _ended(x + w - 4, y - 12) if full else ()
        x += w + gap
    return tuple(shapes), stands


def _ended(x: float, y: float) -> tuple[Shape, ...]:
    """A tick that says done, in no colour of good: it is counted, not judged."""
    return Circle(x, y, 14, "ink", "paper", 2), Line(((x - 6, y), (x - 1, y + 5), (x + 7, y - 5)), "white", 4)


def _place(holes: tuple[Node, ...], last: str) -> str:
    """The hole where the person was, else the first one within reach: no better one is hinted at."""
    live = [n.id for n in holes if n.actions]
    return last if last in live else next(iter(live), "")
