"""What practice lays out for each gesture of inspection, and how a try turned out: light says it, not a word alone."""

from collections.abc import Callable, Mapping, Sequence

from game.mechanics.inspect.params import TOUR
from game.mechanics.inspect.state import InspectState
from game.workshop import teach
from game.workshop.acts import Args
from game.workshop.day import Emit
from game.workshop.practice import RIGHT
from game.workshop.written import Gesture
from scenarios.vocabulary import Event

SLIP_UM = 1200
"""How far practice lets the zero of the rule go, so that it is seen."""
SPREAD_UM = 900
"""A reading within this of the length is a good one in practice."""
FIRST_DEG = -50
"""The lamp stands so, where nothing is lit, when a gesture begins with tilting it."""


def begin(state: InspectState, args: Args, emit: Emit) -> bool:
    """Take a gesture in hand: the blade it is tried on comes up, and nothing of the try before is left."""
    gesture = teach.taken_up(state, args, emit)
    if gesture is None:
        return False
    state.decided, state.start, state.lit, state.measured = {}, {}, set(), {}
    state.slipped_um, state.lens, state.rule = 0, None, None
    state.toured = ()
    state.locked, state.lamp_deg, state.here, state.faces = True, 0, gesture.spot, {}
    lays = LAYS.get(gesture.does)
    if lays is not None:
        lays(state)
    elif gesture.does in teach.LAYS:
        teach.LAYS[gesture.does](state, gesture)
    return True


def _dark(state: InspectState) -> None:
    """The lens stands where the mark is; the lamp, where nothing is seen of it."""
    mark = state.marks()[0]
    state.lens, state.lamp_deg = (mark.x_mm, mark.y_mm), FIRST_DEG


def _over_mark(state: InspectState) -> None:
    """The lens stands where the mark is; the lamp is for the hand."""
    mark = state.marks()[0]
    state.lens, state.lamp_deg = (mark.x_mm, mark.y_mm), mark.angle_deg


def _free(state: InspectState) -> None:
    """The rotor is not held, the lamp shows where to look."""
    state.locked, state.lamp_deg = False, state.marks()[0].angle_deg


def _slipped(state: InspectState) -> None:
    state.slipped_um = SLIP_UM
    _over_mark(state)


def _rack(state: InspectState) -> None:
    state.heads, state.lamp_deg = teach.mixed(state), 0


LAYS: Mapping[str, Callable[[InspectState], None]] = {
    "light": _dark,
    "lens": _free,
    "tell": _dark,
    "measure": _over_mark,
    "decide": _over_mark,
    "zero": _slipped,
    "rack": _rack,
}


def _under_light(state: InspectState, gesture: Gesture, event: Event) -> str:
    """Right as soon as the mark shines enough to be seen: the lens already stands over it."""
    return RIGHT if event.data["blade"] == gesture.spot else ""


def _sized(state: InspectState, gesture: Gesture, event: Event) -> str:
    mark = state.marks()[0] if state.marks() else None
    if mark is None or int(event.data["mark"]) < 0:
        return "elsewhere"
    if abs(int(event.data["um"]) - mark.size_um) > SPREAD_UM:
        return "far"
    if state.goods + 1 < gesture.goods:
        # The rule stays laid: it is read again where it lies.
        state.goods += 1
        return ""
    return RIGHT


def _said(state: InspectState, gesture: Gesture, event: Event) -> str:
    right = state.params.word_for(state.face(gesture.spot), False)
    if event.data["word"] == right:
        return RIGHT
    # Nobody is told to measure what they have just measured.
    return "limit" if gesture.does == "decide" and gesture.spot in state.measured else "other"


def _begun(state: InspectState, gesture: Gesture, event: Event) -> str:
    """The mark is on the first blade once the rotor has been turned away from it."""
    return RIGHT if gesture.spot in state.start.values() else "unmarked"


def _whole(state: InspectState, gesture: Gesture, event: Event) -> str:
    """The blade is looked at whole once its four parts were, one after the other; what is out of turn is no error."""
    return RIGHT if state.toured == TOUR else ""


def due_part(toured: Sequence[str]) -> str:
    """The part of the blade that is looked at next, "" when all were."""
    return TOUR[len(toured)] if len(toured) < len(TOUR) else ""


OUTCOMES: Mapping[tuple[str, str], Callable[[InspectState, Gesture, Event], str]] = {
    **teach.OUTCOMES,
    ("read", "doc_open"): teach.opens("cut"),
    ("mark", "turn"): _begun,
    ("tour", "lens"): _whole,
    ("light", "lit"): _under_light,
    ("lens", "lit"): _under_light,
    ("tell", "decide"): _said,
    ("measure", "measure"): _sized,
    ("decide", "decide"): _said,
    ("zero", "zero"): teach.always,
    ("tag", "call"): teach.called,
    ("rack", "head_verdict"): teach.judged,
}
"""(sort of gesture, kind of event) -> how it turned out."""
