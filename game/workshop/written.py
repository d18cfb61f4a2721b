"""What an author writes under `params:` for any workshop: its things, its steps, the events of its day."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from scenarios.model import Strict
from scenarios.vocabulary import Where

Small = Annotated[int, Field(ge=0, le=200)]
Ms = Annotated[int, Field(ge=0, le=60_000)]
Um = Annotated[int, Field(ge=0, le=20_000)]
Id = Annotated[str, Field(min_length=1, max_length=40)]
"""A name of the author's; `scenarios.sense` says of which letters."""
Nonsense = tuple[Where, str, Mapping[str, object]]
"""Where in the params, the code of the sentence, its values."""
TOOLS_DRAWN = (
    "squeezer", "pige", "calibre", "mallet", "mirror", "lamp", "desk_lamp", "brush", "wrench", "screwdriver", "cutters",
    "sealant_gun", "paint_gloves", "glasses", "earplugs", "lens", "rule", "marker",
    "scanner", "scale", "cutter", "shoes",
)  # fmt: skip
THINGS_DRAWN = (
    "copeau", "foret", "chiffon", "film", "pige_rest", "pencil", "lamp_rest", "order_copy", "brush_rest", "cup_rest",
)  # fmt: skip
"""What the kit can draw of a tool board and of things lying about; a name of one's own goes with one of them."""
PLACES_DRAWN = ("bench", "trolley", "drawer", "shelves", "behind", "under", "cone", "foam")
"""What the kit can draw of the places where a tool is looked for."""
MENTOR = "mentor"
"""Whom a robot calls, whatever the mentor's name is."""
DOCS = ("order", "plan", "cut", "changes")
MONTH = re.compile(r"\d{2}-(0[1-9]|1[0-2])")
"""Year and month, such as 26-11."""


def month(text: str) -> str:
    """A year and a month as they are sorted: 26-12. Raises PydanticCustomError with the nearest that is one."""
    if text and not MONTH.fullmatch(text):
        figures = [part.zfill(2) for part in re.findall(r"\d+", text)][:2]
        tries = ["-".join(order) for order in (figures, figures[::-1]) if MONTH.fullmatch("-".join(order))]
        values = {"got": text, "nearest": tries[0] if tries else "26-12"}
        raise PydanticCustomError("month", "{got} is no year and month such as {nearest}", values)
    return text


Month = Annotated[str, AfterValidator(month)]


class Phase(Strict, title="Étape de l'atelier"):
    """One step of the day. Steps that share a movement share its ceiling."""

    id: Annotated[Id, Field(title="Nom de l'étape")]
    kind: Annotated[Literal["prepare", "work", "judge", "points", "close"], Field(title="Sorte d'étape")]
    movement: Annotated[int, Field(ge=1, le=9, title="Mouvement, à partir de 1")]
    zone: Annotated[str, Field(title="Zone où l'on travaille (étapes de travail)")] = ""
    writes_stock: Annotated[bool, Field(title="Écrit, en y entrant, ce qu'on peut compter (étape de fin)")] = False
    """Runs stored before it existed did not write it; a workshop written today does."""


class Gesture(Strict, title="Geste de l'entraînement"):
    """One thing to try before it is asked: page, try, and what happened told by looking."""

    id: Annotated[str, Field(min_length=1, title="Nom du geste")]
    does: Annotated[str, Field(title="Sorte de geste, parmi celles de la mécanique")]
    spot: Annotated[str, Field(title="Endroit de la pièce où il s'essaie")] = ""
    goods: Annotated[int, Field(ge=1, le=4, title="Combien de fois bien fait pour qu'il soit appris")] = 1
    tool: Annotated[str, Field(title="Outil à échanger au magasin, ou dont la place est vide à la clôture")] = ""
    joined: Annotated[bool, Field(title="Suit le geste d'avant, dans la même leçon")] = False
    before: Annotated[str, Field(title="Étape juste avant laquelle il s'apprend (aucune : avant l'exercice)")] = ""
    """A chapter of practice: while the exercise stands still, just before the step that first needs it."""
    label: Annotated[str, Field(title="Date passée que porte alors cet outil")] = ""


class Part(Strict, title="Pièce à poser"):
    id: Annotated[Id, Field(title="Nom de la pièce")]
    zone: Annotated[str, Field(title="Zone où elle se pose")]
    angle: Annotated[int, Field(ge=0, le=3, title="Angle juste (quarts de tour)")]
    face: Annotated[Literal[0, 1], Field(title="Face juste")]
    start_angle: Annotated[int, Field(ge=0, le=3, title="Angle de départ (quarts de tour)")]
    start_face: Annotated[Literal[0, 1], Field(title="Face de départ")]
    x_mm: Annotated[int, Field(ge=0, le=720, title="Où elle se pose, de gauche à droite (mm)")] = 0
    y_mm: Annotated[int, Field(ge=0, le=400, title="Où elle se pose, de haut en bas (mm)")] = 0
    size_mm: Annotated[int, Field(ge=0, le=300, title="Sa taille, une fois posée (mm ; 0 : pas dessinée)")] = 0

    @property
    def tried_from(self) -> tuple[int, int]:
        """Angle and face with which it comes in practice: never as at work, where nobody shall meet what they have just
        solved. It is to be turned, and to be turned over."""
        ways = (((self.angle - turns) % 4, 1 - self.face) for turns in (1, 2))
        return next(way for way in ways if way != (self.start_angle, self.start_face))


class Bin(Strict, title="Bac"):
    number: Annotated[int, Field(ge=1, le=9, title="Numéro du bac")]
    lot: Annotated[str, Field(min_length=1, max_length=4, title="Numéro de lot")]
    quantity: Annotated[int, Field(ge=1, le=60, title="Quantité au départ")]


class Tool(Strict, title="Outil du panneau d'outils"):
    id: Annotated[Id, Field(title="Nom de l'outil")]
    draw: Annotated[str, Field(title="Dessin de l'outil")]
    kind: Annotated[Literal["tool", "ppe", "other"], Field(title="Sorte : outil, protection ou autre")]
    listed: Annotated[bool, Field(title="Sur la liste de l'ordre de travail")] = False
    label: Annotated[str, Field(title="Date de l'étiquette")] = ""


class Fod(Strict, title="Objet qui traîne"):
    id: Annotated[Id, Field(title="Nom de l'objet")]
    draw: Annotated[str, Field(title="Dessin de l'objet")]
    x_mm: Annotated[int, Field(ge=0, le=720, title="Position de gauche à droite (mm)")]
    y_mm: Annotated[int, Field(ge=0, le=400, title="Position de haut en bas (mm)")]
    foreign: Annotated[bool, Field(title="Objet étranger, à enlever")]


class Choice(Strict, title="Champ de la fiche"):
    id: Annotated[Id, Field(title="Nom du champ")]
    options: Annotated[tuple[Id, ...], Field(min_length=2, title="Réponses proposées")]
    answer: Annotated[str, Field(title="Réponse juste, pour les robots d'essai")] = ""
    counts: Annotated[Literal["", "reviewed_heads"], Field(title="Ce qui est compté, s'il y a lieu")] = ""
    """What the person did that the answer counts: the true number is then always among the options."""
    about: Annotated[str, Field(title="Outil ou bac dont il s'agit, dessiné avec la question (aucun : la fiche)")] = ""


class Happening(Strict, title="Événement de la journée"):
    """Something the day brings: it comes with progress, whatever the quality; `within_s` is its latest moment."""

    id: Annotated[Id, Field(title="Nom de l'événement (d'un objet qui tombe : le nom de l'objet)")]
    does: Annotated[Literal["falls", "swaps", "asks", "revises", "holds"], Field(title="Ce qui arrive")]
    phase: Annotated[str, Field(title="Étape où il arrive")] = ""
    after: Annotated[Small, Field(title="Après tant de choses faites dans la zone de l'étape")] = 0
    within_s: Annotated[
        int, Field(ge=0, le=600, title="Au plus tard, secondes après le début de l'étape (0 : jamais)")
    ] = 0
    when_free: Annotated[bool, Field(title="Attend que la main soit libre")] = False
    says: Annotated[str, Field(title="Message dit (son nom à défaut)")] = ""
    who: Annotated[str, Field(title="Dessin de la personne qui vient le dire (aucun : le mentor le dit)")] = ""
    tool: Annotated[str, Field(title="Outil qui remplace l'autre, ou que l'on demande")] = ""
    replies: Annotated[tuple[str, ...], Field(title="Réponses proposées")] = ()
    redo: Annotated[tuple[str, ...], Field(title="Ce qui, déjà fait, est à reprendre")] = ()
    about: Annotated[str, Field(title="Ce dont on parle en appelant")] = ""
    lasts_ms: Annotated[Ms, Field(title="Durée de l'attente (ms)")] = 0
    lasts_acts: Annotated[int, Field(ge=0, le=100, title="Gestes après lesquels l'attente finit")] = 0
    """The wait ends after so many acts, or `lasts_ms` without any: a slow hand has as much. 0: `lasts_ms` in all."""
    ends_with: Annotated[str, Field(title="Message dit à la fin de l'attente")] = ""

    @property
    def message(self) -> str:
        return self.says or self.id

    def messages(self) -> Iterator[str]:
        """Every message that it may say."""
        if self.does != "falls":
            yield self.message
        yield from (f"{self.message}_{option}" for option in self.replies)
        if self.ends_with:
            yield self.ends_with


class WrittenWorkshop(Strict):
    """What any workshop has: its documents, tools, steps, and the events of its day."""

    order_number: Annotated[Id, Field(title="Numéro de l'ordre de travail")]
    issues: Annotated[tuple[Id, Id], Field(title="Indice de l'ordre, puis indice révisé")]
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, title="Étapes, dans l'ordre")]
    facts: Annotated[Literal[1, 2], Field(title="Façon d'écrire les faits")] = 1
    """2: one event for each facet of an act, and what lay there when it was counted, so that each fact is one event."""
    bins: Annotated[tuple[Bin, ...], Field(title="Bacs")] = ()
    parts: Annotated[tuple[Part, ...], Field(title="Pièces à poser")] = ()
    tools: Annotated[tuple[Tool, ...], Field(title="Outils du panneau")]
    needs: Annotated[dict[str, str], Field(default_factory=dict, title="Outil qu'il faut pour chaque sorte de geste")]
    heads_per_block: Annotated[int, Field(ge=4, le=20, title="Têtes à juger par série")] = 16
    faulty_heads: Annotated[int, Field(ge=1, le=8, title="Têtes à revoir par série")] = 4
    fod: Annotated[tuple[Fod, ...], Field(title="Objets qui traînent")]
    folders: Annotated[tuple[Id, ...], Field(min_length=2, title="Dossiers du classeur")]
    folder_right: Annotated[str, Field(title="Dossier de la révision")]
    points: Annotated[dict[Id, str], Field(default_factory=dict, title="Points de contrôle : endroit de chacun")]
    sheet: Annotated[tuple[Choice, ...], Field(min_length=1, title="Champs de la fiche")]
    places: Annotated[tuple[Id, ...], Field(min_length=2, title="Endroits où chercher")]
    place_draw: Annotated[dict[str, str], Field(default_factory=dict, title="Dessin de chaque endroit")]
    """Each is one of `PLACES_DRAWN`; a place without one is told by its name alone."""
    missing_tool: Annotated[str, Field(title="Outil qui manquera")]
    missing_from: Annotated[str, Field(title="Étape à partir de laquelle il manque")]
    missing_place: Annotated[str, Field(title="Endroit où il se trouve")]
    expired_tool: Annotated[str, Field(title="Outil dont l'étiquette est périmée")]
    arrives: Annotated[
        dict[str, Annotated[int, Field(ge=1, le=9)]],
        Field(default_factory=dict, title="Mouvement où arrive chaque chose du plateau")
    ]
    """What the tray holds only from a movement on; what is not named is there from the first."""
    lines: Annotated[
        dict[str, Annotated[int, Field(ge=1, le=12)]],
        Field(default_factory=dict, title="Ligne de l'ordre pour chaque sorte d'acte")
    ]
    """Which line of the order speaks of what is being done: it opens by itself, once a step."""
    as_seen: Annotated[bool, Field(title="Tourner et retourner une pièce comme on la voit à l'écran")] = False
    """Runs stored before it existed turned a flipped part the other way round."""
    tags: Annotated[int, Field(ge=3, le=6, title="Nombre d'étiquettes")]
    day: Annotated[tuple[Happening, ...], Field(title="Événements de la journée")]
    ceilings_s: Annotated[
        tuple[Annotated[int, Field(ge=30, le=1800)], ...],
        Field(min_length=1, title="Durée au plus de chaque mouvement (s) ; ceux qui suivent n'en ont pas"),
    ]
    """The most that each of the first movements lasts with the clock on; those beyond have no ceiling."""
    practice: Annotated[tuple[Gesture, ...], Field(title="Gestes de l'entraînement, dans l'ordre")] = ()
    practice_s: Annotated[
        int, Field(ge=30, le=300, title="Durée au plus d'un entraînement sans gestes (s)")
    ] = 120
    """Practice that lists its gestures has no clock and ends when the person says so."""

    spoken: ClassVar[Sequence[str]] = ("call", "call_tool", "not_here", "found", "done")
    """Messages that the kit says by itself (« message.call »): no step or event is named so; a mechanic has more."""
    gestures: ClassVar[Sequence[str]] = ()
    """Sorts of gesture that can be practised; this and the next three: a mechanic has its own."""
    needing: ClassVar[Sequence[str]] = ()
    """Sorts of gesture that need a tool."""
    arriving: ClassVar[Sequence[str]] = ()
    """What of the tray may come in the day."""
    topics: ClassVar[Sequence[str]] = ()
    """Sorts of act of which a line of the order speaks."""

    def spots(self) -> Sequence[str]:
        """What on the piece can be tagged, told of and pointed at; a mechanic has its own."""
        return ()

    def zone_names(self) -> Sequence[str]:
        """Zones that the steps of work may name; a mechanic has its own."""
        return ()

    def progress_zone(self, phase: str) -> str:
        """The zone of a step of work, "" for another one."""
        return next((p.zone for p in self.phases if p.id == phase), "")

    def movements(self) -> Sequence[int]:
        """The movements of the day, in order."""
        return sorted({p.movement for p in self.phases})

    def swappable(self) -> Sequence[str]:
        """Tools that may take the place of the one in use; a mechanic has its own."""
        return ()

    def zones_at(self) -> Iterator[tuple[Where, str]]:
        """(where it is written, its name) of each zone; a mechanic has its own."""
        yield from ()

    def practised(self) -> Sequence[str]:
        """Zones that are there for practice alone; a mechanic has its own."""
        return ()

    def size_of(self, zone: str) -> int:
        """How many things can be done in a zone; a mechanic has its own."""
        return 0
