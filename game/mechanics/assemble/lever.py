"""The squeezer: how a lever position becomes force, and force a head. Whole numbers only."""

from game.mechanics.assemble.params import Squeezer
from game.mechanics.assemble.state import HoleState, State
from game.workshop.gesture import follow, speed

CRUSHED_UM = 700
MARKS_ABOVE = 900
TOUCHES_AT = 200
SOFT_U_S = 400
"""A tool that comes down at so many units a second at the most, where it touches, is set down softly."""
SOFT_FROM = 100
"""From here to where the tool touches is the stretch in which a hand slows down: drawn, it changes nothing."""
NARROW_UM = 2000
BENDS_UM = 6000


def yield_u(stem_mm: int) -> int:
    """Force above which the metal of a stem moves, in u."""
    return 400 + 20 * stem_mm


def flows_from(stem_mm: int, gain_k: int) -> int:
    """The least place of a lever at rest, in u, from which the metal of a stem comes down under a squeezer's gain.

    Between the yield and here the force is over the limit and a tick still moves less than 1 um (see `_squeeze`).
    """
    return yield_u(stem_mm) + -(-1000 // gain_k)


def advance(state: State) -> bool:
    """One tick of the tool on the rivet in hand. Says whether anything is still moving."""
    if not state.lever_hole:
        return False
    hole = state.holes[state.lever_hole]
    squeezer = state.params.squeezers[state.squeezer]
    before = state.recent_x[-1]
    state.recent_x = [*state.recent_x[1:], state.x]
    if before < TOUCHES_AT <= state.x and hole.v_contact < 0:
        hole.v_contact = speed(state.x, state.recent_x[0])
    state.f = follow(state.x, state.f, squeezer.lag_ms)
    _squeeze(state, hole, squeezer)
    return state.f != state.x or state.f > 0


def _squeeze(state: State, hole: HoleState, squeezer: Squeezer) -> None:
    """Move the metal: only force above the yield does, so easing off always makes it easier."""
    assert hole.rivet is not None
    limit = yield_u(hole.rivet.stem_mm)
    state.peak = max(state.peak, state.f)
    if state.f <= limit:
        state.pulling = False
        return
    if not state.pulling:
        state.pulling = True
        hole.pulls += 1
    if state.f > MARKS_ABOVE and hole.traces < hole.pulls:
        hole.traces += 1
    moved = (state.f - limit) * squeezer.gain_k // 1000
    hole.h_um = max(CRUSHED_UM, hole.h_um - moved)
    hole.formed = hole.formed or hole.start_um - hole.h_um >= 1000


def reading(state: State, name: str) -> str:
    """What the calibre in hand says of a head: its height first, then its width."""
    hole = state.holes[name]
    assert hole.rivet is not None
    revised = state.calibre == state.params.calibres[1]
    target = state.params.target_b_um if revised else state.params.target_um
    if hole.h_um > target + state.params.tolerance_um:
        return "high"
    if hole.h_um < target - state.params.tolerance_um:
        return "low"
    if not NARROW_UM <= hole.start_um <= BENDS_UM:
        return "shape"
    right = state.params.stem_for(state.stack_um(name))
    return "go" if hole.rivet.stem_mm == right else "shape"
