"""The state of inspection: where rotor, lamp, lens and rule stand; what was shown, measured, decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from game.mechanics.inspect.light import LIT, shine
from game.mechanics.inspect.params import FAULTS, HARMLESS, WIDE_MM, WORDS, Blade, InspectParams, Mark
from game.simulation.rng import Stream
from game.simulation.task import Run
from game.workshop.state import PRACTICE, WorkshopState, begin

LENS_UM = 15_000
"""Radius of the lens on the blade."""
RULE_UM = 18_000
"""How far the rule reaches in the near view."""
BARE = Blade()
"""A blade without marks."""
OFFSETS_UM = (-1800, 600, -700, 1500, -1200)
"""How far a mark lies beside the middle of the near view: no point is right by habit."""


@dataclass(slots=True)
class LaidRule:
    """The rule in hand over what the lens shows: where the line stands, the first point, -1 while none, the second."""

    x_um: int
    first_um: int = -1
    second_um: int = -1
    mark: int = -1  # which mark of the blade lies under it, -1 for bare metal


@dataclass(slots=True)
class InspectState(WorkshopState):
    """Everything that the next tick depends on."""

    faults: ClassVar[Sequence[str]] = FAULTS
    harmless: ClassVar[Sequence[str]] = HARMLESS
    spot: ClassVar[str] = "blade"

    params: InspectParams
    faces: dict[str, str] = field(default_factory=dict)  # blade -> the author's blade whose marks it bears
    here: str = ""  # the blade in hand
    lamp_deg: int = 0
    lamp: str = ""  # which lamp is on the bench
    lens: tuple[int, int] | None = None  # where it stands on the blade in hand (mm)
    locked: bool = False
    rule: LaidRule | None = None
    slipped_um: int = 0  # how far the zero of the rule has gone
    start: dict[str, str] = field(default_factory=dict)  # rotor -> the blade that bears its start mark
    decided: dict[str, str] = field(default_factory=dict)
    measured: dict[str, int] = field(default_factory=dict)  # blade -> the last reading (um)
    visited: set[str] = field(default_factory=set)
    lit: set[str] = field(default_factory=set)  # "blade:mark" that came to light under the lens
    by_zone: dict[str, int] = field(default_factory=dict)  # blades decided of each rotor
    toured: tuple[str, ...] = ()  # in practice: the parts of the blade in hand, in the order the lens was over them
    count: int = 0  # blades decided for the first time, in the whole day

    def face(self, blade: str) -> Blade:
        """What is on a blade; without marks for a name that is not there."""
        return self.params.blades().get(self.faces.get(blade, blade), BARE)

    def marks(self) -> tuple[Mark, ...]:
        """The marks of the blade in hand, mirrored in a parallel form."""
        marks = self.face(self.here).marks
        return tuple(mirrored(m) for m in marks) if self.form != "first" else marks

    def under_lens(self, mark: Mark) -> bool:
        """Whether a mark lies in the field of the lens, where the lamp shows it now."""
        if self.lens is None:
            return False
        slid = shine(mark.kind, mark.angle_deg, self.lamp_deg).slid_um
        dx, dy = (self.lens[0] - mark.x_mm) * 1000, (self.lens[1] - mark.y_mm) * 1000 - slid
        return dx * dx + dy * dy <= LENS_UM * LENS_UM

    def plain(self, mark: Mark) -> bool:
        """Whether a mark is plain to see in the lens now."""
        return self.under_lens(mark) and shine(mark.kind, mark.angle_deg, self.lamp_deg).light >= LIT

    def rotor(self) -> Sequence[str]:
        """The blades that can be turned to in the step in hand."""
        if self.phase == PRACTICE:
            gesture = self.params.gesture(self.lesson)
            rotor = self.params.rotor_of(gesture.spot) if gesture else ""
            return list(self.params.rotors[rotor].blades) if rotor else ()
        return list(self.params.rotors[self.zone].blades) if self.zone in self.params.rotors else ()

    # What the workshop asks.

    def progress(self, zone: str) -> int:
        """Blades of a rotor with a word."""
        return self.by_zone.get(zone, 0)

    def done_of(self) -> tuple[int, int]:
        """Blades with a word, of those that are to have one: a tagged blade waits for somebody else's."""
        blades = self.params.blades()
        return len(self.decided), len(blades) - sum(name in blades and name not in self.decided for name in self.tagged)

    def busy(self) -> bool:
        return self.rule is not None

    def zero_due(self) -> bool:
        """Whether the sheet asks for the zero: so many blades have had their word since it was asked for last, and it
        was not set since. Never where it does not move."""
        every, slips = self.params.check_every, self.params.zero_slips_um
        since = self.slipped_um // slips if slips else 0
        return since >= every or (self.count >= every and since > self.count % every)

    def odd(self, spot: str) -> bool:
        return self.face(spot).odd

    def begin_step(self, emit: Callable[..., None]) -> None:
        """A rotor comes up free, its first blade in front, the lamp upright; which blade bears what is written down."""
        self.lens, self.rule, self.lamp_deg, self.locked = None, None, 0, False
        names = list(self.rotor())
        self.here = names[0] if names else ""
        self.visited |= {self.here} - {""}
        for name in names:
            emit("dealt", blade=name, face=self.faces[name])

    def swap_tool(self, tool: str) -> None:
        """Another lamp: it comes upright, and the rotor was turned to let it in. The hand is elsewhere meanwhile."""
        names = list(self.rotor())
        self.lamp, self.lamp_deg, self.lens, self.rule = tool, 0, None, None
        if self.here in names:
            self.here = names[(names.index(self.here) + self.params.interrupts_by) % len(names)]

    def stock(self) -> dict[str, int]:
        """Words given, beside what every workshop counts."""
        said = list(self.decided.values())
        there = super(InspectState, self).stock()
        there["red_box"] = len(self.fod_gone)
        return {**{word: said.count(word) for word in WORDS}, **there}


def mirrored(mark: Mark) -> Mark:
    """The same mark on the other side of the face, lit from the other side."""
    return mark.model_copy(
        update={"x_mm": WIDE_MM - mark.x_mm, "angle_deg": -mark.angle_deg, "turn_deg": -mark.turn_deg}
    )


def fresh(params: InspectParams, run: Run) -> InspectState:
    """The state before the first tick. Same arguments, same state."""
    state = InspectState(params, run.seed, run.form, run.clock, run.device, run.phase)
    begin(state, run)
    state.counts = {**dict.fromkeys(WORDS, 0), **state.counts}
    state.lamp = params.lamps[0]
    state.faces = dealt(params, run.seed, run.form)
    # A day that begins at the rotor shows its first blade before the first tick.
    state.here = next(iter(state.rotor()), "")
    return state


def dealt(params: InspectParams, seed: int, form: str) -> dict[str, str]:
    """Which blade bears what: within a rotor, blades to measure change places among themselves, the others too."""
    faces: dict[str, str] = {}
    for n, rotor in enumerate(params.rotors.values()):
        for sort in ("sized", "other"):
            names = [name for name, blade in rotor.blades.items() if blade.sort == sort]
            stream = Stream(seed, f"{form}:faces:{n}:{sort}")
            faces |= dict(zip(names, stream.sample(names, len(names)), strict=True))
        faces |= {name: name for name, blade in rotor.blades.items() if blade.sort == "kept"}
    return faces

