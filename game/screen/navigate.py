"""Where the focus goes and what a press means. Pure: it reads a Screen and answers ids."""

from game.screen.nodes import Node, Screen

BAR = ("pause", "words:", "help", "listen", "comfort", "mute")
"""Ids of the bar's buttons, reachable from every screen."""
ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def reachable(screen: Screen) -> tuple[Node, ...]:
    """Nodes one can act on, in reading order; when a dialog is open, those inside it, then the bar."""
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


def follow(screen: Screen, focus: str, step: int) -> str:
    """The next (1) or previous (-1) node in reading order, round and round."""
    ids = [n.id for n in reachable(screen)]
    if not ids:
        return ""
    return ids[(ids.index(focus) + step) % len(ids)] if focus in ids else ids[0]


def towards(screen: Screen, focus: str, arrow: str) -> str:
    """The nearest node in a direction, those straight ahead first; the focus itself when there is none."""
    nodes = reachable(screen)
    here = next((n for n in nodes if n.id == focus), None)
    if here is None:
        return first(screen)
    dx, dy = ARROWS[arrow]
    x, y = here.rect.centre
    best, least = focus, float("inf")
    for node in nodes:
        nx, ny = node.rect.centre
        along = (nx - x) * dx + (ny - y) * dy
        across = abs((nx - x) * dy) + abs((ny - y) * dx)
        if node.id == focus or along <= 1:
            continue
        cost = along + 2.5 * across
        if cost < least:
            best, least = node.id, cost
    return best


def under(screen: Screen, x: float, y: float) -> Node | None:
    """The reachable node at a point; of two, the one drawn last."""
    found = [n for n in reachable(screen) if n.rect.holds(x, y)]
    return found[-1] if found else None


def shortcut(screen: Screen, key: str) -> Node | None:
    """The reachable node that a key presses."""
    return next((n for n in reachable(screen) if n.shortcut == key), None)


def here(screen: Screen, focus: str, key: str) -> bool:
    """Whether a key presses the node in focus, and only there."""
    return bool(key) and any(n.id == focus and n.here == key for n in reachable(screen))


def wants_point(screen: Screen, focus: str) -> bool:
    """Whether the node in focus is a place: a tool called by its key acts on it at once."""
    return any(n.id == focus and "point" in n.actions for n in reachable(screen))
