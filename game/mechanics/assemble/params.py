"""What an author adds for `assemble@1` to the params of any workshop: rivets, holes, squeezers, the piece."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from game.workshop.params import WorkshopParams
from game.workshop.teach import SHARED
from game.workshop.written import Bin, Id, Nonsense, Part, Um
from scenarios.model import Strict, among
from scenarios.vocabulary import Where

PLAIN = "zone {zone}: a plain reading order follows the document almost everywhere"
FAULTY_HEADS = ("cocked", "gap", "crushed", "mark")
NEEDS = ("squeezer", "pige", "calibre")
"""Sorts of gesture that need a tool: setting a rivet, measuring a hole, checking a head."""
GESTURES = (
    "read", "measure", "take", "place", "turn", "squeeze", "gauge", "aside", "tag", "redo", "heads", "plan", "cord",
    *SHARED,
)  # fmt: skip
"""Sorts of gesture that can be practised."""
WIDE_MM = 720
"""How wide a panel is."""
HIGH_MM = 400
APART_MM = 12
"""Two holes nearer than that are one under a rivet's head."""
ARRIVING = ("isolate", "store", "redo")
"""What of the tray may come in the day."""
TOPICS = ("prepare", "work", "measure", "form", "fault", "end")
"""Sorts of act of which a line of the order speaks."""
Mm = Annotated[int, Field(ge=0, le=720)]


class RivetBin(Bin, title="Bac de rivets"):
    look: Annotated[Literal["grey", "minus", "plus"], Field(title="Aspect des rivets")]
    stem_mm: Annotated[int, Field(ge=2, le=20, title="Longueur de la tige (mm)")]


class MixedBin(Strict, title="Bac mélangé"):
    """A bin that holds a few longer rivets, of the right lot, in one movement."""

    bin: Annotated[int, Field(title="Numéro du bac")]
    movement: Annotated[int, Field(ge=1, le=9, title="Mouvement où il l'est")]
    foreign: Annotated[int, Field(ge=1, le=5, title="Rivets étrangers")]
    longer_mm: Annotated[int, Field(ge=1, le=6, title="De combien leur tige est plus longue (mm)")]


class Hole(Strict, title="Trou"):
    x_mm: Annotated[int, Field(ge=0, le=720, title="Position de gauche à droite (mm)")]
    y_mm: Annotated[int, Field(ge=0, le=400, title="Position de haut en bas (mm)")]
    e_um: Annotated[Um, Field(title="Épaisseur à serrer (µm)")]
    e_b_um: Annotated[Um, Field(title="Épaisseur sous la révision (µm, 0 : inchangée)")] = 0
    oval: Annotated[bool, Field(title="Trou abîmé, ovale")] = False
    jaw: Annotated[int, Field(ge=-1, le=3, title="Côté d'approche de la pince (0 à 3, -1 : tous)")] = -1


class Zone(Strict, title="Zone du panneau"):
    holes: Annotated[dict[Id, Hole], Field(min_length=2, title="Trous, par nom")]
    order: Annotated[tuple[str, ...], Field(title="Ordre de pose")]
    order_b: Annotated[tuple[str, ...], Field(title="Ordre de pose sous la révision")] = ()
    on_plan: Annotated[bool, Field(title="L'ordre se lit sur le plan vu de l'intérieur")] = False
    measured: Annotated[bool, Field(title="Les épaisseurs se mesurent, nul document ne les dit")] = False

    @model_validator(mode="after")
    def order_names_holes(self) -> "Zone":
        for name in (*self.order, *self.order_b):
            if name not in self.holes:
                near = next(iter(get_close_matches(name, self.holes, 1, 0.5)), "")
                raise PydanticCustomError(
                    "order_names_no_hole",
                    "the order names {got}, which is not a hole of this zone",
                    {"got": name, "nearest": near},
                )
        return self


class Squeezer(Strict, title="Pince à riveter"):
    id: Annotated[Id, Field(title="Nom de la pince")]
    lag_ms: Annotated[int, Field(ge=20, le=400, title="Retard de la pince (ms)")]
    gain_k: Annotated[int, Field(ge=60, le=300, title="Force de la pince")]


class PanelFrame(Strict, title="Cadre du panneau"):
    x_mm: Annotated[Mm, Field(title="Position de gauche à droite (mm)")]
    name: Annotated[str, Field(max_length=4, title="Numéro du cadre")]


class Opening(Strict, title="Découpe du panneau"):
    x_mm: Annotated[Mm, Field(title="Bord gauche (mm)")]
    y_mm: Annotated[Mm, Field(title="Bord haut (mm)")]
    w_mm: Annotated[Mm, Field(ge=1, title="Largeur (mm)")]
    h_mm: Annotated[Mm, Field(ge=1, title="Hauteur (mm)")]


class RivetRow(Strict, title="Rangée déjà rivetée"):
    x_mm: Annotated[Mm, Field(title="Premier rivet, de gauche à droite (mm)")]
    y_mm: Annotated[Mm, Field(title="Premier rivet, de haut en bas (mm)")]
    dx_mm: Annotated[int, Field(ge=0, le=400, title="Pas de gauche à droite (mm)")] = 0
    dy_mm: Annotated[int, Field(ge=0, le=400, title="Pas de haut en bas (mm)")] = 0
    n: Annotated[int, Field(ge=1, le=12, title="Nombre de rivets")]
    large: Annotated[bool, Field(title="Grosses têtes")] = False


class Piece(Strict, title="Le panneau et son dessin"):
    art: Annotated[str, Field(title="Dessin du panneau")]
    frames: Annotated[tuple[PanelFrame, ...], Field(title="Cadres")] = ()
    stringers_mm: Annotated[tuple[Mm, ...], Field(title="Lisses : positions de haut en bas (mm)")] = ()
    window: Annotated[Opening | None, Field(title="Découpe")] = None
    riveted: Annotated[tuple[RivetRow, ...], Field(title="Rangées déjà rivetées")] = ()


class Params(WorkshopParams, title="Réglages de assemble@1"):
    """A whole workshop of fastening: the piece, its holes and rivets, and all that any workshop has."""

    known: ClassVar[Sequence[str]] = ("ppe_on", "nothing_in_tagged_hole", "tools_back")
    spoken: ClassVar[Sequence[str]] = (*WorkshopParams.spoken, "jaw")
    gestures: ClassVar[Sequence[str]] = GESTURES
    needing: ClassVar[Sequence[str]] = NEEDS
    faults: ClassVar[Sequence[str]] = FAULTY_HEADS
    flows: ClassVar[Sequence[str]] = ("take", "place", "squeeze", "redo")
    acts: ClassVar[Sequence[str]] = ("place", "head", "check", "fod_take", "pige_read", "search")
    arriving: ClassVar[Sequence[str]] = ARRIVING
    topics: ClassVar[Sequence[str]] = TOPICS
    silent: ClassVar[Mapping[str, str]] = {"nothing_in_tagged_hole": "tag"}

    bins: Annotated[
        tuple[RivetBin, ...], Field(min_length=3, max_length=4, title="Bacs de rivets, du plus court au plus long")
    ]
    mixed: Annotated[MixedBin | None, Field(title="Bac mélangé")] = None
    other_lots: Annotated[tuple[str, ...], Field(min_length=1, title="Lots que personne ne connaît")]
    stem_limits_um: Annotated[tuple[Um, Um], Field(title="Limites entre les trois longueurs (µm)")]
    piece: Annotated[Piece, Field(title="Le panneau")]
    zones: Annotated[dict[Id, Zone], Field(title="Zones du panneau, par nom")]
    parts: Annotated[tuple[Part, ...], Field(title="Pièces à poser")]
    squeezers: Annotated[tuple[Squeezer, ...], Field(min_length=1, title="Pinces, la première d'abord")]
    calibres: Annotated[tuple[Id, Id], Field(title="Calibre, puis calibre de la révision")]
    target_um: Annotated[Um, Field(title="Hauteur de tête visée (µm)")]
    target_b_um: Annotated[Um, Field(title="Hauteur visée sous la révision (µm)")]
    tolerance_um: Annotated[int, Field(ge=120, le=400, title="Tolérance sur la hauteur (µm)")]
    check_every: Annotated[int, Field(ge=2, le=8, title="Un contrôle tous les tant de rivets")]
    check_every_b: Annotated[int, Field(ge=1, le=8, title="Un contrôle tous les tant, sous la révision")]
    faulty_per_movement: Annotated[int, Field(ge=0, le=5, title="Rivets abîmés par mouvement")]
    faulty_among: Annotated[int, Field(ge=1, le=20, title="Parmi tant de premiers rivets pris")] = 7
    heads_per_block: Annotated[int, Field(ge=4, le=16, title="Têtes à juger par série")]
    faulty_heads: Annotated[int, Field(ge=1, le=8, title="Têtes à revoir par série")]
    points: Annotated[dict[Id, str], Field(title="Points de contrôle : trou de chacun")]

    @cached_property
    def by_name(self) -> dict[str, Hole]:
        """Every hole of every zone: it is asked for at every look, so it is made once."""
        return {name: hole for zone in self.zones.values() for name, hole in zone.holes.items()}

    def holes(self) -> dict[str, Hole]:
        """Every hole of every zone, by name."""
        return self.by_name

    def hole(self, name: str) -> Hole:
        """A hole by its name, of whatever zone. Raises KeyError for one that does not exist."""
        return self.by_name[name]

    def narrowed(self, keeps: Mapping[str, Sequence[str]]) -> Self:
        """Zones of the steps that are left, with the holes kept; each order goes on without the others.

        Where holes are gone the team has posed the part and looked the rivets through: what is left is the hand's.
        """
        there = {p.zone for p in self.phases}
        for name, holes in keeps.items():
            among(holes, self.zones[name].holes if name in there else ())
        zones = {name: _kept(zone, keeps.get(name, ())) for name, zone in self.zones.items() if name in there}
        left = {hole for zone in zones.values() for hole in zone.holes}
        mixed = self.mixed if self.mixed and self.mixed.movement in self.movements() else None
        return self._narrowed(
            zones=zones, mixed=mixed, faulty_per_movement=0,
            parts=tuple(part for part in self.parts if part.zone in zones and part.zone not in keeps),
            points={name: hole for name, hole in self.points.items() if hole in left},
        )  # fmt: skip

    def spots(self) -> Sequence[str]:
        return list(self.holes())

    def zone_names(self) -> Sequence[str]:
        return list(self.zones)

    def swappable(self) -> Sequence[str]:
        return [s.id for s in self.squeezers]

    def zones_at(self) -> Iterator[tuple[Where, str]]:
        yield from ((("zones", name), name) for name in self.zones)

    def bin(self, number: int) -> RivetBin:
        """A bin by its number. Raises StopIteration for one that does not exist."""
        return next(b for b in self.bins if b.number == number)

    def bin_for(self, e_um: int) -> RivetBin:
        """The bin that the work order gives for a stack: three sizes, two limits (included below)."""
        low, high = self.stem_limits_um
        return self.bins[0 if e_um <= low else 1 if e_um <= high else 2]

    def stem_for(self, e_um: int) -> int:
        """The stem (mm) that the work order gives for a stack."""
        return self.bin_for(e_um).stem_mm

    def references(self) -> Iterator[tuple[Where, str, Sequence[str]]]:
        yield from super().references()
        if self.mixed is not None:
            yield ("mixed", "bin"), str(self.mixed.bin), [str(b.number) for b in self.bins]

    def needed_texts(self) -> Iterator[tuple[Where, str]]:
        yield from super().needed_texts()
        yield ("piece",), "piece"

    def needed_drawings(self) -> Iterator[tuple[Where, str]]:
        yield from super().needed_drawings()
        yield ("piece", "art"), self.piece.art

    def nonsense(self) -> Iterator[Nonsense]:
        yield from _bins(self)
        yield from _lots(self)
        yield from _piece(self.piece)
        yield from _zones(self)
        if self.faulty_per_movement > self.faulty_among:
            got, most = self.faulty_per_movement, self.faulty_among
            yield ("faulty_among",), "beyond", {"got": got, "most": most}
        if self.tolerance_um >= min(self.target_um, self.target_b_um):
            least = min(self.target_um, self.target_b_um) - 1
            yield ("tolerance_um",), "over_target", {"got": self.tolerance_um, "most": least}
        yield from super().nonsense()

    def size_of(self, zone: str) -> int:
        return len(self.zones[zone].holes) if zone in self.zones else 0

    def vocabulary(self) -> dict[str, Sequence[str]]:
        """The names that a rule's settings may use, by kind (`scenarios.check.Named`)."""
        return super().vocabulary() | {
            "hole": self.spots(),
            "damaged_hole": [name for name, hole in self.holes().items() if hole.oval],
            "riveting_tool": self.swappable(),
            "mixed_bin": [str(self.mixed.bin)] if self.mixed else [],
            "gauge": self.calibres,
        }

    @model_validator(mode="after")
    def limits_rise(self) -> "Params":
        """Three lengths of rivet, from the shortest."""
        if self.stem_limits_um[0] >= self.stem_limits_um[1]:
            raise PydanticCustomError("limits_order", "the first limit is smaller than the second")
        return self

    @model_validator(mode="after")
    def orders_resist_readers(self) -> "Params":
        """No blind reading order may follow the document: it would show nothing about the person."""
        for name, zone in self.zones.items():
            sound = [h for h in (zone.order_b or zone.order) if not zone.holes[h].oval]
            limit = 0.8 * len(sound)
            for decoy in reading_orders(zone, sound):
                if sum(a == b for a, b in zip(decoy, sound, strict=True)) >= limit:
                    raise PydanticCustomError("plain_order", PLAIN, {"zone": name})
        return self


def _kept(zone: Zone, names: Sequence[str]) -> Zone:
    """A zone with these holes alone, whole when none is named."""
    if not names:
        return zone
    holes = {name: hole for name, hole in zone.holes.items() if name in names}
    order, order_b = ([name for name in holes if name in names] for holes in (zone.order, zone.order_b))
    return zone.model_copy(update={"holes": holes, "order": tuple(order), "order_b": tuple(order_b)})


def reading_orders(zone: Zone, names: list[str]) -> list[list[str]]:
    """Rows, columns, and both reversed: what a person does without the document."""
    at = {n: (zone.holes[n].x_mm, zone.holes[n].y_mm) for n in names}
    rows = sorted(names, key=lambda n: (at[n][1], at[n][0]))
    columns = sorted(names, key=lambda n: (at[n][0], at[n][1]))
    mirrored = sorted(names, key=lambda n: (-at[n][0], at[n][1]))
    return [rows, rows[::-1], columns, columns[::-1], mirrored, mirrored[::-1]]


def _bins(params: Params) -> Iterator[Nonsense]:
    stems = [b.stem_mm for b in params.bins[:3]]
    if stems != sorted(set(stems)):
        yield ("bins",), "stems_rise", {}
        return
    needed = dict.fromkeys(stems, 0)
    for hole in params.holes().values():
        if not hole.oval:
            needed[params.stem_for(hole.e_b_um or hole.e_um)] += 1
    for n, b in enumerate(params.bins[:3]):
        if b.quantity < needed[b.stem_mm]:
            yield ("bins", n, "quantity"), "too_few", {"got": b.quantity, "least": needed[b.stem_mm]}


def _lots(params: Params) -> Iterator[Nonsense]:
    """What tells bins, and strange lots, apart; a bin that is mixed is so on one of the days of the workshop."""
    lots: set[str] = set()
    for n, b in enumerate(params.bins):
        if b.lot in lots:
            yield ("bins", n, "lot"), "twice", {"name": b.lot}
        lots.add(b.lot)
        if n < 3 and b.look in [other.look for other in params.bins[:n]]:
            yield ("bins", n, "look"), "twice", {"name": b.look}
    for n, lot in enumerate(params.other_lots):
        if lot in lots:
            yield ("other_lots", n), "known_lot", {"got": lot}
    last = params.movements()[-1]
    if params.mixed is not None and params.mixed.movement > last:
        yield ("mixed", "movement"), "beyond", {"got": params.mixed.movement, "most": last}


def _piece(piece: Piece) -> Iterator[Nonsense]:
    """What is drawn of the panel lies on it."""
    names = [frame.name for frame in piece.frames]
    for n, name in enumerate(names):
        if name in names[:n]:
            yield ("piece", "frames", n, "name"), "twice", {"name": name}
    places: dict[int, str] = {}
    for n, frame in enumerate(piece.frames):
        if (other := places.setdefault(frame.x_mm, frame.name)) != frame.name:
            yield ("piece", "frames", n, "x_mm"), "same_place", {"name": frame.name, "other": other}
    for n, place in enumerate(piece.stringers_mm):
        if place in piece.stringers_mm[:n]:
            yield ("piece", "stringers_mm", n), "twice", {"name": place}
    if (w := piece.window) is not None and (w.x_mm + w.w_mm > WIDE_MM or w.y_mm + w.h_mm > HIGH_MM):
        yield ("piece", "window"), "off_panel", {"wide": WIDE_MM, "high": HIGH_MM}
    for n, row in enumerate(piece.riveted):
        if row.x_mm + row.dx_mm * (row.n - 1) > WIDE_MM or row.y_mm + row.dy_mm * (row.n - 1) > HIGH_MM:
            yield ("piece", "riveted", n), "off_panel", {"wide": WIDE_MM, "high": HIGH_MM}
        if row.n > 1 and not row.dx_mm and not row.dy_mm:
            yield ("piece", "riveted", n), "same_place", {"name": "1", "other": "2"}


def _holes_apart(params: Params) -> Iterator[Nonsense]:
    """No hole in the opening, none over another."""
    window = params.piece.window
    before: list[tuple[str, Hole]] = []
    for name, zone in params.zones.items():
        for hole, spec in zone.holes.items():
            where = ("zones", name, "holes", hole)
            x, y = spec.x_mm, spec.y_mm
            if window and 0 < x - window.x_mm < window.w_mm and 0 < y - window.y_mm < window.h_mm:
                yield where, "in_opening", {"got": hole}
            near = next((n for n, o in before if (o.x_mm - x) ** 2 + (o.y_mm - y) ** 2 < APART_MM**2), "")
            if near and near != hole:
                yield where, "same_place", {"name": hole, "other": near}
            before.append((hole, spec))


def _zones(params: Params) -> Iterator[Nonsense]:
    yield from _holes_apart(params)
    yield from (
        (("day", n, "redo", k), "never_formed", {"got": name})
        for n, what in enumerate(params.day) for k, name in enumerate(what.redo)
        if name in params.holes() and params.holes()[name].oval
    )  # fmt: skip
    seen: dict[str, str] = {}
    for name, zone in params.zones.items():
        where = ("zones", name)
        for hole, spec in zone.holes.items():
            if seen.setdefault(hole, name) != name:
                yield (*where, "holes", hole), "twice", {"name": hole}
            yield from _matter(params, (*where, "holes", hole), spec.e_um, params.target_um)
            if spec.e_b_um:
                yield from _matter(params, (*where, "holes", hole), spec.e_b_um, params.target_b_um)
        for field, order in (("order", zone.order), ("order_b", zone.order_b)):
            for hole in sorted(zone.holes.keys() - set(order)) if order or field == "order" else ():
                yield (*where, field), "order_lacks", {"got": hole}


def _matter(params: Params, where: tuple[str | int, ...], e_um: int, target_um: int) -> Iterator[Nonsense]:
    """The rivet that the order gives must stand out enough to be formed, and not more than it is long."""
    stands_out = params.stem_for(e_um) * 1000 - e_um
    if stands_out <= target_um + params.tolerance_um:
        yield where, "cannot_form", {"got": stands_out, "least": target_um + params.tolerance_um}
