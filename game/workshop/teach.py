"""Gestures of practice that any workshop may teach: store, what lies about, part to pose, new folder, sheet."""

from collections.abc import Callable, Mapping

from game.workshop.acts import Args
from game.workshop.day import Emit
from game.workshop.practice import RIGHT, begin_lesson
from game.workshop.state import PartState, WorkshopState
from game.workshop.written import Gesture
from scenarios.vocabulary import Event

SHARED = ("store", "tidy", "pose", "folder", "close")
TAUGHT_COUNT = "tags"
"""What is counted where counting is taught: every workshop has tags."""
Lays = Callable[[WorkshopState, Gesture], None]
OutcomeOf = Callable[[WorkshopState, Gesture, Event], str]


def taken_up(state: WorkshopState, args: Args, emit: Emit) -> Gesture | None:
    """The gesture taken in hand, on a bare bench without the tags and marks of the try before; None where none is."""
    if not begin_lesson(state, args, emit):
        return None
    state.tagged, state.redo, state.tags_left = set(), set(), state.params.tags
    bare(state)
    return state.params.gesture(state.lesson)


def bare(state: WorkshopState) -> None:
    """Practice as it begins: parts in their place, tools in hand, only what belongs there lies about."""
    params = state.params
    state.taken = {t.id for t in params.tools if t.listed or t.kind == "ppe"}
    state.exchanged, state.isolated = set(), set()
    state.fod = {f.id for f in params.fod if not f.foreign}
    state.parts = {p.id: PartState(p.angle, p.face, fixed=True) for p in params.parts}
    state.doc, state.index = "order", params.issues[0]
    state.bell = state.rack_open = False
    state.counts[TAUGHT_COUNT] = 0
    state.noted = set()
    state.missing, state.tool_found, state.searched = False, False, []


def _store(state: WorkshopState, gesture: Gesture) -> None:
    """Every tool hangs on the board; the one of the gesture bears the date that the author gave."""
    state.taken = set()


def _tidy(state: WorkshopState, gesture: Gesture) -> None:
    """One foreign thing has fallen among those that belong there."""
    fallen = next((f.id for f in state.params.fod if f.foreign), "")
    state.fod |= {fallen} if fallen else set()


def _pose(state: WorkshopState, gesture: Gesture) -> None:
    """The first part waits, another way round than it will at work."""
    part = state.params.parts[0]
    state.parts[part.id] = PartState(*part.tried_from)


def _folder(state: WorkshopState, gesture: Gesture) -> None:
    """The bell has rung: folders wait in the rack."""
    state.bell = True


def _close(state: WorkshopState, gesture: Gesture) -> None:
    """One tag is gone: the others can be counted. Every tool hangs on the board, but for the one of the gesture."""
    state.taken = set()
    state.tags_left = state.params.tags - 1
    state.missing = bool(gesture.tool)


def mixed(state: WorkshopState) -> list[str]:
    """What is to be judged: each of four faults, three marks that matter to nobody and nothing, in a mixed order."""
    bad, fine = state.faults, state.harmless
    return [fine[0], bad[0], "", bad[3], fine[1], bad[1], fine[2], bad[2]]


LAYS: Mapping[str, Lays] = {"store": _store, "tidy": _tidy, "pose": _pose, "folder": _folder, "close": _close}
"""Sort of gesture -> what is laid out for it, on a bare bench."""


def _exchanged(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["object"] == gesture.tool else "other"


def _tidied(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    foreign = {f.id for f in state.params.fod if f.foreign}
    if event.data["item"] in foreign:
        return RIGHT
    # What belongs there is said to stay, and stays.
    state.fod.add(str(event.data["item"]))
    state.fod_gone.discard(str(event.data["item"]))
    return "own"


def _posed(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    """A part that does not fit says so itself, and is tried again."""
    return RIGHT if event.data["fits"] else ""


def _chosen(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    return RIGHT if event.data["folder"] == state.params.folder_right else "other"


def _counted(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    """A right number is told with the signature; another one is counted again."""
    return "" if event.data["n"] == state.tags_left else "other"


def _signed(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    """Before any number it is told; while a place of the board is empty the pen does not write, and says so itself."""
    if TAUGHT_COUNT not in state.noted:
        return "blank"
    return RIGHT if event.data["ok"] else ""


def opens(doc: str) -> OutcomeOf:
    """Right once this document is open."""
    return lambda state, gesture, event: RIGHT if event.data["doc"] == doc else ""


def always(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    """That it was done is all there is to it."""
    return RIGHT


def called(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    """Tag and call together: one without the other goes on."""
    return RIGHT if gesture.spot in state.tagged else "call_only"


def judged(state: WorkshopState, gesture: Gesture, event: Event) -> str:
    """Right when just those that are to be reviewed are marked; nothing is told before each has been looked at."""
    marked = {state.heads[index] for index, verdict in state.verdicts.items() if verdict == "review"}
    return RIGHT if marked == set(state.faults) else ""


OUTCOMES: Mapping[tuple[str, str], OutcomeOf] = {
    ("store", "exchange"): _exchanged, ("tidy", "fod_take"): _tidied, ("pose", "pose"): _posed,
    ("folder", "folder"): _chosen, ("close", "count_set"): _counted, ("close", "pen"): _signed,
}  # fmt: skip
"""(sort of gesture, kind of event) -> how it turned out."""
OFFERS: Mapping[str, tuple[str, ...]] = {
    "store": ("mode:store", "tool:", "doc:order", "document", "line:"),
    "tidy": ("fod:", "fod_box"),
    "pose": ("part", "turn:", "flip:", "fit:"),
    "folder": ("doc:", "document", "line:"),
    "close": ("count:", "see:", "number:", "step:", "note:", "gap:", "hung:", "search:", "sign"),
}
"""Beginnings of the ids that can be pressed in a try."""
