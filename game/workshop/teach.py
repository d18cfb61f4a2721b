"""Gestures of practice that any workshop may teach: the tool store, what lies about, the part to pose."""

from collections.abc import Callable, Mapping

from game.workshop.practice import RIGHT
from game.workshop.state import PartState, WorkshopState
from game.workshop.written import Gesture
from scenarios.vocabulary import Event

SHARED = ("store", "tidy", "pose")
Lays = Callable[[WorkshopState, Gesture], None]
Told = Callable[[WorkshopState, Gesture, Event], str]


def bare(state: WorkshopState) -> None:
    """Practice as it begins: parts in their place, tools in hand, only what belongs there lies about."""
    params = state.params
    state.taken = {t.id for t in params.tools if t.listed or t.kind == "ppe"}
    state.exchanged, state.isolated = set(), set()
    state.fod = {f.id for f in params.fod if not f.foreign}
    state.parts = {p.id: PartState(p.angle, p.face, fixed=True) for p in params.parts}
    state.doc = "order"


def _store(state: WorkshopState, gesture: Gesture) -> None:
    """Every tool hangs on the board; the one of the gesture bears the date that the author gave."""
    state.taken = set()


def _tidy(state: WorkshopState, gesture: Gesture) -> None:
    """One foreign thing has fallen among those that belong there."""
    fallen = next((f.id for f in state.params.fod if f.foreign), "")
    state.fod |= {fallen} if fallen else set()


def _pose(state: WorkshopState, gesture: Gesture) -> None:
    """The first part waits as it will at work."""
    part = state.params.parts[0]
    state.parts[part.id] = PartState(part.start_angle, part.start_face)


LAYS: Mapping[str, Lays] = {"store": _store, "tidy": _tidy, "pose": _pose}
"""Sort of gesture -> what is laid out for it, on a bare bench."""


def _exchanged(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["object"] == gesture.tool else "other"


def _tidied(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    foreign = {f.id for f in state.params.fod if f.foreign}
    return RIGHT if event.data["item"] in foreign else "own"


def _posed(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    """A part that does not fit says so itself, and is tried again."""
    return RIGHT if event.data["fits"] else ""


TOLD: Mapping[tuple[str, str], Told] = {
    ("store", "exchange"): _exchanged, ("tidy", "fod_take"): _tidied, ("pose", "pose"): _posed,
}  # fmt: skip
"""(sort of gesture, kind of event) -> how it turned out."""
OFFERS: Mapping[str, tuple[str, ...]] = {
    "store": ("mode:store", "tool:", "doc:order", "document", "line:"),
    "tidy": ("fod:",),
    "pose": ("part", "turn:", "flip:", "fit:"),
}
"""Beginnings of the ids that can be pressed in a try."""
