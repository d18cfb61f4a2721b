"""What a person may see of `assemble@1` beside what any workshop shows: looks and readings, never what is right."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from game.mechanics.assemble import lever
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.state import Rivet, State
from game.workshop.gesture import speed
from game.workshop.seen import WorkshopSeen, shown
from game.workshop.state import PRACTICE

Filled = tuple[Rivet | None, bool, int, int]
"""What fills a hole: its rivet, whether that is formed, how high it stands, the middle of its two lines (um)."""
GAUGE_TICKS = 20
"""The slide of the pige runs 400 ms before it can be read."""


@dataclass(frozen=True, slots=True)
class HoleSeen:
    id: str
    zone: str
    x_mm: int
    y_mm: int
    state: str  # "empty" | "loose" (rivet in, not formed) | "formed"
    rivet: str  # "" | "grey" | "minus" | "plus": the look of the rivet in it
    h_um: int  # head height, 0 when empty
    oval: bool  # the edge is visibly irregular
    tagged: bool
    redo: bool  # marked "to redo"
    open: bool  # belongs to the zone in hand now
    walls: tuple[int, ...]  # sides on which a wall stands: 0 left, 1 right, 2 above, 3 below
    lines_um: int = 0  # the middle of the two lines that its head was formed under, 0 before

    @property
    def done(self) -> bool:
        """Whether nothing more is to be done here: its rivet has a head, whatever it is like, or it bears a tag."""
        return self.state == "formed" or self.tagged


@dataclass(frozen=True, slots=True)
class RivetSeen:
    bin: int  # the number of its bin
    look: str  # "grey" | "minus" | "plus"
    length_mm: int
    lot: str
    bend_mdeg: int
    nick: bool
    homeless: bool = False  # its bin has left for the store: the one that stands there now is another


@dataclass(frozen=True, slots=True)
class BinSeen:
    number: int
    look: str
    stem_mm: int
    lot: str
    left: int
    isolated: bool


@dataclass(frozen=True, slots=True)
class LeverSeen:
    hole: str  # "" when no rivet is under the tool
    x: int  # 0..1000 lever
    f: int  # 0..1000 force
    h_um: int
    start_um: int
    target_um: int
    tolerance_um: int
    jaw: int  # the side from which the jaw comes: 0 left, 1 right, 2 above, 3 below
    walls: tuple[int, ...]  # sides on which a wall stands
    stack_um: int  # what is clamped there
    tool: str  # the squeezer in hand
    given: bool  # it was given in the day, in the place of another
    flows: int  # 0..1000: from which place of the lever on the metal of this rivet comes down; 0 when none is there
    moved: bool  # the lever was moved on this rivet, or it had been left before: it can be left as it is
    last: bool  # no rivet was set after it
    u_s: int  # how fast the lever comes now, in units a second
    contact: int  # how fast it came where the tool touched first, in units a second; -1 before
    formed: bool  # its metal has come down far enough to be a head
    traces: int  # marks that the tool has left on the sheet there


@dataclass(frozen=True, slots=True)
class AssembleSeen(WorkshopSeen):
    holes: tuple[HoleSeen, ...]
    hand: RivetSeen | None
    bins: tuple[BinSeen, ...]
    lever: LeverSeen
    gauge_hole: str  # hole under the pige, "" when none
    gauge_um: int  # what the scale shows, 0 when none
    check_hole: str  # head under the calibre
    check_reading: str  # "" | "low" | "go" | "high" | "shape"
    calibre: str
    calibres: tuple[str, str]  # the first one, and that of the revision
    placed: int
    total: int
    again: str  # the rivet set last, which the squeezer can be taken to again whatever its head; "" when none can
    red: tuple[RivetSeen, ...]  # what lies in the red box
    touched: str  # in practice: "soft" or "hard", as the tool first touched the rivet of the gesture; "" before


def see(state: State) -> AssembleSeen:
    """A frozen view of the whole bench now."""
    slid = state.gauge_hole and state.tick - state.gauge_tick >= GAUGE_TICKS
    hand, used = state.hand, state.used
    return shown(
        AssembleSeen,
        state,
        {
            "holes": _holes(state),
            "hand": None if hand is None else _rivet(hand, homeless=hand.id == state.gone_bin),
            "bins": tuple(
                [
                    _bin(b.number, b.look, b.stem_mm, b.lot, b.quantity - used[b.number], b.number in state.isolated)
                    for b in state.params.bins
                ]
            ),
            "lever": _lever(state),
            "gauge_hole": state.gauge_hole,
            "gauge_um": state.stack_um(state.gauge_hole) if slid else 0,
            "check_hole": state.check_hole,
            "check_reading": lever.reading(state, state.check_hole) if state.check_hole else "",
            "calibre": state.calibre,
            "calibres": state.params.calibres,
            "placed": state.placed,
            "total": len(state.holes),
            "again": _again(state),
            "red": tuple([_rivet(rivet) for rivet in state.red]),
            "touched": _touched(state),
        },
    )


def _rivet(rivet: Rivet, *, homeless: bool = False) -> RivetSeen:
    return _known(rivet.bin, rivet.look, rivet.stem_mm, rivet.lot, rivet.bend_mdeg, rivet.nick, homeless)


_known, _bin = lru_cache(maxsize=1024)(RivetSeen), lru_cache(maxsize=1024)(BinSeen)


def _holes(state: State) -> tuple[HoleSeen, ...]:
    filled = [(hole.rivet, hole.formed, hole.h_um, hole.target_um) for hole in state.holes.values()]
    zone = None if state.phase == PRACTICE else state.zone
    return _bored(Sight(state.params, zone, frozenset(state.tagged), frozenset(state.redo)), [*state.holes], filled)


@dataclass(frozen=True, slots=True)
class Sight:
    """How holes are looked at: what is the same for all. None in hand: practice, where each can be worked on."""

    params: Params
    in_hand: str | None
    tagged: Set[str]
    redo: Set[str]

    def hole(self, zone: str, name: str, filled: Filled) -> HoleSeen:
        """One hole as it is seen."""
        spec, (rivet, formed, height, lines) = self.params.hole(name), filled
        look, h_um, kind = ("", 0, "empty") if rivet is None else (rivet.look, height, "formed" if formed else "loose")
        return _hole(
            name, zone, spec.x_mm, spec.y_mm, kind, look, h_um, spec.oval, name in self.tagged, name in self.redo,
            self.in_hand in (None, zone), spec.jaw, lines if formed else 0,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Bored:
    """The holes as they were seen last, and of what."""

    sight: Sight
    names: list[str]
    zones: Mapping[str, str]
    filled: list[Filled]
    seen: tuple[HoleSeen, ...]


class HolesSeen:
    """Every hole as it was seen last: at the next tick at most one of many looks otherwise, and is made anew.

    The thread that makes screens ready sees holes too, maybe of another piece: all is taken and put back at once.
    """

    def __init__(self) -> None:
        self._last: _Bored | None = None

    def __call__(self, sight: Sight, names: list[str], filled: list[Filled]) -> tuple[HoleSeen, ...]:
        last = self._last
        if last is None or (last.sight, last.names) != (sight, names):
            zones = {name: zone for zone, its in sight.params.zones.items() for name in its.holes}
            seen = [sight.hole(zones[name], name, state) for name, state in zip(names, filled, strict=True)]
        elif last.filled == filled:
            return last.seen
        else:
            zones, seen = dict(last.zones), list(last.seen)
            for at, (name, was, now) in enumerate(zip(names, last.filled, filled, strict=True)):
                if was != now:
                    seen[at] = sight.hole(zones[name], name, now)
        now_seen = tuple(seen)
        self._last = _Bored(sight, names, zones, filled, now_seen)
        return now_seen


_bored = HolesSeen()


def _again(state: State) -> str:
    """The rivet set last, where it can be squeezed again: in the zone in hand, without a tag."""
    last = next((name for name, hole in state.holes.items() if hole.rivet and hole.placed == state.placed), "")
    here = state.phase == PRACTICE or (last and state.zone_of(last) == state.zone)
    return last if last and here and last not in state.tagged else ""


@lru_cache(maxsize=8192)
def _hole(
    name: str, zone: str, x_mm: int, y_mm: int, kind: str, look: str, h_um: int, oval: bool, tagged: bool, redo: bool,
    here: bool, jaw: int, lines_um: int,
) -> HoleSeen:  # fmt: skip
    """The same thing for the same sight: at one moment at most one of many holes looks otherwise than before."""
    return HoleSeen(name, zone, x_mm, y_mm, kind, look, h_um, oval, tagged, redo, here, walls(jaw), lines_um)


@cache
def walls(jaw: int) -> tuple[int, ...]:
    """The sides that a wall shuts at a hole which the jaw enters from `jaw` alone; none at -1: from anywhere."""
    return tuple(side for side in range(4) if side != jaw) if jaw >= 0 else ()


def _lever(state: State) -> LeverSeen:
    name = state.lever_hole
    start = state.holes[name].start_um if name else 0
    rivet, squeezer = state.holes[name].rivet if name else None, state.params.squeezers[state.squeezer]
    return LeverSeen(
        name,
        state.x,
        state.f,
        state.holes[name].h_um if name else 0,
        start,
        state.target_shown_um(),
        state.params.tolerance_um,
        state.jaw,
        walls(state.params.holes()[name].jaw) if name else (),
        state.stack_um(name) if name else 0,
        squeezer.id,
        state.squeezer > 0,
        lever.flows_from(rivet.stem_mm, squeezer.gain_k) if rivet is not None else 0,
        state.moved,
        bool(name) and state.holes[name].placed == state.placed,
        speed(state.recent_x[-1], state.recent_x[0]),
        state.holes[name].v_contact if name else -1,
        bool(name) and state.holes[name].formed,
        state.holes[name].traces if name else 0,
    )


def _touched(state: State) -> str:
    """How the tool touched the rivet of the gesture in hand first: "soft" or "hard"; "" where it has not."""
    gesture = state.params.gesture(state.lesson)
    hole = state.holes.get(gesture.spot) if gesture is not None else None
    if hole is None or hole.v_contact < 0:
        return ""
    return "soft" if hole.v_contact <= lever.SOFT_U_S else "hard"
