"""What an author writes under `params:` for `assemble@1`, checked when the file is read."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.model import Strict

Small = Annotated[int, Field(ge=0, le=200)]
GATES = ("ppe_on", "nothing_in_tagged_hole", "tools_back")
PLAIN = "zone {zone}: a plain reading order follows the document almost everywhere"
PLAYED = ("A", "B", "D")
"""Zones that the three movements are played in."""
Um = Annotated[int, Field(ge=0, le=20_000)]


class Bin(Strict, title="Bac de rivets"):
    number: Annotated[int, Field(ge=1, le=9, title="Numéro du bac")]
    look: Annotated[Literal["grey", "minus", "plus"], Field(title="Aspect des rivets")]
    stem_mm: Annotated[int, Field(ge=2, le=20, title="Longueur de la tige (mm)")]
    lot: Annotated[str, Field(min_length=1, max_length=4, title="Numéro de lot")]
    quantity: Annotated[int, Field(ge=1, le=60, title="Nombre de rivets")]


class Hole(Strict, title="Trou"):
    x_mm: Annotated[int, Field(ge=0, le=720, title="Position de gauche à droite (mm)")]
    y_mm: Annotated[int, Field(ge=0, le=400, title="Position de haut en bas (mm)")]
    e_um: Annotated[Um, Field(title="Épaisseur à serrer (µm)")]
    e_b_um: Annotated[Um, Field(title="Épaisseur sous la révision B (µm, 0 : inchangée)")] = 0
    oval: Annotated[bool, Field(title="Trou abîmé, ovale")] = False
    jaw: Annotated[int, Field(ge=-1, le=3, title="Côté d'approche de la pince (0 à 3, -1 : tous)")] = -1


class Zone(Strict, title="Zone du panneau"):
    holes: Annotated[dict[str, Hole], Field(title="Trous, par nom")]
    order: Annotated[tuple[str, ...], Field(title="Ordre de pose")]
    order_b: Annotated[tuple[str, ...], Field(title="Ordre de pose sous la révision B")] = ()

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


class Part(Strict, title="Pièce à poser"):
    id: Annotated[str, Field(title="Nom de la pièce")]
    zone: Annotated[str, Field(title="Zone où elle se pose")]
    angle: Annotated[int, Field(ge=0, le=3, title="Angle juste (quarts de tour)")]
    face: Annotated[Literal[0, 1], Field(title="Face juste")]
    start_angle: Annotated[int, Field(ge=0, le=3, title="Angle de départ (quarts de tour)")]
    start_face: Annotated[Literal[0, 1], Field(title="Face de départ")]


class Tool(Strict, title="Outil du panneau d'outils"):
    id: Annotated[str, Field(title="Nom de l'outil")]
    kind: Annotated[Literal["tool", "ppe", "other"], Field(title="Sorte : outil, protection ou autre")]
    listed: Annotated[bool, Field(title="Sur la liste de l'ordre de travail")] = False
    label: Annotated[str, Field(title="Date de l'étiquette")] = ""


class Squeezer(Strict, title="Pince à riveter"):
    id: Annotated[str, Field(title="Nom de la pince")]
    lag_ms: Annotated[int, Field(ge=20, le=400, title="Retard de la pince (ms)")]
    gain_k: Annotated[int, Field(ge=60, le=300, title="Force de la pince")]


class Fod(Strict, title="Objet qui traîne"):
    id: Annotated[str, Field(title="Nom de l'objet")]
    x_mm: Annotated[int, Field(ge=0, le=720, title="Position de gauche à droite (mm)")]
    y_mm: Annotated[int, Field(ge=0, le=400, title="Position de haut en bas (mm)")]
    foreign: Annotated[bool, Field(title="Objet étranger, à enlever")]
    zone: Annotated[str, Field(title="Zone où il tombe")] = ""
    after: Annotated[Small, Field(title="Tombe après tant de rivets")] = 0


class Choice(Strict, title="Champ de la fiche"):
    id: Annotated[str, Field(title="Nom du champ")]
    options: Annotated[tuple[str, ...], Field(min_length=2, title="Réponses proposées")]
    counts: Annotated[Literal["", "reviewed_heads"], Field(title="Ce qui est compté, s'il y a lieu")] = ""
    """What the person did that the answer counts: the true number is then always among the options."""


class Params(Strict, title="Réglages de assemble@1"):
    """A whole workshop of fastening: the piece, the tools, the documents and the events of the day."""

    order_number: Annotated[str, Field(title="Numéro de l'ordre de travail")]
    bins: Annotated[tuple[Bin, ...], Field(min_length=3, max_length=4, title="Bacs de rivets")]
    stem_limits_um: Annotated[tuple[int, int], Field(title="Limites entre les trois longueurs (µm)")]
    zones: Annotated[dict[str, Zone], Field(title="Zones du panneau, par nom")]
    parts: Annotated[tuple[Part, ...], Field(title="Pièces à poser")]
    tools: Annotated[tuple[Tool, ...], Field(title="Outils du panneau")]
    squeezers: Annotated[tuple[Squeezer, Squeezer], Field(title="Les deux pinces")]
    target_um: Annotated[Um, Field(title="Hauteur de tête visée (µm)")]
    target_b_um: Annotated[Um, Field(title="Hauteur visée sous la révision B (µm)")]
    tolerance_um: Annotated[int, Field(ge=120, le=400, title="Tolérance sur la hauteur (µm)")]
    check_every: Annotated[int, Field(ge=2, le=8, title="Un contrôle tous les tant de rivets")]
    faulty_per_movement: Annotated[int, Field(ge=0, le=5, title="Rivets abîmés par mouvement")]
    foreign_in_bin: Annotated[int, Field(ge=0, le=5, title="Rivets étrangers dans le bac mélangé")]
    heads_per_block: Annotated[int, Field(ge=4, le=20, title="Têtes à juger par série")]
    faulty_heads: Annotated[int, Field(ge=1, le=8, title="Têtes à revoir par série")]
    fod: Annotated[tuple[Fod, ...], Field(title="Objets qui traînent")]
    folders: Annotated[tuple[str, ...], Field(title="Dossiers du classeur")]
    folder_right: Annotated[str, Field(title="Dossier de la révision B")]
    points: Annotated[dict[str, str], Field(title="Points de contrôle : trou de chacun")]
    sheet: Annotated[tuple[Choice, ...], Field(title="Champs de la fiche")]
    places: Annotated[tuple[str, ...], Field(title="Endroits où chercher")]
    missing_tool: Annotated[str, Field(title="Outil qui manquera")]
    missing_place: Annotated[str, Field(title="Endroit où il se trouve")]
    expired_tool: Annotated[str, Field(title="Outil dont l'étiquette est périmée")]
    tags: Annotated[int, Field(ge=3, le=6, title="Nombre d'étiquettes")]
    hold_ms: Annotated[int, Field(ge=0, le=60_000, title="Attente de la réponse (ms)")]
    ceilings_s: Annotated[tuple[int, int, int], Field(title="Durée au plus de chaque mouvement (s)")]
    practice_s: Annotated[int, Field(ge=30, le=300, title="Durée au plus de l'entraînement (s)")]

    def holes(self) -> dict[str, Hole]:
        """Every hole of every zone, by name."""
        return {name: hole for zone in self.zones.values() for name, hole in zone.holes.items()}

    def stem_for(self, e_um: int) -> int:
        """The stem (mm) that the work order gives for a stack: three sizes, two limits (included below)."""
        low, high = self.stem_limits_um
        return self.bins[0 if e_um <= low else 1 if e_um <= high else 2].stem_mm

    def references(self) -> Iterator[tuple[tuple[str | int, ...], str, Sequence[str]]]:
        """(where, the name written there, the names that exist), for all that is named here and used there."""
        zones, holes, tools = list(self.zones), list(self.holes()), [t.id for t in self.tools]
        yield from ((("zones",), zone, zones) for zone in PLAYED)
        yield from ((("points", name), hole, holes) for name, hole in self.points.items())
        yield from ((("parts", n, "zone"), part.zone, zones) for n, part in enumerate(self.parts))
        yield from ((("fod", n, "zone"), thing.zone, zones) for n, thing in enumerate(self.fod) if thing.zone)
        yield ("missing_tool",), self.missing_tool, tools
        yield ("expired_tool",), self.expired_tool, tools
        yield ("missing_place",), self.missing_place, self.places
        yield ("folder_right",), self.folder_right, self.folders

    def needed_texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """(where, the key of the text) for all that has a name on the screen."""
        yield from ((("tools", n, "id"), f"assemble.tool.{tool.id}") for n, tool in enumerate(self.tools))
        yield from ((("fod", n, "id"), f"assemble.thing.{thing.id}") for n, thing in enumerate(self.fod))
        yield from ((("folders", n), f"assemble.folder.{folder}") for n, folder in enumerate(self.folders))
        yield from ((("places", n), f"assemble.place.{place}") for n, place in enumerate(self.places))
        yield from ((("sheet", n, "id"), f"assemble.sheet.{entry.id}") for n, entry in enumerate(self.sheet))
        yield from ((("parts", n, "id"), f"assemble.part.{part.id}") for n, part in enumerate(self.parts))

    def vocabulary(self) -> dict[str, Sequence[str]]:
        """The names that a rule's settings may use."""
        holes, zones = list(self.holes()), list(self.zones)
        parts, pinces = [p.id for p in self.parts], [s.id for s in self.squeezers]
        words: dict[str, Sequence[str]] = dict.fromkeys(("hole", "holes", "except", "order"), holes)
        return words | {"zone": zones, "part": parts, "tool": pinces}

    def known_gates(self) -> Sequence[str]:
        """The points of safety that the task watches."""
        return GATES

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


def reading_orders(zone: Zone, names: list[str]) -> list[list[str]]:
    """Rows, columns, and both reversed: what a person does without the document."""
    at = {n: (zone.holes[n].x_mm, zone.holes[n].y_mm) for n in names}
    rows = sorted(names, key=lambda n: (at[n][1], at[n][0]))
    columns = sorted(names, key=lambda n: (at[n][0], at[n][1]))
    mirrored = sorted(names, key=lambda n: (-at[n][0], at[n][1]))
    return [rows, rows[::-1], columns, columns[::-1], mirrored, mirrored[::-1]]
