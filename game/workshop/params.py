"""What an author writes under `params:` for any workshop; a mechanic adds its own. Checked when the file is read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.model import Strict

Small = Annotated[int, Field(ge=0, le=200)]
Ms = Annotated[int, Field(ge=0, le=60_000)]
Where = tuple[str | int, ...]
Id = Annotated[str, Field(min_length=1, max_length=40)]
"""A name of the author's; `scenarios.sense` says of which letters."""
Nonsense = tuple[Where, str, Mapping[str, object]]
"""Where in the params, the code of the sentence, its values."""
TOOLS_DRAWN = (
    "squeezer", "pige", "calibre", "mallet", "mirror", "lamp", "brush", "wrench", "screwdriver", "cutters",
    "sealant_gun", "paint_gloves", "glasses", "earplugs", "lens", "rule", "marker",
    "scanner", "scale", "cutter", "shoes",
)  # fmt: skip
THINGS_DRAWN = (
    "copeau", "foret", "chiffon", "film", "pige_rest", "pencil", "lamp_rest", "order_copy", "brush_rest", "cup_rest",
)  # fmt: skip
"""What the kit can draw of a tool board and of things lying about; a name of one's own goes with one of them."""
DOCS = ("order", "plan", "cut", "changes")


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
    tool: Annotated[str, Field(title="Outil à échanger, s'il s'agit du magasin")] = ""
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
    tool: Annotated[str, Field(title="Outil qui remplace l'autre")] = ""
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


GATES = ("ppe_on", "tools_back")
"""Points of safety that any workshop watches."""


class WorkshopParams(Strict):
    """What any workshop has: its documents, tools, steps, and the events of its day."""

    known: ClassVar[Sequence[str]] = GATES

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
    """Which line of the order speaks of what is being done: it opens by itself."""
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

    @property
    def laid_out(self) -> bool:
        """Whether nobody prepares: tools lie on the bench, protections are worn, every label is in date."""
        return all(phase.kind != "prepare" for phase in self.phases)

    def narrowed(self, keeps: Mapping[str, Sequence[str]]) -> Self:
        """Only what the steps that are left work on, and of a zone in `keeps` the things named; a mechanic has its own.

        Raises ValueError for a zone or a thing that is not there, and where what is left makes no workshop.
        """
        raise ValueError(f"{sorted(keeps)[0]}: this mechanic keeps its zones whole")

    def _narrowed(self, **update: object) -> Self:
        """With other values, checked as an author's; movements that are gone have no ceiling."""
        last = self.phases[-1].movement
        # What the models have worked out for themselves (cached) is not an author's.
        written = {name: value for name, value in self if name in type(self).model_fields}
        made = type(self).model_validate({**written, "ceilings_s": self.ceilings_s[:last], **update})
        for where, name, known in made.references():
            if where[0] in ("phases", "practice") and name not in known:
                raise ValueError(f"{where[0]}: {name}")
        return made

    def spots(self) -> Sequence[str]:
        """What on the piece can be tagged, told of and pointed at; a mechanic has its own."""
        return ()

    def zone_names(self) -> Sequence[str]:
        """Zones that the steps of work may name; a mechanic has its own."""
        return ()

    def progress_zone(self, phase: str) -> str:
        """The zone of a step of work, "" for another one."""
        return next((p.zone for p in self.phases if p.id == phase), "")

    def gestures(self) -> Sequence[str]:
        """Sorts of gesture that can be practised; a mechanic has its own."""
        return ()

    def gesture(self, name: str) -> Gesture | None:
        """A gesture of practice by its name, None for one that is not there."""
        return next((g for g in self.practice if g.id == name), None)

    def movements(self) -> Sequence[int]:
        """The movements of the day, in order."""
        return sorted({p.movement for p in self.phases})

    def ceiling_s(self, movement: int) -> int:
        """The most that a movement lasts with the clock on, in seconds; 0 for one without a ceiling."""
        if movement == 0:
            return 0 if self.practice else self.practice_s
        return self.ceilings_s[movement - 1] if movement <= len(self.ceilings_s) else 0

    def first(self, does: str) -> Happening | None:
        """The first happening of a kind, None when the day has none."""
        return next((h for h in self.day if h.does == does), None)

    def answers(self) -> dict[str, str]:
        """The right answer of each field of the sheet that has one."""
        return {choice.id: choice.answer for choice in self.sheet if choice.answer}

    def references(self) -> Iterator[tuple[Where, str, Sequence[str]]]:
        """(where, the name written there, the names that exist), for all that is named here and used there."""
        zones, spots, tools = self.zone_names(), self.spots(), [t.id for t in self.tools]
        phases = [p.id for p in self.phases]
        for n, phase in enumerate(self.phases):
            if phase.kind == "work":
                yield ("phases", n, "zone"), phase.zone, zones
        for n, gesture in enumerate(self.practice):
            yield ("practice", n, "does"), gesture.does, self.gestures()
            if gesture.spot:
                yield ("practice", n, "spot"), gesture.spot, spots
            if gesture.tool or gesture.does == "store":
                yield ("practice", n, "tool"), gesture.tool, tools
        yield from ((("points", name), spot, spots) for name, spot in self.points.items())
        yield from ((("parts", n, "zone"), part.zone, zones) for n, part in enumerate(self.parts))
        yield from ((("sheet", n, "answer"), c.answer, c.options) for n, c in enumerate(self.sheet) if c.answer)
        yield from ((("tools", n, "draw"), tool.draw, TOOLS_DRAWN) for n, tool in enumerate(self.tools))
        yield from ((("fod", n, "draw"), thing.draw, THINGS_DRAWN) for n, thing in enumerate(self.fod))
        yield from ((("needs", name), tool, tools) for name, tool in self.needs.items())
        yield ("missing_tool",), self.missing_tool, tools
        yield ("missing_from",), self.missing_from, phases
        yield ("expired_tool",), self.expired_tool, tools
        yield ("missing_place",), self.missing_place, self.places
        yield ("folder_right",), self.folder_right, self.folders
        for n, happening in enumerate(self.day):
            yield from self._references_of(("day", n), happening)

    def _references_of(self, at: Where, what: Happening) -> Iterator[tuple[Where, str, Sequence[str]]]:
        if what.does != "holds":
            yield (*at, "phase"), what.phase, [p.id for p in self.phases]
        if what.does == "falls":
            yield (*at, "id"), what.id, [f.id for f in self.fod if f.foreign]
        if what.does == "swaps":
            yield (*at, "tool"), what.tool, self.swappable()
        if what.does == "holds":
            yield (*at, "about"), what.about, self.spots()
        yield from (((*at, "redo", n), name, self.spots()) for n, name in enumerate(what.redo))

    def swappable(self) -> Sequence[str]:
        """Tools that may take the place of the one in use; a mechanic has its own."""
        return ()

    def needed_texts(self) -> Iterator[tuple[Where, str]]:
        """(where, the key among the scenario's own texts) for all that has a name or a sentence of its own."""
        yield from ((("phases", n, "id"), f"message.{phase.id}") for n, phase in enumerate(self.phases))
        yield from ((("phases",), f"movement.{n}") for n in self.movements())
        yield from ((("folders", n), f"folder.{folder}") for n, folder in enumerate(self.folders))
        yield from ((("places", n), f"place.{place}") for n, place in enumerate(self.places))
        yield from ((("sheet", n, "id"), f"sheet.{entry.id}") for n, entry in enumerate(self.sheet))
        yield from ((("parts", n, "id"), f"part.{part.id}") for n, part in enumerate(self.parts))
        for n, happening in enumerate(self.day):
            yield from ((("day", n), f"message.{message}") for message in happening.messages())
            yield from ((("day", n, "replies", k), f"reply.{r}") for k, r in enumerate(happening.replies))
        for key in ("order.first", "order.revised", "plan", "cut.first", "cut.revised", "changes"):
            yield ("order_number",), key
        yield ("missing_place",), "message.found"

    def needed_drawings(self) -> Iterator[tuple[Where, str]]:
        """(where, the name in assets/art) of each drawing that the scenario chooses; a mechanic has its own."""
        yield from ((("day", n, "who"), h.who) for n, h in enumerate(self.day) if h.who)

    def vocabulary(self) -> dict[str, Sequence[str]]:
        """The names that a rule's settings may use, by kind (`scenarios.check.Named`)."""
        return {
            "zone": list(self.zone_names()),
            "part": [p.id for p in self.parts],
            "phase": [p.id for p in self.phases],
            "change": [h.id for h in self.day if h.does in ("swaps", "asks", "revises")],
            "folder_right": [self.folder_right],
            "missing_tool": [self.missing_tool],
            "expired_tool": [self.expired_tool],
            "field": [c.id for c in self.sheet],
            "counted_field": [c.id for c in self.sheet if c.counts],
            "doc": DOCS,
            **{f"answer.{c.id}": c.options for c in self.sheet},
        }

    def nonsense(self) -> Iterator[Nonsense]:
        """What makes no workshop together though each value may be written, in the order of the file."""
        yield from self._parts_make_sense()
        yield from self._tools_make_sense()
        if self.faulty_heads >= self.heads_per_block:
            yield ("faulty_heads",), "beyond", {"got": self.faulty_heads, "most": self.heads_per_block - 1}
        falling = {h.id for h in self.day if h.does == "falls"}
        for n, thing in enumerate(self.fod):
            if thing.foreign and thing.id not in falling:
                yield ("fod", n), "never_falls", {"got": thing.id}
        for n, happening in enumerate(self.day):
            most = self.size_of(self.progress_zone(happening.phase))
            if happening.after > most:
                yield ("day", n, "after"), "beyond", {"got": happening.after, "most": most}

    def size_of(self, zone: str) -> int:
        """How many things can be done in a zone; a mechanic has its own."""
        return 0

    def fullest(self) -> int:
        """The largest number that may have to be counted at the end: what the fullest bin held at first."""
        return max((b.quantity for b in self.bins), default=0)

    def _parts_make_sense(self) -> Iterator[Nonsense]:
        zones = [part.zone for part in self.parts]
        for n, part in enumerate(self.parts):
            if part.zone in zones[:n]:
                yield ("parts", n, "zone"), "twice", {"name": part.zone}
            if (part.angle, part.face) == (part.start_angle, part.start_face):
                yield ("parts", n), "already_right", {"got": part.id}

    def _tools_make_sense(self) -> Iterator[Nonsense]:
        by_id = {tool.id: tool for tool in self.tools}
        for field, name in (("missing_tool", self.missing_tool), ("expired_tool", self.expired_tool)):
            if name in by_id and not by_id[name].listed:
                yield (field,), "not_listed", {"got": name}
        if self.expired_tool in by_id and not by_id[self.expired_tool].label.strip():
            yield ("expired_tool",), "no_label", {"got": self.expired_tool}
        for n, tool in enumerate(self.tools):
            if tool.kind == "ppe" and tool.listed:
                yield ("tools", n, "listed"), "ppe_listed", {"got": tool.id}
        for n, choice in enumerate(self.sheet):
            if choice.counts and not all(option.isdecimal() for option in choice.options):
                yield ("sheet", n, "options"), "not_counts", {"got": choice.id}

    def known_gates(self) -> Sequence[str]:
        """The points of safety that the task watches."""
        return self.known

    @model_validator(mode="after")
    def movements_follow(self) -> "WorkshopParams":
        """Movements go from 1 up, a ceiling each at the most; every step of one comes before those of the next."""
        movements = [p.movement for p in self.phases]
        last = max(len(self.ceilings_s), movements[-1])
        if movements != sorted(movements) or set(movements) != set(range(1, last + 1)):
            raise PydanticCustomError(
                "movements_order",
                "the movements of the steps go from 1 to {n} in order, at least as many as there are ceilings",
                {"n": last},
            )
        return self

    @model_validator(mode="after")
    def names_once(self) -> "WorkshopParams":
        """One name, one thing: two steps, tools or events with one name could not be told apart."""
        for what in (self.phases, self.tools, self.parts, self.fod, self.sheet, self.day, self.practice):
            names = [thing.id for thing in what]
            twice = next((name for name in names if names.count(name) > 1), "")
            if twice or {"practice", "done"} & set(names):
                raise PydanticCustomError(
                    "name_twice", "the name {got} is used twice or is kept", {"got": twice or "done"}
                )
        if (
            len([h for h in self.day if h.does in ("revises",)]) > 1
            or len([h for h in self.day if h.does == "holds"]) > 1
        ):
            raise PydanticCustomError("day_once", "a day has one revision and one hold at most")
        return self
