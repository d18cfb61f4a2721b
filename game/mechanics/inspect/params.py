"""What an author adds for `inspect@1` to the params of any workshop: blades with their marks, limits, the lamp."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from game.mechanics.inspect.light import REAL, SIZED
from game.workshop.params import WorkshopParams
from game.workshop.written import Id, Nonsense, Um
from scenarios.model import Strict, among
from scenarios.vocabulary import Where

WIDE_MM, HIGH_MM = 48, 120
"""The face of a blade, the tip at the top."""
ACROSS, DOWN = 3, 5
"""Fields of the lens over a blade, for a hand without a pointer."""
WORDS = ("accept", "rework", "reject")
FAULTS = ("crack_left", "crack_middle", "crack_right", "impact")
HARMLESS = ("reflection", "smear", "scratch")
"""What may be on a blade of the rack: to review, and of no matter."""
NEEDS = ("lamp", "lens", "rule", "marker")
"""Sorts of gesture that need a tool."""
GESTURES = (
    "read", "mark", "tour", "light", "lens", "tell", "measure", "decide", "zero", "tag", "rack", "store", "tidy",
    "folder", "close",
)  # fmt: skip
TOUR = ("root", "edge", "face", "tip")
"""Parts of a blade in the order in which it is looked at whole."""
TOPICS = ("prepare", "turn", "look", "measure", "doubt", "rack", "end")
"""Sorts of act of which a line of the order speaks."""


class Mark(Strict, title="Ce qui se voit sur une aube"):
    kind: Annotated[Literal["crack", "impact", "scratch", "reflection", "smear"], Field(title="Sorte")]
    x_mm: Annotated[int, Field(ge=0, le=WIDE_MM, title="Place sur la face, de gauche à droite (mm)")]
    y_mm: Annotated[int, Field(ge=0, le=HIGH_MM, title="Place sur la face, du bout au pied (mm)")]
    size_um: Annotated[Um, Field(ge=100, title="Longueur (µm)")]
    """A tenth of a millimetre at least: of less nobody sees anything, whatever the lamp."""
    angle_deg: Annotated[int, Field(ge=-50, le=50, title="Inclinaison de la lampe qui la montre le mieux (degrés)")] = 0
    turn_deg: Annotated[int, Field(ge=-80, le=80, title="Sens de la ligne sur la face (degrés)")] = 30


class Blade(Strict, title="Aube"):
    marks: Annotated[tuple[Mark, ...], Field(max_length=2, title="Ce qui se voit dessus")] = ()
    odd: Annotated[bool, Field(title="Visiblement incomplète : la cale du pied manque")] = False
    signed: Annotated[bool, Field(title="Déjà signée par l'équipe d'avant")] = False

    @property
    def sort(self) -> str:
        """Whose turn of places it takes: "kept" where it is, "sized" with those to measure, "other"."""
        if self.odd or self.signed:
            return "kept"
        return "sized" if any(m.kind in SIZED for m in self.marks) else "other"


class Rotor(Strict, title="Aubes d'une étape"):
    blades: Annotated[dict[Id, Blade], Field(min_length=4, max_length=16, title="Aubes, dans le sens du rotor")]
    of: Annotated[int, Field(ge=4, le=40, title="Aubes du rotor entier")]
    first: Annotated[int, Field(ge=1, le=40, title="Place de la première sur le rotor")] = 1


class Limits(Strict, title="Limites de la fiche"):
    scratch_um: Annotated[Um, Field(title="Rayure : acceptée jusqu'à (µm), retouchée au-delà")]
    impact_um: Annotated[Um, Field(title="Impact : retouché jusqu'à (µm), refusé au-delà")]


class InspectParams(WorkshopParams, title="Réglages de inspect@1"):
    """A whole workshop of inspection: rotors, blades, marks, limits, and all that any workshop has."""

    known: ClassVar[Sequence[str]] = ("ppe_on", "rotor_locked", "tools_back")
    gestures: ClassVar[Sequence[str]] = GESTURES
    needing: ClassVar[Sequence[str]] = NEEDS
    topics: ClassVar[Sequence[str]] = TOPICS
    faults: ClassVar[Sequence[str]] = FAULTS
    acts: ClassVar[Sequence[str]] = ("decide", "measure", "fod_take", "zero", "lens")

    rotors: Annotated[dict[Id, Rotor], Field(min_length=1, title="Aubes de chaque étape de travail")]
    art: Annotated[str, Field(title="Dessin de la pièce")]
    art_done: Annotated[str, Field(title="Dessin de la pièce finie")]
    limits: Annotated[tuple[Limits, Limits], Field(title="Limites de la fiche, puis de la révision")]
    near_um: Annotated[Um, Field(title="Écart à une limite en deçà duquel on mesure (µm)")]
    check_every: Annotated[int, Field(ge=2, le=12, title="Zéro du réglet, toutes les tant d'aubes")]
    zero_slips_um: Annotated[int, Field(ge=0, le=900, title="Dérive du réglet à chaque aube (µm)")] = 0
    angle_max: Annotated[int, Field(ge=40, le=60, title="Inclinaison de la lampe, au plus (degrés)")] = 60
    interrupts_by: Annotated[int, Field(ge=0, le=8, title="Aubes dont le rotor a tourné pendant une interruption")] = 4
    concludes: Annotated[tuple[Id, ...], Field(title="Champs de la fiche tirés des mesures")] = ()
    concludes_on: Annotated[
        tuple[Id, ...], Field(title="Étapes dont les mesures donnent ces champs, toutes si aucune n'est nommée")
    ] = ()
    lamps: Annotated[tuple[Id, ...], Field(min_length=1, title="Lampes, la première d'abord")]

    @cached_property
    def by_name(self) -> dict[str, Blade]:
        """Every blade of every rotor: it is asked for at every look, so it is made once."""
        return {name: blade for rotor in self.rotors.values() for name, blade in rotor.blades.items()}

    def blades(self) -> dict[str, Blade]:
        """Every blade of every rotor, by name."""
        return self.by_name

    def rotor_of(self, blade: str) -> str:
        """The rotor of a blade, "" for an unknown one."""
        return next((name for name, rotor in self.rotors.items() if blade in rotor.blades), "")

    def number_of(self, blade: str) -> int:
        """The number of a blade on its rotor. Raises KeyError for an unknown one."""
        rotor = self.rotors[self.rotor_of(blade)]
        return rotor.first + list(rotor.blades).index(blade)

    def right(self, kind: str, size_um: int, revised: bool) -> str:
        """The word that the sheet gives for a mark as it is seen: a doubt is another matter."""
        if kind not in REAL:
            return "accept"
        limits = self.limits[revised]
        if kind == "scratch":
            return "accept" if size_um <= limits.scratch_um else "rework"
        return "rework" if kind == "impact" and size_um <= limits.impact_um else "reject"

    def word_for(self, blade: Blade, revised: bool) -> str:
        """The gravest word of all that is on a blade."""
        return max((self.right(m.kind, m.size_um, revised) for m in blade.marks), key=WORDS.index, default="accept")

    def concluding(self) -> Sequence[str]:
        """The steps whose readings lead to the conclusions of the sheet: they are of one rotor."""
        return self.concludes_on or list(self.rotors)

    def narrowed(self, keeps: Mapping[str, Sequence[str]]) -> Self:
        """Rotors of the steps that are left, with the blades kept; the first keeps its place on the rotor."""
        zones = [p.zone for p in self.phases if p.zone in self.rotors]
        for zone, names in keeps.items():
            among(names, self.rotors[zone].blades if zone in zones else ())
        rotors = {}
        for zone in zones:
            blades = self.rotors[zone].blades
            kept = {name: blade for name, blade in blades.items() if name in keeps.get(zone, blades)}
            rotors[zone] = self.rotors[zone].model_copy(update={"blades": kept})
        return self._narrowed(rotors=rotors, concludes_on=tuple(zone for zone in self.concludes_on if zone in zones))

    def spots(self) -> Sequence[str]:
        return list(self.blades())

    def zone_names(self) -> Sequence[str]:
        return list(self.rotors)

    def swappable(self) -> Sequence[str]:
        return self.lamps

    def zones_at(self) -> Iterator[tuple[Where, str]]:
        yield from ((("rotors", name), name) for name in self.rotors)

    def fullest(self) -> int:
        return len(self.blades())

    def size_of(self, zone: str) -> int:
        return len(self.rotors[zone].blades) if zone in self.rotors else 0

    def references(self) -> Iterator[tuple[Where, str, Sequence[str]]]:
        yield from super().references()
        yield from ((("concludes", n), field, [c.id for c in self.sheet]) for n, field in enumerate(self.concludes))
        yield from ((("concludes_on", n), zone, self.zone_names()) for n, zone in enumerate(self.concludes_on))

    def needed_drawings(self) -> Iterator[tuple[Where, str]]:
        yield from super().needed_drawings()
        yield ("art",), self.art
        yield ("art_done",), self.art_done

    def vocabulary(self) -> dict[str, Sequence[str]]:
        """The names that a rule's settings may use, by kind (`scenarios.check.Named`)."""
        return super().vocabulary() | {
            "blade": self.spots(),
            "odd_blade": [name for name, blade in self.blades().items() if blade.odd or blade.signed],
        }

    def nonsense(self) -> Iterator[Nonsense]:
        seen: dict[str, str] = {}
        for name, rotor in self.rotors.items():
            for blade in rotor.blades:
                if seen.setdefault(blade, name) != name:
                    yield ("rotors", name, "blades", blade), "twice", {"name": blade}
            most = rotor.of - len(rotor.blades) + 1
            if rotor.first > most:
                yield ("rotors", name, "first"), "beyond", {"got": rotor.first, "most": most}
        yield from self._two_rotors()
        most = min(um for limit in self.limits for um in (limit.scratch_um, limit.impact_um)) - 1
        if self.near_um > most:
            yield ("near_um",), "over_limit", {"got": self.near_um, "most": most}
        yield from super().nonsense()

    def _two_rotors(self) -> Iterator[Nonsense]:
        """Steps that a conclusion, and the plan, stand on and that share numbers: they are not of one rotor."""
        numbers = set[int]()
        for zone in self.concluding():
            there = self.rotors.get(zone)
            mine = set(range(there.first, there.first + len(there.blades))) if there else set[int]()
            if numbers & mine:
                yield ("concludes_on",), "other_rotor", {"zone": zone}
            numbers |= mine

    @model_validator(mode="after")
    def no_word_is_right_too_often(self) -> "InspectParams":
        """The same word for every blade of a rotor must be right for half of them at the most."""
        for name, rotor in self.rotors.items():
            words = [self.word_for(blade, False) for blade in rotor.blades.values()]
            word = max(WORDS, key=words.count)
            if 2 * words.count(word) > len(words) + 1:
                raise PydanticCustomError(
                    "plain_word", "rotor {rotor}: {word} is right for most of its blades", {"rotor": name, "word": word}
                )
        return self


def field_at(x_mm: int, y_mm: int) -> int:
    """The field of the lens over a place, from 0, row by row from the tip."""
    column = min(ACROSS - 1, max(0, x_mm * ACROSS // WIDE_MM))
    row = min(DOWN - 1, max(0, y_mm * DOWN // HIGH_MM))
    return row * ACROSS + column


def middle_of(field: int) -> tuple[int, int]:
    """The middle (mm) of a field of the lens."""
    row, column = divmod(field, ACROSS)
    return (2 * column + 1) * WIDE_MM // (2 * ACROSS), (2 * row + 1) * HIGH_MM // (2 * DOWN)


def part_of(field: int) -> str:
    """The part of a blade that a field shows: root, edge, face or tip."""
    row, column = divmod(field, ACROSS)
    if row in (0, DOWN - 1):
        return "root" if row else "tip"
    return "face" if column == ACROSS // 2 else "edge"


FIELD_OF = {part_of(n): n for n in (13, 7, 6, 1)}
"""A field that shows each part of a blade."""
SHOWN_AT = {**FIELD_OF, "edge": 8}
"""Where practice points for each part: at the edge beside which the lens does not hang."""
