"""The store: three aisles, the kits of the step as tabs, the foam, the hand, the mentor, the strip of blocks below."""

from game.mechanics.plan import view_foam, view_line, view_right, view_shelf, view_strip
from game.mechanics.plan.seen import PlanSeen
from game.mechanics.plan.view_arrivals import LineSeen
from game.screen.kept import Kept
from game.screen.nodes import Box, Picture, Rect, Screen, Shape
from game.workshop import view_parts
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

GROUND: tuple[Shape, ...] = (Picture("kit_store", Rect(0, 0, 1920, 1200)), Box(Rect(0, 1200, 1920, 100), "cloud"))
"""Wall, floor, and the cool light of the morning."""
EDGE = (488.5, 0.976, 862.0)
"""Where things lie, along the edge of the bench below the foam: from where (units), units a millimetre across, how high."""
LYING = 68.0
"""How wide each of them is drawn: 48 pixels on a screen of 1366, and a fingertip to press."""


def at(x_mm: float, y_mm: float) -> tuple[float, float]:
    """Millimetres of the bench to design units: along its edge, where nothing else stands."""
    left, across, edge = EDGE
    return left + x_mm * across, edge


def bench(
    look: WorkshopWords, seen: PlanSeen, around: tuple[Parts, Parts, Parts], kept: Kept, mode: str, says: str, *,
    finished: bool, speaks: bool, arts: tuple[str, str], offers: tuple[str, ...] = (),
    page: int = 0, asker: tuple[str, str] = ("", ""), note: str = "", line: LineSeen = view_foam.NO_LINE,
) -> Screen:  # fmt: skip
    """A step of kits, or practice, which shows what its gesture `offers`; `arts`: the trolley, open and with its lid.

    `page`: of what the mentor says in large words. `asker`: who can be told something with the bell, and their name.
    `note`: what the person has promised. `line`: the stations of the day, and what they answered.
    """
    bar, doc, _ = around
    shelves = kept.get("shelves", (look, seen.bins, seen.aisle, seen.ways, seen.hand is None), lambda: view_shelf.aisles(look, seen, kept))
    # Of what a station answers a tab shows how many dots: it is not laid out anew while somebody waves.
    dots = tuple((arrived.kit, arrived.shown, arrived.ended) for arrived in line.arrived)
    jobs = kept.get("jobs", (look, seen.kits, dots, mode == "call"), lambda: view_foam.jobs(look, seen, arts[0], line, calls=mode == "call"))
    foam = kept.get("foam", (look, seen.kits, line if not seen.kit else None, seen.outcome), lambda: view_foam.foam(look, seen, line))
    answered = (view_line.node(look, line.now),) if line.now is not None and not seen.kit else ()
    hand = kept.get("held", (look, seen.hand, mode, asker, note, seen.hand and seen.bins), lambda: view_foam.hand(look, seen, mode, asker, note))
    strip = kept.get("strip", (look, seen.kits, seen.spent), lambda: view_strip.strip(look, seen))
    card = kept.get("mentor", (look, says, speaks, seen.aisle, seen.ways, seen.visitor, page), lambda: view_right.says_card(look, seen, says, speaks=speaks, page=page))
    marks = seen.kind != "practice" or any(offer.startswith("mode:") for offer in offers)
    ways = kept.get("ways", (look, mode, finished, seen.changeable, seen.kind, marks), lambda: view_right.ways(look, seen, mode, finished=finished, marks=marks))
    scanner = kept.get("scanner", (look, mode, seen.bins), lambda: view_right.scanner(look, seen, mode))
    depart = () if finished else (kept.get("depart", (look, seen.kits), lambda: view_right.depart(look, seen, arts)),)
    fallen = kept.get("fod", (look, seen.fod), lambda: view_parts.fallen(look, seen, at, LYING))
    decor = (*doc[0], *shelves[0], *foam[0], *card[0], *bar[0])
    nodes = (*bar[1], *doc[1], *jobs, *shelves[1], scanner, *hand, *foam[1], *answered, strip, *fallen, *card[1], *(() if seen.visitor else view_right.porter(look, line)), *ways, *depart)
    return Screen(
        "store", look.t("title"), nodes, GROUND, decor, overlay=kept.get("lid", seen.kits, lambda: view_foam.lid(seen)), say=look.t(f"message.{seen.phase}"),
        focus_first=next((n.id for n in shelves[1] if n.id.startswith("bin:")), ""),
    )  # fmt: skip
