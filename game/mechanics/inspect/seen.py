"""What a person may see of inspection, and nothing more: a mark is there only while the lamp shows it."""

from dataclasses import dataclass
from functools import lru_cache

from game.mechanics.inspect import acts
from game.mechanics.inspect.light import Shine, shine
from game.mechanics.inspect.state import InspectState
from game.workshop.seen import WorkshopSeen, shown


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """A mark as it shines now. `kind` is how it is drawn: no word of it is ever said."""

    n: int
    kind: str
    x_um: int
    y_um: int
    size_um: int
    turn_deg: int
    light: int  # 1-100
    side: int  # -100..100, where its shadow lies
    in_lens: bool


@dataclass(frozen=True, slots=True)
class BladeSeen:
    id: str
    n: int  # its number on the rotor
    word: str  # "" while nothing is decided
    here: bool
    start: bool
    tagged: bool
    redo: bool
    odd: bool
    signed: bool
    visited: bool


@dataclass(frozen=True, slots=True)
class RuleSeen:
    x_um: int
    first_um: int  # -1 while not set
    second_um: int
    slip_um: int  # how far the zero of its scale stands off the first point
    kind: str  # of what lies under it, "" for bare metal
    left_um: int
    right_um: int
    light: int
    side: int

    def read_um(self) -> int:
        """What is read between the two lines that are set (um), on the scale as it stands."""
        return max(0, abs(self.second_um - self.first_um) - self.slip_um)


@dataclass(frozen=True, slots=True)
class InspectSeen(WorkshopSeen):
    blades: tuple[BladeSeen, ...]  # of the step in hand, in the order of the rotor; () in another one
    of: int  # places of the whole rotor
    here: str  # the blade in hand, "" for none
    lamp_deg: int
    lamp: str
    locked: bool
    lens: tuple[int, int] | None
    glints: tuple[MarkSeen, ...]
    rule: RuleSeen | None
    readings: tuple[tuple[str, int, int], ...]  # (step, number on its rotor, um) of all that was measured
    done_of: tuple[int, int]  # blades of the whole day with a word, of how many
    picked: tuple[str, ...]  # drawings of what was picked up
    slip_um: int  # how far the zero of the rule has gone from its stop
    toured: tuple[str, ...]  # in practice: the parts of the blade over which the lens was, in their order
    mirrored: bool  # a parallel form: what lay on the left of a blade lies on the right
    zero_due: bool  # whether the sheet asks to set it again

    def in_hand(self) -> BladeSeen | None:
        """The blade in hand."""
        return next((b for b in self.blades if b.here), None)

    def next_has_word(self) -> bool:
        """Whether something is decided of the blade after the one in hand."""
        at = next((n for n, b in enumerate(self.blades) if b.here), -1)
        return at >= 0 and bool(self.blades[(at + 1) % len(self.blades)].word)


def see(state: InspectState) -> InspectSeen:
    """A frozen view of the whole bench now."""
    names = list(state.rotor())
    rotor = state.params.rotors.get(state.params.rotor_of(names[0])) if names else None
    first = rotor.first if rotor else 1
    return shown(
        InspectSeen,
        state,
        {
            "blades": tuple(_blade(state, name, first + n) for n, name in enumerate(names)),
            "of": rotor.of if rotor else 0,
            "here": state.here if names else "",
            "lamp_deg": state.lamp_deg,
            "lamp": state.lamp,
            "locked": state.locked,
            "lens": state.lens,
            "glints": _marks(state) if names else (),
            "rule": _rule(state),
            "readings": _readings(state),
            "done_of": state.done_of(),
            "picked": tuple(f.draw for f in state.params.fod if f.id in state.fod_gone),
            "slip_um": state.slipped_um,
            "zero_due": state.zero_due(),
            "mirrored": state.form != "first",
            "toured": state.toured,
        },
    )


_same = lru_cache(maxsize=1024)(BladeSeen)
"""A blade that looks as before is not made anew: thirteen of them are looked at in every frame."""


def _blade(state: InspectState, name: str, n: int) -> BladeSeen:
    face, zone = state.face(name), state.zone
    return _same(
        name, n, state.decided.get(name, ""), name == state.here, state.start.get(zone) == name, name in state.tagged,
        name in state.redo, face.odd, face.signed, name in state.visited,
    )  # fmt: skip


def _marks(state: InspectState) -> tuple[MarkSeen, ...]:
    marks = []
    for n, mark in enumerate(state.marks()):
        now = shine(mark.kind, mark.angle_deg, state.lamp_deg)
        if now.light:
            marks.append(
                MarkSeen(
                    n, mark.kind, mark.x_mm * 1000, mark.y_mm * 1000 + now.slid_um, mark.size_um, mark.turn_deg,
                    now.light, now.side, state.under_lens(mark),
                )
            )  # fmt: skip
    return tuple(marks)


def _rule(state: InspectState) -> RuleSeen | None:
    now = state.rule
    if now is None:
        return None
    left, right = acts.span_um(state)
    mark = state.marks()[now.mark] if now.mark >= 0 else None
    light = shine(mark.kind, mark.angle_deg, state.lamp_deg) if mark else Shine(0, 0, 0)
    return RuleSeen(
        now.x_um, now.first_um, now.second_um, state.slipped_um, mark.kind if mark else "", left, right, light.light,
        light.side,
    )  # fmt: skip


def _readings(state: InspectState) -> tuple[tuple[str, int, int], ...]:
    readings = []
    for zone, rotor in state.params.rotors.items():
        for at, name in enumerate(rotor.blades):
            if name in state.measured:
                readings.append((zone, rotor.first + at, state.measured[name]))
    return tuple(readings)
