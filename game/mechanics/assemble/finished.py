"""The panel as the person leaves it: each rivet where it was set, and which zones are finished."""

from itertools import pairwise

from game.mechanics.assemble.params import WIDE_MM, Params
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from game.mechanics.assemble.view_panel import RIVET
from game.scenes.shown import FinishedPart, Spot

HIGH_MM = 404


def panel(params: Params, seen: AssembleSeen) -> FinishedPart:
    """A zone is finished when each of its holes has a formed rivet or carries a tag.

    Zones share the width of the panel between them, each up to half way to its neighbour.
    """
    by_zone: dict[str, list[HoleSeen]] = {}
    for hole in seen.holes:
        by_zone.setdefault(hole.zone, []).append(hole)
    zones = sorted(by_zone.values(), key=lambda holes: min(h.x_mm for h in holes))
    edges = [0.0]
    for left, right in pairwise(zones):
        edges.append((max(h.x_mm for h in left) + min(h.x_mm for h in right)) / 2 / WIDE_MM)
    edges.append(1.0)
    spans = tuple(
        (edges[n], edges[n + 1])
        for n, holes in enumerate(zones)
        if all(h.done for h in holes)
    )
    spots = tuple(Spot(h.x_mm / WIDE_MM, h.y_mm / HIGH_MM, _art(h), _mended(h)) for h in seen.holes)
    # A spoiled hole is rightly left empty: it is none of those that could be filled.
    sound = [h.state != "empty" for h in seen.holes if not h.oval]
    done_of = (sum(sound), len(sound))
    good = sum(h.lines_um > 0 and abs(h.h_um - h.lines_um) <= params.tolerance_um for h in seen.holes if not h.oval)
    return FinishedPart(
        params.piece.art, (*_before(params), *spots), spans, _window(params), done_of=done_of, complete=good
    )


def _art(hole: HoleSeen) -> str:
    return RIVET[hole.rivet] if hole.rivet else "hole_oval" if hole.oval else "hole"


def _mended(hole: HoleSeen) -> str:
    """What stands in a hole that was rightly left, once it was repaired: the paint comes after."""
    return RIVET["grey"] if hole.tagged and not hole.rivet else ""


def _window(params: Params) -> tuple[float, float, float, float] | None:
    w = params.piece.window
    return None if w is None else (w.x_mm / WIDE_MM, w.y_mm / HIGH_MM, w.w_mm / WIDE_MM, w.h_mm / HIGH_MM)


def _before(params: Params) -> tuple[Spot, ...]:
    """What the morning team has riveted."""
    return tuple(
        Spot((row.x_mm + row.dx_mm * k) / WIDE_MM, (row.y_mm + row.dy_mm * k) / HIGH_MM, RIVET["grey"])
        for row in params.piece.riveted
        for k in range(row.n)
    )
