"""What an author writes of a store: references, bins, kits with their slots, bars of a plan."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from game.workshop.params import WorkshopParams
from game.workshop.written import Id, Month
from scenarios.model import Strict

MOST_HELD = 12
"""The most pieces of one sort in a hand."""
TAKES, SENDS = 1, 1
"""Blocks that the first piece of a bin costs, and a trolley that leaves."""
BlockCount = Annotated[int, Field(ge=1, le=60)]
FlagWays = tuple[tuple[Annotated[int, Field(ge=0, le=9)], ...], ...]


class Ref(Strict, title="Référence"):
    shape: Annotated[str, Field(title="Forme, parmi celles que la mécanique dessine")]
    size: Annotated[int, Field(ge=1, le=3, title="Taille dessinée : deux références de même forme s'y distinguent")] = 2
    yellow: Annotated[bool, Field(title="Bande jaune : se lit à la douchette avant d'être prise")] = False


class Shelved(Strict, title="Bac du magasin"):
    ref: Annotated[Id, Field(title="Référence")]
    aisle: Annotated[Id, Field(title="Allée")]
    lot: Annotated[Id, Field(title="Numéro de lot")]
    quantity: Annotated[int, Field(ge=1, le=60, title="Quantité au départ")]
    until: Annotated[Month, Field(title="Date limite, année-mois (vide : sans)")] = ""
    paper: Annotated[bool, Field(title="Son certificat est signé")] = True
    odd: Annotated[bool, Field(title="Visiblement abîmé : boîte écrasée")] = False

    @property
    def kept(self) -> bool:
        """Whether it stays in its place whatever the draw."""
        return self.odd or not self.paper


class Slot(Strict, title="Place de la mousse"):
    ref: Annotated[Id, Field(title="Référence demandée")]
    n: Annotated[int, Field(ge=1, le=MOST_HELD, title="Quantité")]


class Kit(Strict, title="Kit à préparer"):
    slots: Annotated[tuple[Slot, ...], Field(min_length=1, max_length=6, title="Places, dans l'ordre de la liste")]
    due: Annotated[BlockCount, Field(title="Bloc où il doit être parti, depuis le début de l'étape")]


class Round(Strict, title="Kits d'une étape"):
    kits: Annotated[dict[Id, Kit], Field(min_length=1, max_length=5, title="Kits, dans l'ordre affiché")]
    starts: Annotated[int, Field(ge=0, le=90, title="Bloc du planning où l'étape commence")] = 0
    flawed: Annotated[int, Field(ge=0, le=4, title="Prises abîmées à voir")] = 0
    picks: Annotated[int, Field(ge=0, le=30, title="Parmi les tant de premières prises")] = 9


class PlannedKit(Strict, title="Kit à placer sur le planning"):
    blocks: Annotated[int, Field(ge=1, le=20, title="Longueur (blocs)")]
    due: Annotated[int, Field(ge=0, le=99, title="Bloc où il doit être fini (0 : pas encore demandé)")]
    new_due: Annotated[int, Field(ge=0, le=99, title="Le même, après la révision (0 : inchangé)")] = 0

    def flag(self, revised: bool) -> int:
        """The block by which it is due under the order in force, 0 when nobody has asked for it yet."""
        return self.new_due if revised and self.new_due else self.due


class PlannedDay(Strict, title="Planning d'une étape"):
    bars: Annotated[dict[Id, PlannedKit], Field(min_length=3, max_length=8, title="Kits, dans l'ordre affiché")]
    strip: Annotated[int, Field(ge=0, le=99, title="Longueur du planning (blocs ; au moins ses barres)")] = 0

    @property
    def blocks(self) -> int:
        """How long the strip is: as all its bars, or longer where the author leaves slack."""
        return max(self.strip, sum(bar.blocks for bar in self.bars.values()))

    def right(self, revised: bool) -> tuple[str, ...]:
        """Bars in the order of their flags: the earliest due first."""
        asked = [name for name, bar in self.bars.items() if bar.flag(revised)]
        return tuple(sorted(asked, key=lambda name: self.bars[name].flag(revised)))


class WrittenStore(WorkshopParams):
    """What is written of a store beside what any workshop has."""

    refs: Annotated[dict[Id, Ref], Field(min_length=2, max_length=24, title="Références")]
    store: Annotated[dict[Id, Shelved], Field(min_length=2, max_length=30, title="Bacs du magasin")]
    aisles: Annotated[tuple[Id, ...], Field(min_length=2, max_length=4, title="Allées, de gauche à droite")]
    steps: Annotated[FlagWays, Field(title="Blocs pour aller d'une allée à l'autre")]
    rounds: Annotated[dict[Id, Round], Field(min_length=1, title="Kits de chaque étape de travail")]
    plans: Annotated[dict[Id, PlannedDay], Field(title="Planning de chaque étape où l'on planifie")]
    today: Annotated[Month, Field(min_length=1, title="Aujourd'hui, année-mois")]
    counted: Annotated[tuple[Id, ...], Field(min_length=1, max_length=4, title="Bacs comptés à la fin")]
    scanners: Annotated[tuple[Id, ...], Field(min_length=1, title="Douchettes, la première d'abord")]
    practice_round: Annotated[str, Field(title="Étape de kits où l'on s'entraîne")]
    practice_plan: Annotated[str, Field(title="Planning où l'on s'entraîne")]
    art: Annotated[str, Field(title="Dessin du chariot")]
    art_done: Annotated[str, Field(title="Dessin du chariot prêt")]

    @field_validator("steps")
    @classmethod
    def ways_make_a_table(cls, steps: FlagWays, info: ValidationInfo) -> FlagWays:
        """`steps` has a row and a column for each aisle, 0 on the way to itself, and the same there and back."""
        n = len(info.data.get("aisles", steps))
        ok = len(steps) == n and all(len(row) == n for row in steps)
        if not ok or any(steps[a][b] != steps[b][a] or steps[a][a] for a in range(n) for b in range(n)):
            raise PydanticCustomError("ways_table", "steps: {n} rows of {n} numbers, the same there and back", {"n": n})
        return steps
