"""What the readers of `inspect` stand on: the blades as the author wrote them, where they were dealt, their words."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from scenarios.check import Named
from scenarios.vocabulary import Event
from scoring.readers.base import NameList, Using, ZoneName
from scoring.readers.log import Keys, Log
from scoring.readers.some import OfSome, chosen

SIZED = ("impact", "scratch")
WORDS = ("accept", "rework", "reject")
RotorZones = Annotated[NameList, Named("zone"), Field(title="Étapes du rotor")]


class MarkKeys(Keys):
    kind: str
    size_um: int


class BladeKeys(Keys):
    marks: tuple[MarkKeys, ...] = ()
    odd: bool = False
    signed: bool = False

    @property
    def kept(self) -> bool:
        """Whether it is another rule's business: incomplete, or signed by the team before."""
        return self.odd or self.signed

    @property
    def sized(self) -> MarkKeys | None:
        """The mark whose size decides, None when there is none."""
        return next((m for m in self.marks if m.kind in SIZED), None)

    @property
    def cracked(self) -> bool:
        return any(m.kind == "crack" for m in self.marks)


class RotorKeys(Keys):
    blades: dict[str, BladeKeys]
    first: int = 1


class LimitKeys(Keys):
    scratch_um: int
    impact_um: int


class Rotors(Keys):
    """Every blade as the author wrote it, and the limits before and after the revision."""

    rotors: dict[str, RotorKeys]
    limits: tuple[LimitKeys, LimitKeys]
    near_um: int
    check_every: int = 0
    zero_slips_um: int = 0

    def zero_due(self, slip_um: int, decided: int) -> bool:
        """Whether the rule called for its zero as at the bench, gone so far (um) after so many blades decided."""
        if not (self.check_every and self.zero_slips_um):
            return False
        since = slip_um // self.zero_slips_um
        return since >= self.check_every or (decided >= self.check_every and since > decided % self.check_every)

    def faces(self, log: Log, zones: Sequence[str], only: Sequence[str] | None = None) -> dict[str, BladeKeys]:
        """What each blade of some rotors bore in this run: blades change places from one run to another.

        `only`: the blades as they are written whose faces are looked at, wherever they were dealt.
        """
        dealt = {str(e.data["blade"]): str(e.data["face"]) for _, e in log.of("dealt")}
        there = {name: blade for rotor in self.rotors.values() for name, blade in rotor.blades.items()}
        names = [name for zone in zones if zone in self.rotors for name in self.rotors[zone].blades]
        return {name: there[face] for name in names if chosen(only, face := dealt.get(name, name))}

    def authored(self, zones: Sequence[str], only: Sequence[str] | None = None) -> list[BladeKeys]:
        """The blades of some rotors as they are written: as many of each sort as in any run."""
        rotors = [self.rotors[zone].blades for zone in zones if zone in self.rotors]
        return [blade for blades in rotors for name, blade in blades.items() if chosen(only, name)]

    def number(self, name: str) -> str:
        """The number that a blade bears on its rotor, in figures: what a person calls it by."""
        rotor = next(rotor for rotor in self.rotors.values() if name in rotor.blades)
        return str(rotor.first + list(rotor.blades).index(name))

    def word(self, blade: BladeKeys, revised: bool) -> str:
        """The word that the sheet in force gives."""
        return max((self._word(m, self.limits[revised]) for m in blade.marks), key=WORDS.index, default="accept")

    def _word(self, mark: MarkKeys, limits: LimitKeys) -> str:
        if mark.kind == "scratch":
            return "accept" if mark.size_um <= limits.scratch_um else "rework"
        if mark.kind == "impact":
            return "rework" if mark.size_um <= limits.impact_um else "reject"
        return "reject" if mark.kind == "crack" else "accept"

    def near(self, kind: str, um: int, revised: bool) -> bool:
        """Whether a length (um) of a mark is so near to its limit that the sheet asks for a second reading."""
        limit = self.limits[revised].scratch_um if kind == "scratch" else self.limits[revised].impact_um
        return abs(um - limit) <= self.near_um


class InZone(Using):
    zone: ZoneName


Only = Annotated[NameList | None, Named("blade"), Field(title="Aubes regardées seules")]


class InZones(Using):
    zones: RotorZones


class SomeInZones(OfSome):
    zones: RotorZones
    only: Only = None


def begun_with(log: Log, zone: str) -> list[str]:
    """The blades with which the turn of a rotor was begun: the first one under the lens, the first one decided."""
    looks, words = log.of("lens", zone=zone), log.of("decide", zone=zone)
    return [str(events[0][1].data["blade"]) for events in (looks, words) if events]


def last_words(log: Log, zone: str) -> dict[str, tuple[int, Event]]:
    """The word that stands at the end on each blade of a rotor, with its place in the run."""
    return {str(e.data["blade"]): (at, e) for at, e in log.of("decide", zone=zone)}


def first_words(log: Log, zones: Sequence[str]) -> dict[str, int]:
    """Where in the run each blade got its first word."""
    first: dict[str, int] = {}
    for zone in zones:
        for at, e in log.of("decide", zone=zone):
            first.setdefault(str(e.data["blade"]), at)
    return first


def offered(log: Log, zone: str, names: Sequence[str]) -> list[str]:
    """Which of some blades of a rotor were offered: those with a word, all once the step is finished."""
    stage = log.stage_of(zone)
    if stage is None:
        return []
    return list(names) if stage.closed else [n for n in names if n in last_words(log, zone)]


def everywhere(log: Log, keys: Rotors, zones: Sequence[str], names: Sequence[str]) -> list[str]:
    """The same over several rotors."""
    rotors = [(zone, [b for b in keys.rotors[zone].blades if b in names]) for zone in zones if zone in keys.rotors]
    return [n for zone, blades in rotors for n in offered(log, zone, blades)]
