"""Where the focus goes and what a press means. Pure: it reads a Screen and answers ids."""

from collections.abc import Sequence

from game.screen.heed import ASKS
from game.screen.nodes import Node, Rect, Screen

OVER = ("pause", "comfort", "words")
"""Sheets of the house laid over a screen: who shuts one is where they were."""
BAR = ("pause", "words:", "help", "listen", "comfort", "mute")
"""Ids of the bar's buttons, reachable from every screen."""
AHEAD, ASIDE = 0.5, 3.0
"""What a unit across the way of an arrow costs, against one along it: before what has the focus, and beside that."""
CONE = 0.5
"""What lies further aside than this allows, along by across, is not where the arrow points."""
PULLED = ("hold",)
"""What a pointer alone pulls."""
POINTED = (PULLED, ("carry",))
"""What is for a pointer alone: pulled, or carried to where another press takes it too."""
ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def reachable(screen: Screen) -> tuple[Node, ...]:
    """Nodes one can act on, in reading order; when a dialog is open, those inside it, then the bar."""
    return tuple(n for n in touchable(screen) if n.actions not in POINTED)


def touchable(screen: Screen) -> tuple[Node, ...]:
    """The same for a pointer, which pulls things that no key stops at."""
    live = tuple(n for n in screen.nodes if n.actions and "disabled" not in n.state)
    dialog = tuple(n for n in live if "modal" in n.state)
    return (*dialog, *(n for n in live if n.id in BAR and n not in dialog)) if dialog else live


def first(screen: Screen, wanted: str = "") -> str:
    """The focus to start with: the one wanted when it can be reached, else the screen's choice, else the first."""
    ids = [n.id for n in reachable(screen)]
    for name in (wanted, screen.focus_first):
        if name in ids:
            return name
    return ids[0] if ids else ""


def goes_on(screen: Screen, focus: str, *, fresh: bool, back: str = "") -> str:
    """Where the focus is on the next picture of a screen; `fresh`: another screen than the one before.

    A new screen begins where its work is, a button of the bar is left behind with the old one. A question begins
    nowhere: the Enter of a hand at work answers nothing, the first arrow or Tab goes to the first answer. `back` is
    where the work was before a sheet of the house was laid over it, "" on any other way: there it goes on.
    """
    ids = {n.id for n in reachable(screen)}
    if fresh and back in ids:
        return back
    if screen.id in ASKS and (fresh or focus not in ids):
        return ""
    if focus not in ids or (fresh and (focus in BAR or screen.focus_first in ids)):
        return first(screen)
    return focus


def follow(screen: Screen, focus: str, step: int) -> str:
    """The next (1) or previous (-1) node in reading order, round and round."""
    ids = [n.id for n in reachable(screen)]
    if not ids:
        return ""
    return ids[(ids.index(focus) + step) % len(ids)] if focus in ids else ids[0]


def towards(screen: Screen, focus: str, arrow: str) -> str:
    """The nearest node in a direction, those straight ahead first; the focus itself when there is none.

    The bar is a shelf of its own: the up arrow enters it where nothing of the screen lies above, the down arrow
    leaves it, and the other two stay where they are.
    """
    nodes = reachable(screen)
    here = next((n for n in nodes if n.id == focus), None)
    if here is None:
        return first(screen)
    shelf = here.id in BAR
    same = [n for n in nodes if (n.id in BAR) == shelf]
    other = [n for n in nodes if (n.id in BAR) != shelf]
    crosses = arrow == ("down" if shelf else "up")
    nearest = _nearest(here, same, arrow) or (_nearest(here, other, arrow, wide=True) if crosses else "")
    # The foot of a screen is one row: its buttons are met from anywhere above, however far aside they stand.
    return nearest or (_nearest(here, same, arrow, wide=True) if arrow == "down" else "") or focus


def _nearest(here: Node, nodes: Sequence[Node], arrow: str, *, wide: bool = False) -> str:
    """The id of the nearest node on the way of an arrow, "" for none; `wide`: however far aside it lies."""
    dx, dy = ARROWS[arrow]
    x, y = here.rect.centre
    best, least = "", float("inf")
    for node in nodes:
        nx, ny = node.rect.centre
        along = (nx - x) * dx + (ny - y) * dy
        across = abs((nx - x) * dy) + abs((ny - y) * dx)
        if node.id == here.id or along <= 1:
            continue
        ahead = _abreast(here.rect, node.rect, across_x=bool(dy))
        if not (ahead or wide or along >= CONE * across):
            continue
        # What is straight ahead may be wide: it counts from its edge that is the nearest, its middle only between two.
        off = max(0.0, across - (node.rect.w if dy else node.rect.h) / 2)
        cost = along + (AHEAD * off + 0.02 * across if ahead else ASIDE * across)
        if cost < least:
            best, least = node.id, cost
    return best


def _abreast(a: Rect, b: Rect, *, across_x: bool) -> bool:
    """Whether one of two places lies straight before the other: they share some of their width, or of their height."""
    if across_x:
        return a.x < b.x + b.w and b.x < a.x + a.w
    return a.y < b.y + b.h and b.y < a.y + a.h


def under(screen: Screen, x: float, y: float) -> Node | None:
    """The node at a point that a pointer can act on; of two, the one drawn last."""
    nodes = [n for n in touchable(screen) if n.rect.holds(x, y)]
    return nodes[-1] if nodes else None


def shortcut(screen: Screen, key: str) -> Node | None:
    """The reachable node that a key presses, none for "" (Shift, F9). Escape shuts what lies open before it pauses."""
    if key == "escape" and any(n.id == screen.closes for n in reachable(screen)):
        return next(n for n in reachable(screen) if n.id == screen.closes)
    return next((n for n in reachable(screen) if n.shortcut == key), None) if key else None


def here(screen: Screen, focus: str, key: str) -> bool:
    """Whether a key presses the node in focus, and only there."""
    return bool(key) and any(n.id == focus and n.here == key for n in reachable(screen))


def wants_point(screen: Screen, focus: str) -> bool:
    """Whether the node in focus is a place: a tool called by its key acts on it at once."""
    return any(n.id == focus and "point" in n.actions for n in reachable(screen))
